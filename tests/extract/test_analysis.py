"""What is looked up by position is what a look at every item finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.extract.analysis import Analysis
from bilat.model import Document

PIECES = st.lists(
    st.sampled_from(
        [
            *("China ", "“", "”", "‘", "’", "《", "》", "「", "」", "On May 5, 2025 ", "10% ", "for 90 days "),
            *("said ", "中方", "5月5日", "表示", "，", "。\n"),
        ]
    ),
    max_size=40,
)


@settings(deadline=None)  # the first text waits for the pack
@given(PIECES, st.integers(0, 200), st.integers(0, 120))
def test_lookups_by_position(pieces: list[str], start: int, length: int) -> None:
    text, end = "".join(pieces), start + length
    document = Document(id="doc/0", text=text, language="en", published="2025-05-06", kept=((0, len(text)),))
    analysis = Analysis(document, packs.load("us-cn"))
    for found, everything in (
        (analysis.dates_in(start, end), analysis.dates),
        (analysis.quantities_in(start, end), analysis.quantities),
        (analysis.layer("entity").within(start, end), analysis.layer("entity").items),
    ):
        assert found == [item for item in everything if start <= item.start and item.end <= end]
    quoted = [q for q in analysis.quotations if q.start < end and q.end > start]
    assert analysis.quotations_in(start, end, titles=True) == quoted
    assert analysis.quotations_in(start, end) == [q for q in quoted if not q.title]
