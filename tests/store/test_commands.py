"""`who` and `phrases` read the workspace as people judged it, and say the same of it as of the files themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bilat.cli import main
from bilat.store import Filters, Judgement, View, Writer
from bilat.workspace import judge
from tests.store.accounts import CALL_CN, CALL_US, fill, write

ARTICLES = {"us": CALL_US, "cn": CALL_CN}
PHRASE = "mutual respect"


@pytest.fixture
def articles(tmp_path: Path) -> str:
    said = "Foreign Minister Wang Yi said that China and the United States should follow mutual respect.\n"
    chinese = "王毅表示，中美双方应坚持相互尊重。\n"
    return write(tmp_path / "articles", **ARTICLES, en=f"China speaks\n2025-06-06\n\n{said}",
                 zh=f"中方表态\n2025-06-07\n\n{chinese}")  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path, articles: str) -> str:
    workspace = str(tmp_path / "bilat.db")
    fill(workspace, articles)
    return workspace


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def rows(*arguments: str) -> Any:
    return json.loads(call(*arguments, "--format", "json").stdout)


@pytest.mark.parametrize("command", [("who", "王毅"), ("who", "Wang Yi"), ("phrases", PHRASE), ("phrases",)])
def test_the_workspace_says_what_its_articles_say(filled: str, articles: str, command: tuple[str, ...]) -> None:
    told = rows(*command, "--workspace", filled)
    assert told == rows(*command, articles)
    assert told


def test_what_was_rejected_is_said_no_more(filled: str) -> None:
    def said() -> int:
        return json.dumps(rows("who", "Wang Yi", "--workspace", filled)).count('"said"')

    before = said()
    with View(filled) as view, Writer(filled) as writer:
        statements = view.statements(Filters()).rows
        mine = next(one for one in statements if one["speaker"]["entity"] == "person/wang-yi")
        judge(writer, Judgement(kind="reject", target=mine["id"], by="Ann"))
    assert said() < before


def test_a_phrase_is_found_in_both_languages_with_who_used_it(filled: str) -> None:
    one = rows("phrases", "相互尊重", "--workspace", filled)
    text = json.dumps(one, ensure_ascii=False)
    assert {"en", "zh-Hans"} <= {use["language"] for entry in one for use in entry["uses"]}, text
    assert "Wang Yi" in text
