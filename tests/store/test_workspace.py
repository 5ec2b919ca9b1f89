"""Documents go into a workspace once, come out as they went in, and are compared with each other."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bilat import Document, run
from bilat.errors import InputError, UsageError
from bilat.model import Evidence, Interaction, Record, record_id
from bilat.store import Filters, View, Writer
from bilat.workspace import Arrival, ingest, read_arrivals, relate, workspace_run
from tests.store.accounts import CALL_CN, CALL_US, fill, write


@pytest.fixture
def articles(tmp_path: Path) -> str:
    return write(tmp_path / "articles", us=CALL_US, cn=CALL_CN)


@pytest.fixture
def filled(workspace: str, articles: str) -> str:
    """A workspace with both accounts of one call, compared."""
    fill(workspace, articles)
    return workspace


def test_what_comes_out_is_what_a_run_gives(filled: str, articles: str) -> None:
    """The same documents, and the same records with the same ids, events, comparisons and silences."""
    stored, fresh = workspace_run(filled), run([articles])
    assert {document.id: document for document in stored.documents} == {d.id: d for d in fresh.documents}
    assert sorted(stored.records, key=record_id) == sorted(fresh.records, key=record_id)
    assert any(isinstance(record, Interaction) and record.event for record in stored.records)


def test_what_is_read_in_is_told_once_it_is_there(workspace: str, articles: str) -> None:
    with Writer(workspace) as writer:
        for outcome in ingest(writer, read_arrivals([articles])):
            assert outcome.outcome == "added"
            assert View(writer.engine).document(str(outcome.id)) is not None
        assert relate(writer) == 2
        assert View(writer.engine).timeline(limit=1).rows


def test_again_is_harmless(filled: str, articles: str) -> None:
    with View(filled) as view:
        before = view.overview()["counts"], view.timeline().rows
    with Writer(filled) as writer:
        assert [outcome.outcome for outcome in ingest(writer, read_arrivals([articles]))] == ["known", "known"]
        assert relate(writer) == 0
    with View(filled) as view:
        assert (view.overview()["counts"], view.timeline().rows) == before


def test_a_text_under_another_name_is_the_same_document(filled: str, tmp_path: Path) -> None:
    other = write(tmp_path / "copies", copy=CALL_US)
    with Writer(filled) as writer:
        outcome = next(iter(ingest(writer, read_arrivals([other]))))
    assert outcome.outcome == "same_text"
    with View(filled) as view:
        document = view.document(str(outcome.id))
        assert document is not None
        assert sorted(Path(one["place"]).name for one in document["places"]) == ["copy.txt", "us.txt"]
        assert view.overview()["counts"]["document"] == 2


def test_the_original_is_kept_as_it_was(filled: str) -> None:
    with View(filled) as view:
        kept = {view.original(row["id"]) for row in view.documents().rows}
    assert kept == {CALL_US.encode(), CALL_CN.encode()}


def test_a_refused_input_is_told_and_logged(workspace: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "mixed", good=CALL_US, empty="")
    with Writer(workspace) as writer:
        outcomes = list(ingest(writer, read_arrivals([folder])))
        assert sorted(outcome.outcome for outcome in outcomes) == ["added", "refused"]
        last = View(writer.engine).runs()[0]
    assert (last["added"], last["refused"], [Path(one["place"]).name for one in last["refusals"]]) == (
        1, 1, ["empty.txt"],
    )  # fmt: skip


def small(text: str = "one two three") -> Document:
    return Document(id="doc/1", text=text, language="en", path="one.txt")


def record(text: str, start: int, end: int, quote: str | None = None, doc: str = "doc/1") -> Record:
    quote = text[start:end] if quote is None else quote
    return Interaction(doc=doc, evidence=(Evidence(start=start, end=end, quote=quote),), kind="call", status="held")


@pytest.mark.parametrize(
    "wrong",
    [record("", 0, 3, "two"), record("", 0, 0, ""), record("", 0, 3, "one", doc="doc/2"), record("", 12, 99, "e")],
)
def test_at_the_door_quotes_have_to_stand_in_the_text(workspace: str, wrong: Record) -> None:
    """One record that is wrong, and nothing of the document is there."""
    document = small()
    good = record(document.text, 0, 3)
    with Writer(workspace) as writer:
        with pytest.raises(ValueError, match=r"quote|record of"):
            writer.add(document, [good, wrong], pack="us-cn", extractor="x")
        assert View(writer.engine).document("doc/1") is None
        assert writer.add(document, [good], pack="us-cn", extractor="x").outcome == "added"


def test_a_text_that_the_database_cannot_hold_is_refused(workspace: str) -> None:
    with Writer(workspace) as writer:
        with pytest.raises(InputError, match="surrogate"):
            writer.add(small("half \ud800"), [], pack="us-cn", extractor="x")
        document = small("a \x00 b")
        if writer.engine.dialect.name == "postgresql":
            with pytest.raises(InputError, match="NUL"):
                writer.add(document, [], pack="us-cn", extractor="x")
        else:
            writer.add(document, [], pack="us-cn", extractor="x")
            assert View(writer.engine).load_document("doc/1") == document


def test_the_timeline_has_the_register_and_the_reports(filled: str) -> None:
    with View(filled) as view:
        told = [row for row in view.timeline(limit=500).rows if row["reports"]]
        assert [(row["kind"], row["date"], row["reports"]) for row in told] == [("call", "2025-09-10", 2)]
        assert len(view.timeline(limit=500).rows) > 10
        event = view.event(told[0]["id"])
        assert event is not None
        assert len(event["interactions"]) == 2
        assert {one["outlet_kind"] for one in event["documents"]} <= {"official", "state_media", "unknown", "media"}
        assert event["comparisons"]
        assert all(one["event"] == event["id"] for one in event["comparisons"])
        for key in (told[0]["register_id"], event["interactions"][0]["id"]):
            if key:
                assert (view.event(key) or {})["id"] == event["id"]
        assert view.event("nothing") is None


def test_pages_of_a_list_give_every_row_once(filled: str) -> None:
    with View(filled) as view:
        whole = view.timeline(limit=500).rows
        for oldest_first in (False, True):
            rows: list[dict[str, object]] = []
            after = None
            while True:
                page = view.timeline(limit=7, after=after, oldest_first=oldest_first)
                rows += page.rows
                after = page.next
                if after is None:
                    break
            expected = list(reversed(whole)) if oldest_first else list(whole)
            assert [row["id"] for row in rows] == [row["id"] for row in expected]
        with pytest.raises(UsageError):
            view.timeline(after="nonsense")


def test_lists_are_narrowed(filled: str) -> None:
    with View(filled) as view:
        everything = view.statements(limit=500).rows
        assert everything
        by_side = {side: view.statements(Filters(sides=(side,)), limit=500).rows for side in ("US", "CN", "other")}
        assert sum(len(rows) for rows in by_side.values()) == len(everything)
        for side, rows in by_side.items():
            assert {row["speaker"]["side"] or "other" for row in rows} <= {side}
        for issue in {issue for row in everything for issue in row["issues"]}:
            expected = [row["id"] for row in everything if issue in row["issues"]]
            assert [row["id"] for row in view.statements(Filters(issues=(issue,)), limit=500).rows] == expected
        two = Filters(issues=("taiwan", "fentanyl"))
        assert {issue for row in view.statements(two).rows for issue in row["issues"]} >= {"taiwan", "fentanyl"}
        assert view.statements(Filters(until="2024-12")).rows == ()
        assert len(view.statements(Filters(since="2025-09", until="2025-09-30")).rows) == len(everything)
        assert {row["language"] for row in view.documents(Filters(languages=("en",))).rows} == {"en"}
        assert all(row["reports"] == 0 for row in view.timeline(Filters(until="2025-09-09"), limit=500).rows)


def test_counts_agree_with_the_rows(filled: str) -> None:
    with View(filled) as view:
        counts = view.overview()["counts"]
        records = [row for doc in view.documents().rows for row in view.records_of(doc["id"])]
        found: dict[str, int] = {"document": 2}
        for row in records:
            found[row["type"]] = found.get(row["type"], 0) + 1
        assert counts == found
        people = view.people().rows
        assert sum(one["statements"] for one in people) == counts["statement"]
        for one in people:
            about = view.person(one["key"])
            assert about is not None
            assert len(about["statements"].rows) == one["statements"]
            told = [issue for row in about["statements"].rows for issue in row["issues"]]
            assert about["issues"] == {issue: told.count(issue) for issue in about["issues"]}


def test_what_is_new_is_what_came_since(filled: str, tmp_path: Path) -> None:
    with View(filled) as view:
        first = view.what_is_new("2000-01-01")
        assert [row["new"] for row in first["events"]] == [True]
        moment = first["mark"]
        assert view.what_is_new(moment)["documents"] == []
    later = write(tmp_path / "later", report=CALL_US.replace("Readout of", "A report on"))
    with Writer(filled) as writer:
        list(ingest(writer, read_arrivals([later])))
        relate(writer)
    with View(filled) as view:
        news = view.what_is_new(moment)
        assert [row["title"][:11] for row in news["documents"]] == ["A report on"]
        assert [(row["kind"], row["new"]) for row in news["events"]] == [("call", False)]


def test_a_document_alone_may_be_given(workspace: str) -> None:
    document = dataclasses.replace(small(), path=None, url="https://example.org/one")
    with Writer(workspace) as writer:
        items = [document, Arrival(document=document, place="elsewhere"), InputError("there", "gone", "look")]
        told = [(outcome.place, outcome.outcome) for outcome in ingest(writer, items)]
    assert told == [("https://example.org/one", "added"), ("elsewhere", "known"), ("there", "refused")]


def test_no_workspace_is_told(tmp_path: Path) -> None:
    for wrong in (str(tmp_path / "none.db"), str(tmp_path), "mysql://there/x", "postgresql://127.0.0.1:1/x"):
        with pytest.raises(UsageError):
            View(wrong)
    (tmp_path / "text.db").write_text("no database at all, but some text that is long enough " * 20)
    with pytest.raises(UsageError, match="workspace"):
        View(str(tmp_path / "text.db"))
