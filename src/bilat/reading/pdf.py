"""The text layer of a PDF, its lines joined to paragraphs."""

from __future__ import annotations

import re
import statistics
from typing import Any

from bilat.reading.lines import HAN
from bilat.reading.sources import LARGEST_TEXT

_ENDS = re.compile(r"""[。！？!?.:：;；][」』”’"')）】]*$""")
_HYPHEN = re.compile(r"[A-Za-z]-$")
_HAN_EDGE = re.compile(rf"[{HAN}，。、；：？！（）「」《》“”]$")
_STARTS_BLOCK = re.compile(
    r"^(?:[-–—•·*]\s|[(（]?\d{1,3}[.)、）]\s?|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]+、|https?://)"
)
_FULL = 0.82  # share of the usual width from which on a line may have been wrapped


class BadPdf(Exception):
    """The PDF cannot be read; the message says why."""


def read_pdf(raw: bytes) -> str:
    """The text of a PDF, paragraphs as lines, pages one after the other.

    Raises BadPdf for files that are encrypted, broken, or without a text layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        try:
            pages = _pages(document)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        secret = "password" in str(error).lower() or "security" in str(error).lower()
        raise BadPdf("it is encrypted" if secret else "it is broken") from error
    text = "\n\n".join(reflow(page) for page in pages if page.strip())
    if not text.strip():
        raise BadPdf("it has no text layer (scanned pages)")
    return text


def _pages(document: Any) -> list[str]:
    pages: list[str] = []
    total = 0
    for page in document:
        textpage = page.get_textpage()
        pages.append(textpage.get_text_bounded())
        textpage.close()
        page.close()
        total += len(pages[-1])
        if total > LARGEST_TEXT:
            break
    return pages


def reflow(page: str) -> str:
    """Lines that were wrapped for the page's width, joined again; short ones and ends of sentences end a paragraph."""
    page = page.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-")
    lines = [line.rstrip() for line in page.split("\n")]
    widths = [_width(line) for line in lines if line]
    if not widths:
        return ""
    usual = statistics.quantiles(widths, n=10)[-1] if len(widths) > 1 else widths[0]
    paragraphs: list[str] = []
    open_ended = False
    for line in lines:
        if not line:
            open_ended = False
            continue
        if open_ended and not _STARTS_BLOCK.match(line):
            paragraphs[-1] = _join(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        wide = _width(line) >= _FULL * usual
        open_ended = wide and not (_ENDS.search(line) and _width(line) < 0.95 * usual)
    return "\n".join(paragraphs)


def _width(line: str) -> float:
    """The width of a line in Latin characters; Han ones are twice as wide."""
    return len(line) + sum(ord(ch) > 0x2E80 for ch in line)


def _join(before: str, after: str) -> str:
    if _HYPHEN.search(before) and after[:1].islower():
        return before[:-1] + after
    return before + ("" if _HAN_EDGE.search(before) else " ") + after.lstrip()
