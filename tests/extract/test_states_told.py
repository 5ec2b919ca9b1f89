"""Sentences with what a careful reader takes from each of them: measures, silences, outlook; and those that only look
like it. So many must be found, and so much of what is found must be right: the floors may only rise."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from bilat.model import Measure, Outlook, Record, Silence
from tests.relate.phrase_texts import read

FOLDER = Path(__file__).parent / "states"
BEFORE = {"silences": ("Trump and Xi spoke by phone on Tuesday. ", "特朗普与习近平周二通了电话。")}
FLOORS = {  # recall, precision, share of those that tell nothing from which nothing is read
    "measures": (0.76, 0.73, 0.77),
    "silences": (0.92, 0.92, 0.80),
    "outlook": (0.93, 0.91, 0.95),
}


def told_by(record: Record) -> str | None:
    """What a record says, as the files write it, a measure without its status."""
    match record:
        case Measure():
            value = "-" if record.value is None else f"{record.value:g}"
            return f"{record.instrument} {record.imposed_by} {value}"
        case Silence():
            return f"{record.side} {record.issue}"
        case Outlook():
            return record.kind
    return None


TYPES: dict[str, type[Record]] = {"measures": Measure, "silences": Silence, "outlook": Outlook}


@functools.cache
def measured(name: str) -> tuple[float, float, float]:
    """Recall, precision and the share of sentences that tell nothing from which nothing is read."""
    cases: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    rows = []
    for number, case in enumerate(cases):
        english = case["text"].isascii()
        lead = BEFORE[name][0 if english else 1] if name in BEFORE else ""
        day = str(case.get("on", "2025-11-12"))
        language = "en" if english else "zh-Hans"
        rows.append({"id": f"x{number}", "published": day, "language": language, "text": lead + case["text"]})
    run = read(rows)
    numbers = {d.id: int(str(d.path).rpartition("#x")[2]) for d in run.documents}
    found: defaultdict[int, set[str]] = defaultdict(set)
    for record in run.records:
        said = told_by(record) if isinstance(record, TYPES[name]) else None
        if said is not None:
            found[numbers[record.doc]].add(said)
    counts: Counter[str] = Counter()
    for number, case in enumerate(cases):
        wanted = {" ".join(one.split()[:3]) for one in case["told"]}
        counts.update(wanted=len(wanted), hit=len(wanted & found[number]), got=len(found[number]))
        if not wanted:
            counts.update(near=1, kept_out=not found[number])
    return counts["hit"] / counts["wanted"], counts["hit"] / counts["got"], counts["kept_out"] / counts["near"]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_what_sentences_tell(name: str) -> None:
    assert all(got >= floor for got, floor in zip(measured(name), FLOORS[name], strict=True)), measured(name)
