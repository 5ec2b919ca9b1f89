"""Whole articles, one folder each: what is kept, what is dropped, what is stated."""

from __future__ import annotations

import io
import json
import pathlib
import time
from typing import Any

import opencc
import pytest

from bilat.model import Document
from bilat.reading import read

FIXTURES = pathlib.Path(__file__).parent / "fixtures"
STORIES = sorted(path.name for path in FIXTURES.iterdir())


def story(name: str) -> tuple[Document, dict[str, Any]]:
    [document] = list(read([str(FIXTURES / name / "input.txt")]))
    assert isinstance(document, Document)
    return document, json.loads((FIXTURES / name / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", STORIES)
def test_article_is_kept_and_the_rest_is_dropped(name: str) -> None:
    document, expected = story(name)
    for passage in expected["keep"]:
        start = document.text.index(passage)
        assert any(s <= start and start + len(passage) <= e for s, e in document.kept), passage
    for passage in expected["drop"]:
        start = document.text.index(passage)
        assert not any(s < start + len(passage) and start < e for s, e in document.kept), passage


FIELDS = ("language", "title", "author", "outlet", "outlet_kind", "published", "original_url", "cited_sources", "flags")


@pytest.mark.parametrize("name", STORIES)
def test_what_is_stated_is_found_and_nothing_else(name: str) -> None:
    document, expected = story(name)
    for field in FIELDS:
        if field in expected:
            value = getattr(document, field)
            assert (list(value) if isinstance(value, tuple) else value) == expected[field], field


@pytest.mark.parametrize("name", [name for name in STORIES if name.endswith("-hans")])
def test_both_scripts_are_cleaned_alike(name: str) -> None:
    document, _ = story(name)
    text = opencc.OpenCC("s2t").convert(document.text)
    other = from_text(text)
    assert len(text) == len(document.text)
    assert other.kept == document.kept
    assert (document.language, other.language) == ("zh-Hans", "zh-Hant")
    assert (document.published, document.author) == (other.published, other.author)


@pytest.mark.parametrize("headline", ["谁先让步，谁占先机，谁输在起跑线？", "開門紅！關稅退了，港股升了！"])
def test_a_headline_may_ask_or_exclaim(headline: str) -> None:
    document = from_text(f"{headline}\n双方星期天在马德里会谈，就关税和出口管制交换了意见。\n会谈将持续到星期三。")
    assert document.title == headline
    assert document.kept[0][0] > len(headline)


def from_text(text: str, **kinds: str) -> Document:
    [document] = list(read(["-"], stdin=io.BytesIO(text.encode()), outlet_kinds=kinds))
    assert isinstance(document, Document)
    return document


BODY = "The two delegations met again, and both sides said that the exchange had been useful for them.\n" * 2


@pytest.mark.parametrize(
    ("top", "published"),
    [
        ("Talks resume in Paris\nMarch 15, 2026\n", "2026-03-15"),
        ("2025-11\n", "2025-11"),
        ("Talks resume in Paris\n15 March 2026\n", "2026-03-15"),
        ("Talks resume in Paris\n03/04/2026 10:10\n", "2026"),  # April or March: not stated
        ("Talks resume in Paris\n25/04/2026 10:10\n", "2026-04-25"),
        ("Talks resume in Paris\n04/25/2026\n", "2026-04-25"),
        ("PARIS, March 15, 2026 (AP) — ", "2026-03-15"),
        ("Dated 2026-03-15 and attributed to the spokesperson. ", "2026-03-15"),
        ("On March 15, 2026, the ministers met in Paris. ", None),  # an event
        ("Talks resume in Paris\n", None),
        ("2026-13-45\n", None),
    ],
)
def test_day_of_publication(top: str, published: str | None) -> None:
    assert from_text(top + BODY).published == published


def test_date_of_another_article_is_not_this_ones() -> None:
    text = f"Talks resume in Paris\n\n{BODY}\nRelated stories\nBeans and magnets\n2026-01-02\n"
    assert from_text(text).published is None


def test_last_paragraph_with_a_desk_credit_is_kept_and_tags_below_it_are_not() -> None:
    text = (
        "（遠東通訊社記者林可芸台北2025年9月20日電）美國總統昨天說，他與中國國家主席的通話很有成果。\n"
        "他說，雙方會在韓國見面。（編輯：高子晴）1140920\n"
        "短影音平台\n關稅休戰\n本網站之文字與圖片，未經授權不得轉載。\n"
    )
    document = from_text(text)
    kept = "".join(document.text[start:end] for start, end in document.kept)
    assert "雙方會在韓國見面。" in kept
    assert "關稅休戰" not in kept
    assert "不得轉載" not in kept


def test_known_outlets_have_the_kind_they_are_given() -> None:
    text = f"Talks resume in Paris\nSource: Example Wire\n\n{BODY}"
    assert from_text(text, **{"example wire": "state_media"}).outlet_kind == "state_media"


def test_prose_that_begins_like_chrome_is_kept() -> None:
    paragraphs = [
        "Support among members of Congress for the truce has grown since the meeting, aides said.",
        "Get tough was the advice of several members of the committee, and the secretary took it.",
        "本报认为，双方的立场并没有外界想象的那么远，下一步要看谁先拿出具体的方案。",
        "以上几点说明，平台问题只是整个谈判的一小部分，真正的难题在出口管制。",
        "关注中美经贸关系的人都知道，查看清单只是第一步，落实才是关键。",
        "The content of the call was not complicated, but both platforms of the parties were on display.",
        "下载量并不能说明问题，该应用的算法归谁所有才是双方争论的焦点。",
    ]
    text = "Seven paragraphs and a headline\n\n" + "\n\n".join(paragraphs)
    document = from_text(text)
    kept = "".join(document.text[start:end] for start, end in document.kept)
    assert [paragraph for paragraph in paragraphs if paragraph not in kept] == []


def test_machine_translation_takes_more_than_one_hint() -> None:
    one = "The Sino-U.S. relationship and Sino-U.S. trade were discussed by both ministers in Munich.\n" * 3
    many = one + (
        "According to the China Evening Network, the minister called him overnight.\n"
        "Original article: https://www.toutiao.com/article/1/\n"
        "Statement: This article represents the views of the author. "
        "Please express your opinion by clicking on the 【up/down】 buttons.\n"
    )
    assert "machine_translated" not in from_text(one).flags
    assert "machine_translated" in from_text(many).flags


def test_masked_addresses_are_flagged() -> None:
    assert from_text(f"{BODY}https://a.example/trump-*-call").flags == ("censored_urls",)


def test_time_grows_with_the_length_and_no_faster() -> None:
    text = (FIXTURES / "newspaper-en" / "input.txt").read_text(encoding="utf-8")
    from_text(text)  # word lists are loaded once
    spent = []
    for times in (40, 160):
        started = time.process_time()
        from_text(text * times)
        spent.append(time.process_time() - started)
    assert spent[1] < 8 * spent[0]
