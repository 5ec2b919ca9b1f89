"""The index of words: what of a document and its statements is indexed, and how each database keeps it.

A row's number is `day << 40 | sequence`: the latest comes first by the number alone, and a range of days is a range of
numbers, so that a page of hits costs the same however many there are. Numbers are never used twice; on SQLite, whose
index is without content and so cannot forget, a row that is gone from `indexed` is passed over. What lists are filtered
by is indexed as words too, which no text can hold.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from bilat.store.counters import take
from bilat.store.schema import indexed
from bilat.store.words import words

KINDS = ("document", "statement")
_SHIFT = 40
_SEQUENCE = "index"
FACET = "#"  # what begins a facet in PostgreSQL's vectors; no word does
_PART = 12_000  # words; PostgreSQL knows places up to 16,383 only, so that longer texts take several rows
_NAME = re.compile(r"[^0-9a-z]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to index. `record` is None for the document itself; `facets`: what it may be filtered by."""

    doc: int
    record: int | None
    day: str
    text: str
    facets: frozenset[str]


def facet(name: str, value: str) -> str:
    """A filter's value as a word of the index: letters and digits only, and none that a text has."""
    plain = _NAME.sub(lambda match: f"q{ord(match.group()):x}q", value.lower())
    return f"zz{name}zz{plain}"


def number(day: str) -> int:
    """The least number of rows of a day (ISO, may be cut; the empty string is before all days)."""
    if not day:
        return 0
    year, month, date = (*map(int, day[:10].split("-")), 1, 1)[:3]
    try:
        return datetime.date(year, month, date).toordinal() << _SHIFT
    except (ValueError, OverflowError):
        return 0


def create(connection: Connection) -> None:
    """The index's own tables and columns."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE indexed ADD COLUMN words tsvector NOT NULL"))
        connection.execute(text("CREATE INDEX indexed_words ON indexed USING gin (words) WITH (fastupdate = off)"))
        return
    for kind in KINDS:
        connection.execute(
            text(
                f"CREATE VIRTUAL TABLE words_{kind} USING fts5(words, facets, content='', "
                "tokenize='unicode61 remove_diacritics 0', prefix='1 3')"
            )
        )


def put(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index rows. What was indexed of them before has to be gone."""
    rows = [(entry, part) for entry in entries for part in _parts(entry.text)]
    if not rows:
        return
    first = take(connection, _SEQUENCE, len(rows))
    numbered = [(number(entry.day) | (first + at), entry, part) for at, (entry, part) in enumerate(rows)]
    values = [
        {"n": n, "kind": _kind(entry), "doc": entry.doc, "record": entry.record} for n, entry, _ in numbered
    ]
    if connection.dialect.name == "postgresql":
        for row, (_, entry, part) in zip(values, numbered, strict=True):
            row["words"] = _vector(part, entry.facets)
        connection.execute(
            text(
                "INSERT INTO indexed (n, kind, doc, record, words) "
                "VALUES (:n, :kind, :doc, :record, CAST(:words AS tsvector))"
            ),
            values,
        )
        return
    connection.execute(indexed.insert(), values)
    for kind in KINDS:
        chosen = [(n, entry, part) for n, entry, part in numbered if _kind(entry) == kind]
        if chosen:
            connection.execute(
                text(f"INSERT INTO words_{kind}(rowid, words, facets) VALUES (:n, :words, :facets)"),
                [{"n": n, "words": " ".join(p), "facets": " ".join(sorted(e.facets))} for n, e, p in chosen],
            )


def forget(connection: Connection, doc: int) -> None:
    """Take a document and its statements out of the index."""
    connection.execute(indexed.delete().where(indexed.c.doc == doc))


def _kind(entry: Entry) -> str:
    return "document" if entry.record is None else "statement"


def _parts(content: str) -> Iterable[list[str]]:
    found = list(words(content))
    return [found[at : at + _PART] for at in range(0, len(found), _PART)]


def _vector(part: Sequence[str], facets: Iterable[str]) -> str:
    """A text vector in PostgreSQL's own notation; at most 256 places of a word are kept by it."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(part, start=1):
        places.setdefault(word, []).append(at)
    told = [f"'{word}':{','.join(map(str, at[:250]))}" for word, at in places.items()]
    return " ".join([*told, *(f"'{FACET}{one}'" for one in facets)])
