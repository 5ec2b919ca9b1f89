"""One telling of an interaction, and how the dates of two tellings compare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bilat.extract.actors import Actor
from bilat.model import FAMILY, Span


@dataclass(slots=True)
class Candidate:
    """One telling of an interaction: from a single clause, or merged from several."""

    kind: str
    status: str
    spans: list[Span]
    people: dict[str, Actor] = field(default_factory=dict)
    date: str | None = None
    end_date: str | None = None
    basis: str | None = None
    place: str | None = None
    place_id: str | None = None
    forum: str | None = None
    minutes: int | None = None
    loosely_long: bool = False  # the length stands in another clause than the word: a later one may be meant
    initiated_by: str | None = None
    level: str | None = None
    known: str | None = None  # the day that the register gives for what is recalled by its place
    confirmed: str | None = None  # the row of the register without which the words would not be enough
    joint: bool = False
    anaphoric: bool = False
    announced: bool = False
    definite: bool = False  # `The meeting ...` at the head of its sentence
    follows: int = -2  # where the sentence before that of the first telling begins
    with_somebody: bool = False
    of_trade: bool = False
    earlier: bool = False  # recalled as the last before the one told of
    entry: bool = False  # told in an entry of a timeline
    completed: bool = False  # of a visit: told as over
    served: bool = False  # told only as what something else is for
    elsewhere: bool = False  # a journey to neither side
    sentence: int = -1  # where the sentence of the (last) telling begins
    mentions: int = 1

    @property
    def family(self) -> str:
        return FAMILY.get(self.kind, self.kind)

    def add(self, people: Iterable[Actor]) -> None:
        """Adds people as participants; who is among them already stays as first told."""
        for actor in people:
            self.people.setdefault(actor.entity or actor.name, actor)


def agree(one: str | None, other: str | None) -> bool:
    """True where both dates are known and one is the other, or the month or year that it lies in."""
    return bool(one and other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def conflict(one: str | None, other: str | None) -> bool:
    """True where both dates are known and they do not agree."""
    return bool(one and other) and not agree(one, other)


def within(event: Candidate, date: str | None) -> bool:
    """True where a date lies between the first and the last day of an event."""
    return bool(event.date and event.end_date and date) and str(event.date) <= str(date) <= str(event.end_date)
