"""Which bilat read a document's records: its version, and a fingerprint of everything that reading depends on."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from importlib import metadata, resources
from importlib.resources.abc import Traversable

# What a document's records follow from.
_PARTS = ("model.py", "pipeline.py", "languages", "packs", "reading", "extract", "guards", "relate/register.py")
_KINDS = (".py", ".yaml", ".csv")


@functools.cache
def extractor() -> str:
    """`VERSION+FINGERPRINT`: it changes whenever code or data changes that a document's records depend on."""
    found = hashlib.sha256()
    root = resources.files("bilat")
    for name in _PARTS:
        for path, file in _files(root.joinpath(name), name):
            found.update(path.encode() + b"\0" + file.read_bytes() + b"\0")
    return f"{metadata.version('bilat')}+{found.hexdigest()[:12]}"


def _files(start: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    if start.is_file():
        if name.endswith(_KINDS):
            yield name, start
        return
    for child in sorted(start.iterdir(), key=lambda one: one.name):
        yield from _files(child, f"{name}/{child.name}")
