"""Where in a text numbers and lengths can begin: by automaton, in lower case, where a pattern that ignores case would
try itself on every character."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick_rs


def lowered(view: str) -> str:
    """A text in lower case, of the same length."""
    low = view.lower()
    return low if len(low) == len(view) else "".join(c.lower() if len(c.lower()) == 1 else c for c in view)


class Words:
    """A list of words found in texts: the leftmost, and of those the longest."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(words))
        self._automaton = ahocorasick_rs.AhoCorasick(self.words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int]]:
        """[start, end) of every occurrence, none overlapping, in order."""
        return [(start, end) for _, start, end in self._automaton.find_matches_as_indexes(text)]


class WholeWords:
    """Words that stand between letters of no other word."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(word.lower() for word in words))
        self._open = tuple(not _is_letter(word[-1]) for word in self._words)  # a mark may stand before a letter
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def starts(self, low: str) -> list[int]:
        """Where they begin in a text in lower case, the leftmost first, none within another."""
        found: dict[int, int] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            if start and _is_letter(low[start - 1]):
                continue
            if self._open[index] or end == len(low) or not _is_letter(low[end]):
                found[start] = max(end, found.get(start, end))
        kept: list[int] = []
        last = 0
        for start in sorted(found):
            if start >= last:
                kept.append(start)
                last = found[start]
        return kept


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"
