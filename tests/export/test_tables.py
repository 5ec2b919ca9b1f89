"""Listings: aligned by what a terminal shows, stable columns, nested values whole."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.export.tables import cut, width, write

ROWS: list[dict[str, Any]] = [
    {"date": "2025-06-05", "title": "中美元首通话", "value": 5, "who": ["A", "B"]},
    {"date": "2025-06", "title": "Talks in Geneva", "value": None, "who": [], "extra": {"a": [1]}},
]


def written(rows: list[dict[str, Any]], format: Any) -> str:
    out = io.StringIO()
    write(iter(rows), format, out)
    return out.getvalue()


def test_a_table_is_aligned_by_the_columns_a_terminal_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    lines = written(ROWS, "table").splitlines()
    assert lines[0].split() == ["date", "title", "value", "who", "extra"]
    starts = [width(line[: line.index(mark)]) for line, mark in ((lines[2], "A, B"), (lines[0], "who"))]
    assert starts[0] == starts[1]
    assert lines[2].split()[2] == "5"


def test_a_table_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = [{"short": "x", "long": "長" * 50, "other": "word " * 30}]
    lines = written(rows, "table").splitlines()
    assert max(map(width, lines)) <= 40
    assert "…" in lines[2]
    assert lines[2].startswith("x")


def test_control_signs_cannot_leave_their_cell() -> None:
    assert "\x1b" not in written([{"a": "one\x1b[31m\ntwo\ttab"}], "table")
    assert len(written([{"a": "one\ntwo"}], "table").splitlines()) == 3


def test_csv_keeps_nested_values_as_json() -> None:
    rows = list(csv.DictReader(io.StringIO(written(ROWS, "csv"))))
    assert list(rows[0]) == ["date", "title", "value", "who", "extra"]
    assert json.loads(rows[0]["who"]) == ["A", "B"]
    assert json.loads(rows[1]["extra"]) == {"a": [1]}
    assert rows[1]["value"] == ""


def test_json_and_json_lines_give_back_what_went_in() -> None:
    assert json.loads(written(ROWS, "json")) == ROWS
    assert [json.loads(line) for line in written(ROWS, "jsonl").splitlines()] == ROWS
    assert "中美元首通话" in written(ROWS, "jsonl")


def test_nothing_is_no_error() -> None:
    assert written([], "table") == ""
    assert json.loads(written([], "json")) == []
    assert written([], "jsonl") == ""


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="xml"):
        write([], "xml", io.StringIO())  # type: ignore[arg-type]


@given(st.text(max_size=30), st.integers(1, 20))
def test_a_cut_text_fits(text: str, room: int) -> None:
    assert width(cut(text, room)) <= max(room, 0) or width(text) <= room
