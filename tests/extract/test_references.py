"""Addresses in a text: found as written, masked words restored only on evidence."""

from __future__ import annotations

import pytest

from bilat.extract.references import references
from bilat.model import Document, Reference

VOCABULARY = {"xi", "jinping", "trump", "xinhua", "wang", "yi", "rubio", "bessent", "takaichi"}


def found(text: str, vocabulary: set[str] | None = None, **kw: dict[str, str]) -> list[Reference]:
    document = Document(id="doc/1", text=text, language="en")
    return list(references(document, VOCABULARY if vocabulary is None else vocabulary, **kw))


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See https://example.org/a/b.", "https://example.org/a/b"),
        ("见https://example.org/a?x=1&y=2，另见", "https://example.org/a?x=1&y=2"),
        ("(https://example.org/wiki/Truce_(trade))", "https://example.org/wiki/Truce_(trade)"),
        ("「https://example.org/a」", "https://example.org/a"),
        ("at www.example.org/news, today", "www.example.org/news"),
        ("https://example.org/trump-*-call/ ok", "https://example.org/trump-*-call/"),
    ],
)
def test_address_is_found_as_written(text: str, url: str) -> None:
    [reference] = found(text)
    assert reference.url == url
    [evidence] = reference.evidence
    assert text[evidence.start : evidence.end] == evidence.quote == url


def test_partly_masked_word_reveals_what_is_hidden_everywhere() -> None:
    text = (
        "https://a.example/2025/10/30/trump-*-busan-meeting\n"
        "https://b.example/news/*nhua-on-soybeans\n"
        "https://c.example/2025-10-30/*-Trump-Shake-Hands\n"
        "https://d.example/plain"
    )
    first, second, third, plain = found(text)
    assert first.restored_url == "https://a.example/2025/10/30/trump-xi-busan-meeting"
    assert second.restored_url == "https://b.example/news/xinhua-on-soybeans"
    assert third.restored_url == "https://c.example/2025-10-30/Xi-Trump-Shake-Hands"
    assert first.inferred is not None
    assert "xinhua" in first.inferred
    assert plain.restored_url is None
    assert plain.inferred is None
    assert plain.confidence > first.confidence


def test_neighbours_in_another_address_reveal_a_name() -> None:
    text = "https://a.example/rubio-*-yi-munich and https://b.example/rubio-meets-wang-yi-in-munich"
    assert found(text)[0].restored_url == "https://a.example/rubio-wang-yi-munich"


def test_name_in_the_text_reveals_a_name() -> None:
    text = "Takaichi spoke after the call. https://a.example/trump-*-call"
    assert found(text)[0].restored_url == "https://a.example/trump-takaichi-call"


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/trump-*-call",  # any name would do
        "https://a.example/files/*/index.html",  # a wildcard, no word
        "https://a.example/*zzq-says",  # nothing known ends so
        "https://a.example/trump-*-call Xi, Wang and Rubio were there.",  # several would do
    ],
)
def test_without_evidence_nothing_is_restored(text: str) -> None:
    [reference] = found(text)
    assert reference.restored_url is None
    assert reference.inferred is None


def test_a_mask_that_the_string_does_not_complete_stays() -> None:
    text = "https://a.example/trump-*-x https://b.example/*nhua-x https://c.example/*qqq-x"
    assert [r.restored_url is None for r in found(text)] == [False, False, True]


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://a.example/2025/06/05/x", "2025-06-05"),
        ("https://a.example/2025/6/5/x", "2025-06-05"),
        ("https://a.example/x-after-call-2025-06-06/", "2025-06-06"),
        ("https://a.example/2025/06/x", "2025-06"),
        ("https://a.example/politics/20251030/x.html", "2025-10-30"),
        ("https://a.example/2025/13/45/x", None),
        ("https://a.example/id-20090101-250606-930", None),
        ("https://a.example/7291016/x", None),
    ],
)
def test_day_from_the_path(url: str, published: str | None) -> None:
    assert found(url)[0].published == published


def test_outlet_from_the_host() -> None:
    text = "https://www.a.example/x https://news.b.co.uk/x https://edition.c.example/x"
    assert [r.outlet for r in found(text, hosts={"c.example": "The C"})] == ["a.example", "b.co.uk", "The C"]


def test_empty_vocabulary_and_broken_addresses_do_no_harm() -> None:
    assert [r.restored_url for r in found("http://[::1/*-x http://*-*-* https://", set())][:1] == [None]
