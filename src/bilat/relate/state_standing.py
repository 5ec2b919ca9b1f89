"""Which state of a line stands on a day, as far as was known by another; and the record that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.model import Measure
from bilat.relate.state_rows import Row, next_day


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRecord:
    """One instrument's state on a day. `measure` has the fields of every measure record.

    `register_id`: the register's row, None where a document says it. `name`: what the register calls it.
    `since_known`: the day from which the state was known. `last`: what it was, where it is only last known.
    `run_out`: its end has passed. `as_of`: the last day that the knowledge behind it covers.
    `agrees_with`, `disagrees_with`: of a document's state, the register's rows that say the same, or otherwise.
    """

    measure: Measure
    register_id: str | None = None
    name: str | None = None
    since_known: str | None = None
    last: str | None = None
    run_out: bool = False
    as_of: str | None = None
    sources: tuple[str, ...] = ()
    single_source: bool = False
    note: str | None = None
    agrees_with: tuple[str, ...] = ()
    disagrees_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The row that stands on a day and how: its status, and what it was where that is only last known."""

    row: Row
    status: str
    last: str | None = None
    run_out: bool = False


def standing(line: Sequence[Row], on: str, by: str) -> Standing | None:
    """Which state of a line stands on a day, as far as was known by another; None where none had begun."""
    known = [row for row in line if row.known <= by]
    row = _latest([row for row in known if row.begins <= on], on)
    if row is None:
        coming = (row for row in known if row.status == "in_force" and row.known <= on)
        first = next(coming, None)
        return Standing(first, "announced") if first is not None else None
    if ends(row, by) and row.end is not None and on > row.end:
        return Standing(row, "last_known", row.status, True)
    # The next state has begun at some day of this month; which of the two it is today, no source says.
    unsure = any(after.possible <= on < after.begins for after in known)
    if on > row.as_of or unsure:
        return Standing(row, "last_known", row.status)
    return Standing(row, row.status)


def ends(row: Row, by: str) -> bool:
    """Whether the end of a state was known."""
    return row.end is not None and row.end_known <= by


def _latest(begun: Sequence[Row], on: str) -> Row | None:
    """The state that began last; of several that began together the first whose end has not come."""
    if not begun:
        return None
    together = [row for row in begun if row.begins == begun[-1].begins]
    still = [row for row in together if row.end is not None and on < row.end]
    return still[0] if still else together[-1]


def turning_days(line: Sequence[Row], by: str) -> list[str]:
    """The days on which what is known of a line by another day may change, in order."""
    days = set[str]()
    for row in line:
        if row.known <= by:
            days |= {row.possible, row.known, row.begins, next_day(row.as_of)}
            if row.end and ends(row, by):
                days.add(next_day(row.end))
    return sorted(days)
