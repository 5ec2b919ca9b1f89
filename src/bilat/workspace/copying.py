"""Which documents are copies of which: a new one is looked at beside those that have something in common with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bilat.model import Document
from bilat.packs import Pack
from bilat.relate.duplicates import are_copies, copy_keys, one_source, shingles
from bilat.store import reading, relations


@dataclass(frozen=True, slots=True)
class Copied:
    """What changed by document number: `sources_before`, what counted as the source of those of which it is another
    now; `moved`: documents for whose copies another one stands."""

    sources_before: Mapping[int, str]
    moved: frozenset[int]


def place(db: Connection, own: Mapping[int, Document], pack: Pack) -> Copied:
    """Put documents (by number) among their copies, and say what counts as one source."""
    found = {n: shingles(document) for n, document in own.items()}
    keys = {n: copy_keys(document, found[n]) for n, document in own.items()}
    homes = {home.n: home for home in reading.homes(db, numbers=own)}
    again = [n for n in own if homes[n].copy_of != homes[n].id or reading.keys_of(db, n) not in ([], keys[n])]
    apart = {home.n: home for home in reading.homes(db, copies_of=[homes[n].copy_of for n in again])} | homes
    placing = _Placing(db, dict(own), found)
    for n, known in keys.items():
        relations.write_keys(db, n, known)
    # Copies of a text that changed may be copies no longer: they are all put in their places again.
    for n in apart:
        placing.alone(n)
    for n in sorted(apart):
        placing.put(n, keys[n] if n in keys else reading.keys_of(db, n), apart)
    return _write(db, placing.groups(), pack)


class _Placing:
    def __init__(self, db: Connection, texts: dict[int, Document], found: dict[int, frozenset[int]]) -> None:
        self._db, self._texts, self._found = db, texts, found
        self._groups: dict[int, set[int]] = {}
        self._of: dict[str, set[int]] = {}  # groups as stored that were met, by the document that stands for them

    def alone(self, n: int) -> None:
        """A document that is of no group yet."""
        self._groups[n] = {n}

    def put(self, n: int, keys: Sequence[int], apart: Mapping[int, object]) -> None:
        """Join a document with all of which it is a copy."""
        for copy_of, members in reading.copies_near(self._db, keys).items():
            stored = [m for m in members if m not in apart]
            if stored and copy_of not in self._of:
                group = {home.n for home in reading.homes(self._db, copies_of=[copy_of]) if home.n not in apart}
                self._of[copy_of] = group
                for m in group:
                    self._groups[m] = group
            for m in members:
                if m != n and self._groups[m] is not self._groups[n] and self._is_copy(n, m):
                    self._join(n, m)

    def _join(self, one: int, other: int) -> None:
        joined = self._groups[one]
        joined |= self._groups[other]
        for n in self._groups[other]:
            self._groups[n] = joined

    def _is_copy(self, one: int, other: int) -> bool:
        for n in (one, other):
            if n not in self._texts:
                self._texts |= reading.documents(self._db, [n])
            if n not in self._found:
                self._found[n] = shingles(self._texts[n])
        return are_copies(self._texts[one], self._texts[other], (self._found[one], self._found[other]))

    def groups(self) -> list[set[int]]:
        """All groups that were met."""
        return list({id(group): group for group in self._groups.values()}.values())


def _write(db: Connection, groups: Sequence[set[int]], pack: Pack) -> Copied:
    before: dict[int, str] = {}
    moved: set[int] = set()
    changes: dict[int, tuple[str, str]] = {}
    homes = {home.n: home for home in reading.homes(db, numbers=[n for group in groups for n in group])}
    for group in groups:
        members = [homes[n] for n in group]
        stands = min(home.id for home in members)
        source = one_source([(home.id, home.published, home.outlet) for home in members], pack)
        for home in members:
            if home.source != source:
                before[home.n] = home.source
            if home.copy_of != stands:
                moved.add(home.n)
            if (home.source, home.copy_of) != (source, stands):
                changes[home.n] = (source, stands)
    relations.write_copies(db, changes)
    return Copied(before, frozenset(moved))
