"""Candidates for phrases: what recurs in official words and holds together, apart from what the pack knows."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.relate.phrases_proposed import proposal_json, proposed
from bilat.relate.phrases_runs import Run, Sequences, log_likelihood
from tests.relate.phrase_texts import PACK, read

# Three ministries' days: an invented saying among words that differ, and one more in quotation marks.
DAYS = [
    ("2025-03-03", "外交部发言人表示，双方应当翻山越岭、同舟过河，中方支持举行“月桂树对话”。"),
    ("2025-06-06", "商务部新闻发言人指出，只要翻山越岭、同舟过河，困难总能克服，下一轮“月桂树对话”将在秋天举行。"),
    ("2025-09-09", "国防部发言人强调，两军也可以翻山越岭、同舟过河，“月桂树对话”有它的作用。"),
]
WIRES = [
    ("2025-03-03", "State Department spokesperson Tammy Bruce said all must walk the lantern path before winter."),
    ("2025-06-06", "Secretary of State Marco Rubio said that nobody can walk the lantern path alone."),
    ("2025-09-09", "White House press secretary Karoline Leavitt said allies chose to walk the lantern path."),
]


def rows(texts: list[tuple[str, str]], language: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{language}-{n}",
            "published": day,
            "language": language,
            "text": text,
            "url": f"https://s{n}.example/a",
        }
        for n, (day, text) in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def chinese() -> dict[str, dict[str, Any]]:
    result = read(rows(DAYS, "zh-Hans"))
    return {row["id"]: row for row in map(proposal_json, proposed(result.documents, result.records, PACK))}


def test_parallel_parts_and_terms_are_proposed(chinese: dict[str, dict[str, Any]]) -> None:
    assert "parallel" in chinese["翻山越岭、同舟过河"]["kinds"]
    assert "quoted" in chinese["月桂树对话"]["kinds"]
    assert all(row["status"] == "proposed" for row in chinese.values())


def test_each_has_its_counts_and_its_evidence(chinese: dict[str, dict[str, Any]]) -> None:
    row = chinese["月桂树对话"]
    assert (row["count"], row["sources"], len(row["evidence"])) == (3, 3, 3)
    assert (row["first"]["date"], row["last"]["date"]) == ("2025-03-03", "2025-09-09")
    assert {piece["quote"] for piece in row["evidence"]} == {"月桂树对话"}


def test_a_collocation_in_english() -> None:
    result = read(rows(WIRES, "en"))
    (one,) = proposed(result.documents, result.records, PACK)
    assert (one.words, one.kinds) == ("walk the lantern path", ("collocation",))
    assert one.association is not None
    assert one.association >= 10.83


def test_known_phrases_and_names_are_not_proposed() -> None:
    texts = [
        (day, text.replace("翻山越岭、同舟过河", "相互尊重、和平共处、合作共赢").replace("月桂树对话", "小院高墙"))
        for day, text in DAYS
    ]
    result = read(rows(texts, "zh-Hans"))
    assert proposed(result.documents, result.records, PACK) == []


def test_too_few_sources_are_no_candidate(chinese: dict[str, dict[str, Any]]) -> None:
    result = read(rows(DAYS[:2], "zh-Hans"))
    assert proposed(result.documents, result.records, PACK) == []
    assert proposed(result.documents, result.records, PACK, least=2) != []
    assert chinese


def test_journalists_words_are_not_official() -> None:
    texts = [(day, "记者在现场看到，" + text.split("，", 1)[1]) for day, text in DAYS]
    result = read(rows(texts, "zh-Hans"))
    assert proposed(result.documents, result.records, PACK) == []


def test_log_likelihood_by_hand() -> None:
    # together 10 times of 10 and 10, in 100: every row and column is told by the other
    expected = 2 * (10 * math.log(10 / 1) + 90 * math.log(90 / 81))
    assert log_likelihood(10, 10, 10, 100) == pytest.approx(expected)
    assert log_likelihood(1, 10, 10, 100) == 0.0


@settings(deadline=None)
@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 5000))
def test_log_likelihood_is_symmetric_and_never_negative(both: int, more: int, other: int, rest: int) -> None:
    first, second, total = both + more, both + other, both + more + other + rest
    value = log_likelihood(both, first, second, total)
    assert value >= 0
    assert value == pytest.approx(log_likelihood(both, second, first, total))


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), min_size=1, max_size=6))
def test_sequences_count_what_recurs(runs: list[list[str]]) -> None:
    counted = Sequences([Run(tuple(run)) for run in runs], longest=4, least=2, joint="").counts
    texts = ["".join(run) for run in runs]
    for key, count in counted.items():
        needle = "".join(key)
        assert count == sum(text.startswith(needle, at) for text in texts for at in range(len(text)))
