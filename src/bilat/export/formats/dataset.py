"""What is exported: documents and records as rows, with their words, without them, or with the whole texts."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from bilat.languages.compiled_yaml import values
from bilat.model import TYPES, Document, Interaction, Record, document_json, record_id, to_json
from bilat.packs import Pack

Text = Literal["none", "quotes", "whole"]
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One interaction: the record that tells most surely of it, and all that tell of it. `id` is the cluster's, or the
    record's own where it is of no cluster."""

    id: str
    best: Interaction
    all: tuple[Interaction, ...]


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Documents and records to export. `made`: the day of the export (ISO), for formats that must tell it; `text`: how
    much of the texts goes out: `none` (offsets and hashes), `quotes` (the evidence), `whole`. `title` names it.

    Raises KeyError, when it is used, for a record whose document is not among the documents.
    """

    documents: tuple[Document, ...]
    records: tuple[Record, ...]
    pack: Pack
    made: str
    text: Text = "quotes"
    title: str | None = None
    lang: str = "en"

    @cached_property
    def by_id(self) -> Mapping[str, Document]:
        """The documents by id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def ids(self) -> Mapping[int, str]:
        """The records' ids, by the identity of the record."""
        return {id(record): record_id(record) for record in self.records}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Documents, then records, as JSON objects of the published format, each id once."""
        rows = [*(self._document(d) for d in self.documents), *(self._edited(to_json(r)) for r in self.records)]
        return tuple({row["id"]: row for row in rows}.values())

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """The interactions, each once, in the order of their first records."""
        found: dict[str, list[Interaction]] = {}
        for record in self.records:
            if isinstance(record, Interaction):
                found.setdefault(record.event or self.ids[id(record)], []).append(record)
        return tuple(
            Happening(id=key, best=max(told, key=lambda r: r.confidence), all=tuple(told))
            for key, told in found.items()
        )

    def document_of(self, record: Record) -> Document:
        """The document that a record was read from."""
        return self.by_id[record.doc]

    def id(self, record: Record) -> str:
        """A record's stable id."""
        return self.ids[id(record)]

    def quote(self, record: Record) -> str | None:
        """The words that a record rests on, in order; None in the text-free edition."""
        return None if self.text == "none" else " … ".join(one.quote for one in record.evidence)

    def _document(self, document: Document) -> Row:
        row = document_json(document, with_text=self.text == "whole")
        text = row.pop("text", None)
        row["text_sha256"] = sha256(document.text)
        row["text_length"] = len(document.text)
        if text is not None:
            row["text"] = text
        return self._edited(row)

    def _edited(self, row: Row) -> Row:
        if self.text != "none":
            return row
        row["evidence"] = [
            {"start": one["start"], "end": one["end"], "sha256": sha256(one["quote"])} for one in row["evidence"]
        ]
        for name in _worded(row["type"]):
            row[name] = _hashed(row.get(name))
        return row


@functools.cache
def data(name: str) -> Any:
    """The content of `data/NAME.yaml` of the formats."""
    return values("bilat.export.formats", f"data/{name}")


def fields(kind: str) -> Mapping[str, Mapping[str, Any]]:
    """The data dictionary of a kind of record, fields that all records have among them, in the order of columns."""
    book = data("dictionary")
    return {**book["common"], **book[kind]}


def kinds() -> Sequence[str]:
    """The kinds of records, documents first."""
    return ("document", *TYPES.values())


def sha256(text: str) -> str:
    """The hash of a text in UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@functools.cache
def _worded(kind: str) -> tuple[str, ...]:
    apart = ("evidence", "text")
    return tuple(name for name, field in fields(kind).items() if field.get("words") and name not in apart)


def _hashed(value: Any) -> Any:
    """Words as `sha256:...`; ids of records and what is not known stay."""
    if isinstance(value, list):
        return [_hashed(item) for item in value]
    if value is None or any(value.startswith(f"{kind}/") for kind in TYPES.values()):
        return value
    return f"sha256:{sha256(value)}"
