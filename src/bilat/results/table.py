"""Rows that show themselves in a notebook and become a frame in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from markupsafe import Markup, escape

from bilat.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars

Row = Mapping[str, Any]
_SHOWN = 20  # rows that a notebook shows of a table; all are in the frames


class Table(Sequence[Row]):
    """Rows with the same columns in the same order; a sequence of mappings.

    Columns are those of the first appearance over all rows; a row without one has None there.
    """

    def __init__(self, name: str, rows: Iterable[Row]) -> None:
        given = [dict(row) for row in rows]
        self.name = name
        self.columns = tuple(dict.fromkeys(column for row in given for column in row))
        self._rows: tuple[Row, ...] = tuple({column: row.get(column) for column in self.columns} for row in given)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return self._rows[at]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self)} rows, {len(self.columns)} columns>"

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame. Raises UsageError where pandas is not installed."""
        try:
            import pandas
        except ImportError as wrong:
            raise missing("pandas", "tables") from wrong
        return pandas.DataFrame(list(self._rows), columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """The rows as a Polars DataFrame. Raises UsageError where Polars is not installed."""
        try:
            import polars
        except ImportError as wrong:
            raise missing("polars", "tables") from wrong
        return polars.DataFrame(list(self._rows), schema=list(self.columns), orient="row", infer_schema_length=None)

    def _repr_html_(self) -> str:
        head = Markup("").join(Markup("<th style='text-align:left'>{}</th>").format(name) for name in self.columns)
        body = Markup("").join(_line(row.values()) for row in self._rows[:_SHOWN])
        more = len(self) - _SHOWN
        rest = Markup("<p>{} more rows</p>").format(more) if more > 0 else ""
        return str(Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}").format(head, body, rest))


def missing(library: str, extra: str) -> UsageError:
    """What to say where an optional library is not installed."""
    return UsageError(f"this needs {library}, which is not installed; install it with: pip install 'bilat[{extra}]'")


def _line(values: Iterable[Any]) -> Markup:
    cells = (Markup("<td style='text-align:left;vertical-align:top'>{}</td>").format(_cell(value)) for value in values)
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _cell(value: Any) -> Markup:
    if value is None:
        return Markup("")
    if isinstance(value, list | tuple):
        return Markup("<br>").join(_cell(one) for one in value)
    return escape(value)
