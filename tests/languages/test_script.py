from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.script import han_ratio, to_simplified

HAN_BLOCKS = [
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0x2CEB0, 0x2EBEF),
    (0x2EBF0, 0x2EE5F),
    (0x2F800, 0x2FA1F),
    (0x30000, 0x3134F),
    (0x31350, 0x323AF),
]


@pytest.mark.parametrize(("first", "last"), HAN_BLOCKS)
def test_every_han_code_point_keeps_its_length(first: int, last: int) -> None:
    for code in range(first, last + 1):
        assert len(to_simplified(chr(code))) == 1
    block = "".join(map(chr, range(first, last + 1)))
    assert len(to_simplified(block)) == len(block)


@given(st.text(st.one_of(st.characters(), st.sampled_from("乾隆後麼於週裏著鐘\x00\n")), max_size=60))
def test_length_is_kept_for_any_text(text: str) -> None:
    assert len(to_simplified(text)) == len(text)


def test_conversion_and_offsets() -> None:
    assert to_simplified("📞習近平週四與川普通電話") == "📞习近平周四与川普通电话"
    assert to_simplified("plain English") == "plain English"
    assert to_simplified("會談\x00後") == "会谈\x00后"


def test_han_ratio() -> None:
    assert han_ratio("") == 0.0
    assert han_ratio("abc") == 0.0
    assert han_ratio("中文 ab") == 0.5
