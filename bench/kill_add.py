"""Kills `bilat add` and `watch` (SIGKILL) at random moments and proves that nothing acknowledged is lost, nothing
doubled, nothing half-written.

    python bench/kill_add.py [--add 200] [--watch 200] [--documents 24] [--longest 3]
        [--postgres | --workspace postgresql://USER@HOST/NAME] [--seed 1] [--write | --more]

This process has everything imported and read one article; each run is a child forked from it, so that a kill falls
inside of the work and not into the start of Python: a random time after a random number of documents was acknowledged.
All runs of a kind go on in one workspace until all documents are in and compared; then another begins. `watch` asks a
feed on this machine, whose pages are articles. After every kill: each document of which a line was printed is there,
none is there twice, and every record's evidence, the counts and the index are proven (`bilat store check`). A workspace
that is full is compared anew from nothing, and that has to give what the interrupted runs gave. Prints a line for each
kind, and exits 1 where anything was wrong. `--postgres`: on a server of its own, started and stopped by this script.
`--write`: what was done on this database replaces its part of bench/reliability/kills.json, the other's part stays;
`--more` adds to it instead (with another --seed). SIGTERM: what was done so far is told, and the next kind begun.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import functools
import http.server
import os
import platform
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from sqlalchemy import select

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
# ruff: noqa: E402

from reliability import keep, results

import bilat.fetching
import bilat.workspace.web
from bilat import packs
from bilat.cli import main as command
from bilat.demo import sample_paths
from bilat.model import Document
from bilat.pipeline import records_of
from bilat.reading import read
from bilat.store import Writer
from bilat.store.checking import check
from bilat.store.engine import looking
from bilat.store.schema import docs, events, records
from bilat.workspace import relate
from bilat.workspace.extractor import extractor

_KIND = "Kills"
_BEFORE = "SQLite: add 120, watch 80; PostgreSQL: add 100, watch 2 (22 November 2026): no problem"
_LINES = 4  # documents acknowledged at most before the time to the kill begins


@dataclass(slots=True)
class Result:
    """What became of the kills of one kind."""

    kills: int = 0
    finished: int = 0
    acknowledged: int = 0
    problems: list[str] = field(default_factory=list)


def variations(count: int) -> Iterator[tuple[str, str]]:
    """So many short articles, each of its own text, with their names."""
    samples = sorted(resources.files("bilat").joinpath("samples").iterdir(), key=lambda path: path.name)
    for number in range(count):
        text = samples[number % len(samples)].read_text("utf-8")
        paragraphs = [part for part in text.split("\n\n") if part.strip()][:3]
        yield f"{number:04}", "\n\n".join([*paragraphs, f"({number})"])


@contextlib.contextmanager
def feed(count: int) -> Iterator[str]:
    """A feed on this machine with so many pages; its address."""
    pages = {
        f"/{name}.html": "<!doctype html><html><head><meta charset='utf-8'><title>{0}</title></head><body><article>"
        "<h1>{0}</h1>{1}</article></body></html>".format(
            text.split("\n")[0], "".join(f"<p>{part}</p>" for part in text.split("\n\n")[1:])
        )
        for name, text in variations(count)
    }

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = f"http://127.0.0.1:{self.server.server_address[1]}"  # type: ignore[str-bytes-safe]
            items = "".join(f"<item><title>{path}</title><link>{here}{path}</link></item>" for path in pages)
            listed = f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>"
            body = (listed if self.path == "/feed.xml" else pages.get(self.path, "")).encode()
            self.send_response(200 if body else 404)
            kind = "application/rss+xml" if self.path == "/feed.xml" else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/feed.xml"
    finally:
        server.shutdown()
        server.server_close()


def forked(call: list[str], printed: Path, lines: int, wait: float) -> bool:
    """Run a command in a child that is killed so many seconds after it printed so many lines; whether it came to its
    end before."""
    child = os.fork()
    if child == 0:
        out = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        status = 1
        try:
            command.main(call, standalone_mode=False)
            status = 0
        except SystemExit as done:
            status = int(done.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(status)
    ended = False
    try:
        ended = _ends(child, printed, lines, wait)
    finally:
        if not ended:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return ended


def _ends(child: int, printed: Path, lines: int, wait: float) -> bool:
    """Whether a child comes to its end within so many seconds after it printed so many lines."""
    end = time.monotonic() + wait
    while time.monotonic() < end:
        if lines:
            end = time.monotonic() + wait
            lines = lines if printed.read_bytes().count(b"\n") < lines else 0
        done, _ = os.waitpid(child, os.WNOHANG)
        if done:
            return True
        time.sleep(0.002)
    return False


def added(lines: str) -> set[str]:
    """The documents of the whole lines printed; the last line may have been cut."""
    whole = lines[: lines.rfind("\n") + 1].splitlines()
    return {line.split("\t")[1] for line in whole if line.split("\t")[0] in ("added", "known", "same_text")}


def looked_at(workspace: str, told: set[str]) -> tuple[int, list[str]]:
    """How many documents are there, and what is not as it was acknowledged."""
    if "://" not in workspace and not Path(workspace).exists():
        return 0, [f"{key} is lost with all else" for key in told]
    with Writer(workspace) as writer:
        problems = list(check(writer.engine).problems)
        with looking(writer.engine) as db:
            keys = list(db.execute(select(docs.c.id)).scalars())
            texts = list(db.execute(select(docs.c.text_sha256)).scalars())
    problems += [f"{key} was acknowledged and is not there" for key in sorted(told - set(keys))]
    twice = len(set(keys)) < len(keys) or len(set(texts)) < len(texts)
    return len(keys), problems + (["a document is there twice"] if twice else [])


def compared_otherwise(workspace: str) -> list[str]:
    """Whether comparing everything from nothing gives something else than what the interrupted runs left."""

    def state(writer: Writer) -> list[object]:
        with looking(writer.engine) as db:
            found = [tuple(row) for row in db.execute(select(events).order_by(events.c.id))]
            told = select(records.c.id, records.c.derived, records.c.event).order_by(records.c.id)
            return [found, [tuple(row) for row in db.execute(told)]]

    with Writer(workspace) as writer:
        before = state(writer)
        relate(writer, everything=True)
        return [] if state(writer) == before else ["compared from nothing it is another workspace"]


def warm_up() -> None:
    """Read one article, so that all that is loaded once is there; and let this process ask this machine."""
    bilat.fetching.Fetcher = functools.partial(  # type: ignore[misc, assignment]
        bilat.fetching.Fetcher, allowed=lambda *_: True, pause=0.0
    )
    with sample_paths() as paths:
        for item in read(paths[:2]):
            if isinstance(item, Document):
                records_of(item, packs.load("us-cn"))
    extractor()


def kill(
    kind: str, call: list[str], kills: int, fresh: Callable[[], str], count: int, chance: random.Random, longest: float
) -> Result:
    """Kill so many runs of a command, and look after each."""
    result = Result()
    told: set[str] = set()
    with tempfile.TemporaryDirectory() as place, contextlib.suppress(KeyboardInterrupt):  # then what was done is told
        workspace, printed = fresh(), Path(place, "out")
        while result.kills < kills:
            printed.write_bytes(b"")
            wait = chance.uniform(0.0, longest) if chance.random() < 0.9 else 10 * longest
            done = forked([kind, *call, "--workspace", workspace], printed, chance.randint(0, _LINES), wait)
            told |= added(printed.read_text("utf-8"))
            there, problems = looked_at(workspace, told)
            result.finished += done
            result.kills += not done
            result.problems += problems
            told_so_far = f"{kind}: {result.kills} kills, {len(result.problems)} problems"
            print(told_so_far, end="\r", file=sys.stderr, flush=True)
            if done and there >= count:
                result.acknowledged += len(told)
                result.problems += compared_otherwise(workspace)
                workspace, told = fresh(), set()
    result.acknowledged += len(told)
    return result


def main() -> int:
    """Kill, look, go on."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--add", type=int, default=200)
    asked.add_argument("--watch", type=int, default=200)
    asked.add_argument("--documents", type=int, default=24)
    asked.add_argument("--longest", type=float, default=3.0, help="seconds after which at the latest a run is killed")
    where = asked.add_mutually_exclusive_group()
    where.add_argument("--workspace", help="a postgresql:// database, which is emptied")
    where.add_argument("--postgres", action="store_true", help="a PostgreSQL of its own")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true", help="keep the result in bench/reliability/kills.json")
    asked.add_argument("--more", action="store_true", help="add the result to what is kept there")
    given = asked.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    warm_up()
    with contextlib.ExitStack() as stack:
        if given.postgres:
            from tests.store.postgres import new_database, server

            given.workspace = new_database(stack.enter_context(server()))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = all_kinds(given, folder, stack.enter_context(feed(given.documents)))
    if given.write or given.more:
        keep("kills", described("PostgreSQL" if given.workspace else "SQLite", found, given))
    return 1 if any(result.problems for result, _ in found.values()) else 0


def all_kinds(given: argparse.Namespace, folder: Path, url: str) -> dict[str, tuple[Result, float]]:
    """`add` and `watch`, each killed as often as asked for: what became of them, and in how many seconds."""
    articles, numbers, chance = folder / "articles", iter(range(10**6)), random.Random(given.seed)
    articles.mkdir()
    for name, text in variations(given.documents):
        (articles / f"{name}.txt").write_text(text, "utf-8")

    def fresh() -> str:
        if given.workspace:
            _empty(given.workspace)
            return str(given.workspace)
        return str(folder / f"w{next(numbers)}.db")

    found = {}
    for kind, kills, call in (("add", given.add, [str(articles)]), ("watch", given.watch, [url, "--once"])):
        began = time.monotonic()
        result = kill(kind, call, kills, fresh, given.documents, chance, given.longest) if kills else Result()
        for problem in result.problems[:20]:
            print(problem, file=sys.stderr)
        found[kind] = result, time.monotonic() - began
        print(
            f"{kind}: killed {result.kills} times in {found[kind][1]:.0f} s ({result.finished} runs came "
            f"to their end): {result.acknowledged} documents acknowledged, {len(result.problems)} problems",
            flush=True,
        )
    return found


def described(database: str, found: dict[str, tuple[Result, float]], given: argparse.Namespace) -> dict[str, object]:
    """What is told of the kills, those on the other database as they were told before."""
    before = next((one for one in results() if one["kind"] == _KIND), {"tried": {}, "figures": {}, "conditions": {}})
    tried, figures = dict(before["tried"]), dict(before["figures"])
    for kind, (result, seconds) in found.items():
        if not result.kills:
            continue
        name = f"{kind}, {database}"
        told = Counter({
            "documents acknowledged": result.acknowledged, "problems": len(result.problems),
            "runs that came to their end between": result.finished, "seconds": round(seconds),
        })  # fmt: skip
        earlier = given.more and name in figures
        tried[name] = result.kills + (tried[name] if earlier else 0)
        figures[name] = {what: count + (figures[name][what] if earlier else 0) for what, count in told.items()}
    return {
        "kind": _KIND, "what": "`bilat add` and `bilat watch` killed (SIGKILL) at random moments of their work, the "
        "workspace proven after each kill, and gone on with (`python bench/kill_add.py`, `--postgres`).",
        "tried": tried, "findings": [], "figures": figures,
        "survived": [
            "nothing that was acknowledged is lost, nothing is there twice, no half of a document: every record's "
            "evidence, the counts and the index are proven after each kill (`bilat store check`)",
            "compared anew from nothing, a full workspace is the one that the interrupted runs left",
        ] if not any(one["problems"] for one in figures.values()) else [],
        "conditions": before["conditions"] | {
            "before these, told by the script and not kept": _BEFORE,
            database: f"Python {platform.python_version()}, {given.documents} documents, killed at most "
            f"{given.longest:g} s after a random number of acknowledged documents, seed {given.seed}, "
            f"{datetime.datetime.now(datetime.UTC).date().isoformat()}",
        },
        "not_covered": ["a machine that loses its power: what the disk says it has written is believed"],
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }  # fmt: skip


def _empty(url: str) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(sqlalchemy.make_url(url).set(drivername="postgresql+pg8000"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
