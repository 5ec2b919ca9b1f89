"""Two readers of one document: what a model proposes counts only where the rules did not find the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bilat.model import FAMILY, Interaction, Measure, Record, Span, Statement


def joined(own: Sequence[Record], proposed: Iterable[Record]) -> list[Record]:
    """The rules' records of a document, and behind them what a model proposes beyond them."""
    return [*own, *(one for one in proposed if not any(_same(one, other) for other in own))]


def _same(one: Record, other: Record) -> bool:
    """Whether two records are of one kind of thing and rest on some of the same words, or are one known interaction."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Interaction) and isinstance(other, Interaction):
        if one.register_id is not None and one.register_id == other.register_id:
            return True
        if FAMILY.get(one.kind, one.kind) != FAMILY.get(other.kind, other.kind):
            return False
    if isinstance(one, Measure) and isinstance(other, Measure) and _what(one) != _what(other):
        return False
    return any(a < d and c < b for a, b in _words(one) for c, d in _words(other))


def _what(measure: Measure) -> tuple[object, ...]:
    return measure.instrument, measure.layer, measure.value


def _words(record: Record) -> Sequence[Span]:
    """The words that tell a record from its neighbours: of a statement what is said."""
    if isinstance(record, Statement):
        return record.content
    return [(item.start, item.end) for item in record.evidence]
