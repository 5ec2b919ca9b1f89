"""Confidence by class: from the table where there is one, else as the extractor gave it."""

from __future__ import annotations

import pytest

from bilat.guards import confidence
from bilat.guards.confidence import calibrated, class_of
from bilat.model import Evidence, Interaction, Name, Outlook, Statement

EVIDENCE = (Evidence(start=0, end=3, quote="abc"),)


def statement(sure: float, source: tuple[int, int] | None, mode: str) -> Statement:
    speaker = Name(name="A", surface="A")
    return Statement(
        doc="d", evidence=EVIDENCE, confidence=sure, speaker=speaker, voice="official", mode=mode, act="describe",
        content=((0, 2),), source=source,
    )  # fmt: skip


def test_classes_tell_how_a_record_is_told() -> None:
    assert class_of(statement(0.85, (0, 1), "direct")) == "named, quoted"
    assert class_of(statement(0.75, (0, 1), "indirect")) == "pointed at, reported"
    assert class_of(statement(0.6, None, "indirect")) == "unsaid, reported"
    assert class_of(Interaction(doc="d", evidence=EVIDENCE, kind="call", status="held")) == "undated, one side or none"


def test_the_table_gives_the_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "table", lambda: {"statement": {"named, quoted": 0.91}})
    assert calibrated(statement(0.85, (0, 1), "direct")).confidence == 0.91
    assert calibrated(statement(0.75, (0, 1), "direct")).confidence == 0.75
    outlook = Outlook(doc="d", evidence=EVIDENCE, confidence=0.7, kind="scenario")
    assert calibrated(outlook) is outlook


def test_every_class_of_the_table_is_a_share() -> None:
    told = confidence.table()
    assert set(told) == {"statement", "interaction"}
    assert all(0 < share < 1 for classes in told.values() for share in classes.values())
