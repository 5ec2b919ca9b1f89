"""How a judgement finds its record again when a newer version reads the text differently: by the words it rests on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from bilat.store.rows import dumps
from bilat.store.schema import docs, evidence, judgements, records

Anchor = dict[str, Any]


def anchor(connection: Connection, record: Any) -> Anchor:
    """What identifies a row of `records` beyond its id: document, type, and the spans of its evidence."""
    spans = connection.execute(
        select(evidence.c.start, evidence.c.end).where(evidence.c.record == record.n).order_by(evidence.c.place)
    )
    doc = connection.execute(select(docs.c.id).where(docs.c.n == record.doc)).scalar_one()
    return {"id": record.id, "doc": doc, "type": record.type, "spans": [[row.start, row.end] for row in spans]}


def find(connection: Connection, told: Anchor) -> str | None:
    """The id of the record that an anchor means now: the same id, else the record of that type and document whose
    evidence shares the most characters with it, and at least half of the shorter one's; None where there is none."""
    if connection.execute(select(records.c.n).where(records.c.id == told["id"])).first() is not None:
        return str(told["id"])
    query = (
        select(records.c.id, evidence.c.start, evidence.c.end)
        .join(evidence, evidence.c.record == records.c.n)
        .join(docs, docs.c.n == records.c.doc)
        .where(docs.c.id == told["doc"], records.c.type == told["type"])
    )
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in connection.execute(query):
        spans.setdefault(row.id, []).append((row.start, row.end))
    best = max(((_shared(told["spans"], own), key) for key, own in sorted(spans.items())), default=(0.0, ""))
    return best[1] if best[0] >= 0.5 else None


def _shared(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> float:
    """The characters in common, as a share of the shorter side's."""
    first = {at for start, end in one for at in range(start, end)}
    second = {at for start, end in other for at in range(start, end)}
    return len(first & second) / max(1, min(len(first), len(second)))


def reattach(connection: Connection, doc: int) -> tuple[int, ...]:
    """The judgements of a document's records point to the records as they are now; numbers of those that have none."""
    key = connection.execute(select(docs.c.id).where(docs.c.n == doc)).scalar_one()
    lost = []
    for row in _of_document(connection, key):
        own, others = json.loads(row.anchor), json.loads(row.value) if row.kind in ("merge", "split") else []
        missing = False
        for told in (own, *others):
            if told.get("doc") == key:
                told["now"] = find(connection, told)
                missing |= told["now"] is None
        values = {"applies_to": own.get("now") if own.get("doc") == key else row.applies_to, "anchor": dumps(own)}
        if others:
            values["value"] = dumps(others)
        connection.execute(judgements.update().where(judgements.c.n == row.n).values(**values))
        if missing and row.undone_at is None:
            lost.append(row.n)
    return tuple(lost)


def judged_of(connection: Connection, doc: int) -> list[str]:
    """The ids of a document's records that were ever judged."""
    query = select(judgements.c.applies_to).join(records, records.c.id == judgements.c.applies_to)
    return list(dict.fromkeys(connection.execute(query.where(records.c.doc == doc)).scalars()))


def _of_document(connection: Connection, doc: str) -> list[Any]:
    marked = '%"doc":' + json.dumps(doc, ensure_ascii=False) + "%"
    told = judgements.c.anchor.like(marked) | judgements.c.value.like(marked)
    return list(connection.execute(select(judgements).where(told).order_by(judgements.c.n)).all())
