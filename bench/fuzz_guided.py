"""Coverage-guided fuzzing: bytes are changed where that reaches code of bilat that was not reached before.

    pip install atheris
    python bench/fuzz_guided.py [FOLDER] [-max_total_time=600] [-runs=N] [other options of libFuzzer]

FOLDER keeps what reaches something new; it is begun with sound documents of every format (bench/fuzzing/seeds.py). The
first byte of an input chooses what is done with the rest: a file of a kind, an answer of the web, a reply of a language
model, a file of a pack (bench/fuzzing/targets.py). What is held to be wrong there ends the run, its input written to
crash-*; so does what takes more than 25 seconds or 2.5 GB. atheris is no dependency of bilat's: where it is not
installed, this says so.
"""

from __future__ import annotations

import importlib
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

KINDS = (
    "file .txt", "file .html", "file .pdf", "file .jsonl", "file .csv", "file .warc.gz", "stdin -", "answer rss",
    "model json", "pack people.yaml", "pack pack.yaml", "bulk .parquet",
)  # fmt: skip


def main() -> None:
    try:
        atheris: Any = importlib.import_module("atheris")
    except ModuleNotFoundError:
        sys.exit("atheris is not installed; pip install atheris")
    with atheris.instrument_imports(include=["bilat"]):
        import fuzz
        from fuzzing import seeds, targets
    folder = Path(next((word for word in sys.argv[1:] if not word.startswith("-")), "fuzzed"))
    folder.mkdir(exist_ok=True)
    _begin(folder, seeds, targets)
    targets.warmed()
    given = [word for word in sys.argv[1:] if word.startswith("-")]
    with tempfile.TemporaryDirectory(prefix="bilat-fuzz-") as place:

        def one(data: bytes) -> None:
            if data:
                kind, form = KINDS[data[0] % len(KINDS)].split(" ")
                fuzz.do(kind, [(form, data[1:])], Path(place), random.Random(len(data)))

        options = ["-timeout=25", "-rss_limit_mb=2500", "-max_len=20000", *given]
        atheris.Setup([sys.argv[0], *options, str(folder)], one)
        atheris.Fuzz()


def _begin(folder: Path, seeds: Any, targets: Any) -> None:
    """A sound document of each kind, if the folder is empty."""
    if any(folder.iterdir()):
        return
    told = seeds.texts()
    made = seeds.FILES | seeds.LISTS | seeds.BULK
    for number, line in enumerate(KINDS):
        kind, form = line.split(" ")
        raw = targets.pack_file(form) if kind == "pack" else made.get(form, made[".txt"])(told)
        (folder / f"sound-{number:02}").write_bytes(bytes([number]) + raw[:15_000])


if __name__ == "__main__":
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[variable] = "1"  # before NumPy is imported
    main()
