"""One check a kind of record."""

from __future__ import annotations

from collections.abc import Iterator

from bilat.guards import others
from bilat.guards.beside import Beside
from bilat.guards.evidence import standing
from bilat.guards.interactions import check_interaction
from bilat.guards.measures import check_measure
from bilat.guards.problem import Finding
from bilat.guards.statements import check_statement
from bilat.guards.text import Text
from bilat.model import (
    Commitment,
    Compliance,
    DateMention,
    Interaction,
    Leverage,
    Measure,
    Outlook,
    Phase,
    Record,
    Reference,
    Silence,
    StanceShift,
    Statement,
)


def findings(record: Record, text: Text, beside: Beside) -> Iterator[Finding]:
    """What is wrong with a record; where its evidence does not stand, nothing else is looked at."""
    broken = list(standing(record, text))
    yield from broken or _of_kind(record, text, beside)


def _of_kind(record: Record, text: Text, beside: Beside) -> Iterator[Finding]:
    match record:
        case Interaction():
            yield from check_interaction(record, text)
        case Statement():
            yield from check_statement(record, text, beside)
        case Measure():
            yield from check_measure(record, text)
        case Commitment():
            yield from others.check_commitment(record, text, beside)
        case Compliance():
            yield from others.check_compliance(record, text, beside)
        case Silence():
            yield from others.check_silence(record, text)
        case StanceShift():
            yield from others.check_shift(record, text)
        case Leverage():
            yield from others.check_leverage(record, text)
        case Phase():
            yield from others.check_phase(record, text)
        case Outlook():
            yield from others.check_outlook(record, text)
        case Reference():
            yield from others.check_reference(record, text)
        case DateMention():
            yield from others.check_date(record, text)
        case _:
            return
