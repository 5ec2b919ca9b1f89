"""Annotated text with marks in it, compiled to spans."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.errors import InputError
from bilat.evaluate.marked import read_marked, unmarked

FIXTURES = Path(__file__).parent.parent / "fixtures" / "zh-attribution"


def test_marks_nest_repeat_and_serve_several() -> None:
    lines = ["## a1 Hans wire", "{s1,2 Ann}{c1 said}: {x1 {s3 we}{c3 hope}{x3  so}}, and {c2 added} {x2 more}.", ""]
    (found,) = read_marked(lines)
    assert (found.id, found.words, found.text) == ("a1", ("Hans", "wire"), "Annsaid: wehope so, and added more.")
    first, second, third = found.attributions
    assert (first.source, first.cue, first.content) == (((0, 3),), ((3, 7),), ((9, 18),))
    assert second.source == first.source
    assert third.content == ((15, 18),)


def test_parts_without_a_mark_are_none_or_empty() -> None:
    (found,) = read_marked(["## a", "{c1 It is said} {x1 so}. {x2 What?}"])
    assert found.attributions[0].source is None
    assert found.attributions[1].cue == ()
    assert found.as_row()["id"] == "a"


@pytest.mark.parametrize("marked", ["{x1 open", "close}", "{c1 no content}", "a { brace"])
def test_broken_marks_are_refused_by_name(marked: str) -> None:
    with pytest.raises(InputError, match=r"a7"):
        list(read_marked(["## a7", marked], "file"))


@given(st.text(alphabet="ab，。：「」 1", min_size=1, max_size=20))
def test_text_without_marks_is_itself(text: str) -> None:
    assert unmarked(text) == text
    assert unmarked("{s1 " + text + "}") == text


def test_the_fixtures_compile_and_are_many() -> None:
    texts = [t for path in sorted(FIXTURES.glob("*.txt")) for t in read_marked(path.open(encoding="utf-8"), path.name)]
    assert len({t.id for t in texts}) == len(texts)
    assert sum(len(t.attributions) for t in texts) >= 440
    for text in texts:
        for attribution in text.attributions:
            spans = [*(attribution.source or ()), *attribution.cue, *attribution.content]
            assert all(0 <= a < b <= len(text.text) for a, b in spans)
