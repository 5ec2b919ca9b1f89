"""docs/quality.md: the figures as tables, and by example what is still wrong. The same figures give the same page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from bilat.evaluate.calibration import Bin, gap
from bilat.evaluate.command import HEADLINES, shown
from bilat.evaluate.scoring import Report
from bilat.evaluate.tally import Figure, Miss

_EXAMPLES = 3
_LONGEST = 220
_ABOUT_CONFIDENCE = """How sure bilat is, and how often it is right: interactions as above; a statement is right where
it is noted, with its speaker. Confidence is the share that was right among records told alike
(`guards/confidence.yaml`), counted on the odd-numbered articles alone (`bench/fit_confidence.py`), so that the
even-numbered ones show whether it holds. The records are few: some classes have fewer than ten, and are drawn towards
the share of their kind. Other kinds of record are not listed completely in the notes; their confidence is set by rule
and only orders them.

![How often records are right, by how sure they are](reliability.svg)
"""
_HEAD = """# How right it is

Written by `python -m tests.quality.raise_floors` from the articles in `tests/fixtures/articles`, which were written
for this project, each with a careful reader's notes: {documents} articles in English, simplified and traditional
Chinese. `dev` (odd numbers) may be looked at while improving, `held` (even numbers) may not; `pairs` are two
governments' accounts of one interaction, compared. `tests/quality` holds floors below these figures.
`bilat evaluate GOLD` gives the same tables for gold of one's own.

A figure is a share of 1, with hits and total behind it. What the less obvious ones mean:

- `cleaning.keep`, `cleaning.drop`: passages of the article that were kept, passages of the page that were left out.
- `evidence`: records whose every quote stands in the text at its offsets.
- `interactions.recall` matches a noted interaction by kind (calls; meetings, talks and summits), status, agreeing
  date, and overlapping evidence or a participant and the date in common. Each record is used once; those left count
  against precision.
- `statements.recall`: the middle of what was said is covered. `speaker`, `side`, `voice`, `mode` and `act` are shares
  of those found.
- `statements.precision` is counted only where the notes list every statement.
- `must_not`: tempting wrong records (a planned call told as held, a denied tariff told as in force) that are not there.
- `.recall` of `outlook`, `silence`, `stance_shift`, `leverage`, `phase` and `compliance`: overlapping evidence.
"""


def markdown(reports: Mapping[str, Report], more: str = "") -> str:
    """The page for some sets of gold, by the name of the set. `more`: sections of other suites, before the examples."""
    whole = Report(tallies=tuple(tally for report in reports.values() for tally in report.tallies))
    documents = whole.figures["documents"].total
    parts = [
        _HEAD.format(documents=documents),
        "## By set\n",
        _sets(reports),
        "\n## By language\n",
        _groups("language", whole.by_language()),
        "\n## By genre\n",
        _groups("genre", whole.by_genre()),
        "\n## Confidence\n",
        *_confidences(reports),
        *([more.rstrip()] if more else []),
        "\n## What is still wrong, by example\n",
        *_examples(reports.get("dev", whole)),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _sets(reports: Mapping[str, Report]) -> str:
    found = {name: report.figures for name, report in reports.items()}
    rows = [["figure", *found]]
    for name in sorted({name for figures in found.values() for name in figures}):
        rows.append([f"`{name}`", *(_counted(figures.get(name)) for figures in found.values())])
    return _table(rows)


def _groups(title: str, groups: Mapping[str, Mapping[str, Figure]]) -> str:
    rows = [[title, "articles", *(f"`{name}`" for name in HEADLINES)]]
    for name, found in groups.items():
        rows.append([name, str(found["documents"].total), *(shown(found.get(headline)) for headline in HEADLINES)])
    return _table(rows)


def _confidences(reports: Mapping[str, Report]) -> Iterator[str]:
    weighed = {name: report.calibration for name, report in reports.items() if report.calibration}
    yield _ABOUT_CONFIDENCE
    for name, bins in weighed.items():
        yield f"\n`{name}`:\n\n{_confidence(bins)}"


def _confidence(bins: list[Bin]) -> str:
    rows = [["record", "confidence", "records", "mean confidence", "right"]]
    for b in bins:
        rows.append([b.kind, f"{b.low:.1f} to {b.high:.1f}", str(b.records), f"{b.sure:.3f}", f"{b.right:.3f}"])
    off = gap(bins)
    told = "" if off is None else f"\n\nOn average, confidence and truth lie {off:.3f} apart."
    return _table(rows) + told


def _counted(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "-"
    return f"{figure.value:.3f} ({figure.hits}/{figure.total})"


def _table(rows: list[list[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _examples(report: Report) -> Iterator[str]:
    """The first misses of each figure, each from another article where there are enough."""
    by_figure: dict[str, list[Miss]] = {}
    for miss in report.misses:
        by_figure.setdefault(miss.what, []).append(miss)
    for name in sorted(by_figure):
        yield f"\n`{name}`: {len(by_figure[name])} missed\n"
        for miss in _spread(by_figure[name]):
            yield f"- {miss.name}: {_item(miss)}"


def _spread(misses: list[Miss]) -> list[Miss]:
    firsts = {miss.name: miss for miss in reversed(misses)}
    chosen = [miss for miss in misses if firsts[miss.name] is miss]
    rest = [miss for miss in misses if firsts[miss.name] is not miss]
    return (chosen + rest)[:_EXAMPLES]


def _item(miss: Miss) -> str:
    told = {key: value for key, value in miss.item.items() if key == "got" or value not in (None, [], "")}
    line = json.dumps(told, ensure_ascii=False)
    cut = line if len(line) <= _LONGEST else line[:_LONGEST] + " ..."
    return f"`{cut.replace('`', chr(39))}`"
