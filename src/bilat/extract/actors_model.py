"""What an actor is, and the tokens that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bilat.extract.analysis import Analysis
from bilat.extract.unknown_people import UnknownPerson
from bilat.model import Name, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody at [start, end), the whole noun phrase.

    kind: person, body, outlet, thinktank, side, joint, role, account, pronoun.
    """

    start: int
    end: int
    kind: str
    name: str
    surface: str
    entity: str | None = None
    side: str | None = None
    office: str | None = None
    voice: str | None = None
    level: str | None = None
    pronoun: str | None = None
    named: bool = True

    def as_name(self) -> Name:
        """The actor as a name in a record."""
        return Name(name=self.name, surface=self.surface, entity=self.entity, side=self.side, office=self.office)

    @property
    def span(self) -> Span:
        """[start, end) of the noun phrase."""
        return self.start, self.end


class Token(NamedTuple):
    """A mention that may be an actor or part of one; `ids` are the pack's, or voice and language of a role."""

    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    weak: bool = False
    person: UnknownPerson | None = None


def actor_of(analysis: Analysis, head: Token, kind: str, name: str, **more: object) -> Actor:
    """An actor that stands where its head stands; `more` are further fields of it."""
    surface = analysis.text[head.start : head.end]
    name = name.replace("\n", " ")  # of a name that a line's end divides
    values: dict[str, object] = {"start": head.start, "end": head.end, "kind": kind, "name": name, "surface": surface}
    return Actor(**(values | more))  # type: ignore[arg-type]
