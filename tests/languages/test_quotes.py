from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.quotes import find_quotations


def inner(view: str) -> list[tuple[str, int]]:
    return [(view[q.inner_start : q.inner_end], q.depth) for q in find_quotations(view)]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ('He said "no" and "yes."', [("no", 0), ("yes.", 0)]),
        ("He said “no, ‘never’ was his word.”", [("no, ‘never’ was his word.", 0), ("never", 1)]),
        ("It’s the workers’ “day” in the ’90s.", [("day", 0)]),
        ("It's the workers' day, don't ask; 'tis the '90s.", []),
        ("They call it 'decoupling' and the unions' view is 'no way'.", [("decoupling", 0), ("no way", 0)]),
        ("他說：「先看《公報》的『精神』。」", [("先看《公報》的『精神』。", 0), ("公報", 1), ("精神", 1)]),
        ('他说："可以。"她说："不行。"', [("可以。", 0), ("不行。", 0)]),
        ("''Fine,'' she said.", [("Fine,", 0)]),
        ("他说：“所谓‘脱钩’不可行。”", [("所谓‘脱钩’不可行。", 0), ("脱钩", 1)]),
        ("《关于<甲>的说明》与〈乙〉", [("关于<甲>的说明", 0), ("乙", 0)]),
        ('A 5" screen costs ten.', []),
        ("", []),
    ],
)
def test_quotations(view: str, expected: list[tuple[str, int]]) -> None:
    assert inner(view) == expected


def test_titles_are_marked() -> None:
    assert [q.title for q in find_quotations("《甲》“乙”〈丙〉")] == [True, False, True]


def test_repeated_opening_marks() -> None:
    view = "“First part.\n\n“Second part.”\n\nAn aside.”"
    found = find_quotations(view)
    assert [(view[q.inner_start : q.inner_end], q.balanced) for q in found] == [
        ("First part.", False),
        ("Second part.", True),
    ]


def test_never_across_a_blank_line_but_across_a_wrapped_one() -> None:
    assert inner("He said “we will\ncome back” today.") == [("we will\ncome back", 0)]
    view = "He said “we will\n\ncome back” today."
    assert inner(view) == [("we will", 0)]
    assert not find_quotations(view)[0].balanced


def test_an_unclosed_mark_does_not_take_the_next_paragraph() -> None:
    assert inner("他说：“可以。\n第二段“引语”完。") == [("可以。", 0), ("引语", 0)]


@given(st.text(st.sampled_from("ab s中。.,\n“”\"'‘’「」『』《》〈〉"), max_size=60))
def test_spans_nest_and_stay_inside(view: str) -> None:
    found = find_quotations(view)
    assert found == sorted(found, key=lambda q: (q.start, -q.end))
    open_ends: list[int] = []
    for q in found:
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(view)
        while open_ends and open_ends[-1] <= q.start:
            open_ends.pop()
        assert q.depth == len(open_ends)
        if open_ends:
            assert q.end <= open_ends[-1]
        open_ends.append(q.end)


def test_linear_time() -> None:
    for unit in ("“", "'a ", "“‘「", '"x ', "a’ ", "“a\n", "‘s' "):
        begin = time.process_time()
        find_quotations(unit * 40000)
        assert time.process_time() - begin < 3, unit
