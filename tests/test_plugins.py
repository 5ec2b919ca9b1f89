"""The package in examples/plugin is installed, beside this bilat, and does what docs/howto/plugins.md says."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from bilat import Document, InputError, UsageError, plugins
from bilat.cli import main
from bilat.plugins import EXTRACTORS, GROUPS, PACKS, READERS, Plugin
from bilat.workspace.extractor import extractor

ROOT = Path(__file__).parents[1]
SESSION = """1
00:00:01,000 --> 00:00:04,000
EXAMPLIA: We will open the border in spring.

2
00:00:05,000 --> 00:00:08,000
Ambria: nobody answered.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with the example in it, installed by pip as anybody would."""
    source = tmp_path_factory.mktemp("source") / "plugin"
    shutil.copytree(ROOT / "examples" / "plugin", source)
    found = tmp_path_factory.mktemp("site")
    call = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--no-index",
            "--no-build-isolation", "--target", str(found), str(source)]  # fmt: skip
    subprocess.run(call, check=True, timeout=120)
    return found


@pytest.fixture
def installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a process that was started with the package in its environment."""
    monkeypatch.syspath_prepend(str(site))
    forget()
    yield
    monkeypatch.undo()
    forget()
    for name in [name for name in sys.modules if name.startswith("bilat_example")]:
        del sys.modules[name]


def forget() -> None:
    plugins.plugins.cache_clear()
    extractor.cache_clear()


def call(folder: Path, *words: str) -> Result:
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, list(words))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("work")
    (found / "session.srt").write_text(SESSION, "utf-8")
    (found / "broken.srt").write_text("no subtitles\n", "utf-8")
    return found


@pytest.mark.usefixtures("installed")
def test_all_four_are_found(folder: Path) -> None:
    done = call(folder, "plugins", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(row["adds"], row["name"]) for row in rows if row["by"] == "bilat-example 1.0"} == {
        ("readers", "srt"), ("extractors", "example"), ("exports", "lines"), ("packs", "ex-am"),
    }  # fmt: skip
    assert "ex-am" in call(folder, "packs", "list").stdout.split()


@pytest.mark.usefixtures("installed")
def test_a_file_is_read_a_record_made_and_marked(folder: Path) -> None:
    more = ("--pack", "ex-am", "--format", "jsonl", "--with-text")
    done = call(folder, "extract", "session.srt", "broken.srt", *more)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    (document,) = [row for row in rows if row["type"] == "document"]
    assert document["text"] == "EXAMPLIA: We will open the border in spring.\nAmbria: nobody answered."
    (said,) = [row for row in rows if row.get("proposed_by")]
    assert said["proposed_by"] == "example, bilat-example 1.0"
    assert said["speaker"]["side"] == "EX"
    (words,) = said["evidence"]
    assert document["text"][words["start"] : words["end"]] == words["quote"]
    assert done.exit_code == 1
    assert "broken.srt: the reader of bilat-example 1.0 failed (ValueError: no subtitles in it)" in done.stderr


@pytest.mark.usefixtures("installed")
def test_an_export_and_what_it_leaves_out(folder: Path) -> None:
    done = call(folder, "export", "session.srt", "--pack", "ex-am", "--to", "lines", "-o", "session.lines")
    assert done.exit_code == 0, done.stderr
    assert (folder / "session.lines").read_text("utf-8") == "Examplia: EXAMPLIA: We will open the border in spring.\n"
    assert "lines has no place for" in done.stderr
    assert (folder / "session.lines.left-out.jsonl").is_file()


@pytest.mark.usefixtures("installed")
def test_a_bulk_run_reads_the_file_too(site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In processes of its own, with the same records as `extract`; the broken file is one refusal."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])]))
    done = call(folder, "run", "session.srt", "broken.srt", "-o", "dataset", "--pack", "ex-am", "--workers", "1")
    assert done.exit_code == 1
    assert "broken.srt: the reader of bilat-example 1.0 failed (ValueError: no subtitles in it)" in done.stderr
    rows = [json.loads(line) for line in call(
        folder, "extract", "session.srt", "--pack", "ex-am", "--format", "jsonl"
    ).stdout.splitlines()]  # fmt: skip
    parts = (folder / "dataset").rglob("*.parquet")
    tables = {path.parent.name: parquet.read_table(path).to_pylist() for path in parts}
    assert [row["proposed_by"] for row in tables["statement"]] == ["example, bilat-example 1.0"]
    assert {row["id"] for kind in ("document", "statement") for row in tables[kind]} <= {row["id"] for row in rows}
    assert [row["where"] for row in tables["refused"]] == ["broken.srt"]
    manifest = json.loads((folder / "dataset" / "manifest.json").read_text("utf-8"))
    assert manifest["bilat"].endswith(" bilat-example 1.0")
    assert [one["name"] for one in manifest["inputs"]] == ["session.srt", "broken.srt"]


@pytest.mark.usefixtures("installed")
def test_the_workspace_notes_who_read(folder: Path) -> None:
    done = call(folder, "add", "session.srt", "--pack", "ex-am")
    assert done.exit_code == 0, done.stderr
    assert extractor().endswith(" bilat-example 1.0")


def test_without_the_package_nothing_of_it_is_there(folder: Path) -> None:
    done = call(folder, "extract", "session.srt")
    assert done.exit_code == 1
    assert "this kind of file is not read" in done.stderr
    assert call(folder, "export", "session.srt", "--to", "lines", "-o", "x").exit_code == 2


# What a plugin may do wrong.


def point(name: str, group: str, what: Any) -> Plugin:
    class Given(EntryPoint):
        def load(self) -> Any:
            if isinstance(what, Exception):
                raise what
            return what

    return Plugin(name, "bad 0.1", Given(name, "somewhere:it", group))


def given(monkeypatch: pytest.MonkeyPatch, **by_group: Plugin) -> None:
    found = {group: {} for group in GROUPS} | {group: {one.name: one} for group, one in by_group.items()}
    for module in ("proposing.plugged", "reading.sources", "reading.reader", "packs.loader", "scale.inputs"):
        monkeypatch.setattr(f"bilat.{module}.plugins", found.__getitem__)


def lies(document: Any, _pack: Any) -> Any:
    from bilat import Evidence, Name, Statement

    words = Evidence(start=0, end=5, quote="never")
    yield Statement(doc=document.id, evidence=(words,), speaker=Name(name="X", surface="X"), voice="official",
                    mode="indirect", act="describe", content=((0, 5),))  # fmt: skip


@pytest.mark.parametrize(
    ("extract", "told"),
    [
        (lambda *_: 1 / 0, "ZeroDivisionError"),
        (lambda *_: ["a record"], "yields a str, which is no record"),
        (lies, ""),
    ],
)
def test_an_extractor_that_fails_or_lies_stops_nothing(
    extract: Any, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bilat import run

    path = str(ROOT / "src" / "bilat" / "samples" / "en-call-2025-11-24-us.txt")
    before = run([path])
    given(monkeypatch, **{EXTRACTORS: point("bad", EXTRACTORS, extract)})
    after = run([path])
    assert after.records == before.records
    (problem,) = [one for one in after.aside if one not in before.aside]
    assert told in problem.reason


def test_what_a_reader_gives_is_read_alike_in_bulk_and_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is none is refused, those before and after it are read; so is what JSON could not hold."""
    from bilat.reading import read
    from bilat.scale.batch import Job, process
    from bilat.scale.inputs import inputs
    from bilat.scale.items import Read, items
    from bilat.scale.shards import cut

    def reader(_raw: bytes, _name: str) -> Any:
        yield {"id": "a", "text": "EXAMPLIA: one.", "published": "2025-04-09", "more": object()}
        yield {"text": "EXAMPLIA: two.", "published": datetime.date(2025, 4, 9)}
        yield {"text": "EXAMPLIA: three.", "published": "soon"}
        yield {"text": "EXAMPLIA: four."}

    given(monkeypatch, **{READERS: point("lines", READERS, reader)})
    path = tmp_path / "x.lines"
    path.write_text("x", "utf-8")
    alone = list(read([str(path)]))
    (source,) = inputs([str(tmp_path)])
    (shard,) = cut(items(source, Read()), documents=10, size=1000)  # type: ignore[arg-type]
    entry = process(shard, Job(dataset=str(tmp_path / "dataset")), {}, lambda _: None)
    assert (entry["documents"], entry["refused"]) == (2, 2)
    tables = {part["path"].split("/")[0]: tmp_path / "dataset" / part["path"] for part in entry["parts"]}
    assert parquet.read_table(tables["document"])["id"].to_pylist() == [d.id for d in alone if isinstance(d, Document)]
    refused = [(row["where"], row["why"]) for row in parquet.read_table(tables["refused"]).to_pylist()]
    assert refused == [(e.where, e.why) for e in alone if isinstance(e, InputError)]
    assert [why for _, why in refused] == ["its `published` is no string", "its `published` is no date"]


def test_a_plugin_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from bilat import run

    given(monkeypatch, **{EXTRACTORS: point("bad", EXTRACTORS, ImportError("no module x"))})
    with pytest.raises(UsageError, match=r"'bad' of bad 0.1 cannot be loaded \(ImportError: no module x\)"):
        run([str(ROOT / "src" / "bilat" / "samples" / "en-call-2025-11-24-us.txt")])


def test_a_plugin_takes_the_place_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from bilat.packs.loader import folder_of
    from bilat.reading.sources import SUFFIXES, sources

    bad = ImportError("asked for")
    given(monkeypatch, **{READERS: point("txt", READERS, bad), PACKS: point("us-cn", PACKS, bad)})
    assert folder_of("us-cn").name == "us-cn"
    (source,) = sources([str(ROOT / "src" / "bilat" / "samples" / "en-call-2025-11-24-us.txt")])
    assert source.kind == SUFFIXES[".txt"]  # type: ignore[union-attr]


def test_two_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [EntryPoint("srt", "one:read", READERS), EntryPoint("srt", "two:read", READERS)]
    monkeypatch.setattr("bilat.plugins.entry_points", lambda **_: two)
    plugins.plugins.cache_clear()
    try:
        with pytest.raises(UsageError, match="uninstall one"):
            plugins.plugins(READERS)
    finally:
        plugins.plugins.cache_clear()
