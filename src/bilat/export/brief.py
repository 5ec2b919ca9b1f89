"""The brief: one self-contained page made from documents and records."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from bilat.export.accounts import accounts
from bilat.export.charts import chart
from bilat.export.course import course as told_course
from bilat.export.edition import Edition, assemble, clean
from bilat.export.events import events
from bilat.export.labels import Labels, Lang
from bilat.export.ledger import entries, levers, phases, shifts
from bilat.export.outlook import due, expected
from bilat.export.owed import owed_entries
from bilat.export.people import people_rows, threshold
from bilat.export.phrases import noted, phrase_rows
from bilat.export.picture import relationship
from bilat.export.prospects import questions
from bilat.export.sources import sources
from bilat.export.standing import instruments
from bilat.export.statements import filters, rows
from bilat.export.summary import summary
from bilat.export.wording import Wording
from bilat.model import Document, Record
from bilat.packs import Pack
from bilat.relate.ledger_entries import Entry as Owed
from bilat.relate.outlook import Prospects
from bilat.relate.people import speakers
from bilat.relate.phases_report import Report
from bilat.relate.phrases import phrases


def render_brief(
    documents: Sequence[Document],
    records: Sequence[Record],
    *,
    lang: Lang,
    labels: Labels,
    pack: Pack | None = None,
    title: str | None = None,
    since: str | None = None,
    until: str | None = None,
    generated: str | None = None,
    course: Report | None = None,
    owed: Sequence[Owed] | None = None,
    prospects: Prospects | None = None,
) -> str:
    """The brief as one HTML page that loads nothing from elsewhere.

    `since` and `until` are ISO dates, cut to what is known; what has no date stays in. `generated` is the day the page
    was made (no clock is read: the same input gives the same page). `course` adds the section of phases and initiative
    (`relate.phases_report.report`); `owed` are the undertakings joined with the register's (`relate.ledger.told`),
    without it those of the records alone; `prospects` adds how likely what may come is (`relate.outlook`); `pack` adds
    the pack's phrases that the documents use and the tone of those who speak in them. Raises KeyError for a record
    whose document is not among the documents.
    """
    say = Wording(lang)
    edition = assemble(
        [clean(document) for document in documents],
        records,
        labels=labels,
        say=say,
        since=since,
        until=until,
        generated=generated,
        course=course,
        owed=owed,
    )
    edition, more = _of_pack(edition, pack)
    view = (
        _view(edition)
        | more
        | {"prospects": prospects, "asked": questions(prospects, say) if prospects else []}
        | {"title": title or say.t("title", sides=say.listing([*map(edition.side, edition.sides)]))}
    )
    style, script = asset("brief.css"), asset("brief.js")
    page = environment().get_template("brief.html.j2")
    return page.render(
        **view,
        e=edition,
        say=say,
        t=say.t,
        lang=lang,
        generated=generated,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
    )


def _of_pack(edition: Edition, pack: Pack | None) -> tuple[Edition, dict[str, Any]]:
    """What takes the pack to read: phrases and people. The phrases' words are marked in the texts as well."""
    if pack is None:
        return edition, {"phrases": [], "people": [], "threshold": threshold()}
    found = phrases(edition.documents, edition.records, pack)
    edition = replace(edition, noted=noted(found))
    people = people_rows(edition, speakers(edition.documents, edition.records, pack))
    return edition, {"phrases": phrase_rows(edition, found), "people": people, "threshold": threshold()}


def _view(edition: Edition) -> dict[str, Any]:
    """Everything that the sections show."""
    merged, measures = events(edition), instruments(edition)
    ledger = entries(edition) if edition.owed is None else owed_entries(edition)
    phased, statements = phases(edition), rows(edition)
    ahead = due(edition, merged, measures, ledger)
    documents = sources(edition)
    return {
        "summary": summary(edition, merged, measures, ahead, phased),
        "picture": relationship(edition, merged, measures),
        "events": merged,
        "accounts": accounts(edition, merged),
        "course": told_course(edition, merged),
        "ledger": ledger,
        "instruments": [(one, chart(edition, one)) for one in measures],
        "shifts": shifts(edition),
        "levers": levers(edition),
        "phases": phased,
        "statements": statements,
        "filters": filters(edition, statements),
        "due": ahead,
        "expected": expected(edition),
        "sources": documents,
        "source": {source.number: source for source in documents},
    }


def policy(style: str, script: str) -> str:
    """The content security policy: nothing is loaded, and only this style and this script count."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


@functools.cache
def asset(name: str) -> str:
    """A style or script of the templates' folder."""
    return (resources.files("bilat.export") / "templates" / name).read_text("utf-8")


@functools.cache
def environment() -> jinja2.Environment:
    """The templates, every value escaped unless it is markup already, no unknown name let through."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("bilat.export", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
