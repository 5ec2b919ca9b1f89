"""Shards: where they are cut, and what a shard becomes."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from bilat import packs
from bilat.errors import InputError
from bilat.model import TYPES, Document, Evidence, Interaction, Name, document_json, to_json
from bilat.pipeline import records_of
from bilat.reading import read
from bilat.scale import batch, tables
from bilat.scale.batch import Job, process
from bilat.scale.items import Item
from bilat.scale.shards import Shard, cut

from .helpers import READOUT, nowhere, rows, write_rows


def item(number: int, raw: bytes) -> Item:
    return Item("row", "a.jsonl", number, raw)


@given(st.lists(st.binary(max_size=20), max_size=40), st.integers(1, 7), st.integers(1, 60))
def test_shards_hold_everything_once_and_within_bounds(raws: list[bytes], documents: int, size: int) -> None:
    items = [item(number, raw) for number, raw in enumerate(raws)]
    shards = list(cut(items, documents=documents, size=size))
    assert [one for shard in shards for one in shard.items] == items
    assert [shard.number for shard in shards] == list(range(len(shards)))
    assert all(1 <= len(shard.items) <= documents for shard in shards)
    assert all(sum(len(one.raw) for one in shard.items[:-1] if isinstance(one, Item)) < size for shard in shards)


@given(st.lists(st.binary(max_size=5), min_size=1, max_size=4), st.lists(st.binary(max_size=5), min_size=1, max_size=4))
def test_a_digest_is_of_the_articles(one: list[bytes], other: list[bytes]) -> None:
    first, second = (Shard(0, tuple(item(n, raw) for n, raw in enumerate(raws))) for raws in (one, other))
    assert (first.digest() == second.digest()) == (one == other)


def shard(*raws: bytes) -> Shard:
    return Shard(0, tuple(item(number, raw) for number, raw in enumerate(raws, start=1)))


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parquet.read_table(folder / name / "part-000000.parquet").to_pylist()
    return found


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a table as the published format has it: what may be absent there is null in a table."""
    return {key: value for key, value in row.items() if not (key in ("inferred", "proposed_by") and value is None)}


def test_a_shard_gives_the_records_that_extract_gives(tmp_path: Path) -> None:
    told = rows(4)
    path = write_rows(tmp_path / "a.jsonl", told)
    documents = [document for document in read([path]) if isinstance(document, Document)]
    expected = [to_json(record) for document in documents for record in records_of(document, packs.load("us-cn"))]
    raws = Path(path).read_bytes().splitlines(keepends=True)
    given = Shard(0, tuple(Item("row", path, number, raw) for number, raw in enumerate(raws, start=1)))
    process(given, Job(dataset=str(tmp_path / "out")), {}, nowhere)
    assert {row["type"] for row in expected} > {"interaction", "statement"}
    for kind in TYPES.values():
        assert [plain(row) for row in table(tmp_path / "out", kind)] == [r for r in expected if r["type"] == kind]
    assert table(tmp_path / "out", "document") == [document_json(one, with_text=True) for one in documents]


def test_places_are_told_before_the_articles_are_read(tmp_path: Path) -> None:
    places: list[int] = []
    process(shard(b"{}", b"{}"), Job(dataset=str(tmp_path)), {}, places.append)
    assert places == [0, 1, 2]


def test_what_cannot_be_read_is_in_a_table_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(document: Document, *_: object, **__: object) -> list[object]:
        if "breaks it" in document.text:
            raise ZeroDivisionError
        return []

    monkeypatch.setattr(batch, "records_of", broken)
    refusal = InputError("b.jsonl", "no such file", "check the path")
    articles = [b"no json", b'{"text": "It breaks it."}', b'{"text": "good"}', b'{"text": "not tried"}']
    given = Shard(0, (*shard(*articles).items, refusal))
    entry = process(given, Job(dataset=str(tmp_path)), {3: "took longer than 1 s"}, nowhere)
    assert (entry["articles"], entry["documents"], entry["refused"]) == (5, 1, 4)
    found = table(tmp_path, "refused")
    assert [row["where"] for row in found] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#4", "b.jsonl"]
    assert found[0]["why"] == "not valid JSON"
    assert "ZeroDivisionError" in found[1]["why"]
    assert found[2]["why"] == "took longer than 1 s"
    assert [row["text"] for row in table(tmp_path, "document")] == ["good"]


def test_half_a_surrogate_pair_anywhere_is_refused(tmp_path: Path) -> None:
    raws = [json.dumps({"text": READOUT, key: "\ud800"}).encode() for key in ("title", "author", "outlet", "url")]
    entry = process(shard(*raws), Job(dataset=str(tmp_path)), {}, nowhere)
    assert entry["refused"] == 4


def test_an_entry_comes_after_the_parts_that_it_tells_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    whole = batch.Storage.write
    monkeypatch.setattr(
        batch.Storage, "write", lambda self, name, data: (written.append(name), whole(self, name, data))
    )
    entry = process(shard(b'{"text": "good"}'), Job(dataset=str(tmp_path)), {}, nowhere)
    assert written == [*(part["path"] for part in entry["parts"]), "shards/000000.json"]


def test_a_field_without_a_column_is_an_error() -> None:
    schema = tables.schemas()["refused"]
    with pytest.raises(ValueError, match="no column for"):
        tables.batch([{"where": "a", "new": "b"}], schema)


@settings(max_examples=20)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_the_same_rows_give_the_same_bytes_however_they_are_batched(sizes: list[int]) -> None:
    schema = tables.schemas()["interaction"]
    record = Interaction(
        doc="doc/1", evidence=(Evidence(start=0, end=1, quote="a"),), kind="call", status="held",
        participants=(Name(name="A", surface="a"),),
    )  # fmt: skip
    told = [to_json(record) | {"id": str(number)} for number in range(sum(sizes))]
    cuts = [sum(sizes[:number]) for number in range(len(sizes) + 1)]
    batches = [tables.batch(told[a:b], schema) for a, b in itertools.pairwise(cuts)]
    assert tables.parquet_bytes(batches, schema) == tables.parquet_bytes([tables.batch(told, schema)], schema)
