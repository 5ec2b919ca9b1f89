"""A short command takes little time from cold: it imports and makes ready no more than it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

# What is large, and not needed to print help or to read a plain text.
LARGE = (
    "fastapi", "feedparser", "httpx", "jinja2", "lxml", "numpy", "pandas", "pyarrow", "pypdfium2", "sqlalchemy",
    "starlette", "trafilatura", "uvicorn",
)  # fmt: skip
SAMPLE = next(Path(str(resources.files("bilat") / "samples")).glob("en-*.txt"))
MOST = {"help": 25, "extract": 150}  # times a bare Python's CPU seconds; measured: 6 and 35 to 45


def seen(code: str) -> str:
    """What a fresh process prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_help_imports_nothing_large() -> None:
    told = seen("import sys, bilat.cli; print(*sys.modules)").split()
    assert "click" in told
    assert not {*LARGE, "yaml", "opencc", "bilat.pipeline"} & set(told)


def test_a_text_is_read_without_what_others_need() -> None:
    """Neither what pages and stores need, nor the rules of the language that it is not in."""
    code = f"""
import sys
from bilat import pipeline
from bilat.languages.speech import speech_rules
print(len(pipeline.run([{str(SAMPLE)!r}]).records), speech_rules.cache_info().currsize, *sys.modules)
"""
    records, chinese, *modules = seen(code).split()
    assert int(records) > 5
    assert chinese == "0"
    assert not set(LARGE) & set(modules)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell what a process used")
def test_processor_time(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env = kept | {"PYTHONPYCACHEPREFIX": str(tmp_path)}

    def cost(*command: str) -> float:
        process = subprocess.Popen(
            [sys.executable, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return used.ru_utime + used.ru_stime

    commands = {"help": ["-m", "bilat.cli", "--help"], "extract": ["-m", "bilat.cli", "extract", str(SAMPLE)]}
    for command in commands.values():
        cost(*command)  # makes byte code and what is kept of the data
    for name, command in commands.items():
        ratio = min(cost(*command) / cost("-c", "") for _ in range(3))
        assert ratio < MOST[name], f"{name} takes {ratio:.0f} times a bare Python"
