"""Words found by automaton: what a pattern for the same words finds, and never inside another word."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.seeds import WholeWords, Words, lowered

WORDS = ["an", "one", "hundred", "US$", "half", "than"]
PLAIN = re.compile(
    r"(?<![a-z])(?:" + "|".join(
        re.escape(w.lower()) + ("(?![a-z])" if w[-1].isalpha() else "") for w in sorted(WORDS, key=len, reverse=True)
    ) + ")"
)  # fmt: skip


@given(st.lists(st.sampled_from([*WORDS, "US$5", "another", "a", " ", "-", "$", "中", "hundreds"]), max_size=12))
def test_whole_words_begin_where_a_pattern_finds_them(parts: list[str]) -> None:
    low = lowered("".join(parts))
    assert WholeWords(WORDS).starts(low) == [match.start() for match in PLAIN.finditer(low)]


def test_words_are_the_leftmost_and_of_those_the_longest() -> None:
    assert Words(["月", "个月", "个"]).find("三个月内") == [(1, 3)]


@given(st.text())
def test_lower_case_keeps_places(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_what_would_grow_in_lower_case_stays() -> None:
    assert lowered("İA") == "İa"
