"""Records written, changed and taken away, with everything that repeats them: evidence, issues, counts, index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bilat.model import Record, record_id
from bilat.store import counters, sayings, search_index
from bilat.store.rows import columns, doubt, dumps, issues, record_body, shown, speaker
from bilat.store.schema import docs, evidence, record_issues, records, texts


@dataclass(frozen=True, slots=True)
class Home:
    """The document that records belong to: its number, id, text, and what its records take over from it."""

    n: int
    id: str
    text: str
    outlet_kind: str
    language: str
    published: str | None


def home(connection: Connection, n: int) -> Home:
    """A document as its records need it. Raises LookupError where there is none."""
    row = connection.execute(
        select(docs.c.id, docs.c.body, docs.c.outlet_kind, docs.c.language, texts.c.text)
        .join(texts, texts.c.doc == docs.c.n)
        .where(docs.c.n == n)
    ).one_or_none()
    if row is None:
        raise LookupError(f"no document {n}")
    return Home(n, row.id, row.text, row.outlet_kind, row.language, json.loads(row.body).get("published"))


def insert(
    connection: Connection, own: Home, found: Iterable[Record], *, observed: bool = False, after: int = 0
) -> None:
    """Records of one document, each once, the places counted from `after`.

    Raises ValueError for evidence whose quote does not stand in the document's text, or a record of another document.
    """
    unique = {record_id(record): record for record in found}
    for record in unique.values():
        _at_the_door(own, record)
    if not unique:
        return
    first = counters.take(connection, "records", len(unique))
    rows, proofs, raised = [], [], []
    tally: counters.Tally = Counter()
    named = []
    for place, record in enumerate(unique.values()):
        n, body = first + place, record_body(record)
        told = columns(body, outlet_kind=own.outlet_kind, published=own.published)
        rows.append(
            {"n": n, "id": body["id"], "doc": own.n, "place": after + place, "body": dumps(body)}
            | {"observed": observed, "rejected": False, "review": doubt(body)} | told
        )  # fmt: skip
        proofs += [
            {"record": n, "place": at, "doc": own.n, "start": item.start, "end": item.end, "quote": item.quote}
            for at, item in enumerate(record.evidence)
        ]
        raised += [{"issue": i, "day": told["day"], "record": n, "type": body["type"]} for i in issues(body)]
        tally.update(counters.of_record(body))
        named += [who] if (who := speaker(body)) else []
    connection.execute(records.insert(), rows)
    connection.execute(evidence.insert(), proofs)
    if raised:
        connection.execute(record_issues.insert(), raised)
    counters.count(connection, tally, named)
    sayings.keep(connection, ((row["type"], row["face"]) for row in rows))


def _at_the_door(own: Home, record: Record) -> None:
    if record.doc != own.id:
        raise ValueError(f"a record of {record.doc} given as one of {own.id}")
    if not record.evidence:
        raise ValueError(f"{record_id(record)} has no evidence")
    for item in record.evidence:
        inside = 0 <= item.start < item.end <= len(own.text)
        if not inside or own.text[item.start : item.end] != item.quote:
            raise ValueError(f"{record_id(record)}: its quote does not stand at [{item.start}, {item.end}) of {own.id}")


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Records taken away, and what they count for."""
    tally: counters.Tally = Counter()
    gone = list(_rows(connection, numbers))
    for row in gone:
        if not row.rejected:
            tally.subtract(counters.of_record(_shown(row)))
    counters.count(connection, tally)
    for part in _slices(numbers):
        connection.execute(records.delete().where(records.c.n.in_(part)))
    sayings.keep(connection, ((row.type, row.face) for row in gone))


def change(connection: Connection, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Change `body`, `derived`, `judged` (objects or None) or `rejected` of records by their numbers, and what follows.

    The index of words is left to `index`, which has to be called for the documents of records that were judged.
    """
    tally: counters.Tally = Counter()
    named, updates, raised, moved = [], [], [], []
    touched: set[tuple[str, str | None]] = set()
    for row in _rows(connection, list(changes)):
        wanted = changes[row.n]
        layers = {
            name: wanted[name] if name in wanted else json.loads(old) if (old := getattr(row, name)) else None
            for name in ("body", "derived", "judged")
        }
        rejected = bool(wanted.get("rejected", row.rejected))
        before, after = _shown(row), shown(layers["body"] or {}, layers["derived"], layers["judged"])
        if not row.rejected:
            tally.subtract(counters.of_record(before))
        if not rejected:
            tally.update(counters.of_record(after))
            named += [who] if (who := speaker(after)) else []
        told = columns(after, outlet_kind=row.outlet_kind, published=row.published or None)
        touched |= {(row.type, row.face), (row.type, told["face"])}
        if (old_issues := issues(before)) != issues(after) or told["day"] != row.day or rejected != row.rejected:
            moved += [row.n] if old_issues else []
            if not rejected:
                raised += [{"issue": i, "day": told["day"], "record": row.n, "type": row.type} for i in issues(after)]
        updates.append(
            {f"v_{k}": v for k, v in told.items()}
            | {f"v_{k}": dumps(v) if v else None for k, v in layers.items()}
            | {"v_rejected": rejected, "v_review": wanted.get("review", row.review), "which": row.n}
        )
    if moved:
        for part in _slices(moved):
            connection.execute(record_issues.delete().where(record_issues.c.record.in_(part)))
    if raised:
        connection.execute(record_issues.insert(), raised)
    if updates:
        names = [key.removeprefix("v_") for key in updates[0] if key != "which"]
        statement = records.update().where(records.c.n == bindparam("which"))
        connection.execute(statement.values({name: bindparam(f"v_{name}") for name in names}), updates)
    counters.count(connection, tally, named)
    sayings.keep(connection, touched)


def index(connection: Connection, own: Home) -> None:
    """The document and its statements into the index of words, anew."""
    search_index.forget(connection, own.n)
    rows = connection.execute(
        select(records).where(records.c.doc == own.n, records.c.type == "statement", records.c.rejected.is_(False))
    ).all()
    proofs: dict[int, list[Any]] = {}
    query = select(evidence).where(evidence.c.doc == own.n).order_by(evidence.c.record, evidence.c.place)
    for item in connection.execute(query):
        proofs.setdefault(item.record, []).append(item)
    base = {search_index.facet("outlet", own.outlet_kind), search_index.facet("language", own.language)}
    entries, everything = [], set(base)
    day = _day(connection, own.n)
    for row in rows:
        body = _shown(row)
        facets = base | _facets(body, row)
        everything |= facets
        content = "\n".join(item.quote for item in proofs.get(row.n, ()))
        named = body["speaker"]["name"]
        entries.append(search_index.Entry(own.n, row.n, row.day, f"{content}\n{named}", frozenset(facets)))
    entries.insert(0, search_index.Entry(own.n, None, day, own.text, frozenset(everything)))
    search_index.put(connection, entries)


def _facets(body: Mapping[str, Any], row: Any) -> set[str]:
    found = {search_index.facet("issue", issue) for issue in issues(body)}
    found |= {search_index.facet("voice", row.voice), search_index.facet("act", row.act)}
    found.add(search_index.facet("side", row.side or "other"))
    found.add(search_index.facet("speaker", row.speaker))
    return found


def _day(connection: Connection, doc: int) -> str:
    return connection.execute(select(docs.c.day).where(docs.c.n == doc)).scalar() or ""


def _shown(row: Any) -> dict[str, Any]:
    layers = (json.loads(part) if part else None for part in (row.derived, row.judged))
    return shown(json.loads(row.body), *layers)


def _rows(connection: Connection, numbers: Sequence[int]) -> Iterable[Any]:
    for part in _slices(numbers):
        query = select(records, docs.c.day.label("published")).join(docs, docs.c.n == records.c.doc)
        yield from connection.execute(query.where(records.c.n.in_(part))).all()


def _slices(numbers: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    for at in range(0, len(numbers), size):
        yield numbers[at : at + size]
