"""What kind of event a sentence tells of, in PLOVER's types, by words that are data: English and Chinese."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ahocorasick_rs

from bilat.export.formats.dataset import data
from bilat.languages.grammar import grammar
from bilat.languages.script import to_simplified

_WORD = re.compile(r"\w")
_TURNS = {"INTENT": "AGREE", "REFUSAL": "REJECT"}  # and what they are where nothing follows
_SIGNS = (*_TURNS, "ASIDE", "NONE")


@dataclass(frozen=True, slots=True)
class Told:
    """An event that words tell of: its type and mode (None where the words tell none), and the span of the words."""

    type: str
    mode: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    role: str  # a type, or what the word does to one
    mode: str | None = None
    when: str = "forms"  # or `base`, `weak`: see the data


_Mention = tuple[int, int, _Entry]


def told(sentence: str, language: str = "en") -> list[Told]:
    """The events that a sentence tells of, the main one first; none where no word of one stands in it.

    `language`: `en`, `zh`, or a document's (`zh-Hans`, `zh-Hant`). Offsets are code points of the sentence.
    """
    book = words(language)
    found = _mentions(sentence, book["language"])
    hidden = _spans(sentence, found)
    main = [one for one in found if not any(low <= one[0] < high for low, high in hidden)]
    return _with_modes(_events(main) or _events(found) or _weak(main) or _weak(found), book.get("follows", {}))


def words(language: str) -> Mapping[str, Any]:
    """The vocabulary of a document's language; English for one that has none."""
    book: Mapping[str, Any] = data("event_words_zh" if language.startswith("zh") else "event_words")
    return book


def _with_modes(events: list[Told], follows: Mapping[str, Mapping[str, str]]) -> list[Told]:
    """Events with a mode that their type has: their own words', else what an act of speech is about (`follows`)."""
    found = []
    for at, event in enumerate(events):
        own = event.mode if event.mode in data("plover")["types"][event.type]["modes"] else None
        about = follows.get(event.type, {}).get(events[at + 1].type) if at + 1 < len(events) else None
        found.append(replace(event, mode=own or about))
    return found


def _events(found: Sequence[_Mention]) -> list[Told]:
    """The deeds and acts of speech, as the marks before them turn them; a mark alone is one too."""
    events: list[Told] = []
    turn: _Mention | None = None
    for start, end, entry in found:
        if entry.role in _TURNS:
            turn = turn if turn and turn[2].role == "REFUSAL" else (start, end, entry)
        elif entry.role not in _SIGNS and (entry.when == "forms" or (entry.when == "base" and turn is not None)):
            events.append(Told(_turned(entry.role, turn[2].role if turn else None), entry.mode, start, end))
            turn = None
    if turn and not events:
        events.append(Told(_TURNS[turn[2].role], None, turn[0], turn[1]))
    return events


def _weak(found: Sequence[_Mention]) -> list[Told]:
    return [Told(entry.role, None, start, end) for start, end, entry in found if entry.when == "weak"]


def _turned(kind: str, turn: str | None) -> str:
    """A deed that is meant is a promise or a threat; one that is refused is a refusal."""
    if turn is None or kind in ("REJECT", "ACCUSE", "REQUEST", "THREATEN", "AGREE"):
        return "REJECT" if turn == "REFUSAL" else kind
    if turn == "REFUSAL":
        return "REJECT"
    return "AGREE" if data("plover")["types"][kind]["quad"] <= 2 else "THREATEN"


def asides(sentence: str) -> list[tuple[int, int]]:
    """The spans of a sentence's subordinate clauses, which do not tell the main event."""
    return _spans(sentence, _mentions(sentence, "en"))


def _spans(sentence: str, found: Sequence[_Mention]) -> list[tuple[int, int]]:
    """The spans of subordinate clauses: from their opening word to the next comma, or to the end."""
    spans = []
    for start, end, entry in found:
        if entry.role == "ASIDE":
            comma = sentence.find(",", end)
            spans.append((start, comma if comma >= 0 else len(sentence)))
    return spans


def _mentions(sentence: str, language: str) -> list[_Mention]:
    """All words of the vocabulary, the leftmost longest, in order; whole ones, where a language sets words apart."""
    automaton, entries = _vocabulary(language)
    lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in sentence)
    apart = language != "zh"
    kept = []
    for index, start, end in automaton.find_matches_as_indexes(
        lowered if apart else to_simplified(lowered), overlapping=True
    ):
        if not (apart and (within_word(lowered, start) or within_word(lowered, end))):
            kept.append((start, -end, index))
    chosen: list[_Mention] = []
    for start, minus_end, index in sorted(kept):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, -minus_end, entries[index]))
    return chosen


def within_word(text: str, at: int) -> bool:
    """Whether a place lies between two signs of one word."""
    return 0 < at < len(text) and bool(_WORD.match(text[at - 1]) and _WORD.match(text[at]))


@functools.cache
def _vocabulary(language: str) -> tuple[ahocorasick_rs.AhoCorasick, list[_Entry]]:
    """The words of deeds, then the grammar's cues for what the deeds leave open."""
    book, entries = words(language), dict[str, _Entry]()
    for role, forms in (("INTENT", "intent"), ("REFUSAL", "refusal"), ("ASIDE", "asides"), ("NONE", "none")):
        entries |= {form.lower(): _Entry(role) for form in book[forms]}
    groups = [(kind, group) for kind, listed in book["types"].items() for group in listed]
    for when in ("forms", "base", "weak"):  # a form that is in two lists counts as in the first
        for kind, group in groups:
            entry = _Entry(kind, group.get("mode"), when)
            entries = {form.lower(): entry for form in group.get(when, ())} | entries
    for cue in grammar(book["language"]).cues:
        if cue.act in book["acts"]:
            entries.setdefault(cue.form.lower(), _Entry(book["acts"][cue.act]))
    return ahocorasick_rs.AhoCorasick(list(entries)), list(entries.values())
