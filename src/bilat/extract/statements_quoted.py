"""How much of what somebody says stands in quotation marks: terms, slogans and scare quotes are no quoted speech."""

from __future__ import annotations

from bilat.extract.analysis import Analysis
from bilat.languages.grammar import grammar
from bilat.model import Span

_MOST = 0.6  # of a content: more in one quotation is quoted, however short


def words_quoted(analysis: Analysis, content: Span) -> int:
    """The code points of a content that stand in quotations of somebody's words, their marks among them."""
    start, end = content
    inside = [q for q in analysis.quotations_in(start, end) if q.depth == 0]
    counted = [q for q in inside if _is_speech(analysis.view, (q.start, q.end), end - start)]
    return sum(min(q.end, end) - max(q.start, start) for q in counted)


def _is_speech(view: str, quotation: Span, length: int) -> bool:
    """False for a short quotation, and for one that stands before a noun, within a content of that length."""
    start, end = quotation
    inner = view[start + 1 : end - 1]
    if len(inner) >= _MOST * length:
        return True
    if any(char > "\u2e80" for char in inner):
        owning = view[end : end + 1] == grammar("zh").raw["possessive"]
        return len(inner) >= 4 and not (owning and view[end + 1 : end + 2] not in "，。；,;")
    return len(inner) >= (6 if " " in inner else 9)
