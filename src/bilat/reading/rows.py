"""Articles as rows: a file of them, one a line as JSON, and what a row has to hold wherever it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bilat.errors import InputError
from bilat.reading.decoding import NotText, decode
from bilat.reading.sources import text_refusal
from bilat.reading.stated import Stated, iso_date

_LANGUAGES = frozenset({"en", "zh-Hans", "zh-Hant"})
_REMEDY = "each line needs an object with at least a string `text`"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_OPTIONAL = ("title", "published", "language", "url", "outlet", "author")
COLUMNS = ("id", *_OPTIONAL)  # beside `text`


class Row(NamedTuple):
    """One article of a file of rows. `id` is the row's own, else its number, from 1; `raw`: the row as it stood."""

    id: str
    text: str
    stated: Stated
    raw: bytes


def read_rows(name: str, lines: Iterable[bytes]) -> Iterator[Row | InputError]:
    """The articles of a file of rows; a row that is none gives one error, and the rest goes on."""
    for number, raw in enumerate(lines, start=1):
        if raw.strip():
            yield one_row(name, number, raw)


def one_row(name: str, number: int, raw: bytes) -> Row | InputError:
    """The article of one line of a file of rows, or why it is none."""
    try:
        return _row(name, number, raw)
    except InputError as error:
        return error


def looks_like_rows(raw: bytes) -> bool:
    """Whether bytes of unknown kind begin with a row."""
    first = raw.lstrip()[:1_000_000].split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        return "text" in json.loads(first)
    except (ValueError, RecursionError):
        return False


def _row(name: str, number: int, raw: bytes) -> Row:
    where = f"{name}#{number}"
    try:
        fields = json.loads(decode(raw))
    except NotText as error:
        raise InputError(where, str(error), _REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise InputError(where, "not valid JSON", _REMEDY) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise InputError(where, "a row without a string `text`", _REMEDY)
    return article(name, number, fields, raw)


def article(name: str, number: int, fields: dict[str, Any], raw: bytes) -> Row:
    """The article of a row with a string `text`. Raises InputError for one that is none."""
    where = f"{name}#{number}"
    own = fields.get("id")
    if isinstance(own, str | int) and not isinstance(own, bool) and str(own).strip():
        where = f"{name}#{own}"
    elif own is not None:
        raise InputError(where, "its `id` is neither a string nor a number", "give another id, or none")
    for key in _OPTIONAL:
        if fields.get(key) is not None and not isinstance(fields[key], str):
            raise InputError(where, f"its `{key}` is no string", f"give `{key}` as a string, or leave it out")
    text = fields["text"]
    if any(_SURROGATE.search(fields.get(key) or "") for key in ("text", *_OPTIONAL)):
        raise InputError(where, "its text has half a surrogate pair", "write the file as UTF-8 again")
    refusal = text_refusal(where, text)
    if refusal:
        raise refusal
    return Row(id=where.removeprefix(f"{name}#"), text=text, stated=_stated(where, fields), raw=raw)


def _stated(where: str, fields: dict[str, str | None]) -> Stated:
    given = {key: (fields.get(key) or "").strip() or None for key in _OPTIONAL}
    published = iso_date(given["published"]) if given["published"] else None
    if given["published"] and published is None:
        raise InputError(where, "its `published` is no date", "write it as YYYY-MM-DD")
    language = given["language"]
    if language and language not in _LANGUAGES:
        language = None  # a tag such as `zh` leaves the script open: it is counted
    return Stated(
        title=given["title"],
        author=given["author"],
        outlet=given["outlet"],
        published=published,
        url=given["url"],
        language=language,
    )
