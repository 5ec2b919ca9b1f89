"""`bilat add` and `watch`, killed at any moment, lose nothing that they said was there; nothing is half-written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.postgres import new_database

BENCH = Path(__file__).parents[2] / "bench" / "kill_add.py"


@pytest.mark.parametrize(("database", "add", "watch"), [("sqlite", 4, 2), ("postgresql", 2, 1)])
def test_nothing_is_lost_when_they_are_killed(
    database: str, add: int, watch: int, request: pytest.FixtureRequest
) -> None:
    """A few times here; `python bench/kill_add.py` does it two hundred times."""
    if not BENCH.is_file():
        pytest.skip("bilat is installed without its sources")
    call = [sys.executable, str(BENCH), "--add", str(add), "--watch", str(watch), "--documents", "4", "--longest", "1"]
    if database == "postgresql":
        call += ["--workspace", new_database(request.getfixturevalue("postgres"))]
    done = subprocess.run(call, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    found = re.findall(r"(add|watch): killed (\d+) times .* (\d+) documents acknowledged, 0 problems", done.stdout)
    assert [(kind, kills) for kind, kills, _ in found] == [("add", str(add)), ("watch", str(watch))], done.stdout
    assert sum(int(told) for _, _, told in found) > 0
