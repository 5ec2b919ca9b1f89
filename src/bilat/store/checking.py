"""Proving a workspace: all evidence against the stored texts, originals and events against their hashes, counts, the
index."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from bilat.errors import StoreError
from bilat.model import Evidence
from bilat.store import counters, proposals, sayings
from bilat.store.engine import looking
from bilat.store.rows import record_from, record_id, seal_of, shown, text_hash
from bilat.store.schema import docs, events, evidence, indexed, originals, records, speakers, tallies, texts

_MOST = 1000  # problems that are told


@dataclass(slots=True)
class Checked:
    """What was proven, and what is wrong: one line each, at most a thousand."""

    documents: int = 0
    records: int = 0
    evidence: int = 0
    originals: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)


def check(engine: Engine) -> Checked:
    """Prove a workspace, in one moment of it. Raises nothing: a database that cannot be read is a problem told."""
    found = Checked()
    try:
        with looking(engine) as db:
            for problem in _problems(db, found):
                if len(found.problems) == _MOST:
                    break
                found.problems.append(problem)
    except (StoreError, DBAPIError, ValueError, LookupError, TypeError, zlib.error) as error:
        said = str(error).splitlines()[:1]
        found.problems.append(f"the database cannot be read on: {' '.join(said)}; restore a backup")
    return found


def _problems(db: Connection, found: Checked) -> Iterator[str]:
    if db.dialect.name == "sqlite":
        yield from (f"database: {row[0]}" for row in db.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok")
        broken = db.exec_driver_sql("PRAGMA foreign_key_check")
        yield from (f"database: a row of {row[0]} points to nothing in {row[2]}" for row in broken)
    tally: counters.Tally = Counter()
    for n in db.execute(select(docs.c.n).order_by(docs.c.n)).scalars():
        found.documents += 1
        yield from _document(db, n, found, tally)
    for row in db.execute(select(originals.c.sha256)).all():
        found.originals += 1
        content = db.execute(select(originals.c.content).where(originals.c.sha256 == row.sha256)).scalar_one()
        if hashlib.sha256(zlib.decompress(content)).hexdigest() != row.sha256:
            yield f"original {row.sha256}: its bytes are not those that were kept"
    for row in db.execute(select(events).order_by(events.c.id)):
        found.events += 1
        if seal_of(row._mapping) != row.seal:
            yield f"event {row.id}: it is not the one that was written"
    yield from _counts(db, tally)
    yield from sayings.problems(db)


def _document(db: Connection, n: int, found: Checked, tally: counters.Tally) -> Iterator[str]:
    row = db.execute(select(docs, texts.c.text).join(texts, isouter=True).where(docs.c.n == n)).one()
    tally.update(counters.of_document(dict(row._mapping)))
    if row.text is None:
        yield f"{row.id}: its text is missing"
        return
    if text_hash(row.text) != row.text_sha256:
        yield f"{row.id}: its text is not the one that was read"
    entries = select(func.count()).where(indexed.c.doc == n, indexed.c.kind == "document")
    if db.execute(entries).scalar_one() == 0 and any(char.isalnum() for char in row.text):
        yield f"{row.id}: not in the index of words"
    proofs: dict[int, list[Evidence]] = {}
    query = select(evidence).where(evidence.c.doc == n).order_by(evidence.c.record, evidence.c.place)
    for item in db.execute(query):
        told = Evidence(start=item.start, end=item.end, quote=item.quote)
        proofs.setdefault(item.record, []).append(told)
        found.evidence += 1
        if not item.quote or row.text[item.start : item.end] != item.quote:
            yield f"{row.id}: the evidence of record {item.record} does not stand at [{item.start}, {item.end})"
    for one in proposals.of_number(db, n):
        quotes = [quote for record in one.records for quote in record.evidence]
        if any(row.text[quote.start : quote.end] != quote.quote for quote in quotes):
            yield f"{row.id}: what {one.by} proposed does not stand in its text"
    for record in db.execute(select(records).where(records.c.doc == n)):
        found.records += 1
        yield from _record(record, proofs.get(record.n, []), tally)


def _record(row: Any, proofs: list[Evidence], tally: counters.Tally) -> Iterator[str]:
    if not proofs:
        yield f"{row.id}: no evidence"
        return
    body = json.loads(row.body)
    if record_id(record_from(body, proofs)) != row.id:
        yield f"{row.id}: its content is not the one that its id was made from"
    if not row.rejected:
        layers = (json.loads(part) if part else None for part in (row.derived, row.judged))
        tally.update(counters.of_record(shown(body, *layers)))


def _counts(db: Connection, tally: counters.Tally) -> Iterator[str]:
    kept: counters.Tally = Counter({(row.kind, row.key): row.n for row in db.execute(select(tallies))})
    kept.update({("speaker", row.key): row.n for row in db.execute(select(speakers))})
    for key in sorted(set(kept) | set(tally)):
        if kept[key] != tally[key]:
            yield f"count of {key[0]} {key[1]}: {kept[key]} kept, {tally[key]} there"
