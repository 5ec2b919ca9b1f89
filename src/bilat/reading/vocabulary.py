"""The word lists of this layer: YAML files in `data/`, loaded once, compiled once."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

import yaml


@functools.cache
def data(name: str) -> dict[str, Any]:
    """The content of `data/<name>.yaml`."""
    text = resources.files("bilat.reading").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)
    return loaded


def fragments(name: str, *keys: str) -> list[str]:
    """The regular expression fragments under a path of keys."""
    node: Any = data(name)
    for key in keys:
        node = node[key]
    return [node] if isinstance(node, str) else [str(item) for item in node]


@functools.cache
def either(name: str, *keys: str) -> re.Pattern[str]:
    """One pattern for any of the fragments under a path of keys, without regard to case."""
    return re.compile("|".join(f"(?:{item})" for item in fragments(name, *keys)), re.IGNORECASE)
