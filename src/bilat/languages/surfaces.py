"""Forms of words found in texts by automaton, each with what is known by it; those of Chinese when a text holds any."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick_rs

from bilat.languages.script import has_han

T = TypeVar("T")
# Letters and figures that go on a Latin word: plain ones, and those from À to ɏ.
_LATIN = frozenset(char for char in map(chr, range(0x250)) if (char.isascii() and char.isalnum()) or char >= "À")


class Surfaces(Generic[T]):
    """Forms with what is known by each. A form that begins or ends with a Latin letter is a word of its own."""

    def __init__(self, forms: Mapping[str, T]) -> None:
        self._han: dict[str, T] = {}
        others: dict[str, T] = {}
        for form, known in forms.items():
            (self._han if not form.isascii() and has_han(form) else others)[form] = known
        self._of_others = _Part(others)

    @functools.cached_property
    def of_han(self) -> _Part[T]:
        """The forms with Chinese characters: no other text can hold one."""
        return _Part(self._han)

    def found(self, view: str) -> Iterator[tuple[int, int, T]]:
        """(start, end, what is known) of every occurrence in a simplified view, in no order."""
        yield from self._of_others.found(view)
        if has_han(view):
            yield from self.of_han.found(view)


class _Part(Generic[T]):
    def __init__(self, forms: Mapping[str, T]) -> None:
        self._known = [(known, form[0] in _LATIN, form[-1] in _LATIN) for form, known in forms.items()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(forms))

    def found(self, view: str) -> Iterator[tuple[int, int, T]]:
        size = len(view)
        for index, start, end in self._automaton.find_matches_as_indexes(view, overlapping=True):
            known, latin_start, latin_end = self._known[index]
            if latin_start and start and view[start - 1] in _LATIN:
                continue
            if latin_end and end < size and view[end] in _LATIN:
                continue
            yield start, end, known
