"""What a statement is judged by when its issues are chosen: the pieces of its words, and what the rules see.

Who acts is hidden: the names of the two sides and of people, and the signs that stand for a state, all become one
mark, so that the same words weigh the same in either side's mouth and about either side.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from bilat.extract.analysis import Analysis
from bilat.model import Span
from bilat.packs import Pack

_HIDDEN = frozenset({"side", "person", "adjective", "officials"})
_MARK = "§"
_RUNS = re.compile(rf"[\u4e00-\u9fff{_MARK}0]+|[a-z][a-z'-]*")
_DIGITS = re.compile(r"\d+")
_ARTICLE = re.compile(rf"\bthe (?={_MARK})")  # the name of one state has it, that of another not
_GRAMS = 3  # longest piece of Chinese, in characters
_STEM = 6  # characters of an English word
_AROUND = 0.3  # for each unit of an issue's weight around the words


class Seen(NamedTuple):
    """What the rules see of a statement: issues that its words name and its topic, what they choose, and the weights
    of the issues around it."""

    named: Iterable[str]
    topic: Iterable[str]
    chosen: Iterable[str]
    around: Mapping[str, float]


def features(analysis: Analysis, content: Sequence[Span], seen: Seen) -> dict[str, float]:
    """The features of a statement whose words are at `content`, with their values."""
    pieces = set(_pieces(hidden(analysis, content)))
    found = dict.fromkeys(pieces, 1 / sqrt(len(pieces))) if pieces else {}
    found.update((f"named:{issue}", 1.0) for issue in seen.named)
    found.update((f"topic:{issue}", 1.0) for issue in seen.topic)
    found.update((f"chosen:{issue}", 1.0) for issue in seen.chosen)
    found.update((f"around:{issue}", _AROUND * min(weight, 3.0)) for issue, weight in seen.around.items())
    return found


def hidden(analysis: Analysis, content: Sequence[Span]) -> str:
    """The words in small letters, without who acts and without figures; parts that lie apart are kept apart."""
    signs = _signs(analysis.pack)
    parts: list[str] = []
    for start, end in content:
        at = start
        for mention in analysis.layer("entity").within(start, end):
            if mention.kind in _HIDDEN:
                parts += [analysis.view[at : mention.start].translate(signs), _MARK]
            elif mention.kind == "joint":  # China-US and US-China are one
                word = "".join(sorted(analysis.view[mention.start : mention.end].lower()))
                parts += [analysis.view[at : mention.start].translate(signs), " ", word, " "]
            else:
                continue
            at = mention.end
        parts += [analysis.view[at:end].translate(signs), " … "]
    return _DIGITS.sub("0", _ARTICLE.sub("", "".join(parts).lower()))


@functools.lru_cache(maxsize=8)
def _signs(pack: Pack) -> dict[int, str]:
    """The single characters that stand for a side, each to be read as the mark."""
    words = (word for side in pack.sides for word in side.adjectives)
    return {ord(word): _MARK for word in words if len(word) == 1}


def _pieces(words: str) -> Iterator[str]:
    """One to three characters of Chinese; the stems of English words, single and in pairs."""
    before = ""
    for run in _RUNS.findall(words):
        if "a" <= run[0] <= "z":
            stem = run[:_STEM]
            yield stem
            if before:
                yield f"{before} {stem}"
            before = stem
        else:
            before = ""
            for length in range(1, _GRAMS + 1):
                yield from (run[at : at + length] for at in range(len(run) - length + 1))
