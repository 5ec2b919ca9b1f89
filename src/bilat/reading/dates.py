"""Dates as bylines and datelines print them. Only what is written: nothing is completed, nothing assumed."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from bilat.languages.compiled_patterns import compiled
from bilat.reading.vocabulary import data

_PASSAGE = 10  # days; the items of one page's lists lie closer together than this
_APART = 20


class Written(NamedTuple):
    """A date in a text: `iso` is cut to what is stated.

    It is None for a slashed date whose order is open, `first`/`second`/`year`.
    """

    start: int
    end: int
    iso: str | None
    first: int = 0
    second: int = 0
    year: int = 0


@functools.cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(sorted(data("head")["months"], key=len, reverse=True))
    return compiled(str(data("head")["written_date"]).replace("{months}", months), re.IGNORECASE)


_YEAR = re.compile(r"(?:19|20)\d\d")


def written_dates(view: str) -> list[Written]:
    """The dates with a year in a text, in order; impossible ones are left out."""
    if not _YEAR.search(view):
        return []
    found: list[Written] = []
    for match in _pattern().finditer(view):
        start, end = match.span()
        if match["a"]:
            first, second, year = int(match["a"]), int(match["b"]), int(match["y4"])
            iso = _iso(year, first, second) if second > 12 else _iso(year, second, first) if first > 12 else None
            if first == second:
                iso = _iso(year, first, second)
            if iso or (1 <= first <= 12 and 1 <= second <= 12):
                found.append(Written(start=start, end=end, iso=iso, first=first, second=second, year=year))
            continue
        iso = _stated(match)
        if iso:
            found.append(Written(start=start, end=end, iso=iso))
    return found


def _stated(match: re.Match[str]) -> str | None:
    months: dict[str, int] = data("head")["months"]
    if match["y1"]:
        day = match["d1"]
        return _iso(int(match["y1"]), int(match["m1"]), int(day) if day else None)
    if match["d4"]:
        return _iso(int(match["y5"]), int(match["m4"]), int(match["d4"]))
    name, day, year = (
        (match["mon"], match["d2"], match["y2"]) if match["mon"] else (match["mon3"], match["d3"], match["y3"])
    )
    return _iso(int(year), months[name.lower()], int(day) if day else None)


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        date = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return date.isoformat() if day else date.isoformat()[:7]


def settle(date: Written, others: Iterable[Written], *, day_first: bool | None) -> str:
    """The ISO date of a slashed one, by the other dates of the same page written so, else by the language's habit.

    Another date with a day above twelve shows the order; so does the order in which a page's dates lie within days of
    each other, and not months apart. Where nothing shows it, only the year is kept.
    """
    if date.iso:
        return date.iso
    slashed = [other for other in others if other.year]
    if any(other.first > 12 for other in slashed):
        day_first = True
    elif any(other.second > 12 for other in slashed):
        day_first = False
    else:
        spreads = {order: _spread([date, *slashed], order) for order in (True, False)}
        if min(spreads.values()) <= _PASSAGE and max(spreads.values()) > _APART:
            day_first = spreads[True] < spreads[False]
    if day_first is None:
        return str(date.year)
    month, day = (date.second, date.first) if day_first else (date.first, date.second)
    return _iso(date.year, month, day) or str(date.year)


def _spread(dates: Iterable[Written], day_first: bool) -> int:
    days = [
        datetime.date(d.year, d.second if day_first else d.first, d.first if day_first else d.second).toordinal()
        for d in dates
        if d.first <= 12 and d.second <= 12
    ]
    return max(days) - min(days) if days else 0
