"""What a found date means: on a day of publication, in a tense, after the dates before it.

Every reader returns a `Value`; `unknown` where what it would need (the publication, an anchor) is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bilat.languages import dates_calendar as cal
from bilat.languages.dates_fields import Fields
from bilat.languages.dates_grammar import grammar
from bilat.languages.dates_tense import FUTURE, PAST

STATED, RELATIVE = "stated", "relative"


@dataclass(frozen=True, slots=True)
class Value:
    """ISO dates cut to what is known, the kind (point, range, duration, vague) and the basis; `split` holds the second
    of two days that are no range."""

    date: str | None
    end_date: str | None = None
    kind: str = "point"
    basis: str | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a date: the publication, the tense (-1, 0, 1), the anchor (the date before it in the text) and
    whether that stands in the same sentence; `year`: the year that the text itself gives to a date without one."""

    published: date | None
    tense: int = 0
    anchor: str | None = None
    anchor_end: str | None = None
    anchor_basis: str | None = None
    anchor_is_near: bool = False
    year: int | None = None
    month: tuple[int, int] | None = None


UNKNOWN = Value(None, kind="vague")


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if not 1 <= year <= 9999:
        return None
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if cal.valid(year, month, day) else None


def pick(earlier: date | None, later: date | None, today: date, tense: int) -> date | None:
    """The candidate that the tense asks for; without a tense the earlier one unless the later is much nearer."""
    if earlier is None or later is None:
        return earlier or later
    if tense:
        return earlier if tense == PAST else later
    return later if 2 * (later - today).days < (today - earlier).days else earlier


def _year_of(f: Fields, c: Context) -> tuple[int | None, str | None]:
    """The year that the expression itself names, with its basis."""
    year = f.year()
    if year is not None:
        return year, STATED
    rel = f.offset("yr")
    if rel is None and "yr0" in f:
        rel = f.offset("yr0") if f.word("yr0") is not None else f.word("yr0", "dr")  # type: ignore[assignment]
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
    if c.tense or past == ahead:
        return past if c.tense == PAST or past == ahead else ahead
    months_back = (today.year - past) * 12 + today.month - month
    months_on = (ahead - today.year) * 12 + month - today.month
    return ahead if 2 * months_on < months_back else past


def day_without_year(month: int, day: int, c: Context) -> date | None:
    if c.year is not None:
        return cal.valid(c.year, month, day)
    if c.published is None:
        return None
    today = c.published
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
        return _weekday(f, c)
    if "dr" in f or "da" in f:
        return _near_day(f, c)
    year, basis = _year_of(f, c)
    if "m" in f or "mr" in f or "ma" in f or "m0" in f:
        return _with_month(f, c, year, basis)
    if "d" in f:
        return _lone_day(f, c)
    if basis is None or year is None:
        return UNKNOWN
    if "y2" in f:
        return _years(year, f.year("y2"))
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
        if day is None or day2 is None:
            year = month_without_year(month, c)
        else:
            # what is ahead may have begun: its end decides
            end = day_without_year(month2, day2, c) if c.tense == FUTURE else None
            first = day_without_year(month, day, c)
            year = (end.year - (month2 < month)) if end else (first.year if first else None)
    if year is None:
        return UNKNOWN
    end_year = end_year or (year + (month2 < month))
    if day2 is None:
        first, second, together = (
            iso(year, month),
            iso(end_year, month2),
            (year * 12 + month + 1 == end_year * 12 + month2),
        )
    else:
        if day is None:
            return UNKNOWN
        a, b = cal.valid(year, month, day), cal.valid(end_year, month2, day2)
        first, second = (a.isoformat() if a else None), (b.isoformat() if b else None)
        together = bool(a and b and (b - a).days == 1)
    return _joined(f, first, second, together, basis)


def _joined(f: Fields, first: str | None, second: str | None, together: bool, basis: str | None) -> Value:
    if first is None or second is None:
        return UNKNOWN
    if "and" in f and not together and "to" not in f:
        return Value(first, basis=basis, split=second)
    if second <= first:
        return UNKNOWN if second < first else Value(first, basis=basis)
    return Value(first, second, "range", basis)


def _lone_day(f: Fields, c: Context) -> Value:
    day = f.number("d")
    if day is None:
        return UNKNOWN
    if f.found.second is not None and "m2" not in f:
        day2 = f.number("d2")
        first = day_without_month(day, c)
        if first is None or day2 is None or day2 <= day:
            return UNKNOWN
        if c.tense == FUTURE and c.month is None:  # what is ahead may have begun
            end = day_without_month(day2, c)
            first = cal.valid(end.year, end.month, day) if end else first
        second = cal.valid(first.year, first.month, day2) if first else None
        if first is None or second is None:
            return UNKNOWN
        basis = STATED if c.month else RELATIVE
        return _joined(f, first.isoformat(), second.isoformat(), day2 - day == 1, basis)
    if f.found.second is not None:  # 30日至11月1日: the second end names the month
        month2, day2 = f.month("m2"), f.number("d2")
        end = day_without_year(month2, day2, c) if month2 and day2 else None
        if end is None:
            return UNKNOWN
        first_year, first_month = (end.year, end.month) if day < end.day else cal.shift_month(end.year, end.month, -1)
        return _joined(f, iso(first_year, first_month, day), end.isoformat(), False, RELATIVE)
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
        if "dr2" in f:
            rel2 = f.word("dr2", "dr")
            second = c.published + timedelta(days=int(rel2 or 0))
            return _joined(f, first.isoformat(), second.isoformat(), True, RELATIVE)
        return Value(first.isoformat(), basis=RELATIVE)
    back = f.offset("da")
    day = _anchor_day(c)
    if day is None or back is None:
        return UNKNOWN
    if back > 0 and c.anchor_end and len(c.anchor_end) == 10:
        day = date.fromisoformat(c.anchor_end)
    return Value((day + timedelta(days=back)).isoformat(), basis=c.anchor_basis)


def _anchor_day(c: Context) -> date | None:
    return date.fromisoformat(c.anchor) if c.anchor and len(c.anchor) == 10 else None


def _weekday(f: Fields, c: Context) -> Value:
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
    elif "bd" in f and f.number("bd") in (latest.day, following.day):
        first = latest if latest.day == f.number("bd") else following
    else:
        first = pick(latest, following, today, c.tense) or latest
    if second is None:
        return Value(first.isoformat(), basis=RELATIVE)
    span = (second - wanted) % 7
    if span == 0:
        return UNKNOWN
    return _joined(f, first.isoformat(), (first + timedelta(days=span)).isoformat(), span == 1, RELATIVE)


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


Reader = Callable[[Fields, Context], Value]


def with_around(value: Value) -> Value:
    """'around' a day: cut to its month."""
    if value.kind == "point" and value.date:
        return replace(value, date=value.date[:7] if len(value.date) == 10 else value.date, kind="vague")
    return value


def seasons(language: str) -> dict[str, int]:
    table: dict[str, int] = grammar(language).data.get("seasons", {})
    return table
