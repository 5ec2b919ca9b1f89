"""What a date is resolved to, what it is resolved in, and the choices that all readers share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from bilat.languages import dates_calendar as cal
from bilat.languages.dates_fields import Fields
from bilat.languages.dates_grammar import grammar
from bilat.languages.dates_tense import AHEAD, FUTURE, LIKELY, PAST

STATED, RELATIVE = "stated", "relative"


class Value(NamedTuple):
    """ISO dates cut to what is known, the kind (point, range, duration, vague) and the basis; `split` holds the second
    of two days that are no range."""

    date: str | None
    end_date: str | None = None
    kind: str = "point"
    basis: str | None = None
    split: str | None = None


class Context(NamedTuple):
    """What surrounds a date: the publication, the tense (of `dates_tense`), the anchor (the date before it in the
    text) and whether that stands in the same sentence; `year`, `month`: what the text itself gives to a date without
    one; `same_paragraph`: the anchor stands in the same; `this_year`: the sentence speaks of the year of publication;
    `hedged`: a count is about right."""

    published: date | None
    tense: int = 0
    anchor: str | None = None
    anchor_end: str | None = None
    anchor_basis: str | None = None
    anchor_is_near: bool = False
    year: int | None = None
    month: tuple[int, int] | None = None
    same_paragraph: bool = True
    this_year: bool = False
    hedged: bool = False

    @property
    def ahead(self) -> bool:
        """Whether the sentence looks ahead."""
        return self.tense in AHEAD


UNKNOWN = Value(None, kind="vague")


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if not 1 <= year <= 9999:
        return None
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if cal.valid(year, month, day) else None


def pick(earlier: date | None, later: date | None, today: date, tense: int) -> date | None:
    """The candidate that the tense asks for; without a tense the earlier one unless the later is much nearer."""
    if earlier is None or later is None:
        return earlier or later
    return earlier if is_back((today - earlier).days, (later - today).days, tense) else later


def is_back(back: int, ahead: int, tense: int) -> bool:
    """Whether the tense asks for the date `back` units ago rather than the one `ahead` units on; without a tense the
    earlier one unless the later is much nearer, of a plan the other way round."""
    if tense in (PAST, FUTURE):
        return tense == PAST
    return back * 3 <= ahead if tense == LIKELY else back <= 2 * ahead


def joined(f: Fields, first: str | None, second: str | None, together: bool, basis: str | None) -> Value:
    if first is None or second is None:
        return UNKNOWN
    if "and" in f and not together and "btw" not in f:
        return Value(first, basis=basis, split=second)
    if second <= first:
        return UNKNOWN if second < first else Value(first, basis=basis)
    return Value(first, second, "range", basis)


Reader = Callable[[Fields, Context], Value]


def with_around(value: Value) -> Value:
    """'around' a day: cut to its month."""
    if value.kind == "point" and value.date:
        return value._replace(date=value.date[:7] if len(value.date) == 10 else value.date, kind="vague")
    return value


def seasons(language: str) -> dict[str, int]:
    table: dict[str, int] = grammar(language).data.get("seasons", {})
    return table
