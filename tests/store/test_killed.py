"""`bilat add`, killed at any moment, loses nothing that it said was there, and leaves nothing half-written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "kill_add.py"


def test_nothing_is_lost_when_it_is_killed() -> None:
    """Fifteen times here; `python bench/kill_add.py` does it two hundred times."""
    if not BENCH.is_file():
        pytest.skip("bilat is installed without its sources")
    call = [sys.executable, str(BENCH), "--kills", "15", "--documents", "60", "--longest", "2"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    found = re.search(r"killed 15 times .* (\d+) documents acknowledged, 0 problems", done.stdout)
    assert found, done.stdout
    assert int(found[1]) > 0
