"""The pictures: time runs one way, marks and labels keep out of each other's way, merged things are merged rightly."""

from __future__ import annotations

import datetime
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from page import Page
from sample import LABELS, sample

from bilat.export import lanes
from bilat.export.axis import fit
from bilat.export.edition import Edition, assemble, day
from bilat.export.events import events
from bilat.export.frame import NARROW, WIDE, Sheet
from bilat.export.picture import near, relationship
from bilat.export.standing import instruments
from bilat.export.svg import shorten, width
from bilat.export.wording import Wording
from bilat.model import Document, Interaction, Measure, Name, Record, cite

DAYS = st.integers(datetime.date(2017, 1, 1).toordinal(), datetime.date(2026, 12, 31).toordinal())


def edition_of(records: list[Record], *, published: str | None = "2025-12-01") -> Edition:
    document = Document(id="d", text="x" * 10_000, language="en", published=published)
    other = Document(id="e", text="x" * 10_000, language="en", published="2025-12-02")
    return assemble([document, other], records, labels=LABELS, say=Wording("en"))


@given(st.lists(DAYS, min_size=1, max_size=60))
def test_time_runs_one_way_and_stays_in_the_room(days: list[int]) -> None:
    axis = fit(days, 100.0, 900.0)
    places = [axis.x(at) for at in sorted(days)]
    assert places == sorted(places)
    assert all(100 <= x <= 900 for x in places)
    ticks = axis.ticks(Wording("en"), 50.0)
    assert all(99 <= tick.x <= 901 for tick in ticks)
    named = sorted(tick.x for tick in ticks if tick.year)
    assert all(after - before >= 15 for before, after in itertools.pairwise(named))


def test_a_quiet_stretch_of_years_takes_little_room() -> None:
    days = [datetime.date(2017, 4, 6).toordinal(), *(datetime.date(2025, m, 1).toordinal() for m in range(1, 13))]
    axis = fit(days, 0.0, 1000.0)
    assert axis.x(datetime.date(2025, 1, 1).toordinal()) < 350
    assert axis.breaks


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(DAYS, st.sampled_from(["leader", "minister", None])), min_size=1, max_size=120))
def test_marks_and_labels_do_not_touch(given_days: list[tuple[int, str | None]]) -> None:
    records: list[Record] = [
        Interaction(
            doc="d",
            evidence=cite("x" * 10_000, (place, place + 1)),
            kind="call",
            status="held",
            date=datetime.date.fromordinal(at).isoformat(),
            level=level,
        )
        for place, (at, level) in enumerate(given_days)
    ]
    edition = edition_of(records)
    merged = events(edition)
    for frame in (WIDE, NARROW):
        sheet = Sheet(frame, fit([at for at, _ in given_days], frame.left, frame.right))
        lane = lanes._arrange(edition, sheet, merged)
        rows: dict[int, list[tuple[float, float]]] = {}
        for item in lane.placed:
            end = item.right + 9 + (width(item.label, frame.font - 1) + 3 if item.label else 0)
            rows.setdefault(item.row, []).append((item.x - 9, end))
        for boxes in rows.values():
            boxes.sort()
            assert all(a[1] <= b[0] + 1 for a, b in itertools.pairwise(boxes))
        shown = len(lane.placed) + sum(map(len, lane.crowds.values()))
        assert shown == len(merged)


def test_the_far_future_is_cut_off() -> None:
    horizon = day("2025-11-12")
    assert horizon is not None
    days = [day(iso) or 0 for iso in ("2025-01-17", "2026-11-10", "2028-12-31")]
    assert near(days, horizon) == [days[0], days[1], horizon]


def test_labels_are_cut_to_their_room() -> None:
    assert shorten("short", 100, 13) == "short"
    cut = shorten("稀土出口管制與其他許多東西", 80, 13)
    assert cut.endswith("…")
    assert width(cut, 13) <= 80


def meeting(doc: str, at: int, **more: object) -> Interaction:
    base: dict[str, object] = {"kind": "call", "status": "held", "date": "2025-06-05", "event": "one"}
    return Interaction(doc=doc, evidence=cite("x" * 10_000, (at, at + 5)), **(base | more))  # type: ignore[arg-type]


def test_records_of_one_event_become_one_with_their_differences() -> None:
    xi = Name(name="A", surface="A", side="US")
    merged = events(
        edition_of(
            [
                meeting("d", 1, duration_minutes=45, participants=(xi,), initiated_by="US"),
                meeting("e", 2, duration_minutes=90, participants=(xi,), initiated_by="US"),
                meeting("e", 3, date="2025-06"),
                meeting("e", 4, status="planned", date="2025-06-04", duration_minutes=30),
            ]
        )
    )
    (one,) = merged
    assert one.status == "held"
    assert one.date == "2025-06-05"
    assert [dispute.fact for dispute in one.disputes] == ["Length"]
    assert {version.text for version in one.disputes[0].versions} == {"45 minutes", "1 hour 30 minutes"}
    assert len(one.words.passages) == 4


def test_a_plan_whose_day_has_passed_says_so() -> None:
    (one,) = events(edition_of([meeting("d", 1, status="planned", date="2025-06-05")]))
    assert one.overdue
    (held,) = events(edition_of([meeting("d", 1)]))
    assert not held.overdue


def measure(at: int, **more: object) -> Measure:
    base: dict[str, object] = {"instrument": "tariff", "imposed_by": "US", "target": "CN", "unit": "percent"}
    return Measure(doc="d", evidence=cite("x" * 10_000, (at, at + 5)), **(base | more))  # type: ignore[arg-type]


def test_the_latest_state_is_the_one_that_stands() -> None:
    records: list[Record] = [
        measure(1, value=145, effective="2025-04-09"),
        measure(2, value=30, effective="2025-05-14"),
        measure(3, value=145, status="withdrawn", effective="2025-05-14"),
        measure(4, value=20, status="in_force"),
    ]
    (one,) = instruments(edition_of(records))
    assert [state.value for state in one.lines[0].states] == [145, 145, 30, 20]
    assert one.lines[0].latest.when == "last known on 1 December 2025"


def test_two_values_for_one_day_are_disputed() -> None:
    records: list[Record] = [
        measure(1, value=20, effective="2025-03-04"),
        measure(2, value=25, effective="2025-03-04"),
        measure(3, value=10, effective="2025-05-14"),
    ]
    (one,) = instruments(edition_of(records))
    assert [state.disputed for state in one.lines[0].states] == [True, True, False]


def test_the_picture_shows_every_dated_thing_once_for_each_frame() -> None:
    documents, records = sample()
    edition = assemble(documents, records, labels=LABELS, say=Wording("en"))
    merged = events(edition)
    drawn = relationship(edition, merged, instruments(edition))
    assert drawn is not None
    dated = {"#" + event.key for event in merged if event.date}
    for svg in (drawn.wide, drawn.narrow):
        page = Page.of(str(svg))
        links = [element.get("href") for element in page.all("a")]
        assert dated <= set(links)
        assert page.with_class("hatched")
        assert page.with_class("open")
        assert page.with_class("cancelled")
        assert all(element.get("aria-label") for element in page.all("a"))
    assert drawn.undated == 1


def test_without_dates_there_is_no_picture() -> None:
    edition = edition_of([meeting("d", 1, date=None)], published=None)
    assert relationship(edition, events(edition), []) is None
