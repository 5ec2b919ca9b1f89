"""Whatever stands in rows, texts and feeds: records or a refusal, evidence that stands there, and no batch is lost."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.export.brief import render_brief
from bilat.export.pack_labels import labels_of
from bilat.fetching import listed
from bilat.pipeline import Run, run

# Pieces of what articles are made of, and of what breaks the reading of them.
PIECES = st.sampled_from([
    "Rubio", " said", "Wang Yi ", "China", " agreed to ", "the tariff of 25% ", "from June 5, 2025", "if ", "twenty-",
    "王毅", "表示，", "外交部发言人", "中方", "美國", "加征25%的關稅", "上周二", "會談", "1万亿", "2025年13月",
    "9" * 30, "万" * 9, "“", "”", "「", "」", "《", "》", "。", "，", "、", "“I ", '"', "'", "(", ")", "\n", "\n\n",
    ". ", "? ", ": ", "# ", "- ", "@", "http://[", "31 December 9999", "Ms. Ann Lee ", "yesterday",
    "\u202e", "\u200b", "\ufeff", "\x00", "\x85", "\U0001f600", "e\u0301",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
ADDRESSES = st.one_of(
    st.sampled_from(["http://[", "//[x", "https://a.example/b", "http://a.example:99999/c", "javascript:a", "\u2100"]),
    st.builds("http://{}/{}".format, st.text(max_size=8), st.text(max_size=8)), st.text(max_size=12),
)  # fmt: skip
DATES = st.one_of(
    st.dates().map(str), st.datetimes().map(str), st.text(max_size=8),
    st.sampled_from(["Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31", "0001-01-01", "2025", "2025-02-30", "0"]),
)  # fmt: skip
ROWS = st.fixed_dictionaries(
    {"text": TEXTS.map(lambda text: f"Rubio met Wang Yi in Beijing on June 3, 2025. {text}")},
    optional={"url": ADDRESSES, "published": DATES, "title": TEXTS, "outlet": TEXTS, "author": TEXTS, "id": TEXTS},
)
RARELY = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


def held(found: Run) -> None:
    """All evidence says what stands there; a refusal is one line, and none because bilat failed."""
    texts = {document.id: document.text for document in found.documents}
    for record in found.records:
        for one in record.evidence:
            assert texts[record.doc][one.start : one.end] == one.quote
    for refusal in found.refused:
        assert str(refusal).isprintable()
        assert "bilat failed" not in refusal.why, refusal.__cause__


@settings(RARELY, max_examples=10)
@given(rows=st.lists(ROWS, min_size=2, max_size=3))
def test_any_rows_are_read_compared_and_told(rows: list[dict[str, Any]]) -> None:
    lines = "\n".join(json.dumps(row) for row in rows)
    found = run(["-"], stdin=io.BytesIO(lines.encode()))
    held(found)
    assert len(found.documents) + len(found.refused) == len(rows)
    pack = packs.load("us-cn")
    assert render_brief(found.documents, found.records, lang="en", labels=labels_of(pack), pack=pack)


@settings(RARELY, max_examples=60)
@given(text=TEXTS)
def test_any_text_gives_records_that_stand_in_it(text: str) -> None:
    held(run(["-"], stdin=io.BytesIO(text.encode()), also=frozenset({"dates"})))


@settings(RARELY, max_examples=40)
@given(urls=st.lists(ADDRESSES, max_size=4), form=st.sampled_from(["rss", "atom", "sitemap"]))
def test_any_links_of_a_feed_leave_the_good_one(urls: list[str], form: str) -> None:
    good = "https://good.example/1"
    kind, content = _feed([*urls, good], form)
    found = listed(content.encode("utf-8", "replace"), kind)
    assert found is not None
    assert good in found.urls
    assert all(url.startswith(("http:", "https:", "HTTP")) for url in found.urls)


def _feed(urls: list[str], form: str) -> tuple[str, str]:
    plain = [_escaped(url) for url in urls]
    if form == "sitemap":
        places = "".join(f"<url><loc>{url}</loc></url>" for url in plain)
        return "application/xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    if form == "atom":
        entries = "".join(f'<entry><title>a</title><link href="{url}"/></entry>' for url in plain)
        return "application/atom+xml", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title>{entries}</feed>'
    items = "".join(f"<item><title>a</title><link>{url}</link></item>" for url in plain)
    return "application/rss+xml", f'<rss version="2.0"><channel><title>a</title>{items}</channel></rss>'


def _escaped(url: str) -> str:
    """As text of XML, which cannot hold every sign."""
    kept = "".join(sign for sign in url if sign.isprintable())
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize("form", ["rss", "atom", "sitemap"])
def test_the_feeds_made_here_are_feeds(form: str) -> None:
    kind, content = _feed(["https://a.example/1"], form)
    found = listed(content.encode(), kind)
    assert found is not None
    assert found.urls == ("https://a.example/1",)
