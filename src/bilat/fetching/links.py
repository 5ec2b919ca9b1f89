"""What an answer is: a page to read, or a feed or sitemap that leads to pages."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

import feedparser
from lxml import etree

_START = 2048
_MOST = 1000  # addresses of one list
_LAST_CONTROL = " "  # no character up to it stands in an address (RFC 3986)
_EDGES = "".join(map(chr, range(ord(_LAST_CONTROL) + 1)))  # what browsers take away around one (WHATWG URL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of pages. `kind`: feed or sitemap; `urls` in its order; `lists`: further sitemaps."""

    kind: str
    title: str | None
    urls: tuple[str, ...]
    lists: tuple[str, ...] = ()


def listed(content: bytes, kind: str) -> Listed | None:
    """The feed (RSS, Atom) or sitemap that an answer is; None for a page."""
    start = content[:_START].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<urlset" in start or b"<sitemapindex" in start:
        return _sitemap(content)
    looks = any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf"))
    if not looks and not any(mark in kind for mark in ("rss", "atom+xml")):
        return None
    found = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    urls = [str(entry.link) for entry in found.entries[:_MOST] if entry.get("link")]
    return Listed(kind="feed", title=found.feed.get("title"), urls=_plain(urls))


def _sitemap(content: bytes) -> Listed | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # nothing of it can be read
        return None
    if root is None:
        return None
    places = [(one.getparent(), (one.text or "").strip()) for one in root.iter("{*}loc")]
    told = [(str(parent.tag).rpartition("}")[2], url) for parent, url in places if parent is not None]
    urls = [url for tag, url in told if tag == "url"]
    lists = [url for tag, url in told if tag == "sitemap"]
    return Listed(kind="sitemap", title=None, urls=_plain(urls[:_MOST]), lists=_plain(lists[:50]))


def _plain(urls: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for one in urls if _is_web(url := one.strip(_EDGES))))


def _is_web(url: str) -> bool:
    if any(char <= _LAST_CONTROL for char in url):
        return False
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # "http://[": no address at all
        return False
