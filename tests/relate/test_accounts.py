"""Whose account a text is and of what, where it does not say so in so many words."""

from __future__ import annotations

import pytest
from events_fixture import pack, read_rows

from bilat.model import Comparison
from bilat.pipeline import records_of, relate_all
from bilat.relate.accounts_owner import account_named

READOUT = {
    "id": "readout",
    "published": "2023-06-14",
    "language": "en",
    "text": "Secretary of State Antony Blinken spoke by telephone with Foreign Minister Qin Gang on June 14, 2023. "
    "Blinken said that open lines of communication prevent conflict. He warned that fentanyl precursors must stop.",
}
TALKS = {
    "id": "talks",
    "published": "2023-06-20",
    "language": "en",
    "text": "Secretary of State Antony Blinken met Foreign Minister Qin Gang in Beijing on June 18, 2023. Blinken said "
    "that peace in the Taiwan Strait matters. Blinken said that fentanyl must stop.",
}


def compared(*rows: dict[str, str]) -> dict[str, str]:
    documents = read_rows([dict(row) for row in rows])
    records = [record for document in documents for record in records_of(document, pack())]
    both = {document.id for document in documents}
    found = [r for r in relate_all(documents, records, pack()) if isinstance(r, Comparison) and both <= set(r.docs)]
    return {record.issue: record.outcome for record in found}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Xinhua's account of the call runs to six paragraphs. The White House text is shorter. It ended well.", "CN"),
        ("The Treasury's readout was out first. Beijing said little. Nothing else was published that day.", "US"),
        ("中国外交部发布的新闻稿只有三段。白宫的声明要长得多。双方都没有提到会谈时间，记者们也没有再问下去。", "CN"),
        ("美國財政部會後的聲明很短。北京到晚上也沒有說話，外界只好自己去猜這場會談究竟談成了什麼東西。", "US"),
        ("两国政府发表联合声明。会谈到晚上才结束，记者们在门外等了很久，谁也不愿意多说一句，只说谈得不错。", None),
        (
            "The two met for an hour. Nobody said a word to the reporters afterwards, and no text came out that day.",
            None,
        ),
        (
            "It was long. Nobody said a word to the reporters who waited. Washington asked, by Xinhua's account.",
            None,
        ),
    ],
)
def test_the_account_that_a_text_names_first_is_whose_account_it_tells(text: str, side: str | None) -> None:
    (document,) = read_rows([{"id": "one", "published": "2023-06-15", "text": text}])
    assert account_named(document, pack()) == side


def test_comment_that_retells_the_other_sides_account_is_set_beside_the_readout() -> None:
    retold = {
        "id": "retold",
        "published": "2023-06-15",
        "language": "en",
        "text": "Xinhua's account of Wednesday's telephone conversation has another tone than the American text. "
        "Qin Gang told Antony Blinken that Taiwan is the core of China's core interests. In it Blinken said that the "
        "United States does not want a new Cold War. Blinken also said that Washington wants open channels. "
        "Qin added that Washington must stop containing China.",
    }
    told = compared(READOUT, retold)
    assert told["taiwan"] == "only_CN"
    assert told["fentanyl"] == "only_US"


def test_an_account_may_tell_of_an_event_by_its_days_and_people_alone() -> None:
    retold = {
        "id": "retold",
        "published": "2023-06-20",
        "language": "zh-Hans",
        "text": "布林肯走了。6月18日那天，秦刚陪了他七个多小时。秦刚说，台湾问题是中国核心利益的核心。"
        "秦刚要求美方停止制裁中国企业。",
    }
    told = compared(TALKS, retold)
    assert told["taiwan"] == "both"
    assert told["fentanyl"] == "only_US"
    assert told["sanctions"] == "only_CN"
    later = retold | {"text": retold["text"].replace("6月18日那天", "前些时候").replace("秦刚说", "汪文斌说")}
    assert compared(TALKS, later | {"published": "2023-07-20"}) == {}, (
        "what comes out a month later is no account of it"
    )


def test_an_account_of_ministers_is_not_moved_to_the_summit_that_they_name() -> None:
    summit = {
        "id": "summit",
        "published": "2025-10-31",
        "language": "en",
        "text": "President Donald Trump met Chinese President Xi Jinping in Busan on October 30, 2025. Trump said that "
        "tariffs will come down. Trump said that soybeans will be bought.",
    }
    ministers = {
        "id": "ministers",
        "published": "2025-10-31",
        "language": "zh-Hans",
        "text": "国防部长董军31日在吉隆坡同美国国防部长赫格塞思举行会谈。董军说，两国元首昨天在釜山会晤。"
        "董军说，台湾问题是中国的内政。",
    }
    assert compared(summit, ministers) == {}
