"""Datelines: the day on which a report was sent, which is the one that it calls today."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from datetime import date, timedelta

from bilat.languages import dates_calendar as cal
from bilat.languages.resources import load
from bilat.languages.sentences import Sentence

_OLDEST = 3  # days from a dateline to the publication: an older one is of something else


@functools.cache
def _dateline() -> re.Pattern[str]:
    return re.compile(load("dates_zh")["dateline"])


def datelines(view: str, sentences: Sequence[Sentence], published: date | None) -> dict[int, date]:
    """By the index of the sentence that begins with it, the day of each dateline up to three days before the
    publication; the sentences behind it count from that day."""
    found: dict[int, date] = {}
    for index, sentence in enumerate(sentences if published else ()):
        if index and sentences[index - 1].paragraph == sentence.paragraph:
            continue
        match = _dateline().match(view, sentence.start, sentence.end)
        day = _day(match, published) if match and published else None
        if day is not None:
            found[index] = day
    return found


def _day(match: re.Match[str], published: date) -> date | None:
    month, number = match["m"], int(match["d"])
    for back in range(_OLDEST + 1):
        day = published - timedelta(days=back)
        if day.day == number and (month is None or int(month) == day.month) and match["y"] in (None, str(day.year)):
            return cal.valid(day.year, day.month, day.day)
    return None
