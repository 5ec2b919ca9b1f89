"""Builds what goes out, checks it, and tries it where nothing of development is installed: `make release`.

    python tools/release.py [-o dist] [--try-with FOLDER]

Builds wheel and source archive twice, which must be the same to the byte; checks their content and metadata; then makes
an environment with nothing but requirements/run.txt and the wheel, and tries the program there from another folder,
without a network where this system can take it away (`unshare`). Uploads nothing. `--try-with`: a folder of ready
packages in place of downloading the locked ones (tests). The exit status is 1 where something is wrong, and a line says
what.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNWANTED = re.compile(r"__pycache__|\.pyc$|\.ipynb_checkpoints|^tests/|/\.|\.db$")
BUILD = "from flit_core.buildapi import build_sdist, build_wheel; print(build_wheel({0!r})); print(build_sdist({0!r}))"
TRIALS = (
    ["bilat", "--version"],
    ["bilat", "packs", "check", "us-cn"],
    ["bilat", "demo", "-o", "demo"],
    ["bilat", "export", "--workspace", "demo/bilat.db", "--to", "package", "-o", "dataset.zip"],
    ["bilat", "store", "check", "--workspace", "demo/bilat.db"],
    ["bilat", "completion", "bash"],
    ["python", "-c", "import bilat; assert bilat.state('2025-11-20')"],
)


class Wrong(Exception):
    """What keeps a release from going out."""


def build(to: Path) -> tuple[Path, Path]:
    """The wheel and the source archive of this tree. Raises Wrong where a second building gives other bytes."""
    made = built(to)
    with tempfile.TemporaryDirectory() as again:
        for one, other in zip(made, built(Path(again)), strict=True):
            if one.read_bytes() != other.read_bytes():
                raise Wrong(f"{one.name}: building it twice gives two files")
    return made


def built(to: Path) -> tuple[Path, Path]:
    """The wheel and the source archive, built once."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1577836800"}
    call = [sys.executable, "-c", BUILD.format(str(to))]
    done = subprocess.run(call, cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=300)
    wheel, source = done.stdout.split()[-2:]
    return to / wheel, to / source


def problems(wheel: Path, source: Path) -> Iterator[str]:
    """What is wrong with what was built: content, records of hashes, metadata, versions that do not agree."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        yield from _content(names)
        yield from _hashes(opened)
        yield from _metadata(opened, told)
    with tarfile.open(source) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
        missing = {"pyproject.toml", "LICENSE", "README.md", "src/bilat/__init__.py"} - inside
        yield from (f"{source.name}: no {name} in it" for name in sorted(missing))
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    if not re.search(rf"^## {re.escape(told['version'])}\b", changes, re.MULTILINE):
        yield f"CHANGELOG.md: no section of {told['version']}"
    if f"\nversion: {told['version']}\n" not in (ROOT / "CITATION.cff").read_text("utf-8"):
        yield f"CITATION.cff: its version is not {told['version']}"


def _content(names: set[str]) -> Iterator[str]:
    package = ROOT / "src" / "bilat"
    ours = {path.relative_to(ROOT / "src").as_posix() for path in package.rglob("*") if path.is_file()}
    missing = {name for name in ours if not UNWANTED.search(name)} - names
    yield from (f"the wheel lacks {name}" for name in sorted(missing))
    yield from (f"the wheel has {name}, which is no part of it" for name in sorted(names) if UNWANTED.search(name))
    for wanted in (r"licenses/LICENSE$", r"data/share/man/man1/bilat\.1$", r"entry_points\.txt$", r"bilat/py\.typed$"):
        if not any(re.search(wanted, name) for name in names):
            yield f"the wheel has nothing like {wanted}"


def _hashes(opened: zipfile.ZipFile) -> Iterator[str]:
    (record,) = (name for name in opened.namelist() if name.endswith(".dist-info/RECORD"))
    for name, told, _ in csv.reader(io.StringIO(opened.read(record).decode())):
        if told:
            kind, _, digest = told.partition("=")
            found = base64.urlsafe_b64encode(hashlib.new(kind, opened.read(name)).digest()).rstrip(b"=").decode()
            if found != digest:
                yield f"{name}: another hash than RECORD tells"


def _metadata(opened: zipfile.ZipFile, told: dict[str, object]) -> Iterator[str]:
    (name,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
    found = HeaderParser().parsestr(opened.read(name).decode("utf-8"))
    wanted = {
        "Name": told["name"], "Version": told["version"], "Requires-Python": told["requires-python"],
        "Summary": told["description"], "License-Expression": told["license"],
        "Description-Content-Type": "text/markdown",
    }  # fmt: skip
    for field, value in wanted.items():
        if field not in found or not str(found[field]).startswith(str(value)):
            yield f"METADATA: {field} is {found[field]!r}, not {value!r}"
    if len(str(found.get_payload())) < 1000:
        yield "METADATA: the README is not in it"


def tried(wheel: Path, packages: Path | None) -> None:
    """Installs the wheel in a new environment and tries what a new user does. Raises Wrong where something fails."""
    with tempfile.TemporaryDirectory() as folder:
        place, work = Path(folder) / "environment", Path(folder) / "work"
        work.mkdir()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True, timeout=120)
        python = str(place / "bin" / "python")
        pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install", "--no-deps"]
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        if packages is None:
            lock = ROOT / "requirements" / "run.txt"
            exact = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
            subprocess.run([*pip, *exact], env=env, check=True, timeout=1800)
        else:
            (inside,) = place.glob("lib/python*/site-packages")
            (inside / "locked.pth").write_text(f"{packages}\n", "utf-8")
        subprocess.run([*pip, "--quiet", "--no-index", str(wheel)], env=env, check=True, timeout=300)
        alone = {"PATH": f"{place / 'bin'}:/usr/bin:/bin", "HOME": str(work), "LANG": "C.UTF-8"}
        for call in TRIALS:
            done = subprocess.run(
                [*_offline(), *call], cwd=work, env=alone, capture_output=True, text=True, timeout=600, check=False
            )  # fmt: skip
            if done.returncode or "Traceback" in done.stderr:
                told = f"{done.stdout[-500:]}{done.stderr[-1500:]}"
                raise Wrong(f"{' '.join(call)}: exit status {done.returncode}\n{told}")
            print(f"tried: {' '.join(call)}")


def _offline() -> list[str]:
    """What takes the network away from a command, where this user may."""
    call = ["unshare", "--net", "--map-root-user"]
    can = shutil.which("unshare") and subprocess.run([*call, "true"], capture_output=True, check=False).returncode == 0
    return call if can else []


def main() -> int:
    """0 where all is well."""
    asked = argparse.ArgumentParser(description="Builds, checks and tries a release.")
    asked.add_argument("-o", "--output", type=Path, default=ROOT / "dist")
    asked.add_argument("--try-with", type=Path)
    given = asked.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    try:
        wheel, source = build(given.output.resolve())
        found = list(problems(wheel, source))
        if found:
            raise Wrong("\n".join(found))
        if "(not released)" in (ROOT / "CHANGELOG.md").read_text("utf-8"):
            print("note: CHANGELOG.md calls a version not released")
        print(f"built: {wheel.name}, {source.name}" + ("" if _offline() else "; the network cannot be taken away here"))
        tried(wheel, given.try_with)
    except (Wrong, subprocess.CalledProcessError) as wrong:
        print(f"no release: {wrong}", file=sys.stderr)
        return 1
    print(f"{given.output}: ready to go out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
