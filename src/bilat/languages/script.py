"""Chinese script: the simplified view of a text, with the text's own offsets."""

from __future__ import annotations

import functools

import opencc

from bilat.languages.compiled_patterns import compiled

_HAN = compiled(
    r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ebef\U00030000-\U000323af]+"
)


# A mark of the keyboard's Latin half right behind a Chinese character, a closing mark or a per cent sign: self-media
# and machine-converted pages write it where the full-width mark is meant. `10,000` and `3:30` keep theirs.
_HALF_WIDTH = compiled(
    r"(?<=[\u3007\u3400-\u4dbf\u4e00-\u9fff\u201d\u2019\u300d\u300f\u300b\uff09%])[,;:?!](?![A-Za-z0-9/])"
    r"|[,;:?!](?=[\u201c\u300c\u300a\u3400-\u4dbf\u4e00-\u9fff])"
)
_UPRIGHT_COLON = "\ufe30"  # the colon of vertical type, which pages from Hong Kong use for the plain one
_FULL_WIDTH = {mark: chr(ord(mark) + 0xFEE0) for mark in ",;:?!"}


_REMEMBERED = 100_000  # characters of the longest text of which the conversion is kept for a while


@functools.cache
def _converter(direction: str) -> opencc.OpenCC:
    return opencc.OpenCC(direction)


def convert(text: str, direction: str) -> str:
    """A text in another script (`t2s`, `s2t`), whose length may change. Whoever reads a text and whoever takes records
    from it ask for the same: the last few are remembered.

    Raises UnicodeEncodeError for a lone surrogate; a NUL ends the text.
    """
    return _remembered(text, direction) if len(text) <= _REMEMBERED else str(_converter(direction).convert(text))


@functools.lru_cache(maxsize=16)
def _remembered(text: str, direction: str) -> str:
    return str(_converter(direction).convert(text))


@functools.lru_cache(maxsize=65536)
def _character(char: str) -> str:
    converted = str(_converter("t2s").convert(char))
    return converted if len(converted) == 1 else char


def has_han(text: str) -> bool:
    """True where the text holds at least one Han character."""
    return _HAN.search(text) is not None


def to_simplified(text: str) -> str:
    """The text in simplified characters: `len(result) == len(text)`, so that offsets are shared.

    Where a conversion would change the length, that line, and if need be every character of it, is converted on its
    own. Characters that cannot be encoded (lone surrogates) are left as they are. Raises nothing.
    """
    if not has_han(text):
        return text
    converted = _convert(text)
    if converted is not None and len(converted) == len(text):
        return converted
    return "".join(_line(line) for line in text.splitlines(keepends=True))


def full_width_marks(text: str) -> str:
    """The text with `,;:?!` beside Chinese characters as the full-width marks they stand for; same length."""
    if not has_han(text):
        return text
    return _HALF_WIDTH.sub(lambda match: _FULL_WIDTH[match[0]], text.replace(_UPRIGHT_COLON, "："))


def _convert(text: str) -> str | None:
    if "\x00" in text:  # the converter works on C strings
        return None
    try:
        return convert(text, "t2s")
    except UnicodeEncodeError:
        return None


def _line(line: str) -> str:
    converted = _convert(line)
    if converted is not None and len(converted) == len(line):
        return converted
    return "".join(_character(char) if _HAN.match(char) else char for char in line)


def han_ratio(text: str) -> float:
    """The share of Han characters among the characters of the text that are not white space, 0.0 to 1.0."""
    total = sum(len(part) for part in text.split())
    if not total:
        return 0.0
    return sum(len(match.group()) for match in _HAN.finditer(text)) / total


def to_traditional(text: str) -> str:
    """The text in traditional characters, for display: lengths may change, offsets are not shared."""
    return convert(text, "s2t") if has_han(text) else text
