"""Files by path, folder, pattern and URL, and what they hold, streamed."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import fsspec
import pyarrow
import pytest
from pyarrow import parquet

from bilat.errors import InputError
from bilat.scale.inputs import Input, inputs
from bilat.scale.items import Item, Read, items

from .helpers import ACCOUNT, READOUT, rows, write_rows


def files(*named: str) -> list[str]:
    return [item.name if isinstance(item, Input) else f"! {item.where}" for item in inputs(named)]


def held(name: str) -> tuple[list[Item | InputError], Read]:
    (source,) = inputs([name])
    assert isinstance(source, Input)
    read = Read()
    return list(items(source, read)), read


def test_files_come_as_named_and_folders_by_path(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a/x.txt", "a/.hidden/y.txt", "a/c.jpg", "a/z.warc.gz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    top = str(tmp_path)
    assert files(f"{top}/b.jsonl", f"{top}/a/", f"{top}/b.jsonl") == [
        f"{top}/b.jsonl", f"{top}/a/x.txt", f"{top}/a/z.warc.gz"
    ]  # fmt: skip
    assert files(f"{top}/*.jsonl") == [f"{top}/b.jsonl"]


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "c.jpg").write_text("x")
    missing = [str(tmp_path / "no.jsonl"), str(tmp_path / "empty"), str(tmp_path / "c.jpg"), "nosuch://bucket/a.jsonl"]
    assert files(*missing) == [f"! {name}" for name in missing]


def test_a_table_is_a_row_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    second = READOUT.replace('"', "'")
    path.write_text(f'id;text;published\na1;"{ACCOUNT}";2025-04-09\n;"{second}";\n;;x\n', "utf-8")
    found, _ = held(str(path))
    rows = [json.loads(item.raw) for item in found if isinstance(item, Item)]
    assert [(row["id"], row["text"][:4]) for row in rows] == [("a1", ACCOUNT[:4]), ("2", READOUT[:4])]
    assert rows[0]["published"] == "2025-04-09"
    assert [item.where for item in found if isinstance(item, InputError)] == [f"{path}#3"]


def test_an_object_store_is_read_by_url() -> None:
    system = fsspec.filesystem("memory")
    system.pipe_file("/news/2025/a.jsonl", json.dumps({"text": READOUT}).encode() + b"\n")
    try:
        assert files("memory://news") == ["memory://news/2025/a.jsonl"]
        found, read = held("memory://news/2025/a.jsonl")
    finally:
        system.rm("/news", recursive=True)
    assert [(item.kind, item.number) for item in found if isinstance(item, Item)] == [("row", 1)]
    assert len(read.sha256) == 64


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_rows_one_by_one(tmp_path: Path, name: str) -> None:
    path = write_rows(tmp_path / name, rows(3))
    found, read = held(path)
    assert [json.loads(item.raw)["id"] for item in found if isinstance(item, Item)] == ["a0", "a1", "a2"]
    assert read.sha256 == hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_an_archive_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    data = b"".join(hashlib.sha256(str(n).encode()).hexdigest().encode() + b"\n" for n in range(20_000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(data)[:-200])
    found, _ = held(str(tmp_path / "a.jsonl.gz"))
    assert len(found) > 1
    assert isinstance(found[-1], InputError)
    assert "cannot be read on" in found[-1].why


def test_rows_of_a_table_are_rows_of_json(tmp_path: Path) -> None:
    import datetime

    table = pyarrow.table({
        "text": [READOUT, None], "id": [1, 2], "published": [datetime.date(2025, 1, 24), None], "other": [1, 2],
    })  # fmt: skip
    parquet.write_table(table, tmp_path / "a.parquet")
    found, _ = held(str(tmp_path / "a.parquet"))
    assert [json.loads(item.raw) for item in found if isinstance(item, Item)] == [
        {"id": 1, "text": READOUT, "published": "2025-01-24"}, {"id": 2}
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"PAR1 but no table", b""])
def test_a_table_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    (found,), _ = held(str(tmp_path / "a.parquet"))
    assert isinstance(found, InputError)


def test_a_table_without_texts(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.table({"body": ["x"]}), tmp_path / "a.parquet")
    (found,), _ = held(str(tmp_path / "a.parquet"))
    assert isinstance(found, InputError)
    assert "text" in found.why


def warc_record(kind: str, address: str, body: bytes, content_type: str = "application/http;msgtype=response") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {content_type}\r\n"
    head += "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nWARC-Date: 2025-01-24T00:00:00Z\r\n"
    return head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def answer(status: str, media: str, body: bytes, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body


def warc() -> bytes:
    page = b"<html><body>page</body></html>"
    packed = answer("200 OK", "text/html; charset=utf-8", gzip.compress(page), "Content-Encoding: gzip\r\n")
    return b"".join([
        warc_record("request", "https://a.example/1", b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("response", "https://a.example/1", packed),
        warc_record("response", "https://a.example/2", answer("404 Not Found", "text/html", page)),
        warc_record("response", "https://a.example/3", answer("200 OK", "image/png", b"PNG")),
        warc_record("conversion", "https://a.example/4", b"plain", "text/plain"),
    ])  # fmt: skip


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_an_archive_of_the_web(tmp_path: Path, name: str) -> None:
    data = warc()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    found, read = held(str(tmp_path / name))
    assert [(i.kind, i.name, i.media, i.raw) for i in found if isinstance(i, Item)] == [
        ("answer", "https://a.example/1", "text/html", b"<html><body>page</body></html>"),
        ("answer", "https://a.example/4", "text/plain", b"plain"),
    ]
    assert read.passed_over == 2
    assert read.sha256 == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
