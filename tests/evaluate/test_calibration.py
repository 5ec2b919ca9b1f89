"""Confidence against truth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.evaluate.calibration import Bin, calibration, gap

WEIGHED = st.tuples(st.sampled_from(["a", "b"]), st.floats(0, 1), st.booleans())


def test_bins() -> None:
    found = calibration([("a", 0.85, True), ("a", 0.95, False), ("a", 1.0, True), ("a", 0.6, False), ("b", 0.1, False)])
    assert [(b.kind, b.low, b.high, b.records) for b in found] == [
        ("a", 0.6, 0.8, 1),
        ("a", 0.8, 1.0, 3),
        ("b", 0.0, 0.2, 1),
    ]
    assert found[1].sure == pytest.approx(2.8 / 3)
    assert found[1].right == pytest.approx(2 / 3)


def test_gap() -> None:
    assert gap([]) is None
    assert gap([Bin("a", 0.8, 1.0, 3, 0.9, 0.5), Bin("a", 0.0, 0.2, 1, 0.1, 0.1)]) == pytest.approx(0.3)


@given(st.lists(WEIGHED, max_size=30))
def test_every_record_is_in_one_bin(weighed: list[tuple[str, float, bool]]) -> None:
    found = calibration(weighed)
    assert sum(b.records for b in found) == len(weighed)
    for b in found:
        assert b.low - 1e-6 <= b.sure <= b.high + 1e-6
        assert 0 <= b.right <= 1
