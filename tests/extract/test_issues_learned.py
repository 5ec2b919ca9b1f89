"""What is learned about issues: who acts is hidden, the weights choose, a pack can do without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bilat import packs
from bilat.errors import PackError
from bilat.extract.analysis import Analysis
from bilat.extract.issues_features import Seen, features, hidden
from bilat.extract.issues_learned import Learned, learned
from bilat.model import Document, Statement
from tests.relate.phrase_texts import read

PACK = packs.load("us-cn")
NONE = Seen(named=(), topic=(), chosen=(), around={})
MIRRORED = [
    ("The United States broke its word to China", "China broke its word to the United States"),
    ("Trump will come to Beijing", "Xi will come to Washington"),
    ("美方应停止对华施压", "中方应停止对美施压"),
    ("美國企業在中國守法經營", "中國企業在美國守法經營"),
    ("中美关系", "美中关系"),
]
# said without a word of the pack's vocabulary for it
NEW_WORDS = [
    ("en", "Treasury Secretary Scott Bessent said neither can wish the other away.", "bilateral_relations"),
    ("zh-Hant", "外交部發言人林劍表示，大門一直開著，隨時可以坐下來。", "communication"),
]


def analysed(text: str) -> Analysis:
    document = Document(id="x", path="x", text=text, language="en", published="2025-11-20", kept=((0, len(text)),))
    return Analysis(document, PACK)


@pytest.mark.parametrize(("one", "other"), MIRRORED)
def test_who_acts_is_hidden(one: str, other: str) -> None:
    seen = [features(analysed(text), [(0, len(text))], NONE) for text in (one, other)]
    assert seen[0] == seen[1]
    assert seen[0]


def test_figures_and_parts_are_kept_apart() -> None:
    assert hidden(analysed("cut 145 percent, he said, by 2027"), [(0, 15), (26, 33)]) == "cut 0 percent … by 0 … "


@pytest.mark.parametrize(("language", "text", "wanted"), NEW_WORDS)
def test_what_no_word_of_the_vocabulary_names(
    language: str, text: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def issues() -> tuple[str, ...]:
        row = {"id": "x", "published": "2025-11-20", "language": language, "text": text}
        (said,) = [record for record in read([row]).records if isinstance(record, Statement)]
        return said.issues

    assert wanted in issues()
    monkeypatch.setattr("bilat.extract.issues.learned", lambda _: None)
    assert wanted not in issues()


def test_the_weights_choose() -> None:
    model = Learned(
        issues=("tariffs", "trade", "taiwan"), bias=(-2.0, -2.0, -9.0), lines={"levy": "0 4 1 1.5", "x": "2 1"},
        taken=0.0, least=-1.0,
    )  # fmt: skip
    assert model.scores({"levy": 1.0, "unknown": 5.0}) == [2.0, -0.5, -9.0]
    assert model.choose({"levy": 1.0}) == ("tariffs",)
    assert model.choose({"levy": 0.3}) == ("tariffs",)  # under the mark, yet the likeliest
    assert model.choose({"x": 1.0}) == ()


def test_a_pack_can_do_without(tmp_path: Path) -> None:
    assert learned(packs.load("jp-cn")) is None
    broken = tmp_path / "issue_weights.tsv"
    broken.write_text("{}\n", "utf-8")
    with pytest.raises(PackError, match=r"issue_weights\.tsv: 'issues'.*bench/issues"):
        learned(replace(PACK, issue_weights=broken))


def test_every_weight_is_of_an_issue_of_the_pack() -> None:
    model = learned(PACK)
    assert model is not None
    assert model.issues == tuple(PACK.issues)
    assert len(model.bias) == len(model.issues)
    for name in model.lines:
        assert all(0 <= place < len(model.issues) for place, _ in model.weights(name)), name
