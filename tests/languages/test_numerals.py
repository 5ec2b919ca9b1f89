from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.numerals import find_numbers, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", 24), ("7.5", 7.5), ("１２", 12), ("1,200", 1200), ("六十", 60), ("九十", 90), ("两", 2), ("半", 0.5),
        ("一百四十五", 145), ("十七", 17), ("廿四", 24), ("两百五", 250), ("一百零五", 105), ("一万二", 12000),
        ("1200万", 12_000_000), ("2000亿", 200_000_000_000), ("1.2万亿", 1_200_000_000_000), ("3亿5000万", 350_000_000),
        ("两千三百万", 23_000_000), ("一万五千亿", 1_500_000_000_000), ("二〇二五", 2025), ("三点五", 3.5),
        ("三点五亿", 350_000_000), ("seventeen", 17), ("ninety", 90), ("one hundred and fifty", 150), ("twelve", 12),
        ("7.5 million", 7_500_000), ("twenty-five", 25), ("two thousand five hundred", 2500), ("a hundred", 100),
        ("Half a million", 500_000), ("17bn", 17_000_000_000), ("three dozen", 36),
        ("三四百", None), ("two three", None), ("", None), ("abc", None), ("万一个", None), ("twenty eleven", None),
    ],
)  # fmt: skip
def test_parse(text: str, value: float | None) -> None:
    assert parse_number(text) == value


def test_find() -> None:
    view = "He bought twelve planes and 1,200 cars; one may ask. 统一采购两架飞机、1200万吨大豆，第二十一条。"
    assert [(view[n.start : n.end], n.value) for n in find_numbers(view)] == [
        ("twelve", 12),
        ("1,200", 1200),
        ("两", 2),
        ("1200万", 12_000_000),
        ("二十一", 21),
    ]


@given(st.text(st.sampled_from("0１9.,一二十百千万亿点半两零廿 andoe-hundredtwo five"), max_size=30))
def test_any_text(view: str) -> None:
    at = 0
    for number in find_numbers(view):
        assert at <= number.start < number.end <= len(view)
        at = number.end
    parse_number(view)
