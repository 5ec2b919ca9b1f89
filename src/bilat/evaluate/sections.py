"""The parts of docs/quality.md that are not of articles: attributions, dates, guards, each on its own suite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from bilat import packs
from bilat.demo import sample_paths
from bilat.evaluate import dates
from bilat.evaluate.attribution import score
from bilat.evaluate.attribution_files import as_json
from bilat.evaluate.guarding import Guarded, try_guards
from bilat.evaluate.marked import read_marked
from bilat.extract.spans import attribution_spans

_MISSES = 8
_CHINESE_HEAD = """
## Who said what

Chinese, in percent, on texts written for this purpose (`tests/fixtures/zh-attribution`); the held-out ones were only
ever scored.
"""
_POLNEAR_HEAD = """
English, in percent, on PolNeAR's development part, as the card of the reader's model tells them:

| | precision | recall | F1 |
| --- | --- | --- | --- |
"""
_GUARDS_HEAD = """
## Guards

Records of the articles and samples, made wrong on purpose, one thing each (the same seed draws the same ones): how many
the guards catch. False alarms: of the extractor's own records those that are set aside, right or wrong.

| what was done | caught |
| --- | --- |"""
_POLNEAR = re.compile(r"^\| FULL .*$", re.MULTILINE)


def sections(fixtures: Path) -> str:
    """The sections as Markdown, of the suites in a folder of fixtures."""
    articles = sorted(fixtures.joinpath("articles").glob("*/input.txt"))
    with sample_paths() as samples:
        guarded = try_guards([*articles, *samples])
    parts = [_attributions(fixtures / "zh-attribution"), _dates(fixtures / "dates"), guards_section(guarded)]
    return "\n".join(parts)


def _attributions(folder: Path) -> str:
    rows = ["| texts | attributions | precision | recall | FULL F1 |", "| --- | --- | --- | --- | --- |"]
    pack = packs.load("us-cn")
    for path in sorted(folder.glob("*.txt")):
        texts = [text.as_row() for text in read_marked(path.read_text("utf-8").splitlines(), path.name)]
        read = [(row, [as_json(one) for one in attribution_spans(str(row["text"]), pack)]) for row in texts]
        rows.append(_attribution_row(path.stem, read))
    card = resources.files("bilat.extract.readers").joinpath("models", "MODEL.md").read_text("utf-8")
    told = _POLNEAR.search(card)
    english = f"{_POLNEAR_HEAD}{told.group()}\n" if told else ""
    return "\n".join([_CHINESE_HEAD, *rows, english])


def _attribution_row(name: str, read: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]) -> str:
    full = score(read, resamples=1).scores["FULL"]
    return f"| {name} | {full.gold} | {100 * full.precision:.1f} | {100 * full.recall:.1f} | {100 * full.f1:.1f} |"


def _dates(folder: Path) -> str:
    parts = ["\n## Dates\n\nExpressions in their sentences (`tests/fixtures/dates`), right in date, end and kind.\n"]
    for title, place in (("looked at", folder), ("held out", folder / "held-out")):
        parts.append(f"{title}:\n\n```\n{dates.report(sorted(place.glob('*.jsonl')))}\n```\n")
    return "\n".join(parts)


def guards_section(guarded: Guarded) -> str:
    """The guards' table as Markdown: caught by kind, false alarms, and what was set aside."""
    return "\n".join(_guard_lines(guarded)) + "\n"


def _guard_lines(guarded: Guarded) -> Iterator[str]:
    every, false = guarded.all_caught, guarded.false_alarms
    yield _GUARDS_HEAD
    for kind, figure in guarded.caught.items():
        yield f"| {kind} | {figure.value:.3f} ({figure.hits}/{figure.total}) |"
    yield f"| all | {every.value:.3f} ({every.hits}/{every.total}) |"
    yield f"| false alarms | {false.value:.4f} ({false.hits}/{false.total}) |"
    yield "\nSet aside:\n"
    yield from (f"- {problem.type}: {problem.reason}" for problem in guarded.alarms[:_MISSES])


def guards_table(guarded: Guarded) -> str:
    """The guards' table as lines of plain text."""
    figures = {f"guards.{kind}": figure for kind, figure in guarded.caught.items()}
    figures |= {"guards.all": guarded.all_caught, "guards.false_alarms": guarded.false_alarms}
    return "\n".join(f"{name:48} {figure.value:.4f}   {figure.hits}/{figure.total}" for name, figure in figures.items())
