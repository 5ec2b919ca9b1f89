"""What was known when: nothing from the future shows, and asking again gives the same bytes."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.relate.state import StateRecord, state_json, states
from bilat.relate.state_rows import first_day, last_day, lines

PACK = packs.load("us-cn")
DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2028, 12, 31)).map(datetime.date.isoformat)
BUSY = st.dates(datetime.date(2025, 1, 1), datetime.date(2026, 12, 31)).map(datetime.date.isoformat)
ANY = DAYS | BUSY
ROWS = {row.id: row for line in lines(PACK) for row in line}
SCRIPT = """
import json, sys
from bilat import packs
from bilat.relate.state import state_json, states, changes, change_json
pack = packs.load("us-cn")
for on, by in (("2026-03-01", "2026-02-10"), ("2025-11-20", "2025-11-05"), ("2027-01-01", None)):
    print(json.dumps([state_json(r) for r in states(pack, on=on, known_by=by)], ensure_ascii=False))
    print(json.dumps([change_json(c) for c in changes(pack, since="2025-01-01", on=on, known_by=by)]))
"""


def row(record: StateRecord) -> str:
    assert record.register_id is not None
    return record.register_id


def key(record: StateRecord) -> tuple[str | None, ...]:
    return (record.measure.instrument, record.measure.imposed_by, record.measure.layer)


@settings(max_examples=150, deadline=None)
@given(ANY, ANY)
def test_nothing_from_the_future_shows(on: str, by: str) -> None:
    for record in states(PACK, on=on, known_by=by):
        measure = record.measure
        assert record.since_known is not None
        assert record.since_known <= by, "known after known_by"
        assert record.as_of is not None
        assert record.as_of <= by
        if measure.status != "announced" and record.last != "announced":
            assert last_day(measure.effective or "") <= on, "in effect after the day asked"
        if measure.effective and first_day(measure.effective) > on:
            # An announcement tells of its own start to come, and is announced by then.
            assert measure.status == "announced"
            assert record.since_known <= on
        if measure.expires and last_day(measure.expires) < on:
            assert (measure.status, record.run_out) == ("last_known", True)


@settings(max_examples=150, deadline=None)
@given(ANY, ANY)
def test_a_replay_holds_no_word_of_what_came_later(on: str, by: str) -> None:
    for record in states(PACK, on=on, known_by=by):
        body = state_json(record)
        del body["sources"]  # addresses of pages that may tell of later days too
        del body["as_of"]  # the day that was asked for, on which a row may happen to end
        text = json.dumps(body)
        mine = ROWS[row(record)]
        for other in ROWS.values():
            if other.known > by:
                assert f'"{other.id}' not in text
        if mine.end and mine.end_known > by:
            assert mine.cells["expires"] not in text.replace(mine.cells["effective"], "")
        if mine.cells["later"] and by < mine.as_of:
            assert mine.cells["later"] not in text


@settings(max_examples=150, deadline=None)
@given(ANY, ANY, ANY)
def test_knowledge_only_grows(on: str, first: str, second: str) -> None:
    early, late = sorted((first, second))
    before = {key(r): r for r in states(PACK, on=on, known_by=early)}
    after = {key(r): r for r in states(PACK, on=on, known_by=late)}
    assert before.keys() <= after.keys()
    for line, record in before.items():
        if row(after[line]) != row(record):
            # Only a row that was not known then can take the place of one that was.
            assert ROWS[row(after[line])].known > early


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_knowing_all_is_asking_without_a_limit(on: str) -> None:
    assert states(PACK, on=on) == states(PACK, on=on, known_by="2026-06-03")


@settings(max_examples=150, deadline=None)
@given(ANY, st.none() | ANY)
def test_nothing_is_carried_past_what_the_sources_cover(on: str, by: str | None) -> None:
    for record in states(PACK, on=on, known_by=by):
        if on > ROWS[row(record)].as_of:
            assert record.measure.status == "last_known"
            assert record.last in {"in_force", "suspended", "withdrawn", "struck_down", "announced"}
        if record.measure.status == "last_known":
            assert record.last is not None
            assert record.measure.inferred
        else:
            assert not record.run_out


def test_the_ruling_leaves_no_trace_in_an_earlier_replay() -> None:
    told = json.dumps([state_json(r) | {"sources": []} for r in states(PACK, on="2026-03-01", known_by="2026-02-10")])
    assert not re.search(r"2026-02-20|struck|[Rr]uling", told)


def test_the_same_question_gives_the_same_bytes_in_any_process() -> None:
    outputs = set()
    for seed in ("0", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True)
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") == 6
