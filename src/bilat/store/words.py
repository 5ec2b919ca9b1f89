"""Text as the words that a search finds: words of Latin and other letters whole, Chinese by its pairs of characters.

Everything is matched on the folded text: simplified characters, small letters without accents, full-width letters as
plain ones. Folding keeps the length, so that what is found has the offsets of the text as it was read. A run of Chinese
`ABC` gives `AB BC C`: any word of two or more characters is a sequence of neighbours, one character is a beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilat.languages.script import to_simplified
from bilat.model import Span

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|((?:(?![{_HAN}])[^\W_])+)")
_MARKS = r'"\u201c\u201d\u300c\u300d\u300e\u300f'
_PHRASE = re.compile(rf"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]|([^\s{_MARKS}]+)")
_BEYOND = re.compile(r"[\U00010000-\U0010ffff]")  # characters that SQLite's tokenizer may not know for letters
_LONGEST = 64  # characters of one word
_STEM = 3  # letters from which a word also finds those that begin with it


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: words that stand next to each other; `open`: the last one is the beginning of a word."""

    words: tuple[str, ...]
    open: bool
    pattern: str  # a regular expression that finds it in the folded text


def fold(text: str) -> str:
    """The text as it is matched; `len(result) == len(text)`."""
    simplified = to_simplified(text)
    if simplified.isascii():
        return simplified.lower()
    return "".join(map(_fold_character, simplified))


def _fold_character(char: str) -> str:
    if char < "\x80":
        return char.lower()
    if "\u4e00" <= char <= "\u9fff":
        return char
    base = unicodedata.normalize("NFKD", char)
    plain = base[0] if len(base) == 1 or all(map(unicodedata.combining, base[1:])) else char
    small = plain.lower()
    return small if len(small) == 1 else plain


def words(text: str) -> Iterator[str]:
    """The words of a text in their order, as they go into the index."""
    for run in _RUN.finditer(fold(text)):
        yield from _pairs(run.group(), closed=True) if run.group(1) else (_plain(run.group()),)


def terms(query: str) -> list[Term]:
    """What a query asks for, all of which has to be found. Quotation marks of any kind keep words together."""
    found: list[Term] = []
    for match in _PHRASE.finditer(query):
        found += _phrase(match.group(1)) if match.group(1) else _loose(match.group(2))
    return list(dict.fromkeys(found))


def _phrase(text: str) -> list[Term]:
    return [_term(group, open_=False) for group in _groups(text)]


def _loose(text: str) -> list[Term]:
    return [_term(group, open_=True) for group in _groups(text)]


def _groups(text: str) -> Iterator[list[tuple[str, bool]]]:
    """Runs of a text that stand next to each other in the index too: nothing may follow a run of Chinese."""
    group: list[tuple[str, bool]] = []
    for run in _RUN.finditer(fold(text)):
        han = bool(run.group(1))
        group.append((run.group(), han))
        if han:
            yield group
            group = []
    if group:
        yield group


def _term(group: Sequence[tuple[str, bool]], *, open_: bool) -> Term:
    found: list[str] = []
    for text, han in group:
        found += _pairs(text, closed=False) if han else [_plain(text)]
    last, han = group[-1]
    begins = len(last) == 1 if han else open_ and len(last) >= _STEM
    gap = r"[\W_]{1,12}"
    body = gap.join(re.escape(text) for text, _ in group)
    before = "" if group[0][1] else r"(?<![^\W_])"
    after = "" if han else r"[^\W_]*" if begins else r"(?![^\W_])"
    return Term(tuple(found), begins, before + body + after)


def _pairs(run: str, *, closed: bool) -> Iterator[str]:
    """The pairs of neighbours; where the run is closed or has one character only, the last one too."""
    yield from (_plain(run[at : at + 2]) for at in range(len(run) - 1))
    if closed or len(run) == 1:
        yield _plain(run[-1])


def _plain(word: str) -> str:
    word = word[:_LONGEST]
    return word if word.isascii() else _BEYOND.sub(lambda match: f"x{ord(match.group()):x}x", word)


def spans(text: str, sought: Sequence[Term], start: int = 0, end: int | None = None) -> list[Span]:
    """Where the terms stand between two offsets of a text, in its own offsets, in order and without overlap."""
    if not sought:
        return []
    view = fold(text[start:end])
    found: list[Span] = []
    for match in re.finditer("|".join(f"(?:{term.pattern})" for term in sought), view):
        if match.end() > match.start():
            found.append((start + match.start(), start + match.end()))
    return found
