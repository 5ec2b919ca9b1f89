"""What a found date means: on a day of publication, in a tense, after the dates before it.

Every reader returns a `Value`; `unknown` where what it would need (the publication, an anchor) is missing.
"""

from __future__ import annotations

from datetime import date, timedelta

from bilat.languages import dates_calendar as cal
from bilat.languages.dates_fields import Fields
from bilat.languages.dates_tense import FUTURE, PAST
from bilat.languages.dates_values import RELATIVE, STATED, UNKNOWN, Context, Value, is_back, iso, joined, pick
from bilat.languages.dates_weekdays import weekday

_RECENT = 7  # days: to a day that lies further back than that a new paragraph does not go on


def year_of(f: Fields, c: Context) -> tuple[int | None, str | None]:
    """The year that the expression itself names, with its basis."""
    year = f.year()
    if year is not None:
        return year, STATED
    rel = f.offset("yr")
    if rel is None:
        rel = f.offset("yr0")
    if rel is None and "y0" in f:
        rel = 0
    if rel is not None:
        return (c.published.year + rel, RELATIVE) if c.published else (None, RELATIVE)
    back = f.offset("ya")
    if back is not None:
        return (int(c.anchor[:4]) + back, c.anchor_basis) if c.anchor else (None, RELATIVE)
    return None, None


def _named_month(f: Fields, c: Context) -> tuple[int, int] | None:
    """(year, month) of 'last month', 上月, 同月, 月底."""
    rel = f.offset("mr")
    if rel is None and "m0" in f:
        rel = f.offset("m0") or 0
    if rel is not None and c.published:
        return cal.shift_month(c.published.year, c.published.month, rel)
    back = f.offset("ma")
    if back is not None and c.anchor and len(c.anchor) >= 7:
        return cal.shift_month(int(c.anchor[:4]), int(c.anchor[5:7]), back)
    return None


def month_without_year(month: int, c: Context) -> int | None:
    if c.year is not None:
        return c.year
    if c.published is None:
        return None
    today = c.published
    past = today.year if month <= today.month else today.year - 1
    ahead = today.year if month >= today.month else today.year + 1
    months_back = (today.year - past) * 12 + today.month - month
    months_on = (ahead - today.year) * 12 + month - today.month
    return past if past == ahead or is_back(months_back, months_on, c.tense) else ahead


def day_without_year(month: int, day: int, c: Context) -> date | None:
    if c.year is not None:
        return cal.valid(c.year, month, day)
    if c.published is None:
        return None
    today = c.published
    if c.this_year and (told := cal.valid(today.year, month, day)):
        return told
    days = [d for y in range(today.year - 8, today.year + 9) if (d := cal.valid(y, month, day))]
    return pick(max((d for d in days if d <= today), default=None), min((d for d in days if d >= today), default=None),
                today, c.tense)  # fmt: skip


def day_without_month(day: int, c: Context) -> date | None:
    if c.month is not None:
        return cal.valid(*c.month, day)
    if c.published is None:
        return None
    today = c.published
    months = [cal.shift_month(today.year, today.month, by) for by in range(-3, 4)]
    days = [d for y, m in months if (d := cal.valid(y, m, day))]
    return pick(max((d for d in days if d <= today), default=None), min((d for d in days if d >= today), default=None),
                today, c.tense)  # fmt: skip


def read_date(f: Fields, c: Context) -> Value:
    """A day, a month or a year, or a range of two."""
    if "wd" in f:
        return weekday(f, c)
    if "dr" in f or "da" in f:
        return _near_day(f, c)
    year, basis = year_of(f, c)
    if "m" in f or "mr" in f or "ma" in f or "m0" in f:
        return _with_month(f, c, year, basis)
    if "d" in f:
        return _lone_day(f, c)
    if basis is None or year is None:
        return UNKNOWN
    if "yr02" in f:
        return joined(f, iso(year), iso(year + 1), True, basis)
    if "y2" in f:
        end = f.year("y2") if len(f.raw["y2"]) > 2 else year // 100 * 100 + (f.number("y2") or 0)
        return _years(year, end)
    return Value(iso(year), kind="vague" if f.raw.get("fz") else "point", basis=basis)


def _years(first: int, second: int | None) -> Value:
    if second is None or second <= first:
        return UNKNOWN
    return Value(iso(first), iso(second), "range", STATED)


def _with_month(f: Fields, c: Context, year: int | None, basis: str | None) -> Value:
    named = _named_month(f, c) if "m" not in f else None
    month = f.month() if "m" in f else (named[1] if named else None)
    if month is None or not 1 <= month <= 12:
        return UNKNOWN
    if named:
        year, basis = named[0], (RELATIVE if "ma" not in f else c.anchor_basis)
    if year is None and basis is not None:
        return UNKNOWN  # 'last year' of an unknown year
    day = f.number("d")
    if f.found.second is not None:
        return _range_of_days(f, c, year, month, day, basis)
    if year is None and "lr" in f:
        return _named_relative_month(f, c, month)
    if day is None:
        if year is None:
            year, basis = month_without_year(month, c), (STATED if c.year is not None else RELATIVE)
        if year is None:
            return UNKNOWN
        return Value(iso(year, month), kind="vague" if f.raw.get("fz") else "point", basis=basis)
    if year is None:
        found = day_without_year(month, day, c)
        if found is None:
            return UNKNOWN
        year, basis = found.year, (STATED if c.year is not None else RELATIVE)
    if f.raw.get("fz"):
        return Value(iso(year, month), kind="vague", basis=basis)
    text = iso(year, month, day)
    return Value(text, basis=basis) if text else UNKNOWN


def _named_relative_month(f: Fields, c: Context, month: int) -> Value:
    """'last November', 'next April', 'this June'."""
    if c.published is None:
        return UNKNOWN
    today, rel = c.published, f.word("lr")
    year = today.year
    if rel in (-1, "past") and month >= today.month:
        year -= 1
    elif rel in (1, "coming") and month <= today.month:
        year += 1
    return Value(iso(year, month), basis=RELATIVE)


def _range_of_days(f: Fields, c: Context, year: int | None, month: int, day: int | None, basis: str | None) -> Value:
    month2 = f.month("m2") or month
    day2 = f.number("d2")
    end_year = f.year("y2")
    if "y1" in f:
        year, end_year = f.year("y1"), year
    elif year is not None and end_year is None and month2 < month:
        year, end_year = (year - 1, year) if f.found.language == "en" else (year, year + 1)
    if year is None:
        basis = STATED if c.year is not None else RELATIVE
        year = _year_of_range(c, month, day, month2, day2)
    if year is None:
        return UNKNOWN
    end_year = end_year or (year + (month2 < month))
    if day2 is None:
        together = year * 12 + month + 1 == end_year * 12 + month2
        return joined(f, iso(year, month), iso(end_year, month2), together, basis)
    first, second = cal.valid(year, month, day or 0), cal.valid(end_year, month2, day2)
    if first is None or second is None:
        return UNKNOWN
    return joined(f, first.isoformat(), second.isoformat(), (second - first).days == 1, basis)


def _year_of_months(c: Context, month: int, month2: int) -> int | None:
    """A run of months: unless it is ahead, the latest that has ended or has gone on for a while."""
    if c.year is not None or c.published is None or c.ahead or month2 < month:
        return month_without_year(month, c)
    now = c.published.month
    if month2 <= now or month + 1 < now:
        return c.published.year
    return month_without_year(month, c) if c.tense == 0 and month >= now else c.published.year - 1


def _year_of_range(c: Context, month: int, day: int | None, month2: int, day2: int | None) -> int | None:
    if day is None or day2 is None:
        return _year_of_months(c, month, month2)
    # what is ahead may have begun: its end decides
    end = day_without_year(month2, day2, c) if c.ahead else None
    if end is not None:
        return end.year - (month2 < month)
    first = day_without_year(month, day, c)
    return first.year if first else None


def _lone_day(f: Fields, c: Context) -> Value:
    day = f.number("d")
    if day is None:
        return UNKNOWN
    if f.found.second is not None and "m2" not in f:
        day2 = f.number("d2")
        first = day_without_month(day, c)
        if first is None or day2 is None or day2 <= day:
            return UNKNOWN
        if c.ahead and c.month is None:  # what is ahead may have begun
            end = day_without_month(day2, c)
            first = cal.valid(end.year, end.month, day) if end else first
        second = cal.valid(first.year, first.month, day2) if first else None
        if first is None or second is None:
            return UNKNOWN
        basis = STATED if c.month else RELATIVE
        return joined(f, first.isoformat(), second.isoformat(), day2 - day == 1, basis)
    if f.found.second is not None:  # 30日至11月1日: the second end names the month
        month2, day2 = f.month("m2"), f.number("d2")
        if month2 is None or day2 is None:
            return UNKNOWN
        year, stated = year_of(f, c)
        end = cal.valid(year, month2, day2) if year else day_without_year(month2, day2, c)
        if end is None:
            return UNKNOWN
        first_year, first_month = (end.year, end.month) if day < end.day else cal.shift_month(end.year, end.month, -1)
        start = iso(first_year, first_month, day)
        return joined(f, start, end.isoformat(), end.day - day == 1, stated if year else RELATIVE)
    found = day_without_month(day, c)
    if found is None:
        return UNKNOWN
    return Value(found.isoformat(), basis=STATED if c.month else RELATIVE)


def _near_day(f: Fields, c: Context) -> Value:
    rel = f.offset("dr")
    if rel is not None:
        if c.published is None:
            return UNKNOWN
        first = c.published + timedelta(days=rel)
        told = f.number("bd")
        if told and told != first.day:  # 昨（25）日 in a text of another day: the number holds
            first = day_without_month(told, c._replace(tense=FUTURE if rel > 0 else PAST)) or first
        if "dr2" in f:
            rel2 = f.word("dr2", "dr")
            second = c.published + timedelta(days=int(rel2 or 0))
            return joined(f, first.isoformat(), second.isoformat(), True, RELATIVE)
        return Value(first.isoformat(), basis=RELATIVE)
    back = f.offset("da")
    told = f.number("bd")
    day = day_without_month(told, c) if told else None
    if day is not None:
        return Value(day.isoformat(), basis=RELATIVE)
    day = _anchor_day(c)
    stale = day is not None and c.published is not None and (c.published - day).days > _RECENT
    if back is not None and back < 0 and stale and not c.same_paragraph:
        day = c.published  # 前一天 at the head of another paragraph: before the report
    if day is None or back is None:
        return UNKNOWN
    if back > 0 and c.anchor_end and len(c.anchor_end) == 10:
        day = date.fromisoformat(c.anchor_end)
    return Value((day + timedelta(days=back)).isoformat(), basis=c.anchor_basis)


def _anchor_day(c: Context) -> date | None:
    return date.fromisoformat(c.anchor) if c.anchor and len(c.anchor) == 10 else None
