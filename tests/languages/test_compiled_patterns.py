"""Patterns are compiled once and kept as byte code is; whatever lies there, the pattern is that of `re.compile`."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.languages import compiled_patterns
from bilat.languages.compiled_patterns import compiled

PATTERN = r"(?P<day>\d{1,2})日(?=[，。]|$)|(?i:may) (?P<more>[\u4e00-\u9fff]{2,})\b"


def forget() -> None:
    """As at the beginning of another process."""
    compiled_patterns._kept.cache_clear()
    compiled_patterns._place.cache_clear()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where patterns are kept, in a process that keeps byte code."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled_patterns, "_place", lambda: tmp_path / "__pycache__" / "x.patterns")
    compiled_patterns._kept.cache_clear()
    return tmp_path / "__pycache__" / "x.patterns"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The patterns that were compiled."""
    texts: list[str] = []
    real = compiled_patterns._made

    def counted(text: str, flags: int) -> dict[str, Any]:
        texts.append(text)
        return real(text, flags)

    monkeypatch.setattr(compiled_patterns, "_made", counted)
    return texts


def again(text: str = PATTERN, flags: int = 0) -> re.Pattern[str]:
    """As another process would be given it."""
    compiled_patterns._kept.cache_clear()
    return compiled(text, flags)


def test_compiled_once(place: Path, made: list[str]) -> None:
    assert again() == again() == re.compile(PATTERN)
    assert again().groupindex == re.compile(PATTERN).groupindex
    assert made == [PATTERN]
    match = again().search("在15日，")
    assert match is not None
    assert (match["day"], match.lastgroup) == ("15", "day")
    assert [path.name for path in place.parent.iterdir()] == [place.name]


@pytest.mark.usefixtures("place")
def test_flags_are_told_apart(made: list[str]) -> None:
    for flags in (re.RegexFlag(0), re.IGNORECASE, re.MULTILINE | re.IGNORECASE):
        for _ in range(2):
            assert again("^a", flags) == re.compile("^a", flags)
    assert made == ["^a"] * 3


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.from_regex(r"[a-c日月\u3400-\u3405^$|.\\()\[\]*+?{}1-3,-]{0,12}", fullmatch=True),
    st.sampled_from([0, re.IGNORECASE, re.MULTILINE]),
)
@pytest.mark.usefixtures("place")
def test_kept_and_compiled_are_equal(text: str, flags: int) -> None:
    try:
        expected = re.compile(text, flags)
    except (re.error, OverflowError):
        with pytest.raises((re.error, OverflowError)):
            again(text, flags)
        return
    assert again(text, flags) == again(text, flags) == expected


def test_what_is_broken_counts_for_nothing(place: Path, made: list[str]) -> None:
    again()
    whole = place.read_bytes()
    first, line = whole.split(b"\n")[:2]
    key = line.split(b" ")[0]
    for wrong in (
        b"",
        b"\xff\xfe",
        whole[:-9],
        whole.replace(first, b"another Python"),
        first + b"\n" + key + b" {}",
        first + b"\n" + key + b" []",
        first + b"\n" + key + b' {"flags": 32, "groups": 1, "names": {"a": 7}, "code": ""}',
        first + b"\n" + key + b' {"flags": 32, "groups": 2, "names": {}, "code": "AAAAAAAAAAA="}',
        first + b"\n" + key + b' {"flags": 32, "groups": -9, "names": {}, "code": "x"}',
    ):
        place.write_bytes(wrong)
        made.clear()
        assert again() == re.compile(PATTERN)
        assert again() == re.compile(PATTERN)
        assert made == [PATTERN]  # mended, whatever was there


def test_a_file_that_grew_too_large_begins_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again()
    monkeypatch.setattr(compiled_patterns, "_LARGEST", place.stat().st_size - 1)
    again("b")
    assert place.read_bytes().count(b"\n") == 1


def test_nothing_is_written_where_byte_code_is_not(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert again() == re.compile(PATTERN)
    assert not place.parent.exists()
    place.parent.write_text("no folder")  # as on a file system that cannot be written
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert again() == re.compile(PATTERN)


def test_another_python_compiles_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    monkeypatch.setattr(compiled_patterns, "_made", None)
    assert compiled(PATTERN) == re.compile(PATTERN)
    assert compiled_patterns._place() is None
    monkeypatch.undo()
    forget()
    assert compiled_patterns._place() is not None


def test_many_at_once(place: Path) -> None:
    texts = [f"{PATTERN}|{number % 5}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(compiled, texts)) == list(map(re.compile, texts))
    assert [again(text) for text in texts] == list(map(re.compile, texts))
    assert [path.name for path in place.parent.iterdir()] == [place.name]
