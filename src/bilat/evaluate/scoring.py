"""A folder of gold, read by bilat and scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bilat import packs
from bilat.evaluate import gold as notes
from bilat.evaluate.calibration import Bin, calibration
from bilat.evaluate.gold import Gold
from bilat.evaluate.interactions import score_interactions
from bilat.evaluate.names import NameBook
from bilat.evaluate.others import (
    of,
    score_compliance,
    score_document,
    score_evidence,
    score_measures,
    score_must_not,
    score_places,
    score_references,
)
from bilat.evaluate.pairs import score_pairs
from bilat.evaluate.statements import score_statements
from bilat.evaluate.tally import Figure, Miss, Tally, figures
from bilat.model import TYPES, Compliance, Document, Interaction, Measure, Record, Reference, Statement
from bilat.packs import Pack
from bilat.pipeline import Run, run
from bilat.proposing import Proposer


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How right bilat was, one tally for each gold item and each pair of accounts."""

    tallies: tuple[Tally, ...]

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure over all of the gold."""
        return figures(self.tallies)

    @property
    def misses(self) -> tuple[Miss, ...]:
        """Everything that came out wrong, in the order of the gold."""
        return tuple(miss for tally in self.tallies for miss in tally.misses)

    def where(self, wanted: Callable[[Tally], bool]) -> Report:
        """The report of some of the gold."""
        return Report(tallies=tuple(tally for tally in self.tallies if wanted(tally)))

    @property
    def calibration(self) -> list[Bin]:
        """How often records are right by how sure they are: interactions, and statements (with their speaker) where all
        are noted."""
        told = (weighed for tally in self.tallies for weighed in tally.weighed)
        return calibration((TYPES[type(record)], record.confidence, right) for record, right in told)

    def by_language(self) -> dict[str, dict[str, Figure]]:
        """The figures for each language; pairs of accounts in two languages are in none."""
        return self._by(lambda tally: tally.language)

    def by_genre(self) -> dict[str, dict[str, Figure]]:
        """The figures for each family of genres; pairs of accounts are in none."""
        return self._by(lambda tally: tally.genre)

    def _by(self, key: Callable[[Tally], str | None]) -> dict[str, dict[str, Figure]]:
        found = sorted({name for tally in self.tallies if (name := key(tally))})
        return {name: figures(tally for tally in self.tallies if key(tally) == name) for name in found}

    def table(self) -> str:
        """The figures as lines of plain text: name, value, hits/total."""
        lines = []
        for name, figure in self.figures.items():
            value = "-" if figure.value is None else f"{figure.value:.4f}"
            lines.append(f"{name:34} {value:>7}   {figure.hits}/{figure.total}")
        return "\n".join(lines)


def evaluate(
    gold_dirs: Sequence[Path], pack_id: str = "us-cn", *, proposer: Proposer | None = None, alone: bool = False
) -> Report:
    """Extract the documents of each folder of gold, those of one folder together, and score the records.

    `proposer`, `alone`: the readers, as of `pipeline.run`. Raises UsageError for a folder without gold, PackError
    for an unknown pack.
    """
    pack = packs.load(pack_id)
    tallies: list[Tally] = []
    for folder in gold_dirs:
        golds = notes.load(folder)
        paths = sorted({str(gold.document) for gold in golds})
        tallies += score(golds, run(paths, pack_id=pack_id, proposer=proposer, alone=alone), pack)
    return Report(tallies=tuple(tallies))


def score(golds: Sequence[Gold], ran: Run, pack: Pack) -> list[Tally]:
    """The tallies of some gold, given what a run over its documents gave."""
    by_path = {document.path: document for document in ran.documents}
    documents = {gold.name: by_path[str(gold.document)] for gold in golds if str(gold.document) in by_path}
    by_document: dict[str, list[Record]] = {}
    for record in ran.records:
        by_document.setdefault(record.doc, []).append(record)
    found = [_score_one(gold, documents.get(gold.name), by_document, pack) for gold in golds]
    return found + score_pairs(golds, documents, by_document, pack)


def _score_one(gold: Gold, document: Document | None, by_document: Mapping[str, list[Record]], pack: Pack) -> Tally:
    tally = Tally(gold.name, language=gold.language, genre=gold.genre)
    text = gold.text(document)
    book = NameBook(pack, gold.names)
    records = by_document.get(document.id, []) if document else []
    tally.check("documents", document is not None, path=str(gold.document))
    score_document(gold, document, tally, text)
    score_evidence(document, records, tally, text)
    score_interactions(gold, of(Interaction, records), book, tally)
    score_statements(gold, of(Statement, records), book, tally, text)
    score_must_not(gold, records, tally)
    score_measures(gold, of(Measure, records), tally)
    score_places(gold, records, tally)
    score_compliance(gold, of(Compliance, records), tally)
    score_references(gold, of(Reference, records), tally, text)
    return tally
