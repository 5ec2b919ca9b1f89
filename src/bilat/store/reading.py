"""What is compared: documents and records as judged, without what comparing gave, with the ids that they are stored
under; and what was compared before, found by what it has in common with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, select

from bilat.model import Document, Record, record_id
from bilat.store.broken import proven
from bilat.store.rows import as_record, document_from, shown
from bilat.store.schema import account_events, accounts, copy_keys, docs, events, evidence, records, reports, texts

_PART = 400  # values that one query is given


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A document's place in the workspace. `n`: its number; `day`: when it came out, whole."""

    n: int
    id: str
    published: str | None
    outlet: str | None
    day: str
    source: str
    copy_of: str


@dataclass(slots=True)
class Stored:
    """Records as judged, in the order they stand. `numbers`: by content id the number of the row; `kept_as`: by content
    id the id it is stored under; `derived`: by id as stored what comparing filled in before."""

    records: list[Record] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    kept_as: dict[str, str] = field(default_factory=dict)
    derived: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def waiting(db: Connection, limit: int) -> list[int]:
    """The numbers of documents that came or changed since they were compared, the first so many."""
    query = select(docs.c.n).where(docs.c.related.is_(False)).order_by(docs.c.n).limit(limit)
    return list(db.execute(query).scalars())


def compared(db: Connection) -> bool:
    """Whether this workspace was ever compared."""
    return db.execute(select(events.c.id).limit(1)).first() is not None


def homes(db: Connection, *, numbers: Iterable[int] = (), copies_of: Iterable[str] = ()) -> list[Home]:
    """Documents by number, and all those that a document stands for."""
    table = docs.c
    query = select(table.n, table.id, table.body, table.outlet, table.day, table.source, table.copy_of)
    rows = [*_in(db, query, table.n, numbers), *_in(db, query, table.copy_of, copies_of)]
    return [
        Home(
            n=row.n, id=row.id, published=json.loads(row.body).get("published"), outlet=row.outlet, day=row.day,
            source=row.source, copy_of=row.copy_of,
        )
        for row in rows
    ]  # fmt: skip


def documents(db: Connection, numbers: Iterable[int]) -> dict[int, Document]:
    """Documents with their texts, by number."""
    query = select(docs.c.n, docs.c.body, texts.c.text).join(texts)
    return {row.n: document_from(row.body, row.text) for row in _in(db, query, docs.c.n, numbers)}


def records_of(db: Connection, numbers: Iterable[int]) -> Stored:
    """All records of documents, those of people's rejection left out."""
    wanted = sorted(set(numbers))
    query = select(records).where(records.c.rejected.is_(False), records.c.observed.is_(False))
    rows = sorted(_in(db, query, records.c.doc, wanted), key=lambda row: (row.doc, row.place))
    return _stored(rows, _proofs(db, evidence.c.doc, wanted))


def interactions(db: Connection, numbers: Iterable[int]) -> tuple[Stored, dict[int, int]]:
    """Interactions by the numbers of their rows; by these, also the numbers of their documents."""
    wanted = sorted(set(numbers))
    rows = list(_in(db, select(records).where(records.c.rejected.is_(False)), records.c.n, wanted))
    return _stored(rows, _proofs(db, evidence.c.record, wanted)), {row.n: row.doc for row in rows}


def _stored(rows: Sequence[Any], proofs: Mapping[int, Sequence[Mapping[str, Any]]]) -> Stored:
    found = Stored()
    for row in rows:
        judged = json.loads(row.judged) if row.judged else None
        told = shown(json.loads(row.body), judged)
        if judged and row.type == "interaction":
            told["register_id"] = None  # of what a corrected report tells, the register is asked again
        record = as_record(told, proven(proofs, row.n))
        key = record_id(record)  # not the row's: what was judged, or kept by another edition, may be another now
        found.records.append(record)
        found.numbers[key], found.kept_as[key] = row.n, row.id
        if row.derived:
            found.derived[row.id] = json.loads(row.derived)
    return found


def _proofs(db: Connection, column: Any, wanted: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = sorted(_in(db, select(evidence), column, wanted), key=lambda row: (row.record, row.place))
    for row in rows:
        found.setdefault(row.record, []).append({"start": row.start, "end": row.end, "quote": row.quote})
    return found


def numbers_of(db: Connection, keys: Iterable[str]) -> list[int]:
    """The numbers of records by the ids that they are stored under."""
    return [row.n for row in _in(db, select(records.c.n), records.c.id, keys)]


def reports_where(db: Connection, **wanted: Iterable[Any]) -> list[Any]:
    """What was compared before, a row each, by `doc`, `record`, `event` or `register_id`."""
    ((name, values),) = wanted.items()
    return _once(_in(db, select(reports), reports.c[name], values))


def reports_near(
    db: Connection, told: str, family: str, people: Iterable[str], days: tuple[str, str], *, loose: bool
) -> list[Any]:
    """Reports of days that overlap with the two, of one of the people or of nobody; without people of anybody."""
    table = reports.c
    query = select(reports).where(table.told == told, table.family == family, table.first <= days[1])
    query = query.where(table.last >= days[0])
    if loose:
        query = query.where(table.loose.is_(True))
    asked = sorted(set(people))
    return _once(_in(db, query, table.person, [*asked, ""]) if asked else db.execute(query))


def _once(rows: Iterable[Any]) -> list[Any]:
    return list({row.record: row for row in rows}.values())


def copies_near(db: Connection, keys: Iterable[int]) -> dict[str, list[int]]:
    """Documents that have a key in common, by the document that stands for their copies."""
    query = select(docs.c.copy_of, docs.c.n).join(copy_keys, copy_keys.c.doc == docs.c.n).distinct()
    found: dict[str, list[int]] = {}
    for row in set(_in(db, query, copy_keys.c.key, keys)):
        found.setdefault(row.copy_of, []).append(row.n)
    return {key: sorted(numbers) for key, numbers in sorted(found.items())}


def keys_of(db: Connection, number: int) -> list[int]:
    """The keys that a document was looked for by."""
    query = select(copy_keys.c.key).where(copy_keys.c.doc == number).order_by(copy_keys.c.key)
    return list(db.execute(query).scalars())


def event_bodies(
    db: Connection, *, ids: Iterable[str] = (), ended: tuple[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """Events as stored, by id: those of the ids, and those held that ended between two days."""
    rows = list(_in(db, select(events.c.id, events.c.body), events.c.id, ids))
    if ended is not None:
        told = select(events.c.id, events.c.body).where(events.c.status == "held", events.c.reports > 0)
        rows += db.execute(told.where(events.c.last.between(*ended))).all()
    return {row.id: json.loads(row.body) for row in rows}


def accounts_where(db: Connection, **wanted: Iterable[Any]) -> dict[int, Any]:
    """Rows of accounts by their document's number: by `doc`, `event` or `foremost`."""
    ((name, values),) = wanted.items()
    query = select(accounts, docs.c.id).join(docs, docs.c.n == accounts.c.doc)
    return {row.doc: row for row in _in(db, query, accounts.c[name], values)}


def accounts_about(db: Connection, keys: Iterable[str]) -> set[int]:
    """The numbers of the documents that may be accounts of events."""
    query = select(account_events.c.doc)
    return {row.doc for row in _in(db, query, account_events.c.event, keys)}


def accounts_between(db: Connection, first: str, last: str) -> set[int]:
    """The numbers of the sides' documents that came out between two days."""
    query = select(accounts.c.doc).join(docs, docs.c.n == accounts.c.doc).where(docs.c.day.between(first, last))
    return set(db.execute(query).scalars())


def undertaking(db: Connection, numbers: Iterable[int]) -> set[int]:
    """Of some documents those that tell of an undertaking."""
    query = select(records.c.doc).where(records.c.type == "commitment", records.c.rejected.is_(False)).distinct()
    return {row.doc for row in _in(db, query, records.c.doc, numbers)}


def derived_of(db: Connection, numbers: Iterable[int]) -> dict[str, tuple[int, Mapping[str, Any]]]:
    """By record id its number, and what comparing filled in; {} where nothing."""
    query = select(records.c.id, records.c.n, records.c.derived)
    rows = _in(db, query, records.c.n, numbers)
    return {row.id: (row.n, json.loads(row.derived) if row.derived else {}) for row in rows}


def event_of(db: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """By record number the event of the interactions of documents."""
    query = select(reports.c.record, reports.c.event)
    return {row.record: row.event for row in _in(db, query, reports.c.doc, numbers) if row.event}


def events_of(db: Connection, keys: Iterable[str]) -> set[str]:
    """The events that interactions, by their ids, are of."""
    query = select(reports.c.event).join(records, records.c.n == reports.c.record).distinct()
    return {row.event for row in _in(db, query, records.c.id, keys) if row.event}


def _in(db: Connection, query: Select[Any], column: Any, values: Iterable[Any]) -> Iterator[Any]:
    wanted = sorted(set(values))
    for at in range(0, len(wanted), _PART):
        yield from db.execute(query.where(column.in_(wanted[at : at + _PART])))
