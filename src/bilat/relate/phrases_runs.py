"""Counting sequences of words, or of characters, and how firmly their parts hold together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Units (words, or Han characters) that stand side by side with no mark between them."""

    units: tuple[str, ...]


class Sequences:
    """All sequences of units that recur, with their counts. `longest`: how many units one may have."""

    def __init__(self, runs: Sequence[Run], *, longest: int, least: int, joint: str) -> None:
        """`least`: how often a sequence must stand to be counted; `joint`: what stands between units in its text."""
        self.runs = runs
        self.joint = joint
        self.counts: Counter[tuple[str, ...]] = Counter((unit,) for run in runs for unit in run.units)
        self.total = sum(self.counts.values())
        frequent = {key for key, count in self.counts.items() if count >= least}
        for length in range(2, longest + 1):
            counted = Counter(self._of_length(length, frequent))
            frequent = {key for key, count in counted.items() if count >= least}
            if not frequent:
                break
            self.counts.update({key: counted[key] for key in frequent})

    def _of_length(self, length: int, frequent: set[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        """What may recur: sequences of which both the first and the last units do."""
        for run in self.runs:
            for at in range(len(run.units) - length + 1):
                key = run.units[at : at + length]
                if key[:-1] in frequent and key[1:] in frequent:
                    yield key

    def association(self, key: tuple[str, ...]) -> float:
        """The least log-likelihood ratio (Dunning 1993) over all ways to cut the sequence in two."""
        both = self.counts[key]
        return min(
            log_likelihood(both, self.counts[key[:cut]], self.counts[key[cut:]], self.total)
            for cut in range(1, len(key))
        )

    def held(self, keys: set[tuple[str, ...]], share: float) -> set[tuple[str, ...]]:
        """Those that nearly always stand after, or before, one and the same unit: pieces of something longer.

        Ends of a run are never the same unit. `share`: of its occurrences.
        """
        before: dict[tuple[str, ...], Counter[str]] = {key: Counter() for key in keys}
        after: dict[tuple[str, ...], Counter[str]] = {key: Counter() for key in keys}
        lengths = sorted({len(key) for key in keys})
        for run in self.runs:
            for at in range(len(run.units)):
                for length in lengths:
                    key = run.units[at : at + length]
                    if key not in before:
                        continue
                    if at:
                        before[key][run.units[at - 1]] += 1
                    if at + length < len(run.units):
                        after[key][run.units[at + length]] += 1
        return {
            key
            for key in keys
            if max(max(side.values(), default=0) for side in (before[key], after[key])) >= share * self.counts[key]
        }


def log_likelihood(both: int, first: int, second: int, total: int) -> float:
    """The log-likelihood ratio G2 of a pair: seen together `both` times, alone `first` and `second`, of `total`.

    0 where they stand together no more often than by chance.
    """
    if both * total <= first * second:
        return 0.0
    table = (both, first - both, second - both, total - first - second + both)
    rows, columns = (first, total - first), (second, total - second)
    expected = [row * column / total for row in rows for column in columns]
    pairs = zip(table, expected, strict=True)
    return 2 * sum(seen * math.log(seen / due) for seen, due in pairs if seen > 0 and due > 0)
