"""Five documents written for the tests, in three scripts, and the records that a careful reader takes from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bilat.export.labels import Labels
from bilat.model import (
    Commitment,
    Comparison,
    Compliance,
    Document,
    Interaction,
    Leverage,
    Measure,
    Name,
    Outlook,
    Phase,
    Record,
    Reference,
    Silence,
    StanceShift,
    Statement,
    cite,
    record_id,
)

_TEXTS = Path(__file__).parent / "texts"
READOUT_CN = (_TEXTS / "readout_cn.txt").read_text("utf-8")
READOUT_US = (_TEXTS / "readout_us.txt").read_text("utf-8")
PRESS_TW = (_TEXTS / "press_tw.txt").read_text("utf-8")
ANALYSIS = (_TEXTS / "analysis.txt").read_text("utf-8")
COLUMN = (_TEXTS / "column.txt").read_text("utf-8")


def documents() -> list[Document]:
    """The five documents; `kept` leaves the chrome out."""

    def made(number: int, text: str, last: str | None, **more: Any) -> Document:
        title = text.split("\n", 1)[0]
        end = text.index(last) if last else len(text)
        return Document(
            id=f"doc{number}",
            text=text,
            title=title,
            title_span=(0, len(title)),
            kept=((0, end),),
            path=f"{number}.txt",
            **more,
        )

    return [
        made(
            1,
            READOUT_CN,
            "责任编辑",
            language="zh-Hans",
            published="2025-10-27",
            outlet="外交部",
            outlet_kind="official",
            url="https://example.cn/readout",
        ),
        made(
            2,
            READOUT_US,
            None,
            language="en",
            published="2025-10-28",
            outlet="Department of State",
            outlet_kind="official",
            url="http://example.gov/readout?x=1&y=2",
        ),
        made(
            3,
            PRESS_TW,
            "延伸閱讀",
            language="zh-Hant",
            published="2025-10-29",
            outlet="島嶼日報",
            outlet_kind="media",
            author="林小雨",
        ),
        made(
            4,
            ANALYSIS,
            None,
            language="en",
            published="2025-11-12",
            outlet="Harbour Institute",
            outlet_kind="think_tank",
            flags=("opinion",),
        ),
        made(
            5,
            COLUMN,
            "点赞",
            language="zh-Hans",
            published="2025-11-05",
            outlet="某某观察",
            outlet_kind="self_media",
            author="老张",
            flags=("opinion", "repost", "censored_urls"),
            cited_sources=("新华社",),
            original_url="javascript:alert(1)",
        ),
    ]


HARRIS = Name(name="John Harris", surface="Harris", entity="person/john-harris", side="US", office="Secretary of State")
CHEN = Name(name="Chen Li", surface="陈立", entity="person/chen-li", side="CN", office="Foreign Minister")
US = Name(name="United States", surface="US", entity="side/us", side="US")
CN = Name(name="China", surface="China", entity="side/cn", side="CN")
PRESIDENT_US = Name(name="Robert Blake", surface="Blake", entity="person/robert-blake", side="US")
PRESIDENT_CN = Name(name="Liu Yang", surface="劉洋", entity="person/liu-yang", side="CN")


class Desk:
    """Makes records by finding their quotes."""

    def __init__(self) -> None:
        self.documents = documents()
        self.records: list[Record] = []

    def add(self, cls: Any, number: int, quote: str, /, **more: Any) -> Any:
        document = self.documents[number - 1]
        start = document.text.index(quote)
        span = (start, start + len(quote))
        if cls is Statement:
            inner = more.pop("content", quote)
            at = document.text.index(inner, start)
            more["content"] = ((at, at + len(inner)),)
        more.setdefault("confidence", 0.8)
        record = cls(doc=document.id, evidence=cite(document.text, span), **more)
        self.records.append(record)
        return record

    def say(self, number: int, quote: str, speaker: Name, act: str, issues: str, stance: int = 0, **more: Any) -> Any:
        more.setdefault("voice", "official")
        more.setdefault("mode", "indirect")
        return self.add(
            Statement, number, quote, speaker=speaker, act=act, issues=tuple(issues.split()), stance=stance, **more
        )

    def rate(self, number: int, quote: str, by: str, value: float, effective: str, **more: Any) -> Any:
        other = {"US": "CN", "CN": "US"}[by]
        return self.add(
            Measure,
            number,
            quote,
            instrument="tariff",
            imposed_by=by,
            target=other,
            value=value,
            unit="percent",
            effective=effective,
            **more,
        )


def _interactions(d: Desk) -> None:
    both, top = (HARRIS, CHEN), (PRESIDENT_US, PRESIDENT_CN)
    call = {
        "kind": "call",
        "status": "held",
        "date": "2025-10-27",
        "level": "minister",
        "participants": both,
        "event": "call-10-27",
    }
    d.add(
        Interaction,
        1,
        "外交部长陈立同美国国务卿约翰·哈里斯通电话，通话持续四十五分钟",
        duration_minutes=45,
        initiated_by="US",
        **call,
    )
    d.add(
        Interaction,
        2,
        "Secretary of State John Harris spoke with Foreign Minister Chen Li on October 27, 2025",
        duration_minutes=30,
        initiated_by="CN",
        **call,
    )
    d.add(
        Interaction,
        2,
        "a meeting of the two leaders in Busan on October 30, 2025",
        kind="summit",
        status="planned",
        date="2025-10-30",
        level="leader",
        participants=top,
        place="Busan",
        event="busan",
    )
    d.add(
        Interaction,
        4,
        "the two presidents met in Busan for one hour and forty minutes",
        kind="summit",
        status="held",
        date="2025-10-30",
        level="leader",
        participants=top,
        place="Busan",
        duration_minutes=100,
        event="busan",
    )
    d.add(
        Interaction,
        4,
        "the president would travel to Beijing in April 2026",
        kind="visit",
        status="planned",
        date="2026-04",
        level="leader",
        participants=(PRESIDENT_US,),
        place="Beijing",
    )
    d.add(
        Interaction,
        4,
        "A return visit later in the year has been floated",
        kind="visit",
        status="proposed",
        date="2026",
        level="leader",
        participants=(PRESIDENT_CN,),
    )
    d.add(
        Interaction,
        4,
        "A first leaders' call took place on 17 January 2025",
        kind="call",
        status="held",
        date="2025-01-17",
        level="leader",
        participants=top,
    )
    d.add(
        Interaction,
        4,
        "another on 5 June 2025 at Washington's request",
        kind="call",
        status="held",
        date="2025-06-05",
        level="leader",
        participants=top,
        initiated_by="US",
    )
    for quote, start, end, place in (
        ("Geneva on 10 and 11 May 2025", "2025-05-10", "2025-05-11", "Geneva"),
        ("London on 9 and 10 June", "2025-06-09", "2025-06-10", "London"),
        ("Stockholm on 28 and 29 July", "2025-07-28", "2025-07-29", "Stockholm"),
    ):
        d.add(
            Interaction, 4, quote, kind="talks", status="held", date=start, end_date=end, place=place, level="minister"
        )
    d.add(
        Interaction,
        3,
        "9月14日至15日在馬德里會談",
        kind="talks",
        status="held",
        date="2025-09-14",
        end_date="2025-09-15",
        place="Madrid",
        level="minister",
    )
    d.add(
        Interaction,
        3,
        "10月25日至26日又在吉隆坡會談",
        kind="talks",
        status="held",
        date="2025-10-25",
        end_date="2025-10-26",
        place="Kuala Lumpur",
        level="minister",
    )
    d.add(
        Interaction,
        3,
        "原定9月的國防部長會晤取消",
        kind="meeting",
        status="cancelled",
        date="2025-09",
        level="minister",
    )
    d.add(
        Interaction,
        5,
        "网传特使下月访华，未获证实",
        kind="visit",
        status="proposed",
        date=None,
        level="working",
        confidence=0.3,
    )


def _statements(d: Desk) -> None:
    d.say(
        1,
        "陈立表示：“两国元首的战略引领是关系的定盘星。”",
        CHEN,
        "affirm",
        "bilateral_relations",
        5,
        mode="direct",
        content="两国元首的战略引领是关系的定盘星。",
    )
    d.say(
        1, "双方应当落实吉隆坡磋商达成的共识，为高层交往做准备", CHEN, "urge", "agreement_compliance communication", 4
    )
    taiwan = d.say(1, "台湾问题是中国核心利益中的核心，美方应当恪守承诺", CHEN, "demand", "taiwan", -3)
    d.say(1, "中方已经认真履行了日内瓦共识，希望美方相向而行", CHEN, "affirm", "agreement_compliance", 1)
    tariffs = d.say(1, "滥施关税不得人心", CHEN, "accuse", "tariffs", -4)
    drugs_cn = d.say(1, "中方愿意在芬太尼问题上继续同美方合作", CHEN, "commit", "fentanyl", 5)
    d.say(2, "fair trade remains the foundation of a durable relationship", HARRIS, "affirm", "trade", 2)
    drugs_us = d.say(
        2, "China must stop the flow of fentanyl precursors into North America", HARRIS, "demand", "fentanyl", -5
    )
    d.say(
        2,
        '"We will judge China by what it does and not by what it says," the Secretary told reporters',
        HARRIS,
        "warn",
        "agreement_compliance",
        -2,
        mode="direct",
        content="We will judge China by what it does and not by what it says,",
    )
    earths = d.say(
        2, "welcomed the release of rare earth export licences", HARRIS, "welcome", "rare_earths export_controls", 4
    )
    d.say(
        2,
        "raised the cases of American citizens who are not allowed to leave China",
        HARRIS,
        "urge",
        "human_rights people",
        -2,
    )
    d.say(
        2,
        "The United States has kept its side of the Geneva understanding",
        HARRIS,
        "affirm",
        "agreement_compliance",
        1,
    )
    d.say(
        3, "白宮稱這是「經濟脅迫」", US, "accuse", "pressure rare_earths", -6, mode="mixed", content="這是「經濟脅迫」"
    )
    d.say(
        3,
        "國台辦發言人表示，「堅決反對任何形式的官方往來」",
        CN,
        "reject",
        "taiwan",
        -6,
        mode="direct",
        content="堅決反對任何形式的官方往來",
    )
    scholar = Name(name="王大明", surface="王大明")
    d.say(3, "北京握有稀土、大豆採購與市場規模等籌碼", scholar, "describe", "leverage", voice="expert")
    d.say(4, "the president would travel to Beijing in April 2026", US, "expect", "visits", 4, voice="unnamed_official")
    d.say(
        4,
        "the pattern of escalation, truce and drift will repeat itself",
        Name(name="Harbour Institute", surface="We"),
        "expect",
        "trade",
        -1,
        voice="author",
    )
    d.say(4, "Beijing says that Washington broke the Geneva understanding", CN, "accuse", "agreement_compliance", -5)
    d.say(
        5,
        "中方对美方关税措施的反制已经暂停执行",
        Name(name="Xinhua", surface="新华社", side="CN"),
        "describe",
        "tariffs",
        3,
        voice="state_media",
        via=("某某观察",),
    )
    d.say(5, "美国低估了中国的底气", Name(name="小编", surface="小编"), "describe", "leverage", -2, voice="author")
    d.say(5, "稀土不是武器，但也不是白菜", Name(name="李明", surface="李明"), "describe", "rare_earths", voice="expert")
    d.say(
        5,
        "一位企业负责人说：“我们只希望规则能管满一年。”",
        Name(name="企业负责人", surface="一位企业负责人"),
        "expect",
        "trade",
        1,
        voice="business",
        mode="direct",
        content="我们只希望规则能管满一年。",
    )
    d.say(5, "中方表示反对将经贸问题政治化", CN, "reject", "trade", -3)
    d.say(5, "美方称将继续对话", US, "commit", "communication", 4)
    d.add(
        Silence,
        2,
        "The Secretary welcomed the release",
        side="US",
        issue="taiwan",
        interaction="call-10-27",
        basis="observed",
        inferred="not among the points of the readout",
    )
    base = {"event": "call-10-27", "docs": ("doc1", "doc2")}

    def ids(*found: Statement) -> tuple[str, ...]:
        return tuple(record_id(one) for one in found)

    d.add(
        Comparison,
        1,
        "芬太尼问题",
        issue="fentanyl",
        outcome="conflict",
        sides={"US": ids(drugs_us), "CN": ids(drugs_cn)},
        inferred="a demand on one side, an offer on the other",
        **base,
    )
    d.add(Comparison, 1, "台湾问题", issue="taiwan", outcome="only_CN", sides={"CN": ids(taiwan), "US": ()}, **base)
    d.add(
        Comparison,
        2,
        "rare earth export licences",
        issue="rare_earths",
        outcome="only_US",
        sides={"US": ids(earths), "CN": ()},
        **base,
    )
    d.add(
        Comparison,
        1,
        "滥施关税",
        issue="tariffs",
        outcome="only_CN",
        sides={"CN": ids(tariffs), "US": ()},
        missing=("US",),
        **base,
    )


def _measures(d: Desk) -> None:
    d.rate(3, "2月4日對中國商品加徵10%芬太尼關稅", "US", 10, "2025-02-04", layer="fentanyl")
    d.rate(3, "3月4日提高至20%", "US", 20, "2025-03-04", layer="fentanyl")
    d.rate(3, "4月9日，對等關稅升到125%", "US", 125, "2025-04-09", layer="reciprocal")
    d.rate(3, "總稅率一度達145%", "US", 145, "2025-04-09", layer="total")
    d.rate(3, "4月12日起對美國商品加徵125%關稅", "CN", 125, "2025-04-12", layer="total")
    d.rate(3, "對等關稅降到10%", "US", 10, "2025-05-14", layer="reciprocal")
    d.rate(3, "5月14日雙方休戰，對等關稅降到10%", "CN", 10, "2025-05-14", layer="total")
    d.rate(3, "5月14日雙方休戰", "US", 30, "2025-05-14", layer="total", inferred="the sum of the two parts named")
    d.rate(
        4, "halved the fentanyl tariff to 10 percent from 10 November 2025", "US", 10, "2025-11-10", layer="fentanyl"
    )
    d.rate(3, "11月1日起加徵100%關稅", "US", 100, "2025-11-01", layer="additional", status="announced")
    plain = [
        (3, "為期90天", "tariff_truce", "both", "2025-05-14", "2025-08-12", "in_force"),
        (3, "8月11日再度延長到11月10日", "tariff_truce", "both", "2025-08-11", "2025-11-10", "in_force"),
        (
            4,
            "extended the suspension of the reciprocal rate until 10 November 2026",
            "tariff_truce",
            "both",
            "2025-11-10",
            "2026-11-10",
            "in_force",
        ),
        (3, "宣布擴大稀土出口管制，11月8日生效", "rare_earth_export_control", "CN", "2025-11-08", None, "announced"),
        (
            4,
            "Beijing suspended the October rare-earth controls until 10 November 2026",
            "rare_earth_export_control",
            "CN",
            "2025-11-10",
            "2026-11-10",
            "suspended",
        ),
        (
            4,
            "The affiliates rule is suspended for one year",
            "affiliates_rule",
            "US",
            "2025-11-10",
            "2026-11-09",
            "suspended",
        ),
        (4, "widened the entity list on 29 September 2025", "entity_list", "US", "2025-09-29", None, "in_force"),
        (4, "Entity listings remain in force", "entity_list", "US", None, None, "in_force"),
        (4, "Port fees on both sides were suspended", "port_fees", "US", "2025-11-10", None, "suspended"),
        (
            4,
            "Port fees on both sides were suspended on the same day",
            "port_fees",
            "CN",
            "2025-11-10",
            None,
            "suspended",
        ),
        (5, "对美方关税措施的反制已经暂停执行", "countermeasures", "CN", None, None, "suspended"),
    ]
    for number, quote, name, by, start, end, status in plain:
        d.add(Measure, number, quote, instrument=name, imposed_by=by, effective=start, expires=end, status=status)
    d.add(
        Measure,
        4,
        "25 million tonnes a year through 2028",
        instrument="purchases",
        imposed_by="CN",
        value=25,
        unit="million_tonnes",
        effective="2026",
        expires="2028",
    )


def _others(d: Desk) -> None:
    soy = d.add(
        Commitment,
        4,
        "agreed to buy 12 million tonnes of soybeans by the end of 2025",
        name="Soybean purchases",
        parties=("CN",),
        to="US",
        action="12 million tonnes of soybeans",
        due="2025-12-31",
        issues=("agriculture",),
    )
    d.add(Commitment, 3, "5月14日雙方休戰", name="Geneva understanding", parties=("US", "CN"), issues=("tariffs",))
    d.add(
        Compliance,
        1,
        "中方已经认真履行了日内瓦共识",
        commitment="Geneva understanding",
        by="CN",
        claim="kept",
        about="CN",
    )
    d.add(
        Compliance,
        2,
        "The United States has kept its side of the Geneva understanding",
        commitment="Geneva understanding",
        by="US",
        claim="kept",
        about="US",
    )
    d.add(
        Compliance,
        4,
        "Beijing says that Washington broke the Geneva understanding",
        commitment="Geneva understanding",
        by="CN",
        claim="breached",
        about="US",
    )
    d.add(Compliance, 2, "China has been slow to do so", commitment=None, by="US", claim="partial", about="CN")
    assert record_id(soy)
    d.add(
        StanceShift,
        4,
        "Harris, once a vocal hawk, now speaks of guardrails",
        who=HARRIS,
        direction="softer",
        from_="vocal hawk",
        to="guardrails",
    )
    d.add(Leverage, 3, "北京握有稀土、大豆採購與市場規模等籌碼", side="CN", items=("稀土", "大豆採購", "市場規模"))
    d.add(Phase, 4, "escalation, truce and drift", pattern=("escalation", "truce", "drift"))
    d.add(
        Phase,
        3,
        "4月9日，對等關稅升到125%",
        label="escalation",
        start="2025-02-04",
        end="2025-05-11",
        inferred="five increases in ten weeks",
    )
    d.add(
        Phase,
        3,
        "5月14日雙方休戰",
        label="truce",
        start="2025-05-12",
        end="2025-10-08",
        inferred="rates held for months",
    )
    d.add(
        Phase,
        3,
        "擴大稀土出口管制",
        label="escalation",
        start="2025-10-09",
        end="2025-10-29",
        inferred="new controls on both sides",
    )
    d.add(Phase, 4, "extended the suspension", label="truce", start="2025-10-30", inferred="suspensions on both sides")
    d.add(
        Outlook,
        4,
        "If purchases fall short, Washington is likely to restore the duty",
        kind="scenario",
        condition="purchases fall short",
        outcome="Washington is likely to restore the duty",
    )
    d.add(
        Outlook,
        3,
        "如果休戰延長，明年元首互訪就有可能",
        kind="scenario",
        condition="休戰延長",
        outcome="明年元首互訪就有可能",
        by="王大明",
    )
    d.add(Outlook, 4, "a ruling is expected by June 2026", kind="deadline")
    d.add(
        Reference,
        5,
        "https://example.cn/t*ump-*-call",
        url="https://example.cn/t*ump-*-call",
        restored_url="https://example.cn/trump-xi-call",
    )
    d.add(
        Reference,
        5,
        "https://example.org/read?a=1&b=2",
        url="https://example.org/read?a=1&b=2",
        outlet="Example",
        published="2025-11-01",
    )


def sample() -> tuple[list[Document], list[Record]]:
    """The five documents and their records."""
    desk = Desk()
    for step in (_interactions, _statements, _measures, _others):
        step(desk)
    return desk.documents, desk.records


def _three(en: str, hans: str, hant: str) -> dict[str, str]:
    return {"en": en, "zh-Hans": hans, "zh-Hant": hant}


LABELS = Labels(
    sides=("US", "CN"),
    side_names={"US": _three("United States", "美国", "美國"), "CN": _three("China", "中国", "中國")},
    issues={
        "fentanyl": _three("Fentanyl", "芬太尼", "芬太尼"),
        "taiwan": _three("Taiwan", "台湾", "台灣"),
        "tariffs": _three("Tariffs", "关税", "關稅"),
        "rare_earths": _three("Rare earths", "稀土", "稀土"),
        "trade": _three("Trade", "贸易", "貿易"),
        "agreement_compliance": _three("Keeping agreements", "履行协议", "履行協議"),
        "communication": _three("Channels", "沟通渠道", "溝通管道"),
    },
    instruments={
        "tariff": _three("Tariff", "关税", "關稅"),
        "tariff_truce": _three("Tariff truce", "关税休战", "關稅休戰"),
        "rare_earth_export_control": _three("Rare-earth export control", "稀土出口管制", "稀土出口管制"),
        "entity_list": _three("Entity list", "实体清单", "實體清單"),
        "port_fees": _three("Port fees", "港口费", "港口費"),
        "affiliates_rule": _three("Affiliates rule", "关联企业规则", "關聯企業規則"),
        "purchases": _three("Purchases", "采购", "採購"),
    },
    entities={
        "person/john-harris": _three("John Harris", "约翰·哈里斯", "約翰·哈里斯"),
        "person/chen-li": _three("Chen Li", "陈立", "陳立"),
        "person/robert-blake": _three("Robert Blake", "罗伯特·布莱克", "羅伯特·布萊克"),
        "person/liu-yang": _three("Liu Yang", "刘洋", "劉洋"),
        "side/us": _three("United States", "美国", "美國"),
        "side/cn": _three("China", "中国", "中國"),
    },
    places={
        "Busan": _three("Busan", "釜山", "釜山"),
        "Beijing": _three("Beijing", "北京", "北京"),
        "Geneva": _three("Geneva", "日内瓦", "日內瓦"),
        "London": _three("London", "伦敦", "倫敦"),
        "Stockholm": _three("Stockholm", "斯德哥尔摩", "斯德哥爾摩"),
        "Madrid": _three("Madrid", "马德里", "馬德里"),
        "Kuala Lumpur": _three("Kuala Lumpur", "吉隆坡", "吉隆坡"),
    },
    phrases={
        "相向而行": _three("meet halfway", "相向而行", "相向而行"),
        "滥施关税": _three("arbitrary tariffs", "滥施关税", "濫施關稅"),
    },
    phases={
        "escalation": _three("Escalation", "升级", "升級"),
        "truce": _three("Truce", "休战", "休戰"),
        "drift": _three("Drift", "漂移", "漂移"),
    },
    layers={
        "total": _three("all together", "合计", "合計"),
        "fentanyl": _three("fentanyl", "芬太尼", "芬太尼"),
        "reciprocal": _three("reciprocal", "对等", "對等"),
        "additional": _three("additional", "追加", "追加"),
    },
)
