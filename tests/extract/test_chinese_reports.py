"""Who speaks and who meets in the wording of Chinese newsrooms: each case is a text with what a careful reader takes
from it, in both scripts."""

from __future__ import annotations

import pytest

from bilat.languages.script import to_traditional
from bilat.model import Interaction, Statement
from tests.relate.phrase_texts import read

PUBLISHED = "2025-11-25"  # a Tuesday

# text, then the speakers of its statements in order
SPEAKERS = [
    # a dateline's agency and a gloss in brackets say nothing
    (
        "（法新社华盛顿24日电）白宫发言人莱维特（Karoline Leavitt）周一（24日）表示，总统期待访问北京。",
        ["Karoline Leavitt"],
    ),
    ("《财讯社２４日专讯》外交部长王毅同鲁比奥通电话时表示，美方应谨慎处理台湾问题。", ["Wang Yi"]),
    ("贝森特接受《福斯商业新闻网》（Fox Business）访问时表示：「稀土必须流动起来。」", ["Scott Bessent"]),
    ("财政部长贝森特（Scott Bessen）宣称，双方即将谈话。", ["Scott Bessent"]),
    ("据美国《华尔街日报》披露，双方将讨论关税。", ["Wall Street Journal"]),
    ("《华盛顿邮报》等外媒指出，双方可能在下月会面。", ["Washington Post"]),
    # who is introduced behind a body, or by a title behind the name
    ("德国基尔研究所的朗海默（Rolf Langhammer）教授指出，关税休战只是暂时的。", ["朗海默"]),
    ("安东尼奥．法塔斯（Antonio Fatas）教授认为，北京的牌更多。法塔斯说，关税伤的是自己。", ["安东尼奥．法塔斯"] * 2),
    ("白宫高层官员表示，关税问题仍未谈妥。", ["unnamed US official"]),
    # a verb in a modifier, wanted, negated, of a time, by somebody else
    ("商务部研究院研究员李明认为，特朗普想传达的意思是关税可以谈。", ["李明"]),
    ("学者王强分析，特朗普或许想表达善意，稀土才是关键。", ["王强"]),
    ("特朗普周三回应时指，预期会调低对华关税。", ["Donald Trump"]),
    ("这被外界解读为让步，特朗普没有说明关税何时下调。", []),
    ("贝森特将会在下周公布关税细节。", []),
    # an account that is published says what stands in it
    ("外交部当天公布消息称，王毅表示，美方要慎重处理台湾问题。", ["Wang Yi"]),
    ("外交部发言人毛宁的回应相当干脆：“对话的大门一直敞开着，但要讲相互尊重。”", ["Mao Ning"]),
    # speech goes on
    ("路透社报道，特朗普表示，美方希望促进经贸合作。美方愿同中方维护世界和平。", ["Donald Trump"] * 2),
    ("王毅就台湾问题阐明立场，强调红线不可逾越。“美国在公报里作过庄严承诺，不能背信弃义”。", ["Wang Yi"] * 2),
    # questions of the press, refusals and pointers are no statements
    ("彭博社记者追问中方是否会因此增购大豆，发言人林剑说，请你向主管部门了解。", []),
    ("路透社报道指，美国财政部尚未就会谈安排发表评论。", []),
    ("特朗普在社交平台透露上述消息。", []),
    # whose spokesperson
    ("商务部周二举行记者会，新闻发言人重申，稀土管制合法合规。", ["China Ministry of Commerce"]),
    ("商务部新闻发言人 何咏前：中方出台管制措施是正当做法。措施发布前已经向有关国家通报。", ["He Yongqian"] * 2),
]

# text, then kind, status, date and participants of its interactions in order
MEETINGS = [
    (
        "特朗普表示，他已接受习近平邀请，计划于明年4月访问北京，并回请习近平明年稍后访问美国。",
        [
            ("visit", "planned", "2026-04", {"Donald Trump"}),
            ("visit", "proposed", "2026", {"Xi Jinping"}),
        ],
    ),
    (
        "特朗普称，这次通话是10月底在釜山那场会晤的延续。",
        [("summit", "held", "2025-10-30", {"Donald Trump", "Xi Jinping"})],
    ),
    ("双方要落实两国元首历次通话共识。", []),
    ("特朗普每次与习近平会面时都会提到大豆。", []),
    ("王毅同鲁比奥各抒己见，会谈安排尚未公布。", []),
    ("贝森特上次与何立峰会面是去年10月在马来西亚。", [("meeting", "held", "2024-10", {"Scott Bessent", "He Lifeng"})]),
    (
        "商务部25日公布，何立峰26日率团赴法国，与美国财政部长贝森特举行经贸磋商。",
        [("talks", "planned", "2025-11-26", {"Scott Bessent", "He Lifeng"})],
    ),
    ("美国政府高级官员将于周一在伦敦与中国代表团举行经贸会谈。", [("talks", "planned", "2025-12-01", set())]),
    (
        "如谈不成，原定下周在釜山举行的习特会或告吹。",
        [("summit", "planned", "2025-12", {"Donald Trump", "Xi Jinping"})],
    ),
    (
        "特朗普与习近平周一在釜山会面。会面从原定的1小时延长到1小时40分钟。",
        [("summit", "held", "2025-11-24", {"Xi Jinping", "Donald Trump"})],
    ),
    (
        "总统下星期三抵达釜山。星期四上午，特朗普会和习近平举行双边会晤。",
        [("summit", "planned", "2025-12-04", {"Donald Trump", "Xi Jinping"})],
    ),
]


def records(text: str, script: str) -> list[object]:
    shown = text if script == "zh-Hans" else to_traditional(text)
    row = {"id": "x", "published": PUBLISHED, "language": script, "text": shown}
    return list(read([row]).records)


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("text", "speakers"), SPEAKERS)
def test_who_speaks(text: str, speakers: list[str], script: str) -> None:
    said = [r.speaker.name for r in records(text, script) if isinstance(r, Statement)]
    assert said == [name if script == "zh-Hans" else to_traditional(name) for name in speakers]


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("text", "meetings"), MEETINGS)
def test_who_meets(text: str, meetings: list[tuple[str, str, str | None, set[str]]], script: str) -> None:
    held = [r for r in records(text, script) if isinstance(r, Interaction)]
    assert [(r.kind, r.status, r.date, {p.name for p in r.participants}) for r in held] == meetings


ANSWERS = """商务部新闻发言人就有关问题答记者问

商务部新闻发言人25日就近期经贸政策答记者问。

问：美方称中方的管制打乱了供应链，请问有何评论？

答：中方的管制不是禁止出口，合规申请都会得到许可。

中方愿同各方加强对话。
"""


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
def test_answers_to_the_press_are_those_of_the_spokesperson_announced(script: str) -> None:
    said = [r for r in records(ANSWERS, script) if isinstance(r, Statement)]
    own = [(r.speaker.name, r.mode) for r in said if r.speaker.side == "CN"]
    assert own == [("China Ministry of Commerce", "direct")] * 2


TURNS = """记者甲：特朗普和习近平在釜山达成的关税休战协议到底能撑多久？
邓宁：一年的休战期其实很短，美方的关税随时可能加回来，中方也准备好了反制。
记者乙：北京最近一再提到台湾问题，这会不会影响明年四月的访问？
邓宁：北京在台湾问题上不会让步，华盛顿也不会拿台湾去换大豆订单。
"""


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
def test_turns_are_those_of_their_label_in_either_script(script: str) -> None:
    said = [r for r in records(TURNS, script) if isinstance(r, Statement)]
    name = "邓宁" if script == "zh-Hans" else to_traditional("邓宁")
    assert [r.speaker.name for r in said if r.mode == "direct"] == [name] * 2
