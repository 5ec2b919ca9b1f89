"""Documents from the web: pages, feeds and sitemaps become arrivals; feeds are remembered and asked again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from bilat import packs
from bilat.errors import InputError
from bilat.fetching import Fetched, Fetcher, listed
from bilat.pipeline import outlet_kinds
from bilat.reading.reader import read_page
from bilat.store import View, Writer
from bilat.workspace.ingest import Arrival

_DEPTH = 2  # sitemaps of sitemaps


def is_address(text: str) -> bool:
    """True for a web address rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def web_arrivals(
    urls: Sequence[str], writer: Writer, fetcher: Fetcher, *, pack_id: str = "us-cn"
) -> Iterator[Arrival | InputError]:
    """What the addresses hold: a page is one arrival, of a feed or sitemap every page that is not there yet.

    Feeds are noted in the workspace, with what a later request needs to ask only for what is new.
    """
    kinds = outlet_kinds(packs.load(pack_id))
    view = View(writer.engine)
    for url in urls:
        yield from _of(url, writer, view, fetcher, kinds, 0)


def due_feeds(view: View) -> list[str]:
    """The feeds that are followed."""
    return [feed["url"] for feed in view.feeds()]


def _of(
    url: str, writer: Writer, view: View, fetcher: Fetcher, kinds: Mapping[str, str], depth: int
) -> Iterator[Arrival | InputError]:
    known = next((feed for feed in view.feeds() if feed["url"] == url), None)
    try:
        got = fetcher.get(
            url, etag=known["etag"] if known else None, last_modified=known["last_modified"] if known else None
        )
    except InputError as refusal:
        if known:
            writer.note_feed(url, kind=known["kind"], title=known["title"], at=_now(), error=str(refusal))
        yield refusal
        return
    if got.unchanged:
        writer.note_feed(url, kind=known["kind"] if known else None, title=known["title"] if known else None, at=_now())
        return
    found = listed(got.content, got.kind)
    if found is None:
        yield _arrival(url, got, kinds)
        return
    if found.kind == "feed":
        writer.note_feed(
            url, kind=found.kind, title=found.title, at=_now(), etag=got.etag, last_modified=got.last_modified
        )
    if depth < _DEPTH:
        for further in found.lists:
            yield from _of(further, writer, view, fetcher, kinds, depth + 1)
    for page in found.urls:
        if not view.is_known_place(page):
            yield from _page(page, fetcher, kinds)


def _page(url: str, fetcher: Fetcher, kinds: Mapping[str, str]) -> Iterator[Arrival | InputError]:
    try:
        yield _arrival(url, fetcher.get(url), kinds)
    except InputError as refusal:
        yield refusal


def _arrival(url: str, got: Fetched, kinds: Mapping[str, str]) -> Arrival | InputError:
    read = read_page(url, got.content, got.kind, outlet_kinds=kinds)
    if isinstance(read, InputError):
        return read
    return Arrival(document=read.document, place=url, original=got.content)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
