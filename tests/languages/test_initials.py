"""The gate before a word list changes nothing but the time it takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.languages.dates_grammar import _compiled, _first, grammar
from bilat.languages.initials import branches, gated, initials, may_begin, parted, plain_words
from bilat.reading.vocabulary import data, fragments, lowered


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("abc", "a"),
        ("a?bc", "ab"),
        ("(?:a|b)c", "ab"),
        ("(?:a|b)?c", "abc"),
        (r"\bword|^start", "ws"),
        ("[xyz]a", "xyz"),
        ("[A-C]a", "ABC"),
        ("(?<!q)u", "u"),
        (r"\.com", "."),
        ("(?P<name>a|b)", "ab"),
        ("a{0,3}b", "ab"),
        ("a{2}b", "a"),
        (".a", None),
        (r"\d+|[\sx]", (r"\d", r"\s", "x")),
        ("(?i:ab)", "aA"),
        ("(?!a(?:b|c))d", "d"),
        ("[^a]", None),
        ("a?", None),
        ("", None),
    ],
)
def test_first_characters(pattern: str, first: str | None) -> None:
    assert initials(pattern) == (set(first) if first is not None else None)


def test_branches_are_those_outside_of_groups() -> None:
    assert list(branches(r"a(?:b|c)|[|]d|\|e")) == ["a(?:b|c)", "[|]d", r"\|e"]


@settings(max_examples=150, deadline=None)
@given(seeds=st.data())
def test_every_credit_holds_what_is_looked_for_first(seeds: st.DataObject) -> None:
    credit = seeds.draw(st.from_regex(seeds.draw(st.sampled_from(fragments("chrome", "caption_end"))), fullmatch=True))
    assert re.search(data("chrome")["caption_hint"], credit.lower()), credit


LISTS = [key for key, value in data("chrome").items() if isinstance(value, list)]


@settings(max_examples=150, deadline=None)
@given(key=st.sampled_from(LISTS), seeds=st.data())
def test_a_gated_list_finds_what_the_list_finds(key: str, seeds: st.DataObject) -> None:
    items = [lowered(item) for item in fragments("chrome", key)]
    text = seeds.draw(st.from_regex(seeds.draw(st.sampled_from(items)))).lower()
    plain = re.compile("|".join(f"(?:{item})" for item in items)).search(text)
    found = re.compile(gated(items)).search(text)
    assert (plain is None) == (found is None)
    assert plain is None or found is None or plain.start() == found.start()


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("a|bc", ["a", "bc"]),
        (r"(?:new\ year|may)", ["new year", "may"]),
        ("week", ["week"]),
        ("(?:a|b)c", None),
        (r"\d/\d", None),
        ("[ab]c", None),
        ("days?", None),
    ],
)
def test_plain_words(pattern: str, words: list[str] | None) -> None:
    assert plain_words(pattern) == words


ALTERNATIVES = [
    r"\d+", "[Oo]n (?=the|a)", "on", "[A-Z][a-z]+ in", "the |[Tt]hat", "(?:May|may) ", r"(?<=x)y", "昨|今天", "[^a]q",
]  # fmt: skip
PIECES = ["On ", "the ", "that", "May ", "xy", "12", "Rome in", "今天", "昨", "aq", "zq", " "]


@given(
    chosen=st.lists(st.sampled_from(ALTERNATIVES), min_size=1, max_size=7),
    text=st.lists(st.sampled_from(PIECES)),
    parts=st.integers(1, 5),
)
def test_a_parted_pattern_finds_the_same(chosen: list[str], text: list[str], parts: int) -> None:
    pattern, told = f"(?<![.])(?:{'|'.join(chosen)})", "".join(text)
    found = [match.span() for match in re.finditer(parted(pattern, parts), told)]
    assert found == [match.span() for match in re.finditer(pattern, told)]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "On 3 May 2025 or next week"), ("zh", "今年5月3日，上周三和春节")]
)
def test_every_rule_of_dates_begins_as_its_initials_say(language: str, text: str) -> None:
    for rule in grammar(language).rules:
        match, _ = _compiled(language, rule.written)
        for at in range(len(text)):
            if match(text, at):
                assert may_begin(_first(language, rule.written), text[at]), rule
