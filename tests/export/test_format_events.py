"""PLOVER and GDELT: records as coded events, in the words and columns of those who made the formats."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
from datasets import bundled, made, written_by_hand

from bilat.export.formats import Dataset, export
from bilat.export.formats.dataset import data
from bilat.languages.countries import alpha3, codes_by_name
from bilat.languages.resources import load
from bilat.model import Commitment, Document, Interaction, Measure, Name, Record, Statement, cite
from bilat.reading.gdelt import Lead, leads

Make = Callable[[], Dataset]
# PLOVER_MANUAL.tex, with REQUEST for DEMAND as in POLECAT.
TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
TEXT = "Ada Lin and Bo Reyes spoke. Ada Lin said that China would never accept this and thanked Japan."
DOCUMENT = Document(id="d", text=TEXT, language="en", published="2025-03-04", url="https://example.org/a", outlet="P")
ADA = Name(name="Ada Lin", surface="Ada Lin", side="US")
BO = Name(name="Bo Reyes", surface="Bo Reyes", side="CN")


def one(record_type: type[Record], words: str = TEXT, **values: Any) -> Dataset:
    start = TEXT.index(words)
    record = record_type(doc="d", evidence=cite(TEXT, (start, start + len(words))), confidence=0.83, **values)
    return made([DOCUMENT], [record])


def plover(dataset: Dataset, folder: Path) -> list[dict[str, Any]]:
    export(dataset, "plover", folder / "out.jsonl")
    return [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]


def gdelt(dataset: Dataset, folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    export(dataset, "gdelt", folder / "out.tsv")
    tables = []
    for name, columns in (("out.tsv", data("gdelt")["events"]), ("out.mentions.tsv", data("gdelt")["mentions"])):
        rows = [line.split("\t") for line in (folder / name).read_text("utf-8").splitlines()]
        tables.append([dict(zip(columns, row, strict=True)) for row in rows])
    return tables[0], tables[1]


def test_the_code_book_keeps_to_the_manual() -> None:
    book = data("plover")
    assert set(book["types"]) == TYPES
    assert Counter(kind["quad"] for kind in book["types"].values()) == {1: 4, 2: 3, 3: 4, 4: 5}
    codes = [code for states in book["codes"].values() for code in states.values()]
    for code in codes:
        assert ("event" in code) != ("why" in code), code
        if "event" in code:
            assert code.get("mode") in {None, *book["types"][code["event"]]["modes"]}, code
            assert code.get("context") in {None, *book["contexts"]}, code
            assert code["cameo"] in data("gdelt")["goldstein"], code
    assert set(book["tenses"].values()) | set(book["issues"]) <= set(book["contexts"])
    assert set(book["renamed"].values()) <= TYPES


def test_the_quad_classes_of_plover_and_cameo_agree() -> None:
    """A code of the book is cooperation or conflict in both."""
    for states in data("plover")["codes"].values():
        for code in states.values():
            if "event" in code:
                cooperates = data("plover")["types"][code["event"]]["quad"] <= 2
                assert (int(code["cameo"][:2]) <= 8) == cooperates or code["event"] == "REQUEST", code


@pytest.mark.parametrize("make", [bundled, written_by_hand])
def test_every_event_is_one_that_the_manual_knows(make: Make, tmp_path: Path) -> None:
    dataset = make()
    rows, book = plover(dataset, tmp_path), data("plover")
    assert len(rows) > 10
    codes = {*alpha3().values(), "IGO", "NGO"}
    for row in rows:
        assert {"id", "date", "source", "event"} <= set(row)
        assert set(row["event"]) <= TYPES
        assert set(row.get("mode", ())) <= set(book["types"][row["event"][0]]["modes"])
        assert set(row.get("context", ())) <= set(book["contexts"])
        assert len(row["date"]) == len("YYYY-MM-DD")
        assert {actor["code"] for actor in (*row["source"], *row.get("recipient", ())) if "code" in actor} <= codes
        text = dataset.by_id[row["text_info"]["doc"]].text
        assert row["text"] == " … ".join(text[start:end] for start, end in row["text_info"]["spans"])
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("status", "context"),
    [("planned", "future"), ("proposed", "hypothetical"), ("cancelled", "negation"), ("held", None)],
)
def test_what_did_not_happen_is_marked(status: str, context: str | None, tmp_path: Path) -> None:
    dataset = one(Interaction, kind="call", status=status, date="2025-03-09", participants=(ADA, BO))
    (row,) = plover(dataset, tmp_path)
    assert (row["event"], row["mode"]) == (["CONSULT"], ["phone"])
    assert row["context"] == (["diplomatic", context] if context else ["diplomatic"])
    events, mentions = gdelt(dataset, tmp_path)
    assert [event["EventCode"] for event in events] == {"planned": ["036"], "held": ["041"]}.get(status, [])
    assert len(events) == len(mentions)


def test_a_visit_has_a_guest_and_a_host(tmp_path: Path) -> None:
    dataset = one(Interaction, kind="visit", status="held", date="2025-03-09", participants=(ADA,), place="Beijing")
    (row,) = plover(dataset, tmp_path)
    assert [actor["code"] for actor in row["source"]] == ["USA"]
    assert [actor["code"] for actor in row["recipient"]] == ["CHN"]
    assert row["mode"] == ["visit"]


def test_a_meeting_elsewhere_is_at_a_third_party(tmp_path: Path) -> None:
    dataset = one(Interaction, kind="meeting", status="held", date="2025-03-09", participants=(ADA, BO), place="Busan")
    (row,) = plover(dataset, tmp_path)
    assert row["mode"] == ["third-party"]
    assert {actor["code"] for actor in row["source"]} == {"USA", "CHN"}
    assert "recipient" not in row


def test_a_statement_is_addressed_to_the_other_side_where_it_names_it(tmp_path: Path) -> None:
    def said(words: str) -> list[dict[str, Any]]:
        span = (TEXT.index(words), TEXT.index(words) + len(words))
        said = {"speaker": ADA, "voice": "official", "mode": "indirect", "act": "reject", "content": (span,)}
        return plover(one(Statement, words, **said), tmp_path)

    (named,) = said("China would never accept this")
    assert [actor["code"] for actor in named["recipient"]] == ["CHN"]
    assert named["event"] == ["REJECT"]
    (third,) = said("thanked Japan")
    assert [actor["code"] for actor in third["recipient"]] == ["JPN"]
    (nobody,) = said("spoke")
    assert "recipient" not in nobody


@pytest.mark.parametrize(
    ("words", "act", "voice", "event"),
    [
        ("never accept", "warn", "official", "THREATEN"), ("never accept", "warn", "expert", None),
        ("China would never", "commit", "official", None), ("never accept", "commit", "official", "AGREE"),
    ],
)  # fmt: skip
def test_only_a_government_promises_and_threatens_and_only_for_itself(
    words: str, act: str, voice: str, event: str | None, tmp_path: Path
) -> None:
    span = (TEXT.index(words), TEXT.index(words) + len(words))
    said = {"speaker": ADA, "voice": voice, "mode": "indirect", "act": act, "content": (span,)}
    assert [row["event"][0] for row in plover(one(Statement, words, **said), tmp_path)] == ([event] if event else [])


def test_a_comment_on_oneself_is_a_promise_by_its_words(tmp_path: Path) -> None:
    text = "The ministry said that it would lift the ban. The ministry said that it would boycott the fair."
    document = Document(id="d", text=text, language="en", published="2025-03-04")
    ministry = Name(name="Ministry", surface="The ministry", side="CN")
    spans = [(text.index(words), text.index(words) + len(words)) for words in ("it would lift", "it would boycott")]
    records = [
        Statement(doc="d", evidence=cite(text, span), speaker=ministry, voice="official", mode="indirect",
                  act="describe", content=((span[0], text.index(".", span[0])),)) for span in spans
    ]  # fmt: skip
    assert [row["event"][0] for row in plover(made([document], records), tmp_path)] == ["AGREE", "THREATEN"]


def test_a_cut_date_is_a_period_in_plover_and_no_day_in_gdelt(tmp_path: Path) -> None:
    dataset = one(Interaction, kind="talks", status="held", date="2025-02", participants=(ADA, BO))
    (row,) = plover(dataset, tmp_path)
    assert (row["date"], row["enddate"]) == ("2025-02-01", "2025-02-28")
    assert gdelt(dataset, tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("instrument", "status", "event"),
    [
        ("tariff", "announced", "THREATEN"), ("tariff", "in_force", "SANCTION"), ("tariff", "suspended", "RETREAT"),
        ("purchases", "announced", "AGREE"), ("purchases", "in_force", "COOPERATE"), ("tariff", "struck_down", None),
        ("arms_sale", "in_force", "AID"), ("no_such_instrument", "in_force", None),
    ],
)  # fmt: skip
def test_measures_by_what_they_are_and_how_they_stand(
    instrument: str, status: str, event: str | None, tmp_path: Path
) -> None:
    dataset = one(Measure, instrument=instrument, status=status, imposed_by="US", target="CN", effective="2025-03-01")
    assert [row["event"][0] for row in plover(dataset, tmp_path)] == ([event] if event else [])


def test_both_sides_are_coded_alike(tmp_path: Path) -> None:
    """The same act by the one and by the other has the same code."""
    for status in ("announced", "in_force", "suspended", "withdrawn"):
        found = []
        for imposed_by, target in (("US", "CN"), ("CN", "US")):
            dataset = one(Measure, instrument="tariff", status=status, imposed_by=imposed_by, target=target)
            (row,) = plover(dataset, tmp_path)
            found.append((row["event"], row["mode"], row["context"], row["quad_code"]))
        assert found[0] == found[1]


def test_a_commitment_of_both_has_two_sources(tmp_path: Path) -> None:
    (row,) = plover(one(Commitment, name="x", parties=("both",)), tmp_path)
    assert [actor["code"] for actor in row["source"]] == ["USA", "CHN"]


def test_gdelts_columns(tmp_path: Path) -> None:
    events, mentions = gdelt(bundled(), tmp_path)
    assert len(data("gdelt")["events"]) == 61
    assert len(data("gdelt")["mentions"]) == 16
    assert len(events) > 10
    by_id = {event["GLOBALEVENTID"]: event for event in events}
    assert len(by_id) == len(events)
    assert Counter(mention["GLOBALEVENTID"] for mention in mentions) == {
        key: int(event["NumMentions"]) for key, event in by_id.items()
    }
    for event in events:
        assert event["EventCode"].startswith(event["EventRootCode"])
        assert event["SQLDATE"].startswith(event["MonthYear"])
        assert event["MonthYear"].startswith(event["Year"])
        assert -10 <= float(event["GoldsteinScale"]) <= 10
        conflict = event["QuadClass"] in "34"
        assert conflict == (int(event["EventRootCode"]) >= 9)
    for mention in mentions:
        assert 10 <= int(mention["Confidence"]) <= 100
        assert 0 <= int(mention["ActionCharOffset"]) < int(mention["MentionDocLen"])


# The types of the GDELT 2.0 event code book, where they are not text.
WHOLE = {"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources",
         "NumArticles", "DATEADDED"}  # fmt: skip
REAL = {"FractionDate", "GoldsteinScale", "AvgTone"}


def test_duckdb_reads_gdelts_tables_by_the_code_book_and_joins_them(tmp_path: Path) -> None:
    export(bundled(), "gdelt", tmp_path / "out.tsv")
    columns = {
        name: "BIGINT" if name in WHOLE else "DOUBLE" if name in REAL else "VARCHAR" for name in data("gdelt")["events"]
    }
    mentions = dict.fromkeys(data("gdelt")["mentions"], "VARCHAR") | {"GLOBALEVENTID": "BIGINT"}
    for name, file, told in (("events", "out.tsv", columns), ("mentions", "out.mentions.tsv", mentions)):
        place, options = str(tmp_path / file), f"delim = '\t', header = false, quote = '', columns = {told}"
        duckdb.execute(f"create or replace temp table {name} as select * from read_csv('{place}', {options})")
    rows = [line for line in (tmp_path / "out.tsv").read_text("utf-8").splitlines() if line]
    (found,) = duckdb.execute("select count(*), count(distinct GLOBALEVENTID) from events").fetchall()
    assert found == (len(rows), len(rows))
    joined = duckdb.execute(
        "select e.NumMentions, count(*) from events e join mentions using (GLOBALEVENTID) group by all"
    ).fetchall()
    assert joined
    assert duckdb.execute(
        "select count(*) from events e where NumMentions != (select count(*) from mentions m"
        " where m.GLOBALEVENTID = e.GLOBALEVENTID)"
    ).fetchall() == [(0,)]
    (scale,) = duckdb.execute("select min(GoldsteinScale), max(GoldsteinScale) from events").fetchall()
    assert -10 <= scale[0] < 0 < scale[1] <= 10


def test_what_goes_out_as_gdelt_comes_back_in_as_gdelt(tmp_path: Path) -> None:
    """`bilat gdelt` finds in the export the address of every document that tells of the two sides."""
    export(one(Interaction, kind="call", status="held", date="2025-03-04", participants=(ADA, BO)), "gdelt",
           tmp_path / "x.export.CSV")  # fmt: skip
    (lead,) = leads([tmp_path / "x.export.CSV"], frozenset({"USA", "CHN"}))
    assert isinstance(lead, Lead)
    assert (lead.url, lead.source) == (DOCUMENT.url, "events")
    assert list(leads([tmp_path / "x.export.CSV"], frozenset({"USA", "JPN"}))) == []


def test_pandas_and_duckdb_read_plovers_events(tmp_path: Path) -> None:
    rows = plover(bundled(), tmp_path)
    frame = pandas.read_json(tmp_path / "out.jsonl", lines=True)
    assert frame["id"].tolist() == [row["id"] for row in rows]
    kinds = Counter(event for row in rows for event in row["event"])
    counts = duckdb.execute(
        "select kind, count(*) from (select unnest(event) as kind from read_json(?)) group by kind",
        [str(tmp_path / "out.jsonl")],
    ).fetchall()
    assert dict(counts) == kinds


def test_gdelt_in_a_folder_is_two_files(tmp_path: Path) -> None:
    outcome = export(bundled(), "gdelt", tmp_path / "gdelt")
    assert [path.name for path in outcome.written.files] == ["export.CSV", "mentions.CSV"]


def test_one_name_is_one_country() -> None:
    told = load("countries")
    lists = [entry["en"] for entry in told["countries"].values()] + list(told["bodies"].values())
    names = [name for names in lists for name in names]
    assert sorted(names) == sorted(codes_by_name())
    assert len(set(alpha3().values())) == len(alpha3())
