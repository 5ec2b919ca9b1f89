from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.quantities import find_quantities
from bilat.languages.script import to_simplified

CASES = [
    ("duties of 145% on goods", [(145, "percent", None)]),
    ("a 10 percent rate and a 10-percent levy", [(10, "percent", None), (10, "percent", None)]),
    ("加征百分之十的关税", [(10, "percent", None)]),
    ("税率为10%至15%", [(15, "percent", 10)]),
    ("rates of 10% to 15%", [(15, "percent", 10)]),
    ("rates of 10 to 15 percent", [(15, "percent", 10)]),
    ("降了三成，近六成五", [(30, "percent", None), (65, "percent", None)]),
    ("已成为三成员", []),
    ("下调24个百分点", [(24, "percentage points", None)]),
    ("cut by 24 percentage points", [(24, "percentage points", None)]),
    ("降息25个基点, 25 basis points", [(25, "basis points", None), (25, "basis points", None)]),
    ("worth $17 billion a year", [(17, "billion USD", None)]),
    ("worth $17bn and $200m", [(17, "billion USD", None), (200, "million USD", None)]),
    ("价值111亿美元", [(11.1, "billion USD", None)]),
    ("2000亿美元商品", [(200, "billion USD", None)]),
    ("15万美元", [(150000, "USD", None)]),
    ("10至15亿美元", [(1.5, "billion USD", 1)]),
    ("$1 to $2 billion", [(2, "billion USD", 1)]),
    ("300亿元人民币", [(30, "billion CNY", None)]),
    ("12 million tons of soybeans", [(12, "million tonnes", None)]),
    ("12 million metric tons", [(12, "million tonnes", None)]),
    ("购买1200万吨大豆", [(12, "million tonnes", None)]),
    ("两千五百万吨", [(25, "million tonnes", None)]),
    ("200 Boeing aircraft", [(200, "aircraft", None)]),
    ("采购200架飞机", [(200, "aircraft", None)]),
    ("23家企业、10名官员、7种稀土", [(23, "firms", None), (10, "persons", None), (7, "items", None)]),
    ("listed 23 Chinese companies", [(23, "firms", None)]),
    ("for 90 days", [(90, "days", None)]),
    ("a 90-day pause", [(90, "days", None)]),
    ("暂停九十天", [(90, "days", None)]),
    ("为期90日", [(90, "days", None)]),
    ("one hour and forty minutes", [(100, "minutes", None)]),
    ("an hour and forty minutes", [(100, "minutes", None)]),
    ("一小时四十分", [(100, "minutes", None)]),
    ("1小时40分钟", [(100, "minutes", None)]),
    ("一个小时零五分", [(65, "minutes", None)]),
    ("一个半小时", [(90, "minutes", None)]),
    ("一小时半", [(90, "minutes", None)]),
    ("an hour and a half", [(90, "minutes", None)]),
    ("two and a half hours", [(150, "minutes", None)]),
    ("nearly nine hours", [(540, "minutes", None)]),
    ("约一小时", [(60, "minutes", None)]),
    ("七个多小时", [(420, "minutes", None)]),
    ("整整60分钟", [(60, "minutes", None)]),
    ("half an hour", [(30, "minutes", None)]),
    ("半小时、半个小时", [(30, "minutes", None), (30, "minutes", None)]),
    ("it took 1h40m", [(100, "minutes", None)]),
    ("an hour-long call", [(60, "minutes", None)]),
    ("a 90-minute call lasted about an hour", [(90, "minutes", None), (60, "minutes", None)]),
    ("半年、一年半、三个月", [(6, "months", None), (18, "months", None), (3, "months", None)]),
    ("cut from 145% to 30%", [(145, "percent", None), (30, "percent", None)]),
    ("关税从145%至30%", [(145, "percent", None), (30, "percent", None)]),
    ("between 10 and 15 percent", [(15, "percent", 10)]),
    ("six months, two weeks, three years", [(6, "months", None), (2, "weeks", None), (3, "years", None)]),
    ("为期三年", [(3, "years", None)]),
    ("2025年6月5日7时30分", []),
    ("6月5日", []),
    ("in 2025 he won 2:1", []),
    ("第三年", []),
]


@pytest.mark.parametrize(("view", "expected"), CASES)
def test_quantities(view: str, expected: list[tuple[float, str, float | None]]) -> None:
    assert [(q.value, q.unit, q.low) for q in find_quantities(view)] == expected


@pytest.mark.parametrize(
    ("view", "per"),
    [
        ("worth $17 billion a year", "year"),
        ("每年2500万吨", "year"),
        ("每年采购2500万吨", "year"),
        ("$17 billion annually", "year"),
        ("worth $17 billion", None),
    ],
)
def test_rates(view: str, per: str | None) -> None:
    assert [q.per for q in find_quantities(view)] == [per]


def test_traditional() -> None:
    view = to_simplified("採購200架飛機，價值111億美元，談了一個半小時")
    found = [(q.value, q.unit) for q in find_quantities(view)]
    assert found == [(200, "aircraft"), (11.1, "billion USD"), (90, "minutes")]


PIECES = [
    *"0１9.,%$一二十百千万亿点半两零多余个年月日天分成至-",
    " million ",
    " hour ",
    " and ",
    " a ",
    " half ",
    " to ",
]
PIECES += ["小时", "分钟", "美元", "百分之", " percent", " days", "between "]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_text(view: str) -> None:
    at = 0
    for quantity in find_quantities(view):
        assert at <= quantity.start < quantity.end <= len(view)
        at = quantity.end
