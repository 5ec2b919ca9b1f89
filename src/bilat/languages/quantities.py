"""Amounts with their units: shares, money, goods, counts and lengths of time, on the simplified view of a text."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from bilat.languages.compiled_patterns import compiled
from bilat.languages.durations import Lengths, length_start, read_length
from bilat.languages.numerals import ARABIC, Number, chinese_digits, chinese_number, english_number, parse_number, tidy
from bilat.languages.resources import load
from bilat.languages.seeds import WholeWords


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as written: [start, end) in code points.

    `unit`: 'percent', 'percentage points', 'basis points'; 'USD' and other currencies, 'tonnes', 'aircraft', 'ships',
    'barrels', 'bushels', 'firms', 'persons', 'items', 'countries', all of these with 'billion ' or 'million ' before
    them, to which `value` is scaled; 'minutes' (hours too), 'days', 'weeks', 'months', 'years'. `low`: the lower bound
    where the amount is a range, whose upper bound `value` is. `per`: 'year', 'month' or 'day' for a rate.
    """

    start: int
    end: int
    value: Number
    unit: str
    low: Number | None = None
    per: str | None = None


def alternatives(words: Iterable[str]) -> str:
    """The words as a pattern, the longest first; words of letters do not go on after their end."""
    ordered = sorted(words, key=lambda word: (-len(word), word))  # always the same: it is kept compiled
    return "|".join(re.escape(w) + (r"(?![A-Za-z])" if w[-1].isascii() and w[-1].isalpha() else "") for w in ordered)


@functools.cache
def _data() -> tuple[dict[str, Any], dict[str, Any]]:
    return load("quantities_zh"), load("quantities_en")


@functools.cache
def _units() -> dict[str, str]:
    """Every unit word that may follow a number directly -> the unit."""
    zh, en = _data()
    units: dict[str, str] = {}
    for data in (zh, en):
        units |= dict.fromkeys(data["percent"], "percent")
        units |= dict.fromkeys(data["points"], "percentage points")
        units |= dict.fromkeys(data["basis_points"], "basis points")
        for group in ("goods", "counts"):
            for unit, words in data[group].items():
                units |= dict.fromkeys(words, unit)
    for unit, words in (*zh["currencies"].items(), *en["scaled_goods"].items()):
        units |= dict.fromkeys(words, unit)
    for unit, marks in en["currencies"].items():
        units |= dict.fromkeys(marks["after"], unit)
    return {word.lower(): unit for word, unit in units.items()}


@functools.cache
def _amount() -> re.Pattern[str]:
    zh, en = _data()
    number = rf"(?:{english_number()}|{chinese_number()})"
    before = {mark for marks in en["currencies"].values() for mark in marks["before"]} | set(zh["currencies_before"])
    letters = "".join(en["letter_scales"])
    joint = (
        rf"(?:\s?(?:{alternatives(zh['range_words'])})\s?|[ -](?:{alternatives(en['range_words'])})[ -]"
        rf"|(?(opener)\s(?:{alternatives(en['range_openers'].values())})\s|(?!)))"
    )
    unit = _unit_pattern(zh, en)
    percent_zh, tenths = zh["percent_prefix"], zh["tenths"]
    return compiled(
        rf"(?<![\d.A-Za-z])(?P<opener>\b(?:{alternatives(en['range_openers'])})\s)?(?:"
        rf"{percent_zh}(?P<zlow>{chinese_number()})(?:(?:{alternatives(zh['range_words'])})(?:{percent_zh})?"
        rf"(?P<zhigh>{chinese_number()}))?"
        rf"|(?P<tenths>{chinese_number()}){tenths}(?P<tenths_more>[{''.join(load('numerals_zh')['digits'])}{zh['half']}]?)"
        rf"(?!{'|'.join(zh['tenths_not_before'])})"
        rf"|(?P<money>{alternatives(before)})\s?(?P<mlow>{number}(?:[{letters}](?![A-Za-z]))?)"
        rf"(?:{joint}(?:{alternatives(before)})?\s?(?P<mhigh>{number}(?:[{letters}](?![A-Za-z]))?))?"
        rf"|(?P<low>{number})(?:\s?[%％]?{joint}(?P<high>{number}))?(?P<unit>{unit})"
        rf")",
        re.IGNORECASE,
    )


def _unit_pattern(zh: dict[str, Any], en: dict[str, Any]) -> str:
    chinese = [word for group in ("percent", "points", "basis_points") for word in zh[group]]
    chinese += [word for words in zh["currencies"].values() for word in words]
    chinese += [word for words in zh["goods"].values() for word in words]
    counted = []
    for word in (w for words in zh["counts"].values() for w in words):
        barred = zh["counts_not_before"].get(word)
        counted.append(re.escape(word) + (f"(?!{'|'.join(barred)})" if barred else ""))
    direct = [word for group in ("percent", "points", "basis_points") for word in en[group]]
    direct += [word for marks in en["currencies"].values() for word in marks["after"]]
    direct += [word for words in en["scaled_goods"].values() for word in words]
    things = [word for group in ("goods", "counts") for words in en[group].values() for word in words]
    more = f"[{''.join(zh['more'])}]?"
    gap = rf"(?:[A-Za-z][\w.'’-]*+ ){{0,{en['gap']}}}?"  # a word is taken whole: it has one way to be read
    names = rf"(?:(?-i:[A-Z][\w.'’-]*+|{en['and']}) ){{1,{en['names_in_gap']}}}?"
    gap = rf"(?:{names})?{gap}"
    return (
        rf"\s?{more}(?:{alternatives(chinese)}|{'|'.join(counted)})|[ \u00a0-]?(?:{alternatives(direct)})"
        rf"|[ \u00a0-](?:{en['of']} )?{gap}(?:{alternatives(things)})"
    )


def scaled(value: Number, low: Number | None, unit: str) -> tuple[Number, Number | None, str]:
    """The amount by the scale rule: from 10**9 in billions, from 10**6 in millions, else plain."""
    for size, word in ((1_000_000_000, "billion "), (1_000_000, "million ")):
        if value >= size:
            return tidy(value / size), None if low is None else tidy(low / size), word + unit
    return tidy(value), None if low is None else tidy(low), unit


def _money_number(text: str) -> Number | None:
    letters: dict[str, int] = _data()[1]["letter_scales"]
    last = text[-1].lower()
    if last in letters and text[-2].isdigit():
        value = parse_number(text[:-1])
        return None if value is None else value * letters[last]
    return parse_number(text)


def _bounds(low: str, high: str | None, read: Callable[[str], Number | None]) -> tuple[Number, Number | None] | None:
    """(value, low) of a number or a range; '$1 to 2 billion' gives the scale to both."""
    first = read(low)
    if first is None:
        return None
    if high is None:
        return first, None
    second = read(high)
    if second is None:
        return None
    if second < first:
        return first, second
    plain = re.match(ARABIC, high)
    if plain and re.fullmatch(ARABIC, low):
        base = parse_number(plain.group())
        if base and second > base and first <= base:
            first = first * second / base
    return second, tidy(first)


def _read_amount(match: re.Match[str]) -> list[Quantity]:
    """What a match says: mostly one quantity; two where it is a change ('from 145% to 30%') and no range."""
    quantity = _read_range(match)
    if quantity is None:
        return []
    if match["opener"]:
        quantity = replace(quantity, start=match.end("opener"))
    high = next((name for name in ("high", "mhigh", "zhigh") if match[name]), None)
    if high is None:
        return [quantity]
    first, second = (_bounds(match[name], None, _money_number) for name in (high.replace("high", "low"), high))
    is_change = match.string.startswith(tuple(_data()[0]["change_openers"]), match.start() - 1, match.start())
    if not is_change and not _descends(match, high) and not _changes_from(match):
        return [quantity]
    if first is None or second is None or quantity.low is None:
        return []
    low, value = quantity.low, quantity.value
    if _descends(match, high):
        low, value = value, low
    middle = match.end(high.replace("high", "low"))
    return [
        replace(quantity, end=middle, value=low, low=None),
        replace(quantity, start=match.start(high), value=value, low=None),
    ]


def _changes_from(match: re.Match[str]) -> bool:
    begin = match.start()
    before = match.string[max(0, begin - 6) : begin].lower()
    return before.endswith(tuple(f"{word} " for word in _data()[1]["change_openers"]))


def _descends(match: re.Match[str], high: str) -> bool:
    first = _money_number(match[high.replace("high", "low")])
    second = _money_number(match[high])
    return first is not None and second is not None and second < first


def _read_range(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    zh, en = _data()
    start, end = match.span()
    if groups["zlow"]:
        bounds = _bounds(groups["zlow"], groups["zhigh"], parse_number)
        return Quantity(start, end, bounds[0], "percent", bounds[1]) if bounds else None
    if groups["tenths"]:
        return _read_tenths(start, end, groups["tenths"], groups["tenths_more"])
    if groups["money"]:
        bounds = _bounds(groups["mlow"], groups["mhigh"], _money_number)
        mark = groups["money"].upper()
        unit = next((u for u, marks in en["currencies"].items() if mark in (m.upper() for m in marks["before"])), None)
        unit = unit or zh["currencies_before"].get(groups["money"])
    else:
        bounds = _bounds(groups["low"], groups["high"], parse_number)
        unit = _unit_of(groups["unit"])
    if bounds is None or unit is None:
        return None
    if unit in ("percent", "percentage points", "basis points"):
        return Quantity(start, end, bounds[0], unit, bounds[1])
    return Quantity(start, end, *_reordered(scaled(bounds[0], bounds[1], unit)))


def _reordered(parts: tuple[Number, Number | None, str]) -> tuple[Number, str, Number | None]:
    return parts[0], parts[2], parts[1]


def _unit_of(text: str) -> str | None:
    """The unit of the words after a number: the longest known ending of them."""
    units = _units()
    words = text.strip(" -\u00a0").lower()
    for at in range(len(words)):
        unit = units.get(words[at:])
        if unit is not None:
            return unit
    return None


def _read_tenths(start: int, end: int, whole: str, more: str) -> Quantity | None:
    value = parse_number(whole)
    if value is None or value > 10:
        return None
    extra = parse_number(more) if more else 0
    if extra is None:
        return None
    return Quantity(start, end, tidy(value * 10 + (extra * 10 if extra == 0.5 else extra)), "percent")


@functools.cache
def _rate_after() -> re.Pattern[str]:
    return compiled(rf",?[ -](?:{alternatives(_data()[1]['per'])})", re.IGNORECASE)


@functools.cache
def _rate_before() -> re.Pattern[str]:
    words = [word for group in _data()[0]["per_before"].values() for word in group]
    return compiled(rf"(?:{alternatives(words)})[^，。；、\d]{{0,6}}$")


def _with_rate(view: str, quantity: Quantity) -> Quantity:
    after = _rate_after().match(view, quantity.end)
    if after:
        for unit, words in _data()[1]["per_units"].items():
            if any(word in after.group().lower() for word in words):
                return replace(quantity, per=unit)
    before = _rate_before().search(view, max(0, quantity.start - 12), quantity.start)
    if before:
        for unit, words in _data()[0]["per_before"].items():
            if any(before.group().startswith(word) for word in words):
                return replace(quantity, per=unit)
    return quantity


@functools.cache
def _seeds() -> tuple[re.Pattern[str], WholeWords]:
    """Where a quantity may begin: figures and signs, and words; cheap to search, so that the large patterns are tried
    at few places only."""
    zh, en = _data()
    words = {*en["range_openers"], *en["length_cues"], *en["an"], en["half"], *load("numerals_en")["ones"]}
    words |= {*load("numerals_en")["tens"], *load("numerals_en")["scales"]}
    words |= {word for group in en["durations"].values() for word in group}
    marks = {mark for money in en["currencies"].values() for mark in money["before"]} | set(zh["currencies_before"])
    latin = [mark for mark in marks if mark[0].isascii() and mark[0].isalpha()]
    signs = "".join(sorted({mark[0] for mark in marks} - {mark[0] for mark in latin}))
    chinese = f"{chinese_digits()}{zh['half']}{zh['percent_prefix'][0]}"
    return compiled(rf"[\d{re.escape(signs)}{chinese}]"), WholeWords([*words, *latin])


_WINDOW = 300  # no amount is written in more characters


def _at(view: str, start: int, lengths: Lengths) -> list[Quantity]:
    length = lengths.at(start, len(view))
    if length:
        read = read_length(length)
        if read is not None:
            return [Quantity(length_start(length), length.end(), *read)]
    amount = _amount().match(view, start, start + _WINDOW)
    return [_with_rate(view, quantity) for quantity in _read_amount(amount)] if amount else []


@functools.cache
def _endless() -> re.Pattern[str]:
    """Signs of numbers in a row that are more than any number has."""
    return compiled(rf"[{chinese_digits()}]{{25,}}|\d{{41,}}")


def find_quantities(view: str) -> list[Quantity]:
    """The quantities of a text (its t2s view), in order, never overlapping. Raises nothing."""
    figures, words = _seeds()
    lengths = Lengths(view)
    found: list[Quantity] = []
    at = 0
    for start in sorted({*words.starts(lengths.low), *(match.start() for match in figures.finditer(view))}):
        if start < at:
            continue
        endless = _endless().match(view, start)
        if endless:
            at = endless.end()
            continue
        for quantity in _at(view, start, lengths):
            found.append(quantity)
            at = quantity.end
    return found
