"""A process that works on shards, and is replaced when it dies or hangs; an article that does that to it is set aside.

The process tells which article it is at before it reads it. When it dies, or is silent for longer than an article may
take, the shard is given to a new one from its start (nothing was written before its end); an article at which that
happens twice is set aside with the reason. What was killed from outside so costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections import Counter
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from bilat.errors import BilatError
from bilat.scale.batch import Entry, Job, Work, process
from bilat.scale.shards import Shard

_STRIKES = 2  # endings of the process at one article before that article is set aside
_ENDINGS = 20  # endings in a row where no article is to blame: the machine is
_OTHERWISE = 600.0  # seconds that starting, or writing what was found, may take


class Worker:
    """One process and what watches it. `seconds`: how long one article may take by the clock."""

    def __init__(self, job: Job, *, seconds: float, work: Work = process) -> None:
        self._job = job
        self._work = work
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._stopped = False
        self._starting = threading.Lock()

    def run(self, shard: Shard) -> Entry:
        """The shard's entry of the manifest, its parts being written.

        Raises BilatError where processes keep ending and no article is to blame, and what `process` raises.
        """
        strikes: Counter[int] = Counter()
        set_aside: dict[int, str] = {}
        for _ in range(_ENDINGS + _STRIKES * len(shard.items)):
            place, why, entry = self._attempt(shard, set_aside)
            if entry is not None:
                return entry
            self.close()
            if self._stopped:
                break
            strikes[place] += 1
            if 0 <= place < len(shard.items):
                if strikes[place] >= _STRIKES:
                    set_aside[place] = why
            elif strikes[place] >= _ENDINGS:
                break
        where = f"{self._job.dataset}: at shard {shard.number}"
        raise BilatError(f"{where} the worker keeps ending ({why}); see that the machine has memory, then go on")

    def stop(self) -> None:
        """From another thread: end the process for good; a `run` that is under way raises BilatError."""
        with self._starting:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """End the process; a later `run` starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _attempt(self, shard: Shard, set_aside: dict[int, str]) -> tuple[int, str, Entry | None]:
        """The article that the process was at last (-1: none yet), why it ended there, and the entry if it came."""
        place = -1
        try:
            pipe = self._started()
            pipe.send((shard, set_aside))
            while True:
                reading = 0 <= place < len(shard.items)
                limit = self._seconds if reading else _OTHERWISE
                if not pipe.poll(limit):
                    return place, f"took longer than {limit:g} s", None
                told = pipe.recv()
                if isinstance(told, Exception):
                    raise told
                if not isinstance(told, int):
                    return place, "", told
                place = told
        except (EOFError, ConnectionError):
            return place, f"ended its process ({self._ending()})", None

    def _started(self) -> Connection:
        with self._starting:
            if self._stopped:
                raise EOFError
            if self._pipe is None:
                self._process, self._pipe = _child()
                self._pipe.send((self._job, self._work))
            return self._pipe

    def _ending(self) -> str:
        if self._process is None:
            return "stopped"
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit status {code}"


def _child() -> tuple[subprocess.Popen[bytes], Connection]:
    """A process that serves shards, and the pipe to it."""
    own, other = Pipe()
    with other:
        command = [sys.executable, "-m", "bilat.scale", str(other.fileno())]
        process = subprocess.Popen(command, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL)
    return process, own
