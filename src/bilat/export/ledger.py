"""Who undertook what, and who says that it was kept or broken: claims, never findings of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.edition import Edition, Link, day
from bilat.export.passages import Words, words
from bilat.model import Commitment, Compliance, Leverage, Phase, StanceShift


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One side's claim about somebody's conduct, as a sentence."""

    key: str
    text: str
    tone: str
    sources: tuple[int, ...]
    words: Words | None
    inferred: str | None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A commitment and the claims made about it; without `name` the claims are about none in particular. `known`: what
    the register calls it, where it has it too; `state`: what dated claims come to, and what its due date says."""

    key: str
    name: str | None
    action: str | None
    parties: str
    due: str | None
    due_iso: str | None
    issues: tuple[str, ...]
    claims: tuple[Claim, ...]
    sources: tuple[int, ...]
    words: Words | None
    inferred: str | None = None
    known: str | None = None
    state: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A thing said in one line: a shift, a lever, a phase."""

    key: str
    title: str
    tone: str
    text: str
    items: tuple[str, ...]
    lang: str
    sources: tuple[int, ...]
    words: Words
    inferred: str | None


def entries(edition: Edition) -> list[Entry]:
    """The ledger: commitments by due date, each with its claims; then the claims that name none."""
    groups: dict[str, list[Commitment]] = {}
    for record in edition.of(Commitment):
        groups.setdefault(record.name, []).append(record)
    claims = edition.of(Compliance)
    found, used = [], set[int]()
    for name, group in groups.items():
        names = {name, *(edition.id(record) for record in group)}
        mine = [claim for claim in claims if claim.commitment in names]
        used |= {id(claim) for claim in mine}
        found.append(_entry(edition, name, group, mine))
    found.sort(key=lambda entry: (entry.due_iso is None, entry.due_iso or "", entry.name or ""))
    rest: dict[str | None, list[Compliance]] = {}
    for claim in claims:
        if id(claim) not in used:
            rest.setdefault(claim.commitment, []).append(claim)
    loose = [_loose(edition, name, group) for name, group in rest.items()]
    return found + sorted(loose, key=lambda entry: (entry.name is None, entry.name or ""))


def _entry(edition: Edition, name: str, group: Sequence[Commitment], claims: Sequence[Compliance]) -> Entry:
    say, first = edition.say, group[0]
    parties = list(dict.fromkeys(edition.party(code) for record in group for code in record.parties))
    to = next((edition.party(record.to) for record in group if record.to), None)
    listed = say.listing(parties)
    due = next((record.due for record in group if record.due), None)
    return Entry(
        key=edition.anchor(first),
        name=title_of(edition, name),
        action=next((record.action for record in group if record.action and record.action != name), None),
        parties=say.opening(say.t("ledger.to", a=listed, b=to) if to and listed else listed),
        due=say.date(due) if due else None,
        due_iso=due,
        issues=tuple(dict.fromkeys(edition.issue(issue) for record in group for issue in record.issues)),
        claims=tuple(claim_of(edition, claim) for claim in claims),
        sources=tuple(edition.numbers(group)),
        words=words(edition, group),
        inferred=first.inferred,
    )


def _loose(edition: Edition, name: str | None, group: Sequence[Compliance]) -> Entry:
    known = name if name and not name.startswith("commitment/") else None
    return Entry(
        key="claims-" + edition.anchor(group[0]),
        name=title_of(edition, known) if known else None,
        action=None,
        parties="",
        due=None,
        due_iso=None,
        issues=(),
        claims=tuple(claim_of(edition, claim) for claim in group),
        sources=(),
        words=None,
    )


def title_of(edition: Edition, name: str) -> str:
    """An undertaking's name in the language of the page: records name it in English by a place, a forum or an issue."""
    say, labels = edition.say, edition.labels
    head = name.rpartition(" ")[0]
    issue = next((key for key, titles in labels.issues.items() if titles.get("en") == head), None)
    if labels.known(name, say.lang):
        return labels.entity(name, say.lang)
    if head in labels.places:
        return say.t("ledger.of_place", place=labels.place(head, say.lang))
    if issue is not None:
        return say.t("ledger.of_issue", issue=labels.issue(issue, say.lang))
    return name if head else say.t("ledger.commitment")


def claim_text(edition: Edition, by: str | None, claim: str, about: str | None) -> str:
    """A claim as a sentence: who says what of whose conduct."""
    say = edition.say
    itself = "_self" if by == about and claim != "disputed" and by else ""
    whose = edition.party(about) if about else say.t("ledger.somebody")
    who = edition.party(by) if by else say.t("ledger.unnamed")
    return say.opening(say.t(f"claim.{claim}{itself}", by=who, about=whose))


def claim_of(edition: Edition, record: Compliance) -> Claim:
    """A claim that a document reports."""
    return Claim(
        key=edition.anchor(record),
        text=claim_text(edition, record.by, record.claim, record.about),
        tone=edition.tone(record.by),
        sources=tuple(edition.numbers([record])),
        words=words(edition, [record]),
        inferred=record.inferred,
    )


def shifts(edition: Edition) -> list[Note]:
    """Changes of tone, as the documents describe them."""
    found = []
    for record in edition.of(StanceShift):
        span = edition.say.t("shift.from_to", a=record.from_, b=record.to) if record.from_ and record.to else ""
        title = edition.say.t(f"shift.{record.direction}", who=edition.who(record.who))
        found.append(
            _note(edition, record, title, edition.tone(record.who.side), span or record.to or record.from_ or "")
        )
    return found


def levers(edition: Edition) -> list[Note]:
    """What the documents count as a side's leverage."""
    order = {side: place for place, side in enumerate(edition.sides)}
    records = sorted(edition.of(Leverage), key=lambda record: order.get(record.side, 9))
    return [_note(edition, r, edition.side(r.side), edition.tone(r.side), "", r.items) for r in records]


def phases(edition: Edition) -> list[Note]:
    """The phases: dated ones in their order, then the patterns that documents name."""
    say, found = edition.say, []
    for record in sorted(edition.of(Phase), key=lambda p: (day(p.start) is None, day(p.start) or 0)):
        names = tuple(edition.labels.phase(name, say.lang) for name in record.pattern)
        label = edition.labels.phase(record.label, say.lang) if record.label else say.t("phase.pattern")
        when = say.dates(record.start, record.end) if record.start or record.end else ""
        if record.start and not record.end:
            when = say.t("measure.since", date=say.date(record.start))
        found.append(_note(edition, record, label, "other", when, names))
    return found


def _note(
    edition: Edition,
    record: StanceShift | Leverage | Phase,
    title: str,
    tone: str,
    text: str,
    items: tuple[str, ...] = (),
) -> Note:
    return Note(
        key=edition.anchor(record),
        title=title,
        tone=tone,
        text=text,
        items=items,
        lang=edition.document(record).language,
        sources=tuple(edition.numbers([record])),
        words=words(edition, [record]),
        inferred=record.inferred,
    )
