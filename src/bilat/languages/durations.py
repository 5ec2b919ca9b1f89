"""Lengths of time ('an hour and forty minutes', 一个半小时, '90 days'), as a pattern and its reading."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from bilat.languages.compiled_patterns import compiled
from bilat.languages.numerals import ARABIC, Number, chinese_digits, chinese_number, english_number, parse_number, tidy
from bilat.languages.resources import load
from bilat.languages.seeds import WholeWords, Words, lowered


@functools.cache
def _data() -> tuple[dict[str, Any], dict[str, Any]]:
    return load("quantities_zh"), load("quantities_en")


def _words(words: Any) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _english_pattern(en: dict[str, Any]) -> str:
    units = en["durations"]
    number, half, articles = english_number(), en["half"], "|".join(en["an"])
    hours, minutes = _words(units["hours"]), _words(units["minutes"])
    every = _words([w for group in units.values() for w in group])
    h, m = en["clock_letters"]
    cues = _words(en["length_cues"])
    joint = rf"(?:,? {en['and']} |,? )"
    count = rf"(?:{number}|\b(?:{articles}))"
    return (
        rf"(?P<eclock>\d{{1,2}}){h}[ ]?(?P<eclockm>\d{{1,2}}){m}\b"
        rf"|\b(?P<ehour>{count})[ -](?:{hours})\b{joint}(?P<emin>{count})[ -](?:{minutes})\b"
        rf"|(?P<ehalves>\d{{1,2}})(?:[ -]1/2|½)[ -](?P<ehalvesunit>{every})\b"
        rf"|\b(?P<eand>{count})[ -](?:(?P<eandunit>{every})\b[ -]{en['and']}[ -](?:a[ -]){half}"
        rf"|{en['and']}[ -]a[ -]{half}[ -](?P<ehalfunit>{every}))\b"
        rf"|\b{half}[ -](?:(?:an?|of an?)[ -])?(?P<ehalf>{every})\b"
        rf"|\b(?:an?|one)[ -]{half}[ -](?P<ehalf2>{every})\b"
        rf"|(?P<en>{number})[ -](?P<enunit>{every})\b"
        rf"|(?<![A-Za-z])(?P<elong>{every})-?(?:{_words(en['long'])})\b"
        rf"|(?P<ecue>\b(?:{cues})) (?:an?|one) (?:{en['full']} )?(?P<eaunit>{every})\b"
        # "for an hour and a half": the pair begins behind the cue, and is found there
        rf"(?!{joint}(?:{count}|{half}))"
    )


def _chinese_pattern(zh: dict[str, Any]) -> str:
    units = zh["durations"]
    number, half, measure = chinese_number(), zh["half"], zh["measure"]
    more = f"[{''.join(zh['more'])}]?"
    hours = _words(units["hours"])
    minutes = _words(units["minutes"])
    plain = _words([w for name, group in units.items() if name not in ("hours", "minutes") for w in group])
    guard = f"[{chinese_digits()}{zh['ordinal']}]"
    return (
        rf"(?<!{guard})(?:(?P<zhour>{number}){measure}?(?:{hours})[{''.join(zh['zero'])}]?"
        rf"(?:(?P<zmin>{number})(?:{minutes})|(?P<zhourhalf>{half}))"
        rf"|(?P<zhalf>{half}){measure}?(?P<zhalfunit>{hours}|{plain}|{zh['bare_month']})"
        rf"|(?P<zand>{number}){measure}{half}(?P<zandunit>{hours}|{plain}|{zh['bare_month']})"
        rf"|(?P<zyear>{number})(?P<zyearunit>{_words(units['years'])}|{_words(units['days'])}){half}"
        rf"|(?P<zn>{number})(?:{measure}?{more}{measure}?)(?P<znunit>{hours}|{minutes}|{plain}))"
    )


_WINDOW = 64  # characters of the longest number before its unit
_LONGEST = 120  # no length is written in more


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    zh, en = _data()
    body = _english_pattern(en) if language == "en" else _chinese_pattern(zh)
    return compiled(rf"(?<![\d.])(?:{body})", re.IGNORECASE)


@functools.cache
def _units(language: str) -> Words:
    zh, en = _data()
    units = [word for group in (zh if language == "zh" else en)["durations"].values() for word in group]
    return Words([*units, zh["bare_month"]] if language == "zh" else units)


@functools.cache
def _clock() -> re.Pattern[str]:
    """The only length whose unit is a letter: 1h 40m."""
    return compiled(rf"\d{{1,2}}{next(iter(_data()[1]['clock_letters']))}", re.IGNORECASE)


@functools.cache
def _first_words() -> WholeWords:
    _, en = _data()
    numerals = load("numerals_en")
    words = [*en["length_cues"], *en["an"], en["half"], *numerals["ones"], *numerals["tens"], *numerals["scales"]]
    return WholeWords([*words, *(word for group in en["durations"].values() for word in group)])


@functools.cache
def _figures() -> re.Pattern[str]:
    """A figure or numeral with which a length may begin."""
    zh, _ = _data()
    units = {word[0] for group in zh["durations"].values() for word in group}
    units |= {zh["measure"], zh["half"], *zh["more"]}
    numerals = chinese_digits()
    follows = rf"[\d.,{numerals}]{{0,12}}(?:[{''.join(sorted(units))}]|(?:[ -]1/2|½)?[ -]?[A-Za-z])"
    return compiled(rf"[\d{numerals}{zh['half']}](?={follows})", re.IGNORECASE)


class Lengths:
    """The lengths of time in a text (its t2s view). Each match goes through `read_length`."""

    def __init__(self, view: str) -> None:
        self._view = view
        self.low = lowered(view)
        languages = ("en", "zh")
        self._units_at = {each: [start for start, _ in _units(each).find(self.low)] for each in languages}
        self._words: list[int] | None = None

    def within(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Those in [start, end), from left to right, none overlapping."""
        if not self._may_stand(start, end):
            return
        if self._words is None:
            self._words = _first_words().starts(self.low)
        words = self._words[bisect_left(self._words, start) : bisect_left(self._words, end)]
        figures = [match.start() for match in _figures().finditer(self._view, start, end)]
        at = start
        for first in sorted([*words, *figures]):
            match = self.at(first, end) if first >= at else None
            if match is not None and read_length(match) is not None:
                at = match.end()
                yield match

    def _may_stand(self, start: int, end: int) -> bool:
        """Whether a unit, which every length has, begins in [start, end)."""
        for places in self._units_at.values():
            near = bisect_left(places, start)
            if near < len(places) and places[near] < end:
                return True
        return _clock().search(self._view, start, end) is not None

    def at(self, start: int, end: int) -> re.Match[str] | None:
        """The one that begins at a place and ends before another, if any.

        The pattern of a language is tried (and compiled) only where one of its units follows.
        """
        for language, places in self._units_at.items():
            near = bisect_left(places, start)
            follows = near < len(places) and places[near] < min(end, start + _WINDOW)
            if follows or (language == "en" and _clock().match(self._view, start, end)):
                match = _pattern(language).match(self._view, start, min(end, start + _LONGEST))
                if match is not None:
                    return match
        return None


@functools.cache
def _unit_words() -> dict[str, tuple[str, float]]:
    """unit word -> (unit, factor)."""
    words: dict[str, tuple[str, float]] = {}
    for data in _data():
        for name, group in data["durations"].items():
            for word in group:
                words[word] = ("minutes", group[word]) if isinstance(group, dict) else (name, 1)
    return words | {_data()[0]["bare_month"]: ("months", 1)}


def _times(value: Number | None, word: str, extra: float = 0) -> tuple[Number, str] | None:
    if value is None:
        return None
    unit, factor = _unit_words()[word.lower()]
    total = (value + extra) * factor
    if unit == "years" and not float(total).is_integer() and float(total * 12).is_integer():
        return tidy(total * 12), "months"
    return tidy(total), unit


def _count(text: str) -> Number | None:
    return 1 if text.lower() in _data()[1]["an"] else parse_number(text)


def _pair(hours: str, minutes: str) -> tuple[Number, str] | None:
    first, second = _count(hours), _count(minutes)
    return None if first is None or second is None else (tidy(first * 60 + second), "minutes")


def length_start(match: re.Match[str]) -> int:
    """Where the length itself begins: a cue before it ('for an hour') is no part of it."""
    return match.end("ecue") + 1 if match.groupdict().get("ecue") else match.start()


def read_length(match: re.Match[str]) -> tuple[Number, str] | None:
    """(value, unit) of a match of `Lengths`, or None where it turns out to name a date or nothing."""
    g = {name: text for name, text in match.groupdict().items() if text is not None}
    if "eclock" in g:
        return _pair(g["eclock"], g["eclockm"])
    if "ehour" in g:
        return _pair(g["ehour"], g["emin"])
    if "ehalves" in g:
        return _times(parse_number(g["ehalves"]), g["ehalvesunit"], 0.5)
    if "eand" in g:
        return _times(_count(g["eand"]), g.get("eandunit") or g["ehalfunit"], 0.5)
    for name in ("ehalf", "ehalf2"):
        if name in g:
            return _times(0.5, g[name])
    if "en" in g:
        return _times(parse_number(g["en"]), g["enunit"]) if not _is_decade(g["en"]) else None
    if "elong" in g:
        return _times(1, g["elong"])
    if "eaunit" in g:
        return _times(1, g["eaunit"])
    return _read_chinese(match, g)


def _is_decade(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None


def _read_chinese(match: re.Match[str], g: dict[str, str]) -> tuple[Number, str] | None:
    if "zhour" in g:
        if "zhourhalf" in g:
            return _times(parse_number(g["zhour"]), match.string[match.end() - 3 : match.end() - 1], 0.5)
        minutes = parse_number(g["zmin"])
        hours = parse_number(g["zhour"])
        return None if hours is None or minutes is None else (tidy(hours * 60 + minutes), "minutes")
    if "zhalf" in g:
        return _times(0.5, g["zhalfunit"])
    if "zand" in g:
        return _times(parse_number(g["zand"]), g["zandunit"], 0.5)
    if "zyear" in g:
        return _times(parse_number(g["zyear"]), g["zyearunit"], 0.5)
    if _names_a_date(match, g["zn"], g["znunit"]):
        return None
    return _times(parse_number(g["zn"]), g["znunit"])


def _names_a_date(match: re.Match[str], number: str, unit: str) -> bool:
    """Whether 日 or 年 after a number names a day or a year rather than a length; a clock's 分 likewise."""
    zh, _ = _data()
    if unit == zh["clock_minute"]:
        return True  # 7时30分; minutes are 分钟, or follow hours
    if unit not in (zh["days_ambiguous"], zh["years_ambiguous"]) or match.group().endswith(zh["half"]):
        return False
    if unit == zh["days_ambiguous"] and match.string.endswith(zh["bare_month"], 0, match.start()):
        return True  # 8月12日期满
    followed = match.string.startswith(tuple(zh["length_followers"]), match.end())
    if followed or number in zh["length_numbers"]:
        return False
    value = parse_number(number)
    if value is None:
        return True
    if unit == zh["days_ambiguous"]:
        return value <= 31
    return value >= 1900 or (re.fullmatch(ARABIC, number) is not None and value >= 11)
