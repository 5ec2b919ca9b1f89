"""Which bilat read a document's records: its version, a fingerprint of all that reading depends on, and plugins."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from bilat.plugins import EXTRACTORS, PACKS, READERS, plugins

# What a document's records follow from.
_PARTS = (
    "model.py", "pipeline.py", "languages", "packs", "reading", "extract", "guards", "proposing/plugged.py",
    "proposing/merging.py", "relate/register.py",
)  # fmt: skip
_KINDS = (".py", ".yaml", ".csv")


@functools.cache
def extractor() -> str:
    """`VERSION+FINGERPRINT`, and behind it the plugins that read: it changes whenever code or data changes that a
    document's records depend on."""
    found = hashlib.sha256()
    root = resources.files("bilat")
    for name in _PARTS:
        for path, file in _files(root.joinpath(name), name):
            found.update(path.encode() + b"\0" + file.read_bytes() + b"\0")
    added = {one.by for group in (READERS, EXTRACTORS, PACKS) for one in plugins(group).values()}
    return " ".join((f"{metadata.version('bilat')}+{found.hexdigest()[:12]}", *sorted(added)))


def _files(start: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    if start.is_file():
        if name.endswith(_KINDS):
            yield name, start
        return
    for child in sorted(start.iterdir(), key=lambda one: one.name):
        yield from _files(child, f"{name}/{child.name}")
