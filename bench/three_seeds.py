"""How long a brief takes and how much memory, from the start of the process to its end.

    python bench/three_seeds.py [--runs N] [PATH...]

Each run is a process of its own: `bilat brief PATH... -o FILE`. Without a path the samples that come with bilat are
read. Exits 1 where the median is above 5 seconds or the largest peak above 500 MB.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path

SLOWEST = 5.0  # seconds, the median
LARGEST = 500.0  # MB, the peak of resident memory of any run


def measure(paths: list[str], page: Path) -> tuple[float, float]:
    """One run's seconds and peak MB. Raises SystemExit where the run fails."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bilat.cli", "brief", *paths, "-o", str(page)])
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"bilat brief failed with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KB on Linux
    return took, used.ru_maxrss * unit / 1e6


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="*", metavar="PATH")
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    if given.runs < 1:
        arguments.error("--runs must be 1 or more")
    paths = given.paths or [str(resources.files("bilat").joinpath("samples"))]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "brief.html"
        runs = [measure(paths, page) for _ in range(given.runs)]
        size = page.stat().st_size
    seconds, peaks = [took for took, _ in runs], [peak for _, peak in runs]
    print(f"{given.runs} runs over {len(paths)} path(s); the page has {size:,} bytes")
    print(f"seconds  min {min(seconds):.2f}  median {statistics.median(seconds):.2f}  max {max(seconds):.2f}")
    print(f"peak MB  min {min(peaks):.0f}  median {statistics.median(peaks):.0f}  max {max(peaks):.0f}")
    too_much = statistics.median(seconds) > SLOWEST or max(peaks) > LARGEST
    print(f"limits   median {SLOWEST:.0f} s, peak {LARGEST:.0f} MB: {'exceeded' if too_much else 'held'}")
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
