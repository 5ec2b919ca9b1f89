"""Which issues a passage raises, by the words of the pack's vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bilat.extract.analysis import Analysis
from bilat.model import Span


def issues_of(analysis: Analysis, spans: Sequence[Span], *, weak: bool = False) -> tuple[str, ...]:
    """Issue ids raised in the spans, most often raised first; with `weak`, by weak words where no other is there.

    A broad issue is dropped where another is raised; an issue that another one narrows is dropped beside it.
    """
    found = settle(analysis, _counted(analysis, "issue", spans))
    return found or (settle(analysis, _counted(analysis, "weak_issue", spans)) if weak else ())


def issues_named(analysis: Analysis, spans: Sequence[Span]) -> tuple[str, ...]:
    """All issue ids that words in the spans name, none dropped for another."""
    return tuple(_counted(analysis, "issue", spans))


def _counted(analysis: Analysis, layer: str, spans: Sequence[Span]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for start, end in spans:
        counts.update(m.key[0] for m in analysis.layer(layer).within(start, end) if m.kind != "none")
    return counts


def settle(analysis: Analysis, counts: Counter[str]) -> tuple[str, ...]:
    """The issues that remain of all that were counted."""
    issues = analysis.pack.issues
    narrowed = {broader for issue in counts for broader in issues[issue].narrows}
    kept = [issue for issue in counts if issue not in narrowed]
    narrow = [issue for issue in kept if not issues[issue].broad]
    kept = narrow or kept
    return tuple(sorted(kept, key=lambda issue: (-counts[issue], issue)))
