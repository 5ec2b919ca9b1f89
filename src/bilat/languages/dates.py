"""Date expressions of diplomatic news and what they mean, in English and Chinese, on the simplified view of a text.

The conventions: dates are cut to what the sentence, the text and its day of publication allow; without a day of
publication what depends on it stays undated, and today's date is never used.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bilat.languages import dates_calendar as cal
from bilat.languages.compiled_patterns import compiled
from bilat.languages.dates_dateline import datelines
from bilat.languages.dates_fields import Fields
from bilat.languages.dates_grammar import FOLD, Found, Scanner, grammar, scan_events
from bilat.languages.dates_periods import READERS, amount, count_from
from bilat.languages.dates_tense import AHEAD, tense_at
from bilat.languages.dates_values import RELATIVE, STATED, UNKNOWN, Context, Value, with_around
from bilat.languages.durations import Lengths, length_start
from bilat.languages.script import has_han
from bilat.languages.sentences import Sentence

_SKIPPED = compiled(
    r"https?://[^\s\u4e00-\u9fff]+|www\.[^\s\u4e00-\u9fff]+|(?<![A-Za-z0-9])[A-Za-z0-9.+-]{1,64}@[A-Za-z0-9-]+\.\w+|《[^《》\n]{1,60}》"
)
_SKIP_MARKS = ("://", "www.", "@", "《")  # one of which each of these holds
_HEDGE = 12  # characters of a word before a count
_REACH = 70  # how far after "a month after" the date may stand
_ANCHOR_PARAGRAPHS = 2
_ANY_DAYS = ("2013-03-14", "2018-10-29")  # of other weekdays, months and days
_TENSELESS = frozenset({"length", "vague", "event", "week", "fiscal", "decade", "numeric"})
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as written, [start, end) in code points, and what it means.

    `date`, `end_date`: ISO 8601 cut to what is known (`2025`, `2025-06`, `2025-06-05`) or None; `kind`: 'point',
    'range' (both ends inclusive), 'duration' (a length: no date) or 'vague' (`date`: the unit that encloses it).
    `basis`: 'stated' by the text itself, 'relative' to the document's own date, None where there is no date.
    """

    start: int
    end: int
    date: str | None
    end_date: str | None
    kind: str
    basis: str | None


@dataclass(slots=True)
class _State:
    """What the dates before say: the last one that may be an anchor, and the year of a heading."""

    anchor: Value | None = None
    sentence: int = -1
    paragraph: int = -1
    full_year: int | None = None
    heading_year: int | None = None


def find_dates(view: str, sentences: Sequence[Sentence], *, published: str | None) -> list[DateExpression]:
    """Every date expression of a text (its t2s view), in order, never overlapping.

    `sentences` are those of `split_sentences(view)`; `published` is the ISO date of the document, which may be cut to
    a month or a year: then only what holds on each of its days is given. Raises nothing.
    """
    bounds = _published(published)
    found = _candidates(view, sentences)
    early = _resolve_all(view, sentences, found, bounds[0])
    if bounds[0] == bounds[1]:
        return early
    late = _resolve_all(view, sentences, found, bounds[1])
    return _certain(early, late)


def days_of_no_year(view: str, sentences: Sequence[Sentence]) -> list[tuple[int, str]]:
    """Where a text names a day without saying its year, and the day (`06-05`), in a text that nothing else dates.

    Found as what is the same day of the year whenever the text was published: `Friday` is not, `June 5` is.
    """
    known = {one.start for one in find_dates(view, sentences, published=None) if one.date}
    first, second = (find_dates(view, sentences, published=day) for day in _ANY_DAYS)
    later = {one.start: one.date or "" for one in second if one.kind == "point"}
    days = [(one.start, one.date[5:]) for one in first if one.date and len(one.date) == 10 and one.kind == "point"]
    return [(at, day) for at, day in days if at not in known and later.get(at, "")[5:] == day]


def _published(text: str | None) -> tuple[date | None, date | None]:
    match = _PUBLISHED.match(text or "")
    if match is None:
        return None, None
    year, month, day = (int(part) if part else None for part in match.groups())
    first = cal.valid(year or 0, month or 1, day or 1)
    if first is None:
        return None, None
    if day:
        return first, first
    after = cal.shift_month(first.year, first.month, 1) if month else (first.year + 1, 1)
    following = cal.valid(*after, 1)
    return first, (following - timedelta(days=1) if following else first)


def _certain(early: list[DateExpression], late: list[DateExpression]) -> list[DateExpression]:
    result = []
    by_span = {(e.start, e.end): e for e in late}
    for one in early:
        other = by_span.get((one.start, one.end))
        if other is None or one == other:
            result.append(one)
            continue
        shared = cal.common(one.date, other.date)
        if one.end_date or other.end_date:
            shared = cal.common(cal.common(shared, one.end_date), other.end_date)
        result.append(replace(one, date=shared, end_date=None, kind="vague", basis=RELATIVE if shared else None))
    return result


def _candidates(view: str, sentences: Sequence[Sentence]) -> list[tuple[int, Found]]:
    """(sentence, match) in order: dates of both languages and lengths, the longest where they overlap."""
    folded = view.translate(FOLD)
    skipped = [match.span() for match in _SKIPPED.finditer(view)] if any(mark in view for mark in _SKIP_MARKS) else []
    skip_starts = [span[0] for span in skipped]
    result: list[tuple[int, Found]] = []
    scanner = functools.cache(lambda language: Scanner(language, folded))  # of a language that is not there: none
    lengths = Lengths(folded)
    for index, sentence in enumerate(sentences):
        found = list(_in_sentence(folded, sentence, scanner, lengths))
        for match in _without_overlaps(found):
            at = bisect_right(skip_starts, match.start) - 1
            inside = at >= 0 and match.start < skipped[at][1]
            if match.kind != "not" and not (inside and not (view[skipped[at][0]] == "《" and "d" in match.fields)):
                result.append((index, match))
    return result


def _in_sentence(
    folded: str, sentence: Sentence, scanner: Callable[[str], Scanner], lengths: Lengths
) -> Iterable[Found]:
    start, end = sentence.start, sentence.end
    if sentence.language == "zh" or (not folded.isascii() and has_han(folded[start:end])):
        yield from scanner("zh").scan(start, end)
        yield from scan_events(folded, start, end, "zh")
    if sentence.language == "en" or _has_word(folded, start, end):
        yield from scanner("en").scan(start, end)
    for match in lengths.within(start, end):
        yield Found(length_start(match), match.end(), "length", {}, sentence.language)


_WORD = re.compile(r"[A-Za-z]{3,} ")


def _has_word(view: str, start: int, end: int) -> bool:
    return _WORD.search(view, start, end) is not None


def _without_overlaps(found: list[Found]) -> list[Found]:
    found.sort(key=lambda m: (m.start, -m.end, m.kind == "length"))
    kept: list[Found] = []
    for match in found:
        if kept and match.start < kept[-1].end:
            longer = match.end - match.start > kept[-1].end - kept[-1].start
            if not (longer and kept[-1].kind == "length"):
                continue
            kept.pop()
        kept.append(match)
    return kept


def _resolve_all(
    view: str, sentences: Sequence[Sentence], found: list[tuple[int, Found]], published: date | None
) -> list[DateExpression]:
    state = _State()
    result: list[DateExpression] = []
    sent = datelines(view, sentences, published)
    for position, (index, match) in enumerate(found):
        if result and match.start < result[-1].end:
            continue
        sentence = sentences[index]
        today = next((sent[at] for at in sorted(sent, reverse=True) if at <= index), published)
        context = _context(view, sentence, index, match, state, today)
        if match.kind == "countfrom":
            expression = _count_from(view, sentence, match, found[position + 1 :][:1], context)
            if expression is not None:
                result.append(expression)
            continue
        value = _read(match, context)
        value = _around(view, match, value)
        if "ahead" in match.fields and _counts_a_series(view[max(sentence.start, match.start - _REACH) : match.start]):
            value = UNKNOWN
        for expression in _expressions(match, value):
            _add(view, result, expression, match)
        _remember(state, match, value, index, sentence)
    return result


def _read(match: Found, context: Context) -> Value:
    try:
        return READERS[match.kind](Fields(match), context)
    except OverflowError:  # the day after the calendar's last, or before its first
        return UNKNOWN


def _context(view: str, sentence: Sentence, index: int, match: Found, state: _State, published: date | None) -> Context:
    tense = 0
    if match.kind not in _TENSELESS:
        tense = tense_at(view, (sentence.start, sentence.end), match.start, match.end, match.language)
    anchor = state.anchor
    if anchor is not None and sentence.paragraph - state.paragraph > _ANCHOR_PARAGRAPHS:
        anchor = None
    context = Context(
        published=published,
        tense=tense,
        anchor=anchor.date if anchor else None,
        anchor_end=anchor.end_date if anchor else None,
        anchor_basis=anchor.basis if anchor else None,
        anchor_is_near=index == state.sentence,
        same_paragraph=anchor is not None and sentence.paragraph == state.paragraph,
        year=_text_year(state, published, tense),
        hedged=match.kind == "count" and _is_hedged(view, match),
    )
    context = _in_year_of_anchor(view, match, context)
    month = _text_month(match, context)
    return context if month is None else context._replace(month=month)


def _is_hedged(view: str, match: Found) -> bool:
    """`about three weeks ago`, 约三周前."""
    hedged = grammar(match.language).data["hedged"]
    if match.language == "en":
        before = re.search(rf"{hedged} $", view[max(0, match.start - _HEDGE) : match.start])
        return before is not None or re.match(hedged, view[match.start : match.end]) is not None
    return re.search(hedged, view[max(0, match.start - 3) : match.end]) is not None


def _in_year_of_anchor(view: str, match: Found, context: Context) -> Context:
    """`next April ... and later in the year`: the year named in the sentence before; 今年……1月17日: this one."""
    anchor, today = context.anchor, context.published
    if not context.anchor_is_near or anchor is None or today is None:
        return context
    later = tuple(grammar(match.language).data["later_this"])
    if later and "y0" in match.fields and view.startswith(later, match.start) and int(anchor[:4]) > today.year:
        return context._replace(published=date(int(anchor[:4]), 1, 1))
    return context._replace(this_year=True) if anchor == str(today.year) and not context.ahead else context


def _text_year(state: _State, published: date | None, tense: int) -> int | None:
    """The year that the text gives to a date without one: under a heading, or, of an unknown day of publication, the
    nearest full date before."""
    if state.heading_year is not None:
        return state.heading_year
    if published is None and tense not in AHEAD:
        return state.full_year
    return None


def _text_month(match: Found, context: Context) -> tuple[int, int] | None:
    """The month for a day alone: that of the date before it, where the publication cannot tell."""
    if "m" in match.fields or "d" not in match.fields or context.anchor is None or context.ahead:
        return None
    day = Fields(match).number("d")
    if len(context.anchor) < 10:
        return _month_before(match, context, day)
    anchor = date.fromisoformat(context.anchor)
    far = context.published is None or abs((context.published - anchor).days) > 31
    if not far or day is None or day < anchor.day:
        return None
    return anchor.year, anchor.month


def _month_before(match: Found, context: Context, day: int | None) -> tuple[int, int] | None:
    """'in November he was in Delhi and on the 28th in Tokyo': a month named in the same sentence, where the language
    carries it on, unless that day was still to come."""
    anchor = context.anchor or ""
    if not (context.anchor_is_near and len(anchor) == 7 and grammar(match.language).data["carries_months"]):
        return None
    found = cal.valid(int(anchor[:4]), int(anchor[5:]), day or 0)
    if found is None or (context.published is not None and found > context.published):
        return None
    return found.year, found.month


def _around(view: str, match: Found, value: Value) -> Value:
    words = grammar(match.language).data.get("around")
    if words and view.startswith(tuple(words), match.end):
        return with_around(value)
    return value


def _counts_a_series(before: str) -> bool:
    """`the fourth round in six months`: what looks like a day ahead is how long the series has lasted."""
    return re.search(grammar("en").data["series"], before) is not None


def _expressions(match: Found, value: Value) -> list[DateExpression]:
    if value.split is not None and match.second is not None:
        middle = match.second
        return [
            DateExpression(match.start, match.joint or middle, value.date, None, "point", value.basis),
            DateExpression(middle, match.end, value.split, None, "point", value.basis),
        ]
    basis = value.basis if value.date else None
    return [DateExpression(match.start, match.end, value.date, value.end_date, value.kind, basis)]


def _add(view: str, result: list[DateExpression], new: DateExpression, match: Found) -> None:
    """Appends a date, or makes one range of it and the one before where 至 or 'to' stands between."""
    last = result[-1] if result else None
    if last is not None and new.start - last.end <= 9 and last.kind == new.kind == "point":
        between = view[last.end : new.start].strip().lower()
        same = last.date and new.date and len(last.date) == len(new.date) and last.date < new.date
        if same and between in grammar(match.language).data["joints"]:
            basis = STATED if last.basis == new.basis == STATED else RELATIVE
            result[-1] = DateExpression(last.start, new.end, last.date, new.date, "range", basis)
            return
    result.append(new)


def _remember(state: _State, match: Found, value: Value, index: int, sentence: Sentence) -> None:
    if value.date is None or (_looks_back(match) and state.anchor and value.date < (state.anchor.date or "")):
        return  # 10月30日会晤，此前一周磋商。次日: an aside moves nothing
    if value.basis == STATED and "y" in match.fields and len(value.date) == 10:
        state.full_year = int(value.date[:4])
    covers = match.end - match.start >= (sentence.end - sentence.start) - 2
    if covers and value.basis == STATED and len(value.date) <= 7 and value.kind == "point":
        state.heading_year = int(value.date[:4])
    state.anchor, state.sentence, state.paragraph = value, index, sentence.paragraph


def _looks_back(match: Found) -> bool:
    """A week or weekend that is counted from the day told last."""
    return "wa" in match.fields or "wka" in match.fields


def _count_from(
    view: str, sentence: Sentence, match: Found, following: list[tuple[int, Found]], context: Context
) -> DateExpression | None:
    """'a month after the rules of October 9': counted from the date that follows in the same clause."""
    fields = Fields(match)
    counted = amount(fields)
    sign = int(fields.word("dir") or 0)
    value, end = UNKNOWN, match.end
    if following and counted is not None:
        target = following[0][1]
        between = view[match.end : target.start]
        if target.end <= sentence.end and len(between) <= _REACH and not re.search(r"[,;:()]", between):
            tense = tense_at(view, (sentence.start, sentence.end), match.start, target.end, target.language)
            anchor = _read(target, context._replace(tense=tense))
            value = count_from(anchor.end_date or anchor.date, sign * counted[0], counted[1], anchor.basis)
            end = target.end
    return DateExpression(match.start, end, value.date, value.end_date, value.kind, value.basis if value.date else None)
