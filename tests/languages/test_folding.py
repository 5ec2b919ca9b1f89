"""Folding: what people vary without meaning anything by it makes no difference, and places are kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.languages.folding import fold
from bilat.languages.script import to_simplified

ALIKE = [
    ("Small yard, high fence", "small yard — high  fence"),
    ("“small yard”, “high fence”", "small-yard high-fence"),
    ("相互尊重、和平共处", "「相互尊重」，和平共处"),
    ("U.S.-China ties", "US-China ties"),
    ("China’s interests", "Chinas interests"),
    ("小院\n高墙", "小院高墙"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_variants_fold_alike(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize("text", ["It was small. Yard work", "小院。高墙", "small\n\nyard"])
def test_ends_of_sentences_and_paragraphs_stay(text: str) -> None:
    assert "small yard" not in fold(text).text
    assert "小院高墙" not in fold(text).text


@settings(deadline=None)  # the first conversion loads its tables
@given(st.text(alphabet="aB9 .,-’“”「」、，。\n中美關係U.S", max_size=60))
def test_every_character_knows_its_place(text: str) -> None:
    view = to_simplified(text)
    folded = fold(view)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    for char, place in zip(folded.text, folded.places, strict=True):
        assert char in (view[place].lower(), " ", "\n")


@settings(deadline=None)  # the first conversion loads its tables
@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(to_simplified(text)).text
    assert fold(once).text in (once, once.strip(" "))
