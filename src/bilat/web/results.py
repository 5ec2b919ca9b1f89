"""What takes a while to work out for a page, kept until what it was worked out from changes.

A result is right for as long as the workspace's mark is the same for the kinds of records that it rests on. Where only
a writer moved on, a result that takes long is shown once more, as of when it was worked out, and worked out anew behind
the page; what people decided is never waited for: then the page works it out itself, and shows it.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bilat.store import View

T = TypeVar("T")
_MOST = 48  # results that are kept
_QUICK = 0.05  # seconds that a page takes to work out a result itself rather than show an older one
_OLDEST = 300.0  # seconds after which no older one is shown
_LOOK = 5.0  # seconds between two looks at whether what is kept is still right
_REST = 60  # times as long as a result took, before it is worked out behind a page again
_LONGEST_REST = 240.0  # seconds, so that none grows older than what may be shown
_ASKED = 900.0  # seconds after which what nobody asks for is not brought up to date any more


@dataclass(frozen=True, slots=True)
class Worked(Generic[T]):
    """A result. `since`: None where it is of now, else when it was worked out (UTC, ISO, to the second)."""

    value: T
    since: str | None = None


@dataclass(slots=True)
class _Kept:
    value: Any
    read: tuple[int, ...]
    judged: str
    at: float
    told: str
    cost: float
    asked: float
    kinds: tuple[str, ...]
    work: Callable[[], Any]


class Results:
    """Results by key, the last asked for; safe to share between threads."""

    def __init__(self, view: View, *, quick: float = _QUICK) -> None:
        self._view, self._quick = view, quick
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._behind: threading.Thread | None = None

    def get(self, key: Hashable, kinds: tuple[str, ...], work: Callable[[], T]) -> Worked[T]:
        """What `work` gives, which rests on records of these kinds, on people's decisions and on `key` alone."""
        mark = self._view.mark()
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                kept.asked = time.monotonic()
        if kept is not None and kept.judged == mark.judged:
            if kept.read == mark.of(*kinds):
                return Worked(kept.value)
            if kept.cost > self._quick and time.monotonic() - kept.at < _OLDEST:
                self._wake()
                return Worked(kept.value, kept.told)
        return Worked(self.now(key, kinds, work))

    def now(self, key: Hashable, kinds: tuple[str, ...], work: Callable[[], T]) -> T:
        """The same as of this moment, however long it takes: for results that rest on it."""
        value: T = self._worked(key, kinds, work).value
        return value

    def __len__(self) -> int:
        return len(self._kept)

    def close(self) -> None:
        """Nothing is brought up to date from now on."""
        self._ended.set()
        self._wanted.set()
        if self._behind is not None:
            self._behind.join()

    def _worked(self, key: Hashable, kinds: tuple[str, ...], work: Callable[[], Any]) -> _Kept:
        """Work it out, once for all who ask at the same time."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            mark = self._view.mark()
            kept = self._kept.get(key)
            if kept is not None and (kept.read, kept.judged) == (mark.of(*kinds), mark.judged):
                return kept
            began = time.monotonic()
            value = work()
            done = time.monotonic()
            told = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            asked = kept.asked if kept is not None else done
            cost = done - began if kept is None else min(kept.cost, done - began)  # the first time loads what it needs
            fresh = _Kept(value, mark.of(*kinds), mark.judged, done, told, cost, asked, kinds, work)
            with self._lock:
                self._kept[key] = fresh
                while len(self._kept) > _MOST:
                    gone, _ = self._kept.popitem(last=False)
                    self._locks.pop(gone, None)
            return fresh

    def _wake(self) -> None:
        with self._lock:
            if self._behind is None and not self._ended.is_set():
                self._behind = threading.Thread(target=self._keep_up, name="bilat-results", daemon=True)
                self._behind.start()
        self._wanted.set()

    def _keep_up(self) -> None:
        """Bring up to date what takes long and is asked for."""
        while not self._ended.is_set():
            self._wanted.wait(_LOOK)
            self._wanted.clear()
            with self._lock:
                slow = [(key, kept) for key, kept in self._kept.items() if kept.cost > self._quick]
            for key, kept in slow:
                now, rest = time.monotonic(), min(_REST * kept.cost, _LONGEST_REST)
                if self._ended.is_set() or now - kept.asked > _ASKED or now - kept.at < rest:
                    continue  # with a writer that never rests, pages come first
                self._worked(key, kept.kinds, kept.work)
