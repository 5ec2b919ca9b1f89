"""FULL F1 of attributions: contents share half of the longer one's tokens, sources share a token or are both none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bilat.model import Span

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


class Attributed(Protocol):
    """What both annotators and readers give."""

    @property
    def source(self) -> tuple[Span, ...] | None: ...
    @property
    def content(self) -> tuple[Span, ...]: ...


@dataclass(frozen=True)
class Score:
    """How many pairs are right, of how many annotated and how many found."""

    right: int
    gold: int
    system: int

    @property
    def f1(self) -> float:
        """In percent."""
        return 200 * self.right / (self.gold + self.system) if self.gold + self.system else 100.0


def full_score(texts: Sequence[tuple[str, Sequence[Attributed], Sequence[Attributed]]]) -> Score:
    """Over (text, annotated, found) of every text."""
    counts = [_of_text(*row) for row in texts]
    return Score(*(sum(column) for column in zip(*counts, strict=True)))


def _of_text(text: str, gold: Sequence[Attributed], system: Sequence[Attributed]) -> tuple[int, int, int]:
    places = [m.span() for m in _TOKEN.finditer(text)]
    ours, theirs = ([(_tokens(a.source, places), _tokens(a.content, places)) for a in side] for side in (gold, system))
    pairs = sorted(
        (-_share(g[1], s[1]), i, j)
        for i, g in enumerate(ours)
        for j, s in enumerate(theirs)
        if _share(g[1], s[1]) >= 0.5 and (g[0] & s[0] or not (g[0] or s[0]))
    )
    used_gold: set[int] = set()
    used_system: set[int] = set()
    for _, i, j in pairs:
        if i not in used_gold and j not in used_system:
            used_gold.add(i)
            used_system.add(j)
    return len(used_gold), len(gold), len(system)


def _tokens(spans: Sequence[Span] | None, places: Sequence[Span]) -> frozenset[int]:
    return frozenset(i for i, (a, b) in enumerate(places) if any(s < b and a < e for s, e in spans or ()))


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    longest = max(len(one), len(other))
    return len(one & other) / longest if longest else 0.0
