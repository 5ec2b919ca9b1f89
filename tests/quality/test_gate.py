"""No figure sinks below its floor; no floor is lowered; the articles do not change unnoticed."""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bilat.evaluate import Figure, Report
from tests.quality import floors as gate


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return gate.measure()


@pytest.fixture(scope="module")
def measured(reports: dict[str, Report]) -> gate.Floors:
    return gate.figures(reports)


def test_no_figure_sinks_below_its_floor(measured: gate.Floors) -> None:
    assert not gate.sunk(measured, gate.read(gate.FLOORS))


def test_every_figure_has_a_floor(measured: gate.Floors) -> None:
    floors = gate.read(gate.FLOORS)
    assert {which: set(found) for which, found in measured.items()} == {w: set(floors[w]) for w in gate.SETS}


def test_the_articles_are_those_that_the_floors_were_set_on() -> None:
    assert gate.read(gate.FLOORS)["corpus"] == gate.corpus_hash(), "see tests/quality/raise_floors.py --new-corpus"


def test_floors_are_as_high_as_they_ever_were() -> None:
    chain, floors = gate.read(gate.RATCHET), gate.read(gate.FLOORS)
    assert gate.chained(chain)
    assert chain[-1]["corpus"] == floors["corpus"]
    assert not gate.lowered(floors, gate.highest(chain, floors["corpus"]))


def test_the_chain_of_floors_goes_on_from_the_committed_one() -> None:
    root = gate.HERE.parents[1]
    name = gate.RATCHET.relative_to(root).as_posix()
    shown = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=root, capture_output=True, check=False)
    if shown.returncode:
        pytest.skip("no committed chain to compare with")
    committed = json.loads(shown.stdout)
    assert gate.read(gate.RATCHET)[: len(committed)] == committed


def _chain(*values: float) -> list[dict[str, Any]]:
    chain: list[dict[str, Any]] = []
    for value in values:
        link = {"corpus": "c", "why": "w", "floors": {"dev": {"f": value}, "held": {}, "pairs": {}}}
        chain.append(link | {"seal": gate.seal(chain[-1]["seal"] if chain else "", link)})
    return chain


def test_a_lowered_floor_is_told() -> None:
    top = gate.highest(_chain(0.5, 0.7), "c")
    assert top == {"dev": {"f": 0.7}, "held": {}, "pairs": {}}
    assert gate.lowered({"dev": {"f": 0.69}, "held": {}, "pairs": {}}, top) == ["dev f: 0.69 was 0.7 once"]
    assert gate.lowered({"dev": {}, "held": {}, "pairs": {}}, top) == ["dev f: None was 0.7 once"]
    assert gate.lowered({"dev": {"f": 0.7}, "held": {}, "pairs": {}}, top) == []


def test_a_tampered_chain_is_told() -> None:
    chain = _chain(0.5, 0.7, 0.8)
    assert gate.chained(chain)
    tampered = copy.deepcopy(chain)
    tampered[1]["floors"]["dev"]["f"] = 0.1
    assert not gate.chained(tampered)
    assert not gate.chained(chain[1:])


def test_a_sunk_figure_is_told() -> None:
    floors = {"dev": {"f": 0.7}, "held": {"g": 0.2}, "pairs": {}}
    assert gate.sunk({"dev": {"f": 0.7}, "held": {"g": 0.3}, "pairs": {}}, floors) == []
    assert len(gate.sunk({"dev": {"f": 0.69}, "held": {}, "pairs": {}}, floors)) == 2


def test_raised_floors_never_fall() -> None:
    before = {"dev": {"f": 0.7}, "held": {}, "pairs": {}}
    after = gate.raised({"dev": {"f": 0.705, "n": 0.5}, "held": {"g": 1.0}, "pairs": {}}, before)
    assert after == {"dev": {"f": 0.7, "n": 0.49}, "held": {"g": 0.99}, "pairs": {}}


def test_details_are_counted_over_all_that_is_noted() -> None:
    few = {"statements.recall": Figure(0.2, 2, 10), "statements.speaker": Figure(1.0, 2, 2)}
    more = {"statements.recall": Figure(0.8, 8, 10), "statements.speaker": Figure(0.5, 4, 8)}
    assert gate.gated(few)["statements.speaker"] == 0.2
    assert gate.gated(more)["statements.speaker"] == 0.4


def test_both_sets_hold_articles_in_every_script(reports: dict[str, Report]) -> None:
    for which in gate.HALVES:
        assert {tally.language for tally in reports[which].tallies} == {"en", "zh-Hans", "zh-Hant"}


def test_the_corpus_hash_sees_every_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x-01").mkdir()
    text = tmp_path / "x-01" / "input.txt"
    text.write_text("one", encoding="utf-8")
    monkeypatch.setattr(gate, "ARTICLES", tmp_path)
    first = gate.corpus_hash()
    text.write_text("two", encoding="utf-8")
    assert gate.corpus_hash() != first
