"""Data are parsed once and kept as byte code is; whatever lies where they are kept, the file's own content is read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bilat.languages import compiled_yaml
from bilat.languages.compiled_yaml import words_of

SRC = Path(str(resources.files("bilat")))
TEXT = "names: [no, 1, 习]\nmore: {on: off}\n"
HELD = {"names": ["no", "1", "习"], "more": {"on": "off"}}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that came with bilat, in a process that keeps byte code."""
    monkeypatch.setattr(compiled_yaml, "_BILAT", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "data" / "words.yaml"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed."""
    texts: list[str] = []
    real: Callable[[str], Any] = compiled_yaml._strings
    monkeypatch.setattr(compiled_yaml, "_strings", lambda text: texts.append(text) or real(text))
    return texts


def kept(file: Path) -> Path:
    return file.parent / "__pycache__" / "words.yaml.words.json"


def test_parsed_once(file: Path, parsed: list[str]) -> None:
    assert [words_of(file), words_of(file)] == [HELD, HELD]
    assert len(parsed) == 1
    assert [path.name for path in kept(file).parent.iterdir()] == [kept(file).name]


def test_a_changed_file_is_parsed_anew(file: Path, parsed: list[str]) -> None:
    words_of(file)
    file.write_text("names: [yes]\n", "utf-8")
    assert [words_of(file), words_of(file)] == [{"names": ["yes"]}] * 2
    assert len(parsed) == 2


@pytest.mark.parametrize("damage", [b"", b"{}", b"\n", b"\xff\xfe", b"0" * 64 + b"\n{}"])
def test_what_is_broken_counts_for_nothing(file: Path, damage: bytes) -> None:
    words_of(file)
    for wrong in (damage, kept(file).read_bytes()[:-9]):
        kept(file).write_bytes(wrong)
        assert words_of(file) == HELD
        assert json.loads(kept(file).read_bytes().partition(b"\n")[2]) == HELD  # mended


def test_nothing_is_written_where_byte_code_is_not(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert words_of(file) == HELD
    assert not kept(file).parent.exists()
    kept(file).parent.write_text("no folder")  # as on a file system that cannot be written
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert words_of(file) == HELD


def test_the_folder_of_byte_code_is_that_of_python(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    assert words_of(file) == HELD
    assert not kept(file).parent.exists()
    assert len(list((tmp_path / "elsewhere").rglob("words.yaml.words.json"))) == 1


def test_a_file_of_ones_own_is_never_kept(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_yaml, "_BILAT", tmp_path / "bilat")
    assert words_of(file) == HELD
    assert not kept(file).parent.exists()


def test_what_json_cannot_hold_is_not_kept(file: Path) -> None:
    file.write_text("2025: {1: January}\n", "utf-8")
    for _ in range(2):
        assert compiled_yaml._compiled(file, "values", compiled_yaml._values) == {2025: {1: "January"}}
    assert not list(file.parent.rglob("*.json"))


def test_many_at_once(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: words_of(file), range(40))) == [HELD] * 40
    assert [path.name for path in kept(file).parent.iterdir()] == [kept(file).name]


@pytest.mark.parametrize("path", sorted(SRC.rglob("data/*.yaml")), ids=lambda path: path.name)
def test_kept_and_read_again_data_are_the_same(path: Path, file: Path) -> None:
    file.write_bytes(path.read_bytes())
    for kind, parse in (("words", compiled_yaml._strings), ("values", compiled_yaml._values)):
        first, second = (compiled_yaml._compiled(file, kind, parse) for _ in range(2))
        assert repr(first) == repr(second) == repr(parse(path.read_text("utf-8")))
