"""Articles cut into shards: at the same places for the same inputs, whoever works on them and in whatever order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bilat.errors import InputError
from bilat.scale.items import Item


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles that are worked on, written and repeated together. `number` counts from 0."""

    number: int
    items: tuple[Item | InputError, ...]

    def digest(self) -> str:
        """Of everything that its output follows from, in hexadecimal."""
        found = hashlib.sha256()
        for item in self.items:
            if isinstance(item, InputError):
                parts = ("refused", str(item), "", b"")
            else:
                parts = (item.kind, f"{item.name}#{item.number}", item.media, item.raw)
            for part in parts:
                data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
                found.update(len(data).to_bytes(8, "big") + data)
        return found.hexdigest()


def cut(items: Iterable[Item | InputError], *, documents: int, size: int) -> Iterator[Shard]:
    """Shards of so many documents, or of fewer that together have `size` bytes. Holds one at a time."""
    number, held, weight = 0, list[Item | InputError](), 0
    for item in items:
        held.append(item)
        weight += len(item.raw) if isinstance(item, Item) else 0
        if len(held) >= documents or weight >= size:
            yield Shard(number, tuple(held))
            number, held, weight = number + 1, [], 0
    if held:
        yield Shard(number, tuple(held))
