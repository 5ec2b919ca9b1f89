"""Whether a sentence looks back or ahead at the place of a date."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from bilat.languages.compiled_patterns import compiled
from bilat.languages.resources import load

_ZH_BREAK = re.compile(r"[，,；;：:。！？“”‘’「」『』—]")
_BREAK_COST = 60  # a cue beyond a clause's border counts only where no nearer one stands
_REACH = 160  # nor does one further away
PAST, FUTURE = -1, 1
LIKELY = 2  # of a plan, which may be of a day gone by: ahead, unless the day before is much nearer
AHEAD = (FUTURE, LIKELY)


@functools.cache
def _cues(language: str) -> re.Pattern[str]:
    data = load(f"dates_{language}")
    groups = []
    for name in ("likely", "future", "past", "speech"):
        words = sorted(data.get(name, ()), key=len, reverse=True)
        if words:
            groups.append(f"(?P<{name}>" + "|".join(_by_first_letter(words) if language == "en" else words) + ")")
    body = "|".join(groups)
    # A word border is also where a word ends, and there no cue begins: seen before two hundred are tried.
    return compiled(rf"\b(?![\s,.])(?:{body})(?![A-Za-z])" if language == "en" else body, re.IGNORECASE)


def _by_first_letter(patterns: Sequence[str]) -> Iterator[str]:
    """Patterns put together where they begin with the same letter, so that of two hundred the engine enters only those
    that the letter at hand can begin. None is moved past one that can begin with any."""
    waiting: dict[str, list[str]] = {}
    for pattern in (*patterns, ""):
        if _BEGINS_WITH_LETTER.match(pattern) and "|" not in _GROUP.sub("", pattern):
            waiting.setdefault(pattern[0].lower(), []).append(pattern[1:])
            continue
        for first, rests in waiting.items():
            yield f"(?-i:[{first}{first.upper()}])(?:{'|'.join(rests)})"
        waiting = {}
        if pattern:
            yield pattern


_BEGINS_WITH_LETTER = re.compile(r"[A-Za-z](?![?*+{])")
_GROUP = re.compile(r"\(.*\)")


@functools.cache
def _en_break() -> re.Pattern[str]:
    return re.compile("|".join(load("dates_en")["breaks"]))


@functools.cache
def _en_done() -> re.Pattern[str]:
    return re.compile(load("dates_en")["done"])


@functools.cache
def _en_links() -> frozenset[str]:
    return frozenset(load("dates_en")["links"])


@functools.cache
def _prepared(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = load(f"dates_{language}")["prepared"]
    return re.compile(before), re.compile(behind)


def _is_prepared(before: str, behind: str, language: str) -> bool:
    """`set the stage for Thursday's meeting`, 为周四的会晤铺路: the day of what something else prepares."""
    lead, close = _prepared(language)
    return lead.search(before) is not None and close.search(behind) is not None


def _turn(match: re.Match[str]) -> int:
    return {"future": FUTURE, "likely": LIKELY}.get(match.lastgroup or "", PAST)


def tense_at(view: str, sentence: tuple[int, int], start: int, end: int, language: str) -> int:
    """PAST, FUTURE, LIKELY or 0 for the date at [start, end) of the sentence."""
    sentence = max(sentence[0], start - _REACH), min(sentence[1], end + _REACH)
    return _chinese(view, sentence, start, end) if language == "zh" else _english(view, sentence, start, end)


def _chinese(view: str, sentence: tuple[int, int], start: int, end: int) -> int:
    begin, stop = sentence
    for border in _ZH_BREAK.finditer(view, begin, start):
        begin = border.end()
    border_after = _ZH_BREAK.search(view, end, stop)
    if border_after is not None:
        if border_after.start() == end:  # "24日，双方将会谈": the date leads the next clause
            border_after = _ZH_BREAK.search(view, border_after.end(), stop)
        stop = border_after.start() if border_after else stop
    if _is_prepared(view[begin:start], view[end:stop], "zh"):
        return FUTURE
    best, turn = 1_000_000, 0
    for cue in _cues("zh").finditer(view, begin, stop):
        before = cue.end() <= start
        if cue.lastgroup == "speech" and before:
            continue
        if cue.start() < end and not before:
            continue
        distance = 2 * (start - cue.end()) if before else 2 * (cue.start() - end) + 1
        if distance < best:
            best, turn = distance, _turn(cue)
    return turn


@functools.lru_cache(maxsize=8)
def _english_signs(view: str, begin: int, stop: int) -> tuple[list[re.Match[str]], list[int]]:
    """The cues of a stretch, and where clauses begin anew: the dates of one sentence ask for the same."""
    return list(_cues("en").finditer(view, begin, stop)), [m.start() for m in _en_break().finditer(view, begin, stop)]


def _english(view: str, sentence: tuple[int, int], start: int, end: int) -> int:
    begin, stop = sentence
    cues, breaks = _english_signs(view, begin, stop)
    if _is_prepared(view[begin:start], view[end:stop], "en"):
        return FUTURE
    best, turn, links = 1_000_000, 0, _en_links()
    for cue in cues:
        if cue.start() < end and cue.end() > start:
            continue
        first, last = (cue.end(), start) if cue.end() <= start else (end, cue.start())
        if last == start and view[first:last].strip().lower() in links:
            return _turn(cue)
        distance = last - first + _BREAK_COST * sum(first <= at < last for at in breaks)
        if distance < best:
            done = first == end and _en_done().match(cue.group())  # `On Friday, X agreed to meet`: Friday is gone
            best, turn = distance, PAST if done else _turn(cue)
    return turn
