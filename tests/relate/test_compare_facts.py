"""Two accounts of one call that cannot both be right: what differs is found, in three scripts, and nothing else is."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path

import opencc
import pytest

from bilat.model import Comparison
from bilat.pipeline import run

OPENING = {
    "en": "On March 3, 2027, {own} spoke by phone with {other}.",
    "zh": "2027年3月3日，{own}同{other}通电话。",
}
NAMES = {
    "en": {
        "US": ("President Donald Trump", "White House site"),
        "CN": ("President Xi Jinping", "China Government site"),
    },
    "zh": {"US": ("美国总统特朗普", "白宫网站"), "CN": ("中国国家主席习近平", "中国政府网")},
}
TITLE = {"en": "{own} speaks with {other}", "zh": "{own}同{other}通电话"}
# name -> language of the American account, what it says, language of the Chinese account, what it says, issue, reason
CONFLICTS: dict[str, tuple[str, str, str, str, str, str]] = {
    "who asked": (
        "en",
        "The call was held at the request of China.",
        "zh",
        "此次通话应美方请求举行。",
        "initiative",
        "who asked: CN's account says US, US's account says CN",
    ),
    "who asked, in one language": (
        "en",
        "The call was held at the request of China.",
        "en",
        "The call was held at the request of the United States.",
        "initiative",
        "who asked",
    ),
    "how long": (
        "en",
        "The call lasted 90 minutes.",
        "zh",
        "通话持续了约45分钟。",
        "communication",
        "how long: CN's account says 45 minutes, US's account says 90 minutes",
    ),
    "tariffs to be cut to another rate": (
        "en",
        "President Trump said that the United States will cut its fentanyl tariffs to 10 percent.",
        "zh",
        "特朗普表示，美方将把芬太尼关税降至5%。",
        "tariffs",
        "how much: CN's account says 5 percent, US's account says 10 percent",
    ),
    "another amount of goods": (
        "en",
        "President Xi agreed that China will buy 25 million tons of soybeans.",
        "zh",
        "习近平表示，中方将采购1200万吨大豆。",
        "agriculture",
        "how much: CN's account says 12 million tonnes, US's account says 25 million tonnes",
    ),
    "another length of a truce": (
        "en",
        "President Trump said that the two sides will extend the tariff truce by 12 months.",
        "zh",
        "习近平表示，双方将把关税休战延长6个月。",
        "tariffs",
        "how much: CN's account says 6 months, US's account says 12 months",
    ),
    "another month": (
        "en",
        "President Xi accepted an invitation to visit Washington in June 2027.",
        "zh",
        "习近平表示，他将于2027年9月访问华盛顿。",
        "visits",
        "when: CN's account says 2027-09, US's account says 2027-06",
    ),
    "agreed or not": (
        "en",
        "The two leaders agreed to lift the export controls on rare earths.",
        "zh",
        "习近平指出，双方未就稀土出口管制达成协议，没有作出任何承诺。\n\n中方没有承诺取消稀土出口管制。",
        "rare_earths",
        "agreed: CN's account says nothing was agreed, US's account says it was agreed",
    ),
    "denied": (
        "en",
        "China agreed to stop the flow of fentanyl.",
        "zh",
        "习近平否认中方同意芬太尼问题上的任何安排。",
        "fentanyl",
        "denies",
    ),
}
SAME: dict[str, tuple[str, str, str, str, str]] = {
    "the same rate": (
        "en", "President Trump said that the United States will cut its fentanyl tariffs to 10 percent.",
        "zh", "特朗普表示，美方将把芬太尼关税降至10%。", "tariffs",
    ),
    "rates of different sides": (
        "en", "President Trump said that the United States will cut its tariffs to 10 percent.",
        "zh", "习近平表示，中方将把关税降至5%。", "tariffs",
    ),
    "rates on different things": (
        "en", "President Trump said that the United States will cut its fentanyl tariffs to 10 percent.",
        "zh", "特朗普表示，美方将把关税降至5%。", "tariffs",
    ),
    "a rate that is only possible": (
        "en", "President Trump said that the United States may cut its fentanyl tariffs to 10 percent.",
        "zh", "特朗普表示，美方将把芬太尼关税降至5%。", "tariffs",
    ),
    "a rounded amount": (
        "en", "President Xi agreed that China will buy 12 million tons of soybeans.",
        "zh", "习近平表示，中方将采购1205万吨大豆。", "agriculture",
    ),
    "a day of the month": (
        "en", "President Xi accepted an invitation to visit Washington in June 2027.",
        "zh", "习近平表示，他将于2027年6月12日访问华盛顿。", "visits",
    ),
    "both agreed": (
        "en", "The two leaders agreed to lift the export controls on rare earths.",
        "zh", "双方同意取消稀土出口管制。", "rare_earths",
    ),
    "a rounded length": (
        "en", "The call lasted 90 minutes. They spoke about trade.", "zh", "通话持续约80分钟，双方谈到贸易。", "trade",
    ),
}  # fmt: skip


@functools.cache
def compared(us: str, said_us: str, cn: str, said_cn: str, traditional: bool) -> dict[str, Comparison]:
    """The comparisons of the two accounts by issue."""
    rows = []
    for side, language, said in (("US", us, said_us), ("CN", cn, said_cn)):
        own, outlet = NAMES[language][side]
        other = NAMES[language]["CN" if side == "US" else "US"][0]
        text = f"{OPENING[language].format(own=own, other=other)}\n\n{said}"
        title = TITLE[language].format(own=own, other=other)
        convert = opencc.OpenCC("s2t").convert if traditional and language == "zh" else str
        rows.append(
            {
                "id": side, "title": convert(title), "text": convert(text), "published": "2027-03-03",
                "language": "en" if language == "en" else "zh-Hant" if traditional else "zh-Hans",
                "outlet": convert(outlet),
            }
        )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accounts.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        ran = run([str(path)])
    return {r.issue: r for r in ran.records if isinstance(r, Comparison) and not r.missing}


@pytest.mark.parametrize("traditional", [False, True])
@pytest.mark.parametrize("name", CONFLICTS)
def test_what_cannot_both_be_is_a_conflict_with_its_reason(name: str, traditional: bool) -> None:
    *accounts, issue, reason = CONFLICTS[name]
    found = compared(*accounts, traditional)
    assert issue in found, found
    assert found[issue].outcome == "conflict"
    assert reason in (found[issue].inferred or "")


@pytest.mark.parametrize("name", SAME)
def test_what_can_both_be_is_none(name: str) -> None:
    *accounts, issue = SAME[name]
    found = compared(*accounts, False)
    assert found
    assert {one.outcome for one in found.values()} & {"conflict"} == set(), found
    assert issue in found
