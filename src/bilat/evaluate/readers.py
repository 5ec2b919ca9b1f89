"""The rules against a language model, and both together: the same figures for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bilat.evaluate.command import own_gold
from bilat.evaluate.scoring import evaluate
from bilat.evaluate.tally import Figure
from bilat.proposing import Proposer

READERS = ("rules", "model", "both")


def compared(paths: Sequence[str | Path], proposer: Proposer, *, pack_id: str = "us-cn") -> str:
    """A table of every figure with a column a reader, for folders of gold, bilat's own where none is named.

    The model's answers are asked for once where its `Kept` keeps them. Raises UsageError as `evaluate` does, and where
    the service refuses.
    """
    folders = [Path(path) for path in paths] or [own_gold()]
    found = (
        evaluate(folders, pack_id).figures,
        evaluate(folders, pack_id, proposer=proposer, alone=True).figures,
        evaluate(folders, pack_id, proposer=proposer).figures,
    )
    names = list(dict.fromkeys(name for figures in found for name in figures))
    rows = [["figure", *READERS], *([name, *(_told(figures.get(name)) for figures in found)] for name in names)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(READERS) + 1)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join((f"model: {proposer.name}", *lines))


def _told(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "-"
    return f"{figure.value:.3f} ({figure.hits}/{figure.total})"
