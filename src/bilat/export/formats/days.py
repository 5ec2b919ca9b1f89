"""Dates cut to what is known (YYYY, YYYY-MM, YYYY-MM-DD) as whole days, for formats that know no others."""

from __future__ import annotations

import calendar
import datetime
import re

_CUT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def first_day(date: str | None) -> datetime.date | None:
    """The first day that a date may mean; None for none, or for what is no date."""
    found = _parts(date)
    return datetime.date(found[0], found[1] or 1, found[2] or 1) if found else None


def last_day(date: str | None) -> datetime.date | None:
    """The last day that a date may mean."""
    found = _parts(date)
    if not found:
        return None
    year, month, day = found
    return datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])


def is_whole(date: str | None) -> bool:
    """Whether a date tells the day."""
    return date is not None and first_day(date) == last_day(date) is not None


def _parts(date: str | None) -> tuple[int, int | None, int | None] | None:
    match = _CUT.match(date or "")
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return year or 0, month, day
