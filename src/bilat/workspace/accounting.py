"""Whose account of what the documents are, and the comparisons of accounts, as far as what is new changes them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection

from bilat.model import Comparison, Document, Interaction, Name, Record, record_id
from bilat.packs import Pack
from bilat.relate.accounts import Account, account, profile
from bilat.relate.accounts_calendar import EARLY, LATE, Calendar, Candidate, Profile, Sided, sided
from bilat.relate.compare import compare_accounts, placed
from bilat.relate.events import Event
from bilat.relate.ledger_links import occasioned
from bilat.store import reading, relations
from bilat.store.reading import Stored
from bilat.workspace.gathering import Gathered

# What comparing fills in: the fields that no record's id depends on.
_FILLED = ("event", "interaction", "inferred")
_DAY = datetime.timedelta(days=1)


def compare(
    db: Connection, own: Mapping[int, Document], told: Stored, gathered: Gathered, copied: Iterable[int], pack: Pack
) -> set[str]:
    """Bring accounts, comparisons and what records refer to in line with the events, and store them; the events whose
    accounts were compared.

    `own`: documents that came or changed, by number, and `told` their records; `copied`: documents that are copies of
    another one now.
    """
    others, looked_at = _accounts(db, own, told, gathered, copied, pack)
    homeless = set(own) | reading.undertaking(db, gathered.moved)
    by_doc = reading.accounts_where(db, doc=homeless)
    events = others | {row.event for row in by_doc.values() if row.event}
    rows = reading.accounts_where(db, event=events)
    _write(db, homeless | set(rows) | looked_at, rows, events, gathered, pack)
    return events


def _accounts(
    db: Connection, own: Mapping[int, Document], told: Stored, gathered: Gathered, copied: Iterable[int], pack: Pack
) -> tuple[set[str], set[int]]:
    """Decide anew whose account of what those documents are that may be another; the events whose accounts have to be
    compared again, and the documents that are other accounts now."""
    again = set(own) | _near_changes(db, gathered)
    before = reading.accounts_where(db, doc=again)
    profiles = {n: _profile(row.profile) for n, row in before.items() if n not in own}
    profiles |= {n: one for n, document in own.items() if (one := _profiled(document, told, pack)) is not None}
    calendar = _calendar(db, profiles.values(), pack)
    made = {n: sided(one, calendar) for n, one in profiles.items()}
    relations.write_accounts(db, {n: _row(profiles[n], made[n]) if n in profiles else None for n in again})
    touched = {row.foremost for row in before.values()} | {one.foremost.event for one in made.values() if one}
    near = reading.accounts_about(db, touched - {None}) - again
    rows = reading.accounts_where(db, doc=again | near)
    changed = _settled(db, rows, {n: before.get(n, rows[n]) for n in rows}, pack)
    gone = {n: row for n, row in before.items() if n not in rows}
    events = {event for pair in changed.values() for event in pair}
    events |= {row.event for row in gone.values()}
    events |= {row.event for row in [*before.values(), *rows.values()] if row.doc in own or row.doc in gathered.moved}
    events |= {row.event for row in reading.accounts_where(db, doc=copied).values()}
    events |= _with_others(gathered)
    return {event for event in events if event}, set(changed) | set(gone)


def _near_changes(db: Connection, gathered: Gathered) -> set[int]:
    """Documents of which an event may have become a candidate, or be one no longer."""
    found: set[int] = set()
    others: set[str] = set()
    for key in gathered.before.keys() | gathered.after.keys():
        was, now = gathered.before.get(key), gathered.after.get(key)
        for body in (was, now):
            if body is not None and (_dated(was) != _dated(now)):
                found |= reading.accounts_between(db, *_window(body))
                others.add(key)
    telling = {row.doc for row in reading.reports_where(db, event=others)}
    for n, row in reading.accounts_where(db, doc=telling | set(gathered.moved)).items():
        # What came out on a day that is not known may be of any day's events.
        if n in gathered.moved or len(json.loads(row.profile)["published"] or "") < len("2025-06-05"):
            found.add(n)
    return found


def _dated(body: Mapping[str, Any] | None) -> object:
    """Of an event what a document that does not tell of it may be taken for its account by."""
    if body is None or body["status"] != "held" or not body["reports"]:
        return None
    place = [one["value"] for one in body["values"].get("place", ())]
    end = [one["value"] for one in body["values"].get("end_date", ())][:1]
    people = sorted(str(one["entity"]) for one in body["people"] if one["entity"])
    return (body["date"], body["end_date"], end, body["kind"], place, people, body["register_id"])


def _window(body: Mapping[str, Any]) -> tuple[str, str]:
    """The days on which accounts of an event may come out."""
    row = relations.days_of(body)
    if not row[0]:
        return ("9999", "")
    first, last = datetime.date.fromisoformat(row[0]), datetime.date.fromisoformat(max(row))
    return (str(first - EARLY * _DAY), str(last + (LATE + 1) * _DAY))


def _profiled(document: Document, told: Stored, pack: Pack) -> Profile | None:
    """A profile by the ids that records are stored under."""
    found = profile(document, [record for record in told.records if record.doc == document.id], pack)
    if found is None:
        return None
    return replace(found, interactions=tuple((told.kept_as[key], place) for key, place in found.interactions))


def _profile(text: str) -> Profile:
    body = json.loads(text)
    for name in ("kept", "named", "families", "places", "days"):
        body[name] = tuple(body.get(name, ()))
    return Profile(**body | {"interactions": tuple((key, place) for key, place in body["interactions"])})


def _row(own: Profile, one: Sided | None) -> dict[str, Any]:
    candidates = [[c.event, c.told, c.speaking, c.place] for c in one.candidates] if one else []
    return {
        "profile": asdict(own), "candidates": candidates, "side": own.side, "event": None, "interaction": None,
        "foremost": one.foremost.event if one else None,
    }  # fmt: skip


def _calendar(db: Connection, profiles: Iterable[Profile], pack: Pack) -> Calendar:
    """The events that documents tell of, and those that ended when they came out."""
    bodies: dict[str, dict[str, Any]] = {}
    told: list[str] = []
    days: set[datetime.date] = set()
    for one in profiles:
        told += [key for key, _ in one.interactions]
        if one.published and len(one.published) >= 10:
            days |= {day for day in [_day(one.published)] if day}
    for first, last in _ranges(sorted(days)):
        bodies |= reading.event_bodies(db, ended=(str(first - LATE * _DAY), str(last + EARLY * _DAY)))
    bodies |= reading.event_bodies(db, ids=reading.events_of(db, told))
    return Calendar([_event(body) for body in bodies.values()], pack)


def _day(published: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(published[:10])
    except ValueError:
        return None


def _ranges(days: Sequence[datetime.date]) -> Iterable[tuple[datetime.date, datetime.date]]:
    """Days that lie close together as one span."""
    spans: list[list[datetime.date]] = []
    for day in days:
        if spans and (day - spans[-1][1]).days <= LATE + EARLY:
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return [(first, last) for first, last in spans]


def _event(body: Mapping[str, Any]) -> Event:
    """An event of a stored body, as far as accounts ask for it."""
    names = (Name(name=o["name"], surface=o["name"], entity=o["entity"], side=o["side"]) for o in body["people"])
    values = {key: [(one["value"], one["records"]) for one in told] for key, told in body["values"].items()}
    return Event(
        id=body["id"], kind=body["kind"], status=body["status"], date=body["date"], participants=tuple(names),
        values=values, records=tuple(body["records"]), register_id=body["register_id"],
    )  # fmt: skip


def _sided(row: Any) -> Sided:
    return Sided(row.id, row.side, tuple(Candidate(*one) for one in json.loads(row.candidates)))


def _settled(
    db: Connection, rows: Mapping[int, Any], before: Mapping[int, Any], pack: Pack
) -> dict[int, tuple[str | None, str | None]]:
    """Which event each account is of, stored; by number those that changed, with the event before and now."""
    own = {n: _sided(row) for n, row in rows.items() if row.foremost}
    about = {c.event for one in own.values() for c in one.candidates}
    foremost: dict[str, list[Sided]] = {}
    for row in reading.accounts_where(db, foremost=about).values():
        foremost.setdefault(row.foremost, []).append(_sided(row))
    calendar = Calendar([_event(body) for body in reading.event_bodies(db, ids=about).values()], pack)
    changed: dict[int, tuple[str | None, str | None]] = {}
    settled: dict[int, tuple[str | None, str | None]] = {}
    for n, row in rows.items():
        told: Account | None = None
        if n in own:
            told = account(_profile(row.profile), own[n], lambda event: foremost.get(event, ()), calendar)
        now = (told.event, told.interaction) if told else (None, None)
        if now != (row.event, row.interaction):
            settled[n] = now
        if now != (before[n].event, before[n].interaction) or row.side != before[n].side:
            changed[n] = (before[n].event, now[0])
    relations.settle_accounts(db, settled)
    return changed


def _with_others(gathered: Gathered) -> set[str]:
    """Events of which others took part than before, or that are there no more."""

    def people(body: Mapping[str, Any] | None) -> object:
        return None if body is None else sorted({str(one["entity"]) for one in body["people"] if one["entity"]})

    keys = gathered.before.keys() | gathered.after.keys()
    return {key for key in keys if people(gathered.before.get(key)) != people(gathered.after.get(key))}


def _write(
    db: Connection, numbers: set[int], rows: Mapping[int, Any], events: set[str], gathered: Gathered, pack: Pack
) -> None:
    """Compare the accounts of events, and store that, and what records of the documents refer to by it."""
    texts = reading.documents(db, numbers)
    told = reading.records_of(db, numbers)
    event_of = reading.event_of(db, numbers)
    records = [
        replace(r, event=event_of.get(told.numbers[record_id(r)])) if isinstance(r, Interaction) else r
        for r in told.records
    ]
    content = {kept: key for key, kept in told.kept_as.items()}
    accounts = [
        Account(
            doc=row.id, side=row.side, official=json.loads(row.profile)["official"], event=row.event,
            interaction=content.get(row.interaction, row.interaction),
        )
        for row in sorted(rows.values(), key=lambda row: row.id)
    ]  # fmt: skip
    found = [_event(body) for body in reading.event_bodies(db, ids=events).values()]
    copy_of = {home.id: home.copy_of for home in reading.homes(db, numbers=rows)}
    documents = list(texts.values())
    compared = compare_accounts(accounts, documents, records, found, pack, copy_of=copy_of)
    linked = list(occasioned(placed(records, compared), documents, found, accounts, pack))
    derived = _derived(told, linked)
    others = {n: key for n, key in gathered.members.items() if n not in set(told.numbers.values())}
    for key, (n, layer) in reading.derived_of(db, others).items():
        if layer.get("event") != others[n]:
            derived[key] = {**layer, "event": others[n]}
    relations.write_derived(db, derived)
    by_id = {document.id: n for n, document in texts.items()}
    seen: dict[int, list[Record]] = {}
    for record in (*compared.comparisons, *compared.silences):
        seen.setdefault(by_id[record.doc], []).append(_refer(record, told.kept_as))
    relations.write_observed(db, events, numbers, seen)


def _refer(record: Record, back: Mapping[str, str]) -> Record:
    """A comparison or silence that refers to corrected records by the ids they are stored under."""
    if isinstance(record, Comparison):
        sides = {code: tuple(back.get(key, key) for key in told) for code, told in record.sides.items()}
        return replace(record, sides=sides)
    about = str(getattr(record, "interaction", None))
    return replace(record, interaction=back[about]) if about in back else record  # type: ignore[call-arg]


def _derived(told: Stored, found: Sequence[Record]) -> dict[str, Mapping[str, Any] | None]:
    """By record id as stored what comparing filled in, where that is not what is stored already."""
    before = {record_id(record): record for record in told.records}
    filled: dict[str, dict[str, Any]] = {}
    for record in found:
        key = record_id(record)
        new = {name: value for name in _FILLED if (value := getattr(record, name, None)) is not None}
        new = {name: value for name, value in new.items() if getattr(before[key], name) != value}
        if about := new.get("interaction"):
            new["interaction"] = told.kept_as.get(about, about)
        if new:
            filled[told.kept_as[key]] = new
    changes: dict[str, Mapping[str, Any] | None] = {k: v for k, v in filled.items() if told.derived.get(k) != v}
    return changes | {key: None for key in told.derived if key not in filled}
