"""Records as Parquet: one table a type of record, whose columns are the fields of the published format.

The columns follow from the records' own classes (`model.py`), so that there is nothing to keep in step.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow
from pyarrow import parquet

from bilat.model import TYPES, Document, Evidence

Row = Mapping[str, Any]
_PLAIN = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
_REFUSED = pyarrow.schema([(name, pyarrow.string()) for name in ("where", "why", "remedy")])


def schemas() -> dict[str, pyarrow.Schema]:
    """By table its columns: `document`, each type of record, and `refused` for what could not be read."""
    found = {"document": _document()}
    for kind, name in TYPES.items():
        found[name] = pyarrow.schema([("type", pyarrow.string()), ("id", pyarrow.string()), *_fields(kind)])
    return found | {"refused": _REFUSED}


def batch(rows: Sequence[Row], schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """Rows as a table's. Raises ValueError for a field that the table does not have: nothing is dropped silently."""
    unknown = set().union(*rows) - set(schema.names)
    if unknown:
        raise ValueError(f"no column for {sorted(unknown)}")
    return pyarrow.RecordBatch.from_pylist(list(rows), schema)


def parquet_bytes(batches: Sequence[pyarrow.RecordBatch], schema: pyarrow.Schema) -> bytes:
    """A Parquet file of one row group: the same bytes for the same rows, however they were batched."""
    table = pyarrow.Table.from_batches(batches, schema).combine_chunks()
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", row_group_size=max(1, table.num_rows))
    return bytes(sink.getvalue())


def _document() -> pyarrow.Schema:
    """As `document_json` gives it with the text, and whose account of what is found by."""
    own = [field for field in _fields(Document) if field.name not in ("id", "title_span")]
    told = pyarrow.schema([(name, pyarrow.string()) for name in ("type", "id", "doc")])
    evidence = pyarrow.field("evidence", pyarrow.list_(_type(Evidence)))
    return pyarrow.schema([*told, evidence, *own, pyarrow.field("confidence", pyarrow.float64())])


def _fields(kind: type) -> list[pyarrow.Field]:
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return [pyarrow.field(name.rstrip("_"), _type(hints[name])) for name in names]


def _type(hint: Any) -> pyarrow.DataType:
    """The column type of a field: X or None as X, tuples as lists, a float or int as a float, classes as structs."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if dataclasses.is_dataclass(hint):
        return pyarrow.struct(_fields(typing.cast(type, hint)))
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        told = {_type(one) for one in arguments if one is not types.NoneType}
        return told.pop() if len(told) == 1 else pyarrow.float64()
    if origin is tuple:
        return pyarrow.list_(_type(arguments[0]))
    if origin is dict:
        return pyarrow.map_(_type(arguments[0]), _type(arguments[1]))
    raise TypeError(f"no column for {hint}")
