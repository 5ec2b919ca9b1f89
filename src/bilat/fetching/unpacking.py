"""A body as it was packed for the way: unpacked piece by piece, so that a small one cannot become more than memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
_PIECE = 1 << 18  # bytes that are unpacked at a time


class BadPacking(Exception):
    """The body is packed in a way that is not read, or broken; the message says which."""


def unpacked(parts: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body in pieces of at most a few hundred thousand bytes. `encoding`: the header Content-Encoding.

    One packing is undone, never several within each other. Raises BadPacking.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        yield from parts
        return
    if name not in ("gzip", "x-gzip", "deflate"):
        raise BadPacking(f"is packed as {encoding!r}, which is not read")
    try:
        yield from _inflated(parts, raw=name == "deflate")
    except zlib.error as wrong:
        raise BadPacking("is packed, and broken") from wrong


def _inflated(parts: Iterable[bytes], *, raw: bool) -> Iterator[bytes]:
    """gzip or zlib; with `raw` also deflate without either's header, as some servers send it."""
    opener = zlib.decompressobj(zlib.MAX_WBITS | 32)
    begun = False
    for part in parts:
        while part and not opener.eof:
            try:
                piece = opener.decompress(part, _PIECE)
            except zlib.error:
                if begun or not raw:
                    raise
                opener = zlib.decompressobj(-zlib.MAX_WBITS)
                piece = opener.decompress(part, _PIECE)
            begun = True
            part = opener.unconsumed_tail
            yield piece
    if begun and not opener.eof:
        raise BadPacking("is packed, and breaks off")
