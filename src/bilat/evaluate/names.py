"""When two names name the same: the pack's entities, and the spellings that gold brings along."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from bilat.model import Name
from bilat.packs import Pack


class NameBook:
    """Spellings and whose they are.

    Of the spellings that gold brings along, one that several names list belongs to the last of them: a state listed
    as another spelling of its ministry is, for that gold, the ministry.
    """

    def __init__(self, pack: Pack, names: Mapping[str, Sequence[str]]) -> None:
        self._pack = pack
        self._listed = {name: frozenset(others) for name, others in names.items()}
        self._owner = {spelling: name for name, others in names.items() for spelling in (name, *others)}

    def same(self, gold: str, got: Name) -> bool:
        """True where a name in the notes and a name in a record stand for the same somebody."""
        found = {self._own(got.name), self._own(got.surface)}
        if self._own(gold) in found or found & self._listed.get(gold, frozenset()):
            return True
        return bool(self._entities(gold) & self._meant(got))

    def _own(self, spelling: str | None) -> str:
        """Whose a spelling is: by itself, else by the one owner of spellings that stand inside it."""
        plain = (spelling or "").strip()
        if plain in self._owner:
            return self._owner[plain]
        inside = {owner for known, owner in self._owner.items() if len(known) > 1 and known in plain}
        return inside.pop() if len(inside) == 1 else plain

    def _meant(self, got: Name) -> frozenset[str]:
        """The pack's names for who a record means: by its entity where it says one, else by how it is written."""
        if got.entity and got.entity in self._pack.entities:
            return frozenset({got.name, self._pack.entities[got.entity].name})
        return self._entities(got.name) | self._entities(got.surface)

    def _entities(self, spelling: str) -> frozenset[str]:
        return frozenset({spelling}) | _spellings(self._pack).get(spelling, frozenset())


@functools.cache
def _spellings(pack: Pack) -> dict[str, frozenset[str]]:
    """The canonical names that each of the pack's spellings may stand for."""
    found: dict[str, set[str]] = {}
    for term in pack.terms:
        known = {pack.entities[entity].name for entity in term.ids if entity in pack.entities}
        found.setdefault(term.surface, set()).update(known)
    return {spelling: frozenset(names) for spelling, names in found.items()}
