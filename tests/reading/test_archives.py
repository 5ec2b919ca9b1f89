"""News archives: web archives (WARC) and tables (CSV), a document or a refusal for each article."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bilat.errors import InputError
from bilat.model import Document
from bilat.reading import read
from bilat.reading.reader import read_originals

PAGE = """<!doctype html><html><head><title>Ministers speak by phone</title>
<meta property="article:published_time" content="2025-09-10T08:00:00Z"></head><body><article>
<h1>Ministers speak by phone</h1><p>The two ministers spoke by phone on Wednesday about soybeans and fentanyl.</p>
<p>Both sides said afterwards that they will stay in touch, and that the line had been clear.</p></article></body>
</html>
"""


def response(url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A record of a web archive."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


RECORDS = (
    response("https://news.example/a.html", PAGE.encode()),
    response("https://news.example/a.png", b"\x89PNG", kind="image/png"),
    response("https://news.example/old", b"", status="301 Moved"),
    response("https://news.example/b.txt", "中美外长通电话。\n双方同意保持沟通。".encode(), kind="text/plain"),
)


@pytest.mark.parametrize("zipped", [False, True])
def test_the_pages_of_a_web_archive_are_documents(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / ("crawl.warc.gz" if zipped else "crawl.warc")
    path.write_bytes(b"".join(gzip.compress(one) if zipped else one for one in RECORDS))
    found = [item for item in read_originals([str(tmp_path)]) if not isinstance(item, InputError)]
    assert [item.document.url for item in found] == ["https://news.example/a.html", "https://news.example/b.txt"]
    assert found[0].document.published == "2025-09-10"  # as the page says, not when it was crawled
    assert found[0].content == PAGE.encode()
    assert "fentanyl" in found[0].document.text
    assert found[1].document.language == "zh-Hans"


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    whole = gzip.compress(RECORDS[0])
    (tmp_path / "cut.warc.gz").write_bytes(whole + gzip.compress(RECORDS[3])[:60])
    (tmp_path / "none.warc").write_bytes(b"this is no archive\n" * 30)
    found = list(read([str(tmp_path)]))
    assert [item.url for item in found if isinstance(item, Document)][:1] == ["https://news.example/a.html"]
    refused = [item for item in found if isinstance(item, InputError)]
    assert any(item.where.endswith("none.warc") for item in refused), found


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_rows_of_a_table_are_documents(tmp_path: Path, mark: str) -> None:
    rows = [
        ["url", "Title", "text", "published", "outlet"],
        ["https://news.example/1", '"Talks, again"', '"The delegations met.\nThey said ""progress"" was made."'],
        ["https://news.example/2", "会晤", "两国代表团在马德里会谈，双方同意再次会面。", "2025-09-15", ""],
        ["https://news.example/3", "Empty", "", "2025-09-15", ""],
        ["https://news.example/4", "Undated", "The ministers spoke.", "someday", ""],
    ]  # fmt: skip
    rows[1] += ["2025-09-15", "Reuters"]
    if mark != ",":
        rows[1][1] = "Talks again"
    path = tmp_path / "news.csv"
    path.write_text("\ufeff" + "\n".join(mark.join(row) for row in rows) + "\n", "utf-8")
    found = list(read_originals([str(path)], outlet_kinds={"reuters": "media"}))
    told = [item for item in found if not isinstance(item, InputError)]
    assert [item.document.url for item in told] == ["https://news.example/1", "https://news.example/2"]
    assert told[0].document.text == 'The delegations met.\nThey said "progress" was made.'
    assert (told[0].document.outlet, told[0].document.published) == ("Reuters", "2025-09-15")
    assert told[0].document.path is not None
    assert told[0].document.path.endswith("news.csv#1")
    assert b"progress" in told[0].content
    refused = [item.where for item in found if isinstance(item, InputError)]
    assert [where.rpartition("#")[2] for where in refused] == ["3", "4"]


def test_a_table_without_texts_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("url,title\nhttps://news.example/1,One\n", "utf-8")
    (tmp_path / "open.csv").write_text('text\n"never closed\n', "utf-8")
    found = list(read([str(tmp_path)]))
    assert all(isinstance(item, InputError) for item in found)
    assert "text" in str(found[0])
    assert len(found) == 2
