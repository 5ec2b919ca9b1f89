"""Numbers in figures and in words, English and Chinese, on the simplified view of a text."""

from __future__ import annotations

import functools
import math
import re
from typing import Any, NamedTuple

from bilat.languages.compiled_patterns import compiled
from bilat.languages.resources import load

Number = float | int
_LONGEST = 120  # characters of a number; what is longer is none
ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?"
_ARABIC = re.compile(ARABIC)


class NumberSpan(NamedTuple):
    """A number as written: [start, end) in code points and its value."""

    start: int
    end: int
    value: Number


@functools.cache
def _zh() -> dict[str, Any]:
    data: dict[str, Any] = load("numerals_zh")
    return data


@functools.cache
def _en() -> dict[str, Any]:
    data: dict[str, Any] = load("numerals_en")
    return data


def tidy(value: float | int) -> Number:
    """An int where the value is whole, else a float freed of binary noise. Raises OverflowError beyond any float."""
    rounded = round(float(value), 6)
    if math.isinf(rounded):
        raise OverflowError
    return int(rounded) if rounded.is_integer() else rounded


def arabic_value(text: str) -> Number:
    """The value of a match of `ARABIC`; full-width figures included."""
    return tidy(float(re.sub("[,，]", "", text).replace("．", ".")))


@functools.cache
def chinese_digits() -> str:
    """The characters that may stand in a Chinese numeral, as the inside of a character class."""
    zh = _zh()
    return "".join([*zh["digits"], *zh["units"], *zh["big"], *zh["tens"]])


@functools.cache
def chinese_number() -> str:
    """A pattern for a number in Chinese: figures with or without 万 and 亿, or words; never 半 alone."""
    zh = _zh()
    units = "".join([*zh["units"], *zh["big"]])
    words = chinese_digits()
    others = "".join(sign for sign in words if sign not in units)
    # Each turn of the repetition takes one unit, so that there is one way to read a row of them.
    return (
        rf"(?:{ARABIC}\s?[{units}](?:(?:{ARABIC}|[{others}]*)[{units}])*|"
        rf"{ARABIC}|[{words}]+(?:{zh['point']}[{''.join(zh['digits'])}]+[{units}]*)?)"
    )


@functools.cache
def english_number() -> str:
    """A pattern for a number in English: figures with or without a scale, or words."""
    en = _en()
    scales = "|".join(en["scales"])
    words = "|".join(sorted([*en["ones"], *en["tens"], *en["scales"]], key=len, reverse=True))
    joints = "|".join(rf"(?<={scale}) {en['and']} " for scale in en["scales"])
    short = "|".join([*en["scales"], *en["short_scales"]])
    articles = "|".join(en["articles"])
    return (
        rf"(?:{ARABIC}(?:[ \-\u00a0]?(?:{short})\b)?|"
        rf"\b(?:{en['half']}[ -])?(?:(?:{articles})[ -](?=(?:{scales})\b))?"
        rf"(?:{words})(?:(?:{joints}|, (?={words})|[ \-])(?:{words}))*\b)"
    )


@functools.lru_cache(maxsize=4096)  # the same few numbers come again and again
def parse_number(text: str) -> Number | None:
    """The value of a number in figures or words ('1,200', '１２', '7.5 million', '一百四十五', '2000亿', '半',
    'one hundred and fifty'); a share in tenths ('三成') as a percentage is none of its business. None where the text is
    no number. Raises nothing."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _parsed(text)
    except OverflowError:  # more than any number that is counted in
        return None


@functools.cache
def _whole(number: str) -> re.Pattern[str]:
    return compiled(number, re.IGNORECASE)


def _parsed(text: str) -> Number | None:
    if is_arabic(text):
        return arabic_value(text)
    zh = _zh()
    if text == zh["half"]:
        return 0.5
    if _whole(chinese_number()).fullmatch(text):
        return _parse_chinese(text)
    if _whole(english_number()).fullmatch(text) or text.lower() == _en()["half"]:
        return _parse_english(text.lower())
    return None


def is_arabic(text: str) -> bool:
    """True for a number in figures and nothing else."""
    return _ARABIC.fullmatch(text) is not None


def _parse_chinese(text: str) -> Number | None:
    zh = _zh()
    tokens = re.findall(rf"{ARABIC}|[^\d\s]", text)
    if zh["point"] in tokens:
        return _parse_chinese_decimal(tokens)
    if len(tokens) > 1 and all(token in zh["digits"] for token in tokens):
        return int("".join(str(zh["digits"][token]) for token in tokens))
    total: Number = 0
    section: Number = 0
    number: Number | None = None
    last_unit, last_big = 0, 0
    for token in tokens:
        if token in zh["units"]:
            last_unit = zh["units"][token]
            section += (1 if number is None else number) * last_unit
            number = None
        elif token in zh["big"]:
            big = zh["big"][token]
            section += number or 0
            total, last_unit = _with_big(total, section, big, last_big), big
            section, number, last_big = 0, None, big
        elif token in zh["tens"]:
            section += zh["tens"][token]
            last_unit = 10
        elif token in zh["digits"]:
            if number not in (None, 0):
                return None  # 三四百: between two numbers
            number = zh["digits"][token]
            if number == 0:
                last_unit = 0
        else:
            number = arabic_value(token)
            last_unit = 0
    if number and last_unit >= 100 and len(tokens) > 1:
        number = number * last_unit / 10  # 两百五, 一万二
    return tidy(total + section + (number or 0))


def _with_big(total: Number, section: Number, big: int, last_big: int) -> Number:
    if not section:
        return (total or 1) * big
    if total and big > last_big:
        return (total + section) * big
    return total + section * big


def _parse_chinese_decimal(tokens: list[str]) -> Number | None:
    zh = _zh()
    at = tokens.index(zh["point"])
    whole = _parse_chinese("".join(tokens[:at]))
    digits = [token for token in tokens[at + 1 :] if token in zh["digits"]]
    tail = "".join(tokens[at + 1 + len(digits) :])
    scale = _parse_chinese(tail) if tail else 1
    if whole is None or scale is None or not digits:
        return None
    fraction = int("".join(str(zh["digits"][token]) for token in digits)) / 10 ** len(digits)
    return tidy((whole + fraction) * scale)


def _parse_english(text: str) -> Number | None:
    en = _en()
    scales = en["scales"] | en["short_scales"]
    figures = re.match(ARABIC, text)
    if figures:
        scale = text[figures.end() :].strip(" -\u00a0")
        return tidy(arabic_value(figures.group()) * scales.get(scale, 1))
    words = [w for w in re.split(r"[ ,\-]+", text) if w and w != en["and"]]
    factor = 1.0
    if words and words[0] == en["half"]:
        factor, words = 0.5, words[1:]
    words = [w for w in words if w not in en["articles"]]
    if not words:
        return factor
    total, section, last = 0, 0, 10_000
    for word in words:
        if word in scales:
            scale = scales[word]
            if scale <= 100:
                section = (section or 1) * scale
            else:
                total, section = total + (section or 1) * scale, 0
            last = 10_000
            continue
        value = en["ones"].get(word, en["tens"].get(word))
        kind = 10 if word in en["ones"] else 100
        if value is None or kind >= last or (last == 100 and value > 9):
            return None
        section, last = section + value, kind
    return tidy((total + section) * factor)


@functools.cache
def _finder() -> re.Pattern[str]:
    zh, en = _zh(), _en()
    measures = "|".join(zh["measures"])
    words = chinese_digits()
    return re.compile(
        rf"(?<![\d.,A-Za-z])(?:(?P<zh>{ARABIC}\s?[{words}]+(?:{ARABIC}[{words}]+)*|[{words}]{{2,}}(?:{zh['point']}[{words}]+)?|"
        rf"[{words}](?={measures}))|(?P<en>(?!(?:{'|'.join(en['pronouns'])})\b(?! (?:{'|'.join(en['scales'])})))"
        rf"{english_number()}))",
        re.IGNORECASE,
    )


def find_numbers(view: str) -> list[NumberSpan]:
    """The numbers of a text (its t2s view), in order, never overlapping.

    A Chinese numeral of one character counts only before a measure word; what names no single number (三四百) is
    passed over. Raises nothing.
    """
    found = []
    for match in _finder().finditer(view):
        value = parse_number(match.group())
        if value is not None:
            found.append(NumberSpan(match.start(), match.end(), value))
    return found
