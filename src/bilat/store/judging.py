"""What people decide: stored beside what the machine found, by whom and when; what follows from it; taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from bilat.errors import UsageError
from bilat.store import anchors, counters, record_rows, sayings
from bilat.store.judged_values import read_value
from bilat.store.rows import doubt, dumps, shown
from bilat.store.schema import docs, events, judgements, records

Kind = Literal["correct", "reject", "confirm", "merge", "split"]
_LINKED = {"date", "kind", "status", "participants"}  # by which an interaction is known to be the register's
_LEAST = 10  # records of an event that stand for it in a judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision. `correct`, `reject`, `confirm` are of one record; `merge`: that `target` and `others` (ids of
    events, or of records of theirs) are one event; `split`: that the interactions `target` and `others` are an event
    of their own. `field` and `value` (JSON-ready, or as typed) go with `correct`."""

    kind: Kind
    target: str
    by: str
    field: str | None = None
    value: Any = None
    others: tuple[str, ...] = ()
    reason: str | None = None


def judge(connection: Connection, given: Judgement, at: str) -> int:
    """Store a judgement and apply it; its number. Raises UsageError for what cannot be judged so."""
    if not given.by.strip():
        raise UsageError("a judgement needs the name of who makes it")
    of_record = given.kind in ("correct", "reject", "confirm")
    row = _of_record(connection, given) if of_record else _of_events(connection, given)
    n = counters.take(connection, "judgements")
    row |= {"kind": given.kind, "target": given.target, "reason": given.reason, "by": given.by.strip()}
    connection.execute(judgements.insert().values(n=n, at=at, **row))
    _follow(connection, n)
    return n


def undo(connection: Connection, number: int, by: str, at: str) -> None:
    """Take a judgement back. Raises UsageError where there is none in force by that number."""
    if not by.strip():
        raise UsageError("taking a judgement back needs the name of who does")
    here = (judgements.c.n == number) & judgements.c.undone_at.is_(None)
    done = connection.execute(judgements.update().where(here).values(undone_by=by.strip(), undone_at=at))
    if not done.rowcount:
        raise UsageError(f"no judgement {number} is in force; see `bilat judge list`")
    _follow(connection, number)


def _of_record(connection: Connection, given: Judgement) -> dict[str, Any]:
    record = _record(connection, given.target)
    row = {"applies_to": record.id, "anchor": dumps(_anchor(connection, record))}
    if given.kind != "correct":
        return row
    if not given.field:
        raise UsageError("to correct a record takes a field and its value")
    found = shown(json.loads(record.body), json.loads(record.derived) if record.derived else None)
    value = read_value(record.type, given.field, given.value, found)
    return row | {"field": given.field, "value": dumps(value), "found": dumps(found.get(given.field))}


def _of_events(connection: Connection, given: Judgement) -> dict[str, Any]:
    if given.kind == "merge" and not given.others:
        raise UsageError("to merge takes two events")
    if given.kind == "split":
        told = [_anchor(connection, _interaction(connection, key)) for key in (given.target, *given.others)]
    else:
        told = [item for key in (given.target, *given.others) for item in _standing_for(connection, key)]
    return {"applies_to": told[0].get("id"), "anchor": dumps(told[0]), "value": dumps(told[1:])}


def _standing_for(connection: Connection, key: str) -> list[anchors.Anchor]:
    """Anchors of an event's records, and its row of the register where it has one."""
    event = connection.execute(select(events).where(events.c.id == key)).one_or_none()
    if event is None:
        record = _interaction(connection, key)
        return [_anchor(connection, record)]
    query = select(records).where(records.c.event == key, records.c.type == "interaction").order_by(records.c.id)
    told = [_anchor(connection, record) for record in connection.execute(query.limit(_LEAST))]
    if event.register_id:
        told.append({"register": event.register_id})
    return sorted(told, key=lambda one: "register" in one)


def _anchor(connection: Connection, record: Any) -> anchors.Anchor:
    return anchors.anchor(connection, record) | {"now": record.id}


def _record(connection: Connection, key: str) -> Any:
    row = connection.execute(select(records).where(records.c.id == key)).one_or_none()
    if row is None:
        raise UsageError(f"no record {key!r} in this workspace")
    return row


def _interaction(connection: Connection, key: str) -> Any:
    row = _record(connection, key)
    if row.type != "interaction":
        raise UsageError(f"{key} is a {row.type}; events are made of interactions")
    return row


def _follow(connection: Connection, number: int) -> None:
    """What a judgement, made or undone, changes in the records."""
    sayings.note_judged(connection)
    row = connection.execute(select(judgements).where(judgements.c.n == number)).one()
    if row.kind in ("correct", "reject", "confirm"):
        apply(connection, [row.applies_to] if row.applies_to else [])
        return
    keys = [one.get("now") for one in (json.loads(row.anchor), *json.loads(row.value))]
    homes = select(records.c.doc).where(records.c.id.in_([key for key in keys if key]))
    connection.execute(docs.update().where(docs.c.n.in_(homes)).values(related=False))


def apply(connection: Connection, keys: Sequence[str]) -> None:
    """Bring records in line with the judgements in force of them; their documents wait to be compared again."""
    found = {row.id: row for row in connection.execute(select(records).where(records.c.id.in_(keys)))}
    query = select(judgements).where(judgements.c.applies_to.in_(keys), judgements.c.undone_at.is_(None))
    in_force: dict[str, list[Any]] = {key: [] for key in found}
    for row in connection.execute(query.order_by(judgements.c.n)):
        in_force[row.applies_to].append(row)
    changes = {}
    for key, own in in_force.items():
        judged = {row.field: json.loads(row.value) for row in own if row.kind == "correct"}
        if "date" in judged:
            judged["date_basis"] = None if judged["date"] is None else "stated"
        if found[key].type == "interaction" and _LINKED & set(judged):
            judged["register_id"] = None  # it was linked by what is not so
        seen = any(row.kind in ("correct", "confirm", "reject") for row in own)
        rejected = any(row.kind == "reject" for row in own)
        change: dict[str, Any] = {"judged": judged or None, "rejected": rejected, "review": _review(found[key], seen)}
        if rejected:
            change["derived"] = None  # what comparing gave goes with it
        changes[found[key].n] = change
    record_rows.change(connection, changes)
    for doc in {row.doc for row in found.values()}:
        record_rows.index(connection, record_rows.home(connection, doc))
        connection.execute(docs.update().where(docs.c.n == doc).values(related=False))


def _review(row: Any, seen: bool) -> str | None:
    return None if seen else doubt(json.loads(row.body))


@dataclass(frozen=True, slots=True)
class Grouping:
    """What people decided of events: ids of records (or `register:ID`) that are one event, and that stand apart."""

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()


def grouping(connection: Connection) -> Grouping:
    """The merges and splits in force, the earliest first."""
    query = select(judgements).where(judgements.c.kind.in_(("merge", "split")), judgements.c.undone_at.is_(None))
    sets: dict[str, list[frozenset[str]]] = {"merge": [], "split": []}
    for row in connection.execute(query.order_by(judgements.c.n)):
        sets[row.kind].append(frozenset(_names(json.loads(row.anchor), *json.loads(row.value))))
    return Grouping(tuple(sets["merge"]), tuple(sets["split"]))


def _names(*told: anchors.Anchor) -> Iterable[str]:
    for one in told:
        if "register" in one:
            yield f"register:{one['register']}"
        elif one.get("now"):
            yield str(one["now"])
