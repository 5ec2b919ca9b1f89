"""The register's instruments as lines: one part of one instrument of one side, its states one after another.

Two times are kept apart: when a state began and ended (`begins`, `end`), and from when that was known (`known`,
`end_known`). A date known to the month only is certain at the end of that month, and no earlier.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bilat.errors import PackError, UsageError
from bilat.packs import Pack

ALWAYS = "9999-12-31"  # known by whoever asks without saying by when
_OPTIONAL = ("known_as", "announced", "expires_basis", "later", "as_of", "heard_as")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_BRACKET = re.compile(r"\s*\(.*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One state of one line, as the register has it. Days are ISO 8601 and whole, other dates as the register prints
    them. `shown` is the id that the state is listed under, `names` all that it can be asked by."""

    id: str
    instrument: str
    shown: str
    names: frozenset[str]
    layer: str | None
    heard_as: frozenset[str]
    imposed_by: str
    status: str
    value: float | int | None
    unit: str | None
    possible: str
    begins: str
    known: str
    end: str | None
    end_known: str
    as_of: str
    cells: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes states one line."""
        return (self.shown, self.imposed_by, self.layer or "")


def first_day(date: str) -> str:
    """The first day that a date, cut to what is known, can mean."""
    return {4: f"{date}-01-01", 7: f"{date}-01"}.get(len(date), date)


def last_day(date: str) -> str:
    """The last day that a date, cut to what is known, can mean."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date


def next_day(day: str) -> str:
    """The day after; the calendar's last day has none but itself."""
    date = datetime.date.fromisoformat(day)
    return day if date == datetime.date.max else (date + datetime.timedelta(days=1)).isoformat()


def whole_day(value: str, option: str) -> str:
    """A day asked for, as YYYY-MM-DD.

    Raises UsageError for anything else.
    """
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(f"{option} {value!r} is no day; write it as YYYY-MM-DD, such as 2025-11-10") from None


def number(text: str) -> float | int | None:
    """A cell's number; None where it is empty."""
    if not text:
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


@functools.cache
def lines(pack: Pack) -> tuple[tuple[Row, ...], ...]:
    """All lines of a pack's register in the order of its instruments, each with its states, the oldest first.

    Raises PackError where a row has no date, or one that is none.
    """
    groups: dict[tuple[str, str, str], list[Row]] = {}
    table = pack.register.get("instruments", ())
    covered = _covered(table)
    for cells in table:
        row = _row(cells, covered)
        groups.setdefault(row.key, []).append(row)
    found = [_ordered(group) for group in groups.values()]
    places = {name: place for place, name in enumerate(pack.instruments)}
    sides = {code: place for place, code in enumerate([*(side.code for side in pack.sides), "both"])}

    def place(line: Sequence[Row]) -> tuple[object, ...]:
        head = line[0]
        known = places.get(head.instrument, len(places))
        return (known, head.shown, sides.get(head.imposed_by, 9), head.layer or "")

    return tuple(sorted(found, key=place))


def _ordered(group: Sequence[Row]) -> tuple[Row, ...]:
    """The states in their order; of two that begin together the one that ends sooner comes first. Python's sort is
    stable: what the table tells later is the later state."""
    rows = sorted(group, key=lambda row: (row.begins, row.end or ALWAYS))
    return tuple(
        _with_known_end(row, rows[place + 1] if place + 1 < len(rows) else None) for place, row in enumerate(rows)
    )


def _with_known_end(row: Row, after: Row | None) -> Row:
    """A scheduled end is known with the state. Any other is known with what replaced the state, else once it came."""
    if row.end is None or row.cells["expires_basis"] == "scheduled":
        return row
    replaced = after is not None and after.begins <= next_day(row.end)
    return replace(row, end_known=after.known if after is not None and replaced else row.end)


def _covered(rows: Sequence[Mapping[str, str]]) -> str:
    """The last day that a register covers where its rows do not say: the day of its newest row."""
    return max((last_day(row.get("announced") or row["effective"] or "0001") for row in rows), default=ALWAYS)


def _row(given: Mapping[str, str], covered: str) -> Row:
    cells = dict.fromkeys(_OPTIONAL, "") | {column: value or "" for column, value in given.items()}
    effective, announced, expires = _dates(cells)
    known = last_day(announced or effective)
    # What is announced stands as announced from that day; its own start is still to come.
    begins = known if announced and (cells["status"] == "announced" or not effective) else last_day(effective)
    base = _BRACKET.sub("", cells["name"])
    shown = cells["known_as"] or cells["instrument"] or base
    return Row(
        id=cells["id"],
        instrument=cells["instrument"] or shown,
        shown=shown,
        names=frozenset({cells["instrument"] or shown, shown, base, cells["name"]}),
        layer=cells["layer"] or None,
        heard_as=frozenset(name for name in (cells["layer"], *cells["heard_as"].split(" | ")) if name),
        imposed_by=cells["imposed_by"],
        status=cells["status"],
        value=number(cells["value"]),
        unit=cells["unit"] or None,
        possible=begins if cells["status"] == "announced" else first_day(effective or begins),
        begins=begins,
        known=known,
        end=last_day(expires) if expires else None,
        end_known=known,
        as_of=last_day(cells["as_of"]) if cells["as_of"] else covered,
        cells=cells,
    )


def _dates(cells: Mapping[str, str]) -> tuple[str, str, str]:
    effective, announced, expires = cells["effective"], cells["announced"], cells["expires"]
    for column in ("effective", "announced", "expires"):
        if cells[column] and not _DATE.fullmatch(cells[column]):
            raise PackError(
                f"register row {cells['id']}: {column} {cells[column]!r} is no date; run `bilat packs check`"
            )
    if not (effective or announced):
        raise PackError(f"register row {cells['id']} has no date; give the day it took effect or was announced")
    return effective, announced, expires
