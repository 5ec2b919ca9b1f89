"""Where gold lies, and what is said of gold that is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bilat.errors import UsageError
from bilat.evaluate import gold as notes


def test_folders_are_named_by_the_folder(gold_folder: Callable[..., Path]) -> None:
    (found,) = notes.load(gold_folder(genre="wire story", names={"A": ["a"]}))
    assert (found.name, found.language, found.genre, found.names) == ("en-01", "en", "news", {"A": ["a"]})
    assert found.text(None).startswith("China said")


def test_flat_files_find_their_document_above_them(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "t.txt").write_text("x", encoding="utf-8")
    inner = tmp_path / "gold" / "inner"
    inner.mkdir(parents=True)
    (inner / "t.json").write_text(json.dumps({"document": "texts/t.txt", "language": "en"}), encoding="utf-8")
    (inner / "other.json").write_text(json.dumps({"no": "gold"}), encoding="utf-8")
    (tmp_path / "gold" / "names.json").write_text(json.dumps({"A": ["a"], "B": ["b"]}), encoding="utf-8")
    (inner / "names.json").write_text(json.dumps({"B": ["bb"]}), encoding="utf-8")
    (found,) = notes.load(tmp_path / "gold")
    assert found.name == "t"
    assert found.document == tmp_path / "texts" / "t.txt"
    assert found.names == {"A": ["a"], "B": ["bb"]}


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no gold here"):
        notes.load(tmp_path)


def test_a_missing_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps({"document": "gone.txt", "language": "en"}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"gone\.txt"):
        notes.load(tmp_path)


@pytest.mark.parametrize(
    ("genre", "family"),
    [
        ("press-conference transcript", "transcript"),
        ("wire story on two readouts", "news"),
        ("leader's post in a news report", "news"),
        ("Treasury readout", "readout"),
        ("think-tank analysis", "analysis"),
        ("machine-translated self-media commentary", "opinion"),
        ("market report in portal chrome", "market"),
        ("timeline/tracker page", "explainer"),
        ("haiku", "other"),
        (None, "other"),
    ],
)
def test_families_of_genres(genre: str | None, family: str) -> None:
    assert notes.genre_family(genre) == family
