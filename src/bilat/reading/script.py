"""The language and script of a text, by counting; and whether its traditional script betrays a conversion."""

from __future__ import annotations

import functools
import operator
import re

from bilat.reading.lines import HAN
from bilat.reading.view import converted
from bilat.reading.vocabulary import data

_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(r"[A-Za-z]{2,}")
_CLEARLY = 4  # one character in so many has another form in simplified script: the text is traditional
_LATIN = "en"
_SIMPLIFIED = "zh-Hans"
_TRADITIONAL = "zh-Hant"


def language(text: str) -> str:
    """`en`, `zh-Hans` or `zh-Hant`: what most of the text is written in. A Latin word weighs as two Han characters."""
    runs = [] if text.isascii() else _HAN_RUN.findall(text)
    han = sum(map(len, runs))
    if not han or han <= 2 * len(_WORD.findall(text)):
        return _LATIN
    return _script("".join(runs))


def _script(han: str) -> str:
    to_simplified = converted(han, "t2s")
    traditional = sum(map(operator.ne, han, to_simplified))
    if not traditional or traditional * _CLEARLY > len(han):
        return _TRADITIONAL if traditional else _SIMPLIFIED
    simple = sum(map(operator.ne, han, converted(han, "s2t")))
    return _TRADITIONAL if traditional > simple else _SIMPLIFIED


@functools.cache
def _signs() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, float], ...]:
    return tuple(
        (re.compile(sign["wrong"]), re.compile(sign["right"]) if sign.get("right") else None, float(sign["weight"]))
        for sign in data("conversion")["signs"]
    )


def converted_by_machine(text: str) -> bool:
    """Whether a text in traditional characters shows what converters leave, and writers do not.

    A sign counts where the wrong form outnumbers the right one; it takes several different signs, or few that come
    often, in proportion to the length.
    """
    rules = data("conversion")
    han = sum(map(len, _HAN_RUN.findall(text)))
    total = 0.0
    different = 0
    for wrong, right, weight in _signs():
        count = len(wrong.findall(text))
        if not count or (right is not None and len(right.findall(text)) >= count):
            continue
        different += 1
        total += weight * min(count, int(rules["most_of_one"]))
    enough = max(float(rules["least"]), float(rules["per_thousand"]) * han / 1000)
    return different >= int(rules["least_different"]) and total >= enough
