"""The inputs that were named: files, folders and standard input, as bytes within limits, or the refusal of one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from bilat.errors import InputError
from bilat.plugins import READERS, plugins

LARGEST_FILE = 64 * 1024 * 1024  # bytes
LARGEST_TEXT = 10_000_000  # characters
LONGEST_LINE = 1_000_000  # characters
_WIDEST = 4  # bytes that a character takes at most in any encoding that is read
_CHUNK = 1 << 20
SUFFIXES = {
    ".txt": "text", ".md": "text", ".html": "page", ".htm": "page", ".pdf": "pdf", ".jsonl": "rows", ".csv": "table",
    ".warc": "archive", ".warc.gz": "archive",
}  # fmt: skip


class Source(NamedTuple):
    """An input that exists and may be opened. `path` is None for standard input; `kind` None: to be seen; a suffix with
    its dot: a plugin reads it."""

    name: str
    path: str | None
    kind: str | None


def printable(path: str) -> str:
    """A path as text: names that are no UTF-8 on disk get replacement characters."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def sources(paths: Sequence[str]) -> Iterator[Source | InputError]:
    """Each input to read, folders walked in order; what cannot be one as an InputError."""
    for path in paths:
        if path == "-":
            yield Source(name="-", path=None, kind=None)
        elif os.path.isdir(path):
            yield from _folder(path)
        else:
            yield _file(path)


def _file(path: str) -> Source | InputError:
    name = printable(path)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        return refused_by_system(name, error)
    kind = _kind(path)
    if kind is None:
        return InputError(name, "this kind of file is not read", f"give one of {' '.join(_suffixes())} or a folder")
    if not stat.S_ISREG(mode):
        return InputError(name, "not a regular file", "save its content as a file, or give it on standard input as -")
    return Source(name=name, path=path, kind=kind)


def _kind(path: str) -> str | None:
    """What a file holds, by how its name ends; of a suffix that a plugin reads, the suffix itself."""
    stem, end = os.path.splitext(path.lower())
    found = SUFFIXES.get(os.path.splitext(stem)[1] + end) or SUFFIXES.get(end)
    return found or (end if end[1:] in plugins(READERS) else None)


def _suffixes() -> list[str]:
    return [*SUFFIXES, *(f".{name}" for name in plugins(READERS))]


def _folder(top: str) -> Iterator[Source | InputError]:
    errors: list[OSError] = []
    empty = True
    for folder, below, files in os.walk(top, onerror=errors.append):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and _kind(name) is not None:
                empty = False
                yield _file(os.path.join(folder, name))
    for error in errors:
        yield refused_by_system(printable(str(error.filename or top)), error)
    if empty and not errors:
        remedy = f"it needs files {' '.join(_suffixes())}"
        yield InputError(printable(top), "nothing in this folder can be read", remedy)


def refused_by_system(name: str, error: Exception) -> InputError:
    """What the operating system said of a path, as a refusal."""
    why = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "not a path"
    remedy = "check its permissions" if isinstance(error, PermissionError) else "check the path"
    return InputError(name, why, remedy)


def content(source: Source, stdin: BinaryIO | None) -> bytes | InputError:
    """All the bytes of an input, or why not: too large, or a line too long to be an article's."""
    try:
        if source.path is None:
            return _bounded(source, stdin) if stdin is not None else b""
        if os.path.getsize(source.path) > LARGEST_FILE:
            return too_large(source.name)
        with open(source.path, "rb") as stream:
            return _bounded(source, stream)
    except (OSError, ValueError) as error:
        return refused_by_system(source.name, error)


def too_large(name: str) -> InputError:
    """The refusal of a file above the limit."""
    return InputError(name, f"larger than {LARGEST_FILE // 2**20} MB", "split it, or give its articles as .jsonl rows")


def _bounded(source: Source, stream: BinaryIO) -> bytes | InputError:
    """Reads up to the limits; the end of a line is looked for chunk by chunk, so that a bomb is refused early."""
    chunks: list[bytes] = []
    size = run = 0
    while chunk := stream.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        last = chunk.rfind(b"\n")
        run = run + len(chunk) if last < 0 else len(chunk) - last
        if size > LARGEST_FILE:
            return too_large(source.name)
        if source.kind == "text" and run > LONGEST_LINE * _WIDEST:
            return line_too_long(source.name)
    return b"".join(chunks)


def line_too_long(name: str) -> InputError:
    """The refusal of a text with a line that no article has."""
    return InputError(name, f"a line of more than {LONGEST_LINE:,} characters", "break it into paragraphs, one a line")


def text_refusal(name: str, text: str) -> InputError | None:
    """Why a text that was read is none to work on, if so."""
    if all(character.isspace() or character in "\x00\ufeff\u200b" for character in text):
        return InputError(name, "empty", "give a file with an article in it")
    if len(text) > LARGEST_TEXT:
        return InputError(name, f"longer than {LARGEST_TEXT:,} characters", "split it, one article a file")
    start = 0
    while len(text) - start > LONGEST_LINE:
        end = text.rfind("\n", start, start + LONGEST_LINE + 1)
        if end < 0:
            return line_too_long(name)
        start = end + 1
    return None
