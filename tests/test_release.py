"""What goes out: the wheel and what is in it, the container's recipe, the forms for those who write to us."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def tool(name: str) -> ModuleType:
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(f"bilat_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"bilat_{name}"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def release() -> ModuleType:
    return tool("release")


@pytest.fixture(scope="module")
def built(release: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Once: that building twice gives the same is tried by the release itself."""
    wheel, source = release.built(tmp_path_factory.mktemp("dist"))
    return wheel, source


def test_what_is_built_is_whole(release: ModuleType, built: tuple[Path, Path]) -> None:
    assert list(release.problems(*built)) == []


@pytest.mark.parametrize(
    ("lost", "added", "told"),
    [
        ("bilat/packs/us-cn/people.yaml", None, "the wheel lacks bilat/packs/us-cn/people.yaml"),
        (None, "bilat/__pycache__/x.pyc", "the wheel has bilat/__pycache__/x.pyc, which is no part of it"),
        ("bilat-0.1.0.data/data/share/man/man1/bilat.1", None, "the wheel has nothing like"),
    ],
)
def test_what_is_wrong_with_a_wheel_is_told(
    release: ModuleType, built: tuple[Path, Path], tmp_path: Path, lost: str | None, added: str | None, told: str
) -> None:
    wheel, source = built
    broken = tmp_path / wheel.name
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            if name != lost and not name.endswith("RECORD"):
                new.writestr(name, old.read(name))
        new.writestr("bilat-0.1.0.dist-info/RECORD", "bilat/py.typed,sha256=wrong,0\n")
        if added:
            new.writestr(added, b"x")
    found = list(release.problems(broken, source))
    assert any(problem.startswith(told) for problem in found), found
    assert "bilat/py.typed: another hash than RECORD tells" in found


def test_the_container_copies_what_there_is_and_runs_as_nobody_special() -> None:
    """What can be looked at without building it; `make container` builds it, where something is there that can."""
    text = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    known = {"ARG", "FROM", "COPY", "RUN", "USER", "WORKDIR", "ENV", "ENTRYPOINT", "CMD"}
    assert {line.split()[0] for line in lines} <= known
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY") and "--from" not in line]
    assert [path for paths in copied for path in paths if not (ROOT / path).exists()] == []
    ignored = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    assert {Path(path).parts[0] for paths in copied for path in paths} <= let_in
    assert [line.split()[1] for line in lines if line.startswith("FROM")] == ["${BASE}"] * 2
    (chosen,) = [line.split()[1] for line in lines if line.startswith("ARG")]
    assert re.fullmatch(r"BASE=docker\.io/library/python:3\.\d+-slim", chosen)
    order = [line.split()[0] for line in lines]
    assert order.index("USER") < order.index("ENTRYPOINT")
    assert "--require-hashes" in text


def test_what_tries_the_image_says_why_it_does_not(tmp_path: Path) -> None:
    """Where nothing builds images, or what is there cannot, that is a line and no failure."""
    broken = tmp_path / "podman"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    call = [sys.executable, str(ROOT / "tools" / "container.py")]
    done = subprocess.run(call, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "skipped: there is no podman, docker or buildah here that works\n"


@pytest.mark.parametrize("lost", ["", "brief.html", "interaction"])
def test_an_image_that_fails_a_trial_is_told(monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    """With an engine that only says that it ran: what a trial has to leave, and to say, is looked at."""
    container = tool("container")
    leaves = dict(container.TRIALS)

    class Engine:
        def call(self, work: Path, words: tuple[str, ...]) -> str:
            made = leaves.get(words)
            if made and made != lost:
                (work / made).parent.mkdir(exist_ok=True)
                (work / made).write_text("x", "utf-8")
            return '{"type": "document"}\n' + '{"type": "interaction"}\n' * (lost != "interaction")

    monkeypatch.setattr(container.shutil, "chown", lambda *_: None)
    if not lost:
        container.tried(Engine())
        return
    with pytest.raises(container.Wrong, match=lost):
        container.tried(Engine())


@pytest.mark.parametrize("path", FORMS, ids=lambda path: str(path.stem))
def test_the_forms_have_the_form_that_is_asked_for(path: Path) -> None:
    """Names, descriptions, and fields with an id and a label each, as the forms of issues need them."""
    form = yaml.safe_load(path.read_text("utf-8"))
    if path.stem == "config":
        assert set(form) <= {"blank_issues_enabled", "contact_links"}
        return
    assert {"name", "description", "body"} <= set(form) <= {"name", "description", "body", "labels", "title"}
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in fields} <= {"textarea", "input", "dropdown", "checkboxes"}
    assert len({part["id"] for part in fields}) == len(fields)
    assert all(part["attributes"]["label"] for part in fields)
    assert all(part["attributes"]["options"] for part in fields if part["type"] == "dropdown")
    assert any(part.get("validations", {}).get("required") for part in fields)


def test_there_are_forms() -> None:
    assert {path.stem for path in FORMS} == {"config", "defect", "misread", "name", "unfair"}
    assert (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").is_file()
