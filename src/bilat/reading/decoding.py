"""Bytes to text, by evidence: byte order mark, strict UTF-8, then the candidate that reads most like writing."""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterator

from bilat.languages.compiled_patterns import compiled
from bilat.reading.view import converted
from bilat.reading.vocabulary import data

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be", "cp1252")
_SAMPLE = 20_000  # bytes that are scored
_DAMAGED = 0.02  # share of characters that no text has, from which on a file is no text
_DECLARED = re.compile(rb"""(?:charset\s*=|encoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
_DECLARED_BONUS = 0.15
_FOREIGN = compiled(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ufdd0-\ufdef\uffff\ue000-\uf8ff\ud800-\udfff]")


class NotText(Exception):
    """The bytes are no text; the message says what they look like instead."""


def decode(raw: bytes, *, markup: bool = False) -> str:
    """The text of a file, its line ends as `\\n`, without byte order mark.

    `markup` says that the bytes may declare their encoding (HTML, XML): a hint, weighed with the rest.
    Raises NotText where the result would be full of characters that no text has.
    """
    encoding, skip = _encoding(raw, markup)
    text = raw[skip:].decode(encoding, errors="replace")
    damaged = len(_FOREIGN.findall(text))
    if damaged > 2 and damaged > _DAMAGED * len(text):
        raise NotText(f"it is binary, or in an unknown encoding ({damaged} of {len(text)} characters are no text)")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(raw: bytes, markup: bool) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    if b"\x00" not in raw[:_SAMPLE]:
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            if _cut_short(raw, error):
                return "utf-8", 0
        else:
            return "utf-8", 0
    declared = _declared(raw) if markup else None
    sample = _sample(raw)
    scored = [(plausibility(text) + _DECLARED_BONUS * (name == declared), name) for name, text in _readings(sample)]
    return max(scored, key=lambda pair: pair[0])[1], 0


def _cut_short(raw: bytes, error: UnicodeDecodeError) -> bool:
    """A UTF-8 file whose last character was cut off, or that has a handful of broken bytes among many sound ones."""
    if error.start >= len(raw) - 3 and error.start > 0:
        return True
    text = raw[:_SAMPLE].decode("utf-8", errors="replace")
    sound = sum(ch > "\x7f" and ch != "\ufffd" for ch in text)
    return text.count("\ufffd") * 20 < sound


def _declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:4096])
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    family = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "latin-1": "cp1252", "iso8859-1": "cp1252"}
    return family.get(name, name)


def _sample(raw: bytes) -> bytes:
    """The first bytes, cut at an even place; cuts leave at most one broken character."""
    return raw if len(raw) <= _SAMPLE else raw[:_SAMPLE]


def _readings(sample: bytes) -> Iterator[tuple[str, str]]:
    for name in _CANDIDATES:
        if name.startswith("utf-16") and len(sample) % 2:
            continue
        yield name, sample.decode(name, errors="replace")
    yield "utf-8", sample.decode("utf-8", errors="replace")


@functools.cache
def _ranks() -> dict[str, int]:
    """How common a Han character is: 3 for the few hundred most common in either script."""
    common = "".join(data("han")["common"].split())
    return dict.fromkeys(common + converted(common, "s2t") + converted(common, "s2tw"), 3)


def plausibility(text: str) -> float:
    """How much a text reads like English or Chinese writing, about -5 .. 3, the mean over its characters."""
    if not text:
        return 0.0
    ranks = _ranks()
    total = 0.0
    counted = 0
    for ch in text:
        code = ord(ch)
        if code < 0x80:
            if code < 0x20 and ch not in "\t\n\r\f":
                total -= 5
                counted += 1
            elif ch.isalpha():
                total += 1
                counted += 1
            continue
        counted += 1
        total += ranks.get(ch) or _weight(code, ch)
    return total / max(counted, 1)


def _weight(code: int, ch: str) -> float:
    if 0x4E00 <= code <= 0x9FFF:
        return 0.6 if _ordinary(ch) else -1.0
    if 0x3000 <= code <= 0x3011 or 0xFF01 <= code <= 0xFF5E or code in _WESTERN:
        return 1.0
    if _FOREIGN.match(ch) or code > 0x2FFFF:
        return -5.0
    if 0xC0 <= code <= 0x17F:
        return -0.2
    return -1.5


_WESTERN = frozenset(map(ord, "‘’“”–—…·•©®°「」『』、。《》〈〉【】〔〕％　£€×"))


@functools.cache
def _ordinary(ch: str) -> bool:
    """Whether a character stands in the first level of the simplified or the traditional national standard."""
    try:
        if 0xB0 <= ch.encode("gb2312")[0] <= 0xD7:
            return True
    except UnicodeEncodeError:
        pass
    try:
        return 0xA4 <= ch.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False
