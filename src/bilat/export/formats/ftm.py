"""FollowTheMoney: entities in JSON lines, and the same as statements in CSV; every value with its source."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bilat.export.formats.dataset import Dataset, Happening, data, sha256
from bilat.export.formats.registry import Written
from bilat.model import Document, Name, Statement

Entity = dict[str, Any]


def write(dataset: Dataset, path: Path) -> Written:
    """Entities to the path, statements beside it (NAME.statements.csv)."""
    entities = _merged(_entities(dataset))
    lines = (json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
    path.write_text("".join(lines), encoding="utf-8", errors="surrogatepass")
    beside = path.with_name(f"{path.stem}.statements.csv")
    with beside.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        writer = csv.DictWriter(out, data("ftm")["columns"])
        writer.writeheader()
        writer.writerows(row for entity in entities for row in statements(entity, dataset.made))
    return Written(files=(path, beside), count=len(entities), what="entities")


def statements(entity: Entity, seen: str) -> Iterator[dict[str, Any]]:
    """An entity as FollowTheMoney's statements, one a value; `seen` is the day (ISO) on which it was."""
    book = data("ftm")
    for prop, values in entity["properties"].items():
        for value in values:
            key = f"{book['dataset']}.{entity['id']}.{prop}.{value}"
            yield {
                "canonical_id": entity["id"], "entity_id": entity["id"], "prop": prop,
                "prop_type": book["types"][prop], "schema": entity["schema"], "value": value,
                "dataset": book["dataset"], "external": "f", "first_seen": seen, "last_seen": seen,
                "id": hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest(),
            }  # fmt: skip


def _entities(dataset: Dataset) -> Iterator[Entity]:
    for document in dataset.documents:
        yield _article(document)
    for happening in dataset.happenings:
        yield from _event(dataset, happening)
    for record in dataset.records:
        if isinstance(record, Statement):
            yield from _note(dataset, record)


def _article(document: Document) -> Entity:
    return _entity(
        "Article", document.id, title=document.title, sourceUrl=document.url, publishedAt=document.published,
        author=document.author, publisher=document.outlet, language=data("ftm")["languages"].get(document.language),
    )  # fmt: skip


def _event(dataset: Dataset, happening: Happening) -> Iterator[Entity]:
    best = happening.best
    people = [_somebody(dataset, name) for name in best.participants]
    yield from people
    who = ", ".join(name.name for name in best.participants)
    kind = best.kind.replace("_", " ")
    yield _entity(
        "Event", happening.id, name=f"{kind}: {who}" if who else kind, startDate=best.date, endDate=best.end_date,
        location=best.place, involved=[person["id"] for person in people], program=best.forum,
        keywords=[word for word in (best.kind, best.level, best.status) if word], summary=dataset.quote(best),
    )  # fmt: skip
    for doc in dict.fromkeys(record.doc for record in happening.all):
        yield _entity(
            "Documentation", f"{happening.id}/{doc}", document=_id(doc), entity=_id(happening.id), role="report",
            date=dataset.by_id[doc].published,
        )  # fmt: skip


def _note(dataset: Dataset, record: Statement) -> Iterator[Entity]:
    speaker = _somebody(dataset, record.speaker)
    yield speaker
    yield _entity(
        "Note", dataset.id(record), entity=speaker["id"], description=dataset.quote(record),
        keywords=[record.act, *record.issues], sourceUrl=dataset.document_of(record).url,
    )  # fmt: skip


def _somebody(dataset: Dataset, name: Name) -> Entity:
    known = dataset.pack.entities.get(name.entity or "")
    schema = data("ftm")["schemata"].get(known.kind if known else None, data("ftm")["unknown"])
    key = name.entity or f"name/{sha256(name.name)[:16]}"
    side = name.side if name.side != "both" else None
    country = (known.country if known else None) or side
    office = dataset.pack.offices.get(name.office or "")
    return _entity(
        schema, key, name=name.name, country=country.lower() if country else None,
        position=(office.name if office else name.office) if schema == "Person" else None,
    )  # fmt: skip


def _entity(schema: str, key: str, **values: str | Sequence[str] | None) -> Entity:
    listed = {name: [value] if isinstance(value, str) else list(value or ()) for name, value in values.items()}
    return {
        "id": _id(key), "schema": schema, "datasets": [data("ftm")["dataset"]],
        "properties": {name: found for name, found in listed.items() if found},
    }  # fmt: skip


def _id(key: str) -> str:
    return f"bilat-{key.replace('/', '-')}"


def _merged(entities: Iterable[Entity]) -> list[Entity]:
    """One entity an id, with all that was told of it."""
    found: dict[str, Entity] = {}
    for entity in entities:
        kept = found.setdefault(entity["id"], {**entity, "properties": {}})
        for name, values in entity["properties"].items():
            kept["properties"][name] = list(dict.fromkeys([*kept["properties"].get(name, ()), *values]))
    return list(found.values())
