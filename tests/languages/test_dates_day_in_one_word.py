"""四日: the fourth, behind a subject and before what it did; four days elsewhere."""

from __future__ import annotations

import pytest

from bilat.languages.dates import find_dates
from bilat.languages.sentences import split_sentences


def points(text: str) -> list[str | None]:
    found = find_dates(text, split_sentences(text), published="2026-02-06")
    return [date.date for date in found if date.kind == "point"]


@pytest.mark.parametrize(
    "text", ["国家主席习近平四日在电话中强调立场。", "商务部四日宣布新的安排。", "财长四日与副总理通话。"]
)
def test_a_day_behind_a_subject(text: str) -> None:
    assert points(text) == ["2026-02-04"]


@pytest.mark.parametrize(
    "text", ["会谈持续了四日。", "这场为期四日的会议结束。", "双方谈判四日，没有结果。", "代表团停留四日在北京。"]
)
def test_so_many_days_are_no_day(text: str) -> None:
    assert points(text) == []
