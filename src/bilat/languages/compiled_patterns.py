"""Patterns compiled once: what `re` makes of their text is kept where Python keeps compiled modules.

Compiling the patterns that come from the languages' data takes a third of the time of a short command. What is kept is
the list of numbers that `re` itself hands to its engine, which checks each list before it runs it: the pattern is equal
to what `re.compile` makes. The rules of byte code hold (see `compiled_yaml`): one file in `__pycache__`, a line a
pattern, added as patterns are called for. It begins with what made it: of another Python it counts for nothing, and so
does a line that is broken. The lists are no public interface of Python's; where they are not to be had, `re.compile`
is asked.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import importlib
import importlib.util
import json
import os
import re
import sys
from array import array
from pathlib import Path
from typing import Any

_LARGEST = 8_000_000  # bytes; larger than all patterns of all languages: then most are no longer in use


def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, which is not asked where it was for the same text and flags before. Raises re.error."""
    place = _place()
    if place is None:
        return re.compile(text, flags)
    key = hashlib.sha256(f"{int(flags)} {text}".encode("utf-8", "surrogatepass")).hexdigest().encode()
    line = _kept(place).get(key)
    with contextlib.suppress(ValueError, TypeError, KeyError, IndexError, RuntimeError):
        if line is not None:
            return _pattern(text, json.loads(line))
    made = _made(text, flags)
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):
            _keep(place, key, json.dumps(made).encode())
    return _pattern(text, made)


def _made(text: str, flags: int) -> dict[str, Any]:
    """What the engine is to be given for a pattern. Raises re.error."""
    parser, compiler = importlib.import_module("re._parser"), importlib.import_module("re._compiler")
    parsed = parser.parse(text, int(flags))
    code = array("I", compiler._code(parsed, int(flags)))
    return {
        "flags": int(flags) | parsed.state.flags,
        "groups": parsed.state.groups - 1,
        "names": parsed.state.groupdict,
        "code": base64.b64encode(code.tobytes()).decode(),
    }


def _pattern(text: str, made: dict[str, Any]) -> re.Pattern[str]:
    """The engine's pattern. Raises ValueError, TypeError, KeyError, IndexError, RuntimeError for what is broken."""
    names: list[str | None] = [None] * (made["groups"] + 1)
    for name, number in made["names"].items():
        names[number] = name
    code = array("I", base64.b64decode(made["code"])).tolist()
    engine: Any = importlib.import_module("_sre")
    pattern: re.Pattern[str] = engine.compile(text, made["flags"], code, made["groups"], made["names"], tuple(names))
    return pattern


@functools.cache
def _place() -> Path | None:
    """Where patterns are kept; None where this Python's `re` is not as expected, or has no place for byte code."""
    try:
        engine: Any = importlib.import_module("_sre")
        expected = array("I").itemsize == engine.CODESIZE and _pattern("(?P<a>b)", _made("(?P<a>b)", 0))
        if expected and expected == re.compile("(?P<a>b)"):
            return Path(importlib.util.cache_from_source(__file__)).with_suffix(".patterns")
    except Exception:  # whatever another Python does differently
        return None
    return None


def _made_by() -> bytes:
    engine: Any = importlib.import_module("_sre")
    return f"{sys.version} {engine.MAGIC} {sys.byteorder}".replace("\n", " ").encode()


@functools.cache
def _kept(place: Path) -> dict[bytes, bytes]:
    """The lines by their keys, as they were when first asked for."""
    with contextlib.suppress(OSError):
        if place.stat().st_size <= _LARGEST:
            made_by, *lines = place.read_bytes().split(b"\n")
            if made_by == _made_by():
                return dict(line.split(b" ", 1) for line in lines if b" " in line)
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError):
            _begin(place)
    return {}


def _begin(place: Path) -> None:
    """An empty file, under another name first, so that nobody adds to a half. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    beside.write_bytes(_made_by())
    beside.replace(place)


def _keep(place: Path, key: bytes, line: bytes) -> None:
    """One write at the end of the file: what several processes add does not mix. Raises OSError."""
    end = os.open(place, os.O_WRONLY | os.O_APPEND)
    try:
        os.write(end, b"\n" + key + b" " + line)  # the line break first: a half that was left is a line of its own
    finally:
        os.close(end)
