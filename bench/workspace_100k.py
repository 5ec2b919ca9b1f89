"""Fills a workspace with many documents and times every page over HTTP, with a writer running; and adding one document.

    python bench/workspace_100k.py [--documents 100000] [--block 500] [--workspace FILE|postgresql://...] [--rounds 40]
        [--keep FILE] [--use FILE]

How the workspace is made: see `workspace_world.py`. Then `bilat serve` runs in a process of its own, another process
reads articles, adds them and compares them, one after the other, and this one asks for page after page. Beside each
page stand the processor time that the server took for it, all threads together, and what its rows cost by bare SQL: the
queries that the page made, sent again through the database's own driver. Prints a table in Markdown (milliseconds) and
exits 1 where a 95th percentile is above 200 ms.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import multiprocessing
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import event

sys.path.insert(0, str(Path(__file__).parent))

from workspace_world import Copies, articles

from bilat import packs
from bilat.errors import UsageError
from bilat.pipeline import records_of
from bilat.store import Filters, View, Writer
from bilat.store.engine import looking
from bilat.workspace import relate

_LIMIT = 200  # milliseconds
_PACK = "us-cn"


def fill(workspace: str, documents: int, block: int) -> None:
    """Read and compare a block of articles, then copy it until there are so many documents."""
    pack = packs.load(_PACK)
    with Writer(workspace) as writer:
        began = time.monotonic()
        for document in articles(0, min(block, documents)):
            writer.add(document, records_of(document, pack), pack=_PACK, extractor="bench")
        read = time.monotonic()
        relate(writer)
        compared = time.monotonic()
        with looking(writer.engine) as db:
            copies = Copies(db)
        blocks = max(1, documents // copies.documents)
        for number in range(1, blocks):
            with writer.transaction() as db:
                copies.write(db, number)
        with writer.transaction() as db:
            copies.settle(db, blocks)
        copied = time.monotonic()
    n = copies.documents
    print(
        f"block of {n}: {1000 * (read - began) / n:.0f} ms a document to read and store, "
        f"{1000 * (compared - read) / n:.0f} ms to compare; {blocks * n} documents in all, "
        f"{1000 * (copied - compared) / max(1, (blocks - 1) * n):.1f} ms a copy", flush=True
    )


def keep_adding(workspace: str, told: Any, times: Any) -> None:
    """Add articles one by one and compare each, for as long as this runs."""
    pack = packs.load(_PACK)
    with Writer(workspace) as writer:
        for number, document in enumerate(articles(0, 10**6, seed=2)):
            found = records_of(document, pack)
            start = time.perf_counter()
            writer.add(document, found, pack=_PACK, extractor="bench")
            relate(writer)
            times[number % len(times)] = time.perf_counter() - start
            told.value = number + 1
            time.sleep(0.05)


def pages(view: View) -> Iterator[tuple[str, Callable[[], str]]]:
    """Every page by name, with an address of it; where there are many, another one each time."""
    chance = random.Random(1)
    documents = [row["id"].removeprefix("doc/") for row in view.documents(limit=200).rows]
    people = [row["key"] for row in view.people(limit=50).rows]
    held = [row["id"].removeprefix("event/") for row in view.timeline(limit=200).rows if row["reports"]]
    records = [row["id"] for row in view.statements(limit=100).rows]
    yield "overview", lambda: "/"
    yield "timeline", lambda: "/timeline"
    yield "timeline, filtered", lambda: "/timeline?since=2018&until=2021&level=minister&issue=trade"
    yield "event", lambda: f"/events/{quote(chance.choice(held), safe='')}"
    yield "state", lambda: "/state"
    yield "state on a day", lambda: f"/state?on=2020-0{chance.randint(1, 9)}-15&since=2019-06-01"
    yield "ledger", lambda: "/ledger"
    yield "phase", lambda: "/phase"
    yield "outlook", lambda: "/outlook"
    yield "people", lambda: "/people"
    yield "person", lambda: f"/people/{quote(chance.choice(people))}"
    yield "phrases", lambda: "/phrases"
    yield "phrase", lambda: "/phrases?q=" + quote("\u76f8\u4e92\u5c0a\u91cd")
    yield "documents", lambda: "/documents"
    yield "document", lambda: f"/documents/{quote(chance.choice(documents), safe='')}"
    yield "record", lambda: f"/records/{quote(chance.choice(records))}"
    yield "search, a frequent word", lambda: "/search?q=tariff"
    yield "search, two characters", lambda: "/search?q=" + quote("\u7a00\u571f")
    yield "search, filtered", lambda: "/search?q=soybeans&side=US&since=2018&until=2019"
    yield "search, documents", lambda: "/search?q=fentanyl&kind=document"
    yield "review", lambda: "/review"
    yield "alerts", lambda: "/alerts"
    yield "feed of a frequent word", lambda: "/alerts/frequent.atom"
    yield "feed of a side", lambda: "/alerts/one%20side.json"
    yield "picture of the timeline", lambda: "/pictures/timeline.svg"
    yield "api: records", lambda: "/api/records?type=statement&limit=50"


@contextlib.contextmanager
def served(workspace: str) -> Iterator[tuple[int, int]]:
    """`bilat serve` in a process of its own; its port and the number of its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    call = [sys.executable, "-m", "bilat.cli", "serve", "--workspace", workspace, "--port", str(port)]
    run = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port, run.pid
    finally:
        run.terminate()
        run.wait()


def processor(pid: int) -> float:
    """Seconds of processor time that a process has taken, to a hundredth; 0.0 where that is not told."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def get(connection: http.client.HTTPConnection, path: str) -> float:
    """Seconds until a page was there, whole. Raises RuntimeError for a page that is none."""
    connection.close()  # a server lets go of a connection that was idle for a while: each page gets one of its own
    start = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - start
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return taken


class Bare:
    """The queries that pages make, sent again without anything around them."""

    def __init__(self, workspace: str) -> None:
        from starlette.testclient import TestClient

        from bilat.web.app import create_app

        self._app = create_app(workspace, hosts=None)
        self._client = TestClient(self._app, base_url="http://127.0.0.1")
        self._engine = self._app.state.site.view.engine
        self._seen: list[tuple[str, Any]] = []
        event.listen(self._engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _k: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if not many and statement.lstrip()[:6].upper() in ("SELECT", "WITH R"):
            self._seen.append((statement, parameters))

    def time(self, path: str, rounds: int) -> list[float]:
        """Seconds that the rows of a page take, each time."""
        self._client.get(path)  # what is held in memory is there then
        self._seen.clear()
        self._client.get(path)
        asked, found = list(self._seen), []
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            for _ in range(rounds):
                start = time.perf_counter()
                for statement, parameters in asked:
                    cursor.execute(statement, parameters)
                    cursor.fetchall()
                found.append(time.perf_counter() - start)
            raw.rollback()
        finally:
            raw.close()
        return found


def high(times: Sequence[float], share: float = 0.95) -> float:
    """A percentile, in milliseconds."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ask(workspace: str, rounds: int) -> int:
    """Time every page so often, with the writer running; how many are slow."""
    told, times = multiprocessing.Value("i", 0), multiprocessing.Array("d", 4096)
    other = multiprocessing.Process(target=keep_adding, args=(workspace, told, times), daemon=True)
    slow = 0
    with Writer(workspace) as writer:
        for name, query, sides in (("frequent", "tariff", ()), ("one side", None, ("CN",))):
            with contextlib.suppress(UsageError):  # it is saved already
                writer.save_search(name, Filters(sides=sides), query=query)
    with served(workspace) as (port, pid), View(workspace) as view:
        listed = list(pages(view))
        other.start()
        while told.value == 0 and other.is_alive():
            time.sleep(0.05)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        taken: dict[str, tuple[list[float], list[float]]] = {}
        for name, path in listed:  # a first look loads what the pages need
            print(f"{name}: {1000 * get(connection, path()):.0f} ms at first", file=sys.stderr, flush=True)
            taken[name] = ([], [])
        for _ in range(rounds):  # page after page, as people look, and none of them in one moment of the writer
            for name, path in listed:
                before = processor(pid)
                taken[name][0].append(get(connection, path()))
                taken[name][1].append(processor(pid) - before)
        connection.close()
        # The writer goes on; this process works out the slow results once itself, for which the pages are not asked.
        bare = Bare(workspace)
        print("| page | median | p95 | worst | processor time, mean | its queries, bare: median | p95 |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for name, path in listed:
            found, worked = taken[name]
            rows = bare.time(path(), max(5, rounds // 4))
            slow += high(found) > _LIMIT
            print(
                f"| {name} | {1000 * statistics.median(found):.0f} | {high(found):.0f} | {1000 * max(found):.0f} "
                f"| {1000 * statistics.mean(worked):.0f} | {1000 * statistics.median(rows):.1f} | {high(rows):.1f} |",
                flush=True,
            )  # fmt: skip
        added = list(times[: min(told.value, len(times))])
        other.kill()
        other.join()
    if added:
        print(
            f"beside it {len(added)} documents were added and compared: "
            f"median {1000 * statistics.median(added):.0f} ms, p95 {high(added):.0f} ms, "
            f"worst {1000 * max(added):.0f} ms"
        )
    return slow


def main() -> int:
    """Fill, ask, tell."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=100_000)
    asked.add_argument("--block", type=int, default=500)
    asked.add_argument("--workspace")
    asked.add_argument("--rounds", type=int, default=40)
    asked.add_argument("--keep", help="copy the workspace here once it is filled")
    asked.add_argument("--use", help="a workspace that was kept; it is not changed")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = given.workspace or os.path.join(folder, "bilat.db")
        if given.use:
            shutil.copy(given.use, workspace)
        else:
            fill(workspace, given.documents, given.block)
        if given.keep:
            with Writer(workspace) as writer, writer.engine.connect() as db:
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(workspace, given.keep)
        load = os.getloadavg()
        slow = ask(workspace, given.rounds)
        print(f"load of the machine {load[0]:.1f} before, {os.getloadavg()[0]:.1f} after; {os.cpu_count()} cores")
        print(f"{slow} pages over {_LIMIT} ms at the 95th percentile")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
