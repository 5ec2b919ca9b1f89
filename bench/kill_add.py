"""Kills `bilat add` (SIGKILL) at random moments and proves that nothing acknowledged is lost, doubled or half-written.

    python bench/kill_add.py [--kills 200] [--documents 400] [--seed 1]

Documents are variations of bilat's own samples. Each run is killed after a random time (most of them once
the first document was acknowledged, the rest at any moment from the start), in one and the same workspace,
until all documents are in (then a new workspace is begun). After every kill: each document of which a line was printed
is there; no document is there twice; every record's evidence, the counts and the index are proven (`bilat store
check`). Prints one line with the figures and exits 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path

_WHILE_WRITING = 0.85  # the share of the kills that come once the first document was acknowledged


def variations(folder: Path, count: int) -> None:
    """So many short articles, each of its own text."""
    samples = sorted(resources.files("bilat").joinpath("samples").iterdir(), key=lambda path: path.name)
    for number in range(count):
        text = samples[number % len(samples)].read_text("utf-8")
        paragraphs = [part for part in text.split("\n\n") if part.strip()][:3]
        (folder / f"{number:04}.txt").write_text("\n\n".join([*paragraphs, f"({number})"]), "utf-8")


def added(lines: str) -> set[str]:
    """The documents of the whole lines printed; the last line may have been cut."""
    whole = lines[: lines.rfind("\n") + 1].splitlines()
    return {line.split("\t")[1] for line in whole if line.split("\t")[0] in ("added", "known", "same_text")}


def wrong_after_kill(workspace: str, told: set[str]) -> list[str]:
    """What is not as it was acknowledged."""
    from bilat.store import View
    from bilat.store.checking import check

    if not Path(workspace).exists():
        return [f"{key} is lost with all else" for key in told]
    with View(workspace, create=True) as view:
        found = check(view.engine)
        keys = [row.id for row in _documents(view)]
        problems = list(found.problems)
        problems += [f"{key} was acknowledged and is not there" for key in sorted(told - set(keys))]
        problems += ["a document is there twice"] if len(keys) != len(set(keys)) else []
        return problems


def _documents(view: object) -> list:  # type: ignore[type-arg]
    from sqlalchemy import select

    from bilat.store.schema import docs

    with view.engine.connect() as connection:  # type: ignore[attr-defined]
        return list(connection.execute(select(docs.c.id)).all())


def _until_the_first_line(run: subprocess.Popen[bytes], printed: Path) -> None:
    """Most of the time of a start is spent before anything is written: what is killed then tells little."""
    while run.poll() is None and printed.stat().st_size == 0:
        time.sleep(0.01)


def main() -> int:
    """Kill, look, go on."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--documents", type=int, default=400)
    asked.add_argument("--longest", type=float, default=6.0, help="seconds after which at the latest a run is killed")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    chance = random.Random(given.seed)
    problems: list[str] = []
    kills = acknowledged = finished = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        articles = Path(place, "articles")
        articles.mkdir()
        variations(articles, given.documents)
        workspace, told, made = str(Path(place, "w0.db")), set[str](), 0
        while kills < given.kills:
            call = [sys.executable, "-m", "bilat.cli", "add", str(articles), "--workspace", workspace]
            with (Path(place) / "out").open("wb") as out:
                run = subprocess.Popen(call, stdout=out, stderr=subprocess.DEVNULL)
                if chance.random() < _WHILE_WRITING:
                    _until_the_first_line(run, Path(place) / "out")
                try:
                    run.wait(chance.uniform(0.0, given.longest))
                    finished += 1
                except subprocess.TimeoutExpired:
                    run.send_signal(signal.SIGKILL)
                    run.wait()
                    kills += 1
            told |= added((Path(place) / "out").read_text("utf-8"))
            problems += wrong_after_kill(workspace, told)
            if run.returncode == 0:
                acknowledged += len(told)
                made += 1
                workspace, told = str(Path(place, f"w{made}.db")), set()
        acknowledged += len(told)
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    print(
        f"killed {kills} times in {time.monotonic() - began:.0f} s ({finished} runs came to their end): "
        f"{acknowledged} documents acknowledged, {len(problems)} problems"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
