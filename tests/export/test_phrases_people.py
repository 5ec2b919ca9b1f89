"""Phrases and people in the brief: shown where there is something to show, with their words in the texts."""

from __future__ import annotations

import re

import pytest
from page import Page

from bilat.export.brief import render_brief
from bilat.export.labels import LANGS
from bilat.export.pack_labels import labels_of
from bilat.model import Document
from tests.relate.phrase_texts import PACK, TEXTS, ran, read


def made(lang: str = "en", *, pack: bool = True) -> str:
    labels = labels_of(PACK)
    return render_brief(ran().documents, ran().records, lang=lang, labels=labels, pack=PACK if pack else None)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=LANGS)
def html(request: pytest.FixtureRequest) -> str:
    return made(request.param)


def section(html: str, name: str) -> str:
    return re.search(rf'<section id="{name}".*?</section>', html, re.S)[0]  # type: ignore[index]


def test_both_sections_stand_in_every_language_and_in_the_contents(html: str) -> None:
    page = Page.of(html)
    for name in ("phrases", "people"):
        assert page.by_id(name).text.strip()
        assert [link for link in page.all("a") if link.get("href") == f"#{name}"]


def test_every_link_leads_somewhere_and_ids_are_unique(html: str) -> None:
    page = Page.of(html)
    ids = [element.get("id") for element in page.elements if element.get("id")]
    assert len(ids) == len(set(ids))
    inner = {element.get("href")[1:] for element in page.all("a") if element.get("href").startswith("#")}
    assert inner <= set(ids)


def test_the_words_of_a_phrase_are_marked_in_the_text() -> None:
    page = Page.of(made())
    marked = {element.text for element in page.with_class("ev")}
    assert {"贸易战没有赢家", "there are no winners in a trade war", "相向而行"} <= marked


def test_a_phrase_has_its_rendering_first_and_last_use_and_who() -> None:
    told = section(made(), "phrases")
    assert "there are no winners in a trade war" in told
    assert "11 April 2025, China Ministry of Commerce" in told
    assert "12 May 2025, He Lifeng" in told
    hant = section(made("zh-Hant"), "phrases")
    assert "貿易戰沒有贏家" in hant
    assert "贸易战没有赢家</b>" not in hant


def test_a_tone_is_told_with_number_and_range_and_a_shift_with_both_sides() -> None:
    told = section(made(), "people")
    assert re.search(r"Tariffs: .*? \((\d+) statements, .\d to .\d\)", re.sub(r"<[^>]+>", "", told))
    assert "harder, from" in told
    assert "12 May 2025" in told


def test_without_a_pack_or_a_use_there_is_no_section() -> None:
    assert 'id="phrases"' not in made(pack=False)
    quiet = Document(id="d", text="Rain is expected.", language="en", kept=((0, 17),))
    page = render_brief([quiet], [], lang="en", labels=labels_of(PACK), pack=PACK)
    assert 'id="phrases"' not in page
    assert 'id="people"' not in page


def test_what_the_documents_show_to_be_older_is_not_called_younger() -> None:
    result = read([{**TEXTS[2], "published": "2019-01-02"}])
    page = render_brief(result.documents, result.records, lang="en", labels=labels_of(PACK), pack=PACK)
    assert "in use at least since" not in section(page, "phrases")
    assert "in use at least since 16 November 2021" in section(made(), "phrases")


def test_markup_in_a_phrase_stays_text() -> None:
    text = "Treasury Secretary Scott Bessent said <b>small yard</b>, high fence and a “small yard, <i>high fence”."
    result = read([{"id": "x", "published": "2025-05-12", "language": "en", "text": text}])
    page = render_brief(result.documents, result.records, lang="en", labels=labels_of(PACK), pack=PACK)
    assert "<i>high" not in page
