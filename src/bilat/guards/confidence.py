"""How sure to be of a record: how often records that are told like it were right.

What a record was read from (its kind, how its speaker or its day is told) puts it into a class; the classes and how
often their records were right stand in confidence.yaml, which bench/fit_confidence.py writes.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from bilat.languages.compiled_yaml import words
from bilat.model import TYPES, Interaction, Record, Statement

_PAIR = 2
_NAMED = 0.8  # the extractor gives more than that to statements whose speaker is named beside the words


def class_of(record: Record) -> str:
    """How a record is told, as the name of its class."""
    match record:
        case Statement():
            return f"{_told_speaker(record)}, {'quoted' if record.mode != 'indirect' else 'reported'}"
        case Interaction():
            day = "dated" if record.date else "undated"
            return f"{day}, {'both sides' if len(record.participants) >= _PAIR else 'one side or none'}"
        case _:
            return "any"


def _told_speaker(record: Statement) -> str:
    if record.source is None:
        return "unsaid"
    return "named" if record.confidence >= _NAMED else "pointed at"


def calibrated(record: Record) -> Record:
    """A record with the confidence of its class; one of a kind that was never counted stays as it is."""
    known = table().get(TYPES[type(record)], {})
    sure = known.get(class_of(record))
    return record if sure in (None, record.confidence) else replace(record, confidence=sure)


@functools.cache
def table() -> dict[str, dict[str, float]]:
    """By type and class how often a record is right, 0..1."""
    data: dict[str, Any] = words("bilat.guards", "confidence")["right"]
    return {kind: {name: float(share) for name, share in classes.items()} for kind, classes in data.items()}
