"""How right attributions are: who said what, against annotated spans, in precision, recall and F1.

The measures are those of Newell et al. (2018, PolNeAR) and Pareti (2015), with one headline, FULL: the content shares
at least half of the tokens of the longer one, and the source is right. Texts are resampled for the interval.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bilat.evaluate.attribution_tokens import Tokened, TokenIndex, Tokens, how_quoted

MEASURES = (
    "cue overlap",
    "source exact",
    "source tokens",
    "content exact",
    "content tokens",
    "content >=50%",
    "FULL",
)
QUOTED = ("direct", "mixed", "indirect")
T = TypeVar("T")
Count = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Score:
    """Counts of one measure: `both` found and annotated, of `gold` annotated and `system` found."""

    both: int
    gold: int
    system: int

    @property
    def precision(self) -> float:
        """Of what was found, the part that is right."""
        return self.both / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Of what is annotated, the part that was found."""
        return self.both / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class AttributionReport:
    """Scores by measure over all texts; `interval` is FULL F1's, 95 percent, by resampling texts."""

    scores: dict[str, Score]
    source_right: float
    recall_by_quoting: dict[str, tuple[int, int]]
    interval: tuple[float, float]
    texts: int

    def table(self) -> str:
        """As text, in percent."""
        lines = [f"{'':16}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'gold':>8}{'found':>8}"]
        for name, s in self.scores.items():
            shares = "".join(f"{100 * x:7.1f}" for x in (s.precision, s.recall, s.f1))
            lines.append(f"{name:16}{shares}{s.both:8}{s.gold:8}{s.system:8}")
        lines.append(f"source right where the content is: {100 * self.source_right:.1f}")
        parts = (f"{k} {100 * a / b if b else 0:.1f} ({a}/{b})" for k, (a, b) in self.recall_by_quoting.items())
        lines.append("FULL recall by content: " + ", ".join(parts))
        low, high = self.interval
        lines.append(f"FULL F1, 95% interval over {self.texts} texts: {100 * low:.1f} to {100 * high:.1f}")
        return "\n".join(lines)


def score(
    texts: Iterable[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]], resamples: int = 1000
) -> AttributionReport:
    """Scores for pairs of a gold record (`id`, `text`, `attributions`) and what was found in its text.

    Raises InputError for a span outside its text.
    """
    counts = [counted(record, found) for record, found in texts]
    total: Count = sum(counts, Counter())
    scores = {name: _score(total, name) for name in MEASURES}
    matched = scores["content >=50%"].both
    return AttributionReport(
        scores=scores,
        source_right=total["source", "right"] / matched if matched else 0.0,
        recall_by_quoting={kind: (total[kind, "both"], total[kind, "gold"]) for kind in QUOTED},
        interval=interval(counts, resamples),
        texts=len(counts),
    )


def counted(record: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> Count:
    """The counts of one text."""
    index = TokenIndex(record["text"])
    annotated = record["attributions"]
    gold = index.tokened(annotated, f"{record['id']} (gold)")
    system = index.tokened(found, f"{record['id']} (found)")
    counts: Count = Counter()

    def add(name: str, both: int, of_gold: int, of_system: int) -> None:
        counts[name, "both"] += both
        counts[name, "gold"] += of_gold
        counts[name, "system"] += of_system

    cues = [a.cue for a in gold if a.cue], [a.cue for a in system if a.cue]
    add("cue overlap", len(pairs(*cues, shared)), *map(len, cues))
    for name in ("source", "content"):
        sides = [[part for a in side if (part := getattr(a, name))] for side in (gold, system)]
        add(f"{name} exact", (Counter(sides[0]) & Counter(sides[1])).total(), *map(len, sides))
        unions = [frozenset[int]().union(*side) for side in sides]
        add(f"{name} tokens", shared(*unions), *map(len, unions))
    heard, said = [a for a in gold if a.content], [a for a in system if a.content]
    halves = pairs(heard, said, lambda g, s: half(g.content, s.content))
    add("content >=50%", len(halves), len(heard), len(said))
    counts["source", "right"] += sum(same_source(heard[i].source, said[j].source) for i, j in halves)
    full = pairs(heard, said, full_match)
    add("FULL", len(full), len(heard), len(said))
    kinds = [how_quoted(record["text"], a["content"]) for a, t in zip(annotated, gold, strict=True) if t.content]
    counts.update((kind, "gold") for kind in kinds)
    counts.update((kinds[i], "both") for i, _ in full)
    return counts


def shared(a: Tokens, b: Tokens) -> int:
    """How many tokens both hold."""
    return len(a & b)


def half(a: Tokens, b: Tokens) -> float:
    """The shared part of the longer one where it is at least a half, else 0."""
    both, longer = len(a & b), max(len(a), len(b))
    return both / longer if both and 2 * both >= longer else 0.0


def same_source(a: Tokens, b: Tokens) -> bool:
    """Whether two sources share a token, or both are absent."""
    return bool(a & b) if a and b else not a and not b


def full_match(gold: Tokened, system: Tokened) -> float:
    """`half` of the contents where the source is right, else 0."""
    return half(gold.content, system.content) if same_source(gold.source, system.source) else 0.0


def pairs(gold: Sequence[T], system: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[int, int]]:
    """One-to-one pairs of what is alike at all, the most alike first; ties by the order of gold, then of the system."""
    alike = sorted((-n, i, j) for i, g in enumerate(gold) for j, s in enumerate(system) if (n := likeness(g, s)) > 0)
    taken_g: set[int] = set()
    taken_s: set[int] = set()
    found = []
    for _, i, j in alike:
        if i not in taken_g and j not in taken_s:
            taken_g.add(i)
            taken_s.add(j)
            found.append((i, j))
    return found


def interval(counts: Sequence[Count], resamples: int) -> tuple[float, float]:
    """FULL F1 of the 2.5th and 97.5th hundredth of resampled sets of texts; the same for the same texts."""
    if not counts or not resamples:
        return (0.0, 0.0)
    draw = random.Random(0)
    rows = [tuple(c["FULL", side] for side in ("both", "gold", "system")) for c in counts]
    found = sorted(Score(*map(sum, zip(*draw.choices(rows, k=len(rows)), strict=True))).f1 for _ in range(resamples))
    return found[int(0.025 * resamples)], found[min(resamples - 1, int(0.975 * resamples))]


def _score(counts: Count, name: str) -> Score:
    return Score(counts[name, "both"], counts[name, "gold"], counts[name, "system"])
