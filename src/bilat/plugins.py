"""What others add to bilat: readers, extractors, exports and packs that are installed beside it.

A plugin is an installed distribution with an entry point in one of GROUPS. What the entry point is called is what it is
asked for by: a suffix of files, an extractor's own name, a format, the id of a pack. Nothing of a plugin is loaded
before it is needed, and none can take the place of what bilat brings along.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from bilat.errors import UsageError

READERS, EXTRACTORS, EXPORTS, PACKS = GROUPS = ("bilat.readers", "bilat.extractors", "bilat.exports", "bilat.packs")


@dataclass(frozen=True, slots=True)
class Plugin:
    """One thing that is added. `name`: what it is asked for by; `by`: the distribution with its version."""

    name: str
    by: str
    point: EntryPoint

    def load(self) -> Any:
        """What the entry point names. Raises UsageError where it cannot be loaded."""
        try:
            return self.point.load()
        except Exception as wrong:  # whatever a stranger's module does when it is imported
            told = f"the plugin {self.name!r} of {self.by} cannot be loaded ({type(wrong).__name__}: {wrong})"
            raise UsageError(f"{told}; mend or uninstall it") from wrong


@functools.cache
def plugins(group: str) -> Mapping[str, Plugin]:
    """The plugins of one of GROUPS by name, in the order of their names.

    Raises UsageError where two distributions use one name.
    """
    found: dict[str, Plugin] = {}
    for point in sorted(entry_points(group=group), key=lambda one: one.name):
        by = f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"
        other = found.setdefault(point.name, Plugin(point.name, by, point))
        if (other.by, other.point.value) != (by, point.value):
            raise UsageError(f"{other.by} and {by} both bring a plugin {point.name!r} ({group}); uninstall one of them")
    return found
