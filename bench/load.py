"""Many readers and a writer at once against a real `bilat serve`; what was acknowledged is there after.

    python bench/load.py [--readers 200] [--seconds 600] [--think 10] [--documents 150] [--crowd 600] [--write NAME]
    python bench/load.py --postgres --seconds 120 --restarts 3      (a PostgreSQL of its own, restarted underway)

The server is a process of its own; this one is its readers and the writer, over HTTP on 127.0.0.1, each as a program
with a token. A reader asks for a page, thinks for a while (exponentially distributed, so many seconds on average), and
asks for another. The writer pastes articles and confirms records, one after the other; what was answered with 303 is
acknowledged. At the end a crowd without a thought asks for pages as fast as it can, for twenty seconds: they may get a
page or a 503 with `Retry-After`, nothing else. Then the server is stopped, and every acknowledged document and
judgement has to be in the workspace, and all of it proven (`bilat store check`). Exits 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
# ruff: noqa: E402

from reliability import keep
from workspace_world import articles

from bilat import packs
from bilat.pipeline import records_of
from bilat.store import View, Writer
from bilat.store.checking import check
from bilat.web.access import Access, with_token, write_access
from bilat.workspace import relate

_PACK = "us-cn"
_WAIT = 120  # seconds that a reader waits for an answer


@dataclass(slots=True)
class Told:
    """What readers and the writer saw."""

    answers: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    again: int = 0  # pages asked for once more, on a fresh connection
    patient: bool = False  # readers may be told to come back, while the database is away
    put_off: int = 0  # writes that were answered with 503 and sent again
    memory: list[tuple[float, int]] = field(default_factory=list)  # seconds, MB


def fill(workspace: str, count: int) -> None:
    """So many articles, read and compared."""
    pack = packs.load(_PACK)
    with Writer(workspace) as writer:
        for document in articles(0, count):
            writer.add(document, records_of(document, pack), pack=_PACK, extractor="bench")
        relate(writer)


def addresses(workspace: str) -> list[str]:
    """Pages as people open them: lists often, single things most often."""
    with View(workspace) as view:
        documents = [row["id"].removeprefix("doc/") for row in view.documents(limit=60).rows]
        events = [row["id"].removeprefix("event/") for row in view.timeline(limit=200).rows if row["reports"]][:40]
        records = [row["id"] for row in view.statements(limit=40).rows]
        people = [row["key"] for row in view.people(limit=20).rows]
    single = [f"/documents/{key}" for key in documents] + [f"/events/{key}" for key in events]
    single += [f"/records/{key}" for key in records] + [f"/people/{key}" for key in people]
    lists = ["/", "/timeline", "/timeline?level=minister", "/state", "/ledger", "/phase", "/people", "/documents"]
    lists += ["/search?q=tariff", "/search?q=soybeans&side=US", "/review", "/outlook", "/phrases", "/alerts"]
    lists += ["/api/overview", "/api/timeline", "/api/records?type=statement", "/pictures/timeline.svg"]
    return single + lists * 6


@contextlib.contextmanager
def served(workspace: str, access: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`bilat serve` in a process of its own: its address and the process; what it logs goes beside the access file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    call = [sys.executable, "-m", "bilat.cli", "serve", "--workspace", workspace, "--port", str(port)]
    with open(access.with_suffix(".log"), "wb") as log:
        process = subprocess.Popen([*call, "--access", str(access)], stdout=log, stderr=log)
    try:
        for _ in range(1200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(60)
        if process.poll() is None:
            process.kill()


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """The resident memory of a process, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


async def ask(client: httpx.AsyncClient, path: str, told: Told, allowed: frozenset[int]) -> int:
    """One page. 503 has to say when to come back; what is not allowed is noted as wrong."""
    start = time.perf_counter()
    try:
        try:
            answer = await client.get(path)
        except (httpx.ReadError, httpx.RemoteProtocolError):
            # The server let an idle connection go just as it was used again; browsers ask once more (RFC 9110, 9.2.2).
            told.again += 1
            answer = await client.get(path)
    except httpx.HTTPError as error:
        told.answers[type(error).__name__] += 1
        told.wrong.append(f"{path}: {type(error).__name__} {error}")
        return 0
    told.took.append(time.perf_counter() - start)
    told.answers[str(answer.status_code)] += 1
    clean = answer.status_code != 503 or "retry-after" in answer.headers
    if answer.status_code not in allowed or not clean:
        told.wrong.append(f"{path}: {answer.status_code} {dict(answer.headers)} {answer.text[:80]}")
    return answer.status_code


async def reader(
    client: httpx.AsyncClient, pages: list[str], told: Told, until: float, think: float, seed: int
) -> None:
    """Somebody who reads; `think` 0: a crowd that does not."""
    chance = random.Random(seed)
    # They do not all come in the same moment.
    await asyncio.sleep(chance.uniform(0, min(think, 30)))
    allowed = frozenset({200, 503} if think == 0 or told.patient else {200})
    while time.monotonic() < until:
        await ask(client, chance.choice(pages), told, allowed)
        if think:
            await asyncio.sleep(min(chance.expovariate(1 / think), 6 * think))


async def writer(client: httpx.AsyncClient, told: Told, until: float, pause: float, patient: bool) -> None:
    """Pastes articles, and confirms a record after each; a 503 is waited out where the server may be away."""
    for document in articles(0, 10**6, seed=7):
        if time.monotonic() >= until:
            return
        form = {"text": document.text, "title": document.title or "", "published": document.published or ""}
        where = await send(client, "/documents", form, told, until, patient)
        if where:
            key = where.partition("?")[0].rpartition("/")[2]
            told.documents.append(f"doc/{key}")
            with contextlib.suppress(httpx.HTTPError):
                found = await client.get(f"/api/documents/{key}/records")
                if found.status_code == 200 and (rows := [r for r in found.json() if r["type"] == "statement"]):
                    record = rows[0]["id"]
                    if await send(client, f"/records/{record}", {"kind": "confirm"}, told, until, patient):
                        told.judged.append(record)
        await asyncio.sleep(pause)


async def send(
    client: httpx.AsyncClient, path: str, form: dict[str, str], told: Told, until: float, patient: bool
) -> str | None:
    """Where a form led once it was acknowledged; None where it was not."""
    while True:
        start = time.perf_counter()
        try:
            answer = await client.post(path, data=form)
        except httpx.HTTPError as error:
            told.wrong.append(f"POST {path}: {type(error).__name__} {error}")
            return None
        if answer.status_code == 303:
            told.writes.append(time.perf_counter() - start)
            return str(answer.headers["location"])
        if not (patient and answer.status_code == 503 and time.monotonic() < until):
            told.wrong.append(f"POST {path}: {answer.status_code} {answer.text[:80]}")
            return None
        told.put_off += 1
        await asyncio.sleep(float(answer.headers.get("retry-after", "1")))


async def watch(process: subprocess.Popen[bytes], told: Told, began: float) -> None:
    """The server's memory, every five seconds."""
    while process.poll() is None:
        told.memory.append((time.monotonic() - began, memory_of(process)))
        await asyncio.sleep(5)


async def run(args: argparse.Namespace, url: str, process: Any, tokens: tuple[str, str], pages: list[str]) -> Any:
    """The readers and the writer, then the crowd, then one reader again: what each saw."""
    steady, crowd, after = Told(), Told(), Told()
    heads = [{"Authorization": f"Bearer {token}"} for token in tokens]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=4)
    async with contextlib.AsyncExitStack() as stack:
        reads, writes = [
            await stack.enter_async_context(httpx.AsyncClient(base_url=url, headers=head, timeout=_WAIT, limits=limits))
            for head in heads
        ]
        for path in dict.fromkeys(page for page in pages if page.count("/") == 1):
            await ask(reads, path, after, frozenset({200}))  # what is worked out once, before the clock starts
        began = time.monotonic()
        watching = asyncio.create_task(watch(process, steady, began))
        until = began + args.seconds
        steady.patient = bool(args.postgres)
        work = [reader(reads, pages, steady, until, args.think, seed) for seed in range(args.readers)]
        await asyncio.gather(*work, writer(writes, steady, until, args.pause, bool(args.postgres)))
        if args.crowd:
            end = time.monotonic() + 20
            await asyncio.gather(*(reader(reads, pages, crowd, end, 0, seed) for seed in range(args.crowd)))
        for path in pages[:: max(1, len(pages) // 20)]:
            await ask(reads, path, after, frozenset({200}))
        watching.cancel()
    return steady, crowd, after


def proven(workspace: str, told: Told) -> list[str]:
    """What of all that was acknowledged is not there, or not once, or not proven."""
    with View(workspace) as view:
        lost = [key for key in told.documents if view.document(key) is None]
        decided, page = Counter[str](), view.judgements(limit=500)
        decided.update(row["target"] for row in page.rows)
        while page.next:
            page = view.judgements(limit=500, after=page.next)
            decided.update(row["target"] for row in page.rows)
        problems = check(view.engine).problems
    problems += [f"lost: {key}" for key in lost]
    problems += [f"lost: the judgement of {key}" for key in told.judged if not decided[key]]
    return problems


def restarting(url: str, seconds: float, times: int, gone: list[float]) -> None:
    """Restart a PostgreSQL so many times in a while, as a crash does."""
    from tests.store.postgres import restart

    for _ in range(times):
        time.sleep(seconds / (times + 1))
        start = time.monotonic()
        restart(url)
        gone.append(time.monotonic() - start)


def percentile(values: list[float], share: float) -> int:
    """In milliseconds."""
    return round(1000 * sorted(values)[int(share * (len(values) - 1))]) if values else 0


def figures(args: argparse.Namespace, steady: Told, crowd: Told, gone: list[float]) -> dict[str, Any]:
    """What is told of a run."""
    memory = [size for _, size in steady.memory]
    quarter = max(1, len(memory) // 4)
    told: dict[str, Any] = {
        "readers": args.readers, "seconds": args.seconds, "seconds of thought between pages (mean)": args.think,
        "pages read": sum(steady.answers.values()), "answers": dict(steady.answers),
        "pages a second": round(sum(steady.answers.values()) / args.seconds, 1),
        "a page, milliseconds: median / 95 % / slowest":
            f"{percentile(steady.took, 0.5)} / {percentile(steady.took, 0.95)} / {percentile(steady.took, 1)}",
        "documents pasted and acknowledged": len(steady.documents), "judgements acknowledged": len(steady.judged),
        "a write, milliseconds: median / 95 % / slowest":
            f"{percentile(steady.writes, 0.5)} / {percentile(steady.writes, 0.95)} / {percentile(steady.writes, 1)}",
        "memory of the server, MB: at first / second quarter / last quarter / most":
            f"{memory[0]} / {statistics.mean(memory[quarter:2 * quarter] or memory):.0f} / "
            f"{statistics.mean(memory[-quarter:]):.0f} / {max(memory)}",
        "asked once more, an idle connection having been let go": steady.again,
        "errors": len(steady.wrong), "acknowledged and lost": 0,
    }  # fmt: skip
    if crowd.answers:
        told[f"a crowd of {args.crowd} that does not think, 20 s: answers"] = dict(crowd.answers)
    if gone:
        told["restarts of PostgreSQL"] = len(gone)
        told["seconds that it was away, each"] = [round(one, 1) for one in gone]
        told["writes put off by a 503 and sent again"] = steady.put_off
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--think", type=float, default=10)
    parser.add_argument("--pause", type=float, default=3)
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--crowd", type=int, default=600)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--restarts", type=int, default=3)
    parser.add_argument("--log", metavar="FILE", help="where to keep what the server logged")
    parser.add_argument("--write", metavar="NAME", help="keep the result in bench/reliability/NAME.json")
    args = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bilat-load-")))
        workspace, gone = str(folder / "bilat.db"), list[float]()
        if args.postgres:
            from tests.store.postgres import new_database, server

            server_url = stack.enter_context(server())
            workspace = new_database(server_url)
        fill(workspace, args.documents)
        known, reads = with_token(Access(), "reader", "reader")
        known, writes = with_token(known, "writer", "editor")
        write_access(folder / "access.json", known)
        pages, load = addresses(workspace), os.getloadavg()
        with served(workspace, folder / "access.json") as (url, process):
            if args.postgres:
                threading.Thread(
                    target=restarting, args=(server_url, args.seconds, args.restarts, gone), daemon=True
                ).start()
            steady, crowd, after = asyncio.run(run(args, url, process, (reads, writes), pages))
        log = (folder / "access.log").read_text("utf-8", "replace")
        if args.log:
            Path(args.log).write_text(log, "utf-8")
        wrong = steady.wrong + crowd.wrong + after.wrong + proven(workspace, steady)
        wrong += ["an answer ended in a traceback"] * log.count("Exception in ASGI application")
        wrong += ["a token stands in the server's log"] * (log.count(reads) + log.count(writes))
    found = figures(args, steady, crowd, gone)
    found["acknowledged and lost"] = sum(one.startswith("lost") for one in wrong)
    for name, value in found.items():
        print(f"{name}: {value}")
    print("\n".join(wrong[:20]), f"\n{len(wrong)} problems")
    if log.strip():
        print("the server's log ends:", *log.strip().splitlines()[-5:], sep="\n  ")
    if args.write:
        loads = f"load average {load[0]:.1f} before and {os.getloadavg()[0]:.1f} after"
        shared = f"{os.cpu_count()} cores for server, readers and writer together"
        seen = sum(steady.answers.values()) + sum(crowd.answers.values()) + sum(after.answers.values())
        tried = {"pages read": seen, "writes": len(steady.writes)}
        conditions = [shared, loads, f"Python {platform.python_version()}", f"{args.documents} documents at first"]
        told = {"figures": found, "findings": findings(args), "conditions": conditions}
        keep(args.write, described(args, tried) | told)
    return 1 if wrong else 0


def findings(args: argparse.Namespace) -> list[str]:
    """What such runs found wrong, each a test now (tests/web/test_hostile.py, tests/store/test_faults.py)."""
    if args.postgres:
        return [
            "pages answered 500 with a traceback in the log while PostgreSQL was away; 503 with Retry-After now",
            "a server that went away in a connection's first words ended `add` and `watch`; it is waited for now",
        ]
    return [
        "over capacity the server refused by connections, idle ones among them, without Retry-After; by requests now",
    ]


def described(args: argparse.Namespace, tried: dict[str, int]) -> dict[str, Any]:
    """What kind of test this was, in words."""
    what = "Readers and a writer over HTTP against `bilat serve` in a process of its own (`python bench/load.py`)."
    if args.postgres:
        what = (
            "The same with PostgreSQL, stopped at once (as a crash does) and started again underway "
            "(`python bench/load.py --postgres`). Readers may be told to come back; the writer does what it is told."
        )
    return {
        "kind": "PostgreSQL restarted under load" if args.postgres else "Load", "what": what,
        "tried": tried,
        "survived": [
            "every acknowledged document and judgement is there, and `bilat store check` proves the workspace",
            "no answer other than a page" + (", or a 503 that says when to come back" if args.postgres else ""),
            "a crowd beyond what the server can do gets pages or a 503 with Retry-After, and the server goes on after",
        ][: 2 if args.postgres else 3],
        "not_covered": ["more than one server process", "a workspace much larger than memory", "slow networks"],
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
