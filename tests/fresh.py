"""A clone of this repository with an environment of its own in `.venv`: bilat from its wheel, the packages of
requirements/run.txt, and nothing else. No development tool is in it.

The packages are links to those that are installed here, at the locked versions; `BILAT_DOWNLOAD=1` leaves the
environment to `make demo`, which downloads them as it does for everybody.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOWNLOAD = os.environ.get("BILAT_DOWNLOAD") == "1"


def clone(to: Path) -> Path:
    """The files that git knows, or would if they were added, in a new folder."""
    call = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(call, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, told.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


def wheel(source: Path, to: Path) -> Path:
    """The wheel of a clone."""
    code = f"from flit_core.buildapi import build_wheel; print(build_wheel({str(to)!r}))"
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, cwd=source, capture_output=True, text=True, check=True, timeout=60)
    return to / done.stdout.split()[-1]


def environment(to: Path, made: Path) -> Path:
    """A new environment with the locked packages and a wheel; its folder of programs."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(to)], check=True, timeout=60)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = to / "lib" / version / "site-packages"
    for name, locked in locked_packages():
        found = metadata.distribution(name)
        assert found.version == locked, f"{name} {found.version} is here, {locked} is locked"
        for file in {Path(one.parts[0]) for one in found.files or () if one.parts[0] not in ("..", "__pycache__")}:
            place = Path(str(found.locate_file(str(file))))
            if place.exists() and not (packages / file).exists():
                (packages / file).symlink_to(place)
    pip = [sys.executable, "-m", "pip", "--python", str(to / "bin" / "python"), "--disable-pip-version-check"]
    call = [*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(made)]
    subprocess.run(call, check=True, timeout=120, env={**os.environ, "PYTHONPATH": ""})
    return to / "bin"


def locked_packages() -> list[tuple[str, str]]:
    """(name, version) of what is installed for use, from requirements/run.txt."""
    return re.findall(r"^([\w.-]+)==([^\s\\]+)", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE)
