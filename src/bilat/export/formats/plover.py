"""PLOVER: one event a line, as its manual's chapter on JSON has it; types, modes and contexts are data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bilat.export.formats.coded import Actor, Coded, coded
from bilat.export.formats.dataset import Dataset, data
from bilat.export.formats.days import first_day, last_day
from bilat.export.formats.leftout import LeftOut
from bilat.export.formats.registry import Written
from bilat.model import TYPES

Row = dict[str, Any]


def write(dataset: Dataset, path: Path) -> Written:
    """Events in JSON lines. An event without a date, an actor, or a recipient where its type needs one, is left out."""
    events, lost = coded(dataset)
    rows: list[Row] = []
    for event in events:
        why = _why_not(event)
        if why:
            lost += [LeftOut(id=dataset.id(r), type=TYPES[type(r)], why=why) for r in event.records]
        else:
            rows.append(row_of(dataset, event))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return Written(files=(path,), count=len(rows), what="events", refused=tuple(lost))


def _why_not(event: Coded) -> str | None:
    if first_day(event.start) is None:
        return "PLOVER needs a date, and none is known"
    if not event.source:
        return "PLOVER needs an actor, and none is known"
    if not event.target and data("plover")["types"][event.code["event"]].get("recipient"):
        return f"{event.code['event']} needs a recipient in PLOVER, and none is known"
    return None


def row_of(dataset: Dataset, event: Coded) -> Row:
    """An event as a JSON object; a date cut to month or year becomes the period that it is."""
    first, last = first_day(event.start), last_day(event.end or event.start)
    kind = data("plover")["types"][event.code["event"]]
    row: Row = {
        "id": event.id, "date": str(first), "enddate": str(last) if last != first else None,
        "source": [_actor(one) for one in event.source], "recipient": [_actor(one) for one in event.target],
        "event": [event.code["event"]], "mode": _modes(dataset, event), "context": _contexts(event),
        "quad_code": kind["quad"], "event_loc": {"name": event.place} if event.place else None,
        "text": dataset.quote(event.records[0]), "text_info": _text_info(dataset, event),
        "cite_info": _citations(dataset, event), "link": _link(event), "coder": "bilat",
    }  # fmt: skip
    return {name: value for name, value in row.items() if value not in (None, [], {})}


def _actor(actor: Actor) -> Row:
    row = {"code": actor.code, "sector": actor.sector, "actor_text": actor.surface, "name": actor.name}
    return {name: value for name, value in row.items() if value is not None}


def _modes(dataset: Dataset, event: Coded) -> list[str]:
    if event.code.get("mode"):
        return [event.code["mode"]]
    if event.code["event"] != "CONSULT":
        return []
    return ["multilateral"] if event.forum else ["third-party"] if _elsewhere(dataset, event.place) else []


def _elsewhere(dataset: Dataset, place: str | None) -> bool:
    """Whether a place lies in a country that is neither side."""
    entities = dataset.pack.entities.values()
    country = next((e.country for e in entities if e.kind == "place" and e.name == place), None)
    return country is not None and country not in {side.code for side in dataset.pack.sides}


def _contexts(event: Coded) -> list[str]:
    book = data("plover")
    found = [event.code["context"]] if event.code.get("context") else []
    found += [context for context, issues in book["issues"].items() if set(issues) & set(event.issues)]
    found += [book["tenses"][event.tense]] if event.tense else []
    return list(dict.fromkeys(found))


def _text_info(dataset: Dataset, event: Coded) -> Row:
    """Where the words stand: offsets in code points of the document's text as read."""
    record = event.records[0]
    return {
        "doc": record.doc, "language": dataset.document_of(record).language, "confidence": record.confidence,
        "spans": [[one.start, one.end] for one in record.evidence],
    }  # fmt: skip


def _citations(dataset: Dataset, event: Coded) -> list[Row]:
    found = []
    for doc in dict.fromkeys(record.doc for record in event.records):
        one = dataset.by_id[doc]
        row = {
            "doc": doc, "url": one.url, "title": one.title, "publication": one.outlet, "author": one.author,
            "date": one.published,
        }  # fmt: skip
        found.append({name: value for name, value in row.items() if value is not None})
    return found


def _link(event: Coded) -> str | None:
    """The statement that a claim of compliance was made in: both tell of one act of speech."""
    via = [*getattr(event.records[0], "via", ())]
    return getattr(event.records[0], "statement", None) or (f"via:{'|'.join(via)}" if via else None)
