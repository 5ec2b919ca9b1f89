"""The scorer against another hand's scorer of the same things, where that one is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bilat import packs
from bilat.evaluate import gold as notes
from bilat.evaluate.scoring import Report, score
from bilat.model import document_json, to_json
from bilat.pipeline import run

OTHER = Path("/work/shared/gold")


@pytest.mark.skipif(not (OTHER / "score.py").is_file(), reason=f"no other scorer at {OTHER}")
def test_figures_agree_with_the_other_scorer(tmp_path: Path) -> None:
    golds = notes.load(OTHER)
    ran = run(sorted({str(gold.document) for gold in golds}))
    rows = [*map(document_json, ran.documents), *map(to_json, ran.records)]
    out = tmp_path / "records.jsonl"
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    theirs = json.loads(
        subprocess.run(
            [sys.executable, OTHER / "score.py", out, "--json"], capture_output=True, check=True, text=True
        ).stdout
    )
    ours = Report(tallies=tuple(score(golds, ran, packs.load("us-cn")))).figures

    assert len(theirs) > 20
    for name, value in theirs.items():
        # Pairs are related alone here, among all the articles there: others of the same event add to their accounts.
        assert ours[name].value == pytest.approx(value, abs=0.04 if name.startswith("pairs.") else 0.0075), name
