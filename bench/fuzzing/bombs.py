"""Documents that are built to exhaust: small for whoever sends them, without end for whoever reads them."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from fuzzing import seeds


def _gzip_zeros(size: int, head: bytes = b"", filler: bytes = b" ") -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        packed.write(head)
        for _ in range(size >> 20):
            packed.write(filler * (1 << 20))
    return out.getvalue()


def _pdf(stream: bytes) -> bytes:
    packed = zlib.compress(stream)
    raw = seeds.pdf(["A"])
    start, end = raw.index(b"4 0 obj"), raw.index(b"5 0 obj")
    body = b"4 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    return raw[:start] + body + raw[end:]


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{entities}]><rss version="2.0"><channel>'
        "<title>&l11;</title><item><title>&l11;</title><link>https://a.example/</link></item></channel></rss>"
    ).encode()


def _warc() -> bytes:
    size = 2 << 30
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http; "
        f"msgtype=response\r\nContent-Length: {size}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    )
    return _gzip_zeros(size, head.encode())


def _parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet

    out = io.BytesIO()
    article = "a " * 5_000_000
    column = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 2000, pyarrow.int32()), pyarrow.array([article]))
    parquet.write_table(pyarrow.table({"text": column}), out, compression="zstd")
    return out.getvalue()


# What they are, the end of their file's name, and how they are made.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a line of 100 MB": (".txt", lambda: b"word " * 20_000_000),
    "a row of 100 MB": (".jsonl", lambda: b'{"text": "' + b"word " * 20_000_000 + b'"}'),
    "a cell of 60 MB": (".csv", lambda: b"text\n" + b"word " * 12_000_000),
    "numerals, 900,000 in a line": (".txt", lambda: ("一" * 900_000).encode()),
    "9 million characters of one cue": (".txt", lambda: ("Rubio said that. " * 55_000 + "\n").encode() * 10),
    "500,000 opening quotation marks": (".txt", lambda: ("“" * 500_000).encode()),
    "500,000 dates": (".txt", lambda: b"June 5, 2025 \n" * 500_000),
    "names alone": (".md", lambda: "王毅、鲁比奥、习近平、特朗普、".encode() * 100_000),
    "a page nested 200,000 deep": (".html", lambda: b"<div>" * 200_000 + b"text"),
    "a page of 60,000 links": (".html", lambda: b"<a href='x'>a b c</a> " * 59_000),
    "a page of one paragraph": (".html", lambda: b"<p>" + b"He said so. " * 800_000),
    "a PDF whose text unpacks to 800 MB": (".pdf", lambda: _pdf(b" " * 800_000_000)),
    "a PDF that draws 5 million words": (".pdf", lambda: _pdf(b"BT /F1 9 Tf 9 9 Td (word) Tj ET\n" * 5_000_000)),
    "JSON nested 5 million deep": (".jsonl", lambda: b"[" * 5_000_000),
    "100,000 rows that are none": (".jsonl", lambda: b"{}\n" * 100_000),
    "an archive that unpacks to 2 GB": (".warc.gz", _warc),
    "bytes of all kinds": (".txt", lambda: bytes(range(256)) * 40_000),
    "combining signs": (".txt", lambda: ("e" + "\u0301" * 400_000).encode()),
}
BULK: dict[str, tuple[str, Callable[[], bytes]]] = {
    "rows that unpack to 3 GB": (".jsonl.gz", lambda: _gzip_zeros(3 << 30, b'{"text": "', b"a")),
    "a table of 2,000 times 10 MB in one value": (".parquet", _parquet),
}
FEEDS: dict[str, Callable[[], bytes]] = {
    "a billion laughs": _laughs,
    "100,000 entries": lambda: b"<rss><channel>" + b"<item><link>https://a.example/</link></item>" * 100_000,
    "nested 100,000 deep": lambda: b"<rss>" * 100_000,
    "a feed as JSON, nested": lambda: json.dumps({"items": []}).encode() + b"[" * 100_000,
}


def made(folder: Path) -> Iterator[tuple[str, str]]:
    """Each of the files, by what it is, written to a folder and taken away again."""
    for name, (suffix, make) in FILES.items():
        path = folder / f"bomb{suffix}"
        path.write_bytes(make())
        yield name, str(path)
        path.unlink()
