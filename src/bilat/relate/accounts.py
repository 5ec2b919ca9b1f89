"""Whose account of an interaction a document is, and of which interaction.

An account is a government's own text, state media carrying it, or a report in which one side does nearly all the
talking (a leader's post, a readout in the news). It comes out with the event; what comes later looks back on it.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.languages.script import to_simplified
from bilat.model import FAMILY, Document, Interaction, Record, Statement, record_id
from bilat.packs import Pack
from bilat.relate.accounts_calendar import Calendar, Profile, Sided, settled, sided
from bilat.relate.accounts_owner import account_named
from bilat.relate.compare_words import actor_words, contacts_in, days_in, named_in, places_in, view_of
from bilat.relate.events import Event

OFFICIAL_KINDS = frozenset({"official", "state_media"})
_NO_ACCOUNT = frozenset({"think_tank"})
_GOVERNMENT = frozenset({"official", "unnamed_official", "state_media"})
_COMMENT = frozenset({"expert", "author", "business"})
_SHARE = 0.55  # of what both governments say in a report, by the side whose account it is
_FIRST = 1.0  # the weight, in statements, of who is named first in the title, and of who speaks first
_OWNER = 3.0  # ... of whose account the text says that it tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A document as one side's account. `official`: the government's own words or state media carrying them, so that
    all that stands in it is the account; else it is a report of it. `event` is the event's id; `interaction` the id of
    the document's own record of it, None where the document only lets it be understood."""

    doc: str
    side: str
    official: bool
    event: str
    interaction: str | None


def accounts(
    documents: Sequence[Document], records: Iterable[Record], found: Sequence[Event], pack: Pack
) -> list[Account]:
    """The documents that are accounts, each of one event: what it is about or, where no account of the other side is
    of that, an event near it of which there is one."""
    by_doc: dict[str, list[Record]] = {}
    for record in records:
        by_doc.setdefault(record.doc, []).append(record)
    calendar = Calendar(found, pack)
    told = []
    for document in sorted(documents, key=lambda one: one.id):
        own = profile(document, by_doc.get(document.id, []), pack)
        one = sided(own, calendar) if own is not None else None
        told += [(own, one)] if own is not None and one is not None else []
    foremost: dict[str, list[Sided]] = {}
    for _, one in told:
        foremost.setdefault(one.foremost.event, []).append(one)
    return [account(own, one, lambda event: foremost.get(event, ()), calendar) for own, one in told]


def profile(document: Document, records: Sequence[Record], pack: Pack) -> Profile | None:
    """What of a document decides of what it is an account; None where it is nobody's."""
    side = side_of(document, records, pack)
    if side is None:
        return None
    speakers = Counter(r.speaker.entity for r in records if isinstance(r, Statement) and r.speaker.entity)
    held = [r for r in records if isinstance(r, Interaction)]
    return Profile(
        doc=document.id, side=side[0], official=side[1], published=document.published, length=len(document.text),
        kept=(document.kept[0][0], document.kept[-1][1]) if document.kept else (0, len(document.text)),
        speakers=dict(sorted(speakers.items())),
        interactions=tuple((record_id(r), r.evidence[0].start) for r in held),
        named=tuple(sorted(named_in(document, pack))),
        families=tuple(sorted({FAMILY.get(kind, kind) for kind in contacts_in(document, pack)})),
        places=tuple(sorted(places_in(document, pack))),
        days=days_in(document),
    )  # fmt: skip


def account(own: Profile, one: Sided, foremost: Callable[[str], Sequence[Sided]], calendar: Calendar) -> Account:
    """The account that a document is. `foremost`: by event the documents that are foremost about it."""
    event = settled(one, foremost, calendar)
    return Account(
        doc=one.doc, side=one.side, official=own.official, event=event, interaction=calendar.record_of(event, own)
    )


def side_of(document: Document, records: Sequence[Record], pack: Pack) -> tuple[str, bool] | None:
    """The side whose account a document is, and whether it is that side's own text; None where it is nobody's."""
    if document.outlet_kind in _NO_ACCOUNT:
        return None
    statements = [record for record in records if isinstance(record, Statement)]
    told = _weights(document, statements, pack)
    total = math.fsum(told.values())
    if document.outlet_kind in OFFICIAL_KINDS:
        owner = _outlet_side(document, pack)
        side = owner or (max(sorted(told), key=lambda code: told[code]) if total else None)
        return (side, True) if side in _codes(pack) else None
    comment = sum(statement.voice in _COMMENT for statement in statements)
    if not total or comment > sum(statement.voice in _GOVERNMENT for statement in statements):
        return None
    side = max(sorted(told), key=lambda code: told[code])
    return (side, False) if told[side] >= _SHARE * total else None


def _codes(pack: Pack) -> frozenset[str]:
    return frozenset(side.code for side in pack.sides)


def _outlet_side(document: Document, pack: Pack) -> str | None:
    return _outlet_sides(pack).get(to_simplified(document.outlet or "").lower())


@functools.lru_cache(maxsize=8)
def _outlet_sides(pack: Pack) -> Mapping[str, str | None]:
    return {term.surface.lower(): pack.entities[term.ids[0]].side for term in pack.terms if term.kind == "outlet"}


def _weights(document: Document, statements: Sequence[Statement], pack: Pack) -> dict[str, float]:
    """How much of the talking each side does, whom the title and the first sentence put first, and whose account the
    text says that it tells (`Xinhua's account of the call`)."""
    codes = _codes(pack)
    spoken = [s for s in statements if s.voice in _GOVERNMENT and s.speaker.side in codes]
    told: Counter[str] = Counter(str(statement.speaker.side) for statement in spoken)
    weights: dict[str, float] = {code: float(told[code]) for code in codes}
    if spoken:
        first = min(spoken, key=lambda one: one.evidence[0].start)
        weights[str(first.speaker.side)] += _FIRST
    named = _first_named(document, pack)
    if named is not None:
        # Officials of whom the report does not say whose they are (`the president`) are those of its own side.
        weights[named] += sum(s.voice in _GOVERNMENT and s.speaker.entity is s.speaker.side is None for s in statements)
        if any(weights.values()):
            weights[named] += _FIRST
    owner = account_named(document, pack) if spoken else None
    if owner in codes:
        weights[owner] += _OWNER
    return weights


def _first_named(document: Document, pack: Pack) -> str | None:
    """The side of the person or body that the title names first, else the text."""
    start, end = document.title_span or (document.kept[0] if document.kept else (0, len(document.text)))
    codes = _codes(pack)
    for hit in actor_words(pack).hits(view_of(document.text)[start:end]):
        side = pack.entities[hit.key].side
        if side in codes:
            return side
    return None


def by_event(found: Iterable[Account]) -> Mapping[str, list[Account]]:
    """The accounts of each event."""
    grouped: dict[str, list[Account]] = {}
    for account in found:
        grouped.setdefault(account.event, []).append(account)
    return grouped
