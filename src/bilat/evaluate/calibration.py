"""Whether records are right as often as their confidence says."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

BINS = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """The records of one kind whose confidence lies in [low, high): how sure they were, how often they were right."""

    kind: str
    low: float
    high: float
    records: int
    sure: float
    right: float


def calibration(weighed: Iterable[tuple[str, float, bool]]) -> list[Bin]:
    """Bins of (kind, confidence, right) in order, empty ones left out; the last bin takes a confidence of 1 in."""
    groups: dict[tuple[str, int], list[tuple[float, bool]]] = {}
    for kind, confidence, right in weighed:
        place = min(int(confidence * BINS + 1e-9), BINS - 1)
        groups.setdefault((kind, place), []).append((confidence, right))
    return [
        Bin(
            kind=kind,
            low=place / BINS,
            high=(place + 1) / BINS,
            records=len(found),
            sure=math.fsum(confidence for confidence, _ in found) / len(found),
            right=sum(right for _, right in found) / len(found),
        )
        for (kind, place), found in sorted(groups.items())
    ]


def gap(bins: Iterable[Bin]) -> float | None:
    """The expected calibration error: how far apart confidence and truth lie, by number of records; None of none."""
    every = list(bins)
    total = sum(found.records for found in every)
    return math.fsum(abs(b.sure - b.right) * b.records for b in every) / total if total else None
