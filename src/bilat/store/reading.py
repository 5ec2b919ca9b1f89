"""What is compared: the documents and records of a workspace as judged, with the ids that they are stored under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, select

from bilat.model import Document, Record, record_id
from bilat.store.engine import looking
from bilat.store.judging import grouping
from bilat.store.rows import as_record, document_from, shown
from bilat.store.schema import docs, events, evidence, records, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Documents, and their records without what comparing gave. `ids`: by id as stored the id of a corrected record's
    content; `derived`: by id as stored what comparing filled in before; `waiting`: ids of the documents that came or
    changed since; `compared`: whether it was ever done; `sources`: by document id its source as stored."""

    documents: tuple[Document, ...]
    records: tuple[Record, ...]
    ids: Mapping[str, str]
    derived: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, str]
    waiting: tuple[str, ...]
    compared: bool
    together: tuple[frozenset[str], ...]
    apart: tuple[frozenset[str], ...]


def stored(engine: Engine) -> Stored:
    """The whole workspace, to be compared."""
    with looking(engine) as db:
        rows = db.execute(select(docs.c.id, docs.c.body, docs.c.source, docs.c.related, texts.c.text).join(texts)).all()
        proofs: dict[int, list[dict[str, Any]]] = {}
        for item in db.execute(select(evidence).order_by(evidence.c.record, evidence.c.place)):
            proofs.setdefault(item.record, []).append({"start": item.start, "end": item.end, "quote": item.quote})
        query = select(records).where(records.c.rejected.is_(False), records.c.observed.is_(False))
        found: list[Record] = []
        ids: dict[str, str] = {}
        derived: dict[str, Mapping[str, Any]] = {}
        for row in db.execute(query.order_by(records.c.doc, records.c.place)):
            judged = json.loads(row.judged) if row.judged else None
            told = shown(json.loads(row.body), judged)
            if judged and row.type == "interaction":
                told["register_id"] = None  # of what a corrected report tells, the register is asked again
            record = as_record(told, proofs[row.n])
            if judged:
                ids[row.id] = record_id(record)
            if row.derived:
                derived[row.id] = json.loads(row.derived)
            found.append(record)
        decided = grouping(db)
        return Stored(
            documents=tuple(document_from(row.body, row.text) for row in rows), records=tuple(found), ids=ids,
            derived=derived, sources={row.id: row.source for row in rows},
            waiting=tuple(row.id for row in rows if not row.related),
            compared=db.execute(select(func.count()).select_from(events)).scalar_one() > 0,
            together=decided.together, apart=decided.apart,
        )  # fmt: skip
