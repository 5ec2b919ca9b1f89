"""How well the guards tell wrong records from right ones: records made wrong on purpose, and those of the extractor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bilat import packs
from bilat.evaluate.corruptions import KINDS, Corruption, corruptions, sample
from bilat.evaluate.tally import Figure
from bilat.extract.analysis import Analysis
from bilat.guards import Problem
from bilat.guards.beside import Beside
from bilat.guards.checks import findings
from bilat.guards.text import Text
from bilat.model import Document, Record, record_id
from bilat.packs import Pack
from bilat.pipeline import outlet_kinds, screened
from bilat.reading import read

MOST = 60  # of each kind of corruption


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """caught: by kind of corruption how many were found wrong; missed: those that were not. records: how many the
    extractor made; alarms: those of them that the guards set aside."""

    caught: Mapping[str, Figure]
    missed: tuple[Corruption, ...]
    records: int
    alarms: tuple[Problem, ...]

    @property
    def all_caught(self) -> Figure:
        """Of all corruptions together."""
        hits, total = (sum(getattr(f, name) for f in self.caught.values()) for name in ("hits", "total"))
        return Figure(hits / total if total else None, hits, total)

    @property
    def false_alarms(self) -> Figure:
        """Of the extractor's own records the share set aside; some of them are wrong indeed."""
        share = len(self.alarms) / self.records if self.records else None
        return Figure(share, len(self.alarms), self.records)


def try_guards(paths: Sequence[str | Path], pack_id: str = "us-cn", *, most: int = MOST, seed: int = 0) -> Guarded:
    """Records of some documents, as they are and made wrong; at most so many of each kind, drawn by the seed.

    Raises PackError for an unknown pack; inputs that cannot be read are left out.
    """
    pack = packs.load(pack_id)
    found = (item for item in read([str(p) for p in paths], outlet_kinds=outlet_kinds(pack)))
    return tried([item for item in found if isinstance(item, Document)], pack, most=most, seed=seed)


def tried(documents: Iterable[Document], pack: Pack, *, most: int = MOST, seed: int = 0) -> Guarded:
    """The guards tried on the records of some documents."""
    made: list[Corruption] = []
    places: dict[str, tuple[Text, tuple[Record, ...]]] = {}
    alarms: list[Problem] = []
    records = 0
    for document in documents:
        both = screened(document, pack)
        alarms += both.aside
        records += len(both.kept) + len(both.aside)
        analysis = Analysis(document, pack)
        places[document.id] = Text(document, pack, analysis), both.kept
        made += corruptions(analysis, both.kept, seed=seed)
    drawn = sample(made, most=most, seed=seed)
    missed = tuple(one for one in drawn if not _is_caught(one, *places[one.record.doc]))
    totals, lost = Counter(one.kind for one in drawn), Counter(one.kind for one in missed)
    caught = {k: Figure(1 - lost[k] / totals[k], totals[k] - lost[k], totals[k]) for k in KINDS if totals[k]}
    return Guarded(caught=caught, missed=missed, records=records, alarms=tuple(alarms))


def _is_caught(wrong: Corruption, text: Text, records: Sequence[Record]) -> bool:
    beside = Beside([record for record in records if record_id(record) != wrong.of])
    return any(True for _ in findings(wrong.record, text, beside))
