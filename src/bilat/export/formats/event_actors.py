"""Who does an event to whom, by the names of countries and bodies around its words; names and small words are data."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import ahocorasick_rs

from bilat.export.formats.dataset import data
from bilat.export.formats.event_words import Told, asides, within_word
from bilat.languages.countries import codes_by_name


@dataclass(frozen=True, slots=True)
class Named:
    """A country or body named at [start, end): its alpha-3 code, IGO or NGO."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parties:
    """Who acts, and who is acted on, by codes; both may be empty."""

    source: tuple[str, ...]
    target: tuple[str, ...]


def named(sentence: str) -> list[Named]:
    """All countries and bodies that an English sentence names, in order; the longest name counts."""
    automaton, codes = _names()
    hits = [
        (start, -end, index)
        for index, start, end in automaton.find_matches_as_indexes(sentence, overlapping=True)
        if not (within_word(sentence, start) or within_word(sentence, end))
    ]
    found: list[Named] = []
    for start, minus_end, index in sorted(hits):
        if not found or start >= found[-1].end:
            found.append(Named(codes[index], start, -minus_end))
    return found


def parties(sentence: str, event: Told) -> Parties:
    """The parties of an event: who is named before its words acts, who is named behind them is acted on, the other way
    round in the passive; who reports it at the end of the sentence is neither."""
    body = sentence[: _report(sentence)]
    names = [name for name in named(body) if not event.start < name.start < event.end]
    hidden = [(low, high) for low, high in asides(sentence) if not low <= event.start < high]
    names = [name for name in names if not any(low <= name.start < high for low, high in hidden)] or names
    before = [name for name in names if name.end <= event.start]
    after = [name for name in names if name.start >= event.end]
    if _is_passive(body, event):
        behind = _by(body, event)
        doers = [name for name in after if name.start >= behind]
        return Parties(_joined(body, doers), _joined(body, before))
    source = _joined(body, before or after)
    together = len(source) > 1 and event.type in data("event_words")["together"]
    rest = [name for name in after if name.code not in source] if before else [n for n in after if n.code not in source]
    rest = rest or [name for name in before if name.code not in source]
    return Parties(source, () if together else (_joined(body, rest) or (source[:1] if after or before[1:] else ())))


def _joined(text: str, names: Sequence[Named]) -> tuple[str, ...]:
    """The codes of the first name and of those that are joined to it by "and" or a comma."""
    if not names:
        return ()
    codes, last = [names[0].code], names[0]
    for name in names[1:]:
        if not _pattern("joins").fullmatch(text[last.end : name.start]):
            break
        codes.append(name.code)
        last = name
    return tuple(dict.fromkeys(codes))


def _report(sentence: str) -> int:
    """Where the sentence's last part begins, if it only tells who reports; else its end."""
    comma = sentence.rfind(",")
    tail = sentence[comma:] if comma > 0 else ""
    return comma if tail and _pattern("reports").search(tail) else len(sentence)


def _is_passive(text: str, event: Told) -> bool:
    return bool(_pattern("passive").search(text[: event.start])) and _by(text, event) >= 0


def _by(text: str, event: Told) -> int:
    match = _pattern("by").search(text, event.end)
    return match.end() if match else -1


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(data("event_words")["patterns"][name])


@functools.cache
def _names() -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
    found = codes_by_name()
    return ahocorasick_rs.AhoCorasick(list(found)), list(found.values())
