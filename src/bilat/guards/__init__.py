"""Records against the text they rest on: what is wrong with one, whoever proposed it.

A guard reads the words again at the places that a record names: its quotes, its names and sides, its dates and amounts,
its conditions, negations and hedges. It does not ask whether the extractor would say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilat.extract.analysis import Analysis
from bilat.guards.beside import Beside
from bilat.guards.checks import findings
from bilat.guards.problem import Problem
from bilat.guards.text import Text
from bilat.model import TYPES, Document, Record, record_id
from bilat.packs import Pack

__all__ = ["Problem", "Screened", "check", "screen"]


@dataclass(frozen=True, slots=True)
class Screened:
    """Records that their text bears out, in their order, and why the others are set aside: one problem each."""

    kept: tuple[Record, ...]
    aside: tuple[Problem, ...]


def check(record: Record, document: Document, pack: Pack, *, beside: Sequence[Record] = ()) -> list[Problem]:
    """What is wrong with a record, given its document's text; empty for one that the text bears out.

    `beside`: the document's other records, which say who spoke before. Raises nothing.
    """
    return _problems(record, Text(document, pack), Beside(beside))


def screen(
    records: Iterable[Record], document: Document, pack: Pack, *, analysis: Analysis | None = None
) -> Screened:
    """The records of one document parted into those that its text bears out and those that it does not.

    `analysis`: of the document, where there is one already.
    """
    told = tuple(records)
    text = Text(document, pack, analysis)
    beside = Beside(told)
    wrong = {at: found for at, record in enumerate(told) if (found := _problems(record, text, beside))}
    kept = tuple(record for at, record in enumerate(told) if at not in wrong)
    return Screened(kept, tuple(found[0] for found in wrong.values()))


def _problems(record: Record, text: Text, beside: Beside) -> list[Problem]:
    return [
        Problem(record=record_id(record), type=TYPES[type(record)], doc=record.doc, guard=guard, reason=reason)
        for guard, reason in findings(record, text, beside)
    ]
