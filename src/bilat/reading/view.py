"""The simplified view of a text: same length, shared offsets, so that one word list serves both scripts."""

from __future__ import annotations

from bilat.languages.script import convert

# OpenCC is a C library: it would stop at a NUL and cannot be handed a lone surrogate.
_UNSAFE = {0: " "} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def converted(text: str, direction: str) -> str:
    """The text in another script (`t2s`, `s2t`), code point for code point.

    Where a phrase would change the length, that line is converted one character at a time.
    """
    if text.isascii():
        return text
    safe = text.translate(_UNSAFE) if _unsafe(text) else text
    whole = convert(safe, direction)
    if len(whole) == len(text):
        return whole
    lines = ((line, convert(line, direction)) for line in safe.split("\n"))
    return "\n".join(new if len(new) == len(old) else "".join(map(_one, old)) for old, new in lines)


def _unsafe(text: str) -> bool:
    try:
        return b"\x00" in text.encode("utf-8")
    except UnicodeEncodeError:
        return True


def simplified(text: str) -> str:
    """The `t2s` view of a text: as long as the text, offset for offset."""
    return converted(text, "t2s")


def _one(character: str) -> str:
    new = convert(character, "t2s")
    return new if len(new) == 1 else character
