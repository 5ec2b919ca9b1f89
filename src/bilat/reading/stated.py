"""What a container (a page's head, a row's fields) states about its article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilat.reading.dates import written_dates

_ISO = re.compile(r"\s*((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Fields that are stated outside the text; None where they are not. `published` is ISO 8601."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


def iso_date(value: str) -> str | None:
    """The day, month or year that a field states, as ISO 8601; None if it states none."""
    match = _ISO.match(value)
    if match:
        iso = "-".join(part for part in match.groups() if part)
        found = written_dates(iso) if match[2] else []
        return found[0].iso if found else (None if match[2] else iso)
    dates = written_dates(value)
    if dates:
        return dates[0].iso
    from email.utils import parsedate_to_datetime  # brings sockets along, which few need

    try:
        date = parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date.isoformat() if 1900 <= date.year < 2100 else None  # as above: the year 9999 stands for "never"
