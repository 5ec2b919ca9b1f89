"""Copies of a text, and outlets of one family, tell a thing once."""

from __future__ import annotations

import random

from events_fixture import pack
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.model import Document
from bilat.relate.duplicates import duplicate_groups, sources

_ENDS = ("ben", "dor", "fis", "gal", "hum", "jit")
_WORDS = [f"{first}{last}" for first in ("ka", "lo", "mi", "ru", "te") for last in _ENDS]
STORY = (
    "The two ministers spoke by phone on Wednesday evening and went through a list of open questions, from port fees "
    "to soybean orders. Neither side would say when the next round is to be held. An aide who listened in said that "
    "the mood was businesslike and that both had notes in front of them. The call ended after forty minutes."
)
HANT = (
    "兩位部長週三晚間通電話，逐項談了尚未解決的問題，從港口費到大豆訂單都有。雙方都不願透露下一輪會談的時間。"
    "一名在場的助理說，氣氛務實，兩人面前都擺著筆記。通話在四十分鐘後結束，雙方約定保持聯繫。"
)
HANS = (
    "两位部长周三晚间通电话，逐项谈了尚未解决的问题，从港口费到大豆订单都有。双方都不愿透露下一轮会谈的时间。"
    "一名在场的助理说，气氛务实，两人面前都摆着笔记。通话在四十分钟后结束，双方约定保持联系。"
)


def document(key: str, text: str, language: str = "en", **fields: str) -> Document:
    return Document(id=key, text=text, language=language, kept=((0, len(text)),), **fields)  # type: ignore[arg-type]


def story(seed: int, length: int = 120) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(_WORDS) for _ in range(length))


def test_a_syndicated_copy_with_a_new_first_line_is_a_copy() -> None:
    docs = [document("a", STORY), document("b", "By our correspondent. " + STORY), document("c", story(1))]
    assert duplicate_groups(docs) == [("a", "b")]


def test_a_copy_cut_to_its_first_sentences_is_a_copy() -> None:
    assert duplicate_groups([document("a", STORY), document("b", STORY[: len(STORY) * 2 // 3])]) == [("a", "b")]


def test_a_converted_copy_is_a_copy() -> None:
    docs = [document("a", HANT, "zh-Hant"), document("b", HANS, "zh-Hans"), document("c", STORY)]
    assert duplicate_groups(docs) == [("a", "b")]


def test_two_accounts_of_one_call_are_no_copies() -> None:
    other = "The ministers had a phone call on Wednesday evening about port fees, soybean orders and other questions."
    assert duplicate_groups([document("a", STORY), document("b", other)]) == []


def test_a_repost_is_known_by_the_address_of_the_original() -> None:
    address = "https://news.example/2025/story.html"
    docs = [document("a", story(1), url=address), document("b", story(2), original_url=address)]
    assert duplicate_groups(docs) == [("a", "b")]
    home = "https://news.example/"
    assert duplicate_groups([document("a", story(1), url=home), document("b", story(2), url=home)]) == []


def test_outlets_of_one_family_are_one_source() -> None:
    docs = [
        document("a", story(1), outlet="CCTV"),
        document("b", story(2), outlet="CGTN"),
        document("c", story(3), outlet="Reuters"),
        document("d", story(4)),
    ]
    found = sources(docs, pack())
    assert found["a"] == found["b"]
    assert len(set(found.values())) == 3
    assert found["d"] == "d"


def test_a_copy_is_of_the_source_that_had_it_first_and_makes_no_two_outlets_one() -> None:
    docs = [
        document("a", STORY, outlet="Reuters", published="2025-06-06"),
        document("b", STORY, outlet="CCTV", published="2025-06-05"),
        document("c", story(1), outlet="Reuters"),
        document("d", story(2), outlet="CGTN"),
    ]
    found = sources(docs, pack())
    assert found["a"] == found["b"] == found["d"]
    assert found["c"] != found["a"]


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)), st.integers(0, 1000))
def test_groups_do_not_depend_on_the_order(order: list[int], seed: int) -> None:
    first, second = story(seed), story(seed + 1)
    texts = [first, first + " once more", second, "Update: " + second, story(seed + 2), story(seed + 3)]
    docs = [document(str(place), text) for place, text in enumerate(texts)]
    assert duplicate_groups([docs[place] for place in order]) == [("0", "1"), ("2", "3")]
