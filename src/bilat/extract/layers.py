"""Things that lie in a text, in order, looked up by position."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar, overload

from bilat.extract.lexicon import Mention


class _Placed(Protocol):
    """What lies somewhere in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=_Placed)


class Layer(Sequence[Item]):
    """Things with start and end, in order, looked up by position."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = list(items)
        self._starts = [item.start for item in self.items]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        return self.items[index]

    def within(self, start: int, end: int) -> list[Item]:
        """Those that lie wholly in [start, end)."""
        starts = self._starts
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:
            return []
        return [item for item in self.items[low : bisect_left(starts, end, low)] if item.end <= end]

    def begun(self, start: int, end: int) -> list[Item]:
        """Those that begin in [start, end)."""
        low = bisect_left(self._starts, start)
        return self.items[low : bisect_left(self._starts, end, low)]

    def before(self, end: int) -> Iterator[Item]:
        """Those that end at or before a place, the last one first."""
        for at in range(bisect_left(self._starts, end) - 1, -1, -1):
            if self.items[at].end <= end:
                yield self.items[at]


class Words(Layer[Mention]):
    """The mentions of one layer of the lexicon."""

    def any(self, start: int, end: int) -> bool:
        """True where at least one lies wholly in [start, end); what only looks like one (kind none) does not count."""
        starts = self._starts
        for at in range(bisect_left(starts, start), len(starts)):
            if starts[at] >= end:
                return False
            item = self.items[at]
            if item.end <= end and item.kind != "none":
                return True
        return False
