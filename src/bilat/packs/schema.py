"""What a pack holds, once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import NamedTuple


class Tenure(NamedTuple):
    """An office held from one date to another (ISO, may be partial; None is open)."""

    office: str
    start: str | None = None
    end: str | None = None

    def covers(self, date: str) -> bool:
        """True where the tenure may cover a date, partial dates compared at the coarser precision."""
        before = self.start is not None and date[: len(self.start)] < self.start[: len(date)]
        after = self.end is not None and date[: len(self.end)] > self.end[: len(date)]
        return not before and not after


class Office(NamedTuple):
    """An office: whose it is, and the level of those who hold it."""

    id: str
    name: str
    side: str | None
    level: str | None
    body: str | None = None
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Whatever a pack knows by name.

    kind: person, body, outlet, thinktank, place, forum, side, joint. event: what a joint phrase itself names.
    pronoun: he or she, by which the press speaks of a person; None where the pack does not say.
    """

    id: str
    name: str
    kind: str
    side: str | None = None
    voice: str | None = None
    tenures: tuple[Tenure, ...] = ()
    level: str | None = None
    country: str | None = None
    outlet_kind: str | None = None
    family: str | None = None
    parent: str | None = None
    event: str | None = None
    pronoun: str | None = None
    hosts: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str | None:
        """The state it lies in, belongs to or is: an ISO 3166-1 code; None where the pack does not say."""
        return self.country or self.side


class Term(NamedTuple):
    """A surface form and what it may stand for. weak: only once the entity was named in full, or after an office."""

    surface: str
    language: str
    kind: str
    ids: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two states: its code, its name, and the words for its nationals and goods."""

    code: str
    name: str
    unnamed_official: str
    languages: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue of the vocabulary.

    words raise it; weak words only where nothing else is raised. broad: counts only where no other issue is raised.
    aspect: what may be said of any matter; a statement that raises nothing else has its matter from the words around.
    general: the dealings themselves (talks, visits, the relationship), which are never that matter.
    """

    id: str
    labels: Mapping[str, str]
    broad: bool = False
    aspect: bool = False
    general: bool = False
    narrows: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weak: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class StatusWords(NamedTuple):
    """The words that put a measure into a status."""

    status: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWords:
    """Words that name a contact together with one of the sides ("visit to Ayland"): kind, form and level as in the
    languages' own words for contacts."""

    kind: str
    form: str
    level: str | None = None
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A formulaic phrase. labels: its official renderings; words: the other forms of it in texts, by language.

    side: whose phrase it is by origin. first: the date of the earliest use that `first_source` confirms (ISO, may be
    cut), `first_by` the id of the person who used it then.
    """

    id: str
    labels: Mapping[str, str]
    side: str | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str | None = None
    first_by: str | None = None
    first_source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An instrument that one side holds. needs: words one of which must stand in the same sentence.

    loose: words that name it only beside one of `loose_needs`.

    manner: how its amounts are read (rate: a share on goods, in layers; truce: a length of time; pledge: goods or money
    over a time); status: what it has where a text says nothing of it; undoes: the instrument that it takes back;
    act: each use is an act of its own (a listing, a sale), so that one only weighed or expected is none;
    statuses: words that put this one into a status, before those of all (to suspend imports puts a ban in force).
    """

    id: str
    labels: Mapping[str, str]
    imposed_by: str | None = None
    target: str | None = None
    valued: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    loose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    loose_needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exceptions: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    status: str | None = None
    manner: str | None = None
    undoes: str | None = None
    act: bool = False
    statuses: tuple[StatusWords, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A part of a stack of instruments, the words that tell it, and whose it is where only one side has it.

    on_all: it falls on everybody's goods, not on the other side's alone.
    """

    id: str
    on_all: bool = False
    imposed_by: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How the register is read as a course of phases: which steps are hard, and from when on it is complete.

    effects: by instrument what imposing it is (burden, relief, truce, irritant). titles: names of those that are no
    instrument of the pack, by language. summaries: layers that only add others up. readings: by row of the register
    what its step is (escalation, easing, none) where the general rule would err.
    """

    complete_since: str | None = None
    effects: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    summaries: frozenset[str] = frozenset()
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """A relationship as data. Compared and hashed by identity: there is one of each in a process."""

    id: str
    labels: Mapping[str, str]
    sides: tuple[Side, Side]
    entities: Mapping[str, Entity]
    offices: Mapping[str, Office]
    terms: tuple[Term, ...]
    issues: Mapping[str, Issue]
    not_issues: tuple[str, ...]
    instruments: Mapping[str, Instrument]
    layers: tuple[Layer, ...]
    statuses: tuple[StatusWords, ...]
    contacts: tuple[ContactWords, ...]
    targets: Mapping[str, Mapping[str, tuple[str, ...]]]
    register: Mapping[str, tuple[Mapping[str, str], ...]]
    conduct: Conduct = field(default_factory=Conduct)
    phrases: Mapping[str, Phrase] = field(default_factory=dict)
    issue_weights: Traversable | None = None  # the file of what was learned about its issues
