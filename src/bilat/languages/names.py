"""Names of people whom no pack knows: found by what stands around them, as names and not as words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from bilat.languages.compiled_patterns import compiled
from bilat.languages.grammar import grammar
from bilat.model import Span

_HAN_NAME = compiled(r"[\u4e00-\u9fff]{1,7}(?:[·‧・．][\u4e00-\u9fffA-Z]{1,8})+")
_LATIN_WORD = r"(?:[A-Z][a-zà-ɏ]+(?:['’-][A-ZÀ-Ɏ]?[a-zà-ɏ]+)*|[A-Z]\.|[A-Z][a-z]*[A-Z][a-z]+)"


@functools.cache
def _latin_pattern() -> re.Pattern[str]:
    particles = "|".join(re.escape(word) for word in grammar("en").words("name_particles"))
    return compiled(rf"{_LATIN_WORD}(?: (?:{particles}))?(?: {_LATIN_WORD}(?: (?:{particles}))?)+(?![A-Za-z])")


@functools.cache
def _pronouns() -> frozenset[str]:
    return frozenset(form for forms in grammar("en").pronouns.values() for form in forms)


def latin_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of two to four capitalised words in [start, end) that can be a person's name.

    A pronoun is stripped only where a sentence can begin: elsewhere a capital makes it a surname.
    """
    stop = grammar("en").word_set("not_names")
    titles = grammar("en").word_set("honorifics")
    for match in _latin_pattern().finditer(text, start, end):
        first, last = match.span()
        words = text[first:last].split(" ")
        begins = first <= start + 1 or text[max(0, first - 2) : first].strip() in (
            "",
            ".",
            '"',
            "“",
            "”",
            "?",
            "!",
            ":",
        )
        while words and (words[0] in stop or words[0] in titles or words[0].rstrip(".") in stop):
            if words[0] in _pronouns() and not begins and len(words) > 1:
                break
            first += len(words[0]) + 1
            words = words[1:]
        while words and words[-1] in stop:
            last -= len(words[-1]) + 1
            words = words[:-1]
        if 2 <= len(words) <= 4 and not any(word in stop for word in words[1:]):
            yield first, last


def han_dotted_names(view: str, start: int, end: int) -> Iterator[Span]:
    """Transliterated names with a middle dot in [start, end). The first part may still carry what stands before it."""
    for match in _HAN_NAME.finditer(view, start, end):
        yield match.span()


def han_surname_at(view: str, at: int, after: re.Pattern[str]) -> Span | None:
    """A Chinese name of two to four characters that begins at a position and is followed by what may follow a name."""
    rules = grammar("zh")
    surnames = rules.raw["surnames"]
    if at >= len(view) or view[at] not in surnames:
        return None
    if any(view.startswith(word, at) for word in rules.words("name_stops")):
        return None
    double = view[at : at + 2] in _double_surnames()
    for length in (4, 3) if double else (3, 2):
        name = view[at : at + length]
        if set(name[1:]) & set(rules.raw["name_not_chars"]):
            continue
        if len(name) == length and _HAN.fullmatch(name) and after.match(view, at + length):
            return at, at + length
    return None


def han_transliterated_at(view: str, at: int, after: re.Pattern[str]) -> Span | None:
    """A name of two to five characters that begins at a position, all of them such as transcribe foreign names."""
    rules = grammar("zh")
    if view.startswith(rules.words("name_stops"), at):
        return None
    for length in (5, 4, 3, 2):
        name = view[at : at + length]
        if len(name) == length and _transcribing().issuperset(name) and after.match(view, at + length):
            return at, at + length
    return None


@functools.cache
def _transcribing() -> frozenset[str]:
    return frozenset(grammar("zh").raw["transliterated"])


_HAN = compiled(r"[\u4e00-\u9fff]+")


@functools.cache
def _double_surnames() -> frozenset[str]:
    return frozenset(grammar("zh").raw["double_surnames"])


@functools.cache
def name_followers() -> re.Pattern[str]:
    """What may follow a Chinese name: punctuation, a reporting cue, or one of the words that follow a subject."""
    rules = grammar("zh")
    cues = [cue.form for cue in rules.cues if cue.frame != "none"]
    words = sorted({*cues, *rules.words("name_after")}, key=lambda word: (-len(word), word))
    return compiled(r"$|[\s，。：；、,:;（(）)“”「『\"]|" + "|".join(map(re.escape, words)))
