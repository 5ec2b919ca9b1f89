"""A register's table as a document: its text, and where in it a row's cells stand.

The register is data without a text of its own, and a record without evidence does not exist. So a register record
cites the cells of the CSV table that it was made from: document `register/PACK/TABLE`, code points of the table's text.
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilat.model import Evidence, cite
from bilat.packs import Pack

Cells = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the register: the id and text of its document, and by row id the [start, end) of each cell."""

    doc: str
    text: str
    cells: Mapping[str, Cells]

    def evidence(self, row: str, first: str, last: str) -> Evidence:
        """The row's cells from column `first` to column `last`, as one span."""
        cells = self.cells[row]
        return cite(self.text, (cells[first][0], cells[last][1]))[0]

    def within(self, row: str, column: str, words: str) -> Evidence:
        """Some words of a cell. Raises ValueError where the cell does not hold them."""
        start, end = self.cells[row][column]
        at = self.text.index(words.replace('"', '""'), start, end)
        return cite(self.text, (at, at + len(words.replace('"', '""'))))[0]


@functools.cache
def table(pack: Pack, name: str) -> Table:
    """A table of a pack's register. Rows are told apart by the `id` column."""
    rows = pack.register.get(name, ())
    columns = list(rows[0]) if rows else []
    parts = [_line(columns)]
    at = len(parts[0])
    found: dict[str, Cells] = {}
    for row in rows:
        values = [row[column] or "" for column in columns]
        found[row["id"]], line = _cells(columns, values, at)
        parts.append(line)
        at += len(line)
    return Table(f"register/{pack.id}/{name}", "".join(parts), found)


def _line(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()


def _cells(columns: Sequence[str], values: Sequence[str], at: int) -> tuple[Cells, str]:
    cells, parts = {}, []
    for column, value in zip(columns, values, strict=True):
        # Written as the second cell of a pair: a lone empty cell would be quoted, one among others is not.
        written = _line(["", value])[1:-1]
        cells[column] = (at, at + len(written))
        parts.append(written)
        at += len(written) + 1
    return cells, ",".join(parts) + "\n"
