"""How the View's lists are narrowed, cut into pages, and turned from rows into objects."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, tuple_

from bilat.store.filters import Cursor, Filters, bounded, cut
from bilat.store.rows import first_day, last_day, shown
from bilat.store.schema import docs, event_tags, events, evidence, judgements, record_issues, speakers
from bilat.store.schema import records as records_table

_BRIEF = ("id", "title", "outlet", "outlet_kind", "published", "language", "url", "path", "flags", "author")
_OTHER = "other"


def page(
    db: Connection, query: Select[Any], day: Any, key: Any, limit: int, after: str | None, *, oldest_first: bool = False
) -> tuple[Sequence[Any], str | None]:
    """A page of rows, ordered by day and key, and the cursor of the next one."""
    place, size = Cursor.read(after), bounded(limit)
    if place is not None:
        here = (place.day, place.key if key.name == "id" else place.number)
        order = tuple_(day, key)
        query = query.where(order > here if oldest_first else order < here)
    ordered = (day, key) if oldest_first else (day.desc(), key.desc())
    rows, more = cut(db.execute(query.order_by(*ordered).limit(size + 1)).all(), size)
    return rows, str(Cursor(rows[-1]._mapping[day.name], str(rows[-1]._mapping[key.name]))) if more else None


def _between(table: Any, filters: Filters, *, spans: bool) -> Iterable[ColumnElement[bool]]:
    if filters.since:
        yield (table.c.last if spans else table.c.day) >= first_day(filters.since)
    if filters.until:
        yield table.c.day <= last_day(filters.until)
        yield table.c.day != ""


def events_where(query: Select[Any], filters: Filters) -> Select[Any]:
    """A query of `events`, narrowed."""
    chosen = [*_between(events, filters, spans=True)]
    for column, values in ((events.c.level, filters.levels), (events.c.kind, filters.kinds)):
        chosen += [column.in_(values)] if values else []
    chosen += [events.c.status.in_(filters.statuses)] if filters.statuses else []
    person = (filters.speaker,) if filters.speaker else ()
    for tag, values in (("issue", filters.issues), ("side", filters.sides), ("person", person)):
        if values:
            # Asked of each event in the order of the list: a page is full long before a frequent tag's events are read.
            told = exists().where(event_tags.c.event == events.c.id, event_tags.c.tag == tag)
            chosen.append(told.where(event_tags.c.value.in_(values)))
    return query.where(*chosen)


def documents_where(query: Select[Any], filters: Filters) -> Select[Any]:
    """A query of `docs`, narrowed."""
    chosen = [*_between(docs, filters, spans=False)]
    chosen += [docs.c.language.in_(filters.languages)] if filters.languages else []
    chosen += [docs.c.outlet_kind.in_(filters.outlet_kinds)] if filters.outlet_kinds else []
    return query.where(*chosen)


def records_where(query: Select[Any], filters: Filters) -> Select[Any]:
    """A query of `records`, narrowed to those that are shown."""
    table = records_table
    chosen: list[ColumnElement[bool]] = [table.c.rejected.is_(False), *_between(table, filters, spans=False)]
    for column, values in (
        (table.c.type, filters.types), (table.c.voice, filters.voices), (table.c.outlet_kind, filters.outlet_kinds),
        (table.c.kind, filters.kinds), (table.c.status, filters.statuses), (table.c.act, filters.acts),
        (table.c.level, filters.levels), (table.c.speaker, (filters.speaker,) if filters.speaker else ()),
        (table.c.event, (filters.event,) if filters.event else ()),
    ):  # fmt: skip
        if values:
            chosen.append(column == values[0] if len(values) == 1 else column.in_(values))
    if not filters.types:
        chosen.append(table.c.type != "date")
    if filters.sides:
        named = tuple(side for side in filters.sides if side != _OTHER)
        by_side = [table.c.side == named[0] if len(named) == 1 else table.c.side.in_(named)] if named else []
        chosen.append(or_(*by_side, *([table.c.side.is_(None)] if _OTHER in filters.sides else [])))
    if filters.issues:
        if len(filters.issues) == 1:
            # Joined in the order of the list, so that a page of a frequent issue is read off its index.
            query = query.join(record_issues, record_issues.c.record == table.c.n)
            chosen += [record_issues.c.issue == filters.issues[0], record_issues.c.day == table.c.day]
        else:
            told = select(record_issues.c.record).where(record_issues.c.issue.in_(filters.issues))
            chosen.append(table.c.n.in_(told))
    return query.where(and_(*chosen))


def document(row: Any) -> dict[str, Any]:
    """A row of `docs` as a document in short."""
    body = json.loads(row.body)
    return {name: body.get(name) for name in _BRIEF} | {"added": row.added}


def records(db: Connection, query: Select[Any], *, rejected: bool = False) -> list[dict[str, Any]]:
    """The records of a query of `records`, as shown."""
    if not rejected:
        query = query.where(records_table.c.rejected.is_(False))
    return as_shown(db, db.execute(query).all())


def as_shown(db: Connection, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of `records` as objects of the published format, with their evidence and documents."""
    proofs = evidence_of(db, [row.n for row in rows])
    homes = _documents(db, sorted({row.doc for row in rows}))
    found = []
    for row in rows:
        body, derived, judged = (json.loads(part) if part else {} for part in (row.body, row.derived, row.judged))
        one = shown(body, derived, judged) | {"evidence": proofs.get(row.n, []), "document": homes[row.doc]}
        if judged:
            machine = shown(body, derived)
            one["machine"] = {name: machine.get(name) for name in judged}
        if row.rejected:
            one["rejected"] = True
        found.append(one)
    return found


def around(day: str, days: int) -> tuple[str, str]:
    """The days so many before and after a day; of an unknown one no day at all."""
    if not day:
        return ("", "")
    here = datetime.date.fromisoformat(day).toordinal()
    first, last = (datetime.date.fromordinal(max(1, here + step)).isoformat() for step in (-days, days))
    return first, last


def statements_near(db: Connection, row: Any, days: tuple[str, str], most: int) -> tuple[list[Any], set[int]]:
    """Rows of statements that may belong to one: those about the same event, of which the numbers are told too, and
    those of the days around it that have an issue in common, of each issue the nearest so many before and after."""
    table = records_table.c
    shown_ones = (table.type == "statement", table.rejected.is_(False), table.doc != row.doc)
    about: list[Any] = []
    if row.interaction:
        event = db.execute(select(table.event).where(table.id == row.interaction)).scalar() or row.interaction
        told = select(table.id).where(table.event == event, table.type == "interaction")
        same = table.interaction.in_(told) | (table.interaction == event)
        about = list(db.execute(select(records_table).where(*shown_ones, same).limit(most)))
    found = {one.n: one for one in about}
    raised = record_issues.c
    issues = db.execute(select(raised.issue).where(raised.record == row.n)).scalars().all()
    for issue in issues:
        own = (raised.issue == issue, raised.type == "statement")
        before, after = raised.day.between(days[0], row.day), raised.day.between(row.day, days[1])
        for part, order in ((before, raised.day.desc()), (after, raised.day)):
            near = select(raised.record).where(*own, part).order_by(order).limit(most)
            query = select(records_table).where(*shown_ones, table.n.in_(near))
            found |= {one.n: one for one in db.execute(query)}
    return list(found.values()), {one.n for one in about}


def evidence_of(db: Connection, numbers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """By record number its evidence."""
    found: dict[int, list[dict[str, Any]]] = {}
    for at in range(0, len(numbers), 500):
        query = select(evidence).where(evidence.c.record.in_(numbers[at : at + 500]))
        for row in db.execute(query.order_by(evidence.c.record, evidence.c.place)):
            found.setdefault(row.record, []).append({"start": row.start, "end": row.end, "quote": row.quote})
    return found


def _documents(db: Connection, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for at in range(0, len(numbers), 500):
        for row in db.execute(select(docs).where(docs.c.n.in_(numbers[at : at + 500]))):
            found[row.n] = document(row)
    return found


def event_row(db: Connection, key: str) -> Any:
    """A row of `events` by its id, its register id, or the id of one of its interactions; None where there is none."""
    for wanted in (key, f"event/{key}"):
        row = db.execute(select(events).where(events.c.id == wanted)).one_or_none()
        if row is not None:
            return row
    told = db.execute(select(records_table.c.event).where(records_table.c.id == key)).scalar()
    return db.execute(select(events).where(events.c.id == told)).one_or_none() if told else None


def people() -> Select[Any]:
    """The speakers, with the first and last day of their statements; each is one step in the index."""
    own = (records_table.c.type == "statement", records_table.c.speaker == speakers.c.key, records_table.c.day > "")
    first = select(func.min(records_table.c.day)).where(*own).correlate(speakers).scalar_subquery()
    last = select(func.max(records_table.c.day)).where(*own).correlate(speakers).scalar_subquery()
    return select(speakers, first.label("first"), last.label("last"))


def person(row: Any) -> dict[str, Any]:
    """A row of `people` as an object."""
    return {
        "key": row.key, "name": row.name, "entity": row.entity, "side": row.side, "statements": row.n,
        "first": row.first, "last": row.last,
    }  # fmt: skip


def told_before(db: Connection, keys: Sequence[str], number: int) -> set[str]:
    """Of some events those that a document up to this number tells of."""
    query = select(records_table.c.event, func.min(records_table.c.doc).label("first"))
    query = query.where(records_table.c.event.in_(keys), records_table.c.type == "interaction")
    rows = db.execute(query.group_by(records_table.c.event)) if keys else ()
    return {row.event for row in rows if row.first <= number}


def judgement(row: Any) -> dict[str, Any]:
    """A row of `judgements` as an object."""
    told = dict(row._mapping)
    told.pop("anchor")
    return told | {name: json.loads(told[name]) if told[name] else None for name in ("value", "found")}


def judgements_of(db: Connection, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The judgements, undone ones too, of records, the last first."""
    query = select(judgements).where(judgements.c.applies_to.in_(keys) | judgements.c.target.in_(keys))
    return [judgement(row) for row in db.execute(query.order_by(judgements.c.n.desc()).limit(200))]


def mark(db: Connection, since: str) -> int:
    """The number of the last document before a moment (ISO, UTC), or the one that a mark (`#12`) names.

    Documents are numbered in the order in which they became visible, so that nothing is missed between two marks.
    """
    if since.startswith("#"):
        return Cursor.read(f"~{since[1:]}").number  # type: ignore[union-attr]
    last = select(docs.c.n).where(docs.c.added <= since).order_by(docs.c.added.desc(), docs.c.n.desc()).limit(1)
    return db.execute(last).scalar() or 0
