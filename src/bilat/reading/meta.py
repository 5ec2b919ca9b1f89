"""Lines about the article: byline, date line, source line."""

from __future__ import annotations

import functools
import re

from bilat.languages.compiled_patterns import compiled
from bilat.reading.chrome import tokens
from bilat.reading.dates import written_dates
from bilat.reading.lines import Line
from bilat.reading.vocabulary import data, either

_REST = compiled(r"[A-Za-z\u4e00-\u9fff]+")


@functools.lru_cache(maxsize=1024)
def is_meta(line: Line) -> bool:
    """Whether a line of the head is about the article, not of it."""
    if len(line.text) > int(data("head")["meta_longest"]) or (line.prose and line.weight > 12):
        return False
    if either("head", "meta").search(line.low) or _byline().match(line.text):
        return True
    dates = written_dates(line.view)
    if not dates:
        return False
    parts = [part for part in tokens(line.view) if part]
    rest = _without(line.view, [(date.start, date.end) for date in dates])
    weight = sum(len(word) / (2 if ord(word[0]) > 0x2E80 else 6) for word in _REST.findall(rest))
    if weight <= 1.5:
        return True
    dated = any(not _without(part, _dates_in(part)).strip(" ()（）") for part in parts)
    return dated and len(parts) >= 2 and weight <= 16


@functools.cache
def _byline() -> re.Pattern[str]:
    return re.compile(data("head")["byline"])


def _dates_in(part: str) -> list[tuple[int, int]]:
    return [(date.start, date.end) for date in written_dates(part)]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    return either("head", "beside_date").sub(" ", text.lower())
