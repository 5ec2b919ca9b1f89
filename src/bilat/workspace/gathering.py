"""The events of a workspace: new reports join them, and those that they can change are gathered anew."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from bilat.model import Interaction, record_id
from bilat.packs import Pack
from bilat.relate.events import Event, gathered
from bilat.relate.events_cluster import exact_clusters
from bilat.relate.events_judged import REGISTER, Decided
from bilat.relate.events_mentions import Days, Mention, mention
from bilat.relate.events_near import Neighbourhood, Report, Told, features, of_cluster, report
from bilat.relate.timeline import entry_json, timeline
from bilat.store import reading, relations
from bilat.store.judging import grouping
from bilat.store.reading import Stored
from bilat.store.relations import EventRow


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of the events. `before`, `after`: their bodies as stored, by id, of those that were replaced and of
    those that replace them; `moved`: by document number the events that it told of before and tells of now, where they
    are others; `members`: the events written by the numbers of their interactions."""

    before: Mapping[str, Mapping[str, Any]]
    after: Mapping[str, Mapping[str, Any]]
    moved: Mapping[int, frozenset[str]]
    members: Mapping[int, str]

    @property
    def written(self) -> frozenset[str]:
        """The ids of the events as they are now."""
        return frozenset(self.after)


def register_rows(pack: Pack) -> list[EventRow]:
    """The register's events, of which no document tells."""
    return [EventRow(id=entry.id, body=_body(entry, None)) for entry in timeline([], pack)]


def gather(
    db: Connection, numbers: Sequence[int], own: Stored, sources_before: Mapping[int, str], pack: Pack
) -> Gathered:
    """Gather the reports of documents (by number; `own`: their records) with those that they meet, and store the events
    that this changes. `sources_before`: documents that count for another source now."""
    old = reading.reports_where(db, doc=numbers)
    _write_reports(db, numbers, own, pack)
    part = _Part(db, pack)
    fresh = reading.reports_where(db, doc=[*numbers, *sources_before])
    part.add(fresh)
    for row in old:
        part.near.add_around(_report(row))
    part.add_meant({row.record for row in reading.reports_where(db, doc=numbers)}, sources_before, old)
    changed = {row.record for row in fresh} | {row.record for row in old}
    return part.complete(changed, old)


def _write_reports(db: Connection, numbers: Sequence[int], own: Stored, pack: Pack) -> None:
    homes = {home.id: home for home in reading.homes(db, numbers=numbers)}
    rows = []
    for record in own.records:
        if isinstance(record, Interaction):
            home = homes[record.doc]
            told = report(mention(record, home.published, home.source, pack, key=record_id(record)))
            first, last = told.days or told.published or ("", "")
            rows.append({
                "record": own.numbers[record_id(record)], "doc": home.n, "told": told.told, "family": told.family,
                "first": str(first), "last": str(last), "people": sorted(told.people), "place": told.place,
                "status": told.status, "register_id": told.register_id, "loose": True, "event": None,
            })  # fmt: skip
    relations.write_reports(db, numbers, rows)


def _report(row: Any) -> Report:
    days: Days | None = None
    if row.first:
        days = (datetime.date.fromisoformat(row.first), datetime.date.fromisoformat(row.last))
    told: Told = row.told
    return Report(
        key=str(row.record), told=told, family=row.family, days=None if told == "none" else days,
        published=days if told == "none" else None, people=frozenset(json.loads(row.people)), place=row.place,
        status=row.status, register_id=row.register_id, loose=row.loose,
    )  # fmt: skip


@dataclass(slots=True)
class _Lookup:
    """The reports of the database. `event_of`: by record number the event that a report was of, of those seen."""

    db: Connection
    event_of: dict[int, str | None] = field(default_factory=dict)
    _answers: dict[object, list[Report]] = field(default_factory=dict)

    def near(self, told: Told, family: str, people: frozenset[str], days: Days, *, loose: bool) -> Iterable[Report]:
        asked = (told, family, people, days, loose)
        if asked not in self._answers:  # reports that are alike ask alike
            rows = reading.reports_near(self.db, told, family, people, (str(days[0]), str(days[1])), loose=loose)
            self._answers[asked] = list(self.seen(rows))
        return self._answers[asked]

    def linked(self, rows: Iterable[str]) -> Iterable[Report]:
        return self.seen(reading.reports_where(self.db, register_id=rows))

    def seen(self, rows: Iterable[Any]) -> Iterator[Report]:
        for row in rows:
            self.event_of[row.record] = row.event
            yield _report(row)


class _Part:
    """A part of the workspace's reports, as large as it has to be."""

    def __init__(self, db: Connection, pack: Pack) -> None:
        self._db, self._pack = db, pack
        self._lookup = _Lookup(db)
        self.near = Neighbourhood(self._lookup, pack)
        self._mentions: dict[int, Mention] = {}
        self._docs: dict[int, int] = {}
        self._kept_as: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        decided = grouping(db)
        self._sets = (decided.together, decided.apart)

    def add(self, rows: Iterable[Any]) -> None:
        """Take in reports as stored, with all that they need."""
        self.near.add(list(self._lookup.seen(rows)))

    def add_meant(self, new: set[int], sources_before: Mapping[int, str], old: Sequence[Any]) -> None:
        """Take in the vague reports that may mean another event than they did, for an exact one is there, is gone, or
        is another now."""
        exact = [one for n, one in self._load().items() if one.exact or one.record.register_id]
        after = {features(one): one for one in exact_clusters(exact, self._pack)}
        before = {}
        if not old:
            was = [
                replace(one, source=sources_before.get(self._docs[n], one.source))
                for n, one in self._mentions.items()
                if n not in new and (one.exact or one.record.register_id)
            ]
            before = {features(one): one for one in exact_clusters(was, self._pack)}
        changed = [of_cluster(one) for key, one in (after | before).items() if key not in after or key not in before]
        changed += [_report(row) for row in old if row.told in ("day", "register")]
        for cluster in changed:
            self.near.add(list(self.near.met_by(cluster)))

    def complete(self, changed: set[int], old: Sequence[Any]) -> Gathered:
        """Gather, and take in what is missing, until the events that are others now are whole; store them."""
        gone = {row.event for row in old if row.event}
        while True:
            self._add_decided()
            found, loose = self._gathered()
            of = {self._numbers[key]: event.id for event in found for key in event.records}
            gone |= self._others(found, of, changed)
            loosened = self.near.loosen(str(self._numbers[key]) for key in loose)
            missing = [r for r in reading.reports_where(self._db, event=gone) if r.record not in self._mentions]
            if not missing and not loosened:
                return self._write(found, of, gone, loose, old)
            self.add(missing)

    def _others(self, found: Sequence[Event], of: Mapping[int, str], changed: set[int]) -> set[str]:
        """The ids of stored events that are not as they were, and of those that replace them."""
        stored: dict[str, set[int]] = {}
        for n in of:
            if (old := self._lookup.event_of.get(n)) is not None:
                stored.setdefault(old, set()).add(n)
        others: set[str] = set()
        for event in found:
            members = {self._numbers[key] for key in event.records}
            if members != stored.get(event.id) or members & changed:
                others |= {event.id} | {was for n in members if (was := self._lookup.event_of.get(n))}
        return others

    def _load(self) -> dict[int, Mention]:
        wanted = [int(key) for key in self.near.found if int(key) not in self._mentions]
        told, docs = reading.interactions(self._db, wanted)
        homes = {home.n: home for home in reading.homes(self._db, numbers=set(docs.values()))}
        self._docs |= docs
        for record in told.records:
            assert isinstance(record, Interaction)
            key = record_id(record)
            n = told.numbers[key]
            home = homes[docs[n]]
            self._mentions[n] = mention(record, home.published, home.source, self._pack, key=key)
            self._kept_as[key], self._numbers[key] = told.kept_as[key], n
        return self._mentions

    def _add_decided(self) -> None:
        """What people decided of one of them takes in all that it was decided of."""
        size = -1
        while size != len(self.near.found):
            size = len(self.near.found)
            self._load()
            kept = set(self._kept_as.values()) | {f"{REGISTER}{row}" for row in self.near.rows}
            touched = {key for sets in self._sets for keys in sets if keys & kept for key in keys}
            numbers = reading.numbers_of(self._db, touched - kept)
            self.add(reading.reports_where(self._db, record=numbers))
            for key in sorted(touched - kept):
                if key.startswith(REGISTER):
                    self.near.add_row(key.removeprefix(REGISTER))

    def _gathered(self) -> tuple[list[Event], frozenset[str]]:
        content = {kept: key for key, kept in self._kept_as.items()}
        together, apart = (tuple(frozenset(content.get(k, k) for k in keys) for keys in sets) for sets in self._sets)
        return gathered(self._load().values(), self._pack, decided=Decided(together=together, apart=apart))

    def _write(
        self, found: Sequence[Event], of: Mapping[int, str], gone: set[str], loose: frozenset[str], old: Sequence[Any]
    ) -> Gathered:
        before = reading.event_bodies(self._db, ids=gone)
        rows = self._rows([event for event in found if event.id in gone], gone)
        vague = {n: one.key in loose for n, one in self._mentions.items() if not one.exact}
        relations.write_events(self._db, gone, rows, vague)
        moved: dict[int, set[str]] = {}
        for n in (n for row in rows for n in row.numbers):
            was = self._lookup.event_of.get(n)
            if was != of[n]:
                moved.setdefault(self._docs[n], set()).update({of[n]} | ({was} if was else set()))
        for row in old:
            moved.setdefault(row.doc, set()).update({row.event} if row.event else set())
        return Gathered(
            before=before, after={row.id: {**row.body, "records": list(row.records)} for row in rows},
            moved={doc: frozenset(events) for doc, events in moved.items()},
            members={n: row.id for row in rows for n in row.numbers},
        )  # fmt: skip

    def _rows(self, found: Sequence[Event], wanted: set[str]) -> list[EventRow]:
        by_id = {event.id: event for event in found}
        rows = []
        for entry in timeline(found, self._pack):
            if entry.id in wanted:
                event = by_id.get(entry.id)
                keys = event.records if event else ()
                rows.append(
                    EventRow(
                        id=entry.id, body=_body(entry, event, self._kept_as), tags=_tags(event),
                        records=tuple(self._kept_as[key] for key in keys),
                        numbers=tuple(self._numbers[key] for key in keys),
                    )
                )  # fmt: skip
        return rows


def _body(entry: Any, event: Event | None, kept_as: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A timeline's entry as it is stored, with what each report tells, and who took part."""
    known = kept_as or {}
    told = event.values if event else {}
    values = {
        name: [{"value": value, "records": [known.get(key, key) for key in keys]} for value, keys in options]
        for name, options in told.items()
    }
    people = [{"name": name, "entity": None, "side": None} for name in entry.participants]
    if event:
        people = [{"name": one.name, "entity": one.entity, "side": one.side} for one in event.participants]
    return entry_json(entry) | {"values": values, "people": people}


def _tags(event: Event | None) -> frozenset[tuple[str, str]]:
    """Sides and people that took part."""
    told = event.participants if event else ()
    sides = {("side", one.side) for one in told if one.side}
    return frozenset(sides | {("person", one.entity or one.name) for one in told})
