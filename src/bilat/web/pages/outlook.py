"""The outlook: what is due, how likely what may come is, how that has fared, and beside it what sources expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bilat.export.edition import Link, links
from bilat.export.prospects import questions
from bilat.relate.outlook_due import Due
from bilat.store import Filters
from bilat.web.pages.lists import side_name, words_of
from bilat.web.site import Asked, asked, side_tone, words_path
from bilat.web.standings import prospects_of

router = APIRouter()
_SAID = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Something with a day ahead, in the words of the page. `own`: the register's own words, which are English."""

    when: str
    kind: str
    sides: tuple[tuple[str, str], ...]
    text: str
    own: bool
    detail: str | None
    passed: bool
    words: tuple[str, ...]
    links: tuple[Link, ...]
    single: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """What a source expects, in its words."""

    kind: str
    by: str | None
    words: str
    lang: str
    href: str
    published: str


@router.get("/outlook", include_in_schema=False)
def outlook(page: Annotated[Asked, Depends(asked)], on: str | None = None, known_by: str | None = None) -> Response:
    """What is due and expected on a day, as far as was known by another, and how likely."""
    worked = prospects_of(page.site, on or None, known_by or None)
    found = worked.value
    said = _said(page, found.known_by if on or known_by else None)
    return page.page(
        "outlook_page.html.j2", found=found, due=[_due(page, one) for one in found.due],
        asked=questions(found, page.say), said=said, on=found.on, known_by=known_by, worked=worked,
        title=page.say.t("site.outlook.title", date=page.say.date(found.on)),
    )  # fmt: skip


def _due(page: Asked, one: Due) -> DueRow:
    say, labels, told = page.say, page.site.labels, one.kind in ("planned", "proposed")
    if one.kind == "commitment":
        text, detail = one.what, one.detail
    elif told:
        text, detail = say.term("kind", one.what), one.detail
    else:
        text = labels.instrument(one.what, page.lang)
        detail = labels.layer(one.detail, page.lang) if one.detail else None
    return DueRow(
        when=say.date(one.date), kind=say.t(f"due.{one.kind}"),
        sides=tuple((side_tone(labels.sides, code), side_name(page, code)) for code in one.sides),
        text=text, own=one.kind == "commitment" and one.from_[0].startswith("register/"), detail=detail,
        passed=one.passed, links=links(one.sources), single=one.single,
        words=tuple(
            page.url_of_words(words_path(doc, item.start, item.end))
            for doc, item in one.evidence
            if doc.startswith("doc/")
        ),
    )  # fmt: skip


def _said(page: Asked, until: str | None) -> list[SaidRow]:
    rows = page.site.view.records(Filters(types=("outlook",), until=until), limit=_SAID).rows
    return [
        SaidRow(
            kind=page.say.term("outlook", row["kind"]),
            by=page.site.labels.known(row["by"], page.lang) or row["by"] if row["by"] else None,
            words=words_of(row), lang=row["document"]["language"],
            href=page.url_of_words(words_path(row["doc"], row["evidence"][0]["start"], row["evidence"][0]["end"])),
            published=page.say.date(row["document"]["published"]),
        )
        for row in rows
    ]  # fmt: skip
