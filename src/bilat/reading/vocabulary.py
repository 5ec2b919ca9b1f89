"""The word lists of this layer: YAML files in `data/`, loaded once, compiled once."""

from __future__ import annotations

import functools
import re
from typing import Any

from bilat.languages.compiled_patterns import compiled
from bilat.languages.compiled_yaml import values
from bilat.languages.initials import gated

_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z](?!<)")


@functools.cache
def data(name: str) -> dict[str, Any]:
    """The content of `data/<name>.yaml`."""
    loaded: dict[str, Any] = values("bilat.reading", f"data/{name}")
    return loaded


def fragments(name: str, *keys: str) -> list[str]:
    """The regular expression fragments under a path of keys."""
    node: Any = data(name)
    for key in keys:
        node = node[key]
    return [node] if isinstance(node, str) else [str(item) for item in node]


def joined(name: str, *keys: str) -> str:
    """One pattern, as text, for any of the fragments under a path of keys."""
    return "|".join(f"(?:{item})" for item in fragments(name, *keys))


@functools.cache
def either(name: str, *keys: str) -> re.Pattern[str]:
    """One pattern for any of the fragments under a path of keys, in lower case: for text in lower case.

    Lower case on both sides, rather than a flag, lets the engine skip to characters that an alternative begins with.
    """
    return compiled(gated([lowered(item) for item in fragments(name, *keys)]))


def lowered(pattern: str) -> str:
    """A pattern for text in lower case."""
    return _CAPITAL.sub(lambda letter: letter[0].lower(), pattern)
