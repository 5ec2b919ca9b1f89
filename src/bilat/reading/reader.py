"""`read`: whatever was named, one document or one refusal each."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, BinaryIO

from bilat.bounds import unforeseen
from bilat.errors import InputError
from bilat.model import Document
from bilat.plugins import READERS, plugins
from bilat.reading.compose import compose
from bilat.reading.csv_rows import read_csv
from bilat.reading.decoding import NotText, decode
from bilat.reading.rows import Row, article, looks_like_rows, one_row, read_rows
from bilat.reading.sources import (
    LARGEST_FILE,
    SUFFIXES,
    Source,
    content,
    printable,
    refused_by_system,
    sources,
    text_refusal,
    too_large,
)
from bilat.reading.stated import Stated
from bilat.reading.warc import read_warc

_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<!--")


def read(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    outlet_kinds: Mapping[str, str] | None = None,
) -> Iterator[Document | InputError]:
    """The documents of files, folders (walked in order, hidden files left out) and standard input (`-`).

    Reads .txt .md .html .htm .pdf .jsonl .csv .warc .warc.gz. An input that is refused is yielded as an InputError in
    its place, and the rest goes on. `outlet_kinds` maps lower-case names of known outlets to their kind.
    """
    for item in read_originals(paths, stdin=stdin, outlet_kinds=outlet_kinds):
        yield item if isinstance(item, InputError) else item.document


@dataclass(frozen=True, slots=True)
class Original:
    """A document and the bytes that it was read from: a file's, or those of its row."""

    document: Document
    content: bytes


def read_originals(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    outlet_kinds: Mapping[str, str] | None = None,
) -> Iterator[Original | InputError]:
    """As `read`, each document with the bytes that it was read from."""
    for item in unread(paths, stdin=stdin):
        yield item if isinstance(item, InputError) else item.read(outlet_kinds or {})


@dataclass(frozen=True, slots=True)
class Unread:
    """A document as bytes, of which nothing was looked at yet that could do harm. `where`: how people know it;
    `read`: reads it, given the kinds of outlets; it can go to another process."""

    where: str
    read: Callable[[Mapping[str, str]], Original | InputError]


def unread(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Unread | InputError]:
    """What the paths hold, as `read_originals` would read it, in its order."""
    for source in sources(paths):
        if isinstance(source, InputError):
            yield source
            continue
        try:
            yield from _of(source, stdin)
        except Exception as error:  # whatever one container does to bilat, the others are read
            refusal = unforeseen(source.name, error)
            refusal.__cause__ = error
            yield refusal


def read_page(
    url: str, raw: bytes, media_type: str, *, outlet_kinds: Mapping[str, str] | None = None
) -> Original | InputError:
    """The document that an answer from the web is (HTML, PDF or plain text), under its address."""
    kind = "pdf" if "pdf" in media_type else "text" if media_type.startswith("text/plain") else _kind(raw)
    if len(raw) > LARGEST_FILE:
        return InputError(url, "is too large to read", "save the article alone and add the file")
    if kind == "rows":
        return InputError(url, "is a file of rows", "save it and add the file")
    try:
        text, stated = _text(kind, raw)
    except _Refused as refused:
        return InputError(url, refused.why, refused.remedy)
    refusal = text_refusal(url, text)
    if refusal:
        return refusal
    kinds = {} if outlet_kinds is None else outlet_kinds
    document = compose(url, url, text, replace(stated, url=stated.url or url), kinds)
    return Original(replace(document, path=None), raw)


def read_row(name: str, number: int, raw: bytes, *, outlet_kinds: Mapping[str, str]) -> Original | InputError:
    """The document of one line of a file of rows, which was the `number`th, from 1."""
    row = one_row(name, number, raw)
    return row if isinstance(row, InputError) else _composed(name, row, outlet_kinds)


def read_file(name: str, raw: bytes, *, outlet_kinds: Mapping[str, str]) -> Original | InputError:
    """The document of a file that is already read, of the kind that its name says: text, page or PDF."""
    kind = SUFFIXES.get(os.path.splitext(name)[1].lower()) or _kind(raw)
    return _file(os.path.basename(name), name, kind, raw, outlet_kinds)


def page(url: str, raw: bytes, media_type: str) -> Unread:
    """An answer from the web, to be read as by `read_page`."""
    return Unread(url, partial(_page, url, raw, media_type))


def _page(url: str, raw: bytes, media_type: str, kinds: Mapping[str, str]) -> Original | InputError:
    return read_page(url, raw, media_type, outlet_kinds=kinds)


def _of(source: Source, stdin: BinaryIO | None) -> Iterator[Unread | InputError]:
    if source.kind == "rows" and source.path is not None:
        yield from _stream_rows(source, source.path)
        return
    if source.kind == "archive" and source.path is not None:
        yield from _archive(source, source.path)
        return
    raw = content(source, stdin)
    if isinstance(raw, InputError):
        yield raw
        return
    kind = source.kind or _kind(raw)
    if kind.startswith("."):
        yield from _rows(source.name, _plugged(source.name, raw, kind[1:]))
        return
    if kind in ("rows", "table"):
        rows = read_csv(source.name, raw) if kind == "table" else read_rows(source.name, raw.splitlines())
        yield from _rows(source.name, rows)
        return
    base = printable(os.path.basename(source.path)) if source.path else source.name
    yield Unread(source.name, partial(_file, base, source.name, kind, raw))


def _file(base: str, name: str, kind: str, raw: bytes, kinds: Mapping[str, str]) -> Original | InputError:
    try:
        text, stated = _text(kind, raw)
    except _Refused as refused:
        return InputError(name, refused.why, refused.remedy)
    return text_refusal(name, text) or Original(compose(base, name, text, stated, kinds), raw)


class _Refused(Exception):
    def __init__(self, why: object, remedy: str) -> None:
        super().__init__(why)
        self.why = str(why)
        self.remedy = remedy


def _text(kind: str, raw: bytes) -> tuple[str, Stated]:
    if kind == "pdf":
        from bilat.reading.pdf import BadPdf, read_pdf

        try:
            return read_pdf(raw), Stated()
        except BadPdf as error:
            raise _Refused(error, "give a PDF with text and without a password, or its text") from error
    try:
        text = decode(raw, markup=kind == "page")
    except NotText as error:
        raise _Refused(error, "save it as UTF-8 text") from error
    if kind != "page" or not text.strip():
        return text, Stated()
    from bilat.reading.page import BadPage, read_page

    try:
        return read_page(text)
    except BadPage as error:
        raise _Refused(error, "save the article's text as .txt") from error


def _kind(raw: bytes) -> str:
    """What standard input holds, by how it begins."""
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf-"):
        return "pdf"
    if start.startswith(_PAGE_STARTS):
        return "page"
    return "rows" if looks_like_rows(raw.removeprefix(b"\xef\xbb\xbf")) else "text"


def _stream_rows(source: Source, path: str) -> Iterator[Unread | InputError]:
    """A file of rows may be larger than memory: it is read row by row, each within the limit of a file."""
    try:
        with open(path, "rb") as stream:
            if stream.peek(4).startswith((b"\xff\xfe", b"\xfe\xff")):
                raw = content(source, None)
                yield from [raw] if isinstance(raw, InputError) else _rows(
                    source.name, read_rows(source.name, _recoded(raw))
                )
                return
            yield from _rows(source.name, read_rows(source.name, _bounded_lines(stream)))
    except OSError as error:
        yield refused_by_system(source.name, error)
    except _RowTooLong:
        yield too_large(f"{source.name} (a row)")


class _RowTooLong(Exception):
    pass


def _bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(LARGEST_FILE + 1):
        if len(line) > LARGEST_FILE:
            raise _RowTooLong
        yield line


def _recoded(raw: bytes) -> Iterable[bytes]:
    return decode(raw).encode("utf-8").split(b"\n")


def _archive(source: Source, path: str) -> Iterator[Unread | InputError]:
    """A web archive may be larger than memory: it is read page by page, each under its own address."""
    try:
        with open(path, "rb") as stream:
            for answer in read_warc(source.name, stream):
                if isinstance(answer, InputError):
                    yield answer
                else:
                    yield page(answer.url, answer.content, answer.kind)
    except OSError as error:
        yield refused_by_system(source.name, error)


def _plugged(name: str, raw: bytes, suffix: str) -> Iterator[Row | InputError]:
    for number, fields in enumerate(plugged(name, raw, suffix), start=1):
        try:
            yield fields if isinstance(fields, InputError) else article(name, number, fields, raw)
        except InputError as refusal:
            yield refusal


def plugged(name: str, raw: bytes, suffix: str) -> Iterator[dict[str, Any] | InputError]:
    """The articles that a plugin's reader finds in a file, as rows with a `text`; what it raises is the refusal of the
    file, and the last that comes.

    Raises UsageError for a plugin that cannot be loaded.
    """
    plugin = plugins(READERS)[suffix]
    read = plugin.load()
    try:
        for number, fields in enumerate(read(raw, name), start=1):
            if not isinstance(fields.get("text"), str):
                raise TypeError(f"article {number} has no string `text`")
            yield fields
    except Exception as wrong:  # a stranger's code: whatever it raises stops its file, not the batch
        told = f"the reader of {plugin.by} failed ({type(wrong).__name__}: {wrong})"
        yield InputError(name, told, "tell its makers, or save the text as .txt")


def _rows(name: str, rows: Iterator[Row | InputError]) -> Iterator[Unread | InputError]:
    first = next(rows, None)
    if first is None:
        yield InputError(name, "empty", "give a file with an article in it")
        return
    for row in itertools.chain([first], rows):
        yield row if isinstance(row, InputError) else Unread(f"{name}#{row.id}", partial(_composed, name, row))


def _composed(name: str, row: Row, kinds: Mapping[str, str]) -> Original:
    return Original(compose(row.id, f"{name}#{row.id}", row.text, row.stated, kinds), row.raw)
