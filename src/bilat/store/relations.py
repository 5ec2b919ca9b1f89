"""What comparing documents gave, written in place of what it gave before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bilat.model import Record
from bilat.store import record_rows
from bilat.store.rows import dumps, first_day, last_day
from bilat.store.schema import docs, event_tags, events, records


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as it is stored. `body`: the timeline's entry as JSON, with `values`; `records`: ids of the interactions
    that tell of it, as stored; `tags`: (issue, side or person, its id), by which the timeline is filtered."""

    id: str
    body: Mapping[str, Any]
    records: tuple[str, ...]
    tags: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """What comparing gave. `scope`: ids of the documents compared; `old_events`: the events that `events` replace
    (None: all of them); `derived`: by record id the fields that it fills in, where they change; `observed`: by
    document id the comparisons and silences seen, in place of those of the old events; `sources`: by document id what
    counts as its source."""

    scope: tuple[str, ...]
    old_events: frozenset[str] | None
    events: Sequence[EventRow]
    derived: Mapping[str, Mapping[str, Any] | None]
    observed: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def write(connection: Connection, related: Related, at: str) -> None:
    """Write it all, in the transaction given."""
    before = _before(connection, related)
    _write_derived(connection, related.derived)
    _write_observed(connection, related, before)
    _write_events(connection, related, before, at)
    for part in _parts(related.scope):
        connection.execute(docs.update().where(docs.c.id.in_(part)).values(related=True))
    if related.sources:
        statement = docs.update().where(docs.c.id == bindparam("which")).values(source=bindparam("now"))
        connection.execute(statement, [{"which": key, "now": source} for key, source in related.sources.items()])


def _before(connection: Connection, related: Related) -> dict[str, str]:
    """The events that are replaced, each with when it was first seen."""
    query = select(events.c.id, events.c.first_seen)
    if related.old_events is None:
        return {row.id: row.first_seen for row in connection.execute(query)}
    found: dict[str, str] = {}
    for part in _parts(sorted(related.old_events | {event.id for event in related.events})):
        found |= {row.id: row.first_seen for row in connection.execute(query.where(events.c.id.in_(part)))}
    return found


def _write_derived(connection: Connection, derived: Mapping[str, Mapping[str, Any] | None]) -> None:
    numbers: dict[str, int] = {}
    for part in _parts(sorted(derived)):
        query = select(records.c.id, records.c.n).where(records.c.id.in_(part))
        numbers |= {row.id: row.n for row in connection.execute(query)}
    record_rows.change(connection, {numbers[key]: {"derived": told} for key, told in derived.items() if key in numbers})


def _write_observed(connection: Connection, related: Related, before: Mapping[str, str]) -> None:
    """Comparisons are told apart by their event, silences by the documents that were compared."""
    old: list[int] = []
    seen = records.c.observed.is_(True)
    if related.old_events is None:
        old = list(connection.execute(select(records.c.n).where(seen)).scalars())
    else:
        for part in _parts(sorted(before)):
            old += connection.execute(select(records.c.n).where(seen, records.c.event.in_(part))).scalars()
        for part in _parts(related.scope):
            query = select(records.c.n).join(docs, docs.c.n == records.c.doc)
            old += connection.execute(query.where(seen, records.c.type == "silence", docs.c.id.in_(part))).scalars()
    record_rows.remove(connection, sorted(set(old)))
    for doc, found in sorted(related.observed.items()):
        n = connection.execute(select(docs.c.n).where(docs.c.id == doc)).scalar_one()
        record_rows.insert(connection, record_rows.home(connection, n), found, observed=True, after=1_000_000)


def _write_events(connection: Connection, related: Related, before: Mapping[str, str], at: str) -> None:
    seen = _first_seen(connection, before)
    gone = sorted(before)
    for part in _parts(gone):
        connection.execute(events.delete().where(events.c.id.in_(part)))
    rows, tags = [], []
    for event in related.events:
        told = [seen[key] for key in event.records if key in seen]
        since = min([before.get(event.id, at), *told])
        rows.append(_row(event, since))
        tags += [{"event": event.id, "tag": tag, "value": value} for tag, value in sorted(event.tags)]
    if rows:
        connection.execute(events.insert(), rows)
    if tags:
        connection.execute(event_tags.insert(), tags)


def _first_seen(connection: Connection, before: Mapping[str, str]) -> dict[str, str]:
    """By record, when the event that it told of before was first seen: an event that gets another id is no new one."""
    found: dict[str, str] = {}
    for part in _parts(sorted(before)):
        query = select(events.c.body, events.c.first_seen).where(events.c.id.in_(part))
        for row in connection.execute(query):
            found |= dict.fromkeys(json.loads(row.body)["records"], row.first_seen)
    return found


def _row(event: EventRow, since: str) -> dict[str, Any]:
    body = event.body
    return {
        "id": event.id, "day": first_day(body["date"]), "last": last_day(body["end_date"] or body["date"]),
        "kind": body["kind"], "level": body["level"], "status": body["status"], "register_id": body["register_id"],
        "reports": len(event.records), "differs": bool(body["differ"]),
        "body": dumps({**body, "records": list(event.records)}), "first_seen": since,
    }  # fmt: skip


def _parts(keys: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    return [keys[at : at + size] for at in range(0, len(keys), size)]
