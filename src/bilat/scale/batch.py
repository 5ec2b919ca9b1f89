"""A shard becomes its parts: the function that the workers run, wherever they are."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bilat import packs
from bilat.bounds import UNBOUNDED
from bilat.errors import InputError
from bilat.model import document_json, to_json
from bilat.packs import Pack
from bilat.pipeline import outlet_kinds, records_of, warm
from bilat.reading.reader import Original, read_file, read_page, read_row
from bilat.scale import tables
from bilat.scale.items import Item
from bilat.scale.shards import Shard
from bilat.scale.storage import Storage

Entry = dict[str, Any]
Work = Callable[[Shard, "Job", Mapping[int, str], Callable[[int], None]], Entry]  # of the form of `process`
_HELD = 100  # documents whose rows are held as objects before they become columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done with every shard. `dataset`: a folder or URL that every worker can reach."""

    dataset: str
    pack_id: str = "us-cn"
    also: tuple[str, ...] = ()


def entry_name(number: int) -> str:
    """The file that says that a shard is whole."""
    return f"shards/{number:06d}.json"


def process(shard: Shard, job: Job, set_aside: Mapping[int, str], at: Callable[[int], None]) -> Entry:
    """Write a shard's parts; what was written, as the manifest tells it.

    `set_aside`: by place in the shard why an article is not to be tried; `at` is called with the place of each article
    before it is read. The same shard gives the same bytes. Raises OSError where the dataset cannot be written.
    """
    writer = _Parts(tables.schemas())
    pack = _warm(job.pack_id)
    documents = refused = 0
    for place, item in enumerate(shard.items):
        at(place)
        found = _aside(item, set_aside[place]) if place in set_aside else _rows(item, pack, frozenset(job.also))
        if isinstance(found, InputError):
            refused += 1
            writer.add("refused", {"where": found.where, "why": found.why, "remedy": found.remedy})
        else:
            documents += 1
            for table, row in found:
                writer.add(table, row)
        writer.pack(_HELD)
    at(len(shard.items))
    storage = Storage(job.dataset)
    counted = {"input": shard.digest(), "articles": len(shard.items), "documents": documents, "refused": refused}
    entry = {"shard": shard.number, **counted, "parts": list(writer.write(shard.number, storage))}
    storage.write(entry_name(shard.number), json.dumps(entry, indent=1).encode())  # last: now the shard is whole
    return entry


@functools.cache
def _warm(pack_id: str) -> Pack:
    """The pack, all that is built once being built: the time that takes is no article's."""
    warm(pack_id)
    return packs.load(pack_id)


def _rows(item: Item | InputError, pack: Pack, also: frozenset[str]) -> list[tuple[str, tables.Row]] | InputError:
    """The rows of all tables that one article gives, or why it gives none: never a part of them."""
    if isinstance(item, InputError):
        return item
    try:
        return UNBOUNDED.call(f"{item.name}#{item.number}", _found, item, pack, also)
    except InputError as refusal:
        return refusal


def _found(item: Item, pack: Pack, also: frozenset[str]) -> list[tuple[str, tables.Row]]:
    read = _read(item, _kinds(pack))
    if isinstance(read, InputError):
        raise read
    document = read.document
    found = [(row["type"], row) for row in map(to_json, records_of(document, pack, also=also))]
    return [("document", document_json(document, with_text=True)), *found]


def _read(item: Item, kinds: Mapping[str, str]) -> Original | InputError:
    if item.kind == "row":
        return read_row(item.name, item.number, item.raw, outlet_kinds=kinds)
    if item.kind == "file":
        return read_file(item.name, item.raw, outlet_kinds=kinds)
    return read_page(item.name, item.raw, item.media, outlet_kinds=kinds)


def _aside(item: Item | InputError, why: str) -> InputError:
    where = item.where if isinstance(item, InputError) else f"{item.name}#{item.number}"
    return InputError(where, why, "report it with the article; the others are unaffected")


@functools.lru_cache(maxsize=8)
def _kinds(pack: Pack) -> Mapping[str, str]:
    return outlet_kinds(pack)


class _Parts:
    """Rows of a shard by table, soon packed as columns, which take a tenth of the room."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._rows: dict[str, list[tables.Row]] = {name: [] for name in schemas}
        self._batches: dict[str, list[Any]] = {name: [] for name in schemas}
        self._held = 0

    def add(self, table: str, row: tables.Row) -> None:
        self._rows[table].append(row)

    def pack(self, held: int) -> None:
        """Called once an article; every so many the rows are packed."""
        self._held += 1
        if self._held >= held:
            self._pack()

    def _pack(self) -> None:
        self._held = 0
        for name, rows in self._rows.items():
            if rows:
                self._batches[name].append(tables.batch(rows, self._schemas[name]))
                rows.clear()

    def write(self, number: int, storage: Storage) -> Iterator[dict[str, Any]]:
        """Write every table that has rows. The first shard writes all, so that no reader meets a table without file."""
        self._pack()
        for name, batches in self._batches.items():
            if batches or number == 0:
                data = tables.parquet_bytes(batches, self._schemas[name])
                path = f"{name}/part-{number:06d}.parquet"
                storage.write(path, data)
                rows = sum(batch.num_rows for batch in batches)
                yield {"path": path, "rows": rows, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
