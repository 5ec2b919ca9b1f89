"""`needs` of a rule and how it can begin: what rules it out for a text or a place may never have matched there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bilat.languages import dates_grammar
from bilat.languages.dates import find_dates
from bilat.languages.script import to_simplified
from bilat.languages.sentences import split_sentences

FIXTURES = Path(__file__).parents[1] / "fixtures" / "dates"


def found(row: dict[str, Any]) -> object:
    view = to_simplified(row["text"])
    return find_dates(view, split_sentences(view), published=row["published"])


def test_needs_rule_out_nothing_that_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [json.loads(line) for path in FIXTURES.rglob("*.jsonl") for line in path.open(encoding="utf-8")]
    with_needs = [found(row) for row in rows]
    monkeypatch.setattr(dates_grammar, "_needed", lambda *_: bool)
    monkeypatch.setattr(dates_grammar, "_beginning_with", lambda language, _: dates_grammar.grammar(language).rules)
    assert [found(row) for row in rows] == with_needs


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_are_ruled_out(language: str) -> None:
    text = {"en": "They spoke on June 5.", "zh": "双方6月5日通话。"}[language]
    scanner = dates_grammar.Scanner(language, text)
    assert len(list(scanner.scan(0, len(text)))) == 1
    tried = max(len(attempts) for attempts in scanner._attempts.values())
    assert 0 < tried < 0.7 * len(scanner.grammar.rules)
