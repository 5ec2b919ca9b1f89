"""Small archives to run over, and what a dataset holds."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bilat.scale.batch import Entry, Job, process
from bilat.scale.shards import Shard

READOUT = (
    "Secretary Rubio spoke by phone with Foreign Minister Wang Yi on January 24, 2025. "
    'Rubio said the United States would "advance its interests". Wang urged Washington to act prudently on Taiwan.\n'
)
ACCOUNT = "中国外交部发言人毛宁4月9日表示，中方敦促美方立即取消单边关税措施，中方将采取必要反制措施。\n"
POISON, SLOW = "POISON", "SLOW"


def rows(count: int) -> list[dict[str, str]]:
    """Articles in two languages, no two alike."""
    texts = (READOUT, ACCOUNT)
    return [
        {"id": f"a{n}", "text": f"{texts[n % 2]}{n}.\n", "published": f"2025-04-{1 + n % 28:02}"} for n in range(count)
    ]


def write_rows(path: Path, told: Iterable[Mapping[str, Any]]) -> str:
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    os.utime(path, (1_750_000_000, 1_750_000_000))
    return str(path)


def tree(folder: Path) -> dict[str, str]:
    """By name the digest of every file of a dataset."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def nowhere(_: int) -> None:
    """Nobody asks at which article a worker is."""


def inline(shards: Iterable[Shard], job: Job, **_: object) -> Iterator[Entry]:
    """An engine in the process of the test: quick, and like the others in what it writes."""
    for shard in shards:
        yield process(shard, job, {}, nowhere)


def dangerous(shard: Shard, _job: Job, set_aside: Mapping[int, str], at: Callable[[int], None]) -> Entry:
    """What workers are given here: articles that end or stop the process; the entry tells what was set aside."""
    for place, item in enumerate(shard.items):
        at(place)
        raw = getattr(item, "raw", b"") if place not in set_aside else b""
        if POISON.encode() in raw:
            os.kill(os.getpid(), signal.SIGKILL)
        if SLOW.encode() in raw:
            time.sleep(600)
    return {"set_aside": dict(set_aside)}


def full(*_: object) -> Entry:
    """What workers are given where the disk is full."""
    raise OSError(28, "No space left on device")
