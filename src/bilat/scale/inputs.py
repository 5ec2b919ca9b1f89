"""The inputs that were named, as files: paths, folders and URLs that fsspec knows."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import fsspec

from bilat.errors import InputError
from bilat.plugins import READERS, plugins
from bilat.reading.sources import SUFFIXES

_CONTAINERS = {
    ".jsonl": "rows", ".jsonl.gz": "rows", ".parquet": "parquet", ".warc": "warc", ".warc.gz": "warc", ".wet.gz": "warc"
}  # fmt: skip
KINDS = SUFFIXES | _CONTAINERS
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `name` is how people know it, `kind` how it is read (a suffix with its dot: by a plugin), `size`
    in bytes; `modified` is ISO 8601 in UTC, None where the file system does not tell."""

    name: str
    kind: str
    size: int
    modified: str | None
    system: Any
    path: str

    def open(self) -> BinaryIO:
        """Its bytes, from the start. Raises OSError."""
        stream: BinaryIO = self.system.open(self.path, "rb")
        return stream


class Hashed:
    """A stream that is hashed as it is read, once and from start to end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As of any binary stream."""
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        """As of any binary stream."""
        data = self._stream.readline(size)
        self._hash.update(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._stream.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Not possible. Raises OSError."""
        raise io.UnsupportedOperation(f"a stream that is hashed is read in order ({offset}, {whence})")

    def close(self) -> None:
        """Whoever opened the stream closes it."""

    def digest(self) -> str:
        """Of all the stream, in hexadecimal; what was not read yet is read."""
        while self.read(_CHUNK):
            pass
        return self._hash.hexdigest()


def inputs(named: Sequence[str]) -> Iterator[Input | InputError]:
    """Every file to read in an order that is always the same: as named, folders by path, hidden files left out.

    A file named twice is read once. What cannot be an input is yielded as the error that says why.
    """
    seen: set[str] = set()
    for name in named:
        for item in _of(name):
            key = item.where if isinstance(item, InputError) else str(item.system.unstrip_protocol(item.path))
            if key not in seen:
                seen.add(key)
                yield item


def _of(name: str) -> Iterator[Input | InputError]:
    try:
        system, path = fsspec.core.url_to_fs(name)
        if system.isdir(path):
            yield from _folder(name, system, path)
        elif "*" in name:
            yield from _many(name, system, path, sorted(system.glob(path)))
        elif not system.exists(path):
            yield InputError(name, "no such file or directory", "check the path")
        elif kind(path) is None:
            yield InputError(name, "this kind of file is not read", f"give one of {_suffixes()} or a folder")
        else:
            yield _input(name, system, path)
    except (OSError, ValueError, ImportError) as error:
        yield InputError(name, _said(error), "check the path or the URL, and that its file system is installed")


def _folder(name: str, system: Any, path: str) -> Iterator[Input | InputError]:
    found = (one for one in sorted(system.find(path)) if not _hidden(one, path))
    yield from _many(name, system, path, [one for one in found if kind(one) is not None])


def _many(name: str, system: Any, path: str, found: Sequence[str]) -> Iterator[Input | InputError]:
    if not found:
        yield InputError(name, "nothing in it can be read", f"it needs files {_suffixes()}")
    top = path.split("*", 1)[0].rsplit("/", 1)[0] if "*" in name else path
    shown = name.split("*", 1)[0].rsplit("/", 1)[0] if "*" in name else name.rstrip("/")
    for one in found:
        yield _input(shown + one.removeprefix(top.rstrip("/")), system, one)


def _input(name: str, system: Any, path: str) -> Input | InputError:
    try:
        size = int(system.info(path)["size"])
        try:
            modified = system.modified(path).isoformat(timespec="seconds")
        except NotImplementedError:
            modified = None
        return Input(name, kind(path) or "text", size, modified, system, path)
    except OSError as error:
        return InputError(name, _said(error), "check the path and its permissions")


def kind(path: str) -> str | None:
    """How a file is read, by the end of its name; None for one that is not."""
    lower = path.lower()
    found = next((how for suffix, how in KINDS.items() if lower.endswith(suffix)), None)
    end = os.path.splitext(lower)[1]
    return found or (end if end[1:] in plugins(READERS) else None)


def _suffixes() -> str:
    return " ".join([*KINDS, *(f".{name}" for name in plugins(READERS))])


def _hidden(path: str, top: str) -> bool:
    return any(part.startswith(".") for part in path.removeprefix(top).split("/"))


def _said(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
