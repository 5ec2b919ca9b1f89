"""Contacts told in words that no list holds: only where the register knows of one of those people then or there."""

from __future__ import annotations

import pytest

from bilat import packs
from bilat.model import Document, Interaction
from bilat.pipeline import records_of

US_CN = packs.load("us-cn")


def told(text: str, published: str, language: str = "en") -> list[Interaction]:
    document = Document(id="doc/0", text=text, language=language, published=published, kept=((0, len(text)),))
    return [record for record in records_of(document, US_CN) if isinstance(record, Interaction)]


def test_is_marked_as_inferred() -> None:
    (found,) = told("Blinken and Yang Jiechi traded barbs in Anchorage on Thursday.", "2021-03-22")
    assert found.register_id == "meeting-2021-03-18-minister"
    assert found.inferred == "told in words that suggest it, confirmed by the register's meeting-2021-03-18-minister"


def test_a_day_that_the_text_leaves_open_is_marked_too() -> None:
    (found,) = told("王毅同沙利文在曼谷聊到了朝鲜。", "2024-06-30", "zh-Hans")
    assert (found.date, found.date_basis) == ("2024-01-26", "register")
    assert str(found.inferred).endswith("; date from the register's meeting-2024-01-26-minister")


@pytest.mark.parametrize(
    ("published", "text"),
    [
        ("2021-03-22", "Blinken and Yang Jiechi did not trade barbs in Anchorage on Thursday."),
        ("2021-03-22", "Blinken and Yang Jiechi traded barbs in Tokyo on Thursday."),
        ("2021-03-12", "Blinken and Yang Jiechi will trade barbs in Anchorage on Thursday."),
        ("2021-03-22", "If Blinken and Yang Jiechi trade barbs in Anchorage on Thursday, few will be surprised."),
        ("2021-05-22", "Blinken and Yang Jiechi traded barbs on Thursday."),
        ("2021-03-22", "Austin and Wei Fenghe traded barbs in Anchorage on Thursday."),
        ("2021-03-22", "Blinken was in Anchorage on Thursday, and Yang Jiechi is known to him."),
    ],
)
def test_none_where_it_is_denied_to_come_elsewhere_or_of_others(published: str, text: str) -> None:
    assert not told(text, published)


def test_what_is_told_in_plain_words_is_not_told_twice() -> None:
    text = "Blinken met Yang Jiechi in Anchorage on Thursday. On Thursday the two had hours there."
    assert len(told(text, "2021-03-22")) == 1
