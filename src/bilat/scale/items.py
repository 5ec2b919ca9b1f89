"""A file as its articles, each still the bytes that it came as: nothing is parsed that the worker can parse."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, cast

from bilat.errors import InputError
from bilat.reading.csv_rows import read_csv
from bilat.reading.reader import plugged
from bilat.reading.rows import COLUMNS
from bilat.reading.sources import LARGEST_FILE, too_large
from bilat.reading.warc import BROKEN, pages
from bilat.scale.inputs import Hashed, Input

_ROWS = 64  # rows of a Parquet file that are held at a time


@dataclass(frozen=True, slots=True)
class Item:
    """One article as bytes. `kind`: `row` (a JSON object), `file` (of the kind that its name says) or `answer` (of the
    web, of type `media`). `name` is its file's, or its address; `number` its place in the file, from 1."""

    kind: str
    name: str
    number: int
    raw: bytes
    media: str = ""


@dataclass(slots=True)
class Read:
    """How the reading of an input went: the digest of its bytes, and how many records are no articles at all."""

    sha256: str = ""
    passed_over: int = 0


def items(source: Input, told: Read) -> Iterator[Item | InputError]:
    """The articles of a file in their order; where it breaks off, an InputError and no more."""
    try:
        if source.kind == "parquet":
            yield from _parquet(source, told)
            return
        with source.open() as opened:
            stream = Hashed(opened)
            if source.kind == "rows":
                yield from _rows(source, stream)
            elif source.kind == "warc":
                yield from _warc(source, stream, told)
            else:
                yield from _file(source, stream)
            told.sha256 = stream.digest()
    except BROKEN as error:
        why = str(error).split("\n", 1)[0] or type(error).__name__
        yield InputError(source.name, f"cannot be read on: {why}", "get the file anew, and run the same command again")


def _file(source: Input, stream: Hashed) -> Iterator[Item | InputError]:
    if source.size > LARGEST_FILE:
        yield too_large(source.name)
    elif source.kind == "table" or source.kind.startswith("."):
        yield from _several(source.name, source.kind, stream.read())
    else:
        yield Item("file", source.name, 1, stream.read())


def _several(name: str, kind: str, raw: bytes) -> Iterator[Item | InputError]:
    """The articles of a table (CSV), or those that a plugin's reader finds: read here and not in a worker, since
    nothing less tells how many there are. Raises UsageError for a plugin that cannot be loaded."""
    found = _of_table(name, raw) if kind == "table" else plugged(name, raw, kind[1:])
    number = 0
    for number, fields in enumerate(found, start=1):
        yield fields if isinstance(fields, InputError) else Item("row", name, number, _line(fields))
    if not number:
        yield InputError(name, "empty", "give a file with an article in it")


def _of_table(name: str, raw: bytes) -> Iterator[Mapping[str, Any] | InputError]:
    for row in read_csv(name, raw):
        yield row if isinstance(row, InputError) else {"id": row.id, "text": row.text, **asdict(row.stated)}


def _line(fields: Mapping[str, Any]) -> bytes:
    """An article's fields as a row of JSON; what JSON cannot hold is no text, and refused where the row is read."""
    kept = {key: fields[key] for key in ("text", *COLUMNS) if fields.get(key) is not None}
    return json.dumps(kept, ensure_ascii=False, default=lambda _: []).encode("utf-8", "surrogatepass")


def _rows(source: Input, stream: Hashed) -> Iterator[Item | InputError]:
    lines: Any = stream
    if source.path.lower().endswith(".gz"):
        lines = gzip.GzipFile(fileobj=cast(BinaryIO, stream))
    number = 0
    while line := lines.readline(LARGEST_FILE + 1):
        number += 1
        if len(line) > LARGEST_FILE:
            yield too_large(f"{source.name}#{number}")
            while line and not line.endswith(b"\n"):
                line = lines.readline(LARGEST_FILE)
        elif line.strip():
            yield Item("row", source.name, number, line)


def _parquet(source: Input, told: Read) -> Iterator[Item | InputError]:
    """Rows of a table with a column `text` and, where it has them, those that a row of JSON may have."""
    import pyarrow
    from pyarrow import parquet

    with source.open() as opened:
        told.sha256 = Hashed(opened).digest()
    try:
        with source.open() as opened, parquet.ParquetFile(opened) as file:
            names = set(file.schema_arrow.names)
            if "text" not in names:
                yield InputError(source.name, "has no column `text`", "name the column with the articles `text`")
                return
            wanted = [name for name in _COLUMNS if name in names]
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    kept = {key: value for key, value in row.items() if value is not None}
                    raw = json.dumps(kept, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
                    yield Item("row", source.name, number, raw)
    except pyarrow.ArrowException as error:
        raise OSError(str(error)) from error


_COLUMNS = ("text", *COLUMNS)


def _warc(source: Input, stream: Hashed, told: Read) -> Iterator[Item | InputError]:
    """The pages that an archive of the web holds; its other records are counted and passed over."""
    for number, page in enumerate(pages(source.name, cast(BinaryIO, stream)), start=1):
        if page is None:
            told.passed_over += 1
        elif isinstance(page, InputError):
            yield page
        else:
            yield Item("answer", page.url, number, page.content, page.kind)
