"""What a statement is about: its own words first, the matter of a mere aspect, the words around it else."""

from __future__ import annotations

import opencc
import pytest

from bilat.model import Statement
from tests.relate.phrase_texts import read

LEAD = "Treasury Secretary Scott Bessent said "
CASES = [
    # the same port is no shipping, and the ports of a country are not its fees
    ("en", LEAD + "the cargo sits in our ports of entry until tariffs fall.", ("tariffs",)),
    # kept: of what?
    (
        "en",
        "The soybeans were the test. " + LEAD + "China has honored its promise.",
        ("agreement_compliance", "agriculture"),
    ),
    # the aspect alone, where nothing is named before
    ("en", LEAD + "China has honored its promise.", ("agreement_compliance",)),
    # nothing of its own: as the words before
    ("en", LEAD + "rare earths must flow. " + "“We will not wait forever,” he said.", ("rare_earths",)),
    # what is most present around, not what was named last: the article is about magnets, a visit is named in passing
    (
        "en",
        "Magnets are scarce. Factories that need magnets and rare earths have stopped. The magnets come by air, on the "
        "day of the visit. " + LEAD + "“two weeks is all that is left.”",
        ("rare_earths",),
    ),
    # what is kept is a thing, not the talks about it
    ("en", "The dialogue resumed, and the dialogue went well. " + LEAD + "China has honored its promise.",
     ("agreement_compliance",)),
    # the ties of two states in plain words; what is sold by a third
    ("en", LEAD + "tensions have eased since the spring.", ("bilateral_relations",)),
    ("en", LEAD + "China must stop buying Russian crude.", ("russia_ukraine",)),
    ("en", LEAD + "export-led growth has run its course.", ("trade",)),
    ("en", LEAD + "the two will keep in contact.", ("communication",)),
    ("zh-Hans", "外交部发言人林剑说，竞争不应演变成冲突。", ("bilateral_relations",)),
    ("zh-Hans", "外交部发言人林剑说，中国企业买不买俄罗斯原油，由企业自己决定。", ("russia_ukraine",)),
    ("zh-Hans", "外交部发言人林剑说，不公平的做法应当停止。", ("trade",)),
    ("zh-Hans", "外交部发言人林剑说，双方将保持联络。", ("communication",)),
    ("zh-Hans", "外交部发言人林剑说，人文交流应当恢复。", ("people",)),
    ("zh-Hans", "外交部发言人林剑说，美军犯不着插手，谁也拦不住祖国统一。", ("military", "taiwan")),
    ("zh-Hans", "外交部发言人林剑说，美方以吩坦尼为借口施压。", ("fentanyl",)),
    ("zh-Hans", "商务部发言人表示，运河码头的交易应当公平公正。", ("shipping",)),
]  # fmt: skip


def issues(language: str, text: str) -> list[tuple[str, ...]]:
    row = {"id": "x", "published": "2025-11-20", "language": language, "text": text}
    return [record.issues for record in read([row]).records if isinstance(record, Statement)]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_issues_of_a_statement_by_the_rules(
    language: str, text: str, wanted: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bilat.extract.issues.learned", lambda _: None)
    assert issues(language, text)[-1] == wanted


def test_the_malaysian_and_the_taiwanese_name_of_a_drug() -> None:
    for name in ("吩坦尼", "芬坦尼", "芬太尼"):
        text = f"外交部发言人林剑说，{name}问题是美国自己的问题。"
        assert issues("zh-Hans", text) == [("fentanyl",)]
        assert issues("zh-Hant", opencc.OpenCC("s2t").convert(text)) == [("fentanyl",)]


def test_a_market_is_not_the_markets() -> None:
    assert issues("en", LEAD + "China must open its market for soybeans.") == [("agriculture",)]
