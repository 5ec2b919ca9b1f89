"""Every figure on records made by hand: right ones count, wrong ones do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bilat import packs
from bilat.evaluate import gold as notes
from bilat.evaluate.pairs import score_pair
from bilat.evaluate.scoring import Report, score
from bilat.evaluate.tally import Figure, Tally, figures
from bilat.model import (
    Comparison,
    Compliance,
    Document,
    Evidence,
    Interaction,
    Measure,
    Name,
    Outlook,
    Record,
    Reference,
    Statement,
    cite,
)
from bilat.pipeline import Run

from .conftest import TEXT

CALL = {"kind": "call", "status": "held", "date": "2025-06-05", "participants": ["Xi Jinping"], "span": [49, 64]}
SAID = {"speaker": "China", "side": "CN", "voice": "official", "mode": "indirect", "act": "describe"}
SAID |= {"issues": ["trade", "ai"], "quote": "talks were held", "span": [32, 47]}
XI = Name(name="Xi Jinping", surface="Xi", entity="person/xi-jinping", side="CN")
CHINA = Name(name="China", surface="China", entity="side/CN", side="CN")

Scored = Callable[..., dict[str, Figure]]


@pytest.fixture
def scored(gold_folder: Callable[..., Path]) -> Scored:
    """The figures of some records against some notes, over the one article."""

    def figures_of(records: list[Record], **noted: Any) -> dict[str, Figure]:
        golds = notes.load(gold_folder(**noted))
        document = Document(id="d", text=TEXT, language="en", kept=((0, 64),), path=str(golds[0].document))
        ran = Run((document,), tuple(records), ())
        return Report(tallies=tuple(score(golds, ran, packs.load("us-cn")))).figures

    return figures_of


def call(**fields: Any) -> Interaction:
    given = {"kind": "call", "status": "held", "date": "2025-06-05", "participants": (XI,)} | fields
    span = given.pop("at", (49, 64))
    return Interaction(doc="d", evidence=cite(TEXT, span), **given)


def said(**fields: Any) -> Statement:
    given = {
        "speaker": CHINA,
        "voice": "official",
        "mode": "indirect",
        "act": "describe",
        "issues": ("trade",),
    } | fields
    return Statement(doc="d", evidence=cite(TEXT, (0, 47)), **({"content": ((27, 47),)} | given))


def test_cleaning_wants_passages_whole_and_chrome_untouched(scored: Scored) -> None:
    found = scored([], keep=["Trump called Xi", "Xi. We"], drop=["We think", "Xi. We think"])
    assert (found["cleaning.keep"].hits, found["cleaning.keep"].total) == (1, 2)
    assert (found["cleaning.drop"].hits, found["cleaning.drop"].total) == (1, 2)


@pytest.mark.parametrize(
    ("got", "matches"),
    [
        (call(), True),
        (call(kind="video_call"), True),
        (call(kind="meeting"), False),
        (call(status="planned"), False),
        (call(date="2025-06"), True),
        (call(date="2025-06-06"), False),
        (call(at=(0, 5)), True),  # elsewhere, but somebody and the date in common
        (call(at=(0, 5), participants=()), False),
        (call(at=(0, 5), date=None), False),
        (call(date=None, participants=()), True),  # the same place
    ],
)
def test_interactions_match(scored: Scored, got: Interaction, matches: bool) -> None:
    found = scored([got], interactions=[CALL])
    assert found["interactions.recall"].hits == found["interactions.precision"].hits == int(matches)
    assert found["interactions.f1"].value == float(matches)


def test_each_interaction_is_matched_once(scored: Scored) -> None:
    found = scored([call()], interactions=[CALL, CALL])
    assert (found["interactions.recall"].hits, found["interactions.recall"].total) == (1, 2)
    assert found["interactions.f1"] == Figure(2 / 3, 2, 3)


def test_the_better_match_is_taken(scored: Scored) -> None:
    found = scored([call(date=None), call(duration_minutes=90)], interactions=[CALL | {"duration_minutes": 90}])
    assert found["interactions.duration_minutes"].value == found["interactions.dated"].value == 1.0
    assert found["interactions.precision"].value == 0.5


def test_a_coarser_date_than_noted_is_not_right(scored: Scored) -> None:
    assert scored([call(date="2025-06")], interactions=[CALL])["interactions.dated"].value == 0.0


def test_statements_agree_in_their_details(scored: Scored) -> None:
    found = scored([said()], statements=[SAID])
    for detail in ("recall", "speaker", "side", "voice", "mode", "act"):
        assert found[f"statements.{detail}"] == Figure(1.0, 1, 1)
    assert found["statements.issues.recall"] == Figure(0.5, 1, 2)
    assert found["statements.issues.precision"] == Figure(1.0, 1, 1)
    assert found["statements.issues.f1"] == Figure(2 / 3, 2, 3)
    assert "statements.precision" not in found


def test_wrong_details_do_not_count(scored: Scored) -> None:
    wrong = said(speaker=XI.__class__(name="Japan", surface="Japan"), voice="media", mode="direct", act="deny")
    found = scored([wrong], statements=[SAID])
    for detail in ("speaker", "side", "voice", "mode", "act"):
        assert found[f"statements.{detail}"].hits == 0


def test_statements_must_cover_the_middle(scored: Scored) -> None:
    assert scored([said(content=((32, 38),))], statements=[SAID])["statements.recall"].hits == 0


def test_extra_statements_count_where_the_notes_are_complete(scored: Scored) -> None:
    found = scored([said(), said(content=((66, 77),))], statements=[SAID], statements_complete=True)
    assert found["statements.precision"] == Figure(0.5, 1, 2)


def test_the_author_is_told_by_the_voice(scored: Scored) -> None:
    noted = SAID | {"speaker": "author", "voice": "author", "side": "none", "span": [65, 76]}
    got = said(speaker=Name(name="we", surface="We"), voice="author", content=((65, 76),))
    found = scored([got], statements=[noted])
    assert found["statements.speaker"].value == found["statements.side"].value == 1.0


def test_evidence_that_does_not_stand_there_is_told(scored: Scored) -> None:
    bad = Outlook(doc="d", evidence=(Evidence(start=0, end=5, quote="chinA"),), kind="scenario")
    assert scored([bad])["evidence"] == Figure(0.5, 1, 2)


@pytest.mark.parametrize(
    ("wrong", "hits"),
    [({"kind": "call", "status": "held"}, 0), ({"kind": "call", "status": "planned"}, 1), ({"date": "2025-06"}, 0)],
)
def test_must_not(scored: Scored, wrong: dict[str, Any], hits: int) -> None:
    assert scored([call()], must_not=[{"type": "interaction", "why": "no", **wrong}])["must_not"].hits == hits


@pytest.mark.parametrize(
    ("noted", "got", "hit"),
    [
        ({"instrument": "tariff", "value": 10, "imposed_by": "US"}, {"value": 10, "imposed_by": "US"}, True),
        ({"instrument": "tariff", "value": 10, "imposed_by": "US"}, {"value": 20, "imposed_by": "US"}, False),
        ({"instrument": "tariff", "value": None, "imposed_by": "US"}, {"value": 20, "imposed_by": "US"}, True),
        ({"instrument": "tariff", "value": 10, "imposed_by": "US"}, {"value": 10}, False),
        ({"instrument": "port_fees", "value": None, "imposed_by": "US"}, {}, True),
        ({"instrument": "port_fees", "value": None, "imposed_by": "US"}, {"imposed_by": "CN"}, False),
    ],
)
def test_measures(scored: Scored, noted: dict[str, Any], got: dict[str, Any], hit: bool) -> None:
    record = Measure(doc="d", evidence=cite(TEXT, (0, 5)), instrument=noted["instrument"], **got)
    assert scored([record], measures=[noted])["measures.recall"].hits == int(hit)


def test_compliance_needs_the_claimant_and_the_place(scored: Scored) -> None:
    noted = [{"name": "x", "claims": [{"by": "CN", "claim": "breached_by_US", "span": [10, 20]}]}]
    right = Compliance(doc="d", evidence=cite(TEXT, (12, 30)), commitment=None, by="CN", claim="breached")
    elsewhere = Compliance(doc="d", evidence=cite(TEXT, (50, 60)), commitment=None, by="CN", claim="breached")
    found = scored([right, elsewhere], commitments=noted)
    assert found["compliance.recall"].hits == found["compliance.claim"].hits == 1


def test_references(scored: Scored) -> None:
    noted = {"count": 2, "masked": [["Trump called", "restored"], ["Xi", "xi"]]}
    got = Reference(doc="d", evidence=cite(TEXT, (0, 5)), url="Trump called", restored_url="restored")
    found = scored([got], references=noted)
    assert found["references.found"] == Figure(0.5, 1, 2)
    assert found["references.restored"] == Figure(0.5, 1, 2)


def test_a_refused_document_misses_everything(gold_folder: Callable[..., Path]) -> None:
    golds = notes.load(gold_folder(statements=[SAID], interactions=[CALL], drop=["We think"]))
    found = Report(tallies=tuple(score(golds, Run((), (), ()), packs.load("us-cn")))).figures
    for name in ("documents", "language", "statements.recall", "interactions.recall", "cleaning.drop"):
        assert found[name].value == 0.0


def test_pairs(gold_folder: Callable[..., Path]) -> None:
    sides = {"US": ["ai", "trade"], "CN": ["trade", "taiwan"]}
    for name, account in (("en-01", "US"), ("en-02", "CN")):
        folder = gold_folder(name, pair="P", account=account, issues_by_side=sides)
    golds = notes.load(folder)
    documents = [Document(id=g.name, text=TEXT, language="en", path=str(g.document)) for g in golds]
    outcomes = [("trade", "both"), ("ai", "only_CN")]
    compared = [
        Comparison(
            doc="en-01",
            evidence=cite(TEXT, (0, 5)),
            event="e",
            docs=("en-01", "en-02"),
            issue=issue,
            outcome=outcome,
            sides={},
        )
        for issue, outcome in outcomes
    ]
    accounts = {gold.notes["account"]: gold for gold in golds}
    by_name = {gold.name: document for gold, document in zip(golds, documents, strict=True)}
    report = Report(tallies=(score_pair("P", accounts, by_name, compared),))
    assert report.figures["pairs.recall"] == Figure(1 / 3, 1, 3)
    assert report.figures["pairs.precision"] == Figure(0.5, 1, 2)
    assert report.figures["pairs.f1"] == Figure(0.4, 2, 5)


def test_figures_of_nothing_are_unknown() -> None:
    tally = Tally("x")
    tally.add("pairs.precision", 0, 0)
    assert figures([tally]) == {"pairs.precision": Figure(None, 0, 0)}
