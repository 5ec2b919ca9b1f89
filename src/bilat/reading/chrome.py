"""What a single line is when it is not the article: bars, appeals, captions, notices, links elsewhere.

`kind_of` sees one line alone; what its neighbours make of it is decided in `cleaning`.
"""

from __future__ import annotations

import enum
import functools
import re

from bilat.languages.compiled_patterns import compiled
from bilat.languages.initials import gated
from bilat.reading.lines import HAN, Line
from bilat.reading.vocabulary import either, fragments, joined, lowered


class Kind(enum.Enum):
    """What a line is. `TEXT` is everything that no rule claims."""

    TEXT = "text"
    SECTION = "section"  # a section's name alone: a label above a headline, or a heading of the article
    BAR = "bar"
    TICKER = "ticker"
    APPEAL = "appeal"
    ADVERT_LABEL = "advert label"
    ADVERT = "advert"
    CAPTION = "caption"
    DESK = "desk"
    NOTICE = "notice"
    FOOTER = "footer"
    RELATED = "related"
    POINTER = "pointer"
    STAMP = "stamp"  # ends in a time, as the items of a list of articles do
    ORNAMENT = "ornament"


_LONGEST_NOTICE = 600  # characters
_LONGEST_SHORT = 160  # characters; what bars, captions and appeals stay below
_LONGEST_BAR_SENTENCE = 60  # characters; a longer line that ends as a sentence is no bar
_TAIL = 90  # characters at the end of a line in which a credit or a time is looked for
_SEPARATOR = re.compile(r"\s*[|｜>›»/／•·]\s*|\s{2,}|\u3000+|(?<=[^\x00-\x7f])\s(?=[^\x00-\x7f])")
_SEPARATES = re.compile(r"[|｜>›»/／•·\u3000]|\s\s|[^\x00-\x7f]\s")  # what a separator needs, quick to look for
_FIGURE = re.compile(r"[▲▼△▽+\-−]?\d[\d,]*\.\d+%?")
_SENTENCE = re.compile(r"[。！？；，]|[.!?,;](?:\s|$)")
_QUOTATION = re.compile(r"[“”「」『』\"]")
_BARE_NUMBER = re.compile(r"[\d,.\s+%]*")
_DECORATION = re.compile(r"^[\s【\[（(《<>»▶▍◆●■·•|｜/#*=\-—↓↑→]+|[\s】\]）)》<>»▶◆●■·•|｜/#*=:：\-—…+↓↑→]+$")
_BULLET = re.compile(r"^[\s>»▶►▸▍▎◆■●☆★※◎→☞・\u2600-\u27bf\U0001f000-\U0001faff\ufe0f-]+")
_ANY_HAN = compiled(f"[{HAN}]")
_NAME = 4  # characters of a section's name, on average, at most
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LONGEST_CALL = 28  # words; a longer paragraph is no call to the reader, whatever it mentions
_YEAR_FIRST = re.compile(r"^[（(]?(?:19|20)\d\d\s*[\u5e74./-]")


@functools.cache
def _han(key: str) -> re.Pattern[str]:
    words = sorted(fragments("chrome", key, "han"), key=len, reverse=True)
    return compiled(gated([lowered(word) for word in words]))


@functools.cache
def _latin(key: str) -> re.Pattern[str]:
    words = sorted(fragments("chrome", key, "latin"), key=len, reverse=True)
    return compiled(rf"(?<![a-z])(?:{gated([lowered(word) for word in words])})(?![a-z])")


def _without(key: str, low: str) -> str:
    """A text in lower case without the words of one kind."""
    if not low.isascii():
        low = _han(key).sub(" ", low)
    return _latin(key).sub(" ", low)


def bare(line: Line) -> str:
    """The line's view, in lower case, without the brackets and marks around a heading."""
    return _DECORATION.sub("", line.low)


def unmarked(line: Line) -> str:
    """The line's view, in lower case, without the marks and pictures before it."""
    return _BULLET.sub("", line.low)


def kind_of(line: Line) -> Kind:
    """What the line is, seen alone."""
    if len(line.text) > _LONGEST_NOTICE:
        return Kind.TEXT
    for kind, rule in _RULES_OF_PARAGRAPHS if line.prose and line.weight > _LONGEST_CALL else _RULES:
        if rule(line):
            return kind
    return Kind.TEXT


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@functools.lru_cache(maxsize=4096)
def coverage(view: str) -> tuple[float, float]:
    """The share of a line's letters that are interface words, and that are section names."""
    view = view.lower()
    total = _letters(view)
    if not total:
        return 0.0, 0.0
    rest = _without("interface", view)
    strong = total - _letters(rest)
    weak = total - strong - _letters(_without("sections", rest))
    return strong / total, weak / total


@functools.lru_cache(maxsize=4096)
def tokens(view: str) -> tuple[str, ...]:
    """The parts of a bar: what stands between marks, wide blanks, or single blanks between Han characters."""
    if not _SEPARATES.search(view):
        return (view,) if view.strip() else ()
    return tuple(part for part in _SEPARATOR.split(view) if part.strip())


def _is_bar(line: Line) -> bool:
    if len(line.text) > _LONGEST_SHORT or line.url:
        return False
    if (line.ends and line.turn) or (line.prose and len(line.text) > _LONGEST_BAR_SENTENCE):
        return False
    strong, weak = coverage(line.view)
    parts = tokens(line.view)
    if line.prose and strong < 0.8:
        return False
    # The only button of a line says more than half of it; a heading of the article may hold one of its words.
    if (
        strong >= (0.5 if len(parts) > 1 else 0.7)
        or (strong > 0 and strong + weak >= 0.6)
        or (strong >= 0.25 and len(parts) >= 4)
    ):
        return True
    if len(parts) >= 3 and (strong + weak >= 0.6 or _buttons(parts)):
        return True
    if ">" in line.view and parts and not line.ends and sum(coverage(parts[0])) >= 0.99:
        return True
    if ">" in line.view and len(parts) >= 2 and not _SENTENCE.search(line.view) and weak + strong > 0.2:
        return True
    return len(parts) == 2 and weak + strong == 1.0


def _buttons(parts: tuple[str, ...]) -> bool:
    """At least two buttons or sections, and no fewer than the parts of the row that are something else."""
    pressed = sum(sum(coverage(part)) >= 0.99 for part in parts)
    return pressed >= 2 and pressed * 2 >= len(parts)


def is_row(line: Line) -> bool:
    """A row of at least four short names without any punctuation: a bar by its shape alone."""
    parts = tokens(line.view)
    if len(parts) < 4 or _SENTENCE.search(line.view) or re.search(r"\d", line.view):
        return False
    # The phrases of a headline are longer than the names of a bar.
    short = sum(map(len, parts)) <= _NAME * len(parts) or not _ANY_HAN.search(line.view)
    return short and all(len(part) <= 6 if _ANY_HAN.search(part) else len(part.split()) <= 2 for part in parts)


def _is_section(line: Line) -> bool:
    return len(line.text) <= 24 and coverage(line.view)[1] >= 0.99


def _is_ticker(line: Line) -> bool:
    figures = _FIGURE.findall(line.view)
    return len(figures) >= 2 and not line.ends and "，" not in line.view and len(figures) * 6 >= line.weight * 2


def _is_related(line: Line) -> bool:
    return len(line.text) <= 50 and bool(either("chrome", "related").fullmatch(bare(line)))


def _is_pointer(line: Line) -> bool:
    return len(line.text) <= _LONGEST_SHORT and bool(either("chrome", "pointer").match(unmarked(line)))


def _is_appeal(line: Line) -> bool:
    if len(line.text) > _LONGEST_SHORT or line.turn:
        return False
    if line.prose and not _addresses(line):
        return False
    if line.weight <= _LONGEST_CALL and either("chrome", "appeal_anywhere").search(line.low):
        return True
    if not either("chrome", "appeal_start").match(bare(line)):
        return False
    # A sentence of an article may begin so too; it does not go on about the reader's inbox.
    return len(either("chrome", "appeal_object").findall(line.low)) >= (2 if line.prose else 1)


def _addresses(line: Line) -> bool:
    """Whether a paragraph speaks to the reader in the site's own voice."""
    return not _QUOTATION.search(line.text) and bool(either("chrome", "appeal_person").search(line.low))


def _is_advert_label(line: Line) -> bool:
    parts = line.low.split()
    label = either("chrome", "advert_label").fullmatch
    return bool(label(line.low)) or (0 < len(parts) <= 3 and all(map(label, parts)))


def _is_advert(line: Line) -> bool:
    return len(line.text) <= _LONGEST_SHORT and bool(either("chrome", "advert_start").match(line.low))


def _is_caption(line: Line) -> bool:
    if len(line.text) > 220:
        return False
    if either("chrome", "caption_start").match(line.low):
        return True
    tail = line.low[-_TAIL:]
    return bool(either("chrome", "caption_hint").search(tail) and _credit_at_end().search(line.view[-_TAIL:]))


@functools.cache
def _credit_at_end() -> re.Pattern[str]:
    # Case counts here: the names in a photo credit are told by their capitals.
    return compiled(rf"(?:{joined('chrome', 'caption_end')})[。.]?$")


def _is_desk(line: Line) -> bool:
    return len(line.text) <= 200 and bool(either("chrome", "desk").fullmatch(line.low))


def _is_contact(line: Line) -> bool:
    """An address to write to: in a line that is no paragraph, or after a word that says what to write about."""
    if len(line.text) > 200 or "@" not in line.text or not _MAIL.search(line.text) or line.turn:
        return False
    return not line.prose or bool(either("chrome", "contact").search(line.low))


def _is_notice(line: Line) -> bool:
    start = either("chrome", "notice_start").match(line.low)
    if start and either("chrome", "notice_about").search(line.low):
        return True
    if len(line.text) > 200 or (line.turn and not start):
        return False
    return bool(either("chrome", "notice_strong").search(line.low))


def _is_footer(line: Line) -> bool:
    return len(line.text) <= 250 and bool(either("chrome", "footer").search(line.low))


def _is_cookie(line: Line) -> bool:
    if len(line.text) > 300 or not either("chrome", "cookie").search(line.low):
        return False
    return bool(either("chrome", "cookie_about").search(line.low))


@functools.cache
def _stamp() -> re.Pattern[str]:
    return compiled(rf"(?:^|[\s\u3000|·])(?:{joined('chrome', 'stamp_end')})$", re.IGNORECASE)


def _is_stamp(line: Line) -> bool:
    return len(line.text) <= 100 and not line.ends and bool(_stamp().search(line.view[-_TAIL:]))


def _is_ornament(line: Line) -> bool:
    return bool(either("chrome", "ornament").fullmatch(line.low))


def is_number(line: Line) -> bool:
    """A figure alone: a count of shares at the top, a section's number within."""
    return bool(_BARE_NUMBER.fullmatch(line.view))


def opens_with_date(line: Line) -> bool:
    """An entry of a chronology."""
    return bool(_YEAR_FIRST.match(line.view))


_RULES = (
    (Kind.ORNAMENT, _is_ornament),
    (Kind.ADVERT_LABEL, _is_advert_label),
    (Kind.ADVERT, _is_advert),
    (Kind.RELATED, _is_related),
    (Kind.POINTER, _is_pointer),
    (Kind.DESK, _is_desk),
    (Kind.DESK, _is_contact),
    (Kind.CAPTION, _is_caption),
    (Kind.FOOTER, _is_footer),
    (Kind.NOTICE, _is_notice),
    (Kind.APPEAL, _is_appeal),
    (Kind.APPEAL, _is_cookie),
    (Kind.SECTION, _is_section),
    (Kind.BAR, _is_bar),
    (Kind.TICKER, _is_ticker),
    (Kind.STAMP, _is_stamp),
)
# What a paragraph can still be: longer than any button, heading or call.
_RULES_OF_PARAGRAPHS = tuple(
    (kind, rule)
    for kind, rule in _RULES
    if kind in (Kind.DESK, Kind.CAPTION, Kind.FOOTER, Kind.NOTICE) or rule is _is_cookie
)
