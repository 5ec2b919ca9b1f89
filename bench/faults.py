"""Faults, done to the real commands: a full disk, a disk that can only be read, damaged bytes, clocks that jump.

    python bench/faults.py [--flips 200] [--documents 12] [--seed 1] [--only KIND] [--write]

Each command runs in a process of its own. It has to say what is wrong in one line, without a traceback, and leave all
that was good as it was: the workspace is proven afterwards (`bilat store check`), and a copy that could not be finished
is not there. The full disk is a small tmpfs where this one may mount it (root), and beside it a limit on the size of
files (RLIMIT_FSIZE) and /dev/full for what goes to standard output. Damage: a byte run of a workspace's file is
overwritten, at random places; then either `store check` tells it, or everything that the workspace shows is as before.
Prints a line a fault; exits 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from reliability import keep, results
from workspace_world import articles

from bilat import packs
from bilat.errors import BilatError
from bilat.pipeline import records_of
from bilat.store import Filters, View, Writer
from bilat.store.checking import check
from bilat.workspace import relate

_PACK = "us-cn"
_SMALL = 40_000  # bytes that no workspace fits into
_CALL = (sys.executable, "-m", "bilat.cli")


@dataclass(slots=True)
class Kept:
    """What was tried, by fault, and what went wrong."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def filled(path: Path, count: int) -> Path:
    """A workspace of so many articles, all of it in one file."""
    pack = packs.load(_PACK)
    with Writer(str(path)) as writer:
        for document in articles(0, count):
            writer.add(document, records_of(document, pack), pack=_PACK, extractor="bench", original=b"%d" % count)
        relate(writer)
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def samples(folder: Path, count: int = 6) -> Path:
    """Articles that no workspace has yet."""
    folder.mkdir(exist_ok=True)
    for number, document in enumerate(articles(5000, count, seed=3)):
        (folder / f"{number}.txt").write_text(document.text, "utf-8")
    return folder


def command(*words: str, stdout: str | None = None, limit: int | None = None) -> tuple[int, str]:
    """Run a command of bilat: its exit status, and what it said on standard error. `limit`: bytes a file may have."""

    def before() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with open(stdout or os.devnull, "wb") as out:
        done = subprocess.run(
            [*_CALL, *words], stdout=out, stderr=subprocess.PIPE, timeout=600, check=False, preexec_fn=before
        )  # fmt: skip
    return done.returncode, done.stderr.decode("utf-8", "replace")


def judged(kept: Kept, fault: str, name: str, status: int, said: str, *, refused: bool = True) -> None:
    """A command under a fault: it fails (or not), tells so in a line, and never in a traceback."""
    kept.tried[fault] += 1
    lines = [line for line in said.strip().splitlines() if line.startswith("Error: ")]
    if "Traceback" in said or "Exception ignored" in said:
        kept.wrong.append(f"{fault}: {name}: a traceback: {said.strip().splitlines()[-1]}")
    elif refused and (status == 0 or len(lines) != 1):
        kept.wrong.append(f"{fault}: {name}: status {status}, said {said.strip()[-200:]!r}")
    print(f"  {fault}: {name}: {status} {(lines or said.strip().splitlines()[-1:] or [''])[0][:150]}", flush=True)


def sound(kept: Kept, fault: str, workspace: Path, documents: int) -> None:
    """The workspace is as it was, or has more."""
    with View(str(workspace)) as view:
        found = check(view.engine)
    if found.problems or found.documents < documents:
        kept.wrong.append(f"{fault}: {found.documents} documents left of {documents}: {found.problems[:2]}")


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path | None]:
    """A disk of so many bytes, mounted; None where that is not allowed here."""
    place = folder / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    )
    try:
        yield place if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(place)], check=False)


def full_disk(kept: Kept, folder: Path, base: Path, documents: int) -> None:
    """Every command that writes, on a disk with no room, and with output that has none."""
    fault, texts = "full disk", samples(folder / "more")
    size = base.stat().st_size
    with small_disk(folder, size + 300_000) as disk:
        if disk is None:
            kept.left_out.append("a full disk as a mounted one: mounting is not allowed here")
        else:
            workspace = disk / "bilat.db"
            shutil.copy(base, workspace)
            for name, words in _writing(workspace, texts, disk):
                judged(kept, fault, name, *command(*words))
                sound(kept, f"{fault}: {name}", workspace, documents)
            if left := [one.name for one in disk.iterdir() if one.name.startswith(".bilat") or one.name == "copy.db"]:
                kept.wrong.append(f"{fault}: left behind: {left}")
    workspace, place = folder / "limited.db", folder / "out"
    shutil.copy(base, workspace)
    place.mkdir()
    for name, words in _writing(workspace, texts, place):
        # A dataset of so few articles is many small files, which all fit.
        judged(kept, "file size limit", name, *command(*words, limit=_SMALL), refused=name != "run")
        sound(kept, f"file size limit: {name}", workspace, documents)
    here = ("--workspace", str(base))
    for words in (("timeline", *here), ("search", "tariff", *here), ("state", "--format", "json"), ("packs", "list")):
        status, said = command(*words, stdout="/dev/full")
        judged(kept, "output has no room", " ".join(words), status, said)


def _writing(workspace: Path, texts: Path, place: Path) -> list[tuple[str, tuple[str, ...]]]:
    here = ("--workspace", str(workspace))
    return [
        ("add", ("add", str(texts), *here)),
        ("backup", ("store", "backup", str(place / "copy.db"), *here)),
        ("restore", ("store", "restore", str(workspace), "--workspace", str(place / "other.db"))),
        ("update", ("update", "--all", *here)),
        ("export", ("export", "--to", "ftm", "-o", str(place / "e.json"), *here)),
        ("run", ("run", str(texts), "-o", str(place / "dataset"), "--workers", "1")),
    ]


def read_only(kept: Kept, folder: Path, base: Path, documents: int) -> None:
    """A file system that can only be read."""
    fault = "read-only file system"
    with small_disk(folder / "ro", base.stat().st_size + 4_000_000) as disk:
        if disk is None:
            kept.left_out.append("a file system that can only be read: mounting is not allowed here")
            return
        workspace = disk / "bilat.db"
        shutil.copy(base, workspace)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        texts = samples(folder / "more")
        for name, words in _writing(workspace, texts, disk):
            judged(kept, fault, name, *command(*words))
        judged(kept, fault, "check", *command("store", "check", "--workspace", str(workspace)), refused=False)
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        sound(kept, fault, workspace, documents)


def shown(workspace: Path) -> str:
    """All that a workspace shows of what it keeps."""
    with View(str(workspace)) as view:
        texts, records = view.load()
        rows = [view.document(one.id) for one in texts]
        told = [view.records_of(one.id, rejected=True) for one in texts]
        told += [view.original(one.id) for one in texts]
        events = view.timeline(limit=500).rows
        return json.dumps([rows, told, events, view.judgements(limit=500).rows, len(records)], default=str)


def damage(kept: Kept, folder: Path, base: Path, flips: int, seed: int) -> None:
    """Bytes of the file overwritten at random places, one run of them at a time."""
    fault, chance = "damaged bytes", random.Random(seed)
    before, size = shown(base), base.stat().st_size
    outcomes: Counter[str] = Counter()
    path = folder / "damaged.db"
    for number in range(flips):
        raw = bytearray(base.read_bytes())
        start, length = chance.randrange(size), chance.choice((1, 1, 16, 512, 4096))
        for place in range(start, min(start + length, size)):
            raw[place] ^= chance.randrange(1, 256)
        path.write_bytes(raw)
        for beside in ("-wal", "-shm"):
            Path(f"{path}{beside}").unlink(missing_ok=True)
        kept.tried[fault] += 1
        try:
            outcomes[_outcome(path, before)] += 1
        except BilatError:
            outcomes["told when it was opened"] += 1
        except Exception as error:
            kept.wrong.append(f"{fault}: {length} bytes at {start}: {type(error).__name__}: {str(error)[:100]}")
        if number % 50 == 49:
            print(f"  {fault}: {number + 1}: {dict(outcomes)}", flush=True)
    kept.figures["damaged bytes: what became of it"] = dict(outcomes)
    kept.figures["damaged bytes that went unseen and changed what is shown"] = outcomes["unseen"]
    if outcomes["unseen"]:
        kept.left_out.append(f"{outcomes['unseen']} of {flips} damages changed what is shown and went unseen")


def _outcome(path: Path, before: str) -> str:
    with View(str(path)) as view:
        problems = check(view.engine).problems
    if problems:
        with contextlib.suppress(BilatError):
            shown(path)  # and what is damaged is told where it is shown, never as a traceback
        return "told by `bilat store check`"
    return "in no place that matters" if shown(path) == before else "unseen"


def clocks(kept: Kept, folder: Path, base: Path) -> None:
    """Clocks that jump by a year, back and ahead, between documents."""
    import bilat.store.writer as at

    fault, pack = "clock jumps", packs.load(_PACK)
    path = folder / "clock.db"
    shutil.copy(base, path)
    true_now: Callable[[], str] = at.now
    try:
        with Writer(str(path)) as writer:
            view = View(writer.engine)
            writer.save_search("all", Filters())
            seen: list[str] = []
            for number, year in enumerate((2026, 2020, 2031, 2026, 2019, 2040, 2026)):
                at.now = lambda year=year, number=number: f"{year}-01-{number + 1:02}T00:00:00.000Z"
                mark = view.what_is_new("2100-01-01")["mark"]
                document = next(articles(9000 + number, 1, seed=5))
                added = writer.add(document, records_of(document, pack), pack=_PACK, extractor="bench")
                relate(writer)
                kept.tried[fault] += 1
                new = [row["id"] for row in view.what_is_new(mark)["documents"]]
                told = {row["doc"] for row in view.alert("all")}
                if added.id not in new or added.id not in told:
                    kept.wrong.append(f"{fault}: a document of {year} is not told as new")
                writer.mark_seen("all")
                seen.append(added.id)
            if check(writer.engine).problems:
                kept.wrong.append(f"{fault}: the workspace is not in order")
    finally:
        at.now = true_now


def half_written(kept: Kept, folder: Path, seed: int) -> None:
    """A dataset whose run was killed, and one whose parts were cut short: gone on with, to the same bytes. A manifest
    cut short is told, and nothing is touched. An export that is killed leaves what was there, or is there whole."""
    fault, texts, chance = "half-written dataset", samples(folder / "many", 12), random.Random(seed)
    whole = folder / "whole"
    call = ("run", str(texts), "--workers", "1", "--shard", "3", "-o")
    command(*call, str(whole))
    wanted = _tree(whole)
    for number in range(3):
        place = folder / f"half-{number}"
        _killed((*call, str(place)), lambda place=place: any(place.glob("shards/*.json")), chance.uniform(0, 1.5))
        kept.tried[f"{fault}: killed"] += 1
        command(*call, str(place))
        if _tree(place) != wanted:
            kept.wrong.append(f"{fault}: killed, it came out otherwise")
    for part in sorted(whole.rglob("*.parquet")):
        kept.tried[f"{fault}: a part cut short"] += 1
        part.write_bytes(part.read_bytes()[: chance.randrange(part.stat().st_size)])
    command(*call, str(whole))
    if _tree(whole) != wanted:
        kept.wrong.append(f"{fault}: parts cut short were taken for whole")
    manifest = whole / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:300])
    before = _tree(whole)
    judged(kept, f"{fault}: manifest cut short", "run", *command(*call, str(whole)))
    if _tree(whole) != before:
        kept.wrong.append(f"{fault}: with half a manifest, something was changed")
    _exports(kept, folder, texts, chance)


def _exports(kept: Kept, folder: Path, texts: Path, chance: random.Random) -> None:
    """Exports over an earlier one, killed as they write."""
    place = folder / "exports"
    call = ("export", str(texts), "--to", "package", "-o", str(place / "data"))
    place.mkdir()
    command(*call, "--without-text")
    before = _tree(place)
    command(*call)
    after = _tree(place)
    for number in range(4):
        shutil.rmtree(place)
        place.mkdir()
        for name, raw in before.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(raw)
        kept.tried["export killed as it writes"] += 1
        _killed(call, lambda: any(place.glob(".bilat-*")), chance.uniform(0, 0.05))
        found = {name: raw for name, raw in _tree(place).items() if not name.startswith(".bilat-")}
        halves = [name for name, raw in found.items() if raw not in (before.get(name), after.get(name))]
        if halves or before.keys() - found.keys():
            kept.wrong.append(f"export killed ({number}): {halves or before.keys() - found.keys()}")


def _killed(call: tuple[str, ...], begun: Callable[[], bool], wait: float) -> None:
    """Kill a command so many seconds after it has begun to write, if it has not come to its end by then."""
    child = subprocess.Popen([*_CALL, *call], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None and not begun():
        time.sleep(0.001)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(wait)
    child.kill()
    child.wait()


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FINDINGS = [
    "a full disk, a read-only file system and a damaged file came out of `add`, `update` and pages as tracebacks",
    "standard output without room (`> /dev/full`) ended in the interpreter's own words and status 120",
    "exports were written in place: a full disk or a kill left half a table over a good one",
    "a clock set back between two documents kept the second from being told by saved searches",
    "a password in a database's address, or a document's words, could stand in the log of an unexpected error",
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=200)
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["disk", "read", "damage", "clocks", "dataset"])
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    kept = Kept()
    with tempfile.TemporaryDirectory(prefix="bilat-faults-") as name:
        folder = Path(name)
        (folder / "ro").mkdir()
        base = filled(folder / "base.db", args.documents)
        tries: dict[str, Callable[[], None]] = {
            "disk": lambda: full_disk(kept, folder, base, args.documents),
            "read": lambda: read_only(kept, folder, base, args.documents),
            "damage": lambda: damage(kept, folder, base, args.flips, args.seed),
            "clocks": lambda: clocks(kept, folder, base),
            "dataset": lambda: half_written(kept, folder, args.seed),
        }
        for one, do in tries.items():
            if args.only in (None, one):
                do()
    print(*kept.wrong, f"{sum(kept.tried.values())} tried, {len(kept.wrong)} wrong", sep="\n")
    if args.write:
        before = next((one for one in results() if args.only and one["kind"] == "Faults"), {"tried": {}, "figures": {}})
        keep("faults", {
            "kind": "Faults", "what": "Faults done to the real commands, each in a process of its own "
            "(`python bench/faults.py`); killed processes: [Kills](#kills).",
            "tried": before["tried"] | dict(kept.tried), "findings": FINDINGS,
            "figures": before["figures"] | kept.figures,
            "survived": [
                "one line that says what is wrong and what to do, no traceback",
                "the workspace is proven after each fault, with all its documents; no half of a copy is left",
                "a dataset whose run was killed, or whose parts were cut short, comes to the same bytes run again",
                "an export that is killed leaves each file as it was or whole",
            ],
            "conditions": [f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}", platform.system()],
            "not_covered": [
                *kept.left_out, "a disk that lies about what it has written",
                "damage to what the clock, feeds and runs are noted with: only a database's own checks see it",
            ],
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        })  # fmt: skip
    return 1 if kept.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
