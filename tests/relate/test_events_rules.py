"""What is one event and what is two, told by interactions made by hand."""

from __future__ import annotations

from typing import Any

from events_fixture import pack

from bilat.model import Document, Evidence, Interaction, Name, record_id
from bilat.relate.events import Event, events
from bilat.relate.events_mentions import apart, span

TRUMP = ("person/donald-trump", "US")
XI = ("person/xi-jinping", "CN")
RUBIO = ("person/marco-rubio", "US")
WANG = ("person/wang-yi", "CN")
BESSENT = ("person/scott-bessent", "US")
HE = ("person/he-lifeng", "CN")


def told(doc: str, date: str | None, people: tuple[tuple[str, str], ...] = (TRUMP, XI), **fields: Any) -> Interaction:
    """A report of a call that was held, unless told otherwise."""
    body: dict[str, Any] = {"kind": "call", "status": "held", "level": "leader"} | fields
    names = tuple(Name(name=entity, surface=entity, entity=entity, side=side) for entity, side in people)
    evidence = (Evidence(start=0, end=4, quote="text"),)
    return Interaction(doc=doc, evidence=evidence, date=date, date_basis="stated", participants=names, **body)


def run(*records: Interaction, published: dict[str, str] | None = None, **outlets: str) -> list[Event]:
    """The events of some reports, each document with a text of its own."""
    docs = sorted({record.doc for record in records})
    dates = published or {}
    documents = [
        Document(
            id=doc,
            text=f"text {doc} " + " ".join(f"{doc}{word}" for word in range(40)),
            language="en",
            published=dates.get(doc),
            outlet=outlets.get(doc),
        )
        for doc in docs
    ]
    return events(records, documents, pack())


def groups(found: list[Event], *records: Interaction) -> list[set[int]]:
    """The events as sets of places of the records."""
    places = {record_id(record): place for place, record in enumerate(records)}
    return sorted(({places[key] for key in event.records} for event in found), key=min)


def check(expected: list[set[int]], *records: Interaction, published: dict[str, str] | None = None) -> None:
    assert groups(run(*records, published=published), *records) == expected


def test_two_calls_a_week_apart_are_two() -> None:
    reports = [told(f"d{day}{n}", f"2031-03-{day:02d}") for day in (3, 10) for n in range(3)]
    check([{0, 1, 2}, {3, 4, 5}], *reports)


def test_an_evening_here_is_a_morning_there() -> None:
    check([{0, 1, 2}], told("a", "2031-03-03"), told("b", "2031-03-04"), told("c", "2031-03-03"))


def test_a_lone_wrong_day_is_the_same_call() -> None:
    days = {"a": "2031-03-04", "b": "2031-03-04", "c": "2031-03-05"}
    records = [told("a", "2031-03-03"), told("b", "2031-03-03"), told("c", "2031-03-01")]
    check([{0, 1, 2}], *records, published=days)


def test_days_that_several_sources_tell_are_not_mistaken() -> None:
    days = dict.fromkeys("abcd", "2031-03-05")
    records = [told("a", "2031-03-01"), told("b", "2031-03-01"), told("c", "2031-03-04"), told("d", "2031-03-04")]
    check([{0, 1}, {2, 3}], *records, published=days)


def test_one_document_that_tells_of_two_days_tells_of_two_events() -> None:
    check([{0}, {1}], told("a", "2031-03-03"), told("a", "2031-03-04"))


def test_calls_of_others_on_the_day_are_others() -> None:
    both = told("c", "2031-03-03", (TRUMP, ("person/sanae-takaichi", "JP")))
    check([{0, 1}, {2}], told("a", "2031-03-03"), told("b", "2031-03-03"), both)


def test_a_visitor_received_by_two_is_in_two_meetings() -> None:
    low = told("a", "2031-03-03", (RUBIO, WANG), kind="meeting", level="minister", place="Beijing")
    high = told("b", "2031-03-03", (RUBIO, XI), kind="meeting", level="minister", place="Beijing")
    check([{0}, {1}], low, high)


def test_delegations_named_differently_are_at_the_same_talks() -> None:
    greer = ("person/jamieson-greer", "US")
    one = told("a", "2031-03-03", (BESSENT, HE), kind="talks", level="minister", place="Madrid", end_date="2031-03-04")
    other = told("b", "2031-03-04", (greer, HE), kind="talks", level="minister", place="Madrid")
    check([{0, 1}], one, other)


def test_planned_and_held_compete() -> None:
    plan, call = told("a", "2031-03-03", status="planned"), told("b", "2031-03-03")
    (event,) = run(plan, call, published={"a": "2031-03-01", "b": "2031-03-04"})
    assert event.status == "held"
    assert event.values["status"] == [("held", [record_id(call)]), ("planned", [record_id(plan)])]


def test_a_plan_for_the_month_is_the_visit_of_the_month() -> None:
    plan = told("a", "2031-05", (TRUMP,), kind="visit", status="planned")
    trip = told("b", "2031-05-13", (TRUMP,), kind="visit", end_date="2031-05-15")
    check([{0, 1}], plan, trip, published={"a": "2031-03-01", "b": "2031-05-16"})


def test_a_cancelled_trip_and_a_later_one_are_two() -> None:
    off = told("a", "2031-03-31", (TRUMP,), kind="visit", status="cancelled")
    trip = told("b", "2031-05-13", (TRUMP,), kind="visit")
    undated = told("c", None, (TRUMP,), kind="visit", status="cancelled", place="Beijing")
    check([{0}, {1}, {2}], off, trip, undated, published={"a": "2031-03-20", "b": "2031-05-14", "c": "2031-05-13"})


def test_what_is_planned_after_an_event_is_the_next_one() -> None:
    call, plan = told("a", "2031-03-03"), told("b", "2031-03", status="planned")
    check([{0}, {1}], call, plan, published={"a": "2031-03-03", "b": "2031-03-05"})


def test_a_month_that_could_mean_two_events_means_neither() -> None:
    first, second = told("a", "2031-03-03"), told("b", "2031-03-10")
    vague = told("c", "2031-03")
    check([{0}, {1}, {2}], first, second, vague, published={"c": "2031-09-01"})
    check([{0}, {1, 2}], first, second, vague, published={"c": "2031-03-12"})


def test_reports_without_a_date_join_what_has_just_been() -> None:
    call, soon, late = told("a", "2031-03-03"), told("b", None), told("c", None)
    check([{0, 1}, {2}], call, soon, late, published={"a": "2031-03-03", "b": "2031-03-04", "c": "2031-08-01"})


def test_details_compete_with_their_sources() -> None:
    us = told("a", "2031-03-03", initiated_by="CN", duration_minutes=90)
    cn = told("b", "2031-03-03", initiated_by="US", duration_minutes=90)
    (event,) = run(us, cn)
    assert sorted(event.values["initiated_by"]) == [("CN", [record_id(us)]), ("US", [record_id(cn)])]
    assert event.values["duration_minutes"] == [(90, sorted([record_id(us), record_id(cn)]))]


def test_outlets_of_one_family_count_once() -> None:
    """Three of one family against two that are independent of each other."""
    same = [told(doc, "2031-03-03", duration_minutes=60) for doc in "abc"]
    others = [told(doc, "2031-03-03", duration_minutes=90) for doc in "de"]
    (event,) = run(*same, *others, a="CCTV", b="CGTN", c="CCTV", d="Reuters", e="Associated Press")
    assert [value for value, _ in event.values["duration_minutes"]] == [90, 60]


def test_a_month_beside_its_day_does_not_compete() -> None:
    (event,) = run(told("a", "2031-03-03"), told("b", "2031-03"))
    assert [value for value, _ in event.values["date"]] == ["2031-03-03"]


def test_spans_of_cut_dates() -> None:
    march = span("2031-03")
    assert march is not None
    assert (str(march[0]), str(march[1])) == ("2031-03-01", "2031-03-31")
    assert span("soon") is None
    assert span(None) is None
    day = span("2031-04-02")
    assert day is not None
    assert apart(march, day) == 2
