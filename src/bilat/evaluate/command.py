"""`bilat evaluate`: the report as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from bilat.errors import UsageError
from bilat.evaluate import suites
from bilat.evaluate.guarding import try_guards
from bilat.evaluate.scoring import Report, evaluate
from bilat.evaluate.sections import guards_table
from bilat.evaluate.tally import Figure

# Shown for each language and genre; the whole list of figures stands above them.
HEADLINES = (
    "interactions.f1",
    "interactions.dated",
    "statements.recall",
    "statements.precision",
    "statements.speaker",
    "statements.issues.f1",
    "measures.recall",
    "must_not",
)


def main(paths: Sequence[str | Path] = (), *, pack_id: str = "us-cn", misses: bool = False) -> str:
    """The tables of figures for folders of gold, bilat's own where none is named; with what was missed if asked for.

    Paths that end in `.jsonl` are suites (see `suites`), with tables of their own. Raises UsageError for a folder
    without gold or a suite of no known kind, PackError for an unknown pack.
    """
    files = [Path(path) for path in paths if Path(path).suffix == ".jsonl"]
    folders = [Path(path) for path in paths if Path(path) not in files] or ([] if files else [own_gold()])
    told = [suites.report(files, misses=misses)] if files else []
    if folders:
        told.append(_of_folders(folders, pack_id, misses))
    if not paths:
        told.append(guards_table(try_guards(sorted(own_gold().glob("*/input.txt")), pack_id)))
    return "\n\n".join(told).rstrip("\n") + "\n"


def _of_folders(folders: Sequence[Path], pack_id: str, misses: bool) -> str:
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder}: not a folder; gold is a folder of *.json files that name their `document`")
    report = evaluate(folders, pack_id)
    parts = [report.table(), breakdown("language", report.by_language()), breakdown("genre", report.by_genre())]
    if misses:
        parts.append("\n".join(listing(report)))
    return "\n\n".join(parts) + "\n"


def own_gold() -> Path:
    """The articles that bilat is tested on: beside the code where installed with it, else in the source tree.

    Raises UsageError where neither is there.
    """
    beside = Path(str(resources.files("bilat.evaluate").joinpath("articles")))
    places = (beside, Path(__file__).parents[3] / "tests" / "fixtures" / "articles")
    for place in places:
        if place.is_dir():
            return place
    raise UsageError("no gold is installed here; name a folder of gold")


def breakdown(title: str, groups: dict[str, dict[str, Figure]]) -> str:
    """A table of the headline figures, a group a line."""
    rows = [[title, "documents", *HEADLINES]]
    for name, found in groups.items():
        rows.append([name, str(found["documents"].total if "documents" in found else 0)])
        rows[-1] += [shown(found.get(headline)) for headline in HEADLINES]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def shown(figure: Figure | None) -> str:
    """A figure with three decimals, `-` where there was nothing to count."""
    return "-" if figure is None or figure.value is None else f"{figure.value:.3f}"


def listing(report: Report) -> Iterator[str]:
    """Each miss on a line: gold, figure, item as JSON."""
    for miss in report.misses:
        yield f"{miss.name} {miss.what}: {json.dumps(miss.item, ensure_ascii=False)}"
