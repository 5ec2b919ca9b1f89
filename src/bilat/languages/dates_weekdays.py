"""Weekdays: bare, of a week, last and next, and runs of them."""

from __future__ import annotations

from datetime import date, timedelta

from bilat.languages import dates_calendar as cal
from bilat.languages.dates_fields import Fields
from bilat.languages.dates_values import RELATIVE, UNKNOWN, Context, Value, joined, pick


def weekday(f: Fields, c: Context) -> Value:
    """A weekday, or a run of weekdays, by its week or by the tense."""
    wanted = f.weekday()
    if c.published is None or wanted is None:
        return UNKNOWN
    today = c.published
    week = f.offset("wr")
    second = f.weekday("wd2")
    back = (today.weekday() - wanted) % 7
    latest, following = today - timedelta(days=back), today + timedelta(days=7 - back)
    if week is not None:
        first = cal.monday_of(today) + timedelta(days=7 * week + wanted)
    elif "lr" in f:
        value = _last_or_next(f, today, wanted)
        if value is None or len(value) < 10:
            return Value(value, kind="vague", basis=RELATIVE if value else None)
        first = date.fromisoformat(value)
    elif second is not None:
        first = _weekday_range_start(today, wanted, second, c.tense)
    elif "bd" in f:
        first = _told_by_day(f, c, today, wanted) or pick(latest, following, today, c.tense) or latest
    else:
        first = pick(latest, following, today, c.tense) or latest
    if second is None:
        return Value(first.isoformat(), basis=RELATIVE)
    span = (second - wanted) % 7
    if span == 0:
        return UNKNOWN
    return joined(f, first.isoformat(), (first + timedelta(days=span)).isoformat(), span == 1, RELATIVE)


def _told_by_day(f: Fields, c: Context, today: date, wanted: int) -> date | None:
    """周四（5日）: the nearest such day, within a season, that is that weekday."""
    day, month = f.number("bd"), f.month("bm")
    near = [today + timedelta(days=by) for by in range(-92, 93)]
    fits = [d for d in near if (d.day, d.weekday()) == (day, wanted) and month in (None, d.month)]
    before, after = [d for d in fits if d <= today], [d for d in fits if d > today]
    return pick(before[-1] if before else None, after[0] if after else None, today, c.tense)


def _weekday_range_start(today: date, first: int, second: int, tense: int) -> date:
    """Past: the latest run that has ended; ahead: the next that has not."""
    span = (second - first) % 7
    ended = today - timedelta(days=(today.weekday() - second) % 7 + span)
    return pick(ended, ended + timedelta(days=7), today, tense) or ended


def _last_or_next(f: Fields, today: date, wanted: int) -> str | None:
    """English last/next + weekday: only what both readings (the nearest; of the neighbouring week) share."""
    rel = f.word("lr")
    monday = cal.monday_of(today)
    before = today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    after = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    if rel == "past":
        return before.isoformat()
    if rel == "coming":
        return after.isoformat()
    if rel == 0:
        return (monday + timedelta(days=wanted)).isoformat()
    nearest = before if rel == -1 else after
    neighbour = monday + timedelta(days=wanted + (7 if rel == 1 else -7))
    return cal.common(nearest.isoformat(), neighbour.isoformat())
