"""Sound documents of every format that bilat reads, out of the bundled samples: what the mutators begin with."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from bilat.demo import sample_paths

Make = Callable[[Sequence[str]], bytes]


def texts() -> list[str]:
    """The first paragraphs of the bundled samples, in English and in both Chinese scripts."""
    with sample_paths() as paths:
        whole = [Path(path).read_text("utf-8") for path in paths]
    return ["\n\n".join([part for part in text.split("\n\n") if part.strip()][:5]) for text in whole]


def page(text: str) -> str:
    """An article as a web page."""
    title, *rest = [part for part in text.split("\n") if part.strip()]
    body = "".join(f"<p>{escape(part)}</p>" for part in rest)
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{escape(title)}</title><meta name='author' content="
        f"'A B'><meta property='article:published_time' content='2025-06-10'></head><body><nav><a href='/'>Home</a>"
        f"</nav><article><h1>{escape(title)}</h1>{body}</article></body></html>"
    )


def row(text: str, number: int = 0) -> str:
    """An article as a row of JSON."""
    told = {"id": f"r{number}", "text": text, "title": text.split("\n")[0], "published": "2025-06-10", "url":
            f"https://a.example/{number}", "outlet": "A", "author": "B"}  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def pdf(lines: Sequence[str]) -> bytes:
    """A page of Latin text."""
    drawn = "".join(
        f"BT /F1 11 Tf 50 {780 - 16 * n} Td ({line.translate({40: None, 41: None, 92: None})}) Tj ET\n"
        for n, line in enumerate(lines)
    ).encode("latin-1", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n" % len(drawn) + drawn + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def warc(pages: Sequence[str]) -> bytes:
    """An archive of answers."""
    out = b""
    for number, markup in enumerate(pages):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + markup.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\nWARC-Date: "
            f"2025-06-10T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        out += head.encode() + answer + b"\r\n\r\n"
    return out


def parquet(told: Sequence[str]) -> bytes:
    """A table of articles."""
    import pyarrow
    from pyarrow import parquet as files

    out = io.BytesIO()
    columns = {"id": [str(n) for n in range(len(told))], "text": list(told), "published": ["2025-06-10"] * len(told)}
    files.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def table(told: Sequence[str]) -> bytes:
    """A table of articles as CSV."""
    import csv

    out = io.StringIO()
    csv.writer(out).writerows([("id", "text", "published"), *((n, text, "2025-06-10") for n, text in enumerate(told))])
    return out.getvalue().encode()


def feed(kind: str) -> bytes:
    """An RSS or Atom feed, a JSON feed, or a sitemap."""
    links = [f"https://a.example/{n}" for n in range(5)]
    if kind == "json":
        items = [{"id": link, "url": link, "content_text": "a"} for link in links]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": items}).encode()
    if kind == "rss":
        items = "".join(
            f"<item><title>a</title><link>{link}</link><description>b</description></item>" for link in links
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>{items}</channel></rss>'.encode()
    if kind == "atom":
        items = "".join(f"<entry><title>a</title><link href='{link}'/><id>{link}</id></entry>" for link in links)
        return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{items}</feed>'.encode()
    items = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'.encode()


def _english(told: Sequence[str]) -> str:
    return next(text for text in told if text.isascii() or text[:300].count(" ") > 20)


def _chinese(told: Sequence[str], number: int) -> str:
    return [text for text in told if text[:300].count(" ") <= 20][number]


# By the end of a file's name, or by what else a document is: how a sound one is made of some texts.
FILES: dict[str, Make] = {
    ".txt": lambda told: told[0].encode(),
    ".md": lambda told: ("# " + told[0].replace("\n\n", "\n\n## ")).encode(),
    ".html": lambda told: page(told[0]).encode(),
    ".htm": lambda told: page(_chinese(told, 0)).encode("gb18030"),
    ".pdf": lambda told: pdf(_english(told).split("\n")[:40]),
    ".jsonl": lambda told: "\n".join(row(text[:800], n) for n, text in enumerate(told[:4])).encode(),
    ".csv": lambda told: table([text[:800] for text in told[:4]]),
    ".warc": lambda told: warc([page(text[:800]) for text in told[:3]]),
    ".warc.gz": lambda told: gzip.compress(warc([page(text[:800]) for text in told[:3]]), mtime=0),
}
ENCODED: dict[str, Make] = {
    "utf-16.txt": lambda told: told[0].encode("utf-16"),
    "utf-16-be.txt": lambda told: told[0].encode("utf-16-be"),
    "gb18030.txt": lambda told: _chinese(told, 0).encode("gb18030"),
    "big5.txt": lambda told: _chinese(told, -1).encode("big5hkscs", "replace"),
    "cp1252.txt": lambda told: _english(told).encode("cp1252", "replace"),
}
BULK: dict[str, Make] = {
    ".parquet": lambda told: parquet([text[:800] for text in told[:4]]),
    ".jsonl.gz": lambda told: gzip.compress(FILES[".jsonl"](told), mtime=0),
}
LISTS: dict[str, Make] = {
    kind: (lambda _, kind=kind: feed(kind))
    for kind in ("rss", "atom", "json", "sitemap")  # type: ignore[misc]
}
