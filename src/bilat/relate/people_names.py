"""Who a name means: people and bodies of the pack by any alias in any script, and others by how texts name them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bilat.languages.folding import fold
from bilat.languages.script import has_han, to_simplified
from bilat.model import Interaction, Name, Record, Statement
from bilat.packs import Pack

_KINDS = frozenset({"person", "body", "side", "thinktank", "outlet"})
_UNKNOWN = "unknown"
_LEAST_PART = {True: 2, False: 3}  # Han characters, Latin letters, of which a name must have as many to find a part


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person or body. `key`: the pack's id, or the name as texts write it where the pack does not know them (`kind`
    unknown). `aliases`: every name that says on its own, or with an office, who is meant."""

    key: str
    name: str
    kind: str
    side: str | None
    aliases: tuple[str, ...] = ()

    def is_named(self, name: Name) -> bool:
        """True where a name of a record means them."""
        if self.kind == _UNKNOWN:
            return name.entity is None and plain(name.name) == plain(self.name)
        return name.entity == self.key


def find(query: str, records: Iterable[Record], pack: Pack) -> list[Somebody]:
    """All whom a query may mean: by id or by a whole name, else by a part of one; more than one are namesakes.

    Those of the pack come before those whom only the records name.
    """
    if query in pack.entities and pack.entities[query].kind in _KINDS:
        return [_known(query, pack)]
    wanted = plain(query)
    if not wanted:
        return []
    named = {**_by_name(pack), **_in_records(records, pack)}
    found = named.get(wanted, ())
    if not found and len(wanted.replace(" ", "")) >= _LEAST_PART[has_han(wanted)]:
        found = tuple(key for name, keys in named.items() if _is_part(wanted, name) for key in keys)
    told = [_known(key, pack) if key in pack.entities else _unknown(key) for key in dict.fromkeys(found)]
    return sorted(told, key=lambda one: (one.kind == _UNKNOWN, one.name))


def of_name(name: Name, pack: Pack) -> Somebody | None:
    """Whom a record names; None for both sides together and for nobody in particular."""
    if name.entity in pack.entities:
        return _known(str(name.entity), pack) if pack.entities[str(name.entity)].kind in _KINDS else None
    return None if name.entity or name.side == "both" else _unknown(name.name)


def plain(name: str) -> str:
    """A name without what its writing varies: capitals, points, marks, hyphens, script."""
    return fold(to_simplified(name)).text.replace(".", "").strip()


def _is_part(wanted: str, name: str) -> bool:
    """Within a Chinese name, or as whole words of one in Latin letters."""
    return wanted in name if has_han(wanted) else f" {wanted} " in f" {name} "


def _in_records(records: Iterable[Record], pack: Pack) -> dict[str, tuple[str, ...]]:
    """Those whom the pack does not know, by plain name. A name of the pack's stays the pack's."""
    found: dict[str, tuple[str, ...]] = {}
    for record in records:
        names = [record.speaker] if isinstance(record, Statement) else []
        names += record.participants if isinstance(record, Interaction) else ()
        for name in names:
            key = plain(name.name)
            if name.entity is None and name.side != "both" and key not in _by_name(pack):
                found.setdefault(key, (name.name,))
    return found


@functools.lru_cache(maxsize=8)
def _by_name(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """The ids that a plain name may mean."""
    found: dict[str, dict[str, None]] = {}
    for term in pack.terms:
        for key in term.ids:
            if term.kind in _KINDS and key in pack.entities:
                found.setdefault(plain(term.surface), {})[key] = None
    for entity in pack.entities.values():
        if entity.kind in _KINDS:
            found.setdefault(plain(entity.name), {})[entity.id] = None
    return {name: tuple(keys) for name, keys in found.items()}


@functools.lru_cache(maxsize=8)
def _aliases(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for term in pack.terms:
        if term.kind in _KINDS:
            for key in term.ids:
                found.setdefault(key, {})[term.surface] = None
    return {key: tuple(names) for key, names in found.items()}


def _known(key: str, pack: Pack) -> Somebody:
    entity = pack.entities[key]
    return Somebody(key=key, name=entity.name, kind=entity.kind, side=entity.side, aliases=_aliases(pack).get(key, ()))


def _unknown(name: str) -> Somebody:
    return Somebody(key=name, name=name, kind=_UNKNOWN, side=None)
