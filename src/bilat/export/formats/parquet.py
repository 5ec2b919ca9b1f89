"""Parquet, with nested columns typed: a file for each kind of record in a folder, or one of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilat.export.formats.dataset import Dataset, Row, data, fields
from bilat.export.formats.registry import Written
from bilat.export.formats.tables import all_columns, by_kind, columns

if TYPE_CHECKING:
    import pyarrow


def write(dataset: Dataset, path: Path) -> Written:
    """A path that ends in a suffix is one file; any other is a folder."""
    if path.suffix:
        save(table(dataset, dataset.rows, all_columns(dataset)), path)
        return Written(files=(path,), count=len(dataset.rows), what="rows")
    path.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, rows in by_kind(dataset).items():
        files.append(path / f"{kind}.parquet")
        save(table(dataset, rows, columns(dataset, kind)), files[-1])
    return Written(files=tuple(files), count=len(dataset.rows), what="rows")


def table(dataset: Dataset, rows: Sequence[Row], names: Sequence[str]) -> pyarrow.Table:
    """Rows as an Arrow table with the types of the data dictionary; objects by side become lists of entries."""
    import pyarrow as arrow  # not read until it is needed: it takes its time

    types = _types(dataset.text == "none")
    told = field_types()
    schema = arrow.schema([arrow.field(name, types[told[name]]) for name in names])
    plain = [{name: _value(row.get(name), told[name]) for name in names} for row in rows]
    return arrow.Table.from_pylist(plain, schema=schema)


def field_types() -> Mapping[str, str]:
    """The dictionary's type of every field by its name, which has the same type in all kinds."""
    book = data("dictionary")
    return {name: field["type"] for kind in book if kind != "common" for name, field in fields(kind).items()}


def save(made: pyarrow.Table, path: Path) -> None:
    """Writes a table, compressed."""
    import pyarrow.parquet

    pyarrow.parquet.write_table(made, path, compression="zstd")


def _types(without_words: bool) -> Mapping[str, Any]:
    import pyarrow as arrow  # not read until it is needed: it takes its time

    text, whole = arrow.string(), arrow.int64()
    name = arrow.struct([(part, text) for part in ("name", "surface", "entity", "side", "office")])
    words = "sha256" if without_words else "quote"
    return {
        "string": text, "date": text, "integer": whole, "number": arrow.float64(), "strings": arrow.list_(text),
        "span": arrow.list_(whole, 2), "spans": arrow.list_(arrow.list_(whole, 2)), "name": name,
        "names": arrow.list_(name), "sides": arrow.map_(text, arrow.list_(text)),
        "evidence": arrow.list_(arrow.struct([("start", whole), ("end", whole), (words, text)])),
    }  # fmt: skip


def _value(value: Any, told: str) -> Any:
    return list(value.items()) if told == "sides" and value is not None else value
