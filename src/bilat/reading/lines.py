"""Lines of a text and what can be seen of each without understanding it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from bilat.languages.compiled_patterns import compiled

T = TypeVar("T")

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = compiled(f"[{HAN}]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’.&-]*")
_END = re.compile(r"""[。！？；!?.…][」』”’"')）】\]*\s]*$""")
_STRONG_END = re.compile(r"""(?:。|\.|……)[」』”’"')）】\]*\s]*$""")
_INNER = re.compile(r"[。；！？]|[，、]|[.!?;]\s|,\s")
_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
_LIST_ITEM = compiled(
    r"^(?:[-–—•·*▍◆●]\s*\S|Q\d+\b|[QA]\s*[:：]|[(（]?[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\d]{1,3}[)）]?[、.．)）]|\d{1,2}$)"
)
# A transcript's turn: a name in capitals, or a short name, then a colon.
_TURN = compiled(rf"^(?:[A-Z][A-Z .'’-]{{1,40}}:|[{HAN}·]{{2,12}}[：:])\s*\S")


class _lazy(Generic[T]):
    """A property that is computed once; without the lock that functools takes each time."""

    def __init__(self, compute: Callable[[Line], T]) -> None:
        self._compute = compute

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, line: None, owner: type) -> _lazy[T]: ...
    @overload
    def __get__(self, line: Line, owner: type) -> T: ...
    def __get__(self, line: Line | None, owner: type) -> T | _lazy[T]:
        if line is None:
            return self
        value = line.__dict__[self._name] = self._compute(line)
        return value


@dataclass(frozen=True)
class Line:
    """A line that is not blank. `start` and `end` bound the line without the white space around it.

    `view` is the line in simplified characters; `gap` counts the blank lines before it; `weight` is the length in
    words, two Han characters counting as one.
    """

    start: int
    end: int
    text: str
    view: str
    gap: int
    weight: float

    @_lazy
    def low(self) -> str:
        """The view in lower case, as long as the view."""
        low = self.view.lower()
        return low if len(low) == len(self.view) else self.view

    @_lazy
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_END.search(self.text))

    @_lazy
    def prose(self) -> bool:
        """A sentence or more, as an article's paragraph has them."""
        if self.weight >= 60:
            return True
        if (_STRONG_END.search(self.text) and self.weight >= 8) or ("。" in self.text and self.weight >= 6):
            return True
        return self.weight >= 10 and self.ends and len(_INNER.findall(self.text)) >= 2

    @_lazy
    def url(self) -> bool:
        return bool(_URL.search(self.text))

    @_lazy
    def item(self) -> bool:
        """A list item, a numbered heading or a question of an explainer."""
        return bool(_LIST_ITEM.match(self.text))

    @_lazy
    def turn(self) -> bool:
        """A speaker's turn in a transcript."""
        return bool(_TURN.match(self.text))


@functools.cache
def _line() -> re.Pattern[str]:
    return re.compile(r"[^\n]+")


def weigh(text: str) -> float:
    """Length in words; two Han characters count as one."""
    words = len(_WORD.findall(text))
    return float(words) if text.isascii() else words + sum(map(len, _HAN.findall(text))) / 2


def lines_of(text: str, view: str) -> list[Line]:
    """The lines that are not blank, in order. `view` is the text in simplified characters, of the same length."""
    found: list[Line] = []
    newlines = 0
    last = 0
    for match in _line().finditer(text):
        newlines += match.start() - last
        last = match.end()
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        end = start + len(stripped)
        gap = max(newlines - 1, 0) if found else 0
        found.append(Line(start=start, end=end, text=stripped, view=view[start:end], gap=gap, weight=weigh(stripped)))
        newlines = 0
    return found
