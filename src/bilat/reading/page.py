"""A web page: trafilatura takes out the article's text and what the page states about itself."""

from __future__ import annotations

import html
import logging
import re
from typing import Any

from bilat.reading.stated import Stated, iso_date

LARGEST_PAGE = 10_000_000  # characters of markup
_DEEPEST = 250  # nested elements; the parser drops what lies deeper
_MOST = 60_000  # elements; the extraction's time grows faster than their number
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that are closed by themselves, or by the next one, and so do not nest.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th "  # noqa: SIM905
    "thead tbody tfoot colgroup rt rp html head body".split()
)
_LONGEST_ATTRIBUTE = 1_000_000
_HUGE = re.compile(rf"<[a-zA-Z][^<>]{{{_LONGEST_ATTRIBUTE},}}")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_HEAD = 100_000  # characters within which a page's head is looked for
_META = re.compile(r"<meta\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)\s*=\s*(["'])(.*?)\2""", re.DOTALL)
_AUTHOR = frozenset({"author", "article:author", "dc.creator", "byl", "parsely-author"})
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)


class BadPage(Exception):
    """The page cannot be read; the message says why."""


def read_page(markup: str) -> tuple[str, Stated]:
    """The text of a page's article and what the page states: title, author, date, site, address.

    Raises BadPage for markup that is built to exhaust a reader, or that holds no text.
    """
    _check(markup)
    found = _extract(_PROLOGUE.sub("", markup, count=1))
    text = (getattr(found, "text", None) or "").strip()
    if not text:
        raise BadPage("no article text was found on the page")
    title = _clean(getattr(found, "title", None))
    if title and not _says(text, title):
        text = f"{title}\n{text}"
    stated = Stated(
        title=title,
        author=_clean(getattr(found, "author", None)) or _declared_author(markup),
        outlet=_clean(getattr(found, "sitename", None)),
        published=iso_date(getattr(found, "date", None) or ""),
        url=_clean(getattr(found, "url", None)),
    )
    return text, stated


def _declared_author(markup: str) -> str | None:
    """The author of the page's head where the extraction, which expects a blank in a name, passes over it."""
    for tag in _META.findall(markup[:_HEAD]):
        fields = {key.lower(): value for key, _, value in _ATTRIBUTE.findall(tag)}
        if (fields.get("name") or fields.get("property", "")).lower() in _AUTHOR and "://" not in fields.get(
            "content", ""
        ):
            return _clean(html.unescape(fields.get("content", "")))
    return None


def _clean(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _says(text: str, title: str) -> bool:
    return title in (line.strip().lstrip("# ") for line in text.split("\n", 12)[:12])


def _check(markup: str) -> None:
    if len(markup) > LARGEST_PAGE:
        raise BadPage(f"a page of more than {LARGEST_PAGE:,} characters")
    if _HUGE.search(markup):
        raise BadPage("a tag of more than a million characters")
    if _ENTITY.search(markup):
        raise BadPage("it declares entities of its own")
    depth = deepest = count = 0
    for match in _TAG.finditer(_without_comments(markup)):
        count += not match[1]
        if match[2].lower() not in _FLAT:
            depth = max(depth - 1, 0) if match[1] else depth + 1
            deepest = max(deepest, depth)
    if count > _MOST:
        raise BadPage(f"{count:,} elements")
    if deepest > _DEEPEST:
        raise BadPage(f"elements nested {deepest:,} deep")


def _without_comments(markup: str) -> str:
    """The markup without its comments; one that is never closed runs to the end."""
    parts: list[str] = []
    at = 0
    while (start := markup.find("<!--", at)) >= 0:
        parts.append(markup[at:start])
        at = markup.find("-->", start)
        if at < 0:
            return "".join(parts)
        at += 3
    return "".join([*parts, markup[at:]])


def _extract(markup: str) -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        return trafilatura.bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            # Only dates that the page declares, never one that a search of its text comes up with.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (RecursionError, ValueError, MemoryError) as error:
        raise BadPage(f"its markup cannot be parsed ({type(error).__name__})") from error
