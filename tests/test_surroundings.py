"""bilat in a shell: what completes its commands, tried in a real one; its manual page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bilat.cli import main

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "man" / "share" / "man" / "man1" / "bilat.1"


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, str]:
    """An environment in which `bilat` is a program on the path."""
    program = tmp_path / "bilat"
    program.write_text(f"#!{sys.executable}\nfrom bilat.cli import main\nmain(prog_name='bilat')\n", "utf-8")
    program.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}


TYPED = {
    "bilat ex": {"export", "extract"},
    "bilat packs ''": {"check", "list", "new"},
    "bilat export --wi": {"--with-text", "--without-text"},
    "bilat export --to p": {"package", "parquet", "plover"},
    "bilat completion ''": {"bash", "fish", "zsh"},
}
ASK = """
eval "$(bilat completion bash)"
asked=$(complete -p bilat | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')
tab() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); "$asked" bilat; echo "${COMPREPLY[@]}"; }
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_completes(programs: dict[str, str]) -> None:
    """The script is loaded into a bash, as a reader would, and asked as Tab asks."""
    script = ASK + "\n".join(f"tab {typed}" for typed in TYPED)
    done = subprocess.run(["bash", "-c", script], env=programs, capture_output=True, text=True, timeout=120, check=True)
    offered = [set(line.split()) for line in done.stdout.splitlines()]
    assert dict(zip(TYPED, offered, strict=True)) == TYPED, done.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_a_script_that_their_own_parser_takes(shell: str, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["completion", shell])
    assert told.exit_code == 0
    assert "_BILAT_COMPLETE" in told.stdout
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here to parse it")
    path = tmp_path / "script"
    path.write_text(told.stdout, "utf-8")
    subprocess.run([shell, "-n", str(path)], check=True, timeout=60)


def commands(command: click.Command, name: str) -> list[str]:
    if not isinstance(command, click.Group):
        return [name]
    return [each for child in command.commands for each in commands(command.commands[child], f"{name} {child}")]


def test_the_manual_page_tells_every_command() -> None:
    """That it is current is tested with the other generated pages."""
    told = MANUAL.read_text("utf-8").replace("\\-", "-")
    missing = [name for name in commands(main, "bilat") if not re.search(rf'^\.SS "{name}[ "]', told, re.MULTILINE)]
    assert missing == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff")
def test_the_manual_page_is_sound() -> None:
    done = subprocess.run(["groff", "-ww", "-man", "-Tutf8", str(MANUAL)], capture_output=True, timeout=60, check=True)
    assert done.stderr == b""
    shown = re.sub(r"\x1b\[[\d;]*m|.\x08", "", done.stdout.decode())
    assert "bilat packs new [OPTIONS] ID" in shown
    assert "'" in shown
