"""One event from many reports: the reports of tests/fixtures/events, from text to clusters."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from events_fixture import pack, pairwise, reports
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.model import record_id
from bilat.relate.events import assign, events

_FLOOR = 0.95
_LOST = 4  # reports in which extraction may find nothing; clustering cannot mend that


@pytest.mark.parametrize("linked", [True, False], ids=["beside the register", "without the register"])
def test_reports_of_one_event_come_together(linked: bool) -> None:
    told = reports(linked=linked)
    assert len(told.documents) >= 60
    assert len({document.language for document in told.documents}) == 3
    assert len(set(told.event_of.values())) >= 15
    assert len(told.lost) <= _LOST, told.lost
    precision, recall, merged, split = pairwise(events(told.interactions, told.documents, pack()), told.event_of)
    assert 2 * precision * recall / (precision + recall) >= _FLOOR, (merged, split)
    assert not merged


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trump-xi-jan", "rubio-wang-jan"),
        ("hegseth-dong-video", "rubio-wang-sept"),
        ("hegseth-dong-kl", "hegseth-dong-call"),
        ("trump-xi-nov", "trump-takaichi"),
        ("bessent-he-video", "kuala-lumpur"),
        ("trip-april", "trip-may"),
    ],
)
def test_successive_events_stay_apart(one: str, other: str) -> None:
    told = reports(linked=False)
    of = {key: event.id for event in events(told.interactions, told.documents, pack()) for key in event.records}
    ids = {name: {of[key] for key, event in told.event_of.items() if event == name} for name in (one, other)}
    assert ids[one]
    assert ids[other]
    assert not ids[one] & ids[other]


def test_the_register_names_the_events_that_it_knows() -> None:
    told = reports()
    found = {event.register_id: event for event in events(told.interactions, told.documents, pack())}
    event = found["call-2025-09-19-leader"]
    assert event.id == "event/call-2025-09-19-leader"
    assert (event.kind, event.status, event.date) == ("call", "held", "2025-09-19")
    # The same call, the next morning in Beijing, and as it was planned: both are told as such, with their sources.
    assert [date for date, _ in event.values["date"]] == ["2025-09-19", "2025-09-20"]
    assert {status for status, _ in event.values["status"]} == {"held", "planned"}
    assert all(set(records) <= set(event.records) for pairs in event.values.values() for _, records in pairs)


def test_every_interaction_is_in_one_event() -> None:
    told = reports()
    found = events(told.interactions, told.documents, pack())
    held = [key for event in found for key in event.records]
    assert sorted(held) == sorted({record_id(record) for record in told.interactions})
    assert all(record.event for record in assign(told.interactions, found))
    assert len({event.id for event in found}) == len(found)


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_documents_is_without_effect(chance: random.Random) -> None:
    told = reports()
    interactions, documents = list(told.interactions), list(told.documents)
    chance.shuffle(interactions)
    chance.shuffle(documents)
    assert events(interactions, documents, pack()) == events(told.interactions, told.documents, pack())


def test_what_is_added_later_leaves_the_other_events_alone() -> None:
    told = reports()
    last = told.documents[-40:]
    fewer = [record for record in told.interactions if record.doc not in {document.id for document in last}]
    before = {event.id for event in events(fewer, told.documents[:-40], pack()) if event.register_id}
    after = {event.id for event in events(told.interactions, told.documents, pack())}
    assert before
    assert before <= after


def test_the_work_grows_with_the_number_of_reports() -> None:
    """Ten times the reports, each set a year later, in not much more than ten times the time."""
    told = reports(linked=False)

    def copies(count: int) -> float:
        documents, interactions = [], []
        for number in range(count):
            ids = {document.id: f"{document.id}-{number}" for document in told.documents}
            shift = {"2024": str(2000 + number), "2025": str(2030 + number), "2026": str(2031 + number)}

            def later(date: str | None, shift: dict[str, str] = shift) -> str | None:
                return shift.get(date[:4], date[:4]) + date[4:] if date else None

            # Texts of their own, or all would be copies of each other.
            documents += [
                replace(one, id=ids[one.id], published=later(one.published), text=f"{number} {one.id}", kept=((0, 3),))
                for one in told.documents
            ]
            interactions += [
                replace(one, doc=ids[one.doc], date=later(one.date), end_date=later(one.end_date))
                for one in told.interactions
            ]
        start = time.perf_counter()
        events(interactions, documents, pack())
        return time.perf_counter() - start

    copies(2)
    few, many = min(copies(4) for _ in range(2)), copies(40)
    assert many < 40 * few
