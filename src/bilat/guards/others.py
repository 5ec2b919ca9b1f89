"""Guards of the smaller kinds of record, and of what comparing documents gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bilat.extract.claim_words import CLAIMS, claim_words
from bilat.guards.beside import Beside
from bilat.guards.evidence import quoted
from bilat.guards.figures import date_told
from bilat.guards.names import known
from bilat.guards.problem import Finding
from bilat.guards.text import Text, evidence_spans
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.model import (
    Commitment,
    Compliance,
    DateMention,
    Leverage,
    Outlook,
    Phase,
    Reference,
    Silence,
    Span,
    StanceShift,
)

_OPENING = 14  # characters within which the subject of an undertaking opens it
_DENIAL = 6  # characters from a negation to the word of keeping that it denies


def check_commitment(record: Commitment, text: Text, beside: Beside) -> Iterator[Finding]:
    """What is wrong with a commitment."""
    spans = evidence_spans(record)
    yield from quoted(record.action, text, spans, name="action")
    yield from date_told(record.due, text, spans, name="due date")
    if record.to is not None and record.to in record.parties:
        yield Finding("sides", f"{record.to} is to owe it to itself")
    said = [statement.speaker.side for statement in beside.with_evidence(record.evidence)]
    opening = [side for span in text.occurrences(record.action or "", spans) for side in _first_sides(span, text)]
    named = {*said, *opening} if said else text.sides_named(spans)
    for side in record.parties:
        if side not in named and "both" not in named:
            yield Finding("sides", f"no words say that {side} undertakes it")


def _first_sides(span: Span, text: Text) -> set[str]:
    """The sides of the name that a span opens with."""
    opening = (m for m in text.entities(span) if m.start - span[0] <= _OPENING)
    return next((sides for mention in opening if (sides := text.sides_of(mention))), set())


def check_compliance(record: Compliance, text: Text, beside: Beside) -> Iterator[Finding]:
    """What is wrong with a claim that an undertaking is kept or broken."""
    said = beside.by_id(record.statement)
    if record.claim not in _claims(text, said.content if said is not None else evidence_spans(record)):
        yield Finding("words", f"no word claims that it is {record.claim}")
    if said is not None and said.speaker.side != record.by:
        yield Finding("sides", f"{said.speaker.name} claims it, who is of {said.speaker.side}, not of {record.by}")


def _claims(text: Text, spans: Sequence[Span]) -> set[str]:
    """The claims that words make: a denied word of keeping is one of breaking."""
    words = {layer: [w for span in spans for w in claim_words(text.analysis, layer, *span)] for layer, _ in CLAIMS}
    found = {claim for layer, claim in CLAIMS if words[layer] and layer != "kept"}
    for start, _ in words["kept"]:
        denied = text.has([(max(0, start - _DENIAL), start)], "negation")
        found.add("breached" if denied else "kept")
    return found | {"disputed", "noted"}


def check_silence(record: Silence, text: Text) -> Iterator[Finding]:
    """What is wrong with a remark that an account leaves an issue out."""
    if record.side not in text.codes:
        yield Finding("terms", f"there is no side {record.side}")
    if record.issue not in text.pack.issues:
        yield Finding("terms", f"the pack has no issue {record.issue}")
    if record.basis != "stated":
        return
    spans = text.paragraphs(evidence_spans(record), before=2)
    scopes = (evidence_spans(record), text.whole(evidence_spans(record)), spans)
    named = next((sides for scope in scopes if (sides := text.sides_named(scope))), set())
    both = tuple(word for language in LANGUAGES for word in grammar(language).words("both_of"))
    of_both = any(word in text.view[start:end] for start, end in evidence_spans(record) for word in both)
    if record.side not in named and not of_both:
        yield Finding("sides", f"the words name {' and '.join(sorted(named)) or 'no side'}, not {record.side}")
    if record.issue not in {m.key[0] for layer in ("issue", "weak_issue") for m in text.mentions(layer, spans)}:
        yield Finding("words", f"no words name the issue {record.issue}")


def check_shift(record: StanceShift, text: Text) -> Iterator[Finding]:
    """What is wrong with a shift of stance."""
    spans = evidence_spans(record)
    yield from known(record.who, text)
    if not any(text.occurrences(record.who.surface, spans)):
        yield Finding("names", f"{record.who.surface!r} does not stand in its evidence")
    if not text.has(spans, record.direction):
        yield Finding("words", f"no word says that they became {record.direction}")


def check_leverage(record: Leverage, text: Text) -> Iterator[Finding]:
    """What is wrong with a list of what a side holds."""
    spans = evidence_spans(record)
    for item in record.items:
        if not any(text.occurrences(item, spans)):
            yield Finding("words", f"{item!r} is not in the words of the evidence")
    named = text.sides_named(spans)
    if named and record.side not in named:
        yield Finding("sides", f"its words name {' and '.join(sorted(named))}, not {record.side}")


def check_phase(record: Phase, text: Text) -> Iterator[Finding]:
    """What is wrong with a pattern of phases that a text names."""
    spans = evidence_spans(record)
    told = {m.kind for m in text.mentions("phase", spans)}
    for label in record.pattern:
        if label not in told and not any(text.occurrences(label, spans)):
            yield Finding("words", f"no words name the phase {label!r}")


def check_outlook(record: Outlook, text: Text) -> Iterator[Finding]:
    """What is wrong with something expected."""
    spans = evidence_spans(record)
    yield from quoted(record.outcome, text, spans, name="outcome")
    if record.condition is not None:
        yield from quoted(record.condition, text, spans, name="condition", opened_by="conditional")


def check_reference(record: Reference, text: Text) -> Iterator[Finding]:
    """What is wrong with an address."""
    if not any(text.occurrences(record.url, evidence_spans(record))):
        yield Finding("words", f"{record.url} is not in the words of the evidence")
    if record.restored_url is not None:
        parts = record.url.split("*")
        rest = record.restored_url
        if not (rest.startswith(parts[0]) and rest.endswith(parts[-1]) and all(part in rest for part in parts)):
            yield Finding("words", f"{record.restored_url} is not what is masked in {record.url}")


def check_date(record: DateMention, text: Text) -> Iterator[Finding]:
    """What is wrong with a date."""
    told = [(d.date, d.end_date, d.kind) for d in text.dates(evidence_spans(record))]
    if (record.date, record.end_date, record.kind) not in told:
        yield Finding("dates", f"the words do not mean {record.date or record.kind}")
