"""Annotated text as people write and read it, compiled to spans: who said what, marked within the text itself.

A file holds texts, each below a line `## ID WORD WORD ...` (the words say script, place and genre). Within a text
`{s1 ...}` marks the source of attribution 1, `{c1 ...}` its cue and `{x1 ...}` its content; marks nest, a mark may
serve several attributions (`{s1,2 ...}`), and a part that is not contiguous has several marks. An attribution without
a source has no `s` mark; one without a cue no `c` mark; every one has an `x` mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bilat.errors import InputError
from bilat.model import Span

_HEAD = re.compile(r"^## (?P<id>\S+)(?: (?P<words>.*))?$")
_MARK = re.compile(r"\{(?P<part>[scx])(?P<numbers>\d+(?:,\d+)*) ")
_PARTS = {"s": "source", "c": "cue", "x": "content"}


@dataclass(frozen=True, slots=True)
class MarkedAttribution:
    """One annotated attribution: spans of code points in the text without marks; source None where none is named."""

    source: tuple[Span, ...] | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text without its marks, the words of its head line, and its attributions in the order of their numbers."""

    id: str
    words: tuple[str, ...]
    text: str
    attributions: tuple[MarkedAttribution, ...]

    def as_row(self) -> dict[str, object]:
        """The row that corpora of attributions have: id, text, attributions with source, cue and content."""
        rows = [{"source": a.source, "cue": a.cue, "content": a.content} for a in self.attributions]
        return {"id": self.id, "text": self.text, "attributions": rows}


def read_marked(lines: Iterable[str], where: str = "") -> Iterator[MarkedText]:
    """The texts of a file. Raises InputError naming the text, where a mark is not closed or has no content."""
    head: re.Match[str] | None = None
    body: list[str] = []
    for line in lines:
        found = _HEAD.match(line.rstrip("\n"))
        if not found:
            body.append(line.rstrip("\n"))
            continue
        if head:
            yield _compiled(head, "\n".join(body).strip("\n"), where)
        head, body = found, []
    if head:
        yield _compiled(head, "\n".join(body).strip("\n"), where)


def unmarked(text: str) -> str:
    """A marked text without its marks. Raises InputError like `read_marked`."""
    return _spans(text, "text")[0]


def _compiled(head: re.Match[str], marked: str, where: str) -> MarkedText:
    name = head["id"]
    text, spans = _spans(marked, f"{where}#{name}")
    numbers = sorted({number for _, number in spans})
    made = []
    for number in numbers:
        parts = {part: tuple(spans.get((part, number), ())) for part in _PARTS.values()}
        if not parts["content"]:
            remedy = f"mark it with {{x{number} ...}}"
            raise InputError(f"{where}#{name}", f"attribution {number} has no content", remedy)
        made.append(MarkedAttribution(parts["source"] or None, parts["cue"], parts["content"]))
    return MarkedText(name, tuple((head["words"] or "").split()), text, tuple(made))


def _spans(marked: str, where: str) -> tuple[str, dict[tuple[str, int], list[Span]]]:
    plain: list[str] = []
    spans: dict[tuple[str, int], list[Span]] = {}
    open_marks: list[tuple[int, list[tuple[str, int]]]] = []
    at = 0
    while at < len(marked):
        mark = _MARK.match(marked, at)
        if mark:
            keys = [(_PARTS[mark["part"]], int(number)) for number in mark["numbers"].split(",")]
            open_marks.append((len(plain), keys))
            at = mark.end()
            continue
        if marked[at] == "}" and open_marks:
            start, keys = open_marks.pop()
            for key in keys:
                spans.setdefault(key, []).append((start, len(plain)))
        elif marked[at] in "{}":
            raise InputError(where, f"a stray brace at {marked[at : at + 20]!r}", "mend the marks there")
        else:
            plain.append(marked[at])
        at += 1
    if open_marks:
        begin = "".join(plain)[open_marks[-1][0] :][:20]
        raise InputError(where, f"the mark before {begin!r} is not closed", "close it with a brace")
    return "".join(plain), {key: sorted(found) for key, found in spans.items()}
