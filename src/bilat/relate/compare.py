"""The two governments' accounts of an interaction side by side, issue by issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bilat.model import Comparison, Document, Evidence, Interaction, Record, Silence, Statement, cite, record_id
from bilat.packs import Pack
from bilat.relate.accounts import Account, accounts, by_event
from bilat.relate.compare_conflict import conflict, lengths
from bilat.relate.compare_facts import Fact, facts
from bilat.relate.compare_issues import Raised, raised
from bilat.relate.compare_unsaid import data
from bilat.relate.duplicates import duplicate_groups
from bilat.relate.events import Event

_MOST_EVIDENCE = 3
# Confidence as measured on the careful readings: that both raise an issue is right more often than that only one does,
# which one overlooked mention refutes. Where the other side has no account, only the raising can be wrong.
_CONFIDENCE = {"both": 0.85, "only": 0.7, "missing": 0.85, "conflict": 0.5}


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing gives: the new records, by statement id the interaction that the statement is about, and which
    documents are whose account."""

    comparisons: tuple[Comparison, ...]
    silences: tuple[Silence, ...]
    interaction_of: Mapping[str, str] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()


class _Told(NamedTuple):
    """One account, and where it raises which issue."""

    account: Account
    document: Document
    issues: Mapping[str, Raised]


def compare_all(
    documents: Sequence[Document], records: Sequence[Record], found: Sequence[Event], pack: Pack
) -> Compared:
    """Every event of which some document is an account: one comparison an issue, and the silences that it shows.

    `records`: of all documents, the interactions with their events. Copies of an account are compared once.
    """
    copy_of = {key: group[0] for group in duplicate_groups(documents) for key in group}
    everything = list(records)
    return compare_accounts(
        accounts(documents, everything, found, pack), documents, everything, found, pack, copy_of=copy_of
    )


def compare_accounts(
    told_by: Sequence[Account],
    documents: Iterable[Document],
    records: Iterable[Record],
    found: Iterable[Event],
    pack: Pack,
    *,
    copy_of: Mapping[str, str],
) -> Compared:
    """The same for accounts that are known. `documents`, `records`, `found`: theirs, and any others; `copy_of`: by
    document id the document that stands for its copies."""
    texts = {document.id: document for document in documents}
    by_doc: dict[str, list[Record]] = {}
    for record in records:
        by_doc.setdefault(record.doc, []).append(record)
    known = {event.id: event for event in found}
    comparisons: list[Comparison] = []
    silences: list[Silence] = []
    interaction_of: dict[str, str] = {}
    for event_id, group in sorted(by_event(told_by).items()):
        told = [
            _Told(one, texts[one.doc], raised(one, texts[one.doc], by_doc.get(one.doc, []), known[event_id], pack))
            for one in group
        ]
        table = _Table(event_id, told, copy_of, [r for one in group for r in by_doc.get(one.doc, [])], pack)
        interaction_of |= table.interaction_of(known[event_id])
        comparisons += table.comparisons()
        silences += table.silences()
    return Compared(tuple(comparisons), tuple(silences), interaction_of, tuple(told_by))


def placed(records: Iterable[Record], compared: Compared) -> Iterator[Record]:
    """The records; statements of accounts with the interaction that they are about, where none was known."""
    for record in records:
        if isinstance(record, Statement) and record.interaction is None:
            yield replace(record, interaction=compared.interaction_of.get(record_id(record)))
        else:
            yield record


def compare(target: str, records: Iterable[Record], documents: Sequence[Document]) -> list[Comparison]:
    """The comparisons of an event: by its id, its register id, the id of one of its records, or an ISO date (which
    may be cut) that a report tells for it, or that its reports came out with (`documents`) where none tells any."""
    everything = list(records)
    published = {document.id: document.published for document in documents}
    wanted = {target, f"event/{target}"}
    for record in everything:
        if isinstance(record, Interaction) and record.event is not None:
            date = record.date or published.get(record.doc)
            on = date is not None and (date.startswith(target) or date <= target <= (record.end_date or date))
            if on or target in (record.register_id, record_id(record)):
                wanted.add(record.event)
    return [record for record in everything if isinstance(record, Comparison) and record.event in wanted]


class _Table:
    """The accounts of one event, by side."""

    def __init__(
        self,
        event: str,
        told: Sequence[_Told],
        copy_of: Mapping[str, str],
        records: Sequence[Record],
        pack: Pack,
    ) -> None:
        self.event, self.pack = event, pack
        self.codes = [side.code for side in pack.sides]
        self.told = sorted(told, key=lambda one: (self.codes.index(one.account.side), one.account.doc))
        self.docs = tuple(one.account.doc for one in self.told)
        self.missing = tuple(code for code in self.codes if all(one.account.side != code for one in told))
        # Comment that retells an account stands in for it where the side has no other. Of copies, the first to be told
        # with the most statements stands for all.
        reported = {one.account.side for one in self.told if not _is_comment(one)}
        kept: dict[tuple[str, str], _Told] = {}
        for one in self.told:
            if _is_comment(one) and one.account.side in reported:
                continue
            key = (copy_of.get(one.account.doc, one.account.doc), one.account.side)
            if key not in kept or len(one.issues) > len(kept[key].issues):
                kept[key] = one
        self.counted = list(kept.values())
        self.statements = {record_id(r): r for r in records if isinstance(r, Statement)}
        self.interactions = {record_id(r): r for r in records if isinstance(r, Interaction)}
        self.stated = {(r.side, r.issue) for r in records if isinstance(r, Silence)}

    def comparisons(self) -> list[Comparison]:
        """One for every issue that an account raises, in the pack's order."""
        told = {issue for one in self.counted for issue in one.issues}
        if lengths(self._told(self.counted)):
            told.add(data()["contact"])
        return [self._comparison(issue) for issue in self.pack.issues if issue in told]

    def interaction_of(self, event: Event) -> dict[str, str]:
        """By statement id the document's record of the event: what those say who took part, alone or together."""
        took_part = {name.entity for name in event.participants if name.entity}
        found = {}
        for one in self.told:
            keys = {key for entry in one.issues.values() for key in (*entry.statements, *entry.going_on)}
            for key in keys if one.account.interaction is not None else ():
                speaker = self.statements[key].speaker
                if speaker.entity in took_part or speaker.side == "both":
                    found[key] = str(one.account.interaction)
        return found

    def silences(self) -> list[Silence]:
        """What one side's accounts raise and the other side's, of which there are some, leave out."""
        found = []
        for issue in self.pack.issues:
            raising = {one.account.side for one in self.counted if issue in one.issues}
            for code in self.codes:
                silent = next((one for one in self.counted if one.account.side == code), None)
                if raising and code not in raising and silent is not None and (code, issue) not in self.stated:
                    found.append(self._silence(silent, code, issue))
        return found

    def _comparison(self, issue: str) -> Comparison:
        raising = [one for one in self.counted if issue in one.issues]
        sides = {code: self._statements(issue, code) for code in self.codes}
        raised_by = [code for code in self.codes if any(one.account.side == code for one in raising)]
        why = lengths(self._told(self.counted)) if issue == data()["contact"] else None
        if why:
            raising, raised_by = self.counted, self.codes
        elif len(raised_by) > 1:
            why = self._conflict(issue, raising)
        outcome = "conflict" if why else "both" if len(raised_by) > 1 else f"only_{raised_by[0]}"
        sure = outcome if len(raised_by) > 1 else "missing" if self.missing else "only"
        return Comparison(
            doc=raising[0].account.doc,
            evidence=self._evidence(raising[0], issue),
            confidence=_CONFIDENCE[sure],
            inferred=why,
            event=self.event,
            docs=self.docs,
            issue=issue,
            outcome=outcome,
            sides=sides,
            missing=self.missing,
        )

    def _statements(self, issue: str, code: str) -> tuple[str, ...]:
        told = (one.issues[issue] for one in self.counted if one.account.side == code and issue in one.issues)
        return tuple(dict.fromkeys(key for entry in told for key in (*entry.statements, *entry.going_on)))

    def _conflict(self, issue: str, raising: Sequence[_Told]) -> str | None:
        """By the statements that name the issue: what only goes on about it may be about something else."""
        said: dict[str, list[Statement]] = {code: [] for code in self.codes}
        for one in raising:
            keys = dict.fromkeys(one.issues[issue].statements)
            said[one.account.side] += [self.statements[key] for key in keys]
        texts = {one.account.doc: one.document.text for one in raising}
        stated: dict[str, list[Fact]] = {code: [] for code in self.codes}
        for one in raising:
            stated[one.account.side] += facts(one.document, one.issues[issue].spans, issue, self.pack)
        return conflict(issue, said, self._told(raising), texts, stated)

    def _told(self, accounts: Sequence[_Told]) -> dict[str, list[Interaction]]:
        """By side the records of the event in its accounts."""
        told: dict[str, list[Interaction]] = {code: [] for code in self.codes}
        for one in accounts:
            if one.account.interaction in self.interactions:
                told[one.account.side].append(self.interactions[str(one.account.interaction)])
        return told

    def _evidence(self, one: _Told, issue: str) -> tuple[Evidence, ...]:
        """Where an account raises an issue; where it only tells of the contact, that."""
        if issue in one.issues:
            return _evidence(one.document, one.issues[issue])
        own = self.interactions.get(one.account.interaction or "")
        return own.evidence[:1] if own is not None else _head(one.document)

    def _silence(self, silent: _Told, code: str, issue: str) -> Silence:
        own = self.interactions.get(silent.account.interaction or "")
        return Silence(
            doc=silent.account.doc,
            evidence=own.evidence[:1] if own is not None else _head(silent.document),
            confidence=_CONFIDENCE["only"],
            inferred="the other side's account raises it, this one does not",
            side=code,
            issue=issue,
            interaction=silent.account.interaction or self.event,
            basis="observed",
        )


def _is_comment(one: _Told) -> bool:
    return "opinion" in one.document.flags


def _evidence(document: Document, entry: Raised) -> tuple[Evidence, ...]:
    return cite(document.text, *sorted(dict.fromkeys(entry.spans))[:_MOST_EVIDENCE])


def _head(document: Document) -> tuple[Evidence, ...]:
    return cite(document.text, document.title_span or (document.kept[0] if document.kept else (0, len(document.text))))
