"""docs/reliability.md is what its command writes, and tells all that was measured."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def page() -> ModuleType:
    path = ROOT / "bench" / "reliability.py"
    if not path.is_file():
        pytest.skip("bilat is installed without its sources")
    spec = importlib.util.spec_from_file_location("reliability_page", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(page: ModuleType) -> None:
    """`python bench/reliability.py` writes it."""
    found = page.results()
    assert found
    assert page.PAGE.read_text("utf-8") == page.written(found)


def test_nothing_that_was_told_is_left_out(page: ModuleType) -> None:
    told = {
        "kind": "A test", "what": "What it is.", "tried": {"one": 1200, "two": 3}, "findings": ["it broke"],
        "survived": ["it held"], "figures": {"slowest": "3 s | 4", "kills": 1200}, "conditions": "2 cores",
        "not_covered": ["the rest"], "date": "2026-11-22",
    }  # fmt: skip
    written = page.written([told])
    for part in ("| [A test](#a-test) | 1,203 | 1 | 2026-11-22 |", "it broke", "it held", "3 s \\| 4", "1,200",
                 "2 cores", "the rest", "What it is."):  # fmt: skip
        assert part in written
    with pytest.raises(KeyError):
        page.written([{"kind": "A test"}])
