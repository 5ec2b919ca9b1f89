"""Where things stand and when they were: the two ways in which notes and records are matched."""

from __future__ import annotations

from collections.abc import Iterable

from bilat.model import Record, Span, Statement


def evidence_spans(record: Record) -> list[Span]:
    """The spans of a record's evidence."""
    return [(item.start, item.end) for item in record.evidence]


def content_spans(statement: Statement) -> list[Span]:
    """The spans of what was said; the whole attribution where it has none."""
    return list(statement.content) or evidence_spans(statement)


def touches(span: Iterable[int], others: Iterable[Span], least: int = 1) -> bool:
    """True where a span shares at least so many characters with one of the others."""
    start, end = span
    return any(min(end, last) - max(start, first) >= least for first, last in others)


def dates_agree(one: str | None, other: str | None) -> bool:
    """True where both are known and agree at the coarser one's precision."""
    return bool(one) and bool(other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))
