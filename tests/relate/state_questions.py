"""How an answer to a question about a day's state is judged: by the rules of the questions, nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bilat.relate.state import StateRecord

OWN = Path(__file__).parents[1] / "fixtures" / "state" / "questions.jsonl"
SHARED = Path("/work/shared/bench/state/dev.jsonl")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answers(question: dict[str, Any], records: Sequence[StateRecord]) -> list[StateRecord]:
    asked = (question["instrument"], question["imposed_by"], question["layer"])
    return [r for r in records if (r.measure.instrument, r.measure.imposed_by, r.measure.layer) == asked]


def wrong(question: dict[str, Any], records: Sequence[StateRecord]) -> str | None:
    """What is wrong with the answer; None where it is right."""
    expect, found = question["expect"], answers(question, records)
    allowed = {expect["status"], *expect.get("also", ())}
    if not found:
        return None if allowed & {"none", "not_in_force"} else f"no answer, expected {expect}"
    if len(found) > 1:
        return f"{len(found)} answers"
    record = found[0]
    status, value = record.measure.status, record.measure.value
    if "not_in_force" in allowed:
        return "in force" if status == "in_force" else None
    if status not in allowed:
        return f"{status} {value}, expected {expect}"
    if expect["value"] is not None and value != expect["value"]:
        return f"value {value}, expected {expect}"
    if expect["status"] == status == "last_known" and record.last != expect.get("last", record.last):
        return f"last {record.last}, expected {expect}"
    if expect["status"] == "last_known" and record.run_out != expect.get("run_out", False):
        return f"run_out {record.run_out}, expected {expect}"
    return None
