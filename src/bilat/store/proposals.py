"""What language models proposed of documents, as the text bore it out then: records are made of it anew with the rest.

It is kept apart from the records, so that reading a document anew asks nobody again: what was proposed passes today's
guards as it passed those of its day, or is set aside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bilat.model import Evidence, Record, to_json
from bilat.store.rows import dumps, record_from
from bilat.store.schema import docs, proposals


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What a model proposed of one document. `by`: as its records name it, the model with the version of the prompt."""

    model: str
    by: str
    records: tuple[Record, ...]


def put(db: Connection, n: int, at: str, told: Mapping[str, Proposals | None]) -> None:
    """For a document (by number), in place of what a model proposed before what it proposes now; None: nothing."""
    for model, found in told.items():
        db.execute(proposals.delete().where(proposals.c.doc == n, proposals.c.model == model))
        if found is not None:
            body = dumps([to_json(record) for record in found.records])
            db.execute(proposals.insert().values(doc=n, model=model, by=found.by, at=at, body=body))


def of_document(db: Connection, key: str) -> list[Proposals]:
    """All that models proposed of a document, by the models' names."""
    query = select(proposals).join(docs).where(docs.c.id == key).order_by(proposals.c.model)
    return [_read(row) for row in db.execute(query)]


def of_number(db: Connection, n: int) -> list[Proposals]:
    """The same by the document's number."""
    return [_read(row) for row in db.execute(select(proposals).where(proposals.c.doc == n))]


def waiting(db: Connection, by: str) -> list[str]:
    """Ids of the documents of which a model was not asked, with this version of the prompt, the first added first."""
    asked = select(proposals.c.doc).where(proposals.c.by == by)
    return list(db.execute(select(docs.c.id).where(docs.c.n.not_in(asked)).order_by(docs.c.n)).scalars())


def asked(db: Connection, model: str) -> list[str]:
    """Ids of the documents of which a model was asked."""
    query = select(docs.c.id).join(proposals).where(proposals.c.model == model).order_by(docs.c.n)
    return list(db.execute(query).scalars())


def tally(db: Connection) -> list[dict[str, Any]]:
    """Who proposed, about how many `documents`, how many `proposals`; `last`: when it was asked last."""
    found: dict[str, dict[str, Any]] = {}
    for row in db.execute(select(proposals.c.by, proposals.c.body, proposals.c.at).order_by(proposals.c.by)):
        told = found.setdefault(row.by, {"by": row.by, "documents": 0, "proposals": 0, "last": ""})
        told["documents"] += 1
        told["proposals"] += len(json.loads(row.body))
        told["last"] = max(told["last"], row.at)
    return list(found.values())


def _read(row: Any) -> Proposals:
    bodies = json.loads(row.body)
    told = tuple(record_from(body, (Evidence(**e) for e in body["evidence"])) for body in bodies)
    return Proposals(model=row.model, by=row.by, records=told)
