"""What documents say of an instrument's state, beside the register: never over it, and visibly where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bilat.model import Measure, record_id
from bilat.packs import Pack
from bilat.relate.state_rows import Row, last_day, lines
from bilat.relate.state_standing import Standing, StateRecord, standing

_ACTIVE = frozenset({"in_force", "challenged"})
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
            stands = [s for line in _meant(pack, item, by) if (s := standing(line, on, by)) is not None]
            if not stands or any(s.row.begins <= item.begins for s in stands):
                found.append(_state(item, stands, on))
    return found


def _told(measure: Measure, published: Mapping[str, str | None]) -> _Told | None:
    date = published.get(measure.doc)
    if not date:
        return None
    day = last_day(date[:10])
    return _Told(measure, day, last_day(measure.effective) if measure.effective else day)


def _key(measure: Measure) -> tuple[str, str, str]:
    return (measure.instrument, measure.imposed_by or "", measure.layer or "")


def _meant(pack: Pack, item: _Told, by: str) -> list[tuple[Row, ...]]:
    """The lines that a document means: those that said the same on its day, else those of its very part, else any."""
    possible = _counterparts(pack, item.measure)
    then = [(line, standing(line, item.begins, by)) for line in possible]
    same = [line for line, stands in then if stands is not None and _agrees(item.measure, stands)]
    return same or [line for line in possible if line[0].layer == item.measure.layer] or possible


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


def _state(item: _Told, stands: Sequence[Standing], on: str) -> StateRecord:
    measure = item.measure
    agreeing = tuple(s.row.id for s in stands if _agrees(measure, s))
    against: tuple[str, ...] = ()
    if not agreeing:
        exact = [s for s in stands if s.row.layer == measure.layer] or (list(stands) if len(stands) == 1 else [])
        against = tuple(s.row.id for s in exact if _contradicts(measure, s) and item.told <= s.row.as_of)
    ended = measure.expires is not None and on > last_day(measure.expires)
    beyond = ended or on > item.told
    shown = replace(measure, status="last_known") if beyond else measure
    return StateRecord(
        measure=shown,
        since_known=item.told,
        last=measure.status if beyond else None,
        run_out=ended,
        as_of=item.told,
        agrees_with=agreeing,
        disagrees_with=against,
    )


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
