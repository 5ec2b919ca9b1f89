"""Whose account came out first, and who named which issues: from the accounts that are among the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bilat.model import Comparison, Document, Evidence, Record, cite
from bilat.packs import Pack
from bilat.relate.accounts import accounts, by_event
from bilat.relate.events import Event
from bilat.relate.initiative_base import Indicator


def account_indicators(
    pack: Pack, events: Sequence[Event], documents: Sequence[Document], records: Sequence[Record]
) -> Iterator[Indicator]:
    """Indicators of every event of which a document is a side's account."""
    texts = {document.id: document for document in documents}
    known = {event.id: event for event in events}
    compared: dict[str, list[Comparison]] = {}
    for record in records:
        if isinstance(record, Comparison):
            compared.setdefault(record.event, []).append(record)
    for event_id, group in sorted(by_event(accounts(documents, records, events, pack)).items()):
        sides: dict[str, list[Document]] = {}
        for account in group:
            sides.setdefault(account.side, []).append(texts[account.doc])
        first = _first(known[event_id], sides)
        yield first
        yield from _issues(known[event_id], compared.get(event_id, ()), first, [side.code for side in pack.sides])


def _first(event: Event, sides: Mapping[str, Sequence[Document]]) -> Indicator:
    """The side whose earliest account is the earlier; of two of one day without a time nothing is said."""
    told = {side: [d for d in texts if d.published and len(d.published) >= 10] for side, texts in sides.items()}
    every = [document for texts in sides.values() for document in texts]
    side, basis = None, "accounts"
    if len(sides) < 2:
        basis = "one_account"
    elif not all(told.values()):
        basis = "not_dated"
    else:
        # Times are compared only where all have one, in the same writing: clocks differ between the two countries.
        earliest = {code: min(str(d.published)[:10] for d in texts) for code, texts in told.items()}
        low = min(earliest.values())
        firsts = [code for code, day in earliest.items() if day == low]
        side, basis = (firsts[0], basis) if len(firsts) == 1 else (None, "same_day")
    return Indicator(
        name="published_first", side=side, date=event.date, event=event.id, basis=basis,
        items=tuple(sorted(sides)) if basis == "one_account" else (),
        evidence=tuple((document.id, _head(document)) for document in sorted(every, key=lambda d: d.id)),
        rows=(event.register_id,) if event.register_id else (),
    )  # fmt: skip


def _head(document: Document) -> Evidence:
    span = document.title_span or (document.kept[0] if document.kept else (0, len(document.text)))
    return cite(document.text, span)[0]


def _issues(
    event: Event, compared: Sequence[Comparison], first: Indicator, codes: Sequence[str]
) -> Iterator[Indicator]:
    """Where there are accounts of both: the issues that only one names, and those of both by the earlier one."""
    rows = (event.register_id,) if event.register_id else ()
    whole = [one for one in compared if not one.missing]
    for code in codes:
        alone = [one for one in whole if one.outcome == f"only_{code}"]
        if alone:
            yield Indicator(
                name="raised_alone", side=code, date=event.date, event=event.id, basis="accounts",
                items=tuple(one.issue for one in alone), evidence=_cited(alone), rows=rows,
            )  # fmt: skip
    shared = [one for one in whole if one.outcome in ("both", "conflict")]
    if first.side is not None and shared:
        yield Indicator(
            name="raised_first", side=first.side, date=event.date, event=event.id, basis="accounts",
            items=tuple(one.issue for one in shared), evidence=_cited(shared), rows=rows,
        )  # fmt: skip


def _cited(compared: Sequence[Comparison]) -> tuple[tuple[str, Evidence], ...]:
    return tuple((one.doc, item) for one in compared for item in one.evidence[:1])
