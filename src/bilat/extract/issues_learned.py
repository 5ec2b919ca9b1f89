"""The issues of a statement as a pack's learned weights choose them: a line of weights for every feature.

Logistic regression, one issue against the rest, on statements that careful readers labelled (`bench/issues` has them,
and trains). What the rules see is among the features: where the words are new, their choice stands.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bilat.errors import PackError
from bilat.packs import Pack

_MOST = 6  # issues of one statement


@dataclass(frozen=True, slots=True)
class Learned:
    """The weights of a pack. Each feature has a line: the place of an issue in `issues` and its weight, and so on."""

    issues: tuple[str, ...]
    bias: tuple[float, ...]
    lines: Mapping[str, str]
    taken: float  # an issue of this score or more is one of the statement's
    least: float  # the best one is, from this score on
    _read: dict[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Of each issue, in log odds."""
        found = list(self.bias)
        for feature, value in features.items():
            for place, weight in self.weights(feature):
                found[place] += weight * value
        return found

    def weights(self, feature: str) -> tuple[tuple[int, float], ...]:
        """What a feature weighs for issues, by their places; a line is read when it is first asked for."""
        known = self._read.get(feature)
        if known is None:
            line = self.lines.get(feature, "").split()
            pairs = zip(line[::2], line[1::2], strict=True)
            known = self._read[feature] = tuple((int(place), float(weight)) for place, weight in pairs)
        return known

    def choose(self, features: Mapping[str, float]) -> tuple[str, ...]:
        """The issues that reach the mark, likeliest first; else the likeliest one, if it is likely enough."""
        scores = self.scores(features)
        ranked = sorted(range(len(scores)), key=lambda place: -scores[place])
        taken = [place for place in ranked[:_MOST] if scores[place] >= self.taken]
        if not taken and scores[ranked[0]] >= self.least:
            taken = ranked[:1]
        return tuple(self.issues[place] for place in taken)


@functools.lru_cache(maxsize=8)
def learned(pack: Pack) -> Learned | None:
    """The learned weights of a pack; None where it has none. Raises PackError where they cannot be read."""
    file = pack.issue_weights
    if file is None:
        return None
    try:
        first, *rest = file.read_text("utf-8").rstrip("\n").split("\n")
        head = json.loads(first)
        return Learned(
            issues=tuple(head["issues"]),
            bias=tuple(head["bias"]),
            lines=dict(line.split("\t", 1) for line in rest),
            taken=head["taken"],
            least=head["least"],
        )
    except (KeyError, TypeError, ValueError) as broken:
        raise PackError(f"{file}: {broken}; build it anew by bench/issues/train.py, or take the file away") from broken
