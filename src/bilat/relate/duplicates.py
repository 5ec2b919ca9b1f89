"""Copies: syndicated, reposted and script-converted texts tell a thing once, and outlets of one family are one source.

Texts of one language are compared by their shingles (words, or characters of Chinese on the simplified view): sketches
of one permutation find the pairs that are worth a look, the shingles themselves decide.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from bilat.languages.compiled_patterns import compiled
from bilat.languages.script import to_simplified
from bilat.model import Document
from bilat.packs import Pack

_TOKEN = re.compile(r"[^\W_]+")
_HAN = compiled(r"[\u3400-\u9fff]")
_WORDS, _CHARS = 4, 5  # length of a shingle: Latin words, Han characters
_BINS, _ROWS = 66, 3  # a sketch has as many minima; so many of them make a band
_SAME = 0.5  # share of the shingles that copies have in common, names swapped and a paragraph cut
_CUT = 0.8  # of the shorter text's shingles, in the longer one that it was cut from
_LEAST = 12  # shingles; below that only equal texts are copies


def duplicate_groups(documents: Sequence[Document]) -> list[tuple[str, ...]]:
    """Groups of two or more documents that are copies of one text, each in the order of ids.

    Whether two are copies follows from the two alone, and copies of copies are copies: so a group can only grow when
    documents come, and neither their order nor what else is there has an effect.
    """
    ordered = sorted(documents, key=lambda one: one.id)
    sets = {document.id: shingles(document) for document in ordered}
    joined = _Groups(sets)
    met: dict[int, list[Document]] = {}
    for document in ordered:
        for key in copy_keys(document, sets[document.id]):
            for other in met.setdefault(key, []):
                if joined.root(other.id) != joined.root(document.id) and are_copies(
                    other, document, (sets[other.id], sets[document.id])
                ):
                    joined.join(other.id, document.id)
            met[key].append(document)
    return joined.groups()


def copy_keys(document: Document, found: frozenset[int]) -> list[int]:
    """Numbers (63 bits) of which two copies have one in common: bands of the sketch of a text's shingles, its address.

    `found`: its shingles.
    """
    language = document.language[:2]
    keys = {_hash(f"{language} {band}") >> 1 for band in _bands(found)}
    address = _address(document)
    return sorted(keys | {_hash(address) >> 1} if address else keys)


def are_copies(first: Document, second: Document, sets: tuple[frozenset[int], frozenset[int]]) -> bool:
    """Whether two documents, with their shingles, are copies: of one address, or of one language and alike."""
    address = _address(first)
    if address is not None and address == _address(second):
        return True
    return first.language[:2] == second.language[:2] and _copies(*sets)


def _address(document: Document) -> str | None:
    """Where the text stood first; a host alone is no text's address."""
    address = document.original_url or document.url
    try:
        return address if address and len(urlsplit(address).path) > 1 else None
    except ValueError:  # "http://[": what a row or a page states need be no address
        return None


def sources(documents: Sequence[Document], pack: Pack) -> dict[str, str]:
    """By document id what counts as one source: copies of a text, and the outlets of one family, tell a thing once."""
    by_id = {document.id: document for document in documents}
    found = {key: one_source([(key, document.published, document.outlet)], pack) for key, document in by_id.items()}
    for group in duplicate_groups(documents):
        told = [(key, by_id[key].published, by_id[key].outlet) for key in group]
        found |= dict.fromkeys(group, one_source(told, pack))
    return found


def one_source(copies: Iterable[tuple[str, str | None, str | None]], pack: Pack) -> str:
    """The source of copies of a text, each given by its id, day and outlet: the family of the outlet that had it first,
    as far as outlets are known, else the smallest id."""
    families = outlet_families(pack)
    told = sorted((published or "~", key, outlet) for key, published, outlet in copies)
    known = (family for _, _, outlet in told if (family := families.get((outlet or "").lower())))
    return next(known, None) or min(key for _, key, _ in told)


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
