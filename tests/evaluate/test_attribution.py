"""Scores of attributions: by hand on a small text, and like the shared scorer where that is at hand."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bilat.cli import main
from bilat.errors import InputError
from bilat.evaluate.attribution import MEASURES, QUOTED, score
from bilat.evaluate.attribution_files import evaluate_attributions, is_attributions, records

SHARED = Path("/work/shared/bench/score_attribution.py")
TEXT = (
    "Ann Lee said “we will win.” Bob thinks that taxes are too high this year. "
    "王伟说：“我们会赢。” It is believed so."
)


def at(part: str) -> list[list[int]]:
    begin = TEXT.index(part)
    return [[begin, begin + len(part)]]


def said(source: str | None, cue: str, content: str) -> dict[str, Any]:
    return {"source": at(source) if source else None, "cue": at(cue), "content": at(content)}


GOLD = [
    said("Ann Lee", "said", "“we will win.”"),
    said("Bob", "thinks", "that taxes are too high this year"),
    said("王伟", "说", "“我们会赢。”"),
    said(None, "is believed", "so"),
]
RECORD = {"id": "a", "text": TEXT, "attributions": GOLD}


def changed(number: int, **parts: Any) -> list[dict[str, Any]]:
    return [{**each, **parts} if i == number else each for i, each in enumerate(GOLD)]


def full(found: list[dict[str, Any]]) -> tuple[int, int, int]:
    counts = score([(RECORD, found)], 0).scores["FULL"]
    return counts.both, counts.gold, counts.system


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        (GOLD, (4, 4, 4)),
        (GOLD[::-1], (4, 4, 4)),
        ([], (0, 4, 0)),
        (GOLD + GOLD, (4, 4, 8)),
        (changed(0, source=GOLD[1]["source"]), (3, 4, 4)),
        (changed(0, source=[[4, 7]]), (4, 4, 4)),
        (changed(3, source=[[0, 3]]), (3, 4, 4)),
        (changed(1, content=at("that taxes are")), (3, 4, 4)),
        (changed(1, content=at("that taxes are too")), (4, 4, 4)),
        (changed(0, content=at("we will win")), (4, 4, 4)),
    ],
)
def test_full_by_hand(found: list[dict[str, Any]], counts: tuple[int, int, int]) -> None:
    assert full(found) == counts


def test_the_table_shows_every_measure() -> None:
    report = score([(RECORD, GOLD[:2])])
    table = report.table()
    assert all(name in table for name in (*MEASURES, *QUOTED))
    assert report.scores["FULL"].f1 == pytest.approx(2 / 3)
    assert report.interval == (pytest.approx(2 / 3), pytest.approx(2 / 3))


@pytest.mark.parametrize("span", [[0, 0], [5, 2], [0, 10_000], [0], ["0", 1]])
def test_a_span_outside_the_text_is_refused(span: list[Any]) -> None:
    with pytest.raises(InputError, match="bad span"):
        score([(RECORD, changed(0, cue=[span]))], 0)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["{"], "no JSON"),
        (['{"id": 1}'], "lacks a key"),
        ([json.dumps(RECORD), json.dumps(RECORD)], "twice"),
    ],
)
def test_broken_files_are_refused(lines: list[str], why: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InputError, match=why):
        list(records(path))


def test_the_command_scores_and_writes(tmp_path: Path) -> None:
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    english = {"id": "b", "text": "Ann Lee said on Monday that the talks would go on.", "attributions": []}
    gold.write_text(json.dumps(RECORD) + "\n" + json.dumps(english) + "\n", "utf-8")
    assert is_attributions(gold)
    done = CliRunner().invoke(main, ["evaluate", str(gold), "--predict", str(found)])
    assert done.exit_code == 0, done.output
    assert "FULL" in done.output
    rows = [json.loads(line) for line in found.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    report = evaluate_attributions(gold, reader="rules")
    assert report.texts == 2


def _shared_scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score_attribution", SHARED)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared scorer is not here")
def test_scores_are_those_of_the_shared_scorer() -> None:
    shared = _shared_scorer()
    draw = random.Random(3)
    gold, system = {}, {}
    for number in range(40):
        def spans() -> list[list[int]]:
            begins = sorted(draw.sample(range(len(TEXT) - 20), draw.choice((1, 1, 2))))
            return [[b, b + draw.randint(1, 19)] for b in begins]

        def one() -> dict[str, Any]:
            source = spans() if draw.random() < 0.8 else None
            return {"source": source, "cue": spans(), "content": spans()}

        noted = [draw.choice((one(), *GOLD)) for _ in range(draw.randint(0, 5))]
        found = [draw.choice((one(), *GOLD, *noted)) for _ in range(draw.randint(0, 5))]
        gold[str(number)] = {"id": str(number), "text": TEXT, "attributions": noted}
        system[str(number)] = {"id": str(number), "attributions": found}
    theirs = shared.score(gold, system)
    ours = score([(gold[i], system[i]["attributions"]) for i in sorted(gold)], 0)
    for name in MEASURES:
        assert ours.scores[name].f1 == pytest.approx(theirs[name]["f1"]), name
        assert ours.scores[name].both == theirs[name]["tp"], name
    assert ours.source_right == pytest.approx(theirs["source accuracy given content match"])
    assert {k: list(v) for k, v in ours.recall_by_quoting.items()} == theirs["FULL recall by gold content"]
