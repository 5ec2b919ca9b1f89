"""What names an issue and what does not: the sentences of wordings/*.yaml, each a statement of its own.

Of those that name an issue so many must raise it, and so much of what they raise must be right; and so many of those
that only look like it must not raise it. The floors may only rise.
"""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bilat.model import Statement
from tests.relate.phrase_texts import read

FILES = sorted((Path(__file__).parent / "wordings").glob("*.yaml"))
SPEAKERS = {
    "en": ("Secretary of State Marco Rubio said ", "Foreign Minister Wang Yi said "),
    "zh": ("国务卿鲁比奥表示，", "外交部长王毅表示，"),
}
RECALL, PRECISION, KEPT_OUT = 0.965, 0.96, 0.89


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence: what it must raise, what it may raise too, and what it must not."""

    text: str
    wanted: frozenset[str]
    allowed: frozenset[str] = frozenset()
    banned: str = ""


def wordings() -> list[Wording]:
    """All sentences of the files."""
    found = []
    for path in FILES:
        for issue, lists in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for line in (*lists["en"], *lists["zh"]):
                text, _, beside = line.partition(" | ")
                others = [one.strip() for one in beside.split(",") if one.strip()]
                wanted = frozenset(one for one in others if one[0] != "?") | {issue}
                found.append(Wording(text, wanted, frozenset(one[1:] for one in others if one[0] == "?")))
            found += [Wording(line.partition(" | ")[0], frozenset(), banned=issue) for line in lists["not"]]
    return found


@functools.cache
def raised() -> list[tuple[Wording, frozenset[str] | None]]:
    """Each sentence with the issues of the statement read from it; None where none was read."""
    rows = []
    for number, one in enumerate(wordings()):
        english = one.text.isascii()
        said = SPEAKERS["en" if english else "zh"][number % 2] + one.text
        text, language = (said + ".", "en") if english else (said + "。", "zh-Hans")
        rows.append({"id": f"w{number}", "published": "2025-11-20", "language": language, "text": text})
    run = read(rows)
    told = {document.id: document.path for document in run.documents}
    issues: dict[str, set[str]] = {}
    for record in run.records:
        if isinstance(record, Statement):
            issues.setdefault(str(told[record.doc]).rpartition("#")[2], set()).update(record.issues)
    return [
        (one, frozenset(issues[f"w{number}"]) if f"w{number}" in issues else None)
        for number, one in enumerate(wordings())
    ]


def measured() -> dict[str, float]:
    """Recall, precision, and the share of near misses that did not raise the issue."""
    counts: Counter[str] = Counter()
    for one, found in raised():
        got = found or frozenset()
        if one.banned:
            counts.update(near=1, out=one.banned not in got)
            continue
        counts.update(wanted=len(one.wanted), hit=len(one.wanted & got), got=len(got - one.allowed))
    return {
        "recall": counts["hit"] / counts["wanted"],
        "precision": counts["hit"] / counts["got"],
        "kept out": counts["out"] / counts["near"],
    }


@pytest.mark.parametrize(("figure", "floor"), [("recall", RECALL), ("precision", PRECISION), ("kept out", KEPT_OUT)])
def test_issues_are_raised_by_what_names_them(figure: str, floor: float) -> None:
    assert measured()[figure] >= floor


def test_each_sentence_is_read_as_a_statement() -> None:
    unread = [one.text for one, found in raised() if found is None]
    assert len(unread) <= len(raised()) // 50, unread
