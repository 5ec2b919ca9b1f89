"""YAML that is built to exhaust whoever reads it: told as broken, and the process lives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bilat.languages.plain_yaml import check_size, strings
from bilat.packs.checks import check

SMALL = Path(__file__).parents[1] / "packs" / "small" / "aa-bb"
LAUGHS = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
BOMBS = {
    "lists": "[" * 100_000, "closed lists": "[" * 100_000 + "]" * 100_000, "mappings": "{a: " * 50_000,
    "block": "- " * 50_000 + "a", "laughs": LAUGHS, "itself": "a: &a [*a, *a]",
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_told(tmp_path: Path, bomb: str) -> None:
    if bomb not in ("laughs", "itself"):
        with pytest.raises(yaml.YAMLError):
            strings(BOMBS[bomb])
        with pytest.raises(yaml.YAMLError):
            check_size(BOMBS[bomb])
    pack = tmp_path / "pack"
    shutil.copytree(SMALL, pack)
    pack.joinpath("people.yaml").write_text(BOMBS[bomb])
    assert any("people" in problem for problem in check(str(pack)))


def test_what_is_no_bomb_passes() -> None:
    check_size("a: &x [b, {c: d}]\ne: *x\n" )
    check_size("- [a, b]\n" * 10_000)
