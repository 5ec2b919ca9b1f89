"""A web archive (WARC): the pages that were answered with, as their addresses and bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from bilat.errors import InputError
from bilat.reading.sources import LARGEST_FILE

_REMEDY = "check that the download is complete"
_READ = ("text/html", "application/xhtml", "text/plain", "application/pdf")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive. `kind`: its media type."""

    url: str
    kind: str
    content: bytes


def read_warc(name: str, stream: BinaryIO) -> Iterator[Page | InputError]:
    """The pages, PDFs and plain texts of an archive, gzipped or not, in their order; what is no article's kind (images,
    styles, redirects, requests) is passed over. A page that is too large, or an archive that breaks off, is an error.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ModuleNotFoundError:
        yield InputError(name, "web archives need a library that is not installed", "pip install 'bilat[archives]'")
        return
    found = 0
    try:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI")
            kind = _kind(record)
            if not url or kind is None:
                continue
            found += 1
            content = record.content_stream().read(LARGEST_FILE + 1)
            if len(content) > LARGEST_FILE:
                yield InputError(url, f"larger than {LARGEST_FILE // 2**20} MB", "save the article alone")
            elif content.strip():
                yield Page(url.strip("<>"), kind, content)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as error:
        yield InputError(name, f"cannot be read on after {found} pages: {error}", _REMEDY)
        return
    if not found:
        yield InputError(name, "no pages in this archive", "give an archive with the answers of a crawl (`response`)")


def _kind(record: object) -> str | None:
    """The media type of a record that holds an article, if it is one."""
    headers = getattr(record, "http_headers", None)
    if getattr(record, "rec_type", None) == "response" and headers is not None:
        if not str(headers.get_statuscode()).startswith("200"):
            return None
        kind = headers.get_header("Content-Type")
    elif getattr(record, "rec_type", None) == "resource":
        kind = record.rec_headers.get_header("Content-Type")  # type: ignore[attr-defined]
    else:
        return None
    told = (kind or "").split(";")[0].strip().lower()
    return told if told.startswith(_READ) else None
