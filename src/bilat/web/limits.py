"""How much one address may ask for: a bucket that fills up again, so that bursts pass and floods do not."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST = 10_000  # addresses that are remembered


class Limit:
    """`burst` requests at once, `per_second` in the long run, by key. Safe to share between threads."""

    def __init__(self, burst: int, per_second: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_second, self.clock = burst, per_second, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """0.0 where the request may pass, else the seconds to wait."""
        now = self.clock()
        with self._lock:
            left, then = self._left.pop(key, (float(self.burst), now))
            left = min(float(self.burst), left + (now - then) * self.per_second)
            passes = left >= 1
            self._left[key] = (left - 1 if passes else left, now)
            while len(self._left) > _MOST:
                self._left.popitem(last=False)
        return 0.0 if passes else (1 - left) / self.per_second
