"""At which interaction an undertaking was given: by what its document says, in an order from the surest on.

An undertaking is linked to the document's own record of the interaction, else to the event. What tells it, the first
that does: the statement that it stands in belongs to an interaction; its name is that of a place or forum where the two
met before the document came out; the document is a government's account of one event; one held interaction alone is
told of the days before. What none of these tells stays without.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bilat.model import Commitment, Document, Interaction, Record, Statement, record_id
from bilat.packs import Pack
from bilat.relate.accounts import Account
from bilat.relate.events import Event
from bilat.relate.state_rows import first_day, last_day

_RECENT = 10  # days within which a document still tells of what was undertaken as news


def occasioned(
    records: Iterable[Record],
    documents: Sequence[Document],
    events: Sequence[Event],
    accounts: Sequence[Account],
    pack: Pack,
) -> Iterator[Record]:
    """The records in their order; undertakings with the interaction at which they were given, where that is told."""
    everything = list(records)
    finder = _Finder(everything, documents, events, accounts, pack)
    for record in everything:
        if isinstance(record, Commitment) and record.interaction is None:
            yield finder.linked(record)
        else:
            yield record


class _Finder:
    """The ways in which a document tells the occasion."""

    def __init__(
        self,
        records: Sequence[Record],
        documents: Sequence[Document],
        events: Sequence[Event],
        accounts: Sequence[Account],
        pack: Pack,
    ) -> None:
        self.pack = pack
        self.published = {d.id: last_day(d.published[:10]) if d.published else None for d in documents}
        self.events = {event.id: event for event in events}
        self.own: dict[str, list[Interaction]] = {}
        self.statements: dict[tuple[object, ...], Statement] = {}
        for record in records:
            if isinstance(record, Interaction):
                self.own.setdefault(record.doc, []).append(record)
            elif isinstance(record, Statement):
                self.statements[(record.doc, record.evidence)] = record
        self.account: dict[str, list[Account]] = {}
        for account in accounts:
            self.account.setdefault(account.doc, []).append(account)

    def linked(self, record: Commitment) -> Commitment:
        """The undertaking with its interaction, and with the reason where that was concluded."""
        statement = self.statements.get((record.doc, record.evidence))
        if statement is not None and statement.interaction is not None:
            return replace(record, interaction=statement.interaction)
        ways = (
            ("the place or forum that names it", self._by_name(record)),
            ("the document is an account of it", self._by_account(record)),
            ("the only one that the document tells of these days", self._alone(record)),
        )
        for why, found in ways:
            if found is not None:
                return replace(record, interaction=found, inferred=record.inferred or f"interaction: {why}")
        return record

    def _by_name(self, record: Commitment) -> str | None:
        """The latest interaction before the document at the place, or on the occasion, that the name begins with."""
        named = {record.name, record.name.rpartition(" ")[0]} - {""}
        ids = {e.id for e in self.pack.entities.values() if e.kind in ("place", "forum") and e.name in named}
        told = self.published.get(record.doc)
        rows = [
            row
            for row in self.pack.register.get("interactions", ())
            if row["status"] == "held"
            and ids & {row["place"], row["forum"]}
            and (told is None or first_day(row["date"]) <= told)
        ]
        if not rows or (told is None and len(rows) > 1):
            return None
        latest = max(rows, key=lambda row: (last_day(row["date"]), row["id"]))
        return self._here(record.doc, f"event/{latest['id']}")

    def _by_account(self, record: Commitment) -> str | None:
        mine = self.account.get(record.doc, ())
        return (mine[0].interaction or mine[0].event) if len(mine) == 1 else None

    def _alone(self, record: Commitment) -> str | None:
        told = self.published.get(record.doc)
        if told is None:
            return None
        recent = {
            own.event or record_id(own)
            for own in self.own.get(record.doc, ())
            if own.status == "held" and own.date and len(own.date) == 10 and self._is_recent(own.date, told)
        }
        return self._here(record.doc, recent.pop()) if len(recent) == 1 else None

    @staticmethod
    def _is_recent(date: str, told: str) -> bool:
        days = (datetime.date.fromisoformat(told) - datetime.date.fromisoformat(date)).days
        return 0 <= days <= _RECENT

    def _here(self, doc: str, event: str) -> str:
        """The document's own record of an event, else the event."""
        own = [record_id(one) for one in self.own.get(doc, ()) if event in (one.event, record_id(one))]
        return min(own) if own else event


def occasions(records: Iterable[Record]) -> Mapping[str, str]:
    """By interaction record what it is across documents: the register's row where it is known, else the event."""
    found = {}
    for record in records:
        if isinstance(record, Interaction):
            found[record_id(record)] = record.register_id or (record.event or record_id(record)).removeprefix("event/")
    return found
