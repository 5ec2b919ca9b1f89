"""When two names name the same: the pack's entities, and the spellings that gold brings along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bilat.model import Name
from bilat.packs import Pack


class NameBook:
    """Spellings and the canonical names that each may stand for."""

    def __init__(self, pack: Pack, names: Mapping[str, Sequence[str]]) -> None:
        self._pack = pack
        self._of: dict[str, set[str]] = {}
        for term in pack.terms:
            for entity in term.ids:
                if entity in pack.entities:
                    self._add(term.surface, pack.entities[entity].name)
        self._extra: dict[str, set[str]] = {}
        for name, others in names.items():
            for spelling in (name, *others):
                self._add(spelling, name)
                self._extra.setdefault(spelling, set()).add(name)
        self._inside = _any_of(self._extra)

    def _add(self, spelling: str, name: str) -> None:
        self._of.setdefault(spelling, set()).add(name)

    def same(self, gold: str, got: Name) -> bool:
        """True where a name in the notes and a name in a record stand for the same somebody."""
        found = self._names(got.name) | self._names(got.surface)
        if got.entity and got.entity in self._pack.entities:
            found.add(self._pack.entities[got.entity].name)
        return bool(self._names(gold) & found)

    def _names(self, spelling: str | None) -> set[str]:
        """The names that a spelling may stand for: by itself, else by the one known name that stands inside it."""
        plain = (spelling or "").strip()
        if plain in self._of:
            return {plain, *self._of[plain]}
        inside = {name for found in self._inside.findall(plain) for name in self._extra[found]}
        return {plain, *inside} if len(inside) == 1 else {plain}


def _any_of(spellings: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds every spelling longer than one character, overlapping ones too."""
    longest_first = sorted((word for word in spellings if len(word) > 1), key=len, reverse=True)
    return re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))") if longest_first else re.compile(r"(?!)")
