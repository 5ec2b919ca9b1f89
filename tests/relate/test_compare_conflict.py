"""When two accounts contradict each other, and when they only tell different things."""

from __future__ import annotations

from typing import Any

from bilat.model import Evidence, Interaction, Name, Statement
from bilat.relate.compare_conflict import conflict

TEXTS = {
    "us": "China will buy 25 million tons of soybeans. China may buy 30 million tons.",
    "cn": "中方将购买1200万吨大豆。中方没有承诺购买3000万吨大豆。中方将购买2500万吨大豆。中方并不谋求打贸易战。",
}


def said(doc: str, quote: str, act: str = "describe", side: str = "CN", **fields: Any) -> Statement:
    start = TEXTS[doc].index(quote)
    span = (start, start + len(quote))
    evidence = (Evidence(start=span[0], end=span[1], quote=quote),)
    body: dict[str, Any] = {"voice": "official", "mode": "indirect", "issues": ("agriculture",)} | fields
    speaker = Name(name="somebody", surface="somebody", side=side)
    return Statement(doc=doc, evidence=evidence, speaker=speaker, act=act, content=(span,), **body)


def asked(doc: str, by: str | None) -> Interaction:
    evidence = (Evidence(start=0, end=2, quote=TEXTS[doc][:2]),)
    return Interaction(doc=doc, evidence=evidence, kind="call", status="held", initiated_by=by)


BUYS = said("us", "China will buy 25 million tons of soybeans.")
FEWER = said("cn", "中方将购买1200万吨大豆。")


def why(us: Statement, cn: Statement, issue: str = "agriculture") -> str | None:
    return conflict(issue, {"US": [us], "CN": [cn]}, {}, TEXTS)


def test_two_sizes_of_one_thing_contradict() -> None:
    assert why(BUYS, FEWER) == "how much: CN's account says 12 million tonnes, US's account says 25 million tonnes"


def test_the_same_size_in_two_languages_does_not() -> None:
    assert why(BUYS, said("cn", "中方将购买2500万吨大豆。")) is None


def test_a_size_that_is_denied_or_only_possible_is_no_size() -> None:
    assert why(BUYS, said("cn", "中方没有承诺购买3000万吨大豆。")) is None
    assert why(said("us", "China may buy 30 million tons."), FEWER) is None


def test_a_size_on_another_issue_is_not_compared() -> None:
    assert why(BUYS, said("cn", "中方将购买1200万吨大豆。", issues=("trade", "agriculture"))) is None


def test_a_denial_of_what_the_other_account_tells_as_agreed_contradicts() -> None:
    agreed = said("us", "China may buy 30 million tons.", act="commit", side="CN")
    denied = said("cn", "中方没有承诺购买3000万吨大豆。", act="deny", side="CN")
    assert why(agreed, denied) == "CN denies what the other account says it agreed to"
    assert why(said("us", "China may buy 30 million tons.", act="urge", side="US"), denied) is None
    vague = said("cn", "中方并不谋求打贸易战。", act="deny", side="CN")
    assert why(agreed, vague) is None, "what one does not seek is no agreement"


def test_each_side_says_that_the_other_asked() -> None:
    sides = {"US": [BUYS], "CN": [FEWER]}
    told = {"US": [asked("us", "CN")], "CN": [asked("cn", "US")]}
    assert conflict("initiative", sides, told, TEXTS) == "who asked: CN's account says US, US's account says CN"
    agree = {"US": [asked("us", "US")], "CN": [asked("cn", "US")]}
    assert conflict("initiative", sides, agree, TEXTS) is None
    unknown = {"US": [asked("us", None)], "CN": [asked("cn", "US")]}
    assert conflict("initiative", sides, unknown, TEXTS) is None
    torn = {"US": [asked("us", "CN"), asked("us", "US")], "CN": [asked("cn", "US")]}
    assert conflict("initiative", sides, torn, TEXTS) is None
