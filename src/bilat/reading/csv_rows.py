"""A table of articles (CSV): one a row, by the names of its first line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bilat.errors import InputError
from bilat.reading.decoding import NotText, decode
from bilat.reading.rows import COLUMNS, Row, article
from bilat.reading.sources import LARGEST_TEXT

_REMEDY = f"its first line needs a column `text`, and may have {', '.join(COLUMNS)}"


def read_csv(name: str, raw: bytes) -> Iterator[Row | InputError]:
    """The articles of a table; a row that is none gives one error, and the rest goes on. What counts as a column is
    written as in the first line, in whatever case; commas, semicolons or tabs stand between."""
    try:
        text = decode(raw).removeprefix("\ufeff")
    except NotText as error:
        yield InputError(name, str(error), "save it as UTF-8")
        return
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_TEXT))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        names = [column.strip().lower() for column in next(rows, [])]
        if "text" not in names:
            yield InputError(name, "a table without a column `text`", _REMEDY)
            return
        for number, cells in enumerate(rows, start=1):
            if any(cell.strip() for cell in cells):
                yield _row(name, number, dict(zip(names, cells, strict=False)), mark)
    except csv.Error as error:
        yield InputError(f"{name}:{rows.line_num}", f"not valid CSV: {error}", "mend the row, or save the table again")


def _row(name: str, number: int, cells: dict[str, str], mark: str) -> Row | InputError:
    fields = {key: value for key, value in cells.items() if value.strip()} | {"text": cells.get("text", "")}
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows((cells.keys(), cells.values()))
    try:
        return article(name, number, fields, out.getvalue().encode("utf-8", "surrogatepass"))
    except InputError as error:
        return error
