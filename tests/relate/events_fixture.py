"""The short reports of tests/fixtures/events, read and extracted, with the event that each tells of."""

from __future__ import annotations

import functools
import json
import tempfile
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

from bilat import packs
from bilat.extract import extract
from bilat.model import Document, Interaction, record_id
from bilat.packs import Pack
from bilat.pipeline import outlet_kinds
from bilat.reading import read
from bilat.relate.events import Event
from bilat.relate.register import FAMILY, link

PATH = Path(__file__).parent.parent / "fixtures" / "events" / "reports.yaml"


@dataclass(frozen=True)
class Reports:
    """The reports as documents, their interactions, and by the id of the interaction meant the event it is of.

    `lost`: reports in which extraction found no interaction of the family that they tell of."""

    documents: tuple[Document, ...]
    interactions: tuple[Interaction, ...]
    event_of: dict[str, str]
    lost: tuple[str, ...]


def pack() -> Pack:
    return packs.load("us-cn")


@functools.cache
def reports(*, linked: bool = True) -> Reports:
    """All reports; `linked`: to the register."""
    rows = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    documents = read_rows(rows)
    told = {row["id"]: row["tells"] for row in rows}
    interactions: list[Interaction] = []
    event_of: dict[str, str] = {}
    lost = []
    for document in documents:
        found = [record for record in extract(document, pack()) if isinstance(record, Interaction)]
        if linked:
            found = link(found, {document.id: document.published}, pack())
        interactions += found
        name = (document.path or "").rpartition("#")[2]
        event, family = told[name]
        meant = next((record for record in found if FAMILY.get(record.kind, record.kind) == family), None)
        if meant is None:
            lost.append(name)
        else:
            event_of[record_id(meant)] = event
    return Reports(documents, tuple(interactions), event_of, tuple(lost))


def read_rows(rows: list[dict[str, object]]) -> tuple[Document, ...]:
    """Rows with id, published, language and text as documents, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        keys = ("id", "title", "published", "language", "outlet", "url", "text")
        lines = [json.dumps({key: str(row[key]) for key in keys if key in row}, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
        documents = list(read([str(path)], stdin=None, outlet_kinds=outlet_kinds(pack())))
    assert all(isinstance(document, Document) for document in documents), documents
    return tuple(document for document in documents if isinstance(document, Document))


def pairwise(found: list[Event], event_of: dict[str, str]) -> tuple[float, float, list[str], list[str]]:
    """Precision and recall over pairs of reports, the pairs merged wrongly and those split."""
    cluster_of = {key: event.id for event in found for key in event.records}
    right, merged, split = 0, [], []
    for one, other in combinations(sorted(event_of), 2):
        together, same = cluster_of[one] == cluster_of[other], event_of[one] == event_of[other]
        right += together and same
        if together and not same:
            merged.append(f"{event_of[one]} + {event_of[other]}")
        if same and not together:
            split.append(event_of[one])
    return right / max(1, right + len(merged)), right / max(1, right + len(split)), merged, split
