"""Builds the image of Containerfile and tries it as its own user, without a network: `make container`.

    python tools/container.py [--base IMAGE] [--base-archive ROOT.tar] [--with FILE_OR_FOLDER]... [--keep]

Takes podman, docker or buildah, whichever is there and works; where none is, it says so and exits with 0. `--base`: an
image with Python as `python`, in place of the one that Containerfile names. `--base-archive`: makes that image of a
file system (a tar archive), for places that reach no registry. `--with`: is there while building too, at the same place
(certificates, an index of packages). Afterwards nothing is left of image and base, unless `--keep` (podman, docker).
The exit status is 1 where something is wrong, and a line says what.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
IMAGE, BASE, NAME = "localhost/bilat-tried", "localhost/bilat-tried-base", "bilat-tried"
USER = 1000  # as Containerfile names it
ARTICLE = "Secretary of State Marco Rubio spoke by phone with Foreign Minister Wang Yi on January 24, 2025.\n"
# What is run in the container, and what it has to leave in the folder that both share.
TRIALS: tuple[tuple[tuple[str, ...], str | None], ...] = (
    (("bilat", "--help"), None),
    (("bilat", "packs", "check", "us-cn"), None),
    (("bilat", "demo", "-o", "demo"), "demo/brief.en.html"),
    (("bilat", "extract", "article.txt", "--format", "jsonl"), None),
    (("bilat", "brief", "article.txt", "-o", "brief.html"), "brief.html"),
    (("bilat", "add", "article.txt"), "bilat.db"),
    (("bilat", "outlook", "--format", "json"), None),
)
# Who it runs as, that it can write nowhere else, and that nobody answers.
BARRED = (
    "import os, socket\n"
    f"assert os.getuid() == {USER}, os.getuid()\n"
    "assert not os.access('/opt/bilat', os.W_OK) and os.access('.', os.W_OK) and os.getcwd() == '/work'\n"
    "assert [name for _, name in socket.if_nameindex()] == ['lo'], socket.if_nameindex()\n"
)


class Wrong(Exception):
    """What is wrong with the image, or kept it from being built."""


@dataclass(slots=True)
class Podman:
    """podman, and docker, which takes nearly the same words."""

    program: str

    def works(self) -> bool:
        return ran([self.program, "info"], check=False).returncode == 0

    def build(self, base: str | None, shared: Sequence[Path]) -> None:
        if shared and self.program == "docker":
            raise Wrong("docker shares nothing while it builds; leave --with out")
        mounts = [part for path in shared for part in ("--volume", f"{path}:{path}:ro")]
        chosen = ["--build-arg", f"BASE={base}"] if base else []
        told = ["build", *chosen, *mounts, "--tag", IMAGE, "--file", str(ROOT / "Containerfile"), str(ROOT)]
        ran([self.program, *told], shown=True)

    def load(self, archive: Path) -> None:
        ran([self.program, "import", str(archive), BASE])

    def call(self, work: Path, words: Sequence[str]) -> str:
        limits = ["--network", "none", "--volume", f"{work}:/work", "--entrypoint", words[0]]
        return ran([self.program, "run", "--rm", *limits, IMAGE, *words[1:]]).stdout

    def size(self) -> int:
        return int(ran([self.program, "image", "inspect", "--format", "{{.Size}}", IMAGE]).stdout)

    def remove(self, images: Sequence[str]) -> None:
        ran([self.program, "rmi", "--force", *images], check=False)


@dataclass(slots=True)
class Buildah:
    """buildah, by `chroot`: it needs neither a daemon nor the right to make cgroups, and the network is taken away by
    `unshare`. Its store is a folder of its own, so that nothing is left on the machine."""

    store: Path
    program: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.program = ["buildah", "--root", str(self.store / "store"), "--runroot", str(self.store / "run")]

    def works(self) -> bool:
        return ran([*self.program, "images"], check=False).returncode == 0 and bool(shutil.which("unshare"))

    def build(self, base: str | None, shared: Sequence[Path]) -> None:
        mounts = [part for path in shared for part in ("--volume", f"{path}:{path}:ro")]
        chosen = ["--build-arg", f"BASE={base}"] if base else []
        told = ["bud", "--isolation", "chroot", *chosen, *mounts, "--tag", IMAGE, "--file", str(ROOT / "Containerfile")]
        ran([*self.program, *told, str(ROOT)], shown=True)
        ran([*self.program, "from", "--name", NAME, IMAGE])

    def load(self, archive: Path) -> None:
        (made,) = ran([*self.program, "from", "scratch"]).stdout.split()
        ran([*self.program, "add", made, str(archive), "/"])
        ran([*self.program, "commit", "--rm", made, BASE])

    def call(self, work: Path, words: Sequence[str]) -> str:
        inside = ["run", "--isolation", "chroot", "--volume", f"{work}:/work", NAME, "--", *words]
        return ran(["unshare", "--net", *self.program, *inside]).stdout

    def size(self) -> int:
        told = json.loads(ran([*self.program, "images", "--json", IMAGE]).stdout)
        amount, unit = told[0]["size"].split()
        return int(float(amount) * 1000 ** (["B", "KB", "MB", "GB"].index(unit.upper())))

    def remove(self, images: Sequence[str]) -> None:
        ran([*self.program, "rm", "--all"], check=False)
        ran([*self.program, "rmi", "--force", *images], check=False)


Engine = Podman | Buildah


def ran(call: Sequence[str], *, check: bool = True, shown: bool = False) -> subprocess.CompletedProcess[str]:
    """A command that has ended. Raises Wrong where it failed and that matters."""
    out = sys.stderr if shown else subprocess.PIPE
    done = subprocess.run(call, stdout=out, stderr=out, text=True, timeout=3600, check=False, stdin=subprocess.DEVNULL)
    if check and done.returncode:
        raise Wrong(f"{' '.join(call)}: exit status {done.returncode}\n{(done.stderr or '')[-1500:]}")
    return done


def engine(store: Path) -> Engine | None:
    """What builds images here; None where nothing does."""
    choices: list[Engine] = [Podman(name) for name in ("podman", "docker") if shutil.which(name)]
    choices += [Buildah(store)] if shutil.which("buildah") else []
    return next((one for one in choices if one.works()), None)


def tried(found: Engine) -> None:
    """Runs what a new user runs. Raises Wrong where something fails."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "article.txt").write_text(ARTICLE, "utf-8")
        if os.getuid() == 0:
            shutil.chown(work, USER, USER)
        found.call(work, ("python", "-c", BARRED))
        print(f"tried: it runs as user {USER}, writes only to the shared folder, and reaches nobody")
        for words, leaves in TRIALS:
            began = time.monotonic()
            said = found.call(work, words)
            if leaves and not (work / leaves).is_file():
                raise Wrong(f"{' '.join(words)}: it left no {leaves}")
            if words[1] == "extract":
                kinds = [json.loads(line)["type"] for line in said.splitlines()]
                if "interaction" not in kinds:
                    raise Wrong(f"{' '.join(words)}: no interaction among {kinds}")
            print(f"tried: {' '.join(words)} ({time.monotonic() - began:.1f} s)")


def main() -> int:
    """0 where all is well, or nothing builds images here."""
    asked = argparse.ArgumentParser(description="Builds the container image and tries it.")
    asked.add_argument("--base")
    asked.add_argument("--base-archive", type=Path)
    asked.add_argument("--with", dest="shared", type=Path, action="append", default=[])
    asked.add_argument("--keep", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bilat-container-") as folder:
        found = engine(Path(folder))
        if found is None:
            print("skipped: there is no podman, docker or buildah here that works")
            return 0
        base = BASE if given.base_archive else given.base
        try:
            if given.base_archive:
                found.load(given.base_archive)
            began, busy = time.monotonic(), os.times()
            found.build(base, given.shared)
            spent = os.times()
            seconds = spent.children_user + spent.children_system - busy.children_user - busy.children_system
            took = f"{time.monotonic() - began:.0f} s, {seconds:.0f} s of processor time"
            print(f"built: on {base or 'the base of Containerfile'}, {found.size() / 1e6:.0f} MB in {took}")
            tried(found)
        except (Wrong, OSError, subprocess.TimeoutExpired) as wrong:
            print(f"no image: {wrong}", file=sys.stderr)
            return 1
        finally:
            if not given.keep:
                found.remove([IMAGE, *([BASE] if given.base_archive else [])])
    print("the image is in order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
