"""Documents from the web: pages, feeds and sitemaps become arrivals; feeds are remembered and asked again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilat.bounds import UNBOUNDED, Bounds
from bilat.errors import InputError
from bilat.fetching import Fetched, Fetcher, Listed, listed
from bilat.pipeline import original, warm
from bilat.reading.reader import page
from bilat.store import View, Writer
from bilat.workspace.ingest import Arrival

_DEPTH = 2  # sitemaps of sitemaps
_PAGES, _LISTS = 5000, 100  # that one address may lead to at a time


def is_address(text: str) -> bool:
    """True for a web address rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def web_arrivals(
    urls: Sequence[str],
    writer: Writer,
    fetcher: Fetcher,
    *,
    pack_id: str = "us-cn",
    bounds: Bounds = UNBOUNDED,
) -> Iterator[Arrival | InputError]:
    """What the addresses hold: a page is one arrival, of a feed or sitemap every page that is not there yet.

    Feeds are noted in the workspace, with what a later request needs to ask only for what is new. An address that
    leads to very many pages gives the first of them, and the next ones when it is asked again.
    """
    warm(pack_id)
    view = View(writer.engine)
    for url in urls:
        yield from _Asking(writer, view, fetcher, pack_id, bounds).of(url)


def due_feeds(view: View) -> list[str]:
    """The feeds that are followed."""
    return [feed["url"] for feed in view.feeds()]


@dataclass(slots=True)
class _Asking:
    """One address that was given, and all that it leads to. `pages`, `lists`: how many more may be asked for."""

    writer: Writer
    view: View
    fetcher: Fetcher
    pack_id: str
    bounds: Bounds
    pages: int = _PAGES
    lists: int = _LISTS

    def of(self, url: str, depth: int = 0) -> Iterator[Arrival | InputError]:
        """What the address holds."""
        known = next((feed for feed in self.view.feeds() if feed["url"] == url), None)
        try:
            got = self.fetcher.get(
                url, etag=known["etag"] if known else None, last_modified=known["last_modified"] if known else None
            )
        except InputError as refusal:
            if known:
                self.writer.note_feed(url, kind=known["kind"], title=known["title"], at=_now(), error=str(refusal))
            yield refusal
            return
        if got.unchanged:
            kind, title = (known["kind"], known["title"]) if known else (None, None)
            self.writer.note_feed(url, kind=kind, title=title, at=_now())
            return
        try:
            found = self.bounds.call(url, listed, got.content, got.kind)
            if found is None:
                yield self._arrival(url, got)
                return
        except InputError as refusal:
            yield refusal
            return
        if found.kind == "feed":
            self.writer.note_feed(
                url, kind=found.kind, title=found.title, at=_now(), etag=got.etag, last_modified=got.last_modified
            )
        yield from self._listed(url, found, depth)

    def _listed(self, url: str, found: Listed, depth: int) -> Iterator[Arrival | InputError]:
        for further in found.lists if depth < _DEPTH else ():
            if not self.lists:
                yield InputError(url, f"leads to more than {_LISTS} lists", "give the lists that matter themselves")
                return
            self.lists -= 1
            yield from self.of(further, depth + 1)
        for leaf in found.urls:
            if self.view.is_known_place(leaf):
                continue
            if not self.pages:
                yield InputError(url, f"leads to more than {_PAGES} new pages", "add it again for the next ones")
                return
            self.pages -= 1
            try:
                yield self._arrival(leaf, self.fetcher.get(leaf))
            except InputError as refusal:
                yield refusal

    def _arrival(self, url: str, got: Fetched) -> Arrival:
        read = self.bounds.call(url, original, page(url, got.content, got.kind), self.pack_id)
        return Arrival(document=read.document, place=url, original=got.content)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
