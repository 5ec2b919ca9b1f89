"""Attributions as spans: the terms in which corpora are scored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.extract.spans import AttributionSpans, attribution_spans

PACK = packs.load("us-cn")


def texts(text: str, found: AttributionSpans) -> tuple[str | None, str, str]:
    """Source, cue and content as words, parts joined by a bar."""
    joined = ["|".join(text[a:b] for a, b in spans) if spans is not None else None
              for spans in (found.source, found.cue, found.content)]  # fmt: skip
    return joined[0], joined[1] or "", joined[2] or ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王毅表示，中方愿同美方保持对话。", ("王毅", "表示", "中方愿同美方保持对话")),
        ("Rubio said that the United States wants talks.", ("Rubio", "said", "the United States wants talks")),
    ],
)
def test_source_cue_and_content(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in [texts(text, found) for found in attribution_spans(text, PACK)]


def test_a_text_in_which_nobody_speaks_gives_nothing() -> None:
    assert attribution_spans("", PACK) == []
    assert attribution_spans("会谈在日内瓦举行。", PACK) == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="王毅称表示，。：“”「」据悉报道美国官员说not said, \n", max_size=60))
def test_spans_lie_in_the_text_in_order_with_content(text: str) -> None:
    for found in attribution_spans(text, PACK):
        assert found.content
        for spans in (found.source or (), found.cue, found.content):
            assert all(0 <= a < b <= len(text) for a, b in spans)
            assert list(spans) == sorted(spans)
