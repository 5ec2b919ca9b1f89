"""The report as text: complete, and the same each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import bilat.evaluate
from bilat.errors import PackError, UsageError
from bilat.evaluate import evaluate, main
from bilat.evaluate.report import markdown

# The article's own sentence is to be dropped: a miss, whatever is made of the text.
NOTES = {"genre": "wire story", "keep": ["Trump called Xi"], "drop": ["Trump called Xi"]}


def test_the_command_gives_figures_and_breakdowns(gold_folder: Callable[..., Path]) -> None:
    folder = gold_folder(**NOTES)
    shown = main([folder])
    for part in ("documents", "cleaning.keep", "cleaning.drop", "language", "genre", "news"):
        assert part in shown
    assert "en-01 cleaning.drop" not in shown
    assert "en-01 cleaning.drop: " in main([folder], misses=True)


def test_the_page_is_the_same_each_time(gold_folder: Callable[..., Path]) -> None:
    folder = gold_folder(**NOTES)
    first, second = (markdown({"all": evaluate([folder])}) for _ in range(2))
    assert first == second
    assert "| figure | all |" in first
    assert "`cleaning.drop`: 1 missed" in first


def test_wrong_requests_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        main([tmp_path / "gone"])
    with pytest.raises(PackError):
        evaluate([tmp_path], "no-such-pack")


def test_its_own_articles_are_there() -> None:
    assert any(bilat.evaluate.command.own_gold().rglob("expected.json"))


def test_public_names() -> None:
    assert bilat.evaluate.__all__ == ["Figure", "Miss", "Report", "evaluate", "main"]
