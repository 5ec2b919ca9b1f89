"""Facts that an account tells on an issue and that another account of the same contact can contradict: how much, when,
and whether something was agreed. A fact is told flatly: a passage with a `may` or, for amounts, a `not` tells none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bilat.languages.dates import find_dates
from bilat.languages.quantities import find_quantities
from bilat.languages.sentences import split_sentences
from bilat.model import Document, Span
from bilat.packs import Pack
from bilat.relate.compare_unsaid import data, words_of
from bilat.relate.compare_words import Hit, actor_words, issue_words, listed, view_of, within

_SCALES = {"": 1.0, "million": 1e6, "billion": 1e9}
_LENGTHS = frozenset({"minutes"})  # how long the contact took is a fact of the contact, not of an issue
_STOPS = "，,；;。：:"
_NEAR = 0.02  # sizes that differ by less are roundings of each other


class Fact(NamedTuple):
    """What a passage tells. kind: `how much`, `when`, `agreed`. `thing`: what it is a fact of; facts of one thing
    are compared. `value`: a size, a date cut to what is known, or `yes` or `no`. `text`: the value for people."""

    kind: str
    thing: tuple[object, ...]
    value: str | float
    text: str


def facts(document: Document, spans: Iterable[Span], issue: str, pack: Pack) -> Iterator[Fact]:
    """The facts that the passages of an account which raise an issue tell of it."""
    view = view_of(document.text)
    hits = issue_words(pack).hits(view)
    names = actor_words(pack, joint=True).hits(view)
    for start, end in sorted(set(spans)):
        for clause in _clauses(view, start, end):
            things = {hit.key for hit in within(hits, [clause])}
            passage = view[clause[0] : clause[1]]
            if issue not in things or listed("modality").hits(passage):
                continue
            doer = _doer([hit for hit in names if start <= hit.start and hit.end <= clause[1]], pack)
            yield from _agreed(passage, issue)
            if not listed("negation").hits(passage):
                yield from _sizes(passage, (frozenset(things), doer))
                yield from _dates(document, view, clause, frozenset(things))


def differ(ours: Sequence[Fact], theirs: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The first two facts of one thing that cannot both be, each the only one of its account; None without such."""
    for thing in sorted({fact.thing for fact in ours} & {fact.thing for fact in theirs}, key=repr):
        here, there = ([fact for fact in side if fact.thing == thing] for side in (ours, theirs))
        single = len({fact.value for fact in here}) == len({fact.value for fact in there}) == 1
        if single and not _same(here[0].value, there[0].value):
            return here[0], there[0]
    return None


def _same(one: str | float, other: str | float) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return str(one).startswith(str(other)) or str(other).startswith(str(one))
    return near(one, other)


def near(one: float, other: float) -> bool:
    """True for sizes that may be roundings of one."""
    return abs(one - other) <= _NEAR * max(abs(one), abs(other))


def _clauses(view: str, start: int, end: int) -> Iterator[Span]:
    """The stretches between stops; a stop between digits parts nothing."""
    low = start
    for at in range(start, end):
        within_number = view[at - 1 : at].isdigit() and view[at + 1 : at + 2].isdigit()
        if view[at] in _STOPS and not within_number:
            yield low, at
            low = at + 1
    yield low, end


def _doer(named: Sequence[Hit], pack: Pack) -> str | None:
    """The side, or both, named last as such before the end of the clause; else that of the first person or body."""
    sides = [pack.entities[hit.key].side for hit in named if pack.entities[hit.key].kind in ("side", "joint")]
    return sides[-1] if sides else next((pack.entities[hit.key].side for hit in named), None)


def _agreed(passage: str, issue: str) -> Iterator[Fact]:
    if issue in data()["plain"]:
        return  # to keep talking, to get along: too wide for one thing
    if words_of("not_agreed").search(passage):
        yield Fact("agreed", ("agreed",), "no", "nothing was agreed")
    elif words_of("agreed").search(passage) and not listed("negation").hits(passage):
        yield Fact("agreed", ("agreed",), "yes", "it was agreed")


def _sizes(passage: str, about: tuple[object, ...]) -> Iterator[Fact]:
    for quantity in find_quantities(passage):
        scale, _, thing = (
            quantity.unit.rpartition(" ") if quantity.unit.split(" ")[0] in _SCALES else ("", "", quantity.unit)
        )
        if thing not in _LENGTHS and quantity.low is None:
            size = float(quantity.value) * _SCALES[scale]
            yield Fact("how much", (thing, quantity.per, *about), size, f"{quantity.value:g} {quantity.unit}")


def _dates(document: Document, view: str, clause: Span, things: frozenset[str]) -> Iterator[Fact]:
    """Days to come, or months: when something is to be done. The day of the contact itself is no such day."""
    published = document.published
    if not published:
        return
    for date in find_dates(view, split_sentences(view), published=published):
        inside = clause[0] <= date.start and date.end <= clause[1]
        if (
            inside
            and date.date
            and date.kind == "point"
            and len(date.date) >= 7
            and date.date > published[: len(date.date)]
        ):
            yield Fact("when", ("when", things), date.date, date.date)
