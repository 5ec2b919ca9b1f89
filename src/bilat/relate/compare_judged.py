"""Judgements of the ties of the two states and of a talk as a whole: "constructive", 管控分歧.

They are an account's word on the relationship, or on trade where the talk was about trade and nobody led a state.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bilat.languages.compiled_patterns import compiled
from bilat.model import Span
from bilat.relate.compare_unsaid import data, words_of
from bilat.relate.compare_words import Hit
from bilat.relate.events import Event

_LEADER = "leader"


def judgements(view: str, named: Sequence[Hit], event: Event) -> Iterator[Hit]:
    """Where a simplified view judges the ties or the event's talk, by the issue on which that bears.

    `named`: where it names issues.
    """
    issue = str(data()["judged"]["issue"])
    others = [match.span() for match in words_of("not_judged").finditer(view)]
    for start, end in _outside(others, (match.span() for match in words_of("judged").finditer(view))):
        yield Hit(start, end, issue)
    of_talk = _matter(named, event) or issue
    tones = [match.span() for pattern in (words_of("tone"), _rated()) for match in pattern.finditer(view)]
    for start, end in _outside(others, tones):
        yield Hit(start, end, of_talk)


def _outside(others: Sequence[Span], found: Iterator[Span] | Sequence[Span]) -> Iterator[Span]:
    return (span for span in found if not any(low <= span[0] and span[1] <= high for low, high in others))


def _matter(named: Sequence[Hit], event: Event) -> str | None:
    """The one matter that ministers' talks were about: that of the issue named most, where it has one."""
    if any(value == _LEADER for value, _ in event.values.get("level", ())):
        return None
    counted = Counter(hit.key for hit in named)
    most = max(sorted(counted), key=lambda issue: counted[issue], default=None)
    found: str | None = data()["matter"].get(most)
    return found


@functools.cache
def _rated() -> re.Pattern[str]:
    return compiled("|".join(pattern for patterns in data()["rated"].values() for pattern in patterns), re.IGNORECASE)
