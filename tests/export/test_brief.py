"""The page as a whole: it loads nothing, escapes everything, resolves every link, and stays bounded."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import time
from collections import Counter
from dataclasses import replace

from page import Page
from sample import LABELS, Desk, Name, sample

from bilat.export.brief import asset, render_brief
from bilat.export.passages import anchor
from bilat.model import Document, Reference, Statement, cite

LOADING = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "manifest")


def test_nothing_is_loaded_from_elsewhere(page: Page, html: str) -> None:
    for element in page.elements:
        assert not set(element.attributes) & set(LOADING), element.tag
        assert "style" not in element.attributes, "the policy forbids style attributes"
        assert not [name for name in element.attributes if name.startswith("on")]
        if "href" in element.attributes and not element.get("href").startswith("#"):
            assert element.tag == "a"
            assert re.match(r"https?://[^/]", element.get("href"))
            assert element.get("rel") == "noopener nofollow"
    assert not page.all("link", "img", "iframe", "object", "embed", "base", "video", "audio", "use", "image")
    assert "@import" not in html
    assert not re.findall(r"url\((?!#)", asset("brief.css"))
    assert not re.search(r"fetch|XMLHttpRequest|import\(|sendBeacon|WebSocket|innerHTML|eval", asset("brief.js"))


def test_the_policy_lets_only_this_style_and_script_through(page: Page) -> None:
    (meta,) = [one for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in meta.get("content").split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (element,) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert policy[rule] == f"'sha256-{digest}'"


def test_every_inner_link_leads_somewhere_and_ids_are_unique(page: Page) -> None:
    ids = Counter(element.get("id") for element in page.elements if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    inner = [element.get("href")[1:] for element in page.all("a") if element.get("href").startswith("#")]
    assert len(inner) > 200
    assert [name for name in inner if name not in ids] == []
    for one in page.elements:
        for name in ("for", "aria-labelledby"):
            assert not one.get(name) or one.get(name) in ids


def test_every_piece_of_evidence_has_its_anchor_around_its_words(page: Page) -> None:
    documents, records = sample()
    ordered = sorted(documents, key=lambda d: (d.published or "", d.title or "", d.id), reverse=True)
    number = {document.id: place for place, document in enumerate(ordered, 1)}
    for record in records:
        for evidence in record.evidence:
            found = page.by_id(anchor(number[record.doc], evidence.start, evidence.end))
            assert evidence.quote.startswith(found.text)
            assert found.text


def test_the_documents_stand_in_the_page_code_point_for_code_point(page: Page) -> None:
    texts = {document.text for document in sample()[0]}
    assert {element.text for element in page.with_class("fulltext")} == texts


def test_every_passage_shows_its_words_marked_in_their_language(page: Page) -> None:
    documents, records = sample()
    quotes = {evidence.quote for record in records for evidence in record.evidence}
    marks = page.all("mark")
    assert len(marks) >= 60
    assert {mark.text for mark in marks} <= quotes
    blocks = list(page.all("blockquote"))
    assert {element.get("lang") for element in blocks} == {"en", "zh-Hans", "zh-Hant"}
    assert documents


def test_headings_follow_each_other_in_order(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_everything_one_can_use_has_a_name(page: Page) -> None:
    labels = {element.get("for") for element in page.all("label")}
    for element in page.all("a", "button", "summary"):
        assert element.get("aria-label") or element.text.strip(), element
    for element in page.all("select", "input"):
        assert element.get("id") in labels


def test_the_page_says_its_language_and_what_it_is_made_of(page: Page, lang: str) -> None:
    assert page.all("html")[0].get("lang") == lang
    assert page.all("title")[0].text
    for name in ("summary", "picture", "accounts", "interactions", "instruments", "ledger", "outlook", "shifts"):
        assert page.by_id(name).text.strip()
    for name in ("statements", "sources", "texts"):
        assert page.by_id(name).text.strip()


def test_the_first_screen_answers_three_questions(english: str) -> None:
    last, standing, due = (element.text for element in Page.of(english).with_class("answer"))
    assert "Robert Blake and Liu Yang" in last
    assert "30 October 2025" in last
    assert re.search(r"China: \s*Tariff: all together\s+10%", " ".join(standing.split()))
    assert "31 December 2025" in due
    assert "Soybean purchases" in due


def test_silence_and_a_missing_account_look_different(english: str) -> None:
    cells = Page.of(english).with_class("cell")
    states = Counter(next(iter(cell.classes & {"said", "silent", "observed", "missing", "empty"})) for cell in cells)
    assert states == {"said": 5, "observed": 2, "missing": 1}
    assert "Not in these sources" in next(cell.text for cell in cells if "missing" in cell.classes)
    assert "accounts differ" in Page.of(english).with_class("differs")[0].text


def test_formulaic_phrases_carry_their_rendering(english: str) -> None:
    faces = Page.of(english).with_class("face")
    assert [face for face in faces if "滥施关税: arbitrary tariffs" in face.text and "滥施关税不得人心" in face.text]


def test_what_documents_say_differently_stands_with_its_sources(english: str) -> None:
    (block,) = Page.of(english).with_class("disputes")
    said = " ".join(block.text.split())
    for words in ("Length", "45 minutes", "30 minutes", "At the request of"):
        assert words in said


def test_what_is_inferred_says_so_and_why(english: str) -> None:
    page = Page.of(english)
    assert all("Inferred: " in chip.get("title") for chip in page.with_class("inferred"))
    assert any("rates held for months" in one.text for one in page.with_class("why"))


def test_markup_in_the_input_stays_text() -> None:
    bad = "<script>alert(1)</script>"
    text = f"{bad} & \"quoted\" 'single' <img src=x onerror=alert(2)> said so. \x00 end\r\nlast"
    document = Document(
        id=bad,
        text=text,
        title=bad,
        url="javascript:alert(1)",
        original_url=" JAVASCRIPT:alert(2)",
        outlet=bad,
        author=bad,
        path=bad,
        cited_sources=(bad,),
        language='en"><script>',
        published="2025-01-01",
        flags=(bad,),
        kept=((0, len(text)),),
    )
    span = (0, 40)
    speaker = Name(name=bad, surface=bad, side=bad, office=bad)
    records = [
        Statement(
            doc=bad,
            evidence=cite(text, span),
            speaker=speaker,
            voice=bad,
            mode="direct",
            act=bad,
            issues=(bad,),
            content=(span,),
            inferred=bad,
            via=(bad,),
        ),
        Reference(doc=bad, evidence=cite(text, span), url="data:text/html,x", restored_url="vbscript:x", outlet=bad),
        Reference(doc=bad, evidence=cite(text, span), url="https://a.example/\"onmouseover='x'<b>"),
    ]
    html = render_brief([document], records, lang="en", labels=LABELS, title=bad, generated="2025-01-02")
    page = Page.of(html)
    assert len(page.all("script")) == 1
    assert not page.all("img", "b") or all("by" in element.classes for element in page.all("b"))
    assert not [e for e in page.elements if any(name.startswith("on") for name in e.attributes)]
    links = [e.get("href") for e in page.all("a") if not e.get("href").startswith("#")]
    assert links == ["https://a.example/\"onmouseover='x'<b>"]
    (sheet,) = page.with_class("fulltext")
    assert sheet.text == text.replace("\0", "\ufffd")


def test_nothing_at_all_makes_a_page(lang: str) -> None:
    page = Page.of(render_brief([], [], lang=lang, labels=LABELS))
    assert page.all("h1")[0].text.strip()


def test_the_same_input_makes_the_same_page() -> None:
    first, second = (render_brief(*sample(), lang="en", labels=LABELS) for _ in range(2))
    assert first == second


def test_since_and_until_cut_what_has_a_date() -> None:
    documents, records = sample()
    html = render_brief(documents, records, lang="en", labels=LABELS, since="2025-10-01", until="2025-10-28")
    titles = [element.text for element in Page.of(html).all("h3")]
    assert "Call: John Harris and Chen Li" in titles
    assert "Talks in Geneva" not in titles
    assert "After Busan" in html, "a listing of it was in force then"
    assert "中场休息" not in html


def test_thousands_of_statements_stay_readable_and_bounded() -> None:
    desk = Desk()
    base = next(document for document in desk.documents if document.language == "en")
    sentence = "The minister said that point {} is under discussion.\n"
    text = "".join(sentence.format(number) for number in range(4000))
    document = replace(base, id="long", text=text, kept=((0, len(text)),), title="Long", title_span=None)
    records, start = [], 0
    for number in range(4000):
        end = start + len(sentence.format(number))
        span = (start, end - 1)
        records.append(
            Statement(
                doc="long",
                evidence=cite(text, span),
                speaker=Name(name="Minister", surface="minister", side="US"),
                voice="official",
                mode="indirect",
                act="affirm",
                issues=("trade",),
                content=(span,),
            )
        )
        start = end
    begun = time.process_time()
    html = render_brief([document], records, lang="en", labels=LABELS)
    assert time.process_time() - begun < 10
    assert len(html) < 8_000_000
    page = Page.of(html)
    assert len(page.with_class("st")) == 4000
    assert len(page.with_class("words")) < 400
    short = list(page.with_class("words-link"))
    assert len(short) > 3000
    assert page.by_id(short[-1].get("href")[1:]).text == text[records[-1].evidence[0].start : -1]


def test_a_crowded_edition_leads_to_the_words_in_the_texts() -> None:
    documents, records = sample()
    many = [replace(document, id=f"{document.id}-{copy}") for document in documents for copy in range(40)]
    more = [replace(record, doc=f"{record.doc}-{copy}") for record in records for copy in range(40)]
    page = Page.of(render_brief(many, more, lang="en", labels=LABELS))
    ids = {element.get("id") for element in page.elements}
    links = [element for element in page.with_class("words-link") if element.parent and "st" not in element.classes]
    assert len(links) > 2000
    assert {element.get("href")[1:] for element in links} <= ids
    assert len(page.all("blockquote")) < 400


def test_three_documents_take_well_under_a_second() -> None:
    documents, records = sample()
    three = {document.id for document in documents[:3]}
    render_brief(documents, records, lang="en", labels=LABELS)
    begun = time.process_time()
    render_brief(documents[:3], [r for r in records if r.doc in three], lang="en", labels=LABELS)
    assert time.process_time() - begun < 1
