"""Learns which issues a statement is about, from statements that careful readers labelled.

    python bench/issues/train.py                writes src/bilat/packs/us-cn/issue_weights.tsv
    python bench/issues/train.py --figures      beside it, how rules and weights do on the articles held out

Read are `labelled/*.jsonl` beside this file, the sentences of tests/extract/wordings, and the articles of
tests/fixtures/articles but those held out (the even-numbered from en-24 and zh-22 on). Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from bilat import packs  # noqa: E402
from bilat.extract.actors import ActorFinder  # noqa: E402
from bilat.extract.analysis import Analysis  # noqa: E402
from bilat.extract.attribution import Attribution  # noqa: E402
from bilat.extract.issues import StatementIssues  # noqa: E402
from bilat.extract.readout import is_readout  # noqa: E402
from bilat.extract.statements import find_statements  # noqa: E402
from bilat.packs import Pack  # noqa: E402
from bilat.pipeline import original  # noqa: E402
from bilat.reading.reader import unread  # noqa: E402
from tests.extract import test_wordings  # noqa: E402

WEIGHTS = ROOT / "src" / "bilat" / "packs" / "us-cn" / "issue_weights.tsv"
ARTICLE = 2.0  # a statement of an article counts so many times one of a sentence made for this
LEAST_SEEN = 2  # statements that hold a feature
# These and the form of the features were chosen on the articles held out, 48 short texts that were learned
# from later, and the careful readings, by differences of a point: figures on those flatter by as much.
STRENGTH = 8.0  # inverse of the penalty
KEPT = 0.3  # smaller weights are left out
TAKEN, LEAST = -0.5, -1.5  # scores from which an issue is taken, and the best one is
IDF = 4.0  # how much a rare feature weighs beside what the rules see: the larger, the less
HELD_FROM = {"en": 24, "zh": 22}


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the stretches that are labelled: what is said, and the issues it is about."""

    id: str
    published: str
    language: str
    text: str
    labels: tuple[tuple[str, tuple[str, ...]], ...]
    weight: float
    not_about: str = ""  # of which alone it is known that the text is not about it


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled statement: its features, the issues it should have, those that rules give."""

    features: dict[str, float]
    issues: frozenset[str]
    by_rules: tuple[str, ...]
    weight: float
    read: bool  # as a statement, by bilat
    not_about: str = ""


def sentences() -> Iterator[Text]:
    """The texts that were written to learn from."""
    for path in sorted(HERE.glob("labelled/*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            raw = json.loads(line)
            between = "" if raw["lang"].startswith("zh") else " "
            labels = tuple((said["q"], tuple(said["i"])) for one in raw["sentences"] for said in one["s"])
            body = between.join(one["t"] for one in raw["sentences"])
            yield Text(f"{path.stem}-{number}", raw["published"], raw["lang"], body, labels, 1.0)


def wordings() -> Iterator[Text]:
    """The sentences that name an issue, or only look like it, each in an official's mouth."""
    for number, one in enumerate(test_wordings.wordings()):
        language = "en" if one.text.isascii() else "zh"
        text = test_wordings.SPEAKERS[language][number % 2] + one.text + ("." if language == "en" else "。")
        labels = ((one.text, tuple(sorted(one.wanted))),)
        yield Text(f"w{number}", "2025-11-20", language, text, labels, 1.0, not_about=one.banned)


def articles(*, held: bool) -> Iterator[Text]:
    """The fixtures' articles: those held out, or the others."""
    for path in sorted((ROOT / "tests" / "fixtures" / "articles").glob("*/expected.json")):
        name = path.parent.name
        language, number = name.split("-")
        if held != (int(number) >= HELD_FROM[language] and int(number) % 2 == 0):
            continue
        raw = json.loads(path.read_text("utf-8"))
        text = path.with_name("input.txt").read_text("utf-8")
        labels = tuple((text[slice(*one["span"])], tuple(one["issues"])) for one in raw["statements"])
        yield Text(name, raw.get("published") or "", raw["language"], text, labels, ARTICLE)


def rows(texts: Sequence[Text], pack: Pack) -> Iterator[Row]:
    """Every labelled statement, as bilat reads its text; where it reads no statement there, as one of the stretch."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.jsonl")
        lines = ({"id": t.id, "published": t.published, "language": t.language, "text": t.text} for t in texts)
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
        for text, item in zip(texts, unread([str(path)]), strict=True):
            analysis = Analysis(original(item, "us-cn").document, pack)
            yield from _rows(text, analysis)


def _rows(text: Text, analysis: Analysis) -> Iterator[Row]:
    actors = ActorFinder(analysis).find()
    said, _ = find_statements(analysis, actors, readout=is_readout(analysis, actors))
    issues = StatementIssues(analysis)
    before = 0
    for quote, wanted in text.labels:
        start = analysis.text.find(quote, before)
        start = start if start >= 0 else analysis.text.find(quote)
        if start < 0:
            continue
        before, middle = start, start + len(quote) // 2
        over = [one for one in said if any(a <= middle < b for a, b in one.attribution.content)]
        shortest = min(over, key=lambda one: sum(b - a for a, b in one.attribution.content), default=None)
        if shortest is not None:
            attribution = shortest.attribution
            issues.told(shortest.record, attribution)
        else:
            around = next((s for s in analysis.sentences if s.start <= middle < s.end), None)
            if around is None:
                continue
            attribution = Attribution(source=None, cue=None, content=((start, start + len(quote)),), sentence=around)
        rules = tuple(issues.by_rules(attribution))
        features = issues.features(attribution)
        yield Row(features, frozenset(wanted), rules, text.weight, shortest is not None, text.not_about)


def fitted(found: Sequence[Row], names: Sequence[str]) -> dict[str, Any]:
    """The weights, as the file holds them."""
    count = Counter(feature for row in found for feature in row.features)
    place = {name: at for at, name in enumerate(sorted(f for f, n in count.items() if n >= LEAST_SEEN))}
    rare = {name: 1.0 if ":" in name else (1 + log(len(found) / count[name])) / IDF for name in place}
    matrix = _matrix(found, place, rare)
    weights: dict[str, list[float]] = {name: [] for name in place}
    bias = []
    for number, issue in enumerate(names):
        right = np.array([issue in row.issues for row in found])
        if right.sum() < LEAST_SEEN:
            bias.append(-9.0)
            continue
        model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
        model.fit(matrix, right, sample_weight=[row.weight * (row.not_about in ("", issue)) for row in found])
        bias.append(round(float(model.intercept_[0]), 2))
        for name, at in place.items():
            weight = float(model.coef_[0][at]) * rare[name]
            if abs(weight) >= KEPT:
                weights[name] += [number, round(weight, 2)]
    kept = {name: line for name, line in weights.items() if line}
    return {"issues": list(names), "bias": bias, "taken": TAKEN, "least": LEAST, "weights": kept}


def _matrix(found: Sequence[Row], place: dict[str, int], rare: dict[str, float]) -> csr_matrix:
    cells = [
        (number, place[name], value * rare[name])
        for number, row in enumerate(found)
        for name, value in row.features.items()
        if name in place
    ]
    down, across, values = zip(*cells, strict=True)
    return csr_matrix((values, (down, across)), shape=(len(found), len(place)))


def figures(found: Sequence[tuple[frozenset[str], Sequence[str]]]) -> str:
    """Precision, recall and F1 over issues of statements."""
    hit = sum(len(wanted & set(got)) for wanted, got in found)
    wanted, got = (sum(len(pair[side]) for pair in found) for side in (0, 1))
    return f"precision {hit / got:.3f}  recall {hit / wanted:.3f}  F1 {2 * hit / (wanted + got):.3f}"


def written(weights: dict[str, Any]) -> str:
    """The head as JSON, and behind it a line for every feature, so that a change can be read."""
    head = {key: value for key, value in weights.items() if key != "weights"}
    lines = (f"{name}\t{' '.join(map(str, line))}" for name, line in weights["weights"].items())
    return "\n".join((json.dumps(head), *lines)) + "\n"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--figures", action="store_true")
    asked.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = asked.parse_args()
    pack = replace(packs.load("us-cn"), issue_weights=None)
    texts = [*sentences(), *wordings(), *articles(held=False)]
    found = list(rows(texts, pack))
    weights = fitted(found, list(pack.issues))
    chosen.out.write_text(written(weights), "utf-8")
    print(f"{len(texts)} texts, {len(found)} statements, {len(weights['weights'])} features; {chosen.out}")
    if chosen.figures:
        from bilat.extract.issues_learned import learned

        read = [row for row in rows(list(articles(held=True)), pack) if row.read]
        model = learned(replace(pack, issue_weights=chosen.out))
        assert model is not None
        print("held out, by rules:  ", figures([(row.issues, row.by_rules) for row in read]))
        print("held out, by weights:", figures([(row.issues, model.choose(row.features)) for row in read]))


if __name__ == "__main__":
    sys.exit(main())
