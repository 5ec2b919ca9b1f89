"""Comparing the documents of a workspace with each other, and keeping what that gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bilat import packs
from bilat.model import Comparison, Interaction, Record, Statement, record_id
from bilat.packs import Pack
from bilat.pipeline import relate as compared
from bilat.relate.duplicates import sources
from bilat.relate.events import Event
from bilat.relate.events_judged import Decided
from bilat.relate.timeline import entry_json, timeline
from bilat.store import Writer
from bilat.store.reading import Stored, stored
from bilat.store.relations import EventRow, Related

# What comparing fills in: the fields that no record's id depends on.
_FILLED = ("event", "interaction", "inferred")


def relate(writer: Writer, *, pack_id: str = "us-cn", everything: bool = False) -> int:
    """Compare the documents that came or changed since the last time with the others; how many those were.

    With `everything`, or in a workspace that was never compared, all of them. Raises PackError for an unknown pack.
    """
    pack = packs.load(pack_id)
    work = stored(writer.engine)
    if not work.waiting and not everything and work.compared:
        return 0
    writer.relate(_whole(work, pack))
    return len(work.waiting)


def _whole(work: Stored, pack: Pack) -> Related:
    decided = Decided(together=_renamed(work.together, work.ids), apart=_renamed(work.apart, work.ids))
    source_of = sources(work.documents, pack)
    found = compared(work.documents, work.records, pack, decided=decided, source_of=source_of)
    back = {new: old for old, new in work.ids.items()}
    observed: dict[str, list[Record]] = {}
    for record in found.observed:
        observed.setdefault(record.doc, []).append(_refer(record, back))
    return Related(
        scope=tuple(document.id for document in work.documents),
        old_events=None,
        events=event_rows(found.events, found.records, found.observed, pack, back),
        derived=_derived(work, found.records, back),
        observed=observed,
        sources={key: source for key, source in source_of.items() if work.sources.get(key) != source},
    )


def _renamed(sets: Iterable[frozenset[str]], ids: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(ids.get(key, key) for key in keys) for keys in sets)


def _refer(record: Record, back: Mapping[str, str]) -> Record:
    """A comparison or silence that refers to corrected records by the ids they are stored under."""
    if isinstance(record, Comparison):
        sides = {code: tuple(back.get(key, key) for key in told) for code, told in record.sides.items()}
        return replace(record, sides=sides)
    about = str(getattr(record, "interaction", None))
    return replace(record, interaction=back[about]) if about in back else record  # type: ignore[call-arg]


def _derived(work: Stored, found: Sequence[Record], back: Mapping[str, str]) -> dict[str, Mapping[str, Any] | None]:
    """By record id as stored what comparing filled in, where that is not what is stored already."""
    before = {record_id(record): record for record in work.records}
    filled: dict[str, dict[str, Any]] = {}
    for record in found:
        key = record_id(record)
        told = {name: value for name in _FILLED if (value := getattr(record, name, None)) is not None}
        told = {name: value for name, value in told.items() if getattr(before[key], name) != value}
        if about := told.get("interaction"):
            told["interaction"] = back.get(about, about)
        if told:
            filled[back.get(key, key)] = told
    changes: dict[str, Mapping[str, Any] | None] = {k: v for k, v in filled.items() if work.derived.get(k) != v}
    return changes | {key: None for key in work.derived if key not in filled}


def event_rows(
    found: Sequence[Event], records: Sequence[Record], observed: Sequence[Record], pack: Pack, back: Mapping[str, str]
) -> list[EventRow]:
    """The timeline of some events and of the register as rows of the workspace; `back`: ids of corrected records."""
    tags = _tags(found, records, observed)
    by_id = {event.id: event for event in found}
    rows = []
    for entry in timeline(found, pack):
        event = by_id.get(entry.id)
        body = entry_json(entry) | {"values": _values(event, back), "people": _people(event, entry.participants)}
        told = tuple(back.get(key, key) for key in event.records) if event else ()
        rows.append(EventRow(id=entry.id, body=body, records=told, tags=frozenset(tags.get(entry.id, ()))))
    return rows


def _values(event: Event | None, back: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """By field what reports tell, each value with the ids of the records that tell it."""
    if event is None:
        return {}
    return {
        field: [{"value": value, "records": [back.get(key, key) for key in keys]} for value, keys in told]
        for field, told in event.values.items()
    }


def _people(event: Event | None, names: Sequence[str]) -> list[dict[str, Any]]:
    if event is None:
        return [{"name": name, "entity": None, "side": None} for name in names]
    return [{"name": one.name, "entity": one.entity, "side": one.side} for one in event.participants]


def _tags(
    found: Sequence[Event], records: Sequence[Record], observed: Sequence[Record]
) -> dict[str, set[tuple[str, str]]]:
    """By event what the timeline is filtered by: sides and people that took part, issues of what was said about it."""
    tags: dict[str, set[tuple[str, str]]] = {}
    for event in found:
        own = tags.setdefault(event.id, set())
        for one in event.participants:
            own.add(("person", one.entity or one.name))
            own |= {("side", one.side)} if one.side else set()
    event_of = {record_id(r): r.event for r in records if isinstance(r, Interaction) and r.event}
    for record in records:
        if isinstance(record, Statement) and (key := event_of.get(record.interaction or "")):
            tags[key] |= {("issue", issue) for issue in record.issues}
    for record in observed:
        if isinstance(record, Comparison) and record.event in tags:
            tags[record.event].add(("issue", record.issue))
    return tags
