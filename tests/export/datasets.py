"""Datasets for the tests of the formats: the sample of the brief, and bundled articles as they are read."""

from __future__ import annotations

import functools
from typing import Any

from sample import sample

from bilat import packs
from bilat.demo import sample_paths
from bilat.export.formats import Dataset
from bilat.model import Commitment, Measure, cite
from bilat.pipeline import run

MADE = "2025-11-20"


def written_by_hand(**more: Any) -> Dataset:
    """Every kind of record, in three scripts, and two that are due and that the register does not know."""
    documents, records = sample()
    about: dict[str, Any] = {"doc": documents[3].id, "evidence": cite(documents[3].text, (0, 12))}
    visas = Measure(instrument="student_visa", imposed_by="US", target="CN", expires="2026-02-03", **about)
    lent = Commitment(name="lend two pandas", parties=("CN",), to="US", due="2026-03-04", issues=("climate",), **about)
    return made(documents, [*records, visas, lent], **more)


@functools.cache
def bundled() -> Dataset:
    """What is read from some of the bundled articles, in both languages and with something due."""
    with sample_paths() as paths:
        result = run([path for path in paths if any(part in path for part in ("call", "explainer", "summit-2026"))])
    return made(result.documents, result.records)


def made(documents: Any, records: Any, **more: Any) -> Dataset:
    values: dict[str, Any] = {"documents": tuple(documents), "records": tuple(records), "made": MADE, **more}
    return Dataset(pack=packs.load("us-cn"), **values)
