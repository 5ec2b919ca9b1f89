"""The ledger of a page about documents: each undertaking once, with what the register has of it, and the claims."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.export.edition import Edition, links
from bilat.export.ledger import Claim, Entry, claim_of, claim_text, title_of
from bilat.export.passages import words
from bilat.model import Commitment, Compliance, Record
from bilat.relate.ledger_entries import Claim as Said
from bilat.relate.ledger_entries import Entry as Owed


def owed_entries(edition: Edition) -> list[Entry]:
    """The undertakings that the documents tell of, those with the soonest date first, claims that name none last."""
    assert edition.owed is not None
    records = {edition.id(record): record for record in edition.records}
    found = []
    for owed in edition.owed:
        mine = [record for key in owed.records if isinstance(record := records.get(key), Commitment)]
        claims = _claims(edition, owed, records)
        if mine:
            found.append(_entry(edition, owed, mine, claims))
        elif owed.action is None and claims:
            found.append(_loose(edition, owed, claims))
    return sorted(found, key=lambda e: (not e.parties, e.due_iso is None, e.due_iso or "", e.name or "", e.key))


def _entry(edition: Edition, owed: Owed, mine: Sequence[Commitment], claims: Sequence[Claim]) -> Entry:
    say, first = edition.say, mine[0]
    listed = say.listing([edition.party(code) for code in owed.parties])
    to = edition.party(owed.to) if owed.to else None
    status = [say.t(f"ledger.status.{owed.status}")] if owed.status != "open" else []
    timing = [say.t(f"ledger.timing.{owed.timing}")] if owed.timing in ("overdue", "unknown") else []
    return Entry(
        key=edition.anchor(first),
        name=title_of(edition, first.name),
        action=first.action if first.action != first.name else None,
        parties=say.opening(say.t("ledger.to", a=listed, b=to) if to and listed else listed),
        due=say.date(owed.due) if owed.due else None,
        due_iso=owed.due,
        issues=tuple(edition.issue(issue) for issue in dict.fromkeys((*owed.issues, *first.issues))),
        claims=tuple(claims),
        sources=tuple(edition.numbers(list(mine))),
        words=words(edition, list(mine)),
        inferred=first.inferred,
        known=owed.action if owed.register_id else None,
        state=say.listing([*status, *timing], final=False),
        links=links(owed.sources),
    )


def _loose(edition: Edition, owed: Owed, claims: Sequence[Claim]) -> Entry:
    known = owed.name if owed.name and not owed.name.startswith("commitment/") else None
    return Entry(
        key="claims-" + claims[0].key,
        name=title_of(edition, known) if known else None,
        action=None,
        parties="",
        due=None,
        due_iso=None,
        issues=(),
        claims=tuple(claims),
        sources=(),
        words=None,
    )


def _claims(edition: Edition, owed: Owed, records: dict[str, Record]) -> list[Claim]:
    """What documents report, and what the register has of claims with a date; its notes without a claim stay out."""
    found = []
    for place, said in enumerate(owed.claims):
        record = records.get(said.record or "")
        if isinstance(record, Compliance):
            found.append(claim_of(edition, record))
        elif said.record is None and said.claim != "noted":
            found.append(_registered(edition, owed, said, place))
    return found


def _registered(edition: Edition, owed: Owed, said: Said, place: int) -> Claim:
    say = edition.say
    text = claim_text(edition, said.by, said.claim, said.about)
    when = say.date(said.date) if said.date else say.t("undated")
    return Claim(
        key=f"claim-{owed.register_id}-{place}",
        text=say.t("pair", a=when, b=text),
        tone=edition.tone(said.by),
        sources=(),
        words=None,
        inferred=None,
        links=links(owed.sources),
    )
