from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.sentences import language_of, split_sentences


def texts(view: str) -> list[str]:
    return [view[s.start : s.end] for s in split_sentences(view)]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("The U.S. President spoke. He left.", ["The U.S. President spoke.", "He left."]),
        ("They met in the U.S. The talks went on.", ["They met in the U.S.", "The talks went on."]),
        ("Mr. Hale met Gen. Ortiz on Jan. 20. It rained.", ["Mr. Hale met Gen. Ortiz on Jan. 20.", "It rained."]),
        ("Rule No. 61 stands. No. It falls.", ["Rule No. 61 stands.", "No.", "It falls."]),
        ("At 9 a.m. Eastern, J. B. Ford called.", ["At 9 a.m. Eastern, J. B. Ford called."]),
        ("He left at 9 p.m. The call ended.", ["He left at 9 p.m.", "The call ended."]),
        ("Growth was 7.5 percent. Prices fell 0.3%.", ["Growth was 7.5 percent.", "Prices fell 0.3%."]),
        ("We waited... and waited. Then... Nothing.", ["We waited... and waited.", "Then...", "Nothing."]),
        ('"Never mentioned. Not once." The aide left.', ['"Never mentioned.', 'Not once."', "The aide left."]),
        ("“Will it hold?” asked an aide. “Yes!” he said.", ["“Will it hold?” asked an aide.", "“Yes!” he said."]),
        ("“Stop.” He rose.", ["“Stop.”", "He rose."]),
        ("Was it so? Yes! It was.", ["Was it so?", "Yes!", "It was."]),
        ("1. Tariffs stay. 2. Talks go on.", ["1. Tariffs stay.", "2. Talks go on."]),
        ("他说：“可以。我们会去。”会后他走了。", ["他说：“可以。", "我们会去。”", "会后他走了。"]),
        ("双方同意；会谈继续。结束了！真的？", ["双方同意；会谈继续。", "结束了！", "真的？"]),
        ('他说。"我们走。"她笑了。', ["他说。", '"我们走。"', "她笑了。"]),
        ("文章《谁先让步？》引起关注。（完）", ["文章《谁先让步？》引起关注。", "（完）"]),
        ("增长7.5%.下降3.2%。", ["增长7.5%.下降3.2%。"]),
        ("第一段\n\n  第二段。\r\nThird one.", ["第一段", "第二段。", "Third one."]),
        ("「走吧。」他說。", ["「走吧。」", "他說。"]),
        ("", []),
        ("  \n \n", []),
    ],
)
def test_split(view: str, expected: list[str]) -> None:
    assert texts(view) == expected


def test_paragraphs_and_languages() -> None:
    found = split_sentences("One. Two.\n\n三。\nTikTok案将在周五讨论。")
    assert [s.paragraph for s in found] == [0, 0, 1, 2]
    assert [s.language for s in found] == ["en", "en", "zh", "zh"]
    assert language_of("The word 磋商 means consultation between the two sides.") == "en"


@given(st.text(st.sampled_from("ab A1.。！?\"”“‘’')》《\n\r… U.S.中文"), max_size=80))
def test_spans_are_ordered_trimmed_and_cover_what_is_not_blank(view: str) -> None:
    found = split_sentences(view)
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end <= len(view)
        assert not view[at : sentence.start].strip()
        part = view[sentence.start : sentence.end]
        assert part == part.strip()
        at = sentence.end
    assert not view[at:].strip()


def test_fast_on_one_long_line() -> None:
    view = ('The U.S. side said "no. never" on Jan. 5. ' * 5000) + ("他说：“可以。”" * 20000)
    begin = time.process_time()
    assert len(split_sentences(view)) > 10000
    assert time.process_time() - begin < 3
