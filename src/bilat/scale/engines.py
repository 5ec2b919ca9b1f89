"""Many workers at once: processes of this machine, or tasks of a Ray cluster. Both run the same function."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

from bilat.scale.batch import Entry, Job
from bilat.scale.shards import Shard
from bilat.scale.worker import Worker


class Engine(Protocol):
    """Runs shards; entries come as they are done. `workers` None: as many as there are processors."""

    def __call__(
        self, shards: Iterable[Shard], job: Job, *, workers: int | None, seconds: float
    ) -> Iterator[Entry]: ...


def local(shards: Iterable[Shard], job: Job, *, workers: int | None, seconds: float) -> Iterator[Entry]:
    """By processes of this machine. At most one shard a worker and one more are in memory."""
    count = workers or len(os.sched_getaffinity(0))
    watched: list[Worker] = []
    own = threading.local()

    def work(shard: Shard) -> Entry:
        if not hasattr(own, "worker"):
            own.worker = Worker(job, seconds=seconds)
            watched.append(own.worker)
        entry: Entry = own.worker.run(shard)
        return entry

    pool = ThreadPoolExecutor(count)
    try:
        under_way: set[Future[Entry]] = set()
        for shard in shards:
            under_way.add(pool.submit(work, shard))
            if len(under_way) > count:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        yield from (one.result() for one in under_way)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in watched:
            worker.stop()
        pool.shutdown()
        for worker in watched:
            worker.close()


def of(name: str) -> Engine:
    """An engine by its name: `local` or `ray`."""
    if name == "local":
        return local
    from bilat.scale.on_ray import cluster

    return cluster
