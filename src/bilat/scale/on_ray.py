"""The same work as tasks of a Ray cluster, which runs a task again when its node is lost."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from bilat.errors import UsageError
from bilat.scale.batch import Entry, Job
from bilat.scale.shards import Shard
from bilat.scale.worker import Worker

_RETRIES = 20  # of a shard whose node or task was lost
_AHEAD = 2  # shards that wait at the cluster, so that no processor waits for the driver


def cluster(shards: Iterable[Shard], job: Job, *, workers: int | None, seconds: float) -> Iterator[Entry]:
    """By tasks of the cluster that Ray finds (`RAY_ADDRESS`, or one of this machine), else of one started here.

    Each task watches a process of its own, as the local engine does, so that articles that end or stop it are set
    aside in the same way. Raises UsageError where Ray is not installed.
    """
    ray = _ray()
    own = not ray.is_initialized()
    if own:
        ray.init(include_dashboard=False, log_to_driver=False, logging_level="warning")
    count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    work = ray.remote(_work).options(num_cpus=1, max_retries=_RETRIES)
    under_way: list[Any] = []
    try:
        for shard in shards:
            under_way.append(work.remote(shard, job, seconds))
            if len(under_way) >= count + (_AHEAD if workers is None else 0):
                done, under_way = ray.wait(under_way, num_returns=1)
                yield from ray.get(done)
        while under_way:
            done, under_way = ray.wait(under_way, num_returns=1)
            yield from ray.get(done)
    finally:
        for task in under_way:
            ray.cancel(task, force=True)
        if own:
            ray.shutdown()


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise UsageError("the engine ray is not installed; pip install 'bilat[ray]', or use --engine local") from error
    return ray


def _work(shard: Shard, job: Job, seconds: float) -> Entry:
    return _worker(job, seconds).run(shard)


@functools.lru_cache(maxsize=1)
def _worker(job: Job, seconds: float) -> Worker:
    """The process of this Ray worker; it goes on from task to task, and ends with it."""
    return Worker(job, seconds=seconds)
