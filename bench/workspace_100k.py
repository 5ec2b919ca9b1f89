"""Fills a workspace with many documents' records and times what the pages ask of it, with a writer running.

    python bench/workspace_100k.py [--documents 100000] [--workspace FILE|postgresql://...] [--rounds 40]

Documents are variations of bilat's own samples: each with its own id, text and day of publication; their records are
those of the sample. They are not compared with each other (that is timed by other benches): events are those of the
register. Prints for each question the median, the 95th percentile and the worst in milliseconds, and exits 1 where a
95th percentile is above 200 ms.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bilat import packs
from bilat.demo import sample_paths
from bilat.model import Document, Record, digest
from bilat.pipeline import records_of
from bilat.reading import read
from bilat.store import Filters, View, Writer
from bilat.store.relations import write_events
from bilat.workspace.gathering import register_rows

_LIMIT = 200  # milliseconds
_FIRST = datetime.date(2017, 1, 1).toordinal()
_DAYS = 3600


def samples() -> list[tuple[Document, list[Record]]]:
    """bilat's own articles with their records."""
    pack = packs.load("us-cn")
    with sample_paths() as paths:
        return [(item, records_of(item, pack)) for item in read(paths) if isinstance(item, Document)]


def variation(number: int, own: list[tuple[Document, list[Record]]]) -> tuple[Document, list[Record]]:
    """A document like a sample, and its records; the same number gives the same."""
    document, records = own[number % len(own)]
    chance = random.Random(number)
    day = datetime.date.fromordinal(_FIRST + chance.randrange(_DAYS)).isoformat()
    text = f"{document.text}\n({number})"
    key = f"doc/{digest('bench', number)}"
    varied = replace(document, id=key, text=text, published=day, path=f"bench-{number}.txt")
    return varied, [replace(record, doc=key) for record in records]


def write(workspace: str, first: int, count: int, told: Any = None) -> None:
    """Add variations one by one, each in a transaction of its own."""
    own = samples()
    with Writer(workspace) as writer:
        for number in range(first, first + count):
            document, records = variation(number, own)
            writer.add(document, records, pack="us-cn", extractor="bench")
            if told is not None:
                with told.get_lock():
                    told.value += 1


def questions(view: View) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the pages ask, by name."""
    keys = [row["id"] for row in view.documents(limit=200).rows]
    people = [row["key"] for row in view.people(limit=20).rows]
    events = [row["id"] for row in view.timeline(limit=100).rows]
    chance = random.Random(1)
    yield "overview", view.overview
    yield "timeline", lambda: view.timeline(Filters(since="2020"), limit=50)
    yield "event", lambda: view.event(chance.choice(events))
    yield "document", lambda: (view.document(key := chance.choice(keys)), view.records_of(key))
    yield "statements", lambda: view.statements(limit=50)
    yield "statements by issue", lambda: view.statements(Filters(issues=("trade",)), limit=50)
    yield "statements by side and voice", lambda: view.statements(
        Filters(sides=("CN",), voices=("official",), since="2020-01", until="2020-06"), limit=50
    )
    yield "people", lambda: view.people(limit=50)
    yield "person", lambda: view.person(chance.choice(people))
    yield "search, a frequent word", lambda: view.search("tariff", limit=20)
    yield "search, two characters", lambda: view.search("\u7a00\u571f", limit=20)
    one_side = Filters(sides=("US",), since="2021", until="2021-06")
    yield "search, filtered", lambda: view.search("trade", one_side, limit=20)
    yield "search, documents", lambda: view.search("soybean", kind="document", limit=20)
    yield "review", lambda: view.review(limit=50)
    yield "what is new", lambda: view.what_is_new(view.what_is_new("2999")["mark"])


def main() -> int:
    """Fill, ask, tell."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=100_000)
    asked.add_argument("--workspace")
    asked.add_argument("--rounds", type=int, default=40)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = given.workspace or os.path.join(folder, "bilat.db")
        began = time.monotonic()
        write(workspace, 0, given.documents)
        taken = time.monotonic() - began
        with Writer(workspace) as writer, writer.transaction() as db:
            write_events(db, (), register_rows(packs.load("us-cn")), {})
        print(f"{given.documents} documents in {taken:.0f} s, {1000 * taken / given.documents:.1f} ms each")
        told = multiprocessing.Value("i", 0)
        other = multiprocessing.Process(target=write, args=(workspace, given.documents, 10**9, told), daemon=True)
        other.start()
        while told.value == 0:
            time.sleep(0.05)
        try:
            return ask(workspace, given.rounds, told)
        finally:
            other.kill()
            other.join()


def ask(workspace: str, rounds: int, told: Any) -> int:
    """Time every question so often, with the writer running; exit status."""
    slow = 0
    began, before = time.monotonic(), told.value
    with View(workspace) as view:
        for name, question in questions(view):
            question()
            times = []
            for _ in range(rounds):
                start = time.perf_counter()
                question()
                times.append(1000 * (time.perf_counter() - start))
            times.sort()
            high = times[min(len(times) - 1, int(0.95 * len(times)))]
            slow += high > _LIMIT
            print(f"{name:32} median {statistics.median(times):7.1f}  p95 {high:7.1f}  worst {times[-1]:7.1f} ms")
    written = told.value - before
    rate = written / (time.monotonic() - began)
    print(f"beside it {rate:.1f} documents a second were written; {slow} of the above over {_LIMIT} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
