"""What people decide stands beside what the machine found, shows everywhere, survives extraction, can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bilat.errors import UsageError
from bilat.model import Interaction, record_id
from bilat.store import Filters, Judgement, View, Writer
from bilat.store.checking import check
from bilat.workspace import ingest, judge, read_arrivals, relate, undo, update
from tests.store.accounts import CALL_CN, CALL_US, fill, write

REPORT = """Reporters were told of a meeting
LONDON, October 2, 2025 - Treasury Secretary Scott Bessent met Vice Premier He Lifeng in London on October 1, 2025.
"""


@pytest.fixture
def writer(workspace: str, tmp_path: Path) -> Iterator[Writer]:
    fill(workspace, write(tmp_path / "articles", us=CALL_US, cn=CALL_CN, report=REPORT))
    with Writer(workspace) as writer:
        yield writer
        assert check(writer.engine).problems == []


def calls(view: View) -> list[dict[str, Any]]:
    return [row for row in view.timeline(Filters(kinds=("call",)), limit=500).rows if row["reports"]]


def held(view: View) -> list[dict[str, Any]]:
    return list(view.records(Filters(types=("interaction",)), limit=100).rows)


def everything(view: View) -> object:
    """All that is shown, to compare with what is shown later."""
    documents = [row["id"] for row in view.documents().rows]
    return (
        [view.records_of(key) for key in documents], view.timeline(limit=500).rows, view.people().rows,
        view.overview()["counts"], view.overview()["issues"],
    )  # fmt: skip


def test_a_corrected_date_shows_everywhere_and_is_undone(writer: Writer) -> None:
    view = View(writer.engine)
    before = everything(view)
    event = view.event(calls(view)[0]["id"])
    assert event is not None
    for one in event["interactions"]:
        judge(writer, Judgement(kind="correct", target=one["id"], field="date", value="2025-09-12", by="Ann"))
    told = [row for row in calls(view) if row["date"] == "2025-09-12"]
    assert [row["reports"] for row in told] == [2]
    shown = view.record(event["interactions"][0]["id"])
    assert shown is not None
    assert (shown["date"], shown["machine"]["date"]) == ("2025-09-12", "2025-09-10")
    assert [one["by"] for one in shown["judgements"]] == ["Ann"]
    records = [r for r in workspace_run_of(writer) if isinstance(r, Interaction) and r.kind == "call"]
    assert {record.date for record in records} == {"2025-09-12"}
    assert {record.event for record in records} == {told[0]["id"]}
    for row in view.judgements().rows:
        assert (row["found"], row["value"]) == ("2025-09-10", "2025-09-12")
        undo(writer, row["n"], by="Bo")
    assert everything(view) == before
    assert [(row["undone_by"], row["value"]) for row in view.judgements().rows] == [("Bo", "2025-09-12")] * 2
    assert view.judgements(in_force=True).rows == ()


def workspace_run_of(writer: Writer) -> list[Any]:
    return View(writer.engine).load()[1]


def test_of_two_corrections_the_later_counts(writer: Writer) -> None:
    view = View(writer.engine)
    key = next(row["id"] for row in held(view) if row["kind"] == "meeting")
    first = judge(writer, Judgement(kind="correct", target=key, field="place", value="Geneva", by="Ann"))
    second = judge(writer, Judgement(kind="correct", target=key, field="place", value="Madrid", by="Bo"))
    assert (view.record(key) or {})["place"] == "Madrid"
    undo(writer, second, by="Ann")
    assert (view.record(key) or {})["place"] == "Geneva"
    undo(writer, first, by="Ann")
    assert "machine" not in (view.record(key) or {})


def test_a_rejected_record_is_shown_no_more(writer: Writer) -> None:
    view = View(writer.engine)
    before = everything(view)
    row = view.statements().rows[0]
    number = judge(writer, Judgement(kind="reject", target=row["id"], by="Ann", reason="nobody said so"))
    assert row["id"] not in {one["id"] for one in view.statements().rows}
    assert row["id"] not in {one["id"] for one in view.records_of(row["doc"])}
    assert {one["id"]: one.get("rejected") for one in view.records_of(row["doc"], rejected=True)}[row["id"]] is True
    word = row["evidence"][0]["quote"].split()[0]
    assert row["id"] not in {one["id"] for one in view.search(word).rows}
    undo(writer, number, by="Ann")
    assert row["id"] in {one["id"] for one in view.search(word).rows}
    assert everything(view) == before


def test_a_corrected_speaker_is_counted_and_found_as_such(writer: Writer) -> None:
    view = View(writer.engine)
    row = next(one for one in view.statements().rows if one["speaker"]["side"] == "CN")
    value = {"name": "Marco Rubio", "entity": "person/marco-rubio", "side": "US"}
    judge(writer, Judgement(kind="correct", target=row["id"], field="speaker", value=value, by="Ann"))
    person = view.person("person/marco-rubio")
    assert person is not None
    assert row["id"] in {one["id"] for one in person["statements"].rows}
    word = row["evidence"][0]["quote"][:2]
    assert row["id"] in {one["id"] for one in view.search(word, Filters(sides=("US",))).rows}
    assert row["id"] not in {one["id"] for one in view.search(word, Filters(sides=("CN",))).rows}


def test_events_are_merged_split_and_put_back(writer: Writer) -> None:
    view = View(writer.engine)
    before = everything(view)
    meeting = next(row for row in view.timeline(Filters(kinds=("meeting",)), limit=500).rows if row["reports"])
    merged = judge(writer, Judgement(kind="merge", target=calls(view)[0]["id"], others=(meeting["id"],), by="Ann"))
    told = [row for row in view.timeline(limit=500).rows if row["reports"]]
    assert [row["reports"] for row in told] == [3]
    undo(writer, merged, by="Ann")
    assert everything(view) == before
    one = calls(view)[0]["records"][0]
    parted = judge(writer, Judgement(kind="split", target=one, by="Ann"))
    told = [row for row in view.timeline(limit=500).rows if row["reports"]]
    assert sorted(row["reports"] for row in told) == [1, 1, 1]
    assert (view.event(one) or {})["records"] == [one]
    undo(writer, parted, by="Ann")
    assert everything(view) == before


def test_reports_are_merged_with_a_row_of_the_register(writer: Writer) -> None:
    view = View(writer.engine)
    known = next(row for row in view.timeline(limit=500).rows if row["register_id"] and row["kind"] == "talks")
    meeting = next(row for row in view.timeline(Filters(kinds=("meeting",)), limit=500).rows if row["reports"])
    judge(writer, Judgement(kind="merge", target=known["id"], others=(meeting["id"],), by="Ann"))
    event = view.event(known["id"])
    assert event is not None
    assert event["records"] == meeting["records"]
    assert event["register_id"] == known["register_id"]


def test_judgements_survive_a_newer_version(writer: Writer) -> None:
    """The newer version reads one record with another date, so that its id changes, and no longer reads another."""
    view = View(writer.engine)
    documents, _ = view.load()
    document = next(d for d in documents if d.text.startswith("Readout"))
    rows = view.records_of(document.id)
    call = next(row for row in rows if row["type"] == "interaction")
    said = next(row for row in rows if row["type"] == "statement")
    judge(writer, Judgement(kind="correct", target=call["id"], field="place", value="Geneva", by="Ann"))
    lost = judge(writer, Judgement(kind="reject", target=said["id"], by="Ann"))
    own = [r for r in view.load([document.id])[1] if r.doc == document.id]
    found = []
    for record in own:
        if isinstance(record, Interaction) and record.place == "Geneva":
            record = replace(record, place=None, level="working", event=None)
        found.append(record)
    observed = ("comparison", "silence")
    before = {row["id"] for row in view.records_of(document.id, rejected=True) if row["type"] not in observed}
    found = [r for r in found if type(r).__name__.lower() not in observed]
    renewed = writer.renew(document, found, pack="us-cn", extractor="newer")
    relate(writer, everything=True)
    assert call["id"] in renewed.gone
    assert renewed.lost == (lost,)
    assert before - set(renewed.gone) == before & {record_id(r) for r in found}
    now = next(row for row in view.records_of(document.id) if row["type"] == "interaction")
    assert (now["level"], now["place"], now["machine"]) == ("working", "Geneva", {"place": None})
    assert [row["applies_to"] for row in view.judgements().rows] == [None, now["id"]]


def test_update_reads_what_another_version_read(writer: Writer) -> None:
    view = View(writer.engine)
    before = everything(view)
    assert list(update(writer)) == []
    document = view.load()[0][0]
    writer.renew(document, [], pack="us-cn", extractor="older")
    done = list(update(writer))
    assert [(one.renewed.id, one.of) for one in done] == [(document.id, 1)]
    assert done[0].renewed.came
    relate(writer, everything=True)
    assert everything(view) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "yesterday"), ("date", "2025-02-30"), ("kind", "dinner"), ("kind", None), ("id", "x"),
        ("evidence", "[]"),
        ("duration_minutes", "long"), ("participants", '{"name": 1}'), ("participants", '[{"who": "x"}]'),
        ("status", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(writer: Writer, field: str, value: str | None) -> None:
    view = View(writer.engine)
    before = everything(view)
    with pytest.raises(UsageError):
        judge(writer, Judgement(kind="correct", target=held(view)[0]["id"], field=field, value=value, by="Ann"))
    assert everything(view) == before
    assert view.judgements().rows == ()


def test_what_is_not_there_is_told(writer: Writer) -> None:
    view = View(writer.engine)
    said = view.statements().rows[0]["id"]
    for given in (
        Judgement(kind="reject", target="statement/none", by="Ann"),
        Judgement(kind="reject", target=said, by=" "),
        Judgement(kind="correct", target=said, by="Ann"),
        Judgement(kind="merge", target=calls(view)[0]["id"], by="Ann"),
        Judgement(kind="merge", target=calls(view)[0]["id"], others=("event/none",), by="Ann"),
        Judgement(kind="split", target=said, by="Ann"),
    ):
        with pytest.raises(UsageError):
            judge(writer, given)
    with pytest.raises(UsageError):
        undo(writer, 99, by="Ann")


def test_a_run_of_the_workspace_refers_to_corrected_records(writer: Writer) -> None:
    """Comparisons and statements name the records that are there."""
    view = View(writer.engine)
    for row in held(view):
        judge(writer, Judgement(kind="correct", target=row["id"], field="forum", value="G20", by="Ann"))
    _, records = view.load()
    ids = {record_id(record) for record in records}
    for record in records:
        about = getattr(record, "interaction", None)
        assert about is None or about in ids or about.startswith("event/") or "/" not in about
        for told in getattr(record, "sides", {}).values():
            assert set(told) <= ids


def test_more_documents_leave_judgements_alone(writer: Writer, tmp_path: Path) -> None:
    view = View(writer.engine)
    key = held(view)[0]["id"]
    judge(writer, Judgement(kind="correct", target=key, field="place", value="Geneva", by="Ann"))
    later = write(tmp_path / "later", more=REPORT.replace("Reporters were told of", "Others wrote about"))
    list(ingest(writer, read_arrivals([later])))
    relate(writer)
    assert (view.record(key) or {})["place"] == "Geneva"
