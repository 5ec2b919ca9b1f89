"""Spans of an account's text, and the names in it that only say where one met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bilat.model import Record, Span, Statement
from bilat.packs import Pack
from bilat.relate.compare_unsaid import data, words_of
from bilat.relate.compare_words import Hit

_HOSTED, _GATHERING = 12, 24  # characters before and behind a name that a word of gathering may take


def where_gathered(view: str, hit: Hit) -> bool:
    """`the ASEAN ministers' meeting`, 东盟防长扩大会: a name that only says where one met."""
    if hit.key not in data()["gathered"]:
        return False
    behind, before = words_of("gathering"), words_of("hosted")
    lead = view[max(0, hit.start - _HOSTED) : hit.start].rstrip()
    return bool(behind.match(view[hit.end :][:_GATHERING].lstrip())) or any(
        match.end() == len(lead) for match in before.finditer(lead)
    )


def narrow(told: Iterable[str], pack: Pack) -> tuple[str, ...]:
    """Each issue once; broad ones only where there is no other."""
    issues = tuple(dict.fromkeys(told))
    return tuple(issue for issue in issues if not pack.issues[issue].broad) or issues


def spans_of(records: Iterable[Record]) -> list[Span]:
    """The spans of all evidence of some records."""
    return [(evidence.start, evidence.end) for record in records for evidence in record.evidence]


def span_of(statement: Statement) -> Span:
    """From the first character of a statement's content to the last."""
    return (statement.content[0][0], statement.content[-1][1])


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """True where a span shares a character with one of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)


def inside(hit: Hit, spans: Sequence[Span]) -> bool:
    """True where a hit begins in one of the spans."""
    return any(start <= hit.start < end for start, end in spans)
