"""The characters that a regular expression can begin with, so that a search can pass over all others at once.

Python's engine tries every alternative at every character unless all of them begin with a plain character; lists of
words and rules begin with groups and word boundaries. A lookahead for the first character is six times faster.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

_ZERO_WIDTH = re.compile(r"\^|\\b|(?P<look>\(\?<?[!=])")
_PLAIN_CLASS = re.compile(
    r"\[((?:[A-Za-z0-9]-[A-Za-z0-9]|\\[ds]|[^\]\\^-])(?:[A-Za-z0-9]-[A-Za-z0-9]|\\[ds]|[^\]\\-])*)\]"
)
_RANGE = re.compile(r"([A-Za-z0-9])-([A-Za-z0-9])")
_MEMBER = re.compile(r"\\[ds]|[\s\S]")
_GROUP = re.compile(r"\(\?(?:(?P<any_case>i)?:|P<\w+>)")
_QUANTIFIER = re.compile(r"([?*+]|\{\d*(?:,\d*)?\})\??")
_MARK = re.compile(r"\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[(|)]")
_NO_WORD = re.compile(r"(?<!\\)[.^$*+?{}\[\]|()]|\\\w")
_SPECIAL = frozenset(".[]()|?*+{}^$\\")


def gated(fragments: Sequence[str]) -> str:
    """One pattern for any of the fragments, which fails early where no match can begin."""
    known: list[str] = []
    others: list[str] = []
    first: set[str] = set()
    for fragment in fragments:
        found = initials(fragment)
        if found:
            known.append(fragment)
            first |= found
        else:
            others.append(f"(?:{fragment})")
    if not known:
        return "|".join(others)
    some = "|".join(f"(?:{item})" for item in known)
    return "|".join([f"(?=[{_class(sorted(first))}])(?:{some})", *others])


def plain_words(pattern: str) -> list[str] | None:
    """The words of a pattern that is nothing but a choice of words; None for any other."""
    whole = pattern.startswith("(?:") and _closing(pattern, 0) == len(pattern) - 1
    words = list(branches(pattern[3:-1] if whole else pattern))
    return None if any(map(_NO_WORD.search, words)) else [re.sub(r"\\(\W)", r"\1", word) for word in words]


def parted(pattern: str, parts: int = 4) -> str:
    """The same pattern, its alternatives parted by the characters that they begin with, so that of a hundred the engine
    tries only those of the character at hand. For a pattern without named groups."""
    zero = _ZERO_WIDTH.match(pattern)
    if zero and len(list(branches(pattern))) == 1:
        end = _closing(pattern, 0) + 1 if zero["look"] else zero.end()
        return pattern[:end] + parted(pattern[end:], parts)
    if pattern.startswith("(?:") and _closing(pattern, 0) == len(pattern) - 1:
        return f"(?:{parted(pattern[3:-1], parts)})"
    told = [(branch, _by_class(initials(branch))) for branch in branches(pattern)]
    known = sorted({char for _, first in told for char in first or ()}, key=lambda char: (char.lower(), char))
    if not known:
        return pattern
    size = -(-len(known) // parts)
    found = []
    for chars in (known[at : at + size] for at in range(0, len(known), size)):
        mine = "|".join(branch for branch, first in told if first is None or first.intersection(chars))
        found.append(f"(?=[{_class(chars)}])(?:{mine})")
    if any(first is None for _, first in told):
        found.append(f"(?![{_class(known)}])(?:{'|'.join(branch for branch, first in told if first is None)})")
    return "|".join(found)


def _by_class(first: set[str] | None) -> set[str] | None:
    """Initials in which figures and spaces stand for all of their kind."""
    if first is None:
        return None
    return {r"\d" if char.isdecimal() else r"\s" if char.isspace() else char for char in first}


def _class(chars: Iterable[str]) -> str:
    return "".join(char if len(char) > 1 else re.escape(char) for char in chars)


def initials(pattern: str) -> set[str] | None:
    """The characters with which a match of a pattern begins, `\\d` and `\\s` among them for figures and spaces; None
    where it may begin with any, or be empty."""
    found, nullable = _of(pattern)
    return None if nullable or not found else found


def may_begin(first: set[str] | None, char: str) -> bool:
    """Whether a pattern of these initials can begin with a character."""
    if first is None or char in first:
        return True
    return (r"\d" in first and char.isdecimal()) or (r"\s" in first and char.isspace())


@functools.lru_cache(maxsize=512)  # rules are put together from the same parts
def _of(pattern: str) -> tuple[set[str] | None, bool]:
    """The first characters (None: any), and whether the pattern can match nothing."""
    found: set[str] = set()
    empty = False
    for branch in branches(pattern):
        first, nullable = _of_branch(branch)
        if first is None:
            return None, False
        found |= first
        empty = empty or nullable
    return found, empty


def _of_branch(branch: str) -> tuple[set[str] | None, bool]:
    found: set[str] = set()
    at = 0
    while at < len(branch):
        zero = _ZERO_WIDTH.match(branch, at)
        if zero:
            at = _closing(branch, at) + 1 if zero["look"] else zero.end()
            continue
        first, nullable, at = _item(branch, at)
        if first is None:
            return None, False
        found |= first
        quantifier = _QUANTIFIER.match(branch, at)
        if quantifier:
            at = quantifier.end()
            nullable = nullable or quantifier[1][0] in "?*" or quantifier[1].startswith(("{0", "{,"))
        if not nullable:
            return found, False
    return found, True


def _item(branch: str, at: int) -> tuple[set[str] | None, bool, int]:
    """What stands at a place: its first characters, whether it can be empty, and where it ends."""
    group = _GROUP.match(branch, at)
    if group:
        end = _closing(branch, at)
        first, nullable = _of(branch[group.end() : end])
        if first and group.groupdict()["any_case"]:
            first = {case for char in first for case in (char, char.upper() if len(char) == 1 else char, char.lower())}
        return first, nullable, end + 1
    plain = _PLAIN_CLASS.match(branch, at)
    if plain:
        return set(_MEMBER.findall(_RANGE.sub(_spelled, plain[1]))), False, plain.end()
    if branch[at] == "\\":
        letter = branch[at + 1]
        kept = {rf"\{letter}"} if letter in "ds" else None if letter.isalnum() else {letter}
        return kept, False, at + 2
    return (None if branch[at] in _SPECIAL else {branch[at]}), False, at + 1


def _spelled(bounds: re.Match[str]) -> str:
    return "".join(map(chr, range(ord(bounds[1]), ord(bounds[2]) + 1)))


def _closing(text: str, at: int) -> int:
    """The index of the bracket that closes the group which opens at a place."""
    depth = 0
    for index, mark in _marks(text, at):
        depth += (mark == "(") - (mark == ")")
        if not depth:
            return index
    return len(text)


def branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, outside of its groups."""
    start = depth = 0
    for index, mark in _marks(pattern, 0):
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and not depth:
            yield pattern[start:index]
            start = index + 1
    yield pattern[start:]


def _marks(text: str, at: int) -> Iterator[tuple[int, str]]:
    """The brackets and bars of a pattern that are no part of a class and not escaped."""
    for match in _MARK.finditer(text, at):
        if len(match[0]) == 1:
            yield match.start(), match[0]
