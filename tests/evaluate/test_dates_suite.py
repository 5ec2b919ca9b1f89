"""Suites of dates: what counts as right, what is told of them, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bilat.errors import UsageError
from bilat.evaluate import main
from bilat.evaluate.dates import Answer

ROW: dict[str, Any] = {
    "id": "t-1",
    "language": "en",
    "published": "2025-06-06",
    "text": "They met on June 5.",
    "expression": "June 5",
    "start": 12,
    "expected": {"date": "2025-06-05", "end_date": None, "kind": "point"},
}


def suite(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "suite.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_table_and_the_misses(tmp_path: Path) -> None:
    other = ROW | {"id": "t-2", "expected": {"date": "2025-06", "end_date": None, "kind": "vague"}}
    shown = main([suite(tmp_path, ROW, other)])
    line = next(line for line in shown.splitlines() if line.startswith("en"))
    assert line.split() == ["en", "2", "1", "50.0", "1", "1"]
    assert "t-2" not in shown
    assert "t-2 2025-06-06 They met" in main([suite(tmp_path, ROW, other)], misses=True)


@pytest.mark.parametrize(
    ("meant", "read", "right", "filled"),
    [
        (("2025-06", None, "vague"), ("2025-06-05", None, "point"), False, True),
        (("2025-06-05", None, "point"), ("2025-06", None, "vague"), False, False),
        ((None, None, None), ("2025", None, "point"), False, True),
        ((None, None, None), (None, None, "vague"), False, False),
        ((None, None, None), (None, None, None), True, False),
        (("2025-04", "2025-06", "range"), ("2025-04", "2025-06", "range"), True, False),
    ],
)
def test_right_and_filled(meant: Any, read: Any, right: bool, filled: bool) -> None:
    expected = dict(zip(("date", "end_date", "kind"), meant, strict=True))
    answer = Answer(ROW | {"expected": expected}, read)
    assert (answer.right, answer.filled) == (right, filled)


@pytest.mark.parametrize(
    "rows", [[{"a": 1}], ["text"], [], [ROW, {"language": "en"}], [ROW | {"start": 3}], [ROW | {"expected": {}}]]
)
def test_what_is_no_suite(tmp_path: Path, rows: list[Any]) -> None:
    with pytest.raises(UsageError):
        main([suite(tmp_path, *rows)])


def test_a_missing_suite(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a file"):
        main([tmp_path / "gone.jsonl"])
