"""What bilat is made of: licences that we take, a CycloneDX list that is current, a wheel that is the same."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / "tools").is_dir(), reason="bilat is installed without its sources")


@pytest.fixture(scope="module")
def supply() -> ModuleType:
    spec = importlib.util.spec_from_file_location("supply", ROOT / "tools" / "supply.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["supply"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("licence", "is_taken"),
    [
        ("MIT", True), ("MIT OR GPL-3.0-only", True), ("MIT AND GPL-3.0-only", False), ("AGPL-3.0-only", False),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True), ("(GPL-2.0-only OR LGPL-3.0-only) AND MIT", False),
        ("Apache-2.0 WITH LLVM-exception", True), ("Proprietary", False), ("", False),
    ],
)  # fmt: skip
def test_licences_that_bind_are_refused(supply: ModuleType, licence: str, is_taken: bool) -> None:
    assert supply.taken(licence, supply.PERMISSIVE | supply.PER_FILE) is is_taken


def test_what_is_locked_is_taken_and_listed(supply: ModuleType) -> None:
    """`make supply` writes both files."""
    found = supply.packages()
    assert supply.refused(found) == []
    assert supply.PAGE.read_text("utf-8") == supply.page(found)
    assert supply.LIST.read_text("utf-8") == supply.bill(found)
    strict = [supply.Package(name="bound", version="1", licence="GPL-3.0-only", run=True, hashes=())]
    assert len(supply.refused(strict)) == 1
    assert set(supply.TESTED_WITH) <= {one.name for one in found if not one.run}


def test_the_list_is_valid_cyclonedx(supply: ModuleType) -> None:
    """Against the specification's own schema, which the library carries."""
    import jsonschema
    import referencing
    from cyclonedx import schema

    told = json.loads(supply.LIST.read_text("utf-8"))
    folder = Path(schema.__file__).parent / "_res"
    parts = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.schema.json")}
    whole = next(part for name, part in parts.items() if name.startswith("bom-1.6"))
    pairs = [(part["$id"], referencing.Resource.from_contents(part)) for part in parts.values() if "$id" in part]
    validator = jsonschema.Draft7Validator(whole, registry=referencing.Registry().with_resources(pairs))
    assert [error.message[:200] for error in validator.iter_errors(told)] == []
    assert list(validator.iter_errors({**told, "bomFormat": "other"}))
    refs = [part["bom-ref"] for part in told["components"]]
    assert len(refs) == len(set(refs)) > 50
    assert all(part["hashes"] for part in told["components"])


def test_a_wheel_is_the_same_wherever_it_is_built(tmp_path: Path) -> None:
    """Other folders, other times of the files, another umask: the same bytes. (Models are left out for speed.)"""
    digests = set()
    build = "import flit_core.buildapi as b, os, sys; os.umask(int(sys.argv[1], 8)); print(b.build_wheel('out'))"
    for number, umask in enumerate(("022", "077")):
        place = tmp_path / f"{number}" / "bilat"
        models = shutil.ignore_patterns("*.onnx", "*.safetensors", "__pycache__")
        shutil.copytree(ROOT / "src", place / "src", ignore=models, copy_function=shutil.copyfile)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(ROOT / name, place / name)
        shutil.copytree(ROOT / "docs" / "man", place / "docs" / "man", copy_function=shutil.copyfile)
        for path in place.rglob("*.py"):
            os.utime(path, (1_000_000_000 + number * 86_400,) * 2)
        (place / "out").mkdir()
        call = [sys.executable, "-c", build, umask]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1780000000"}
        done = subprocess.run(call, cwd=place, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        digests.add(hashlib.sha256((place / "out" / done.stdout.strip()).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_no_known_weakness_in_what_is_locked() -> None:
    """pip-audit asks for advisories over the network, package by package: only where that is wanted (`make audit`,
    which names the program). Where the registry has no advisories it says so of each package, and succeeds."""
    program = os.environ.get("BILAT_AUDIT")
    if not program:
        pytest.skip("asks the network: `make audit` does so")
    lock = str(ROOT / "requirements" / "run.txt")
    call = [program, "--requirement", lock, "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*call, "--format", "json"], capture_output=True, text=True, timeout=900, check=False)
    if not done.stdout.strip():
        pytest.skip(f"no advisories can be had here: {done.stderr.strip().splitlines()[-1:]}")
    told = json.loads(done.stdout)["dependencies"]
    unseen = [one for one in told if "skip_reason" in one]
    if len(unseen) == len(told):
        pytest.skip(f"no advisories can be had here, for none of {len(told)} packages: {unseen[0]['skip_reason']}")
    assert [one for one in told if one.get("vulns")] == []
    assert unseen == []
