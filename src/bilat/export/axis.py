"""One time axis for every picture of a brief: days to pixels, with the quiet years pressed together where that helps."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.wording import Wording

_YEAR = 365.25
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months
_DAYS = (1, 2, 5, 7, 14)


@dataclass(frozen=True, slots=True)
class Piece:
    """Days [first, last] on pixels [left, right]."""

    first: float
    last: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: where, what stands by it, and the year where a year begins (or the axis does)."""

    x: float
    label: str
    year: str | None


@dataclass(frozen=True, slots=True)
class Axis:
    """One or two pieces; a second one means that the scale changes between them."""

    pieces: tuple[Piece, ...]

    def x(self, ordinal: float) -> float:
        """The pixel of a day; days outside are moved to the rim."""
        piece = next((p for p in self.pieces if ordinal <= p.last), self.pieces[-1])
        share = (ordinal - piece.first) / max(1.0, piece.last - piece.first)
        return round(piece.left + min(1.0, max(0.0, share)) * (piece.right - piece.left), 1)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Where the scale changes."""
        return tuple(piece.left for piece in self.pieces[1:])

    def ticks(self, say: Wording, apart: float) -> list[Tick]:
        """Ticks at least `apart` pixels from each other."""
        return [tick for piece in self.pieces for tick in _ticks(piece, say, apart)]


def fit(days: Sequence[int], left: float, right: float) -> Axis:
    """An axis that holds the days (ordinals), with a little room at both ends."""
    points = sorted(days) or [datetime.date(2000, 1, 1).toordinal()]
    low, high = points[0], points[-1]
    room = max(4.0, (high - low) * 0.025)
    first, last = low - room, high + room
    cut = _crowding(points)
    if cut is None:
        return Axis((Piece(first, last, left, right),))
    middle = left + (right - left) * 0.2
    return Axis((Piece(first, cut, left, middle), Piece(cut, last, middle, right)))


def _crowding(points: Sequence[int]) -> int | None:
    """The day before which little happened for long: the axis may run faster up to there."""
    low, high = points[0], points[-1]
    if len(points) < 8 or high - low < 2.5 * _YEAR:
        return None
    busy = datetime.date.fromordinal(points[len(points) // 6])
    cut = datetime.date(busy.year, 1 if busy.month < 7 else 7, 1).toordinal()
    return cut if (cut - low) / (high - low) > 0.4 else None


def _ticks(piece: Piece, say: Wording, apart: float) -> list[Tick]:
    per_day = (piece.right - piece.left) / max(1.0, piece.last - piece.first)
    step = next((step for step in _STEPS if step * 30.44 * per_day >= apart), _STEPS[-1])
    if step == 1 and 7 * per_day >= apart:
        return _day_ticks(piece, say, apart, per_day)
    found: list[Tick] = []
    start = datetime.date.fromordinal(max(1, int(piece.first)))
    year, month = start.year, 1 if step >= 12 else start.month
    while True:
        at = datetime.date(year, month, 1).toordinal()
        if at > piece.last - 12 / per_day:
            return found
        due = year % (step // 12) == 0 if step >= 12 else (month - 1) % step == 0
        if due and at >= piece.first:
            x = round(piece.left + (at - piece.first) * per_day, 1)
            opens = not found or month == 1
            label = say.date(f"{year}") if step >= 12 else say.month(month, short=True)
            found.append(Tick(x, label, say.date(f"{year}") if opens and step < 12 else None))
        month += 1
        if month > 12:
            year, month = year + 1, 1


def _day_ticks(piece: Piece, say: Wording, apart: float, per_day: float) -> list[Tick]:
    step = next((step for step in _DAYS if step * per_day >= apart), _DAYS[-1])
    found = []
    for at in range(int(piece.first) + 1, int(piece.last), step):
        date = datetime.date.fromordinal(at)
        x = round(piece.left + (at - piece.first) * per_day, 1)
        found.append(Tick(x, say.t("date.tick", d=date.day, mon=say.month(date.month, short=True)), None))
    return found
