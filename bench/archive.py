"""Runs `bilat run` over generated archives and prints what a document costs, by size, workers and engine.

    python bench/archive.py [--sizes 1000 10000] [--workers 1 2] [--engine local ray] [--shard N] [--turns N]
        [--keep FOLDER]

An archive is a gzipped file of rows: variations of bilat's own samples, in which days are moved, sentences left out and
numbers added, so that no two are alike. Each run is a process of its own. Prints seconds of the clock, CPU seconds of
all its processes and of the driver alone, what a document costs, the peak memory of a worker and of the driver, and the
size of the dataset; runs over one archive must write the same bytes. Exits 1 where they do not, where a document of the
largest archive costs over 10 percent more CPU than of the smallest, or where a worker takes more than 600 MB. Ray's
processes are no children of the driver: their CPU seconds and memory are not counted.

Where several numbers of workers are asked for, printed is also how many times as quick they are, and how many times as
quick as one the same number of processes is that share nothing: no driver, no dataset, the articles in memory. More
than that the machine does not have.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import hashlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bilat.demo import sample_paths

_MOST_MEMORY = 600  # MB
_FLAT = 1.1
_SENTENCE = re.compile(r"(?<=[.。！？])\s*")


def rows(count: int) -> Iterator[dict[str, str]]:
    """So many articles; the same number gives the same."""
    with sample_paths() as paths:
        texts = [Path(path).read_text("utf-8") for path in paths]
    for number in range(count):
        chance = random.Random(number)
        lines = texts[number % len(texts)].strip().split("\n")
        body = [" ".join(s for s in _SENTENCE.split(line) if chance.random() < 0.9) for line in lines[1:]]
        day = datetime.date(2025, 1, 1) + datetime.timedelta(days=chance.randrange(500))
        text = "\n".join([lines[0], *(line for line in body if line), f"({number})"])
        yield {"id": f"bench-{number}", "text": text, "published": day.isoformat()}


def write(path: Path, count: int) -> int:
    """Write an archive; the bytes of its texts."""
    size = 0
    with gzip.GzipFile(path, "wb", mtime=0) as out:
        for row in rows(count):
            size += len(row["text"].encode())
            out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return size


def digest(folder: Path) -> str:
    """Of all files of a dataset, by name."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def alone(count: int) -> None:
    """Reads and extracts so many articles from memory once it is told to, and prints the seconds of the clock."""
    from bilat import packs
    from bilat.model import to_json
    from bilat.pipeline import outlet_kinds, records_of, warm
    from bilat.reading.reader import Original, read_row

    pack = packs.load("us-cn")
    warm("us-cn")
    kinds = outlet_kinds(pack)
    raws = [json.dumps(row, ensure_ascii=False).encode() for row in rows(count)]
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    for number, raw in enumerate(raws, start=1):
        read = read_row("bench.jsonl", number, raw, outlet_kinds=kinds)
        assert isinstance(read, Original)
        for record in records_of(read.document, pack):
            to_json(record)
    print(time.perf_counter() - began, flush=True)


def ceiling(workers: int, count: int = 150) -> float:
    """How many times as much so many processes do as one, that share nothing."""
    took = []
    for many in (1, workers):
        call = [sys.executable, __file__, "--alone", str(count)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        started = [subprocess.Popen(call, **pipes) for _ in range(many)]  # type: ignore[call-overload]
        for one in started:
            one.stdout.readline()  # all are loaded before one begins
        for one in started:
            one.stdin.write("go\n")
            one.stdin.flush()
        took.append(max(float(one.communicate()[0]) for one in started))
    return workers * took[0] / took[1]


def measured(archive: str, dataset: str, engine: str, workers: int, shard: int) -> dict[str, float]:
    """A run in this process: what it and its children used."""
    from bilat.scale.driver import Plan, run

    began = time.perf_counter()
    run([archive], Plan(dataset=dataset, engine=engine, workers=workers, shard_documents=shard))
    clock = time.perf_counter() - began
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "clock": clock,
        "driver": own.ru_utime + own.ru_stime,
        "workers": children.ru_utime + children.ru_stime,
        "driver_mb": own.ru_maxrss / 1024,
        "worker_mb": children.ru_maxrss / 1024,
    }


def main() -> int:
    """Measure all, print, compare."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    asked.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    asked.add_argument("--engine", nargs="+", default=["local"], choices=["local", "ray"])
    asked.add_argument("--keep", type=Path, help="a folder for archives and datasets")
    asked.add_argument("--shard", type=int, default=1000, help="articles a shard")
    asked.add_argument("--turns", type=int, default=1, help="how often all are run, in turns")
    asked.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    asked.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.alone:
        alone(given.alone)
        return 0
    if given.one:
        archive, dataset, engine, count = given.one
        print(json.dumps(measured(archive, dataset, engine, int(count), given.shard)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        return compare(given, given.keep or Path(temporary))


def compare(given: argparse.Namespace, folder: Path) -> int:
    """Every size with every engine and number of workers; exit status."""
    wrong, costs = 0, []
    print("documents engine workers   clock s    CPU s  driver s  CPU ms each  docs/s worker MB  driver MB  dataset MB")
    for size in sorted(given.sizes):
        archive = folder / f"archive-{size}.jsonl.gz"
        write(archive, size)
        seen = set()
        clocks: dict[tuple[str, int], list[float]] = {}
        for turn in range(given.turns):
            for engine in given.engine:
                for workers in given.workers:
                    dataset = folder / f"dataset-{size}-{engine}-{workers}-{turn}"
                    told = one_run(archive, dataset, engine, workers, given.shard)
                    show(size, engine, workers, told)
                    seen.add(digest(dataset))
                    clocks.setdefault((engine, workers), []).append(told["clock"])
                    wrong += told["worker_mb"] > _MOST_MEMORY
                    if engine == "local" and workers == given.workers[0] and not turn:
                        costs.append((told["driver"] + told["workers"]) / size)
        wrong += len(seen) > 1
        print("the same bytes" if len(seen) == 1 else "different bytes", flush=True)
        for (engine, workers), took in clocks.items() if size == max(given.sizes) else ():
            if workers != given.workers[0]:
                times = min(clocks[engine, given.workers[0]]) / min(took)
                print(f"{engine}: {workers} workers are {times:.2f} times as quick as {given.workers[0]}", flush=True)
    for workers in given.workers[1:] if "local" in given.engine else ():
        print(f"{workers} processes that share nothing: {ceiling(workers):.2f} times as quick as one", flush=True)
    if costs:
        print(f"a document of the largest archive costs {costs[-1] / costs[0]:.2f} times one of the smallest")
    return int(wrong > 0 or (bool(costs) and costs[-1] > _FLAT * costs[0]))


def one_run(archive: Path, dataset: Path, engine: str, workers: int, shard: int) -> dict[str, float]:
    """A run in a process of its own: what it took, in seconds and MB. Raises SystemExit where it fails."""
    call = [sys.executable, __file__, "--shard", str(shard), "--one", str(archive), str(dataset), engine, str(workers)]
    quiet = os.environ | {"RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(call, capture_output=True, text=True, env=quiet)
    if done.returncode:
        sys.exit(done.stderr)
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    told["dataset_mb"] = sum(path.stat().st_size for path in dataset.rglob("*") if path.is_file()) / 1e6
    return told


def show(size: int, engine: str, workers: int, told: dict[str, float]) -> None:
    """A line of the table."""
    cpu = told["driver"] + told["workers"]
    print(
        f"{size:9} {engine:6} {workers:7} {told['clock']:9.1f} {cpu:8.1f} {told['driver']:9.1f}"
        f" {1000 * cpu / size:12.2f} {size / told['clock']:7.1f} {told['worker_mb']:10.0f}"
        f" {told['driver_mb']:10.0f} {told['dataset_mb']:11.1f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
