"""Sound documents made unsound: by chance, and with what does harm to readers. The same seed gives the same bytes."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable, Sequence

Mutator = Callable[[bytes, random.Random, "Stock"], bytes]


class Stock:
    """What there is to take from: other sound documents, and hostile units of text."""

    def __init__(self, documents: Sequence[bytes], units: Sequence[str]) -> None:
        self.documents, self.units = documents, units

    def unit(self, chance: random.Random) -> bytes:
        return chance.choice(self.units).encode("utf-8", "surrogatepass")


def _place(raw: bytes, chance: random.Random) -> int:
    return chance.randrange(len(raw) + 1)


def flip(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    out = bytearray(raw)
    for _ in range(chance.choice((1, 1, 4, 30, 300))):
        if out:
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def truncate(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    at = _place(raw, chance)
    return raw[:at] if chance.random() < 0.7 else raw[at:]


def duplicate(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    start = _place(raw, chance)
    piece = raw[start : start + chance.choice((1, 20, 400, 5000))]
    return raw[:start] + piece * min(chance.choice((2, 30, 1000)), 20_000 // (len(piece) or 1) + 1) + raw[start:]


def shuffle(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    pieces = [raw[at : at + 97] for at in range(0, len(raw), 97)]
    chance.shuffle(pieces)
    return b"".join(pieces)


def delete(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    start = _place(raw, chance)
    return raw[:start] + raw[start + chance.choice((1, 3, 50, 900)) :]


def splice(raw: bytes, chance: random.Random, stock: Stock) -> bytes:
    other = chance.choice(stock.documents)
    return raw[: _place(raw, chance)] + other[_place(other, chance) :]


def insert(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    at, what = _place(raw, chance), chance.choice(_HOSTILE)
    return raw[:at] + what * chance.choice((1, 1, 3, 200)) + raw[at:]


def repeat(raw: bytes, chance: random.Random, stock: Stock) -> bytes:
    at, unit = _place(raw, chance), stock.unit(chance)
    return raw[:at] + unit * (chance.choice((100, 800, 4000)) // len(unit) + 1) + raw[at:]


def mix(raw: bytes, chance: random.Random, stock: Stock) -> bytes:
    pieces = [stock.unit(chance) * chance.choice((1, 1, 2, 9)) for _ in range(chance.choice((20, 120)))]
    at = _place(raw, chance)
    return raw[:at] + b"".join(pieces) + raw[at:]


def recode(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    """A part in another encoding than the rest."""
    start = _place(raw, chance)
    end = min(len(raw), start + chance.choice((10, 200, 5000)))
    name = chance.choice(("utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5hkscs", "cp1252", "utf-7"))
    return raw[:start] + raw[start:end].decode("utf-8", "replace").encode(name, "replace") + raw[end:]


def numbers(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    """Figures become huge, negative or nothing."""
    out = bytearray()
    for byte in raw:
        if 48 <= byte <= 57 and chance.random() < 0.2:
            out += chance.choice((b"", b"-1", b"9" * 30, b"9" * 5000, b"0x", b"1e999", b"NaN", b"\xd9\xa3"))
        else:
            out.append(byte)
    return bytes(out[:400_000])


def compress(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    packed = gzip.compress(raw, mtime=0) if chance.random() < 0.6 else zlib.compress(raw)
    return packed if chance.random() < 0.5 else packed[: _place(packed, chance)]


def nest(raw: bytes, chance: random.Random, _: Stock) -> bytes:
    opening, closing = chance.choice(_NESTS)
    deep, at = chance.choice((50, 300, 3000)), _place(raw, chance)
    return raw[:at] + opening * deep + raw[at : at + 100] + closing * chance.choice((0, deep)) + raw[at + 100 :]


_NESTS = (
    (b"<div>", b"</div>"),
    (b"<b><i>", b"</i></b>"),
    (b"[", b"]"),
    (b'{"a":', b"}"),
    (b"<table><tr><td>", b""),
    ("“‘".encode(), "’”".encode()),
    (b"(", b")"),
    ("《".encode(), "》".encode()),
    (b"<<", b">>"),
    (b"- ", b""),
    (b"<item>", b"</item>"),
    (b"<ul><li>", b"</li></ul>"),
    (b"<blockquote>", b"</blockquote>"),
)
_HOSTILE = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        "\0",
        "\ufeff",
        "\u202e",
        "\u202d\u2066",
        "\u2069",
        "\u200b",
        "\u200d\u200c",
        "\ud800",
        "\udfff\ud800",
        "\ufffe",
        "\uffff",
        "\U0010ffff",
        "\x1b[2J\x1b]0;a\x07",
        "\r",
        "\x85",
        "\u2028",
        "\x0c",
        "\x1a",
        "\x7f",
        "e" + "\u0301" * 50,
        "\n" * 50,
        " " * 300,
        "\u3000" * 100,
        '"',
        "'",
        "\\",
        "\\u0000",
        "\\ud800",
        "%00",
        "&#0;",
        "&#xD800;",
        "&lt;script&gt;",
        "<script>alert(1)</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?php",
        "</p></div></body></html>",
        "<a href='",
        "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;&b;&b;'>]>",
        "&d;",
        "<!ENTITY % x SYSTEM 'file:///etc/passwd'>",
        "<meta charset='utf-16'>",
        "<base href='javascript:a'>",
        "<svg/onload=a>",
        "<iframe src='http://127.0.0.1/'>",
        "endobj\n",
        "stream\n",
        "/Length 99999999999",
        "/Filter[/FlateDecode/FlateDecode]",
        "xref\n0 99999999\n",
        "Content-Length: -1\r\n",
        "Content-Encoding: gzip\r\n",
        "WARC/1.0\r\n\r\n",
        "\r\n\r\n",
        ",,,,",
        ";",
        "\t",
        '""""',
        "&a",
        "*a",
        "!!python/object:os.system",
        "<<: *a",
        "? ",
        "%YAML 9.9\n",
        "---\n",
        "...\n",
        "|\n",
        "{}",
        "[]",
        "null",
        "true",
        "1e400",
        "-0",
        "0" * 400,
        "9" * 400,
        "2025-99-99",
        "99999-01-01",
        "0000-00-00",
        "Feb 30",
        "2月30日",
    )
)
MUTATORS: tuple[Mutator, ...] = (
    flip,
    truncate,
    duplicate,
    shuffle,
    delete,
    splice,
    insert,
    insert,
    repeat,
    repeat,
    mix,
    recode,
    numbers,
    compress,
    nest,
)


def mutated(raw: bytes, chance: random.Random, stock: Stock) -> bytes:
    """One to three mutations of a document, which stays small enough for many, but for a few."""
    most = 400_000 if chance.random() < 0.02 else 30_000
    for _ in range(chance.choice((1, 1, 2, 3))):
        raw = chance.choice(MUTATORS)(raw, chance, stock)[:most]
    return raw
