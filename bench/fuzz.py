"""Mutated documents of every format through reading, extraction, guards, relating and the brief; and time against size.

    python bench/fuzz.py [--cases 3000] [--workers 2] [--seed 1] [--seconds 20] [--memory 1500] [--only KIND]
        [--again KIND:NUMBER] [--growth] [--bombs] [--write] [--mended]

Processes of their own take case after case, of four documents each; a case follows from its number alone (`--again`
does one over, here, with its traceback). A finding is: anything raised that is no refusal of bilat's, a case that takes
more than so many CPU seconds or megabytes, a process that dies, a refusal that is no printable line, another document
lost, evidence outside of its text. `--growth`: instead, hostile repetition of n, 2n and 4n characters, stage by stage;
`--bombs`: documents that unpack, nest or repeat to exhaust their reader.
`--write`: the result goes to bench/reliability/input.json (growth.json). SIGTERM: what is under way is finished and the
result written. Prints every finding, and exits 1 for any. `--mended`: the cases that were findings of the last run
written are done over, and those that hold now are told as mended.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import multiprocessing
import os
import platform
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported

from fuzzing import bombs, growth, hostile, seeds, targets  # noqa: E402
from fuzzing.mutators import Stock, mutated  # noqa: E402

from bilat import packs  # noqa: E402

RESULTS = Path(__file__).parent / "reliability"
# How many of a hundred cases are of each kind.
BATCH = 4
SHARES = {"file": 46, "encoded": 14, "stdin": 6, "answer": 10, "bulk": 6, "pack": 6, "model": 6, "api": 6}
_REPLY = {
    "records": [
        {
            "type": "statement",
            "quote": targets.GOOD[:50],
            "speaker": "Rubio",
            "source": "Secretary Rubio",
            "voice": "official",
            "mode": "indirect",
            "act": "affirm",
            "content": "the United States would act",
            "cue": "said",
            "issues": ["trade"],
        },
        {
            "type": "interaction",
            "quote": targets.GOOD[:50],
            "kind": "call",
            "status": "held",
            "date": "2025-06-05",
            "participants": ["Rubio"],
            "duration_minutes": 90,
        },
        {
            "type": "measure",
            "quote": targets.GOOD[50:99],
            "instrument": "tariff",
            "value": 25,
            "unit": "percent",
            "status": "in_force",
            "imposed_by": "US",
            "target": "China",
        },
        {"type": "commitment", "quote": targets.GOOD[50:99], "action": "agreed to buy soybeans", "parties": ["CN"]},
        {
            "type": "outlook",
            "quote": targets.GOOD[50:99],
            "kind": "scenario",
            "outcome": "buy soybeans",
            "by": "Wang Yi",
        },
    ]
}


class Hang(Exception):
    """More CPU time than a case may take."""


class Cases:
    """Every case, by its number: its kind, its format, its bytes."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        told = seeds.texts()
        self._texts = told
        self._stock = Stock(
            [make(told) for made in (seeds.FILES, seeds.LISTS, seeds.BULK) for make in made.values()],
            list(hostile.units(packs.load(targets.PACK))),
        )

    def of(self, number: int, only: str | None = None) -> tuple[str, list[tuple[str, bytes]], random.Random]:
        """(kind, documents with their formats, chance) of a case."""
        chance = random.Random(self._seed * 1_000_003 + number)
        kind = only or chance.choices(list(SHARES), list(SHARES.values()))[0]
        sound = [self._sound(kind, chance) for _ in range(BATCH)]
        return kind, [(form, mutated(raw, chance, self._stock)) for form, raw in sound], chance

    def _sound(self, kind: str, chance: random.Random) -> tuple[str, bytes]:
        told = self._texts[:]
        chance.shuffle(told)
        if kind == "model":
            return "json", json.dumps(_REPLY).encode()
        if kind == "pack":
            name = chance.choice(list(targets.pack_names()))
            return name, targets.pack_file(name)
        made = {
            "file": seeds.FILES,
            "encoded": seeds.ENCODED,
            "stdin": seeds.FILES,
            "answer": seeds.LISTS | seeds.FILES,
            "bulk": seeds.BULK | seeds.FILES,
            "api": seeds.FILES,
        }[kind]
        form = chance.choice(list(made))
        return form, made[form](told)


DONE = {
    "stdin": targets.stdin,
    "answer": targets.answers,
    "bulk": targets.bulk,
    "pack": targets.packfiles,
    "model": targets.model,
    "api": targets.api,
}


def do(kind: str, batch: list[tuple[str, bytes]], folder: Path, chance: random.Random) -> None:
    """A case: files together, everything else one by one."""
    if kind in ("file", "encoded"):
        targets.files(batch, folder, chance)
        return
    for form, raw in batch:
        DONE[kind](raw, form, folder, chance)


def place(error: BaseException) -> str:
    """Where something was raised: the last place in bilat, or the last of all."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/bilat/" in frame.filename and "/site-packages/" not in frame.filename]
    last = (own or frames)[-1]
    return f"{Path(last.filename).name}:{last.name}:{last.lineno}"


def work(pipe: Any, seed: int, seconds: float, memory: int, only: str | None) -> None:
    """Cases come by their numbers; what became of each goes back."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def late(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGPROF, late)
    cases = Cases(seed)
    targets.warmed()
    with open("/proc/self/statm", "rb") as told:
        now = int(told.read().split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (now + (memory << 20), resource.RLIM_INFINITY))
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 2)
    with tempfile.TemporaryDirectory(prefix="bilat-fuzz-") as folder, contextlib.suppress(EOFError):
        while True:
            number = pipe.recv()
            kind, batch, chance = cases.of(number, only)
            forms, size = [form for form, _ in batch], sum(len(raw) for _, raw in batch)
            pipe.send(("begun", kind, forms))
            started, why = time.process_time(), None
            signal.setitimer(signal.ITIMER_PROF, seconds)
            try:
                do(kind, batch, Path(folder), chance)
            except Hang as error:
                why = f"takes longer than {seconds:g} CPU seconds in {place(error)}"
            except MemoryError as error:
                why = f"needs more than {memory} MB in {place(error)}"
            except Exception as error:
                why = f"{type(error).__name__} in {place(error)}: {str(error)[:120]}"
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send(("done", why, time.process_time() - started, size))


class Watched:
    """A process that does cases, and is replaced when it dies or is silent."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self.number = -1
        self.begun: tuple[str, list[str]] = ("?", [])
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        a = self._args  # no daemon: the pages read what is pasted in a process of their own
        self.process = context.Process(target=work, args=(other, a.seed, a.seconds, a.memory, a.only))
        self.process.start()
        other.close()

    def give(self, number: int) -> None:
        self.number, self.since = number, time.monotonic()
        self.begun = ("?", [])
        self.pipe.send(number)

    def told(self) -> tuple[str | None, float, int] | None:
        """What became of the case, if that is known: (finding, seconds, size)."""
        try:
            while self.pipe.poll(0.02):
                told = self.pipe.recv()
                if told[0] == "done":
                    return told[1:]
                self.begun, self.since = told[1:], time.monotonic()
        except (EOFError, ConnectionError):
            self.process.join(5)
            return self._again(f"the process ended ({self.process.exitcode})")
        if time.monotonic() - self.since > 30 * self._args.seconds + 60:  # of the clock: others may have the processor
            return self._again("silent for longer than any case may take")
        return None

    def _again(self, why: str) -> tuple[str, float, int]:
        self.process.kill()
        self._start()
        return why, 0.0, 0


_ENDED: list[int] = []  # the signal that asked for an end: what is under way is finished, the rest is not begun


def fuzz(args: argparse.Namespace) -> dict[str, Any]:
    """All cases; what was tried, and every finding by its place."""
    tried: Counter[str] = Counter()
    findings: dict[str, list[str]] = {}
    slowest: list[tuple[float, str]] = []
    numbers = iter(range(args.first, args.first + args.cases))
    workers = [Watched(args) for _ in range(args.workers)]
    busy = {}
    for worker in workers:
        if (number := next(numbers, None)) is not None:
            worker.give(number)
            busy[worker] = True
    try:
        while busy:
            for worker in list(busy):
                told = worker.told()
                if told is None:
                    continue
                why, seconds, size = told
                kind, forms = worker.begun
                tried.update(kind if kind in ("pack", "model") else f"{kind} {form}" for form in forms)
                slowest = sorted([*slowest, (round(seconds, 2), f"{kind}:{worker.number} {size} bytes")])[-8:]
                if why is not None:
                    key = why.split(": ")[0]
                    findings.setdefault(f"{kind}: {key}", []).append(f"{worker.number}")
                    print(f"{kind}:{worker.number} ({' '.join(forms)}) {why}", flush=True)
                if tried.total() % 400 == 0:
                    print(f"  {tried.total()} done, {len(findings)} findings", flush=True)
                if (number := None if _ENDED else next(numbers, None)) is None:
                    del busy[worker]
                else:
                    worker.give(number)
    finally:
        for worker in workers:
            worker.process.kill()
    return {"tried": dict(sorted(tried.items())), "findings": findings, "slowest": slowest[::-1]}


_NOT = (
    "coverage-guided fuzzing of C libraries (lxml, PDFium, Arrow, OpenCC): they are reached through bilat alone, and"
    " what ends or hangs the process that reads is contained, not looked into"
)


# What this script found while it was made, with its bombs and its growth; each is mended, and a test holds it.
FOUND = (
    "one document that hangs, kills its reader or breaks bilat stopped extract, add, watch, update and the pages",
    "messages of more than one line, or that steer a terminal, out of names and addresses",
    "numerals in a row (Chinese, or English joined by hyphens): minutes, some of them exponential",
    "numbers beyond any float: an error where nothing is raised, Infinity in JSON",
    "sentences without end: the engine of attributions, measures and speech, quadratic or worse",
    "leads of Chinese clauses: all ways to cut them into units were tried",
    "guards of statements and commitments, sentences around a record: quadratic in the records of a document",
    "names of outlets, looked for from every capital letter to the end of a run",
    "a pack's YAML nested deep ended the process; an alias of itself was walked without end",
    "a language model's reply: deep nesting, fences of many lines, endless numbers, half surrogate pairs, no days",
    "a form's token with a sign beyond ASCII was an error of the server",
    "a URL that is none ('http://[') in one row ended the comparison of all documents; in a feed, the feed",
    "a length of time beyond the calendar (ten billion days), a day of publication in the year 9999",
    "thirty units of ten thousand in a row behind a figure, thirty digits before a speaker: exponential",
    "a person's name thousands of times: looked for once a mention, quadratic",
    "a place in the ledger's page beyond any number was an error of the server",
)


def again(seed: int, number: int, seconds: float, only: str | None = None) -> str | None:
    """Do a case over, here: what is still wrong with it."""
    kind, batch, chance = Cases(seed).of(number, only)
    started = time.process_time()
    with tempfile.TemporaryDirectory(prefix="bilat-fuzz-") as folder:
        try:
            do(kind, batch, Path(folder), chance)
        except Exception as error:
            return f"{type(error).__name__} in {place(error)}"
    took = time.process_time() - started
    return f"takes {took:.0f} CPU seconds" if took > seconds else None


def mended(args: argparse.Namespace) -> int:
    """Do the findings of the last run over; those that hold now are written as mended."""
    told = json.loads((RESULTS / "input.json").read_text("utf-8"))
    figures, still = told["figures"], {}
    done = figures.setdefault("cases that failed and hold now, done over after the correction", {})
    for key, numbers in figures["open findings"].items():
        wrong = [number for number in numbers if again(args.seed, int(number), args.seconds, args.only)]
        print(f"{key}: {len(numbers) - len(wrong)} of {len(numbers)} hold now", flush=True)
        if wrong:
            still[key] = wrong
        done[key] = len(numbers) - len(wrong)
    figures["open findings"] = still
    told |= {
        "findings": len(FOUND) + len(still),
        "survived": told["tried"] - sum(map(len, still.values())),
    }
    written("input", told)
    return 1 if still else 0


def _told(args: argparse.Namespace, found: dict[str, Any], seconds: float) -> dict[str, Any]:
    tried = sum(found["tried"].values())
    return {
        "kind": "input",
        "what": "mutated documents of every format through reading, extraction, guards, relating and the brief; feeds"
        " and answers of the web, packs, replies of language models, requests to the pages and their API",
        "tried": tried,
        "findings": len(FOUND) + len(found["findings"]),
        "survived": tried - sum(len(numbers) for numbers in found["findings"].values()),
        "figures": {
            "by format": found["tried"],
            "slowest cases, CPU seconds": found["slowest"],
            "found and mended": FOUND,
            "open findings": found["findings"],
        },
        "conditions": {
            "ended early": bool(_ENDED),
            "command": f"python bench/fuzz.py --cases {args.cases} --seed {args.seed}",
            "bound, CPU seconds a case": args.seconds,
            "bound, MB": args.memory,
            "minutes": round(seconds / 60),
        },
        "not_covered": [_NOT],
    }


# By such runs; each is a test of tests/test_fuzzed.py.
_GREW = ["pronouns, names and events in a row: each sentence looked through all people of the text"]


def _grown(args: argparse.Namespace) -> int:
    """Prints the steep ones, and writes them where that is asked for."""
    units, found = 0, []
    for unit, steep in grown(args):
        units += 1
        for one in steep:
            found.append(f"{one.stage} {one.unit!r}: {', '.join(f'{s:.2f}' for s in one.seconds)} s")
            print(found[-1], flush=True)
        if _ENDED:
            break
        if units % 25 == 0:
            print(f"  {units} units, {len(found)} steep; at {unit!r}", flush=True)
    if args.write:
        written(
            "growth",
            {
                "kind": "growth",
                "what": "hostile repetition of 2,500, 5,000 and 10,000 characters, the CPU time of each stage",
                "tried": units,
                "findings": _GREW,
                "survived": units - len({line.split(": ")[0] for line in found}),
                "figures": {"stages": list(growth.STAGES), "steep": found},
                "conditions": {
                    "ended early": bool(_ENDED),
                    "command": f"python bench/fuzz.py --growth --cases {args.cases}",
                    "seed": args.seed,
                },
                "not_covered": ["texts that are steep only where several different units alternate"],
            },
        )
    return 1 if found else 0


def _bombed(args: argparse.Namespace) -> int:
    """Each bomb among two good documents, within the bounds that the commands have: what became of it, and when."""
    from bilat.bounds import Bounded
    from bilat.errors import InputError
    from bilat.fetching import listed
    from bilat.pipeline import run

    rows, bad = [], []

    def told(name: str, what: str, started: float, fine: bool) -> None:
        rows.append({"what": name, "became": what, "seconds": round(time.monotonic() - started, 1)})
        bad.extend([] if fine else [name])
        print(f"{'' if fine else 'FINDING '}{rows[-1]}", flush=True)

    with tempfile.TemporaryDirectory(prefix="bilat-bombs-") as folder, Bounded(args.seconds) as bounds:
        good = Path(folder) / "good.txt"
        good.write_text(targets.GOOD)
        for name, path in bombs.made(Path(folder)):
            started = time.monotonic()
            found = run([path, str(good)], bounds=bounds)
            refused = found.refused[0].why if found.refused else f"{len(found.records)} records"
            there = any(document.path == str(good) for document in found.documents)
            lines = all(str(one).isprintable() for one in found.refused)
            told(name, refused, started, there and lines and "bilat failed" not in refused)
            if _ENDED:
                break
        for name, make in () if _ENDED else bombs.FEEDS.items():
            started = time.monotonic()
            try:
                feed = bounds.call(name, listed, make(), "application/rss+xml")
                told(name, f"{len(feed.urls) if feed else 0} addresses", started, fine=True)
            except InputError as refusal:
                told(name, refusal.why, started, "bilat failed" not in refusal.why)
        for name, (suffix, make) in () if _ENDED else bombs.BULK.items():
            path = Path(folder) / f"bomb{suffix}"
            path.write_bytes(make())
            started = time.monotonic()
            command = [sys.executable, "-m", "bilat.cli", "run", str(path), str(good), "-o", f"{folder}/d{suffix}"]
            ended = subprocess.run([*command, "--workers", "1"], capture_output=True, text=True, check=False)
            said = ended.stderr.strip().splitlines()[-1][-120:]
            told(name, said, started, ended.returncode in (0, 1) and "Traceback" not in ended.stderr)
            path.unlink()
    if args.write:
        written("bombs", {
            "kind": "bombs", "what": "documents that are built to exhaust whoever reads them, each among good ones",
            "tried": len(rows), "findings": len(bad), "survived": len(rows) - len(bad), "figures": {"bombs": rows},
            "conditions": {
                "ended early": bool(_ENDED), "command": f"python bench/fuzz.py --bombs --seconds {args.seconds:g}",
            },
            "not_covered": ["archives beyond 2 GB: what they unpack to is read past as fast as it comes"],
        })  # fmt: skip
    return 1 if bad else 0


def grown(args: argparse.Namespace) -> Iterator[tuple[str, list[growth.Steep]]]:
    """Each unit, and the stages at which it is steep."""
    pack = packs.load(targets.PACK)
    growth.stages("a", pack)
    chance = random.Random(args.seed)
    every = list(hostile.units(pack))
    marks = sum(map(len, hostile.told().values()))
    every = every[:marks] + chance.sample(every[marks:], max(0, min(args.cases, len(every)) - marks))
    for unit in every:
        yield unit, list(growth.steep(unit, pack, hostile.repeated, (2500, 5000, 10000)))


def written(name: str, told: dict[str, Any]) -> None:
    """A result, where the page of reliability collects them."""
    RESULTS.mkdir(exist_ok=True)
    told["date"] = datetime.datetime.now(datetime.UTC).date().isoformat()
    told["conditions"] |= {
        "python": platform.python_version(),
        "system": platform.system(),
        "processors": os.cpu_count(),
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3_000, help=f"of {BATCH} documents each")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--memory", type=int, default=1500)
    parser.add_argument("--only", choices=SHARES)
    parser.add_argument("--again", metavar="KIND:NUMBER")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--bombs", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--mended", action="store_true")
    args = parser.parse_args()
    if args.again:
        kind, _, number = args.again.partition(":")
        _, batch, chance = Cases(args.seed).of(int(number), args.only)
        for form, raw in batch:
            print(f"{kind} {form}, {len(raw)} bytes: {raw[:200]!r}")
        with tempfile.TemporaryDirectory(prefix="bilat-fuzz-") as folder:
            do(kind, batch, Path(folder), chance)
        return
    signal.signal(signal.SIGTERM, lambda number, _: _ENDED.append(number))
    if args.mended:
        sys.exit(mended(args))
    if args.bombs:
        sys.exit(_bombed(args))
    if args.growth:
        sys.exit(_grown(args))
    started = time.monotonic()
    found = fuzz(args)
    print(json.dumps(found, indent=1))
    if args.write:
        written("input", _told(args, found, time.monotonic() - started))
    sys.exit(1 if found["findings"] else 0)


if __name__ == "__main__":
    main()
