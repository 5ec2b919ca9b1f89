"""The tutorial and the how-tos, followed to the letter in a fresh clone with a fresh environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fresh import DOWNLOAD, ROOT, clone, environment, wheel
from tests.test_docs import blocks, page_name

if shutil.which("make") is None or not (ROOT / ".git").exists():
    pytest.skip("needs make, and a clone", allow_module_level=True)

PAGES = [ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]
FOLLOWED = [page for page in PAGES if any(blocks(page, "sh"))]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone whose `.venv` is there, unless it is to be downloaded."""
    found = clone(tmp_path_factory.mktemp("clone"))
    if not DOWNLOAD:
        environment(found / ".venv", wheel(found, tmp_path_factory.mktemp("wheel")))
        (found / ".venv" / ".ready-to-run").touch()
    return found


def followed(script: str, where: Path) -> subprocess.CompletedProcess[str]:
    """A script of a page, as somebody types it: in the clone, in a shell without this test's environment."""
    plain = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    env = {**plain, "HOME": str(where), "PYTHON": "python3"}
    return subprocess.run(["bash", "-e", "-c", script], cwd=where, env=env, capture_output=True, text=True,
                          timeout=600, check=False)  # fmt: skip


def test_the_environment_is_bare(fresh: Path) -> None:
    if DOWNLOAD:
        pytest.skip("it is made by the tutorial")
    there = followed(". .venv/bin/activate; python -c 'import bilat; print(bilat.__file__)'", fresh)
    assert there.stdout.startswith(str(fresh / ".venv")), there.stderr
    assert followed(". .venv/bin/activate; python -c 'import pytest'", fresh).returncode == 1


@pytest.mark.parametrize("page", FOLLOWED, ids=page_name)
def test_a_page_works_as_it_is_written(page: Path, fresh: Path) -> None:
    """The tutorial comes first: it sets up what the others rely on, the program on the path."""
    script = "\n".join(blocks(page, "sh"))
    done = followed(script if page.name == "tutorial.md" else f". .venv/bin/activate\n{script}", fresh)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr
    for name in RESULTS.get(page.stem, ()):
        assert (fresh / name).stat().st_size > 100, name
    assert [words for words in SAID.get(page.stem, ()) if words not in done.stdout] == []


# What a reader has in hand afterwards: files, and words on the screen.
RESULTS = {
    "tutorial": ["demo/brief.en.html", "records.jsonl", "articles.csv", "brief.html", "brief.zh.html", "bilat.db"],
    "citing": ["calls.zip"],
    "teaching": ["machine.csv"],
    "correcting": ["desk.db"],
}
SAID = {
    "tutorial": ["11 documents", "Scott Bessent", "us-cn: in order"],
    "own-pack": ["in-jp: in order", "Narendra Modi"],
    "own-feed": ["soybeans"],
    "correcting": ["judgement 1: correct", "judgement 1 was taken back"],
    "teaching": ["only_CN"],
    "gdelt": ["https://news.example.org/2025/11/24/leaders-call"],
}
