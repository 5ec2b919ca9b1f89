"""One time axis for a picture: days to pixels. Over many years, each year gets room by how much happened in it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.wording import Wording

_LONG = 913  # days from which on years get room by what is in them
_BASE, _BY_COUNT = 0.5, 6.0  # the room of a quiet year, and what its share of all points adds
_LEAST = (36.0, 60.0)  # pixels for the name of a year, of a run of years
_MARGIN = 25  # days before the first and after the last point
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months
_DAYS = (1, 2, 5, 7, 14)


@dataclass(frozen=True, slots=True)
class Piece:
    """Days [first, last] on pixels [left, right]; `years` names it where it stands for whole years."""

    first: float
    last: float
    left: float
    right: float
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: where, what stands by it, and the year where one is to be named."""

    x: float
    label: str
    year: str | None


@dataclass(frozen=True, slots=True)
class Axis:
    """One piece, or one for each year (or run of quiet years), each with its own scale."""

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
    if high - low <= _LONG:
        return Axis((Piece(low - room, high + room, left, right),))
    return Axis(_by_years(points, left, right))


def _by_years(points: Sequence[int], left: float, right: float) -> tuple[Piece, ...]:
    counts = Counter(datetime.date.fromordinal(at).year for at in points)
    first, last = min(counts), max(counts)
    groups: list[list[int]] = []
    for year in range(first, last + 1):
        if groups and not counts[year] and not counts[groups[-1][-1]]:
            groups[-1].append(year)
        else:
            groups.append([year])
    widths = _widths(groups, counts, len(points), right - left)
    while (pair := _tight_pair(groups, widths)) is not None:  # quiet years that have no room for their names, together
        groups[pair : pair + 2] = [groups[pair] + groups[pair + 1]]
        widths = _widths(groups, counts, len(points), right - left)
    widths = _widened(groups, widths)
    pieces, x = [], left
    for group, width in zip(groups, widths, strict=True):
        start = max(datetime.date(group[0], 1, 1).toordinal(), points[0] - _MARGIN)
        end = min(datetime.date(group[-1], 12, 31).toordinal() + 1, points[-1] + _MARGIN)
        pieces.append(Piece(start, end, x, x + width, (group[0], group[-1])))
        x += width
    return tuple(pieces)


def _lacks(group: Sequence[int], width: float) -> float:
    """How many pixels the name of a group lacks; below zero where it has room."""
    return _LEAST[len(group) > 1] - width


def _tight_pair(groups: Sequence[Sequence[int]], widths: Sequence[float]) -> int | None:
    """The place of the first of two neighbours that both lack room."""
    tight = [_lacks(group, width) > 0 for group, width in zip(groups, widths, strict=True)]
    return next((place for place in range(len(tight) - 1) if tight[place] and tight[place + 1]), None)


def _widened(groups: Sequence[Sequence[int]], widths: Sequence[float]) -> list[float]:
    """Widths in which each group has room for its name, at the cost of the wide ones."""
    least = [max(0.0, _lacks(group, width)) for group, width in zip(groups, widths, strict=True)]
    spare = sum(width for width, lack in zip(widths, least, strict=True) if not lack)
    if sum(least) > spare / 2:
        return list(widths)
    return [
        width + lack if lack else width * (1 - sum(least) / spare) for width, lack in zip(widths, least, strict=True)
    ]


def _widths(groups: Sequence[Sequence[int]], counts: Counter[int], total: int, room: float) -> list[float]:
    weights = [_BASE + _BY_COUNT * sum(counts[year] for year in group) / total for group in groups]
    return [room * weight / sum(weights) for weight in weights]


def _ticks(piece: Piece, say: Wording, apart: float) -> list[Tick]:
    per_day = (piece.right - piece.left) / max(1.0, piece.last - piece.first)
    if piece.years is not None:
        return _year_ticks(piece, say, apart, per_day)
    step = next((step for step in _STEPS if step * 30.44 * per_day >= apart), _STEPS[-1])
    if step == 1 and 7 * per_day >= apart:
        return _day_ticks(piece, say, apart, per_day)
    found: list[Tick] = []
    for year, month, x in _months(piece, per_day, step):
        opens = not found or month == 1
        found.append(Tick(x, say.month(month, short=True), say.date(f"{year}") if opens else None))
    return found


def _year_ticks(piece: Piece, say: Wording, apart: float, per_day: float) -> list[Tick]:
    """The years' name in the middle of their room, and months where they fit."""
    first, last = piece.years or (0, 0)
    name = say.date(f"{first}") if first == last else say.t("date.years", a=first, b=last, bb=f"{last % 100:02d}")
    found = [Tick((piece.left + piece.right) / 2, "", name)]
    step = next((step for step in _STEPS[:4] if step * 30.44 * per_day >= apart * 0.75), None)
    if first == last and step is not None:
        found += [Tick(x, say.month(month, short=True), None) for _, month, x in _months(piece, per_day, step)]
    return found


def _months(piece: Piece, per_day: float, step: int) -> list[tuple[int, int, float]]:
    """(year, month, pixel) of every step-th month inside a piece, away from its right rim."""
    start = datetime.date.fromordinal(max(1, int(piece.first)))
    found = []
    for count in range(12 * start.year + start.month - 1, 12 * 9999):
        year, month = count // 12, count % 12 + 1
        at = datetime.date(year, month, 1).toordinal()
        if at > piece.last - 10 / per_day:
            break
        if at >= piece.first and count % step == 0:
            found.append((year, month, round(piece.left + (at - piece.first) * per_day, 1)))
    return found


def _day_ticks(piece: Piece, say: Wording, apart: float, per_day: float) -> list[Tick]:
    step = next((step for step in _DAYS if step * per_day >= apart), _DAYS[-1])
    found: list[Tick] = []
    for at in range(int(piece.first) + 1, int(piece.last), step):
        date = datetime.date.fromordinal(at)
        x = round(piece.left + (at - piece.first) * per_day, 1)
        label = say.t("date.tick", d=date.day, mon=say.month(date.month, short=True))
        found.append(Tick(x, label, None if found else say.date(f"{date.year}")))
    return found
