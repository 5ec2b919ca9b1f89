"""Numbers for a picture: how one instrument's parts stood, step by step, from the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.packs import Pack
from bilat.relate.state_rows import ALWAYS, Row, lines, whole_day
from bilat.relate.state_standing import standing, turning_days

Step = tuple[str, float | int | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The steps of one part: (day, value, status), each holding until the next one's day. `unit` is None where steps
    have different units: they do not belong on one axis. `until`: the last day that the sources cover."""

    instrument: str
    imposed_by: str
    layer: str | None
    unit: str | None
    until: str
    steps: tuple[Step, ...]


def series(
    pack: Pack,
    instrument: str,
    *,
    imposed_by: str | None = None,
    layers: Sequence[str | None] | None = None,
    known_by: str | None = None,
) -> list[Series]:
    """The parts of an instrument as step lines, in the register's order; `layers` chooses and orders them.

    A step whose status is `last_known` ends what may be drawn as certain. What is only announced is a step with that
    status and must not be drawn as a rate. Raises UsageError where `known_by` is no day.
    """
    by = whole_day(known_by, "known_by") if known_by else ALWAYS
    found = []
    for line in lines(pack):
        head = line[0]
        if instrument not in head.names or imposed_by not in (None, head.imposed_by):
            continue
        if layers is not None and head.layer not in layers:
            continue
        one = _series(line, by)
        if one is not None:
            found.append(one)
    if layers is not None:
        found.sort(key=lambda one: list(layers).index(one.layer))
    return found


def _series(line: Sequence[Row], by: str) -> Series | None:
    known = [row for row in line if row.known <= by]
    steps: list[Step] = []
    for day in turning_days(line, by):
        stands = standing(line, day, by)
        if stands and (not steps or steps[-1][1:] != (stands.row.value, stands.status)):
            steps.append((day, stands.row.value, stands.status))
    if not steps:
        return None
    units = {row.unit for row in known if row.value is not None}
    return Series(
        instrument=line[0].instrument,
        imposed_by=line[0].imposed_by,
        layer=line[0].layer,
        unit=units.pop() if len(units) == 1 else None,
        until=min(by, max(row.as_of for row in known)),
        steps=tuple(steps),
    )
