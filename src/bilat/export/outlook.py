"""What is due and what is expected: dated things in their order, then what hangs on conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.edition import Edition, day
from bilat.export.events import Event
from bilat.export.ledger import Entry
from bilat.export.passages import Words, words
from bilat.export.standing import Instrument
from bilat.model import Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something with a day ahead. `past` says that the day has gone by since the sources end."""

    key: str
    date: str
    when: str
    text: str
    kind: str
    tone: str
    past: bool
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Something that a document expects: if `condition`, then `outcome`, by somebody's word."""

    key: str
    kind: str
    condition: str | None
    outcome: str | None
    said: str
    by: str | None
    lang: str
    sources: tuple[int, ...]
    words: Words
    inferred: str | None


def due(edition: Edition, events: Sequence[Event], found: Sequence[Instrument], entries: Sequence[Entry]) -> list[Due]:
    """Planned interactions, ends of measures and due commitments from the sources' last day on, soonest first."""
    say, ahead = edition.say, []

    def add(key: str, date: str | None, text: str, kind: str, tone: str, sources: Sequence[int]) -> None:
        last, horizon = day(date, end=True), day(edition.horizon)
        if date and last is not None and (horizon is None or last >= horizon):
            today = day(edition.generated)
            past = today is not None and last < today
            ahead.append(
                Due(
                    key=key,
                    date=date,
                    when=say.date(date),
                    text=text,
                    kind=say.t(f"due.{kind}"),
                    tone=tone,
                    past=past,
                    sources=tuple(sources),
                )
            )

    for event in events:
        if event.status in ("planned", "proposed"):
            kind = "planned" if event.status == "planned" else "proposed"
            add(event.key, event.end_date or event.date, event.title, kind, "other", event.sources)
    for one in found:
        for line in one.lines:
            for state in {s.expires: s for s in line.states if s.expires and not s.over}.values():
                text = say.t("due.measure", by=one.by, name=line.name)
                kind = "suspension_ends" if state.status == "suspended" else "ends"
                add(state.key, state.expires, text, kind, one.tone, state.sources)
    for entry in entries:
        if entry.name:
            text = say.t("pair", a=entry.parties, b=entry.name) if entry.parties else entry.name
            add(entry.key, entry.due_iso, text, "commitment", "other", entry.sources)
    once = {(item.when, item.text, item.kind): item for item in reversed(ahead)}
    return sorted(once.values(), key=lambda item: (day(item.date, end=True) or 0, item.text))


def expected(edition: Edition) -> list[Expected]:
    """The documents' own expectations: deadlines, then interactions, then scenarios."""
    order = {"deadline": 0, "expected_interaction": 1, "scenario": 2}
    records = sorted(edition.of(Outlook), key=lambda record: order.get(record.kind, 3))
    return [
        Expected(
            key=edition.anchor(record),
            kind=edition.say.term("outlook", record.kind),
            condition=_apart(record.condition, record.outcome),
            outcome=record.outcome,
            said=record.evidence[0].quote,
            by=edition.party(record.by) if record.by else None,
            lang=edition.document(record).language,
            sources=tuple(edition.numbers([record])),
            words=words(edition, [record]),
            inferred=record.inferred,
        )
        for record in records
    ]


def _apart(condition: str | None, outcome: str | None) -> str | None:
    """The condition, unless the outcome's own sentence says it."""
    return None if condition and outcome and condition.strip() in outcome else condition
