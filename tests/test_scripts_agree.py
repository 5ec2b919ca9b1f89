"""One text in simplified and in traditional characters gives the same records, at the same places.

The conversions are OpenCC's. A clause of which one changes the length, or that it does not lead back to, is no
rendering character by character of the same; such clauses stay as they were, are counted, and must stay few.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.languages.script import has_han, to_simplified
from bilat.model import document_json, to_json
from bilat.pipeline import run

HERE = Path(__file__).parent
PLACES = (HERE / "fixtures" / "articles", HERE.parent / "src" / "bilat" / "samples")
TEXTS = {
    f"{path.parent.name}/{path.stem}": path.read_text(encoding="utf-8")
    for place in PLACES
    for path in sorted(place.rglob("*.txt"))
    if has_han(path.read_text(encoding="utf-8"))
}
CONVERSIONS = ("s2t", "s2tw", "s2hk")
# Ids follow from the words, the language is what is changed, and so is the path.
DIFFERENT = frozenset({"id", "doc", "language", "path", "event", "interaction", "statement", "docs", "sides"})
CONVERTED = "script_converted"
CORNERS = str.maketrans("“”‘’", "「」『』")
CURLY = str.maketrans("「」『』", "“”‘’")
# Known to be read differently; once mended, the mark must go.
UNEQUAL: dict[tuple[str, str], str] = {}
MOST_LEFT = 0.01  # of all clauses
CLAUSES = re.compile(r"[^，。；：！？\n]*[，。；：！？\n]|[^，。；：！？\n]+")


@functools.cache
def converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def plain(value: Any) -> Any:
    """A record's value in simplified characters, without what must differ."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in DIFFERENT}
    if isinstance(value, list):
        return [plain(item) for item in value if item != CONVERTED]
    return to_simplified(value).translate(CURLY) if isinstance(value, str) else value


def records(text: str, folder: Path) -> list[str]:
    """The records of a text, one JSON line each, comparable across scripts."""
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    found = run([str(path)])
    assert not found.refused
    rows = [*map(document_json, found.documents), *map(to_json, found.records)]
    return sorted(json.dumps(plain(row), ensure_ascii=False, sort_keys=True) for row in rows)


@functools.cache
def simplified_records(name: str, folder: Path) -> list[str]:
    """The records of a known text in simplified characters, read once."""
    return records(to_simplified(TEXTS[name]), folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


def rendering(simplified: str, conversion: str) -> tuple[str, list[str]]:
    """The text in traditional characters, and the clauses that were left as they are."""
    clauses, left = [], []
    for clause in CLAUSES.findall(simplified):
        traditional = str(converter(conversion).convert(clause))
        faithful = len(traditional) == len(clause) and to_simplified(traditional) == clause
        clauses.append(traditional if faithful else clause)
        left += [] if faithful else [clause]
    return "".join(clauses), left


def test_there_are_texts_in_both_scripts() -> None:
    changed = [name for name, text in TEXTS.items() if to_simplified(text) != text]
    assert len(changed) >= 8
    assert len(TEXTS) - len(changed) >= 8


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_and_its_simplified_rendering_agree(name: str, folder: Path) -> None:
    known = simplified_records(name, folder)
    assert any('"type": "statement"' in row or '"type": "interaction"' in row for row in known)
    assert records(TEXTS[name], folder) == known


@pytest.mark.parametrize("conversion", CONVERSIONS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_and_its_traditional_rendering_agree(name: str, conversion: str, folder: Path) -> None:
    simplified = to_simplified(TEXTS[name])
    traditional, _ = rendering(simplified, conversion)
    assert traditional != simplified
    assert to_simplified(traditional) == simplified
    assert records(traditional, folder) == simplified_records(name, folder)


@pytest.mark.parametrize("marks", ["corners", "curly"])
@pytest.mark.parametrize("name", TEXTS)
def test_quotation_marks_of_either_kind_agree(
    name: str, marks: str, folder: Path, request: pytest.FixtureRequest
) -> None:
    if (name, marks) in UNEQUAL:
        request.applymarker(pytest.mark.xfail(strict=True, reason=UNEQUAL[name, marks]))
    text = to_simplified(TEXTS[name]).translate({"corners": CORNERS, "curly": CURLY}[marks])
    assert records(text, folder) == simplified_records(name, folder)


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_few_clauses_are_left_unconverted(conversion: str) -> None:
    texts = [to_simplified(text) for text in TEXTS.values()]
    clauses = sum(len(CLAUSES.findall(text)) for text in texts)
    left = [clause for text in texts for clause in rendering(text, conversion)[1]]
    assert len(left) <= MOST_LEFT * clauses


@settings(max_examples=30, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_lines_of_any_texts_agree(data: st.DataObject, folder: Path) -> None:
    every = sorted({line for text in TEXTS.values() for line in to_simplified(text).splitlines() if line.strip()})
    chosen = "\n".join(data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=8)))
    traditional, _ = rendering(chosen, data.draw(st.sampled_from(CONVERSIONS)))
    assert records(traditional, folder) == records(chosen, folder)
