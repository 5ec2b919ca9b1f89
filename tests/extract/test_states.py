"""What becomes of instruments and undertakings, what is left out and what is expected: each case is a text with what a
careful reader takes from it. Chinese texts are read in both scripts."""

from __future__ import annotations

import pytest

from bilat.extract.measures_dates import counted
from bilat.languages.script import to_traditional
from bilat.model import Commitment, Compliance, Leverage, Measure, Outlook, Record, Silence, StanceShift
from tests.relate.phrase_texts import read

PUBLISHED = "2025-11-12"


def records(text: str, language: str) -> list[Record]:
    shown = to_traditional(text) if language == "zh-Hant" else text
    row = {"id": "x", "published": PUBLISHED, "language": language, "text": f"标题\n{shown}"}
    return list(read([row]).records)


def both_scripts(cases: list[tuple[str, object]]) -> list[tuple[str, str, object]]:
    found = []
    for text, wanted in cases:
        chinese = any("\u4e00" <= char <= "\u9fff" for char in text)
        found += [(text, one, wanted) for one in (("zh-Hans", "zh-Hant") if chinese else ("en",))]
    return found


# text, then (instrument, imposed by, value, status, effective, expires) of its measures
MEASURES: list[tuple[str, object]] = [
    (
        "The ministry in Beijing suspended its rare earth export controls until November 10, 2026.",
        [("rare_earth_export_control", "CN", None, "suspended", None, "2026-11-10")],
    ),
    (
        "China suspends its rare earth export controls from Nov. 7, 2025, through Nov. 10, 2026.",
        [("rare_earth_export_control", "CN", None, "suspended", "2025-11-07", "2026-11-10")],
    ),
    (
        "Washington suspended its port fees on Chinese ships for one year, effective November 10, 2025.",
        [("port_fees", "US", 1, "suspended", "2025-11-10", "2026-11-10")],
    ),
    (
        "自2025年11月10日起，中方继续暂停不可靠实体清单措施一年。",
        [("unreliable_entity_list", "CN", 1, "suspended", "2025-11-10", "2026-11-10")],
    ),
    (
        "中方把稀土出口管制措施暂停到2026年11月10日。",
        [("rare_earth_export_control", "CN", None, "suspended", None, "2026-11-10")],
    ),
    # a day on which the rule was published is not the one from which its suspension counts
    (
        "美方将暂停实施其9月29日公布的50%穿透性规则一年。",
        [("affiliates_rule", "US", 50, "suspended", "2025-09-29", None)],
    ),
    # what is owed is owed by a day
    ("中国承诺今年底前购买1200万吨美国大豆。", [("purchases", "CN", 12, "announced", None, "2025")]),
    # shares, and what something rose or fell by
    ("Whatever the tariff, exports to America fell 16.9 percent, and China holds 69 percent of global supply.", []),
    ("特朗普威胁加征关税后，纳斯达克指数暴跌3.5%。", [("tariff", "US", None, "announced", None, None)]),
    ("关税之下，美国87%的武器零部件依赖中国供应，中国对美出口同比下降16.9%，占出口总额的比重降至11%。", []),
    # other things than tariffs
    ("China will lift its non-tariff measures, and extend certain tariff exclusions.", []),
    ("两天后，关税战仍在继续。", []),
    # whose it is: the goods right behind the amount tell
    (
        "The 54% tariff on Chinese goods led Beijing to answer with a 34% tariff on American products.",
        [("tariff", "US", 54, "in_force", None, None), ("tariff", "CN", 34, "in_force", None, None)],
    ),
    ("中国国务院宣布取消美国鸡肉15%的关税。", [("tariff", "CN", 15, "withdrawn", None, None)]),
    ("特朗普扬言对大陆加征100%关税反制。", [("tariff", "US", 100, "announced", None, None)]),
    # how long a rate holds is no truce, though one was spoken of before
    (
        "自釜山会晤以来，休战的内容已经变了。特朗普自2025年11月11日起对中国货加征10%附加费，为期150日。",
        [("tariff", "US", 10, "in_force", "2025-11-11", None)],
    ),
    # the higher of two rates
    (
        "Washington agreed to cut its 145% tariff on Chinese goods to 30%.",
        [("tariff", "US", 145, "withdrawn", None, None), ("tariff", "US", 30, "announced", None, None)],
    ),
    # ... by words that say it between two rates; and one of the past
    ("特朗普宣布芬太尼关税由20%砍到10%。",
     [("tariff", "US", 20, "withdrawn", None, None), ("tariff", "US", 10, "announced", None, None)]),
    ("美国对华关税最高时达145%，如今是47%。",
     [("tariff", "US", 145, "withdrawn", None, None), ("tariff", "US", 47, "in_force", None, None)]),
    (
        "U.S. duties on Chinese goods, once as high as 145%, now average 47%.",
        [("tariff", "US", 145, "withdrawn", None, None), ("tariff", "US", 47, "in_force", None, None)],
    ),
    # what was lowered is the tariff itself; the most that it reaches is no rise
    ("Beijing scrapped its 15% duty on American farm goods.", [("tariff", "CN", 15, "withdrawn", None, None)]),
    ("Beijing retaliated with duties of up to 15% on American farm products.",
     [("tariff", "CN", 15, "in_force", None, None)]),
    # threatened or announced, and never carried out, or not so far; a denied one is none
    (
        "Trump threatened an additional 100% tariff on Chinese goods, but never imposed it.",
        [("tariff", "US", 100, "withdrawn", None, None)],
    ),
    ("美国总统威胁对中国货加征100%关税，最终没有落地。", [("tariff", "US", 100, "withdrawn", None, None)]),
    ("The 25% duty on Chinese steel has not been signed.", [("tariff", "US", 25, "announced", None, None)]),
    ("The ministry denied that China would impose a 30% tariff on American cars.", []),
    ("商务部否认将对美国汽车加征30%关税。", []),
    ("Reports that China plans a 25% duty on American planes are not true.", []),
    ("网传中方取消稀土出口管制，纯属谣言。", [("rare_earth_export_control", "CN", None, "in_force", None, None)]),
    # a negation does not reach across a joint
    ("The 30 percent duty on Chinese goods had not been a topic and stays.",
     [("tariff", "US", 30, "in_force", None, None)]),
    # goods as traders write them
    ("China promised 12mn t of soybeans, and to purchase 25 MMT of U.S. beans annually.",
     [("purchases", "CN", 12, "announced", None, None), ("purchases", "CN", 25, "announced", None, None)]),
    # what each does to the other; what one side holds back is no truce
    (
        "Both countries began charging each other's ships port fees on October 14, 2025.",
        [("port_fees", "both", None, "in_force", "2025-10-14", None)],
    ),
    ("双方各自取消91%的关税，另外24%的对等关税停征90天。",
     [("tariff", "both", 91, "withdrawn", None, None), ("tariff", "both", 24, "suspended", None, None)]),
    ("美国对华加征的24%对等关税再停一年，至明年11月10日。", [("tariff", "US", 24, "suspended", None, "2026-11-10")]),
    # a truce of which something is told; purchases that are promised, and only hoped for
    ("The trade truce is holding, analysts say.", [("tariff_truce", "both", None, "in_force", None, None)]),
    ("这场休战能撑多久，没有人知道。", [("tariff_truce", "both", None, "in_force", None, None)]),
    ("China will buy large amounts of American soybeans.", [("purchases", "CN", None, "announced", None, None)]),
    ("中国将恢复购买美国大豆。", [("purchases", "CN", None, "announced", None, None)]),
    ("Trump hopes China will buy more American soybeans.", []),
    # instruments by other names
    ("美国5月2日取消中国小包裹的免税待遇。", [("de_minimis", "US", None, "in_force", "2025-05-02", None)]),
    ("H200改为逐案审批。", [("chip_export_control", "US", None, "in_force", None, None)]),
    ("英伟达H20获准对华出售，须上缴15%的收入。", [("chip_export_control", "US", 15, "available", None, None)]),
    ("Beijing halted exports of rare earths.", [("rare_earth_export_control", "CN", None, "in_force", None, None)]),
    # a threat in a condition is one, a guess is none; whose it is
    (
        "If Beijing withholds magnets, Trump warned, he will impose a 200% tariff on Chinese goods.",
        [("tariff", "US", 200, "announced", None, None)],
    ),
    ("特朗普警告，中国若不供应磁铁，就加征200%关税。", [("tariff", "US", 200, "announced", None, None)]),
    ("If talks fail, tariffs could go back to 145 percent, analysts say.", []),
    ("China's 125 percent duty stands until a deal is signed.", [("tariff", "CN", 125, "in_force", None, None)]),
    ("Countermeasures are taken against 20 U.S. military firms.",
     [("sanctions_listing", "CN", 20, "in_force", None, None)]),
    # a question tells what stands ahead of what it asks
    ("China has slapped a 15% duty on American coal: how will Trump respond?",
     [("tariff", "CN", 15, "in_force", None, None)]),
    ("Is the 100 percent tariff that President Trump threatened dead?", []),
    ("美方日前公布111亿美元的对台军售，中方如何反制？", [("arms_sale", "US", 11.1, "announced", None, None)]),
    ("美方是否会取消芬太尼关税，双方怎么看？", []),
    # what is only talked about; shares of other things
    ("The two ministers discussed suspending the affiliates rule.",
     [("affiliates_rule", "US", None, "in_force", None, None)]),
    ("双方讨论了暂停稀土出口管制。", [("rare_earth_export_control", "CN", None, "in_force", None, None)]),
    ("Tariff revenue rose 47 percent. Buyers paid a 5% premium despite the tariff.", []),
    ("Soybean futures rose 2.4% after the tariff news.", []),
    # whose: on whom it falls, by who suffers it; points that are taken off
    ("China faces a 145 percent tariff.", [("tariff", "US", 145, "in_force", None, None)]),
    ("对等关税出炉，中国一栏为34%。", [("tariff", "US", 34, "in_force", None, None)]),
    ("联合声明写明：各自取消91个百分点，24个百分点停90天。",
     [("tariff", "both", 91, "withdrawn", None, None), ("tariff", "both", 24, "suspended", None, None),
      ("tariff_truce", "both", 90, "in_force", None, None)]),
    # a status behind one instrument is not that of the next
    (
        "最高法院裁定紧急权力关税违法，白宫改征10%的全球附加费。",
        [("tariff", "US", 10, "in_force", None, None), ("tariff", "US", None, "struck_down", None, None)],
    ),
    # what a condition would bring back is held back now; odds are no state; a market's percentages are no rates
    ("若休战期届满，暂停中的24个百分点关税会自动恢复。", [("tariff", None, 24, "suspended", None, None),
     ("tariff_truce", "both", None, "in_force", None, None)]),
    ("分析师指，美国100%关税真正落实的机会不大。", [("tariff", "US", 100, "announced", None, None)]),
    ("特朗普威胁加征关税，标普当日急挫2.7%。", [("tariff", "US", None, "announced", None, None)]),
    # it holds today
    (
        "The average US tariff on Chinese goods, at present about 57 per cent, would rise.",
        [("tariff", "US", 57, "in_force", None, None)],
    ),
    # it need not come about
    ("Trump raised the possibility of a 100% tariff on China.", [("tariff", "US", 100, "announced", None, None)]),
    ("双方会谈将决定是否避免美国对中国产品实施100%的关税。", [("tariff", "US", 100, "announced", None, None)]),
    # purchases that were made are no pledge
    ("China booked about 2 million tons of soybeans last week. It pledged to buy 12 million tons of soybeans.",
     [("purchases", "CN", 12, "announced", None, None)]),
    # `one or more`, 数千家: no count
    (
        "The rule covers firms owned by one or more entities on the Entity List.",
        [("entity_list", "US", None, "in_force", None, None)],
    ),
    ("美方把数千家中国企业列入实体清单。", [("entity_list", "US", None, "in_force", None, None)]),
    # a law's name is no state; what is named once more tells nothing new
    ("根据《不可靠实体清单规定》，有关企业可以提出申请。", []),
    (
        "China suspended its rare earth export controls. Analysts say rare earth export controls hurt carmakers.",
        [("rare_earth_export_control", "CN", None, "suspended", None, None)],
    ),
    # a word that takes up the rule
    (
        "The affiliates rule took effect on September 29, 2025. The Commerce Department has suspended the rule until "
        "November 9, 2026.",
        [
            ("affiliates_rule", "US", None, "in_force", "2025-09-29", None),
            ("affiliates_rule", "US", None, "suspended", None, "2026-11-09"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "wanted"), both_scripts(MEASURES))
def test_measures(text: str, language: str, wanted: object) -> None:
    found = [r for r in records(text, language) if isinstance(r, Measure)]
    assert [(m.instrument, m.imposed_by, m.value, m.status, m.effective, m.expires) for m in found] == wanted


@pytest.mark.parametrize(
    ("day", "number", "unit", "wanted"),
    [
        ("2025-08-12", 90, "days", "2025-11-10"),
        ("2025-11-10", 1, "years", "2026-11-10"),
        ("2025-11-30", 3, "months", "2026-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2025-12-31", 2, "weeks", "2026-01-14"),
        ("9999-12-31", 1, "days", None),
    ],
)
def test_terms_are_counted_on(day: str, number: int, unit: str, wanted: str | None) -> None:
    assert counted(day, number, unit) == wanted


# text, then (by, claim, about, how many times it is made)
CLAIMS: list[tuple[str, object]] = [
    (
        "The Commerce Ministry in Beijing said that China held up its end of the deal. President Donald Trump accused "
        "China of breaching its agreement with the United States.",
        [("CN", "kept", "CN", 1), ("US", "breached", "CN", 1)],
    ),
    (
        "Treasury Secretary Scott Bessent said that China is on track to keep every part of the deal.",
        [("US", "kept", "CN", 1)],
    ),
    (
        "China dismissed President Donald Trump's allegations that Beijing violated the Geneva agreement.",
        [("CN", "disputed", "CN", 1)],
    ),
    ("Treasury Secretary Scott Bessent said that Chinese buyers are sticking to their timetable.",
     [("US", "kept", "CN", 1)]),
    ("外交部发言人林剑表示，日内瓦共识中方一直认真照办。", [("CN", "kept", "CN", 1)]),
    ("外交部发言人林剑表示，打贸易战违反市场规则。", []),
    (
        "外交部发言人林剑表示，美方违反日内瓦共识。林剑说，美方严重违反日内瓦共识，应当纠正错误。",
        [("CN", "breached", "US", 2)],
    ),
    # in any words; loose ones need an undertaking beside them
    ("Greer said China had never met its phase one purchase targets.", [("US", "breached", "CN", 1)]),
    ("Greer said China had met only part of its phase one commitments.", [("US", "partial", "CN", 1)]),
    ("China's commerce ministry said the U.S. had repeatedly broken the consensus.", [("CN", "breached", "US", 1)]),
    ("Lin Jian said China is acting on the consensus point by point.", [("CN", "kept", "CN", 1)]),
    ("Bessent said the economy is on track.", []),
    ("商务部表示，中方一直认真照办日内瓦共识。", [("CN", "kept", "CN", 1)]),
    ("商务部指责美方自食其言，推翻了日内瓦共识。", [("CN", "breached", "US", 1)]),
    ("格里尔说，中国只履行了第一阶段协议的一部分。", [("US", "partial", "CN", 1)]),
    ("商务部表示，希望美方信守承诺。", []),
    ("贝森特说，美国经济进展顺利。", []),
]


@pytest.mark.parametrize(("text", "language", "wanted"), both_scripts(CLAIMS))
def test_claims(text: str, language: str, wanted: object) -> None:
    found = [r for r in records(text, language) if isinstance(r, Compliance)]
    assert [(c.by, c.claim, c.about, len(c.evidence)) for c in found] == wanted


# text, then (parties, action)
UNDERTAKINGS: list[tuple[str, object]] = [
    # willingness, and what is denied, are no undertakings
    ("外交部发言人林剑表示，中方愿同美方一道，推动两国关系稳定发展。", []),
    ("Treasury Secretary Scott Bessent said China is willing to work with the United States.", []),
    # what each side undertakes stands by itself
    (
        "美国同意把芬太尼关税降至10%，中国则恢复采购美国大豆。",
        [(("US",), "把芬太尼关税降至10%"), (("CN",), "中国则恢复采购美国大豆")],
    ),
]


@pytest.mark.parametrize(("text", "language", "wanted"), both_scripts(UNDERTAKINGS))
def test_undertakings(text: str, language: str, wanted: list[tuple[tuple[str, ...], str]]) -> None:
    found = [r for r in records(text, language) if isinstance(r, Commitment)]
    shown = [(p, to_traditional(a) if language == "zh-Hant" else a) for p, a in wanted]
    assert [(c.parties, c.action) for c in found] == shown


# text, then (side, issue)
SILENCES: list[tuple[str, object]] = [
    ("Chinese official statements made no mention of Taiwan.", [("CN", "taiwan")]),
    ("特朗普在社交平台的发文却毫无提及台湾。", [("US", "taiwan")]),
    ("习近平谈到台湾的原则立场，却没有出现在特朗普发文中。", [("US", "taiwan")]),
    # whose account it is: behind the words, beside them, told of before
    ("Rare earths, which fill the Chinese text, are absent from the American fact sheet.", [("US", "rare_earths")]),
    ("The White House readout runs to three lines. On Taiwan it is mute.", [("US", "taiwan")]),
    ("Trump announced the call in a post. Not a syllable about Taiwan.", [("US", "taiwan")]),
    ("Washington and Beijing issued readouts; both readouts skip fentanyl.", [("CN", "fentanyl"), ("US", "fentanyl")]),
    ("新华社的通稿写了千把字。至于白宫强调的芬太尼，稿子里找不到。", [("CN", "fentanyl")]),
    ("双方的新闻稿都没有写到港口费。", [("CN", "shipping"), ("US", "shipping")]),
    # words of silence in any order
    ("Of soybeans, the Chinese readout of the Trump-Xi call has nothing.", [("CN", "agriculture")]),
    ("Neither tariffs nor port fees figure in the U.S. readout.", [("US", "shipping"), ("US", "tariffs")]),
    ("The White House statement on the Trump-Xi call does not say who asked for the call.", [("US", "initiative")]),
    ("白宫声明未交代通话由哪方提议，对台湾也一句没写。", [("US", "initiative"), ("US", "taiwan")]),
    ("大豆问题在中方的新闻稿中付之阙如。", [("CN", "agriculture")]),
    # nobody's account
    ("The Senate bill does not mention TikTok.", []),
    ("The truce leaves out the fentanyl tariff.", []),
    ("协议没有包括台湾。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "wanted"), both_scripts(SILENCES))
def test_silences(text: str, language: str, wanted: object) -> None:
    assert [(r.side, r.issue) for r in records(text, language) if isinstance(r, Silence)] == wanted


# text, then (who, direction)
SHIFTS: list[tuple[str, object]] = [
    ("贝森特在专访中改口，称美国愿意谈。", [("Scott Bessent", "softer")]),
    ("这打破了美方逼中方让步的幻想。", []),
    ("美方如让步，会谈才有结果。", []),
    ("Beijing handled the case in the United States in a softer tone.", [("China", "softer")]),
]


@pytest.mark.parametrize(("text", "language", "wanted"), both_scripts(SHIFTS))
def test_shifts(text: str, language: str, wanted: object) -> None:
    found = [r for r in records(text, language) if isinstance(r, StanceShift)]
    assert [(r.who.name, r.direction) for r in found] == wanted


# text, then (side, items)
LEVERAGE: list[tuple[str, object]] = [
    ("China's cards are rare earths, batteries and jets.", [("CN", ("rare earths", "batteries", "jets"))]),
    ("In fact, China now holds several levers.", []),
    ("中国手里的牌是稀土、电池和大豆订单。", [("CN", ("稀土", "电池", "大豆订单"))]),
    ("不到半年，美国农场主已因大豆滞销而破产，军工企业被掐住了咽喉。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "wanted"), both_scripts(LEVERAGE))
def test_leverage(text: str, language: str, wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    found = [r for r in records(text, language) if isinstance(r, Leverage)]
    shown = [(s, tuple(map(to_traditional, i)) if language == "zh-Hant" else i) for s, i in wanted]
    assert [(r.side, r.items) for r in found] == shown


# text, then the kinds of what it expects
EXPECTED: list[tuple[str, object]] = [
    ("军工巨头如洛克希德公司直接被拒绝。", []),
    ("声明主要是着重在经贸协议的执行。", []),
    ("美方如继续加税，中方将采取措施。", ["scenario"]),
    ("美国对中国商品的整体税率从57%降到约47%。", []),
    ("特朗普将于明年4月访问北京。", ["expected_interaction"]),
    ("The moves were to show China what it feels like.", []),
    ("Trump will visit Beijing in April.", ["expected_interaction"]),
    # contacts that words around, or a date, put ahead; not those of the past, nor ones denied
    ("Analysts look for another round of talks between Bessent and He Lifeng.", ["expected_interaction"]),
    ("A meeting of the two ministers is in the works, Bessent said.", ["expected_interaction"]),
    ("有意安排国务卿鲁比奥明年夏天与王毅会面，地点未定。", ["expected_interaction"]),
    ("分析指，12月特朗普访华之前，北京想多拿一张牌。", ["expected_interaction"]),
    ("市场关注月底的元首会晤能否成行。", ["expected_interaction"]),
    ("The talks in Geneva ended without a word on tariffs.", []),
    # ... which no word for a contact names
    ("Trump keeps saying he will come in April.", ["expected_interaction"]),
    ("Bessent still expects, he added, to see He Lifeng.", ["expected_interaction"]),
    ("双方团队要尽快再谈一轮。", ["expected_interaction"]),
    ("李成钢下周要去华盛顿，谈什么？", ["expected_interaction"]),
    ("The price of soybeans will come down in December.", []),
    # conditions without a word of conditions
    ("The accord takes effect once both presidents sign.", ["scenario"]),
    ("Nothing moves until the Supreme Court rules.", ["scenario"]),
    ("No deal, no summit.", ["scenario"]),
    ("谈不拢，关税就会自动恢复。", ["scenario"]),
    ("U.S. duties on Chinese goods were once as high as 145%.", []),
    ("重视对话的人不多。", []),
    # the day on which something ends, or by which it is to be done
    ("The order keeps the tariff suspended until January 10, 2026.", ["deadline"]),
    ("The accord will be signed by Thanksgiving.", ["deadline"]),
    ("关税暂停到2026年1月10日。", ["deadline"]),
    ("The duties stay on ice to 10 January.", ["deadline"]),
    ("替代产能要到2026年12月以后才有。", []),
]


@pytest.mark.parametrize(("text", "language", "wanted"), both_scripts(EXPECTED))
def test_outlook(text: str, language: str, wanted: object) -> None:
    assert [r.kind for r in records(text, language) if isinstance(r, Outlook)] == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministry announced no new tariffs on American goods.", "en"),
        ("No further export controls were announced by either side.", "en"),
        ("美方并无新关税公布，双方将继续磋商。", "zh-Hans"),
        ("中方沒有宣布任何新的出口管制。", "zh-Hant"),
    ],
)
def test_what_was_not_announced_is_no_measure(text: str, language: str) -> None:
    assert not [record for record in records(text, language) if isinstance(record, Measure)]
