"""Counting: hits of totals, and the figures that come of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bilat.model import Record

# These pairs of figures share their hits, so that 2 * hits / (found + wanted) is their harmonic mean.
_WITH_F1 = ("interactions", "statements.issues", "pairs")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share: hits of total, 0..1; None where there was nothing to count."""

    value: float | None
    hits: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One thing that came out wrong: in which gold, under which figure, and what the notes (or the record) say."""

    name: str
    what: str
    item: dict[str, Any]


@dataclass(slots=True)
class Tally:
    """Hits and totals by figure, what was missed, and which records were right, of one gold item."""

    name: str
    language: str | None = None
    genre: str | None = None
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    weighed: list[tuple[Record, bool]] = field(default_factory=list)

    def add(self, figure: str, hits: int, total: int = 1) -> None:
        """Count hits of a total under a figure."""
        before, of = self.counts.get(figure, (0, 0))
        self.counts[figure] = (before + hits, of + total)

    def check(self, figure: str, hit: bool, **item: Any) -> None:
        """Count one hit or miss; a miss is listed with its item."""
        self.add(figure, int(hit))
        if not hit:
            self.missed(figure, **item)

    def missed(self, figure: str, **item: Any) -> None:
        """List a miss that is counted elsewhere; `span` is left out, the quote tells it."""
        shown = {key: value for key, value in item.items() if key != "span"}
        self.misses.append(Miss(name=self.name, what=figure, item=shown))


def figures(tallies: Iterable[Tally]) -> dict[str, Figure]:
    """The figures of some tallies together, by name in order, with F1 where there are precision and recall."""
    sums: dict[str, tuple[int, int]] = {}
    for tally in tallies:
        for name, (hits, total) in tally.counts.items():
            before, of = sums.get(name, (0, 0))
            sums[name] = (before + hits, of + total)
    for name in _WITH_F1:
        recall, precision = sums.get(f"{name}.recall"), sums.get(f"{name}.precision")
        if recall and precision:
            sums[f"{name}.f1"] = (recall[0] + precision[0], recall[1] + precision[1])
    return {name: Figure(hits / total if total else None, hits, total) for name, (hits, total) in sorted(sums.items())}
