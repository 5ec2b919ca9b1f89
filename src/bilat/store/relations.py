"""What comparing documents gave, written in place of what it gave before. All in the transaction that is given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bilat.model import Record
from bilat.store import record_rows
from bilat.store.rows import dumps, first_day, last_day, seal_of
from bilat.store.schema import (
    account_events,
    accounts,
    copy_keys,
    docs,
    event_tags,
    events,
    record_issues,
    records,
    reports,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as it is stored. `body`: the timeline's entry as JSON, with `values`; `records`: ids of the interactions
    that tell of it, as stored, and `numbers` of their rows; `tags`: (side or person, its id)."""

    id: str
    body: Mapping[str, Any]
    records: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    tags: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def forget(connection: Connection) -> None:
    """All that comparing gave goes; every document waits to be compared."""
    seen = connection.execute(select(records.c.n).where(records.c.observed.is_(True))).scalars().all()
    record_rows.remove(connection, seen)
    filled = connection.execute(select(records.c.n).where(records.c.derived.is_not(None))).scalars().all()
    for part in _parts(filled):
        record_rows.change(connection, {n: {"derived": None} for n in part})
    for table in (event_tags, events, reports, account_events, accounts, copy_keys):
        connection.execute(table.delete())
    connection.execute(docs.update().values(related=False, source=docs.c.id, copy_of=docs.c.id))


def write_copies(connection: Connection, changes: Mapping[int, tuple[str, str]]) -> None:
    """By document number its source, and the document that stands for its copies."""
    rows = [{"which": n, "now": source, "same": copy_of} for n, (source, copy_of) in sorted(changes.items())]
    if rows:
        statement = docs.update().where(docs.c.n == bindparam("which"))
        connection.execute(statement.values(source=bindparam("now"), copy_of=bindparam("same")), rows)


def write_keys(connection: Connection, doc: int, keys: Collection[int]) -> None:
    """The numbers by which copies of a document are looked for."""
    connection.execute(copy_keys.delete().where(copy_keys.c.doc == doc))
    if keys:
        connection.execute(copy_keys.insert(), [{"key": key, "doc": doc} for key in keys])


def write_reports(connection: Connection, numbers: Iterable[int], rows: Sequence[Mapping[str, Any]]) -> None:
    """What of some documents is compared, in place of what was. `rows`: columns of `reports`, `people` a list."""
    for part in _parts(sorted(numbers)):
        connection.execute(reports.delete().where(reports.c.doc.in_(part)))
    told = [
        {**row, "people": dumps(row["people"]), "person": person} for row in rows for person in row["people"] or [""]
    ]
    if told:
        connection.execute(reports.insert(), told)


def write_events(
    connection: Connection, gone: Iterable[str], rows: Sequence[EventRow], loose: Mapping[int, bool]
) -> None:
    """Events in place of those that are gone. `loose`: by record number whether its report is, where that is known."""
    for part in _parts(sorted({*gone, *(row.id for row in rows)})):
        connection.execute(event_tags.delete().where(event_tags.c.event.in_(part)))
        connection.execute(events.delete().where(events.c.id.in_(part)))
    if rows:
        connection.execute(events.insert(), [_row(row) for row in rows])
    tags = [{"event": row.id, "tag": tag, "value": value} for row in rows for tag, value in sorted(row.tags)]
    if tags:
        connection.execute(event_tags.insert(), tags)
    told = [{"which": n, "now": row.id} for row in rows for n in row.numbers]
    if told:
        connection.execute(
            reports.update().where(reports.c.record == bindparam("which")).values(event=bindparam("now")), told
        )
    for value in (True, False):
        for part in _parts(sorted(n for n, is_loose in loose.items() if is_loose is value)):
            connection.execute(reports.update().where(reports.c.record.in_(part)).values(loose=value))


def _row(event: EventRow) -> dict[str, Any]:
    body = event.body
    row = {
        "id": event.id, "day": days_of(body)[0], "last": days_of(body)[1],
        "kind": body["kind"], "level": body["level"], "status": body["status"], "register_id": body["register_id"],
        "reports": len(event.records), "differs": bool(body["differ"]),
        "body": dumps({**body, "records": list(event.records)}),
    }  # fmt: skip
    return {**row, "seal": seal_of(row)}


def days_of(body: Mapping[str, Any]) -> tuple[str, str]:
    """The first and the last day of an event, each the empty string where it is unknown."""
    return first_day(body["date"]), last_day(body["end_date"] or body["date"])


def write_accounts(connection: Connection, rows: Mapping[int, Mapping[str, Any] | None]) -> None:
    """By document number whose account of what it is (columns of `accounts`; `candidates` as JSON-ready lists of which
    the first item is the event), None for a document that is nobody's."""
    for part in _parts(sorted(rows)):
        connection.execute(account_events.delete().where(account_events.c.doc.in_(part)))
        connection.execute(accounts.delete().where(accounts.c.doc.in_(part)))
    told = [
        {**row, "doc": n, "profile": dumps(row["profile"]), "candidates": dumps(row["candidates"])}
        for n, row in sorted(rows.items())
        if row is not None
    ]
    about = [
        {"event": event, "doc": n}
        for n, row in sorted(rows.items())
        if row is not None
        for event in sorted({one[0] for one in row["candidates"]})
    ]
    if told:
        connection.execute(accounts.insert(), told)
    if about:
        connection.execute(account_events.insert(), about)


def settle_accounts(connection: Connection, settled: Mapping[int, tuple[str | None, str | None]]) -> None:
    """By document number the event that it is an account of, and its own record of that."""
    rows = [{"which": n, "about": event, "own": own} for n, (event, own) in sorted(settled.items())]
    if rows:
        statement = accounts.update().where(accounts.c.doc == bindparam("which"))
        connection.execute(statement.values(event=bindparam("about"), interaction=bindparam("own")), rows)


def write_derived(connection: Connection, derived: Mapping[str, Mapping[str, Any] | None]) -> None:
    """By record id what comparing fills in, in place of what it filled in before."""
    numbers: dict[str, int] = {}
    for part in _parts(sorted(derived)):
        query = select(records.c.id, records.c.n).where(records.c.id.in_(part))
        numbers |= {row.id: row.n for row in connection.execute(query)}
    record_rows.change(connection, {numbers[key]: {"derived": told} for key, told in derived.items() if key in numbers})


def write_observed(
    connection: Connection, gone: Iterable[str], silent: Iterable[int], seen: Mapping[int, Sequence[Record]]
) -> None:
    """Comparisons and silences by document number, in place of the comparisons of the events `gone`, and of the
    silences of the documents `silent`."""
    observed = records.c.observed.is_(True)
    old: set[int] = set()
    for part in _parts(sorted(gone)):
        old |= set(connection.execute(select(records.c.n).where(observed, records.c.event.in_(part))).scalars())
    for numbers in _parts(sorted(silent)):
        told = select(records.c.n).where(observed, records.c.type == "silence", records.c.doc.in_(numbers))
        old |= set(connection.execute(told).scalars())
    record_rows.remove(connection, sorted(old))
    for n, found in sorted(seen.items()):
        record_rows.insert(connection, record_rows.home(connection, n), found, observed=True, after=1_000_000)


def write_issues(connection: Connection, keys: Iterable[str]) -> None:
    """The issues of events: those of statements about one of their interactions, and of comparisons of accounts."""
    for part in _parts(sorted(keys)):
        tags = event_tags.c
        connection.execute(event_tags.delete().where(tags.tag == "issue", tags.event.in_(part)))
        own = records.alias()
        said = (
            select(own.c.event, record_issues.c.issue)
            .join(records, records.c.interaction == own.c.id)
            .join(record_issues, record_issues.c.record == records.c.n)
            .where(own.c.event.in_(part), own.c.type == "interaction", own.c.rejected.is_(False))
            .where(records.c.type == "statement", records.c.rejected.is_(False))
        )
        seen = (
            select(records.c.event, record_issues.c.issue)
            .join(record_issues, record_issues.c.record == records.c.n)
            .where(records.c.event.in_(part), records.c.type == "comparison")
        )
        found = sorted({(row.event, row.issue) for query in (said, seen) for row in connection.execute(query)})
        if found:
            connection.execute(event_tags.insert(), [{"event": e, "tag": "issue", "value": i} for e, i in found])


def settle(connection: Connection, numbers: Sequence[int]) -> None:
    """Documents that are compared, and wait no more."""
    for part in _parts(numbers):
        connection.execute(docs.update().where(docs.c.n.in_(part)).values(related=True))


def _parts(keys: Sequence[Any], size: int = 400) -> Iterator[Sequence[Any]]:
    for at in range(0, len(keys), size):
        yield keys[at : at + size]
