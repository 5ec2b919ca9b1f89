"""What the shortest commands cost from cold: `bilat --help`, and one short article of each language.

    python bench/cold_start.py [--runs N] [--source SRC]...

Each run is a process of its own; what Python keeps of modules and bilat of its data is made beforehand, as in any
installation that ran once. Printed are CPU seconds, of which the least is what the command needs: the rest is what
others on the machine took. `--source` is the `src` folder of a tree of bilat; of two, both are measured in turns.
Exits 1 where the first tree misses a goal.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from speed import HERE, environment, line

GOALS = {"bilat --help": 0.15, "a short English article": 1.0, "a short Chinese article": 1.0}  # CPU seconds


def commands(source: Path) -> dict[str, list[str]]:
    """What is run, by name."""
    samples = sorted((source / "bilat" / "samples").glob("*.txt"), key=lambda path: path.stat().st_size)
    short = {language: next(p for p in samples if p.name.startswith(language)) for language in ("en", "zh")}
    extract = ["-m", "bilat.cli", "extract", "--format", "jsonl"]
    return {
        "python": ["-c", ""],
        "bilat --help": ["-m", "bilat.cli", "--help"],
        "a short English article": [*extract, str(short["en"])],
        "a short Chinese article": [*extract, str(short["zh"])],
    }


def cost(command: list[str], env: dict[str, str]) -> float:
    """CPU seconds of a process with all that it starts. Raises SystemExit where it fails."""
    process = subprocess.Popen(
        [sys.executable, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Measure in turns, print, and say by the exit code whether the goals hold."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=10)
    arguments.add_argument("--source", type=Path, action="append")
    given = arguments.parse_args()
    sources = [path.resolve() for path in given.source or [HERE.parent.parent / "src"]]
    found: dict[tuple[Path, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for turn in range(given.runs + 1):  # the first makes what is kept, and is not counted
            for source in sources:
                for name, command in commands(source).items():
                    took = cost(command, environment(source, cache))
                    found.setdefault((source, name), []).extend([took] if turn else [])
    for (source, name), figures in found.items():
        print(line(f"{source.parent.name}: {name}", figures, ".3f"), f" goal {GOALS[name]}" if name in GOALS else "")
    return int(any(min(found[sources[0], name]) > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
