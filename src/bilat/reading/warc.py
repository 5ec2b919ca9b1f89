"""A web archive (WARC): the pages that were answered with, as their addresses and bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from bilat.errors import InputError
from bilat.reading.sources import LARGEST_FILE, too_large

_REMEDY = "check that the download is complete"
_READ = ("text/html", "application/xhtml", "text/plain", "application/pdf")
BROKEN = (OSError, EOFError, ValueError, zlib.error)  # what an archive that breaks off raises


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive. `kind`: its media type."""

    url: str
    kind: str
    content: bytes


def read_warc(name: str, stream: BinaryIO) -> Iterator[Page | InputError]:
    """The pages of an archive in their order, as `pages` gives them. A page that is too large, an archive that breaks
    off, or one without pages is an error."""
    found = 0
    try:
        for page in pages(name, stream):
            found += page is not None
            if isinstance(page, InputError) or (page is not None and page.content.strip()):
                yield page
    except BROKEN as error:
        yield InputError(name, f"cannot be read on after {found} pages: {error}", _REMEDY)
        return
    if not found:
        yield InputError(name, "no pages in this archive", "give an archive with the answers of a crawl (`response`)")


def pages(name: str, stream: BinaryIO) -> Iterator[Page | InputError | None]:
    """The pages, PDFs and plain texts of an archive, gzipped or not, in their order; InputError for one that is too
    large, None for each record that is no article's kind (images, styles, redirects).

    A page without an address goes by the archive's name and the number of its record, from 1. Raises one of `BROKEN`
    where the archive breaks off.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    records = ArchiveIterator(stream, record_types=wanted, parse_http=True, auto_decode="all")
    for number, record in enumerate(_guarded(records), start=1):
        address = record.headers.get("WARC-Target-URI", "").strip("<>") or f"{name}#{number}"
        if record.is_http:
            status, told = record.http_headers.status_code, record.http_content_type or ""
        else:
            status, told = 200, record.headers.get("Content-Type", "")
        kind = told.split(";")[0].strip().lower()
        if status != 200 or not kind.startswith(_READ):
            yield None
            continue
        content = record.reader.read(LARGEST_FILE + 1)
        yield too_large(address) if len(content) > LARGEST_FILE else Page(address, kind, content)


def _guarded(records: Iterator[Any]) -> Iterator[Any]:
    """Records of a parser whose panics are no Exceptions."""
    while True:
        try:
            record = next(records, None)
        except Exception:
            raise
        except BaseException as panic:
            if type(panic).__module__ != "pyo3_runtime":
                raise
            raise OSError(str(panic)) from panic
        if record is None:
            return
        yield record
