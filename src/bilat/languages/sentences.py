"""Where sentences begin and end, in English and Chinese, on the simplified view of a text."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilat.languages.compiled_patterns import compiled
from bilat.languages.resources import load

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_HAN = compiled(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# A stop, then whatever closes with it: quotation marks and brackets, spaces between French-style or stray marks not.
_STOP = compiled(r"(?P<stop>[。｡！？!?]+[。！？!?…]*|…+|\.+|．)(?P<close>[\"'＂”’」』）)\]】》〉]*)")
_NEXT = re.compile(r"\s*[\"'“‘「『（(\[【—–-]*\s*(?P<first>\S?)")
_TOKEN = re.compile(r"(?!-)[^\s\"“‘「『（(\[—–/]+$")
_WORD = re.compile(r"[A-Za-z']+")
_TITLE_MARKS = {"《": 1, "〈": 1, "》": -1, "〉": -1}
_TITLE_MARK = re.compile(r"[《〈》〉]")
_TOKEN_REACH = 24  # no abbreviation is longer
# No sentence is longer, in code points: what is, is cut, so that what is looked for within a sentence is found in a
# time that grows with the text, whatever the text.
LONGEST = 1500
_CUT = re.compile(r"[，,；;、：:\s]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: [start, end) in code points, trimmed of white space; `paragraph` counts the non-blank lines."""

    start: int
    end: int
    language: str
    paragraph: int


@functools.cache
def _abbreviations() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in load("abbreviations_en").items()}


def language_of(text: str) -> str:
    """'zh' where Han characters carry the text, else 'en'. A Han character weighs as much as four letters."""
    han = len(_HAN.findall(text))
    if not han:
        return "en"
    return "zh" if han * 4 >= len(_LATIN.findall(text)) else "en"


def split_sentences(view: str) -> list[Sentence]:
    """The sentences of a text (its t2s view), in order, never overlapping; blank stretches belong to none.

    A line's end ends the sentence and the paragraph. Closing marks belong to the sentence that they close; a full
    stop inside a quotation ends a sentence too. Raises nothing. Linear time.
    """
    found: list[Sentence] = []
    paragraph = 0
    for line in _LINE.finditer(view):
        if not line.group().strip():
            continue
        start = line.start()
        for end in [*_ends(view, start, line.end()), line.end()]:
            for first, last in pieces(view, start, end):
                _append(found, view, first, last, paragraph)
            start = end
        paragraph += 1
    return found


def pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """[start, end) whole where it is as short as a sentence, else cut behind marks or spaces, where there are any."""
    while end - start > LONGEST:
        cut = max((match.end() for match in _CUT.finditer(view, start + LONGEST // 2, start + LONGEST)), default=0)
        cut = cut or start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _append(found: list[Sentence], view: str, start: int, end: int, paragraph: int) -> None:
    part = view[start:end]
    stripped = part.strip()
    if not stripped:
        return
    first = start + len(part) - len(part.lstrip())
    last = found[-1] if found and found[-1].paragraph == paragraph else None
    fits = last is not None and first + len(stripped) - last.start <= LONGEST
    if last is not None and fits and not any(map(str.isalnum, stripped)):  # stray marks go with what they follow
        found[-1] = Sentence(last.start, first + len(stripped), last.language, paragraph)
        return
    found.append(Sentence(first, first + len(stripped), language_of(stripped), paragraph))


def _ends(view: str, begin: int, end: int) -> list[int]:
    ends: list[int] = []
    scanned, straight_marks = begin, 0
    titles = _title_spans(view, begin, end)
    closed = [last for _, last in titles]
    for match in _STOP.finditer(view, begin, end):
        stop, stop_end = match.group("stop"), match.end("stop")
        straight_marks += view.count('"', scanned, stop_end)
        scanned = stop_end
        close_end = match.end()
        mark = view.find('"', stop_end, close_end)
        if mark >= 0 and straight_marks % 2 == 0 and close_end < end and not view[close_end].isspace():
            close_end = mark  # an opening mark that follows the stop without a space
        title = bisect.bisect_right(closed, match.start())
        if title < len(titles) and titles[title][0] < match.start():
            continue
        sentence_start = ends[-1] if ends else begin
        if _is_end(view, sentence_start, end, match.start(), stop, close_end):
            ends.append(close_end)
    return ends


def _title_spans(view: str, begin: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    depth, first = 0, begin
    for match in _TITLE_MARK.finditer(view, begin, end):
        step = _TITLE_MARKS[match.group()]
        if step > 0 and depth == 0:
            first = match.start()
        depth = max(0, depth + step)
        if step < 0 and depth == 0:
            spans.append((first, match.start()))
    return spans


def _is_end(view: str, begin: int, end: int, at: int, stop: str, close_end: int) -> bool:
    first = stop[0]
    if close_end >= end:
        return True
    following = _NEXT.match(view, close_end, end)
    first_char = following.group("first") if following else ""
    if first in "。｡！？":
        return True
    if not first_char:
        return True
    if first in "!?":
        return _HAN.match(first_char) is not None or (
            view[close_end].isspace() and (first_char.isupper() or first_char.isdigit())
        )
    if first == "…" or len(stop) > 1:
        return view[close_end].isspace() and first_char.isupper() and first_char.isascii()
    before = view[at - 1] if at > begin else " "
    if stop == "．" and _HAN.match(before) and _HAN.match(view[close_end]):
        return False  # 安东尼奥．法塔斯: the dot of a name
    if _HAN.match(before) or before in "”」』）":
        return not first_char.isdigit() or view[close_end].isspace()
    return _is_english_end(view, begin, end, at, close_end, first_char)


def _is_english_end(view: str, begin: int, end: int, at: int, close_end: int, first_char: str) -> bool:
    """Whether a single '.' ends a sentence; `first_char` is the first character after it that is no opening mark."""
    if not view[close_end].isspace():
        return close_end > at + 1 and _HAN.match(first_char) is not None
    if first_char.islower():
        return False
    token_match = _TOKEN.search(view, max(begin, at - _TOKEN_REACH), at)
    token = token_match.group() if token_match else ""
    if close_end > at + 1 and view[at + 1] in "\"'”’":
        return True
    bare = token.lower()
    kinds = _abbreviations()
    if not token:
        return True
    if bare in kinds["before_name"]:
        return False
    if bare in kinds["before_number"]:
        return not first_char.isdigit()
    if bare in kinds["open"] or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", token):
        return _starts_sentence(view, close_end, end)
    if len(token) == 1 and token.isupper():
        named = view[begin : at - len(token)].rstrip().endswith(tuple(kinds["before_letter"]))  # `posted on X. He ...`
        return (token == "I" or named) and _starts_sentence(view, close_end, end)
    # "1." at the beginning of a line is the number of an item
    return not (token.isdigit() and len(token) <= 2 and not view[begin : at - len(token)].strip())


def _starts_sentence(view: str, at: int, end: int) -> bool:
    word = _WORD.search(view, at, min(end, at + 40))
    return word is not None and word.group() in _abbreviations()["starters"]
