"""What documents say of an instrument's state, beside the register: never over it, and visibly where they differ."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bilat.model import Measure, record_id
from bilat.packs import Pack
from bilat.relate.state_rows import Row, last_day, lines
from bilat.relate.state_standing import Standing, StateRecord, standing

_ACTIVE = frozenset({"in_force", "challenged"})
_AHEAD = 45  # days between the announcement of a step and its start, at most: longer ones are stated with their date
_OVER = frozenset({"withdrawn", "lapsed", "struck_down", "suspended"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A measure, the day it was told, and the day from which what it tells holds."""

    measure: Measure
    told: str
    begins: str


def document_states(
    pack: Pack, measures: Iterable[Measure], published: Mapping[str, str | None], *, on: str, by: str
) -> list[StateRecord]:
    """The documents' states on a day as far as they were published by another, each beside the register's.

    A state that the register saw replaced before that day stays out, as does one that a later document replaced.
    """
    told = [item for measure in measures if (item := _told(measure, published)) is not None]
    told = [item for item in told if item.told <= by and item.begins <= on]
    groups: dict[tuple[str, str, str], list[_Told]] = {}
    for item in told:
        groups.setdefault(_key(item.measure), []).append(item)
    found = []
    for key in sorted(groups):
        last = max((item.begins, item.told) for item in groups[key])
        latest = [item for item in groups[key] if (item.begins, item.told) == last]
        for item in sorted(latest, key=lambda one: (one.measure.doc, record_id(one.measure))):
            meant = _meant(pack, item, by)
            stands = [s for line in meant if (s := standing(line, on, by)) is not None]
            if not stands or any(s.row.begins <= item.begins for s in stands):
                coming = [row for line in meant for row in line if row.known <= by and _soon(item, row)]
                found.append(_state(item, stands, coming, on))
    return found


def _told(measure: Measure, published: Mapping[str, str | None]) -> _Told | None:
    date = published.get(measure.doc)
    if not date:
        return None
    day = last_day(date[:10])
    return _Told(measure, day, last_day(measure.effective) if measure.effective else day)


def _later(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


def _key(measure: Measure) -> tuple[str, str, str]:
    return (measure.instrument, measure.imposed_by or "", measure.layer or "")


def _meant(pack: Pack, item: _Told, by: str) -> list[tuple[Row, ...]]:
    """The lines that a document means: those that said the same on its day, else those of its very part, else any."""
    possible = _counterparts(pack, item.measure)
    then = [(line, standing(line, item.begins, by)) for line in possible]
    same = [line for line, stands in then if stands is not None and _agrees(item.measure, stands)]
    return same or [line for line in possible if _exact(item.measure, line[0])] or possible


def _exact(measure: Measure, row: Row) -> bool:
    """The very part that a document names; a line of its own name is not what the general word stands for."""
    return measure.layer == row.layer and measure.instrument == row.shown


def _soon(item: _Told, row: Row) -> bool:
    """Whether the register has a state begin soon after a document told of it: it tells what is to come."""
    return item.told < row.begins <= _later(item.told, _AHEAD)


def _counterparts(pack: Pack, measure: Measure) -> list[tuple[Row, ...]]:
    """The register's lines that a document may mean: by its part where it names one, else any of that instrument."""
    found = []
    for line in lines(pack):
        head = line[0]
        same = measure.instrument in (head.instrument, head.shown)
        if not same or (measure.imposed_by not in (None, head.imposed_by) and head.imposed_by != "both"):
            continue
        if measure.layer is None or measure.layer in head.heard_as:
            found.append(line)
    return found


def _state(item: _Told, stands: Sequence[Standing], coming: Sequence[Row], on: str) -> StateRecord:
    measure = item.measure
    agreeing = [s.row.id for s in stands if _agrees(measure, s)]
    agreeing = agreeing or [row.id for row in coming if _agrees(measure, Standing(row, row.status))]
    against: list[str] = []
    if not agreeing and item.told <= min((s.row.as_of for s in stands), default=item.told):
        exact = [s for s in stands if _exact(measure, s.row)] or (list(stands) if len(stands) == 1 else [])
        against = [s.row.id for s in exact if _contradicts(measure, s) and not _gives_way(measure, s, coming)]
    ended = measure.expires is not None and on > last_day(measure.expires)
    # What lies after the day on which a document told it is not the document's to tell.
    beyond = ended or on > item.told
    return StateRecord(
        measure=replace(measure, status="last_known") if beyond else measure,
        since_known=item.told,
        last=measure.status if beyond else None,
        run_out=ended,
        as_of=item.told,
        agrees_with=tuple(agreeing),
        disagrees_with=tuple(against),
    )


def _gives_way(measure: Measure, stands: Standing, coming: Sequence[Row]) -> bool:
    """Told to be over while it still stands, and indeed about to be replaced: early, not wrong."""
    return measure.status in _OVER and any(row.key == stands.row.key for row in coming)


def _agrees(measure: Measure, stands: Standing) -> bool:
    status = stands.last or stands.status
    value = measure.value is None or (measure.value == stands.row.value)
    return value and (measure.status == status or {measure.status, status} <= _ACTIVE)


def _contradicts(measure: Measure, stands: Standing) -> bool:
    """Another value in the same unit while both hold it in force, or one holds it in force and the other over."""
    status = stands.last or stands.status
    both = measure.status in _ACTIVE and status in _ACTIVE
    if both:
        given = measure.value is not None and stands.row.value is not None and measure.unit == stands.row.unit
        return given and measure.value != stands.row.value
    # A rate that is over beside another that holds is a change of rate, no contradiction.
    same = measure.value is None or stands.row.value is None or measure.value == stands.row.value
    return same and {measure.status in _ACTIVE, status in _ACTIVE} == {measure.status in _OVER, status in _OVER} == {
        True,
        False,
    }
