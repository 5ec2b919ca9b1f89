"""Documents and records out of the workspace as the rest of bilat knows them, judgements applied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, select

from bilat.model import Comparison, Document, Record, record_id
from bilat.model import document_json as published_json
from bilat.store.broken import proven
from bilat.store.rows import as_record, document_from, shown
from bilat.store.schema import docs, evidence, records, texts


def document_json(row: Any) -> dict[str, Any]:
    """A row of `docs` with its text as the published format has it."""
    return published_json(document_from(row.body, row.text))


def load(
    db: Connection, keys: Iterable[str] | None = None, *, only: Iterable[str] | None = None
) -> tuple[list[Document], list[Record]]:
    """Documents and their records (`only`: those stored under these ids). A corrected record has the id of its content
    as corrected, and whatever refers to it does so by that id, as it is with every record that the pipeline gives."""
    chosen_records = None if only is None else records.c.id.in_(sorted(set(only)))
    wanted = None if keys is None else sorted(set(keys))
    documents: list[Document] = []
    rows: list[Any] = []
    proofs: dict[int, list[dict[str, Any]]] = {}
    for part in _parts(wanted):
        chosen = docs.c.id.in_(part) if part is not None else None
        query = select(docs.c.body, texts.c.text).join(texts).order_by(docs.c.n)
        documents += [document_from(row.body, row.text) for row in db.execute(_where(query, chosen))]
        told = _where(select(records).join(docs).where(records.c.rejected.is_(False)), chosen_records)
        rows += db.execute(_where(told, chosen).order_by(records.c.doc, records.c.place, records.c.n)).all()
        cited = select(evidence).join(docs, docs.c.n == evidence.c.doc).order_by(evidence.c.record, evidence.c.place)
        if chosen_records is not None:
            cited = cited.join(records, records.c.n == evidence.c.record).where(chosen_records)
        for item in db.execute(_where(cited, chosen)):
            proofs.setdefault(item.record, []).append({"start": item.start, "end": item.end, "quote": item.quote})
    return documents, _records(rows, proofs)


def _records(rows: Sequence[Any], proofs: Mapping[int, Sequence[Mapping[str, Any]]]) -> list[Record]:
    found: list[Record] = []
    renamed: dict[str, str] = {}
    ordered = sorted(rows, key=lambda row: row.observed)  # comparisons come last, as from the pipeline
    for row in ordered:
        layers = (json.loads(part) if part else None for part in (row.derived, row.judged))
        record = as_record(shown(json.loads(row.body), *layers), proven(proofs, row.n))
        if row.judged:
            renamed[row.id] = record_id(record)
        found.append(record)
    return [_refer(record, renamed) for record in found] if renamed else found


def _refer(record: Record, renamed: Mapping[str, str]) -> Record:
    """A record whose references follow records that got another id."""
    if isinstance(record, Comparison):
        sides = {code: tuple(renamed.get(key, key) for key in told) for code, told in record.sides.items()}
        return replace(record, sides=sides)
    about = str(getattr(record, "interaction", None))
    if about in renamed:
        return replace(record, interaction=renamed[about])  # type: ignore[call-arg]
    return record


def _where(query: Select[Any], chosen: Any) -> Select[Any]:
    return query if chosen is None else query.where(chosen)


def _parts(keys: Sequence[str] | None) -> Iterable[Sequence[str] | None]:
    if keys is None:
        yield None
        return
    for at in range(0, len(keys), 500):
        yield keys[at : at + 500]
