"""The ledger: one entry an undertaking, claims as claims, due dates against a day."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest

from bilat import packs
from bilat.errors import PackError, UsageError
from bilat.model import Commitment, Compliance, Evidence, record_id
from bilat.relate.ledger import Entry, entry_json, gathered, ledger
from bilat.relate.ledger_text import Amount, amounts, condition

PACK = packs.load("us-cn")
WORDS = (Evidence(start=0, end=5, quote="words"),)


def commitment(doc: str = "doc/a", **fields: Any) -> Commitment:
    made: dict[str, Any] = {
        "name": "Soybeans undertaking",
        "parties": ("CN",),
        "to": "US",
        "action": "buy 12 million tonnes of soybeans",
        "due": "2025-12-31",
        "issues": ("agriculture",),
    }
    return Commitment(doc=doc, evidence=WORDS, **(made | fields))


def compliance(doc: str = "doc/b", **fields: Any) -> Compliance:
    made: dict[str, Any] = {"commitment": None, "by": "US", "claim": "kept", "about": "CN"}
    return Compliance(doc=doc, evidence=WORDS, **(made | fields))


def entry(found: list[Entry], part: str) -> Entry:
    (one,) = [e for e in found if e.register_id and part in e.register_id]
    return one


def test_the_register_s_undertakings_with_their_own_words_as_evidence() -> None:
    text = resources.files("bilat.packs").joinpath("us-cn", "register", "commitments.csv").read_text(encoding="utf-8")
    found = ledger(PACK)
    assert len(found) == len(PACK.register["commitments"])
    for one in found:
        assert one.action
        assert one.issues
        for doc, item in [*one.evidence, *((c.doc, e) for c in one.claims for e in c.evidence)]:
            assert doc == "register/us-cn/commitments"
            assert text[item.start : item.end] == item.quote
        assert json.loads(json.dumps(entry_json(one)))["type"] == "ledger_entry"


def test_actor_amount_deadline_condition_and_account() -> None:
    found = ledger(PACK)
    soy = entry(found, "buy-12-million")
    assert (soy.parties, soy.to, soy.due, soy.account) == (("CN",), "US", "2025-12-31", "US")
    assert soy.amounts == (Amount(12, "million tonnes"),)
    assert entry(found, "suspend-port-fee").condition == "once the US does"
    visit = entry(found, "visit-beijing-april")
    assert visit.person == "person/donald-trump"
    assert entry(found, "cut-april-additions").parties == ("US", "CN")


def test_both_sides_claims_stand_beside_each_other() -> None:
    geneva = entry(ledger(PACK), "2025-05-12-suspend-or-remove")
    assert [(c.by, c.claim, c.date) for c in geneva.claims] == [
        ("US", "breached", "2025-05"),
        ("CN", "kept", "2025-06-05"),
    ]
    assert geneva.status == "disputed"
    early = entry(ledger(PACK, on="2025-06-04"), "2025-05-12-suspend-or-remove")
    assert (early.status, len(early.claims)) == ("breached", 1)


@pytest.mark.parametrize(
    ("on", "status", "timing"),
    [
        ("2025-11-15", "open", "upcoming"),
        ("2025-12-31", "open", "upcoming"),
        ("2026-01-01", "open", "overdue"),
        ("2026-01-19", "open", "overdue"),
        ("2026-01-20", "kept", "past"),
        ("2026-11-01", "kept", "past"),
    ],
)
def test_status_and_timing_follow_the_day(on: str, status: str, timing: str) -> None:
    soy = entry(ledger(PACK, on=on), "buy-12-million")
    assert (soy.status, soy.timing) == (status, timing)


def test_nobody_is_overdue_beyond_what_the_sources_cover() -> None:
    season = entry(ledger(PACK, on="2026-10-01"), "raise-soybean-buying")
    assert season.timing == "unknown"
    assert entry(ledger(PACK, on="2026-08-31"), "raise-soybean-buying").timing == "upcoming"
    assert entry(ledger(PACK), "raise-soybean-buying").timing == "upcoming"


def test_nothing_undertaken_or_claimed_later_shows() -> None:
    found = ledger(PACK, on="2025-06-05")
    assert found
    for one in found:
        assert one.date is not None
        assert one.date <= "2025-06-05"
        assert all(c.date and c.date <= "2025-06-05" for c in one.claims)
    assert [e for e in found if e.interaction == "summit-2025-10-30-leader"] == []


def test_an_undated_claim_is_shown_and_counts_for_nothing() -> None:
    listing = entry(ledger(PACK), "buy-17-billion")
    assert listing.status == "open"
    undated = [e for e in ledger(PACK) if any(c.date is None for c in e.claims)]
    assert undated
    assert all(c.date is None or c.claim for e in undated for c in e.claims)
    told = ledger(PACK, [commitment(name="a", due="2031", issues=("energy",)), compliance(commitment="a")])
    (mine,) = [e for e in told if e.name == "a"]
    assert (mine.status, [c.claim for c in mine.claims]) == ("open", ["kept"])


def test_the_same_undertaking_is_one_entry() -> None:
    record = commitment()
    found = ledger(PACK, [record], published={"doc/a": "2025-11-02"})
    assert len(found) == len(ledger(PACK))
    soy = entry(found, "buy-12-million")
    assert soy.records == (record_id(record),)
    assert [doc for doc, _ in soy.evidence] == ["register/us-cn/commitments", "doc/a"]


@pytest.mark.parametrize(
    "other",
    [
        {"parties": ("US",)},
        {"issues": ("energy",)},
        {"due": "2026-12-31"},
        {"due": None},
        {"action": "buy 20 million tonnes of soybeans"},
    ],
)
def test_what_differs_is_another_entry(other: dict[str, Any]) -> None:
    found = ledger(PACK, [commitment(**other)], published={"doc/a": "2025-11-02"})
    assert len(found) == len(ledger(PACK)) + 1
    assert entry(found, "buy-12-million").records == ()


def test_the_same_occasion_joins_where_no_due_date_was_told() -> None:
    record = commitment(due=None, interaction="call-2026-02-04-leader", action="buy 20 million tonnes")
    found = ledger(PACK, [record], published={"doc/a": "2026-02-05"})
    assert entry(found, "raise-soybean-buying").records == (record_id(record),)


def test_a_document_s_own_interaction_is_the_occasion_where_it_is_told_what_it_is() -> None:
    """As on the pages, which do not hold all interactions."""
    record = commitment(due=None, interaction="interaction/own", action="buy 20 million tonnes")
    pack, met = packs.load("us-cn"), {"interaction/own": "call-2026-02-04-leader"}
    plain = ledger(pack, [replace(record, interaction="call-2026-02-04-leader")], published={"doc/a": "2026-02-05"})
    joined = gathered(pack, [record], published={"doc/a": "2026-02-05"}, met=met)
    assert {e.id for e in joined} == {e.id for e in plain}
    assert {e.id for e in gathered(pack, [record], published={"doc/a": "2026-02-05"})} != {e.id for e in plain}


def test_a_document_older_than_the_undertaking_tells_of_another() -> None:
    found = ledger(PACK, [commitment()], published={"doc/a": "2025-10-01"})
    assert entry(found, "buy-12-million").records == ()


def test_a_claim_joins_the_undertaking_that_its_document_named() -> None:
    named, claim = commitment(name="Harbour undertaking", issues=("shipping",), due="2031"), compliance()
    for told in ("Harbour undertaking", record_id(named)):
        found = ledger(
            PACK,
            [named, replace(claim, commitment=told)],
            published={"doc/a": "2025-11-02", "doc/b": "2026-03-01"},
        )
        (mine,) = [e for e in found if e.name == "Harbour undertaking"]
        assert [(c.by, c.claim, c.date, c.doc) for c in mine.claims] == [("US", "kept", "2026-03-01", "doc/b")]
        assert mine.status == "kept"


def test_a_claim_joins_the_register_by_place_only_where_one_undertaking_fits() -> None:
    one = compliance(commitment="Madrid understanding", by="CN", claim="breached", about="US")
    found = ledger(PACK, [one], published={"doc/b": "2026-03-01"})
    assert [c.doc for c in entry(found, "resolve-tiktok").claims][-1] == "doc/b"
    several = replace(one, commitment="Geneva understanding")
    found = ledger(PACK, [several], published={"doc/b": "2026-03-01"})
    (loose,) = [e for e in found if e.action is None]
    assert (loose.name, loose.parties, loose.status) == ("Geneva understanding", ("US",), "breached")


def test_a_claim_cannot_be_about_what_was_agreed_after_it() -> None:
    early = compliance(commitment="Madrid understanding", about="CN")
    found = ledger(PACK, [early], published={"doc/b": "2025-01-01"})
    assert all(c.doc != "doc/b" for c in entry(found, "resolve-tiktok").claims)


def test_claims_about_nothing_named_are_kept_together() -> None:
    found = ledger(PACK, [compliance(), compliance(doc="doc/c")], published={"doc/b": "2026-03-01", "doc/c": None})
    (loose,) = [e for e in found if e.action is None]
    assert [c.doc for c in loose.claims] == ["doc/c", "doc/b"]
    on = ledger(PACK, [compliance(doc="doc/c")], on="2026-04-01")
    assert [e for e in on if e.action is None] == []


def test_the_order_of_records_does_not_matter() -> None:
    records = [commitment(), commitment("doc/c", issues=("energy",)), compliance(), compliance(doc="doc/c", by="CN")]
    dates = {"doc/a": "2025-11-02", "doc/b": "2026-03-01", "doc/c": "2026-04-01"}
    assert ledger(PACK, records, published=dates) == ledger(PACK, records[::-1], published=dates)


def test_a_day_that_is_none_and_a_claim_that_is_none_are_refused() -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        ledger(PACK, on="soon")
    row = {**PACK.register["commitments"][0], "claims": "last week somebody said so"}
    with pytest.raises(PackError, match="last week"):
        ledger(replace(PACK, register={"commitments": (row,)}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cut the duty once the other side lifts its ban, and talk", "once the other side lifts its ban"),
        ("cut the duty provided that the ban is lifted", "provided that the ban is lifted"),
        ("buy once more at once", None),
        ("cut the duty even if nothing happens", None),
        ("gift the ships", None),
        ("只要对方取消禁令，就降低关税", "只要对方取消禁令"),
        ("只要對方取消禁令，就降低關稅", "只要對方取消禁令"),
        ("將降低關稅", None),
    ],
)
def test_conditions_are_read_as_written(text: str, found: str | None) -> None:
    assert condition(text) == found


def test_amounts_are_read_in_both_scripts() -> None:
    assert amounts("采购1200万吨大豆") == amounts("採購1200萬噸大豆") == (Amount(12, "million tonnes"),)
    assert amounts("talk more often") == ()


def test_what_could_be_one_of_two_undertakings_is_joined_to_neither() -> None:
    either = commitment(action="suspend them", due="2025-11-10", issues=("export_controls", "shipping"))
    found = ledger(PACK, [either], published={"doc/a": "2025-11-02"})
    assert len(found) == len(ledger(PACK)) + 1
    assert [e.records for e in found if e.register_id and e.records] == []
