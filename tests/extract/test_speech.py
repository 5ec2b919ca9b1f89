"""Who said what in Chinese: each case is a text with its attributions marked in it, in both scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilat import packs
from bilat.evaluate.marked import MarkedText, read_marked
from bilat.extract.spans import attribution_spans
from bilat.languages.script import to_traditional
from tests.attribution_score import Score, full_score

PACK = packs.load("us-cn")
FIXTURES = Path(__file__).parent.parent / "fixtures" / "zh-attribution"
# FULL F1 in percent, by file: what was measured, less a little. Raise them, never lower them.
FLOORS = {
    "development-hans": 97, "development-hant": 97, "development-more": 92, "development-last": 95,
    "held-out-hans": 89, "held-out-hant": 88,
}  # fmt: skip

CASES = [
    "{s1 三名了解谈判进程的官员}{c1 说}，{x1 会谈可能推迟}。",
    "{s1,2 该公司发言人}{c1 表示}，{x1 订单没有取消}，但{c2 拒绝透露}{x2 金额}。",
    "{c1 据悉}，{x1 下一轮会谈在日内瓦举行}。",
    "{c1 据}{s1 《海峡时报》}{c1 报道}，{x1 双方仍有分歧}。",
    "{s1 塔斯社}{c1 援引}{x1 {s2 一名外交官}{c2 的话}}{c1 说}，{x1,2 协议已经写好}。",
    "“{x1 我们不会退让，}”{s1 她}{c1 说}，“{x1 时间在我们一边。}”",
    "{c1 在}{s1 他}{c1 看来}，{x1 关税只是开始}。",
    "{s1 一名教授}{c1 把}{x1 这种做法}{c1 称为}{x1 “以压促谈”}。",
    "{s1 商务部}{c1 拒绝}{x1 置评}。",
    "{s1 外交部发言人}{c1 指出}，{x1 {s2 中方}{c2 愿}{x2 同美方保持沟通}}。",
    "{s1 北京}{c1 希望}{x1 尽快恢复对话}，{s2 华盛顿}却{c2 不愿}{x2 先开口}。",
    "他在学校里读过一本小说，书名叫《渠道与人道》。",
    "双方就共同关心的问题交换了意见。",
    "问：{x1 会谈什么时候举行？}\n答：{x2 等通知。}\n问：{x3 在哪里？}\n答：{x4 日内瓦。}",
]


def marked(case: str) -> MarkedText:
    (found,) = read_marked(["## case", *case.split("\n")])
    return found


def score(texts: list[MarkedText]) -> Score:
    return full_score([(t.text, t.attributions, attribution_spans(t.text, PACK)) for t in texts])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("script", ["Hans", "Hant"])
def test_who_said_what(case: str, script: str) -> None:
    found = score([marked(case if script == "Hans" else to_traditional(case))])
    assert (found.right, found.gold, found.system) == (found.gold, found.gold, found.gold)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_figures_on_annotated_texts_do_not_sink(name: str) -> None:
    path = FIXTURES / f"{name}.txt"
    found = score(list(read_marked(path.open(encoding="utf-8"), path.name)))
    assert found.f1 >= FLOORS[name], f"{name}: FULL F1 {found.f1:.1f}"


def test_a_second_reading_agrees_with_the_first() -> None:
    first = {
        t.id: t for path in FIXTURES.glob("*.txt") for t in read_marked(path.open(encoding="utf-8"), path.name)
    }  # fmt: skip
    path = FIXTURES / "again" / "second-reading.txt"
    again = list(read_marked(path.open(encoding="utf-8"), path.name))
    assert all(first[t.id].text == t.text for t in again)
    agreement = full_score([(t.text, first[t.id].attributions, t.attributions) for t in again])
    assert agreement.system >= 100
    assert agreement.f1 >= 97
