"""Weeks, quarters, fiscal years, feasts, counts and the other dates that are no plain day, month or year."""

from __future__ import annotations

from datetime import date, timedelta

from bilat.languages import dates_calendar as cal
from bilat.languages.dates_fields import Fields
from bilat.languages.dates_grammar import grammar
from bilat.languages.dates_resolve import read_date, year_of
from bilat.languages.dates_tense import AHEAD, PAST
from bilat.languages.dates_values import RELATIVE, STATED, UNKNOWN, Context, Reader, Value, iso, pick, seasons

_DAY = 10  # characters of an ISO day
DAYS = {"week": 7, "fortnight": 14}
DAYS_OF_A_MONTH = 30.4  # of half a month, which no calendar counts


def _days(first: date, length: int) -> tuple[str, str]:
    return first.isoformat(), (first + timedelta(days=length - 1)).isoformat()


def _relative(f: Fields) -> int | None:
    for name in ("wr", "lr", "qr", "fr"):
        value = f.word(name)
        if value is not None:
            return {"past": -1, "coming": 1}.get(value, 0) if isinstance(value, str) else value
    return None


def _week(f: Fields, c: Context) -> Value:
    if c.published is None:
        return UNKNOWN
    monday = cal.monday_of(c.published) + timedelta(days=7 * (_relative(f) or 0))
    if "wa" in f:
        around = c.anchor if (c.anchor_is_near or c.same_paragraph) and len(c.anchor or "") == 10 else None
        if around is None and (f.offset("wa") or 0) >= 0:
            return UNKNOWN
        start = date.fromisoformat(around) if around else c.published
        monday = cal.monday_of(start) + timedelta(days=7 * (f.offset("wa") or 0))
    first, last = _days(monday, 7)
    if f.raw.get("fz"):
        enclosing = cal.common(first, last)
        return Value(enclosing, kind="vague", basis=RELATIVE if enclosing else None)
    return Value(first, last, "range", RELATIVE)


def _weekend(f: Fields, c: Context) -> Value:
    if "m" in f:
        day = read_date(f, c)
        if day.date is None or len(day.date) < 10:
            return UNKNOWN
        return Value(*_days(cal.monday_of(date.fromisoformat(day.date)) + timedelta(days=5), 2), "range", day.basis)
    if c.published is None:
        return UNKNOWN
    if "wka" in f:
        return _weekend_by(f, c)
    saturday = cal.monday_of(c.published) + timedelta(days=5)
    rel = f.offset("wbl") if "wbl" in f else _relative(f)
    if rel is not None:
        return Value(*_days(saturday + timedelta(days=7 * rel), 2), "range", RELATIVE)
    latest = saturday if saturday <= c.published else saturday - timedelta(days=7)
    chosen = pick(latest, latest + timedelta(days=7), c.published, c.tense) or latest
    return Value(*_days(chosen, 2), "range", RELATIVE)


def _weekend_by(f: Fields, c: Context) -> Value:
    """'the weekend before', 此前一个周末: counted from the day told last; without one, from the publication."""
    offset = f.offset("wka") or 0
    told = c.anchor if len(c.anchor or "") == _DAY else None
    if c.published is None or (told is None and offset >= 0):
        return UNKNOWN
    day = date.fromisoformat(told) if told else c.published
    saturday = cal.monday_of(day) + timedelta(days=5)
    if offset < 0 or (offset > 0 and day >= saturday):
        saturday += timedelta(days=7 * offset)
    return Value(*_days(saturday, 2), "range", RELATIVE)


def _two_days(_f: Fields, c: Context) -> Value:
    """这两天: the two days told of right before, else the day of the text and the one before it, or to come."""
    if c.same_paragraph and c.anchor and c.anchor_end and _days(date.fromisoformat(c.anchor), 2)[1] == c.anchor_end:
        return Value(c.anchor, c.anchor_end, "range", RELATIVE)
    if c.published is None:
        return UNKNOWN
    ahead = c.tense in AHEAD
    return Value(*_days(c.published - timedelta(days=0 if ahead else 1), 2), "range", RELATIVE)


def _week_of(f: Fields, c: Context) -> Value:
    value = read_date(f, c)
    if value.date is None or len(value.date) < 10:
        return UNKNOWN
    return Value(*_days(cal.monday_of(date.fromisoformat(value.date)), 7), "range", value.basis)


def _months(f: Fields, c: Context, first: int, length: int) -> Value:
    """A run of months of a year that may be left out: back, the latest begun; ahead, the next not ended."""
    year, basis = year_of(f, c)
    if year is None and basis is None:
        basis = STATED if c.year is not None else RELATIVE
        if c.year is not None:
            year = c.year
        elif c.published is not None:
            year = c.published.year
            if c.ahead and first + length - 1 < c.published.month:
                year += 1
            elif not c.ahead and first > c.published.month:
                year -= 1 if c.tense == PAST or first - c.published.month > 3 else 0
    if year is None:
        return UNKNOWN
    return Value(iso(year, first), iso(year, first + length - 1), "range", basis)


def _quarter(f: Fields, c: Context) -> Value:
    rel = _relative(f)
    if rel is not None:
        if c.published is None:
            return UNKNOWN
        start = (c.published.month - 1) // 3 * 3 + 1
        year, month = cal.shift_month(c.published.year, start, 3 * rel)
        value = Value(iso(year, month), iso(year, month + 2), "range", RELATIVE)
    else:
        quarter = f.offset("q") or f.number("q4")
        if not quarter:
            return UNKNOWN
        value = _months(f, c, quarter * 3 - 2, 3)
    if f.raw.get("fz") and value.date:
        return Value(cal.common(value.date, value.end_date), kind="vague", basis=value.basis)
    return value


def _this_day(f: Fields, c: Context) -> Value:
    """去年今天: the day of publication in another year."""
    year, basis = year_of(f, c)
    if year is None or c.published is None:
        return UNKNOWN
    found = cal.valid(year, c.published.month, c.published.day)
    return Value(found.isoformat(), basis=basis) if found else UNKNOWN


def _half(f: Fields, c: Context) -> Value:
    return _months(f, c, 1 if f.offset("h") == 1 else 7, 6)


def _year_to_date(f: Fields, c: Context) -> Value:
    count = f.number("n") or (f.number("nq") or 0) * 3
    if not 1 < count <= 12:
        return UNKNOWN
    value = _months(f, c, 1, count)
    if "y" in f or "yr" in f or value.date is None or c.published is None or c.ahead or c.year is not None:
        return value
    year = int(value.date[:4])
    if count > c.published.month:  # months that have passed
        year -= 1
    return Value(iso(year, 1), iso(year, count), "range", RELATIVE)


def _fiscal(f: Fields, c: Context) -> Value:
    year = f.year()
    basis = STATED
    if year is None:
        rel = _relative(f)
        if rel is None or c.published is None:
            return UNKNOWN
        year, basis = c.published.year + (c.published.month >= 10) + rel, RELATIVE
    return Value(iso(year - 1, 10), iso(year, 9), "range", basis)


def _yearly(f: Fields, c: Context, days: dict[int, date]) -> Value:
    """A day that comes once a year, told by its year or by the tense; `days` holds the candidates."""
    year, basis = year_of(f, c)
    if year is not None or basis is not None:
        found = days.get(year) if year is not None else None
        return Value(found.isoformat(), basis=basis) if found else UNKNOWN
    if c.year is not None and c.year in days:
        return Value(days[c.year].isoformat(), basis=STATED)
    if c.published is None:
        return UNKNOWN
    earlier = max((d for d in days.values() if d <= c.published), default=None)
    later = min((d for d in days.values() if d >= c.published), default=None)
    if c.tense == 0 and earlier and later:  # feasts are spoken of when they are near
        found = earlier if (c.published - earlier) < (later - c.published) else later
    else:
        found = pick(earlier, later, c.published, c.tense)
    return Value(found.isoformat(), basis=RELATIVE) if found else UNKNOWN


def _candidate_years(f: Fields, c: Context) -> range:
    base = f.year() or c.year or (c.published.year if c.published else 2000)
    return range(base - 4, base + 5)


def _feast(f: Fields, c: Context) -> Value:
    name = f.raw["feast"]
    return _yearly(f, c, {y: d for y in _candidate_years(f, c) if (d := cal.feast(name, y))})


def _lunar(f: Fields, c: Context) -> Value:
    month_text = f.raw.get("lm") or f.raw.get("lm2") or ""
    day_text = f.raw.get("ld") or f.raw.get("ld2") or ""
    names = f.words["month_names"]
    month = names.get(month_text) or (f.number("lm2") if "lm2" in f else 1)
    start = next((prefix for prefix in f.words["day_names"] if day_text.startswith(prefix)), "")
    f.raw["lday"] = day_text.removeprefix(start)
    day = f.number("lday")
    if not month or not day:
        return UNKNOWN
    return _yearly(f, c, {y: d for y in _candidate_years(f, c) if (d := cal.lunar(y, month, day))})


def _season(f: Fields, c: Context) -> Value:
    year, basis = year_of(f, c)
    if year is not None:
        return Value(iso(year), kind="vague", basis=basis)
    first = seasons(f.found.language).get((f.raw.get("fz") or "").lower())
    if c.published is None or first is None or first == 12:
        return UNKNOWN  # a winter lies in two years
    rel = _relative(f)
    year = c.published.year
    if rel == -1 or (rel is None and c.tense == PAST):
        year -= first + (2 if rel == -1 else 0) >= c.published.month + (0 if rel == -1 else 1)
    elif rel == 1 or (rel is None and c.ahead):
        year += first + (0 if rel == 1 else 2) <= c.published.month - (0 if rel == 1 else 1)
    return Value(iso(year), kind="vague", basis=RELATIVE)


def _decade(f: Fields, c: Context) -> Value:
    text = f.raw.get("dec") or f.raw.get("dec2") or ""
    f.raw["decade"] = text
    decade = f.number("decade")
    if decade is None or f.raw.get("fz") or f.raw.get("fz2"):
        return UNKNOWN
    if decade < 100:
        century = 1900
        if "c" in f:
            century = ((f.number("c") or 20) - 1) * 100
        elif "lc" in f:
            if c.published is None:
                return UNKNOWN
            is_this = f.raw["lc"].startswith(next(w for w, by in f.words["wr"].items() if by == 0))
            century = c.published.year // 100 * 100 - (0 if is_this else 100)
        decade += century
    return Value(iso(decade), iso(decade + 9), "range", STATED)


def _numeric(f: Fields, c: Context) -> Value:
    """06/05/2025: the month is certain only where one number can be no month, or both are the same."""
    del c
    first, second, year = f.number("n1") or 0, f.number("n2") or 0, f.year() or 0
    readings = {text for m, d in ((first, second), (second, first)) if (text := iso(year, m, d))}
    if f.raw.get("sep") == "." and (dotted := iso(year, second, first)):
        readings = {dotted}
    if len(readings) == 1:
        return Value(readings.pop(), basis=STATED)
    return Value(iso(year), kind="vague", basis=STATED) if readings else UNKNOWN


def count_from(anchor: str | None, n: int, unit: str, basis: str | None, *, hedged: bool = False) -> Value:
    """`n` units on from (or back to) an anchor: days give the day, longer units a vague month or year. `hedged`: about
    so many, which may be a week more or less."""
    if unit == "hour" or anchor is None:
        return UNKNOWN
    if unit in ("year", "year10"):
        return Value(iso(int(anchor[:4]) + n * (10 if unit == "year10" else 1)), kind="vague", basis=basis)
    if unit == "about year" and len(anchor) >= 7:  # 一年半前: counted in months, cut to the year
        year, _ = cal.shift_month(int(anchor[:4]), int(anchor[5:7]), n)
        return Value(iso(year), kind="vague", basis=basis)
    if unit in ("month", "quarter") and len(anchor) >= 7:
        by = n * 3 if unit == "quarter" else n
        return Value(iso(*cal.shift_month(int(anchor[:4]), int(anchor[5:7]), by)), kind="vague", basis=basis)
    if len(anchor) < 10:
        return UNKNOWN
    try:
        day = date.fromisoformat(anchor) + timedelta(days=n * DAYS.get(unit, 1))
        spread = timedelta(days=7 if hedged else 3)
        around = (day - spread).isoformat(), (day + spread).isoformat()
    except OverflowError:
        return UNKNOWN
    if unit == "day":
        return Value(day.isoformat(), basis=basis)
    enclosing = cal.common(around[0][:7], around[1][:7])
    return Value(enclosing, kind="vague", basis=basis if enclosing else None)


def amount(f: Fields) -> tuple[int, str] | None:
    """(n, unit) of a count; half a year is six months."""
    unit = str(f.words["u"].get(f.raw["u"].lower()) or "")
    number = f.number("n") if "n" in f else 1  # the day after
    half = f.raw.get("half") or f.raw.get("n", "").lower() in grammar(f.found.language).data["halves"]
    if half and unit == "month":
        return round(DAYS_OF_A_MONTH * ((number or 0) + 0.5 if f.raw.get("half") else 0.5)), "about day"
    if half and unit == "year":
        return (12 * number + 6 if number and f.raw.get("half") else 6), "month"
    if number is None or not unit:
        return None
    if "beyond" in f and unit == "year":
        return 12 * number + 6, "about year"
    return number, unit


def _count(f: Fields, c: Context) -> Value:
    counted = amount(f)
    if counted is None or counted[0] > 5000:
        return UNKNOWN
    sign = 1 if "ahead" in f else int(f.word("dir") or 0)
    published = c.published.isoformat() if c.published else None
    from_now = "ahead" in f or (f.found.language == "en" and f.raw["dir"].lower() in f.words["now"])
    told_here = c.anchor_is_near or (sign > 0 and not c.ahead) or f.found.language == "en"
    if f.found.language == "en" and not from_now and not c.anchor:
        return UNKNOWN  # 'later' than what the text does not date
    if from_now or not c.anchor or not told_here:
        return count_from(published, sign * counted[0], counted[1], RELATIVE, hedged=c.hedged)
    anchor = c.anchor_end if sign > 0 and c.anchor_end else c.anchor
    return count_from(anchor, sign * counted[0], counted[1], c.anchor_basis, hedged=c.hedged)


def _nothing(f: Fields, c: Context) -> Value:
    del f, c
    return UNKNOWN


def _length(f: Fields, c: Context) -> Value:
    del f, c
    return Value(None, kind="duration")


READERS: dict[str, Reader] = {
    "date": read_date,
    "week": _week,
    "weekend": _weekend,
    "twodays": _two_days,
    "weekof": _week_of,
    "quarter": _quarter,
    "thisday": _this_day,
    "half": _half,
    "ytd": _year_to_date,
    "fiscal": _fiscal,
    "feast": _feast,
    "lunar": _lunar,
    "season": _season,
    "decade": _decade,
    "numeric": _numeric,
    "count": _count,
    "countfrom": _nothing,
    "vague": _nothing,
    "event": _nothing,
    "length": _length,
}
