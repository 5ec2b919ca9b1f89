"""The process that a worker watches: `python -m bilat.scale FILENO`, of a pipe that shards come by."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from multiprocessing.connection import Connection

from bilat.bounds import limit_memory

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def serve(pipe: Connection) -> None:
    """Shards come by the pipe, places and entries go back, until the other end is closed.

    Algebra is done in one thread, which must be said before NumPy is imported: there is a process for each processor
    already, and sums are rounded alike everywhere.
    """
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever watches it ends it
    with contextlib.suppress(EOFError, ConnectionError):
        job, work = pipe.recv()
        limit_memory()
        while True:
            shard, set_aside = pipe.recv()
            try:
                answer: object = work(shard, job, set_aside, pipe.send)
            except ConnectionError:
                raise
            except OSError as error:
                answer = OSError(error.errno, str(error))
            pipe.send(answer)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
