"""Measures beside the name of a third: of another state none is read, of another state's firm it is."""

from __future__ import annotations

import pytest

from bilat.model import Measure
from tests.relate.phrase_texts import read

CASES = [
    ("zh-Hant", "中方對韓華海洋5家在美子公司的制裁亦暫停一年。", 1),
    ("zh-Hans", "美方对荷兰的关税不变。", 0),
    ("en", "Washington put a 25 percent tariff on India in August.", 0),
    ("en", "Washington put a 25 percent tariff on Chinese steel in August.", 1),
]


@pytest.mark.parametrize(("language", "text", "number"), CASES)
def test_a_third_bears_it_or_its_firm_does(language: str, text: str, number: int) -> None:
    row = {"id": "x", "published": "2025-11-20", "language": language, "text": text}
    assert sum(isinstance(record, Measure) for record in read([row]).records) == number
