"""The calendar behind the dates: months, weeks, feasts and lunar days."""

from __future__ import annotations

import calendar
import functools
from datetime import date, timedelta
from typing import Any

from bilat.languages.resources import load


def valid(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """(year, month) `by` months on."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def monday_of(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def common(first: str | None, second: str | None) -> str | None:
    """What two ISO dates share, cut to the year or the month, or None."""
    if first is None or second is None:
        return None
    if first == second:
        return first
    for length in (7, 4):
        if len(first) >= length and len(second) >= length and first[:length] == second[:length]:
            return first[:length]
    return None


@functools.cache
def feasts() -> dict[str, dict[str, Any]]:
    """Name -> rule, for every feast of the data."""
    return {name: rule for rule in load("feasts")["feasts"] for name in rule["names"]}


@functools.cache
def _lunar_years() -> dict[int, dict[str, date]]:
    rows: dict[int, dict[str, date]] = {}
    for year, months in load("calendar_lunar")["years"].items():
        split = (entry.split("@") for entry in months)
        rows[year] = {month: date.fromisoformat(first) for month, first in split}
    return rows


def lunar(year: int, month: int, day: int) -> date | None:
    """The solar day of a lunar one; None outside the table (lunar years 1990 to 2050)."""
    first = _lunar_years().get(year, {}).get(str(month))
    return first + timedelta(days=day - 1) if first else None


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    w = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * w) // 451
    month, day = divmod(h + w - 7 * m + 114, 31)
    return date(year, month, day + 1)


def feast(name: str, year: int) -> date | None:
    """The day of a feast in a solar year (for lunar feasts: of the lunar year of that number), or None."""
    rule = feasts()[name]
    if not 1900 < year < 2200:
        return None
    if "lunar" in rule:
        found = lunar(year, *rule["lunar"])
        return found + timedelta(days=rule.get("shift", 0)) if found else None
    if "easter" in rule:
        return _easter(year) + timedelta(days=rule["easter"])
    if "term" in rule:  # the solar term falls by this well-known formula for the 21st century
        short = year % 100
        return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
    if "weekday" in rule:
        days = [d for d in calendar.Calendar().itermonthdates(year, rule["month"]) if d.month == rule["month"]]
        matching = [d for d in days if d.weekday() == rule["weekday"]]
        nth = rule["nth"]
        chosen: date = matching[nth - 1 if nth > 0 else nth]
        return chosen
    return date(year, rule["month"], rule["day"])
