"""What an account is said not to have raised: "neither Ukraine nor Iran was touched on" raises neither."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bilat.languages.compiled_patterns import compiled
from bilat.languages.compiled_yaml import words
from bilat.model import Span
from bilat.relate.compare_words import listed

_CLAUSE_ENDS = re.compile(r"[，；。！？,;:：—]")


def unsaid(view: str, sentences: Sequence[Span], hits: Sequence[int]) -> Iterator[Span]:
    """The clauses of a simplified view that tell what was not raised. `hits`: where issues are named.

    Where the words stand alone in their clause ("on Taiwan, not a word"), the clause before them is meant.
    """
    silent = [match.span() for match in words_of("unsaid").finditer(view)]
    silent += [(hit.start, hit.end) for hit in listed("silence").hits(view)]
    for start, end in sentences:
        if view[start:end].rstrip(' ”」"').endswith(("?", "？")):
            continue  # 有没有谈到: it is asked
        for first, last in (one for one in silent if start <= one[0] and one[1] <= end):
            low, high = _clause(view, first, last, (start, end))
            alone = not view[last:high].strip(" ”」\"'.。") or words_of("of_it").fullmatch(view[low:first].strip())
            if alone and not any(low <= hit < high for hit in hits):
                low = _clause_before(view, low, (start, end))
            yield (low, _and_others(view, high, end))
        for match in words_of("neither").finditer(view, start, end):
            low, high = _clause(view, match.start(), match.end(), (start, end))
            named = words_of("naming").search(view, low, match.start())
            if words_of("raised").search(view, match.end(), high) or (named and not words_of("no").fullmatch(match[0])):
                yield (low, _and_others(view, high, end))


def _clause_before(view: str, low: int, sentence: Span) -> int:
    """Where the clause before the one that begins at `low` begins: `A, of which B had spoken, was left out` is of A."""
    while low > sentence[0]:
        low = _clause(view, max(sentence[0], low - 2), low - 1, sentence)[0]
        if not words_of("of_which").match(view[low : sentence[1]].lstrip()):
            break
    return low


def _and_others(view: str, end: int, sentence_end: int) -> int:
    """Where a clause with those that only list more ends: `not a word about A, or about B`."""
    more = words_of("or_else")
    while end < sentence_end and more.match(view[end + 1 : sentence_end].lstrip()):
        after = _CLAUSE_ENDS.search(view, end + 1, sentence_end)
        end = after.start() if after else sentence_end
    return end


def _clause(view: str, start: int, end: int, sentence: Span) -> Span:
    marks = [mark.end() for mark in _CLAUSE_ENDS.finditer(view, sentence[0], max(start, sentence[0]))]
    after = _CLAUSE_ENDS.search(view, end, sentence[1])
    return (marks[-1] if marks else sentence[0], after.start() if after else sentence[1])


@functools.cache
def words_of(name: str) -> re.Pattern[str]:
    """The words of a list of compare.yaml, of both languages, as one pattern on the simplified view."""
    forms = {word for words in data()[name].values() for word in words if isinstance(words, list)}
    longest_first = sorted(forms, key=lambda word: (-len(word), word))
    parts = [rf"\b{re.escape(form)}\b" if form.isascii() else re.escape(form) for form in longest_first]
    return compiled("|".join(parts), re.IGNORECASE)


@functools.cache
def data() -> Mapping[str, Any]:
    """What compare.yaml holds."""
    found: Mapping[str, Any] = words("bilat.relate", "compare")
    return found
