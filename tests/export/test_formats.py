"""What all formats have in common: the registry, the data dictionary, what is left out, the text-free edition."""

from __future__ import annotations

import dataclasses
import importlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from datasets import MADE, bundled, made, written_by_hand

from bilat.cli import main
from bilat.cli.export import FORMATS as TOLD
from bilat.errors import UsageError
from bilat.export.formats import FORMATS, Dataset, export
from bilat.export.formats.dataset import data, fields, kinds, sha256
from bilat.export.formats.gdelt import number
from bilat.export.formats.leftout import beside, summary
from bilat.model import TYPES, Document, Interaction, Name, Record, document_json

CODED = sorted(form for form, carried in data("carried").items() if carried != "*")
ARTICLE = "Wang Yi held talks with Marco Rubio in Munich on February 14, 2026, Xinhua reported.\n"
NO_FIELDS = {
    "doc", "evidence", "confidence", "inferred", "proposed_by", "type", "id", "text_sha256", "text_length", "text",
    "kept",
}  # fmt: skip
DECIDES_ONLY = {("plover", "content"), ("gdelt", "content"), ("ics", "issues")}
# The words of a statement tell to whom it is said, the issues of an undertaking whether the register has it too.


def test_the_commands_formats_are_the_registrys() -> None:
    assert TOLD == FORMATS
    assert set(data("carried")) == set(FORMATS)


def test_the_dictionary_has_every_field_of_every_record() -> None:
    documents, records = bundled().documents, bundled().records
    told = {kind: set(fields(kind)) for kind in kinds()}
    for kind, name in TYPES.items():
        assert told[name] == {f.name.rstrip("_") for f in dataclasses.fields(kind)} | {"type", "id"}, name
    row = set(document_json(documents[0], with_text=True))
    assert told["document"] == row | {"text_sha256", "text_length", "inferred", "proposed_by"}
    assert records


def test_a_field_has_one_type_in_all_kinds() -> None:
    types: dict[str, set[str]] = {}
    for kind in kinds():
        for name, field in fields(kind).items():
            types.setdefault(name, set()).add(field["type"])
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def output(dataset: Dataset, form: str, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    files = module_of(form).write(dataset, folder / f"out.{form}").files
    same_again = ".statements.csv"  # a hash in every line, of values that the entities have too
    return "\n".join(path.read_text("utf-8") for path in files if not path.name.endswith(same_again))


def module_of(form: str) -> Any:
    return importlib.import_module(f"bilat.export.formats.{'tables' if form == 'csv' else form}")


def other(value: Any, name: str, told: str, kind: type[Record] | type[Document]) -> Any:
    """Another value for a field, of those that the field can have."""
    choices = {
        "kind": ("visit", "call"), "claim": ("kept", "breached"), "place": ("Geneva", "Beijing"), "event": ("e1", "e2"),
        "act": ("reject", "commit"), "mode": ("direct", "indirect"), "voice": ("media", "official"),
        "instrument": ("arms_sale", "tariff"), "flags": (("repost",), ("machine_translated",)),
        "parties": (("CN",), ("US",)), "issues": (("tariffs",), ("military",)), "level": ("leader", "working"),
        "language": ("zh-Hant", "en"), "outlet_kind": ("media", "official"), "outcome": ("both", "conflict"),
        "layer": ("fentanyl", "reciprocal"),
        **dict.fromkeys(("imposed_by", "target", "by", "about", "to", "side", "initiated_by"), ("CN", "US")),
    }  # fmt: skip
    if name == "status" and kind is Interaction:
        return "planned" if value == "held" else "held"
    if name == "status":
        return "suspended" if value == "in_force" else "in_force"
    if name in choices:
        return next(choice for choice in choices[name] if choice != value)
    name_ = Name(name="Somebody Else", surface="S. Else", side="US")
    plain: dict[str, Any] = {
        "string": "something else", "integer": 7, "number": 7.5, "strings": ("a", "b"), "span": (0, 3),
        "spans": ((0, 3),), "name": name_, "names": (name_,), "sides": {},
        "date": "2026-03-14" if value != "2026-03-14" else "2026-03-15",
    }  # fmt: skip
    return plain[told]


def masked(text: str, before: Dataset, after: Dataset) -> str:
    """The output with the new ids as the old ones: a field that only shows in the hash of an id is not carried."""
    for old, new in zip(before.records, after.records, strict=True):
        pairs = {before.id(old): after.id(new)}
        for was, is_ in pairs.items():
            text = text.replace(is_, was).replace(is_.replace("/", "-"), was.replace("/", "-"))
            text = text.replace(str(number(is_)), str(number(was)))
    return text


def changed(dataset: Dataset, kind: str, name: str, told: str, form: str) -> list[Dataset]:
    """The dataset with one record's field changed, for some records of a kind that can go out in a format."""
    found = []
    if kind == "document":
        for place, document in enumerate(dataset.documents):
            value = other(getattr(document, name), name, told, Document)
            documents = [*dataset.documents]
            documents[place] = replace(document, **{name: value})
            found.append(replace(dataset, documents=tuple(documents)))
        return found
    for place, record in enumerate(dataset.records):
        if TYPES[type(record)] != kind or (form == "ics" and not can_be_due(record)):
            continue
        attribute = f"{name}_" if name == "from" else name
        records = [*dataset.records]
        value = other(getattr(record, attribute), name, told, type(record))
        records[place] = replace(record, **{attribute: value})
        found.append(replace(dataset, records=tuple(records)))
    return [*found[: 1 if form == "ics" else 4], *found[-2:]]  # a calendar takes longest to make


def can_be_due(record: Any) -> bool:
    ends = getattr(record, "due", None) or getattr(record, "expires", None)
    planned = getattr(record, "status", None) in ("planned", "proposed")
    return bool(ends) or (planned and str(getattr(record, "date", None) or "") > MADE)


@pytest.mark.parametrize("form", CODED)
def test_what_is_said_to_be_carried_is_and_the_rest_is_listed(form: str, tmp_path: Path) -> None:
    """Each field of each record is changed: the output changes for those that are carried, and for no other."""
    dataset = written_by_hand()
    before = output(dataset, form, tmp_path / "before")
    wrong = []
    for kind, carried in data("carried")[form].items():
        for name, field in fields(kind).items():
            if name in NO_FIELDS or (form, name) in DECIDES_ONLY:
                continue
            differs = any(
                masked(output(one, form, tmp_path / "after"), dataset, one) != before
                for one in changed(dataset, kind, name, field["type"], form)
            )
            if differs != (name in carried):
                wrong.append((kind, name, "differs" if differs else "is the same"))
    assert wrong == [], wrong


@pytest.mark.parametrize("form", CODED)
def test_every_record_goes_out_or_is_listed_with_a_reason(form: str, tmp_path: Path) -> None:
    dataset = written_by_hand()
    outcome = export(dataset, form, tmp_path / "out")
    refused = {one.id for one in outcome.lost if not one.fields}
    kept = {row["id"] for row in dataset.rows} - refused
    assert refused
    assert kept
    assert all(one.why for one in outcome.lost)
    assert outcome.listed == beside(tmp_path / "out")
    rows = [json.loads(line) for line in outcome.listed.read_text("utf-8").splitlines()]
    assert len(rows) == len(outcome.lost)
    assert {row["id"] for row in rows} <= {row["id"] for row in dataset.rows}
    assert sum(int(line.split(" x ")[0]) for line in summary(outcome.lost)) >= len(refused)


def test_a_list_of_an_earlier_export_does_not_stay(tmp_path: Path) -> None:
    path = tmp_path / "out"
    assert export(written_by_hand(), "plover", path).listed
    assert export(written_by_hand(), "jsonl", path).listed is None
    assert not beside(path).exists()


def long_parts(dataset: Dataset) -> set[str]:
    """Words of the texts by which one would know them: what stands in evidence and is no name, title or address."""
    titles = " ".join(document.title or "" for document in dataset.documents)
    quotes = [e.quote for record in dataset.records for e in record.evidence if "://" not in e.quote]
    found = {quote[:24] for quote in quotes if len(quote) >= 24}
    return {part for part in found if part not in titles}


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("parquet", "package")])
def test_the_text_free_edition_has_no_words_of_the_texts(form: str, tmp_path: Path) -> None:
    free, whole = written_by_hand(text="none"), written_by_hand()
    parts = long_parts(whole)
    assert len(parts) > 30
    text = output(free, form, tmp_path)
    assert [part for part in parts if part in text or json.dumps(part)[1:-1] in text] == []
    if form in ("csv", "jsonl", "annotations", "jsonld", "ftm", "plover"):
        with_words = output(whole, form, tmp_path)
        assert any(part in with_words for part in parts)


def test_hashes_and_offsets_lead_back_to_the_words() -> None:
    free, whole = written_by_hand(text="none"), written_by_hand()
    for row, same in zip(free.rows, whole.rows, strict=True):
        text = whole.by_id[row["doc"]].text
        for one, told in zip(row["evidence"], same["evidence"], strict=True):
            assert one["sha256"] == sha256(text[one["start"] : one["end"]]) == sha256(told["quote"])
            assert "quote" not in one
    commitment = next(row for row in free.rows if row["type"] == "commitment")
    assert commitment["name"].startswith("sha256:")
    documents = [row for row in free.rows if row["type"] == "document"]
    assert all(row["text_sha256"] == sha256(free.by_id[row["id"]].text) for row in documents)


def test_ids_of_records_are_no_words() -> None:
    compliance = [row for row in bundled_free().rows if row["type"] == "compliance"]
    assert any(str(row["commitment"]).startswith(("commitment/", "sha256:")) for row in compliance)


def bundled_free() -> Dataset:
    return replace(bundled(), text="none")


def test_the_whole_text_goes_out_where_it_is_asked_for() -> None:
    rows = written_by_hand(text="whole").rows
    texts = {document.id: document.text for document in written_by_hand().documents}
    assert {row["id"]: row["text"] for row in rows if row["type"] == "document"} == texts


def test_the_same_input_gives_the_same_files(tmp_path: Path) -> None:
    for form in FORMATS:
        if form != "parquet":
            one = export(written_by_hand(), form, tmp_path / "one" / "out.zip").written.files
            two = export(written_by_hand(), form, tmp_path / "two" / "out.zip").written.files
            assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two], form


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'xlsx'"):
        export(written_by_hand(), "xlsx", tmp_path / "out")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        export(written_by_hand(), "jsonl", tmp_path / "file" / "out.jsonl")


@pytest.mark.parametrize(("form", "name"), [("csv", "out"), ("csv", "out.csv"), ("package", "out"), ("gdelt", "e.tsv")])
def test_an_export_that_breaks_off_leaves_what_was_there(
    form: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full underway: the export of before is still there whole, and no half of the new one."""
    before = export(bundled(), form, tmp_path / name)
    there = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert set(before.written.files) <= set(there)
    write = module_of(form).write

    def breaks_off(dataset: Dataset, path: Path) -> None:
        for one in write(dataset, path).files:
            one.write_bytes(one.read_bytes()[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module_of(form), "write", breaks_off)
    with pytest.raises(UsageError, match="No space left"):
        export(replace(bundled(), text="none"), form, tmp_path / name)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == there
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_export_into_a_folder_keeps_what_else_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    files = export(bundled(), "csv", Path()).written.files
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert {path.parent for path in files} == {tmp_path}
    assert all(path.is_file() for path in files)


def test_what_is_no_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "kept.csv").write_text("")
    (tmp_path / "out.csv").symlink_to(tmp_path / "kept.csv")
    assert export(bundled(), "csv", tmp_path / "out.csv").written.files == (tmp_path / "out.csv",)
    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "kept.csv").stat().st_size > 1000


def test_nothing_in_gives_a_valid_nothing_out(tmp_path: Path) -> None:
    for form in FORMATS:
        outcome = export(made([], []), form, tmp_path / form / "out.x")
        assert outcome.lost == [], form
        assert all(path.exists() for path in outcome.written.files)


def test_the_command(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(ARTICLE, "utf-8")
    out = tmp_path / "events.jsonl"
    done = CliRunner().invoke(main, ["export", str(article), "--to", "plover", "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "events.jsonl: " in done.output
    assert "left out: " in done.output
    assert str(beside(out)) in done.output
    (row,) = [row for line in out.read_text().splitlines() if "CONSULT" in (row := json.loads(line))["event"]]
    assert row["date"] == "2026-02-14"
    assert {actor["code"] for actor in row["source"]} == {"USA", "CHN"}


def test_the_command_reads_the_workspace(tmp_path: Path) -> None:
    article, workspace, out = tmp_path / "a.txt", str(tmp_path / "w.db"), tmp_path / "out.csv"
    article.write_text(ARTICLE, "utf-8")
    assert CliRunner().invoke(main, ["add", str(article), "--workspace", workspace]).exit_code == 0
    done = CliRunner().invoke(main, ["export", "--to", "csv", "-o", str(out), "--workspace", workspace])
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8").startswith("type,id,doc,evidence")


def test_nothing_to_export_is_wrong_usage(tmp_path: Path) -> None:
    with CliRunner().isolated_filesystem(tmp_path):
        done = CliRunner().invoke(main, ["export", "--to", "csv", "-o", "out.csv"])
    assert done.exit_code == 2
    assert "give PATHS" in done.output
