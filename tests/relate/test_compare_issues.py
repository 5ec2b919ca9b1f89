"""Which issues an account raises: passages that name them, and those that only seem to."""

from __future__ import annotations

import pytest
from events_fixture import pack, read_rows

from bilat.languages.sentences import split_sentences
from bilat.model import Comparison
from bilat.pipeline import records_of, relate_all
from bilat.relate.compare_unsaid import unsaid
from bilat.relate.compare_words import issue_words, listed

CALL = "Secretary of State Marco Rubio spoke by phone with Wang Yi on September 10, 2025. "
CALL_ZH = "2025年9月10日，外交部长王毅同美国国务卿鲁比奥通电话。"


def raised(text: str, *, outlet: str = "US State Department site", language: str = "en") -> set[str]:
    """The issues of the comparison of a single account."""
    row = {"id": "one", "published": "2025-09-10", "language": language, "outlet": outlet, "text": text}
    documents = read_rows([row])
    records = relate_all(documents, [r for d in documents for r in records_of(d, pack())], pack())
    return {record.issue for record in records if isinstance(record, Comparison)}


@pytest.mark.parametrize(
    ("passage", "issue", "counts"),
    [
        ("They also discussed fentanyl.", "fentanyl", True),
        ("Fentanyl was not discussed.", "fentanyl", False),
        ("Neither fentanyl nor Iran came up.", "fentanyl", False),
        ("Rubio said that fentanyl must stop. Taiwan did not come up.", "fentanyl", True),
        ("Rubio said that Taiwan matters. The statement made no mention of fentanyl.", "fentanyl", False),
        ("Rubio said that both would implement the consensus of the presidents.", "agreement_compliance", True),
        ("They will implement it.", "agreement_compliance", False),
        ("Rubio said that China had violated the deal.", "agreement_compliance", True),
        ("Rubio called the conversation constructive.", "bilateral_relations", True),
        ("Both were attending the ASEAN foreign ministers' meeting.", "third_countries", False),
        ("Rubio spoke of the commitment to allies in the region.", "third_countries", True),
        ("Rubio said that fentanyl flows through Mexico.", "third_countries", False),
        ("Rubio accused China of coercion against Taiwan.", "pressure", False),
        ("No sanctions were announced today.", "sanctions", False),
        ("Asked about soybeans, Rubio said that they were not on the agenda.", "agriculture", False),
        (
            "The two looked back on those who died, and held a ceremony to honor those who fell.",
            "agreement_compliance",
            False,
        ),
        ("The call took place at the invitation of the U.S. side.", "initiative", True),
        ("The State Department told reporters who rang first: the Chinese side.", "initiative", True),
        ("A State Department official who asked not to be named said that the tone was calm.", "initiative", False),
        ("Rubio touched on neither Hong Kong nor Tibet.", "hong_kong", False),
        ("Not a word on Hong Kong, or on Tibet.", "human_rights", False),
        ("Cotton and pork, which Beijing had spoken of, were left out of the statement.", "agriculture", False),
        ("Rubio said that relations are good. He has no business in the South China Sea.", "south_china_sea", True),
        ("Rubio said that soybeans had not been a topic.", "agriculture", False),
        ("Rubio wants constructive dialogue.", "bilateral_relations", False),
        ("Rubio pressed Wang over Russian oil.", "energy", False),
        ("Rubio pressed Wang over Russian oil.", "russia_ukraine", True),
    ],
)
def test_a_passage_raises_an_issue_or_not(passage: str, issue: str, counts: bool) -> None:
    assert (issue in raised(CALL + passage)) is counts


@pytest.mark.parametrize(
    ("passage", "issue", "counts"),
    [
        ("双方还谈到芬太尼问题。", "fentanyl", True),
        ("双方没有谈到芬太尼。", "fentanyl", False),
        ("对芬太尼，通稿只字未提。", "fentanyl", False),
        ("双方谈到芬太尼，没有提到具体数量。", "fentanyl", True),
        ("王毅表示，双方要落实两国元首共识。", "agreement_compliance", True),
        ("王毅表示，说话算数才能有信任。", "agreement_compliance", True),
        ("王毅表示，不应搞小圈子。", "third_countries", True),
        ("王毅在东盟外长会期间会见媒体。", "third_countries", False),
        ("双方肯定了前期共识的执行情况。", "markets", False),
        ("王毅表示，经贸关系应当稳定。", "bilateral_relations", False),
        ("国务院说明了这通电话是谁打给谁。", "initiative", True),
        ("至于涉港事务，通稿里找不到。", "hong_kong", False),
        ("西藏，通稿没有提到，也未提香港国安法。", "hong_kong", False),
        ("鲁比奥提出俄罗斯石油问题。", "energy", False),
        ("王毅指出，太平洋两岸的人民都要和平。", "taiwan", False),
    ],
)
def test_a_chinese_passage_raises_an_issue_or_not(passage: str, issue: str, counts: bool) -> None:
    found = raised(CALL_ZH + passage, outlet="China Foreign Ministry site", language="zh-Hans")
    assert (issue in found) is counts


def test_what_a_reporter_asks_is_not_raised() -> None:
    told = CALL_ZH + "\n\n记者：双方有没有谈到芬太尼？\n\n王毅：双方谈到台湾问题。"
    found = raised(told, outlet="China Foreign Ministry site", language="zh-Hans")
    assert "taiwan" in found
    assert "fentanyl" not in found


def test_an_answer_takes_up_what_was_asked() -> None:
    told = CALL_ZH + "\n\n记者：双方有没有谈到芬太尼？\n\n王毅：谈到了。王毅重申，中方在这个问题上的立场是一贯的。"
    assert "fentanyl" in raised(told, outlet="China Foreign Ministry site", language="zh-Hans")


@pytest.mark.parametrize(
    ("silence", "counts"),
    [("The readout does not mention Taiwan.", False), ("The readout does not mention arms sales to the island.", True)],
)
def test_a_report_that_tells_of_a_part_left_out_leaves_the_issue(silence: str, counts: bool) -> None:
    text = (
        CALL
        + "Rubio said that fentanyl must stop. "
        + silence
        + " A State Department official said that the policy on Taiwan is unchanged."
    )
    assert ("taiwan" in raised(text, outlet="The Harbor Paper")) is counts


def test_what_both_did_is_of_every_report_of_it() -> None:
    text = (
        CALL + "Rubio said that fentanyl must stop, and that drugs kill.\n\nThe two sides also discussed North Korea."
    )
    assert "korea" in raised(text, outlet="The Harbor Paper")


def test_topics_that_a_report_lists_are_raised_and_so_is_what_those_who_took_part_did() -> None:
    aside = "Cotton is dearer, said Dora Lindqvist, an analyst at the Norfield Institute."
    text = CALL + "Rubio said that fentanyl must stop. {}\n\n" + aside
    for passage, issue in (
        ("Ukraine was also on the agenda.", "russia_ukraine"),
        ("Among the topics were climate and pandas.", "climate"),
        ("Wang asked Rubio over to Beijing for a visit.", "visits"),
    ):
        found = raised(text.format(passage), outlet="The Harbor Paper")
        assert issue in found
        assert "agriculture" not in found


def test_what_stands_between_two_sentences_of_one_who_took_part_is_of_the_account() -> None:
    text = CALL + "Rubio said that fentanyl must stop. {} Rubio added that the South China Sea must stay open."
    meant = "Farm goods ought to be bought as was promised."
    assert "agriculture" in raised(text.format(meant), outlet="The Harbor Paper")
    other = "Farm goods will be dearer, said Dora Lindqvist, an analyst at the Norfield Institute."
    assert "agriculture" not in raised(text.format(other), outlet="The Harbor Paper")


def test_what_is_asked_and_was_not_raised_is_none_of_the_account() -> None:
    text = CALL + "Rubio said that fentanyl must stop. Asked about Taiwan, Rubio said that it never came up."
    assert "taiwan" not in raised(text, outlet="The Harbor Paper")


def test_the_words_for_the_contact_itself_raise_no_channel() -> None:
    talks = "2025年9月14日，国务院副总理何立峰同美国财政部长贝森特在马德里举行磋商。何立峰说，关税应当取消。"
    for more, counts in (("", False), ("何立峰说，要用好磋商机制。", True)):
        row = {"id": "one", "published": "2025-09-15", "language": "zh-Hans", "outlet": "新华社", "text": talks + more}
        documents = read_rows([row])
        records = relate_all(documents, [r for d in documents for r in records_of(d, pack())], pack())
        assert ("communication" in {r.issue for r in records if isinstance(r, Comparison)}) is counts


def test_what_a_paper_adds_to_a_report_is_not_raised() -> None:
    text = (
        CALL + "Rubio said that fentanyl must stop. Rubio said that the South China Sea must stay open. "
        "\n\nSoybean prices have fallen for weeks.\n\nIt is a start, said Dora Lindqvist, an analyst at the Norfield "
        "Institute."
    )
    found = raised(text, outlet="The Harbor Paper")
    assert {"fentanyl", "south_china_sea"} <= found
    assert "agriculture" not in found
    assert "agriculture" in raised(text), "in the government's own text it is part of the account"


def test_unsaid_clauses_have_their_place() -> None:
    view = "On Taiwan, not a word on it. Rubio raised fentanyl; Iran was not discussed."
    sentences = [(one.start, one.end) for one in split_sentences(view)]
    hits = [hit.start for hit in issue_words(pack()).hits(view)]
    told = [view[start:end].strip(" .") for start, end in unsaid(view, sentences, hits)]
    assert told[-1] == "Iran was not discussed"
    assert all("fentanyl" not in clause for clause in told)


def test_words_that_only_look_like_a_word_are_swallowed() -> None:
    assert [hit.key for hit in listed("negation").hits("双方没有谈到")] == ["negation"]
    assert listed("negation").hits("非常重要") == []
    assert {hit.key for hit in issue_words(pack()).hits("中南海")} == set()
    assert "south_china_sea" in {hit.key for hit in issue_words(pack()).hits("南海")}


def test_what_goes_on_about_a_matter_raises_none_by_itself() -> None:
    told = CALL + "Tariffs are the talk of the town. Rubio said that it would take two weeks, and no more."
    report = told + "\n\nTariffs cost jobs, said Dora Lindqvist, an analyst at the Norfield Institute."
    assert "tariffs" not in raised(report, outlet="The Harbor Paper")
    assert "tariffs" in raised(report + " Rubio said that tariffs must go.", outlet="The Harbor Paper")


def test_what_a_report_says_an_account_leaves_out_is_not_raised_by_it() -> None:
    told = (
        CALL + "Rubio said that fentanyl must stop. The State Department's readout does not mention Taiwan.\n\n"
        "Asked about it later, a senior State Department official said that policy on Taiwan has not changed."
    )
    assert "fentanyl" in raised(told, outlet="The Harbor Paper")
    assert "taiwan" not in raised(told, outlet="The Harbor Paper")
    assert "taiwan" in raised(told.replace("does not mention", "speaks of"), outlet="The Harbor Paper")


REPORT = CALL + "Rubio said that fentanyl must stop. Rubio said that Taiwan matters. "


@pytest.mark.parametrize(
    ("passage", "issue", "counts"),
    [
        ("Nuclear arms in North Korea got a line too.", "korea", True),
        ("A word about Hong Kong was in there as well.", "hong_kong", True),
        ("Trump is to visit Beijing in April.", "visits", True),
        ("Wang will travel to Washington in October to meet Rubio.", "visits", True),
        ("The readout says nothing of the trip that Trump is to make to Beijing in April.", "visits", False),
        ("Zhou Ming, a scholar in Nanjing, expects that Trump could visit China before winter.", "visits", False),
        ("Rubio said that the meeting of the presidents in Busan last year set the tone.", "visits", False),
        ("Rubio called the talk excellent.", "bilateral_relations", True),
        ("By Rubio's telling the conversation went very well.", "bilateral_relations", True),
        ("Rubio gave the call a 10 out of 10.", "bilateral_relations", True),
        ("Rubio said that the harvest had been excellent.", "bilateral_relations", False),
    ],
)
def test_what_a_report_tells_of_an_account_in_its_own_words(passage: str, issue: str, counts: bool) -> None:
    assert (issue in raised(REPORT + passage, outlet="Daily Example")) is counts


@pytest.mark.parametrize(
    ("passage", "issue", "counts"),
    [
        ("鲁比奥说，这次通话非常好。", "bilateral_relations", True),
        ("魯比歐形容兩人談得很愉快。", "bilateral_relations", True),
        ("鲁比奥说，两军关系要稳住。", "bilateral_relations", False),
        ("朝鲜半岛局势也没落下。", "korea", True),
        ("特朗普将于明年4月访华。", "visits", True),
        ("美方的消息没有提到特朗普明年4月访华的安排。", "visits", False),
    ],
)
def test_what_a_chinese_report_tells_in_its_own_words(passage: str, issue: str, counts: bool) -> None:
    text = CALL_ZH + "鲁比奥说，芬太尼必须停止。鲁比奥说，台湾很重要。" + passage
    assert (issue in raised(text, outlet="某报", language="zh-Hans")) is counts


def test_how_matters_stand_and_other_paragraphs_are_no_part_of_a_report_of_an_account() -> None:
    before = "Duties of 30 percent stay in force. "
    assert "tariffs" not in raised(before + REPORT, outlet="Daily Example")
    other = "Hong Kong got a line in the papers. It was a hot day."
    assert "hong_kong" in raised(other + " " + REPORT, outlet="Daily Example")
    assert "hong_kong" not in raised(other + "\n\n" + REPORT, outlet="Daily Example")


def test_trade_talks_that_were_constructive_are_a_word_on_trade() -> None:
    talks = (
        "Treasury Secretary Scott Bessent met Vice Premier He Lifeng in Madrid on September 10, 2025 for trade talks. "
        "Bessent said that tariffs stay. Bessent said that the trade talks were constructive. Bessent spoke of trade."
    )
    assert "bilateral_relations" not in raised(talks, outlet="Daily Example")
    assert "bilateral_relations" in raised(REPORT + "Rubio said that the talks were constructive.")


@pytest.mark.parametrize(
    "answer",
    [
        "Asked whether Trump would visit China, Rubio would say only that the two talk often.",
        "Asked about a visit to China by Trump, a State Department spokesperson ducked the question.",
    ],
)
def test_an_answer_that_takes_up_nothing_raises_nothing(answer: str) -> None:
    assert "visits" not in raised(REPORT + answer, outlet="Daily Example")


def test_a_chinese_answer_that_takes_up_nothing_raises_nothing() -> None:
    text = CALL_ZH + "王毅说，台湾问题很重要。"
    for answer in ("有记者追问特朗普何时访华，毛宁没有接话。", "被问到特朗普是否访华，毛宁只说双方保持沟通。"):
        assert "visits" not in raised(text + answer, outlet="某报", language="zh-Hans")


def test_nowhere_does_a_text_mention_what_it_leaves_out() -> None:
    told = REPORT + "Nowhere does the readout mention Hong Kong."
    assert "hong_kong" not in raised(told, outlet="Daily Example")


def test_general_issues_are_those_of_the_statement_not_of_a_word_in_it() -> None:
    assert "agreement_compliance" not in raised(REPORT + "Rubio said that deliveries of engines are on schedule.")


def test_what_others_say_of_another_interaction_is_no_part_of_a_report() -> None:
    other = "A day earlier Pete Hegseth met Dong Jun in Manila, and the Pentagon said that Hong Kong came up. "
    assert "hong_kong" not in raised(REPORT + other, outlet="Daily Example")
    assert "hong_kong" in raised(REPORT + "The Pentagon said that Hong Kong came up.", outlet="Daily Example")


def test_what_the_other_side_is_told_to_have_said_is_of_the_account() -> None:
    text = CALL_ZH + "王毅说，台湾问题很重要。美方表示，芬太尼问题必须解决。"
    assert "fentanyl" in raised(text, outlet="某报", language="zh-Hans")


def test_an_answer_takes_up_what_the_same_sentence_asks() -> None:
    text = CALL + "Wang said that Taiwan matters. Asked about a press report that Washington sought the call, Mao Ning "
    assert "initiative" in raised(text + "said that this was so.", outlet="Daily Example")
