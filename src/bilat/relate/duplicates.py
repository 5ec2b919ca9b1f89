"""Copies: syndicated, reposted and script-converted texts tell a thing once, and outlets of one family are one source.

Texts of one language are compared by their shingles (words, or characters of Chinese on the simplified view): sketches
of one permutation find the pairs that are worth a look, the shingles themselves decide. Near-linear in the documents.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from urllib.parse import urlsplit

from bilat.languages.script import to_simplified
from bilat.model import Document
from bilat.packs import Pack

_TOKEN = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS, _CHARS = 4, 5  # length of a shingle: Latin words, Han characters
_BINS, _ROWS = 66, 3  # a sketch has as many minima; so many of them make a band
_SAME = 0.5  # share of the shingles that copies have in common, names swapped and a paragraph cut
_CUT = 0.8  # of the shorter text's shingles, in the longer one that it was cut from
_LEAST = 12  # shingles; below that only equal texts are copies
_CROWD = 40  # documents that one band brings together are compared with the first so many


def duplicate_groups(documents: Sequence[Document]) -> list[tuple[str, ...]]:
    """Groups of two or more documents that are copies of one text, each in the order of ids."""
    sets = {document.id: shingles(document) for document in sorted(documents, key=lambda one: one.id)}
    originals = {document.id: document.original_url or document.url for document in documents}
    joined = _Groups(sets)
    for first, second in sorted(_worth_comparing(sets, documents)):
        if _copies(sets[first], sets[second]):
            joined.join(first, second)
    by_address: dict[str, list[str]] = {}
    for key, address in sorted(originals.items()):
        if address and len(urlsplit(address).path) > 1:  # a host alone is no text's address
            by_address.setdefault(address, []).append(key)
    for same in by_address.values():
        for first, second in pairwise(same):
            joined.join(first, second)
    return joined.groups()


def sources(documents: Sequence[Document], pack: Pack) -> dict[str, str]:
    """By document id what counts as one source: copies of a text, and the outlets of one family, tell a thing once."""
    families = outlet_families(pack)
    joined = _Groups({document.id: frozenset[int]() for document in documents})
    for group in duplicate_groups(documents):
        for first, second in pairwise(group):
            joined.join(first, second)
    by_family: dict[str, list[str]] = {}
    for document in sorted(documents, key=lambda one: one.id):
        family = families.get((document.outlet or "").lower())
        if family is not None:
            by_family.setdefault(family, []).append(document.id)
    for same in by_family.values():
        for first, second in pairwise(same):
            joined.join(first, second)
    return {document.id: joined.root(document.id) for document in documents}


@functools.lru_cache(maxsize=8)
def outlet_families(pack: Pack) -> Mapping[str, str]:
    """The family of an outlet by each of its names, in lower case."""
    found: dict[str, str] = {}
    for term in pack.terms:
        if term.kind == "outlet":
            entity = pack.entities[term.ids[0]]
            found[term.surface.lower()] = found[entity.name.lower()] = entity.family or entity.id
    return found


def shingles(document: Document) -> frozenset[int]:
    """The hashed shingles of the kept text, by its simplified view and without case, marks and spaces."""
    spans = document.kept or ((0, len(document.text)),)
    view = to_simplified(document.text).lower()
    units: list[str] = []
    for start, end in spans:
        for token in _TOKEN.findall(view[start:end]):
            units += list(token) if _HAN.search(token) else [token]
    length = _CHARS if _mostly_han(units) else _WORDS
    if len(units) < length:
        return frozenset({_hash(" ".join(units))} if units else ())
    return frozenset(_hash(" ".join(units[at : at + length])) for at in range(len(units) - length + 1))


def _mostly_han(units: Sequence[str]) -> bool:
    return 2 * sum(bool(_HAN.match(unit)) for unit in units) > len(units)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _worth_comparing(sets: Mapping[str, frozenset[int]], documents: Iterable[Document]) -> set[tuple[str, str]]:
    """Pairs of one language whose sketches share a band."""
    languages = {document.id: document.language[:2] for document in documents}
    buckets: dict[tuple[object, ...], list[str]] = {}
    for key, values in sets.items():
        for band in _bands(values):
            buckets.setdefault((languages[key], *band), []).append(key)
    pairs: set[tuple[str, str]] = set()
    for keys in buckets.values():
        head = keys[:_CROWD]
        pairs.update(combinations(head, 2))
        pairs.update((head[0], key) for key in keys[_CROWD:])
    return pairs


def _bands(values: frozenset[int]) -> Iterator[tuple[int, ...]]:
    if not values:
        return
    minima: list[int | None] = [None] * _BINS
    for value in values:
        place, rest = value % _BINS, value // _BINS
        kept = minima[place]
        if kept is None or rest < kept:
            minima[place] = rest
    for start in range(0, _BINS, _ROWS):
        rows = minima[start : start + _ROWS]
        filled = [row for row in rows if row is not None]
        if len(filled) == _ROWS or (len(values) < _BINS and filled):
            yield (start, *filled)


def _copies(first: frozenset[int], second: frozenset[int]) -> bool:
    shorter = min(len(first), len(second))
    if shorter < _LEAST:
        return first == second and bool(first)
    shared = len(first & second)
    return shared >= _SAME * len(first | second) or shared >= _CUT * shorter


class _Groups:
    """Disjoint sets of document ids; a group is known by its smallest id."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}

    def root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, first: str, second: str) -> None:
        low, high = sorted((self.root(first), self.root(second)))
        self._parent[high] = low

    def groups(self) -> list[tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key in sorted(self._parent):
            found.setdefault(self.root(key), []).append(key)
        return [tuple(keys) for keys in found.values() if len(keys) > 1]
