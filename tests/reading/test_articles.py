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
        ("Talks resume in Paris\n04.03.2026 10:10\n", "2026-03-04"),  # with dots the day comes first
        ("PARIS, March 15, 2026 (AP) — ", "2026-03-15"),
        ("Dated 2026-03-15 and attributed to the spokesperson. ", "2026-03-15"),
        ("On March 15, 2026, the ministers met in Paris. ", None),  # an event
        ("RANCHO MIRAGE, Calif., June 7, 2013 — ", "2013-06-07"),
        ("PARIS, France, March 15, 2026: ", "2026-03-15"),
        ("Monday, March 16, 2026 | Notes of a delegate. ", "2026-03-16"),
        ("METALS & MAGNETS / Mon. Mar 16 2026\n", "2026-03-16"),
        ("Port fees: where they stand (as of March 15, 2026)\n", "2026-03-15"),
        ("关税大事（截至2026年3月15日）\n", "2026-03-15"),
        ("休战百日（某某，2026年3月15日）\n", "2026-03-15"),
        ("Dispatch from Paris, Monday, March 16, 2026\n", "2026-03-16"),
        ("The Treasury report on the deal of March 15, 2026\n", None),  # what it is about
        ("BEIJING TO LIFT ITS CURBS ON MARCH 15, 2026 - MINISTRY\n", None),
        (
            "March 15, 2026: the ministers meet in Paris.\n"
            "March 20, 2026: they confer by video on beans and magnets.\n",
            None,
        ),  # a timeline
        ("March 15, 2026, is when the truce runs out. ", None),
        ("Talks resume in Paris\n", None),
        ("2026-13-45\n", None),
        ("（2026/03/15 巴黎綜合外電）", "2026-03-15"),
        ("PARIS (March 15, 2026) - ", "2026-03-15"),
        ("PARIS, March 15, 2026 (a state news agency, English service) -- ", "2026-03-15"),
    ],
)
def test_day_of_publication(top: str, published: str | None) -> None:
    assert from_text(top + BODY).published == published


RUN = "双方代表星期天见了面，都说谈得有用。第二天他们继续谈，没有发表联合声明，也没有说下次何时见面。\n" * 2


@pytest.mark.parametrize(
    ("top", "published"),
    [
        ("休战大事记（截至2025年11月9日）\n", "2025-11-09"),
        ("休戰大事記（2025/11/9更新）\n", "2025-11-09"),
        ("稀土这一年（老周，2025年11月9日）\n", "2025-11-09"),
        ("访谈｜港务费的账（2025年11月9日）\n", "2025-11-09"),
        ("【公号“江边夜话”】2025年11月9日\n\n", "2025-11-09"),
        ("【收市短評】2025年11月9日　某某證券研究部\n", "2025-11-09"),
        ("貿易戰時間線　更新：2025年11月9日\n", "2025-11-09"),
        ("Tariff tracker (as of Nov. 9, 2025)\n", "2025-11-09"),
        ("（2025年11月9日，北京）", "2025-11-09"),
        ("关税战（2018年3月22日至2020年1月15日）\n", None),  # the story's time
        ("釜山会晤（2025年10月30日）的五个看点\n", None),
        ("休战大事记（11月9日更新）\n", None),  # of which year is not said
        ("两人谈了什么\n据新华社2025年10月30日报道，", None),  # somebody else's dispatch
    ],
)
def test_day_stated_in_a_headline(top: str, published: str | None) -> None:
    assert from_text(top + RUN).published == published


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
        "加入世贸组织以后，中国得到了多数会员国的支持，这一点美方并不否认。",
        "企业在商务部注册后可以申请许可，有效期为一年。",
        "按我国加入世贸组织时的承诺，这些产品的关税早已降到百分之五以下。",
        "希望美方不错过这次机会，拿出诚意来谈。",
        "中方一直在寻求关注和支持，希望有更多国家站出来说话。",
        "欢迎美国企业来华投资，是中方多次表明的态度，何立峰在会上又重申了一遍。",
        "视频会谈中，双方谈到了网络安全，也谈到了互联网企业的困难。",
        "版权问题是谈判的老话题，双方这一次同样没有谈拢。",
        "以上措施由各国自行决定是否采用，中方不作评论。",
        "签名仪式在白宫举行，双方代表都没有接受提问。",
        "商务部发言人说，许可审批依法进行，不会停下来。（路透社）",
        "Follow the money, said the senator, and you will find a Chinese lender behind the port.",
        "Sign up to the deal first and read it later was how one official described the approach.",
        "Both sides welcomed comments from industry, and the comment period will stay open for sixty days.",
        "Read more carefully, the statement promises nothing, analysts at the brokerage said.",
        "Contact between the two militaries has resumed, a spokesman said, and hotlines are open.",
        "Copyright protection was among the demands that the American delegation brought to Geneva.",
        "Share prices rose after the announcement, and the yuan strengthened against the dollar.",
    ]
    text = "Many paragraphs and a headline\n\n" + "\n\n".join(paragraphs)
    document = from_text(text)
    kept = "".join(document.text[start:end] for start, end in document.kept)
    assert [paragraph for paragraph in paragraphs if paragraph not in kept] == []


def test_an_official_list_without_marks_is_kept_to_its_end() -> None:
    text = (
        "Fact Sheet: What the Two Governments Agreed\nNovember 1, 2025\n\n"
        "The two governments agreed today on a number of steps that take effect at once.\n\n"
        "Soybeans\n12 million metric tons by the end of 2025\n25 million metric tons in each of three years\n"
        "Rare earths\nGeneral licenses for users in the United States\nNo new controls before November 2026\n"
    )
    document = from_text(text)
    assert text[document.kept[-1][0] : document.kept[-1][1]].endswith("before November 2026")
    assert document.outlet_kind == "official"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("KUALA LUMPUR, Oct. 31 (Example Agency) -- " + BODY, "state_media"),
        ("Readout of the Minister's Call\nExample Agency\n\n" + BODY, "official"),
        ("Talks resume in Paris\n\nThe envoys met again, an official told reporters on Monday.\n" + BODY, "media"),
        ("Talks resume in Paris\n\n" + BODY, "unknown"),
        (
            "Talks resume in Paris\n\n" + BODY + "\nThe Quay Institute\nUnsubscribe\nIs this email forwarded?",
            "self_media",
        ),
        ("Talks resume in Paris\nQuay Institute for Trade\n\n" + BODY, "think_tank"),
        ("社评：先收起清单再谈\n\n" + "双方昨天坐到了谈判桌前，这样的时间差很难让人相信是巧合。\n" * 3, "media"),
        ("钟声：先收起清单再谈\n\n" + "双方昨天坐到了谈判桌前，这样的时间差很难让人相信是巧合。\n" * 3, "state_media"),
        ("鐘聲：先收起清單再談\n\n" + "雙方昨天坐到了談判桌前，這樣的時間差很難讓人相信是巧合。\n" * 3, "state_media"),
        ("社評：先收起清單再談\n\n" + "雙方昨天坐到了談判桌前，這樣的時間差很難讓人相信是巧合。\n" * 3, "media"),
    ],
)
def test_kind_of_outlet(text: str, kind: str) -> None:
    assert from_text(text, **{"example agency": "state_media"}).outlet_kind == kind


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
