"""How right the dates are, on suites of date expressions: JSONL, a row an expression in its sentence.

A row has `language`, `published`, `text`, `expression`, `start` (code points) and `expected` (`date`, `end_date`,
`kind`; `kind` null: not a date at all). It is right where the record that overlaps the expression most has that date,
end and kind, and, for what is no date, where no record covers it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bilat.errors import UsageError
from bilat.languages.dates import find_dates
from bilat.languages.script import to_simplified
from bilat.languages.sentences import split_sentences

KEYS = ("language", "published", "text", "expression", "start", "expected")
Triple = tuple[str | None, str | None, str | None]
"""(date, end_date, kind); all None: no date at all."""
Reader = Callable[[dict[str, Any]], Triple]


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of a suite and what was read there."""

    row: dict[str, Any]
    found: Triple

    @property
    def wanted(self) -> Triple:
        expected = self.row["expected"]
        return expected["date"], expected["end_date"], expected["kind"]

    @property
    def right(self) -> bool:
        return self.found == self.wanted

    @property
    def dated(self) -> bool:
        """Whether the date (and the end) are right, whatever kind was given."""
        return self.found[:2] == self.wanted[:2]

    @property
    def filled(self) -> bool:
        """Whether more was given than the sentence allows: a date where there is none, or a finer one."""
        found, wanted = self.found[0], self.wanted[0]
        if found is None or wanted is None:
            return found is not None
        return len(found) > len(wanted) and self.wanted[1] is None

    def line(self) -> str:
        """The miss on a line."""
        row = self.row
        meant, read = (" ".join(str(part) for part in triple) for triple in (self.wanted, self.found))
        return f"{row.get('id', '-')} {row['published']} {row['text']} [{row['expression']}] meant {meant}, read {read}"


def recognises(row: dict[str, Any]) -> bool:
    """Whether a row is one of a suite of dates."""
    return all(key in row for key in KEYS)


def report(paths: Sequence[Path], *, misses: bool = False) -> str:
    """The table of one or more suites, a line a language; the misses below it if asked for.

    Raises UsageError for a file that holds something else.
    """
    answers = [Answer(row, read(row)) for path in paths for row in rows(path)]
    parts = [table(answers)]
    if misses:
        parts.append("\n".join(answer.line() for answer in answers if not answer.right))
    return "\n\n".join(part for part in parts if part)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a suite. Raises UsageError, with the line, for what is none."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                expected = row["expected"]
                spans = row["text"][row["start"] :].startswith(row["expression"])
                whole = recognises(row) and {"date", "end_date", "kind"} <= set(expected)
            except (ValueError, TypeError, KeyError) as error:
                raise UsageError(f"{path}:{number}: not a row of a suite of dates ({error})") from error
            if not whole or not spans:
                raise UsageError(f"{path}:{number}: not a row of a suite of dates, or `start` is not where it stands")
            yield row


def read(row: dict[str, Any]) -> Triple:
    """What bilat reads at the expression of a row."""
    view = to_simplified(row["text"])
    start, end = row["start"], row["start"] + len(row["expression"])
    found = find_dates(view, split_sentences(view), published=row["published"])
    over = [date for date in found if date.start < end and date.end > start]
    best = max(over, key=lambda date: min(date.end, end) - max(date.start, start), default=None)
    return (best.date, best.end_date, best.kind) if best else (None, None, None)


def table(answers: Sequence[Answer]) -> str:
    """Expressions, right ones, right dates whatever the kind, and dates given beyond what the sentence allows."""
    languages = sorted({answer.row["language"] for answer in answers})
    lines = [f"{'language':<10}{'expressions':>12}{'right':>8}{'percent':>9}{'date right':>12}{'filled in':>11}"]
    for name in [*languages, "all"]:
        chosen = [answer for answer in answers if name in ("all", answer.row["language"])]
        right, dated, filled = (
            sum(getattr(answer, figure) for answer in chosen) for figure in ("right", "dated", "filled")
        )
        percent = 100 * right / len(chosen) if chosen else 0.0
        lines.append(f"{name:<10}{len(chosen):>12}{right:>8}{percent:>9.1f}{dated:>12}{filled:>11}")
    return "\n".join(lines)
