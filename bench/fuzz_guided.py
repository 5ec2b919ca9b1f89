"""Coverage-guided fuzzing: bytes are changed where that reaches code of bilat that was not reached before.

    pip install atheris
    python bench/fuzz_guided.py [--only TARGET] [--seconds 180] [--keep FOLDER] [--write]
    python bench/fuzz_guided.py --target TARGET FOLDER [-runs=N] [other options of libFuzzer]

Each target is fuzzed in a process of its own for so many seconds, begun with sound documents (bench/fuzzing/seeds.py);
the first byte of an input chooses what is done with the rest (TARGETS, bench/fuzzing/targets.py). What is held to be
wrong there ends a target's turn, as does what takes more than 120 seconds by the clock or 3 GB: its input is kept in
FOLDER/crash-*. `--write`: bench/reliability/guided.json, where the targets that were not run stay as they were told.
atheris is no dependency of bilat's: where it is not installed, this says so. Exits 1 for any finding.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import importlib.metadata
import importlib.util
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# By target: what is done with an input, and of which form it is.
TARGETS = {
    "readers": ("file .html", "file .pdf", "file .jsonl", "file .csv", "file .md", "file .warc.gz", "bulk .parquet"),
    "extractors": ("stdin .txt", "stdin .htm"),
    "feeds": ("answer rss", "answer atom", "answer json", "answer sitemap"),
    "api": ("api .txt",),
    "packs": ("pack pack.yaml", "pack people.yaml", "pack bodies.yaml", "pack instruments.yaml"),
    "model replies": ("model json",),
}  # fmt: skip
_FIGURES = {
    "inputs": r"stat::number_of_executed_units:\s*(\d+)", "kept as new": r"stat::new_units_added:\s*(\d+)",
    "slowest, seconds": r"stat::slowest_unit_time_sec:\s*(\d+)", "most memory, MB": r"stat::peak_rss_mb:\s*(\d+)",
}  # fmt: skip
# By such runs; each is a test of tests/test_fuzzed.py.
_FOUND: tuple[str, ...] = (
    "a feed's link kept the control characters that stood around it",
    "a sitemap so broken that an address stands alone in it was an error",
    "a sitemap that begins with a zero byte was an error",
)


def one_target(name: str, folder: Path, options: list[str]) -> None:
    """Fuzz in this process, which ends with it."""
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[variable] = "1"  # before NumPy is imported
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["bilat"]):
        import fuzz
        from fuzzing import seeds, targets

        # What is imported where it is used would be imported unseen.
        for late in ("packs.checks", "store", "web", "workspace", "scale.batch", "reading.pdf", "reading.warc"):
            importlib.import_module(f"bilat.{late}")
        targets.warmed()
    kinds = [line.split(" ") for line in TARGETS[name]]
    folder.mkdir(exist_ok=True, parents=True)
    if not any(folder.iterdir()):
        told = seeds.texts()
        made = seeds.FILES | seeds.LISTS | seeds.BULK
        for number, (kind, form) in enumerate(kinds):
            raw = targets.pack_file(form) if kind == "pack" else made.get(form, made[".txt"])(told)
            (folder / f"sound-{number:02}").write_bytes(bytes([number]) + raw[:15_000])
    with tempfile.TemporaryDirectory(prefix="bilat-fuzz-") as place:

        def one(data: bytes) -> None:
            if data:
                kind, form = kinds[data[0] % len(kinds)]
                fuzz.do(kind, [(form, data[1:])], Path(place), random.Random(len(data)))

        given = ["-timeout=120", "-rss_limit_mb=3000", "-max_len=20000", "-print_final_stats=1", *options]
        atheris.Setup([sys.argv[0], *given, f"-artifact_prefix={folder.parent}/", str(folder)], one)
        atheris.Fuzz()


def turn(name: str, seconds: int, keep: Path) -> tuple[dict[str, Any], str | None]:
    """A target in a process of its own: its figures, and what was wrong, if anything was."""
    folder = keep / name.replace(" ", "-") / "inputs"
    call = [sys.executable, __file__, "--target", name, str(folder), f"-max_total_time={seconds}"]
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(call, capture_output=True, text=True, errors="replace", check=False)
    (folder.parent / "said.txt").write_text(done.stderr + done.stdout, "utf-8")
    figures: dict[str, Any] = {}
    for what, pattern in _FIGURES.items():
        if found := re.search(pattern, done.stderr):
            figures[what] = int(found[1])
    covered = [int(count) for count in re.findall(r"\bcov: (\d+)", done.stderr)]
    if covered:
        figures["places of code reached, with the sound ones / at the end"] = f"{covered[0]:,} / {covered[-1]:,}"
    if done.returncode == 0:
        return figures, None
    raised = re.findall(r"^(?:=== Uncaught Python exception: ===\n)?(\w[\w.]*(?:Error|Finding|Exception)\b.*)$|"
                        r"^==\d+== ?ERROR: (.*)$", done.stdout + done.stderr, re.MULTILINE)  # fmt: skip
    why = next((one or other for one, other in raised), f"exit status {done.returncode}")
    return figures, f"{name}: {why[:160]}"


def main() -> int:
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed; pip install atheris", file=sys.stderr)
        return 2
    if sys.argv[1:2] == ["--target"]:
        one_target(sys.argv[2], Path(sys.argv[3]), sys.argv[4:])
        return 0
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", choices=TARGETS, action="append")
    asked.add_argument("--seconds", type=int, default=180)
    asked.add_argument("--keep", type=Path, default=Path("fuzzed"), metavar="FOLDER")
    asked.add_argument("--write", action="store_true")
    args = asked.parse_args()
    told, wrong = {}, []
    for name in args.only or TARGETS:
        figures, why = turn(name, args.seconds, args.keep)
        told[name] = figures
        wrong += [why] if why else []
        print(f"{name}: {figures}{f'; FINDING {why}' if why else ''}", flush=True)
        if args.write:
            write(told, wrong, args.seconds)
    return 1 if wrong else 0


def write(told: dict[str, dict[str, Any]], wrong: list[str], seconds: int) -> None:
    """Keep what was done so far, for docs/reliability.md."""
    from reliability import keep, results

    kind = "Input, guided by coverage"
    before = next((one for one in results() if one["kind"] == kind), {"figures": {}})
    figures = {name: one for name, one in before["figures"].items() if name in TARGETS} | told
    keep("guided", {
        "kind": kind,
        "what": "Inputs changed by libFuzzer (atheris) towards code of bilat that was not reached before, "
        "held to the same as mutated documents (`python bench/fuzz_guided.py`).",
        "tried": {name: one.get("inputs", 0) for name, one in figures.items()},
        "findings": [*_FOUND, *wrong], "survived": [] if wrong else ["no input of any target was a finding"],
        "figures": figures, "not_covered": ["C libraries: their code is not instrumented"],
        "conditions": [
            f"atheris {importlib.metadata.version('atheris')}, Python {platform.python_version()}",
            f"{seconds} seconds a target by the clock, on a processor shared with other work",
        ],
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    })  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
