"""How fast `bilat extract` is: whole processes from cold, and what each stage takes of a document once all is loaded.

    python bench/speed.py [--runs N] [--source SRC]... [PATH...]

Without a path the samples that come with bilat are read. `--source` is the `src` folder of a tree of bilat; given
twice or more, the trees are measured in turn within one run, so that what else the machine does falls on all alike, and
their outputs are compared byte for byte. Seconds are those of the clock, CPU seconds those of the process; Python's
byte code is cached beforehand, as it is in an installed package. Exits 1 where outputs differ.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path

HERE = Path(__file__).resolve()
STAGES = ("read", "analysis", "extract", "write")


def environment(source: Path, cache: str) -> dict[str, str]:
    """The environment of a run: that tree's bilat, byte code in a folder of its own."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(source), "PYTHONPYCACHEPREFIX": cache}


def cold(paths: list[str], env: dict[str, str]) -> tuple[float, float, str]:
    """One process: seconds, CPU seconds, digest of what it wrote. Raises SystemExit where the run fails."""
    command = [sys.executable, "-m", "bilat.cli", "extract", *paths, "--format", "jsonl"]
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=env, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"bilat extract failed with {process.returncode}")
        out.seek(0)
        return took, used.ru_utime + used.ru_stime, hashlib.sha256(out.read()).hexdigest()


def warm(paths: list[str], env: dict[str, str]) -> dict[str, float]:
    """CPU milliseconds a document, by stage, in a process that has read the documents once before."""
    command = [sys.executable, str(HERE), "--stages", *paths]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def stages(paths: list[str]) -> dict[str, float]:
    """The stages, measured in this process: the second pass, since the first loads everything.

    `analysis` is the part of `extract` that finds sentences, mentions, dates and quantities.
    """
    from bilat import packs, pipeline
    from bilat.errors import InputError
    from bilat.extract import extract
    from bilat.extract.analysis import Analysis
    from bilat.model import to_json
    from bilat.reading import read

    pack = packs.load("us-cn")
    kinds = pipeline.outlet_kinds(pack)
    found: dict[str, float] = {}
    for _ in range(2):
        marks = [time.process_time()]
        documents = [d for d in read(paths, outlet_kinds=kinds) if not isinstance(d, InputError)]
        marks.append(time.process_time())
        for document in documents:
            Analysis(document, pack)
        marks.append(time.process_time())
        records = [record for document in documents for record in extract(document, pack)]
        marks.append(time.process_time())
        for record in records:
            json.dumps(to_json(record), ensure_ascii=False)
        marks.append(time.process_time())
        for stage, (began, ended) in zip(STAGES, itertools.pairwise(marks), strict=True):
            found[stage] = 1000 * (ended - began) / len(documents)
    return found


def line(name: str, figures: list[float], form: str) -> str:
    """Least, middle and most of some figures."""
    least, middle, most = min(figures), statistics.median(figures), max(figures)
    return f"{name:<38}min {least:{form}}  median {middle:{form}}  max {most:{form}}"


def main() -> int:
    """Measure in turn, print, compare."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="*", metavar="PATH")
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--source", type=Path, action="append")
    arguments.add_argument("--stages", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.runs < 1:
        arguments.error("--runs must be 1 or more")
    paths = given.paths or [str(resources.files("bilat").joinpath("samples"))]
    if given.stages:
        print(json.dumps(stages(paths)))
        return 0
    sources = given.source or [HERE.parent.parent / "src"]
    with tempfile.TemporaryDirectory() as cache:
        environments = [environment(source.resolve(), cache) for source in sources]
        outputs = {cold(paths, env)[2] for env in environments}  # not counted: it writes the byte code
        runs = [[(cold(paths, env), warm(paths, env)) for env in environments] for _ in range(given.runs)]
    for at, source in enumerate(sources):
        print(source)
        print(line("  cold, seconds", [turn[at][0][0] for turn in runs], "6.2f"))
        print(line("  cold, CPU seconds", [turn[at][0][1] for turn in runs], "6.2f"))
        for stage in STAGES:
            print(line(f"  {stage}, CPU ms a document", [turn[at][1][stage] for turn in runs], "6.1f"))
    same = len(outputs) == 1
    if len(sources) > 1:
        print("the same output" if same else "outputs differ")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
