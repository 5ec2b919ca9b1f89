"""A pool of short reports of one spring, close enough to each other that each may change what another is taken for."""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from bilat import packs
from bilat.model import Document, Record, digest, to_json
from bilat.pipeline import records_of
from bilat.pipeline import relate as compared
from bilat.relate.duplicates import sources
from bilat.relate.timeline import entry_json, timeline
from bilat.store import Writer
from bilat.store.engine import looking
from bilat.store.schema import account_events, accounts, docs, event_tags, events, records, reports
from bilat.workspace import relate

_PAIRS = (
    ("Secretary of State Marco Rubio", "Chinese Foreign Minister Wang Yi"),
    ("President Donald Trump", "Chinese President Xi Jinping"),
    ("Treasury Secretary Scott Bessent", "Chinese Vice Premier He Lifeng"),
    ("Treasury Secretary Scott Bessent and Trade Representative Jamieson Greer", "Chinese Vice Premier He Lifeng"),
)
_PLACES = ("Geneva", "London", "Madrid", "Beijing", "Washington")
_WHENS = (
    "on April {day}, 2027", "on April {day}, 2027", "on April {day}, 2027", "in April 2027", "in 2027", "this week",
    "recently", "last month",
)  # fmt: skip
_HAPPENED = (
    "{one} spoke by phone with {two} {when}.", "{one} met {two} in {place} {when}.", "{one} held talks with {two} "
    "in {place} {when}.", "{one} held a video call with {two} {when}.", "{one} is to meet {two} {when}.",
    "{one} will visit Beijing {when}.", "The meeting of {one} with {two} planned for {when} was cancelled.",
    "{one} met {two} {when}.",
)  # fmt: skip
_SAID = (
    "{one} stressed that fentanyl must stop.", "{two} said that the Taiwan question is China's internal affair.",
    "{one} urged China to resume purchases of soybeans.", "{two} said that rare earths are to be traded normally.",
    "{one} raised human rights.", "{two} agreed that the two militaries should talk.",
    "{two} pledged to buy 10 million tons of soybeans by the end of 2027.",
)  # fmt: skip
_OUTLETS = (None, None, "US State Department site", "Xinhua", "China Foreign Ministry site", "Reuters", "CCTV", "CGTN")


def article(seed: int) -> Document:
    """A short article; of one seed the same."""
    chance = random.Random(seed)
    one, two = chance.choice(_PAIRS)
    told = []
    for template in chance.sample(_HAPPENED, chance.choice((1, 1, 2, 3))):
        when = chance.choice(_WHENS).format(day=chance.randint(8, 14))
        told.append(template.format(one=one, two=two, when=when, place=chance.choice(_PLACES)))
    told += [line.format(one=one.split()[-1], two=two.split()[-1]) for line in chance.sample(_SAID, 3)]
    outlet = chance.choice(_OUTLETS)
    official = outlet is not None and "site" in outlet
    text = "\n".join([f"{one} and {two}", *told, *([f"Copy {seed}."] if chance.random() < 0.7 else [])])
    if chance.random() < 0.15:
        return _document(seed, article(seed - 1).text + f"\nReprinted {seed}.", None, "unknown", "2027-04-12")
    published = chance.choice(("2027-04-10", "2027-04-12", "2027-04-14", "2027-04", None, "2027-03-28", "2027-04-09"))
    kind = "official" if official else "state_media" if outlet in ("Xinhua", "CCTV", "CGTN") else "media"
    return _document(seed, text, outlet, kind, published)


def _document(seed: int, text: str, outlet: str | None, kind: str, published: str | None) -> Document:
    return Document(
        id=f"doc/{digest('near', seed)}", text=text, language="en", published=published, outlet=outlet, path=str(seed),
        outlet_kind=kind, title=text.split("\n")[0], title_span=(0, text.index("\n")), kept=((0, len(text)),),
    )  # fmt: skip


@functools.cache
def read(seed: int) -> tuple[Document, tuple[Record, ...]]:
    """An article and its records."""
    document = article(seed)
    return document, tuple(records_of(document, packs.load("us-cn")))


def add(writer: Writer, seeds: Iterable[int]) -> None:
    """Add articles, and compare them."""
    for seed in seeds:
        document, found = read(seed)
        writer.add(document, found, pack="us-cn", extractor="test")
    relate(writer)


def from_nothing(seeds: Sequence[int]) -> dict[str, Any]:
    """What comparing all of them in memory gives."""
    pack = packs.load("us-cn")
    documents = [read(seed)[0] for seed in seeds]
    source_of = sources(documents, pack)
    found = compared(documents, [r for seed in seeds for r in read(seed)[1]], pack, source_of=source_of)
    return {
        "events": [json.loads(json.dumps(entry_json(one))) for one in timeline(found.events, pack)],
        "records": sorted(json.dumps(to_json(r), ensure_ascii=False) for r in (*found.records, *found.observed)),
        "sources": source_of,
    }


def shown(writer: Writer) -> dict[str, Any]:
    """The same as a workspace holds it."""
    from bilat.store import View

    view = View(writer.engine)
    with looking(writer.engine) as db:
        source_of = {row.id: row.source for row in db.execute(select(docs.c.id, docs.c.source))}
        bodies = [json.loads(body) for body in db.execute(select(events.c.body)).scalars()]
    told = [{k: v for k, v in body.items() if k not in ("values", "people", "records")} for body in bodies]
    return {
        "events": sorted(told, key=lambda one: (one["date"] or "~", one["id"])),
        "records": sorted(json.dumps(to_json(record), ensure_ascii=False) for record in view.load()[1]),
        "sources": source_of,
    }


def stored(writer: Writer) -> dict[str, list[str]]:
    """Everything that comparing gave, as it stands in the tables, but for the numbers of rows."""
    found: dict[str, list[str]] = {}
    with looking(writer.engine) as db:
        names = dict(db.execute(select(docs.c.n, docs.c.id)).all())
        keys = dict(db.execute(select(records.c.n, records.c.id)).all())
        found["docs"] = [str(tuple(row)) for row in db.execute(select(docs.c.id, docs.c.source, docs.c.copy_of))]
        for table in (events, event_tags):
            found[table.name] = [str(tuple(row)) for row in db.execute(select(table))]
        told = (records.c.id, records.c.derived, records.c.event, records.c.interaction, records.c.body)
        found["records"] = [str(tuple(row)) for row in db.execute(select(*told))]
        for other in (reports, accounts, account_events):
            found[other.name] = [_named(row, names, keys) for row in db.execute(select(other))]
    return {name: sorted(rows) for name, rows in found.items()}


def _named(row: Any, names: dict[int, str], keys: dict[int, str]) -> str:
    told = dict(row._mapping)
    told["doc"] = names[told["doc"]]
    if "record" in told:
        told["record"] = keys[told["record"]]
    return str(sorted(told.items(), key=str))
