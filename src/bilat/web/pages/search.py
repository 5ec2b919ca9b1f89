"""Search in documents and statements, in any of the scripts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from markupsafe import Markup, escape

from bilat.export.labels import LANGS
from bilat.languages.script import has_han
from bilat.relate.related import named
from bilat.store.search import Hits
from bilat.store.words import fold
from bilat.web.pages.lists import filters_of, narrow, side_name, who
from bilat.web.site import Asked, asked

router = APIRouter()
_NAMED = 3  # things that a query may name


@router.get("/search", include_in_schema=False)
def search(
    page: Annotated[Asked, Depends(asked)],
    q: str = "",
    what: str = "statement",
    order: str = "latest",
    after: str | None = None,
) -> Response:
    """Statements or documents with all words of a query, the words marked."""
    view, hits, elsewhere = page.site.view, None, []
    if q.strip():
        elsewhere = _elsewhere(page, q, what)
        hits = view.search(q, filters_of(page), kind=what, limit=25, after=after, order=order)
    return page.page(
        "search.html.j2", elsewhere=elsewhere, q=q, what=what, order=order, hits=hits, marked=marked,
        narrow=narrow(page, "side", "voice", "issue", "outlet_kind"), who=lambda name: who(page, name),
        side_name=lambda code: side_name(page, code), title=page.say.t("site.pages.search"),
    )  # fmt: skip


def _elsewhere(page: Asked, q: str, what: str) -> list[tuple[str, str, Hits]]:
    """What the pack calls the same in other languages (language, words), and the first that is found there by it."""
    said: dict[str, tuple[str, str]] = {}
    for kind, key in named(q, page.site.pack)[:_NAMED]:
        for lang in LANGS:
            if (lang == "en") is not has_han(q):
                continue  # the query is of this language itself
            words = _called(page, kind, key, lang)
            if words and fold(words) != fold(q.strip()):
                said.setdefault(fold(words), (lang, words))  # both Chinese scripts find the same
    filters = filters_of(page)
    found = [(lang, words, page.site.view.search(f'"{words}"', filters, kind=what, limit=3))
             for lang, words in said.values()]  # fmt: skip
    return [one for one in found if one[2].total]


def _called(page: Asked, kind: str, key: str, lang: str) -> str | None:
    if kind == "issue":
        return page.site.labels.issue(key, lang)
    return page.site.pack.phrases[key].labels.get(lang) if kind == "phrase" else page.site.labels.known(key, lang)


def marked(text: str, start: int, marks: list[list[int]]) -> Markup:
    """A passage that begins at `start` of its document, with the marks (document offsets) in <mark>."""
    parts, at = [], 0
    for low, high in marks:
        low, high = low - start, high - start
        if low < at or high > len(text):
            continue
        parts += [escape(text[at:low]), Markup("<mark>"), escape(text[low:high]), Markup("</mark>")]
        at = high
    return Markup("").join([*parts, escape(text[at:])])
