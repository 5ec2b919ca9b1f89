"""Runs `bilat run` over generated archives and prints what a document costs, by size, workers and engine.

    python bench/archive.py [--sizes 1000 10000] [--workers 1 2] [--engine local ray] [--keep FOLDER]

An archive is a gzipped file of rows: variations of bilat's own samples, in which days are moved, sentences left out and
numbers added, so that no two are alike. Each run is a process of its own. Prints seconds of the clock, CPU seconds of
all its processes and of the driver alone, what a document costs, the peak memory of a worker and of the driver, and the
size of the dataset; runs over one archive must write the same bytes. Exits 1 where they do not, where a document of the
largest archive costs over 10 percent more CPU than of the smallest, or where a worker takes more than 600 MB. Ray's
processes are no children of the driver: their CPU seconds and memory are not counted.
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


def measured(archive: str, dataset: str, engine: str, workers: int) -> dict[str, float]:
    """A run in this process: what it and its children used."""
    from bilat.scale.driver import Plan, run

    began = time.perf_counter()
    run([archive], Plan(dataset=dataset, engine=engine, workers=workers))
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
    asked.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        archive, dataset, engine, count = given.one
        print(json.dumps(measured(archive, dataset, engine, int(count))))
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
        for engine in given.engine:
            for workers in given.workers:
                dataset = folder / f"dataset-{size}-{engine}-{workers}"
                call = [sys.executable, __file__, "--one", str(archive), str(dataset), engine, str(workers)]
                quiet = os.environ | {"RAY_USAGE_STATS_ENABLED": "0"}
                done = subprocess.run(call, capture_output=True, text=True, env=quiet)
                if done.returncode:
                    sys.exit(done.stderr)
                told = json.loads(done.stdout.strip().splitlines()[-1])
                cpu = told["driver"] + told["workers"]
                written = sum(path.stat().st_size for path in dataset.rglob("*") if path.is_file()) / 1e6
                print(
                    f"{size:9} {engine:6} {workers:7} {told['clock']:9.1f} {cpu:8.1f} {told['driver']:9.1f}"
                    f" {1000 * cpu / size:12.2f} {size / told['clock']:7.1f} {told['worker_mb']:10.0f}"
                    f" {told['driver_mb']:10.0f} {written:11.1f}",
                    flush=True,
                )
                seen.add(digest(dataset))
                wrong += told["worker_mb"] > _MOST_MEMORY
                if engine == "local" and workers == given.workers[0]:
                    costs.append(cpu / size)
        wrong += len(seen) > 1
        print("the same bytes" if len(seen) == 1 else "different bytes", flush=True)
    growth = costs[-1] / costs[0]
    print(f"a document of the largest archive costs {growth:.2f} times one of the smallest")
    return int(wrong > 0 or growth > _FLAT)


if __name__ == "__main__":
    sys.exit(main())
