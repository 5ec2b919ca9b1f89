"""Work on one document at a time within bounds of time and memory, in a process that can be ended.

No bound inside of a process holds for all that a document may do to it: a parser written in C hears no signal, and one
that has taken all memory ends everybody. So the work is done by a copy of this process (on systems that have `fork`; by
a new one elsewhere), which is watched, and replaced where it takes too long, takes too much, or dies.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from bilat.errors import BilatError, InputError

T = TypeVar("T")
SECONDS = 60.0  # for one document
MEMORY = 2 << 30  # bytes for one document, beside what the program takes itself
_FREE = "split it, or look at what it is; the others are unaffected"
_BUG = "report it with the article; the others are unaffected"


class Bounds(Protocol):
    """Whoever does the work on a document."""

    def call(self, where: str, work: Callable[..., T], *given: Any) -> T:
        """What `work(*given)` gives. Raises InputError, with `where` for its place, where that comes to nothing."""
        ...


class Unbounded:
    """Here and now: what takes for ever takes for ever."""

    def call(self, where: str, work: Callable[..., T], *given: Any) -> T:
        """As of Bounds."""
        return _careful(where, work, *given)


class Bounded:
    """In a process of its own. Safe to share between threads, which take turns.

    `seconds`: by the clock, for one call; `memory`: bytes beside those that the process begins with, where the system
    can hold it to them. What is called, given and given back goes through a pipe (pickle, between own processes).
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def call(self, where: str, work: Callable[..., T], *given: Any) -> T:
        """As of Bounds. Raises what `work` raises, of the errors of bilat."""
        with self._lock:
            try:
                answer = self._asked(where, work, given)
            except BaseException:
                self._end()  # its answer may still come, and would be taken for the next one's
                raise
        if isinstance(answer[0], BilatError):
            raise answer[0]
        return answer[1]  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process; a later call begins another."""
        with self._lock:
            self._end()

    def _asked(self, where: str, work: Callable[..., T], given: tuple[Any, ...]) -> tuple[BilatError | None, Any]:
        try:
            pipe = self._started()
            pipe.send((where, work, given))
            if not pipe.poll(self._seconds):
                raise InputError(where, f"takes longer than {self._seconds:g} seconds", _FREE)
            answer: tuple[BilatError | None, Any] = pipe.recv()
            return answer
        except (EOFError, ConnectionError) as ended:
            raise InputError(where, f"ended the process that read it ({self._ending()})", _FREE) from ended

    def _started(self) -> Connection:
        if self._pipe is None:
            ways = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("fork" if "fork" in ways else "spawn")
            own, other = context.Pipe()
            # mypy knows no `Process` of a context that is one of several.
            process = context.Process(  # type: ignore[attr-defined]
                target=_serve, args=(other, own, self._seconds, self._memory), daemon=True
            )
            process.start()  # interrupted here, it ends by itself: nobody holds the pipe any more
            other.close()
            self._process, self._pipe = process, own
        return self._pipe

    def _ending(self) -> str:
        assert self._process is not None
        self._process.join(5)
        code = self._process.exitcode
        with contextlib.suppress(ValueError):
            return signal.Signals(-(code or 0)).name
        return f"exit status {code}"

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


UNBOUNDED = Unbounded()


def _careful(where: str, work: Callable[..., T], *given: Any) -> T:
    """What was not foreseen is told with its place: whatever one document does to bilat, the others go on."""
    try:
        return work(*given)
    except BilatError:
        raise
    except MemoryError as error:
        raise InputError(where, "needs more memory than there is for it", _FREE) from error
    except Exception as error:
        raise unforeseen(where, error) from error


def unforeseen(where: str, error: Exception) -> InputError:
    """The refusal of a document on which bilat failed, with the place where it did."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.name}"
    return InputError(where, f"bilat failed on it ({type(error).__name__} in {place})", _BUG)


def _serve(pipe: Connection, other_end: Connection, seconds: float, memory: int) -> None:
    """Calls come by the pipe, answers go back, until the other end is closed."""
    other_end.close()  # or it would never be closed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever watches ends this
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    limit_memory(memory)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            where, work, given = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, 2 * seconds + 5)  # should nobody watch any more
            try:
                answer: tuple[BilatError | None, Any] = None, _careful(where, work, *given)
            except BilatError as error:
                answer = error, None
            pipe.send(answer)
            signal.setitimer(signal.ITIMER_REAL, 0)


def limit_memory(memory: int = MEMORY) -> None:
    """This process may take so many bytes more than now, where the system tells how many that is (Linux)."""
    with contextlib.suppress(OSError, ValueError, ImportError):
        import resource

        with open("/proc/self/statm", "rb") as told:
            now = int(told.read().split()[5]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (now + memory, hard))
