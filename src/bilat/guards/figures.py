"""Whether the dates and amounts of a record stand in the words that it rests on."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from bilat.guards.problem import Finding
from bilat.guards.text import Text, covered
from bilat.languages.dates import DateExpression
from bilat.model import Span

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DAY = 10  # characters of an ISO day
_POINTS = {"points": "percentage points"}


def date_told(
    date: str | None, text: Text, *scopes: Iterable[Span], name: str, later: str = "", first: bool = False
) -> Iterator[Finding]:
    """A date is one that the text tells: in the first of some scopes that holds any date.

    `later`: of what is still to come then, a day gone by may be meant as that of the year or the week after.
    `first`: it is a first day, so not the last one of a stretch.
    """
    if date is None:
        return
    for scope in scopes:
        told = [found for found in text.dates(scope) if found.date]
        if any(_is(date, found, later=later, first=first) for found in told):
            return
    yield Finding("dates", f"no words give its {name} {date}")


def _is(date: str, found: DateExpression, *, later: str, first: bool) -> bool:
    ends = [end for end in (found.date, None if first else found.end_date) if end]
    if later:
        gone = [end for end in ends if found.basis == "relative" and end[:7] < later[: len(end)]]
        ends += [f"{int(end[:4]) + 1}{end[4:]}" for end in gone]
        days = [end for end in ends if found.basis == "relative" and len(end) == len(later) == _DAY]
        ends += [(datetime.date.fromisoformat(end) + datetime.timedelta(days=7)).isoformat() for end in days]
    week = found.end_date and len(date) < _DAY  # of a stretch of days the month may be all that is sure
    return any(end.startswith(date) if week else end == date for end in ends)


def amount_told(
    value: float | int | None, unit: str | None, text: Text, *scopes: Iterable[Span], name: str,
    around: Sequence[Span] = (),
) -> Iterator[Finding]:
    """An amount is one that the text tells, with its unit; a unit may have stood before a bare number, in the scope or
    in `around`."""
    if value is None:
        if unit is not None:
            yield Finding("numbers", f"its {name} has a unit and no value")
        return
    for scope in scopes:
        spans = list(scope)
        amounts = [(float(n), q.unit, q.per) for q in text.quantities(spans) for n in (q.value, q.low) if n is not None]
        if any(n == float(value) and same_unit(unit, found, per) for n, found, per in amounts):
            return
        days = [(found.start, found.end) for found in text.dates(spans)]
        bare = {number for at, number in bare_numbers(text, spans) if not covered(at, days)}
        bare -= {n for n, _, _ in amounts}
        units = [(found, per) for _, found, per in amounts] + [(q.unit, q.per) for q in text.quantities(around)]
        if float(value) in bare and any(same_unit(unit, found, per) for found, per in units):
            return
    yield Finding("numbers", f"no words give its {name} {value:g} {unit or ''}".rstrip())


def bare_numbers(text: Text, spans: Iterable[Span]) -> list[tuple[int, float]]:
    """Where numbers in digits stand in some spans, and what they are."""
    found = (match for start, end in spans for match in _NUMBER.finditer(text.view, start, end))
    return [(match.start(), float(match.group().replace(",", ""))) for match in found]


def same_unit(unit: str | None, found: str, per: str | None) -> bool:
    """True where the unit of a record is that of an amount: `percent of revenue` is a percentage, `a year` a rate."""
    told, _, rate = (unit or "").partition(" a ")
    told = _POINTS.get(told, told)
    return (told == found or told.startswith(f"{found} of ")) and rate == (per or "")
