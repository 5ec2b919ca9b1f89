"""The ledger: who undertook what, by when, and who has claimed since that it was kept or broken.

Undertakings of the register and of documents are one entry only where they are the same: the same parties, an issue in
common, the same occasion or the same due date, and no amount that contradicts. What a side says is that side's claim,
never a finding; an entry's `status` is what dated claims add up to, `timing` what its due date and the day asked make.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilat.model import Commitment, Compliance, Record, record_id
from bilat.packs import Pack
from bilat.relate.ledger_entries import Claim, Entry, entry_json, from_register
from bilat.relate.ledger_links import occasions
from bilat.relate.ledger_text import Amount, amounts, condition
from bilat.relate.state_rows import ALWAYS, first_day, last_day, whole_day

__all__ = ["Claim", "Entry", "as_of", "entry_json", "gathered", "ledger", "told"]


_MONTH = len("2025-06")


@dataclass(slots=True)
class _Draft:
    """An entry being put together, with the claims found for it."""

    entry: Entry
    claims: list[Claim] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def ledger(
    pack: Pack,
    records: Iterable[Record] = (),
    *,
    on: str | None = None,
    published: Mapping[str, str | None] | None = None,
) -> list[Entry]:
    """Undertakings of the register and of documents' records, as they stood on a day (None: by all that is known).

    `published` gives documents' dates by id. What was undertaken or claimed after `on`, or at an unknown date, is left
    out where a day is asked. Ordered by due date (open ones last), then by the day they were made.

    Raises UsageError where `on` is no day.
    """
    return list(as_of(gathered(pack, records, published=published), on))


def gathered(
    pack: Pack,
    records: Iterable[Record] = (),
    *,
    published: Mapping[str, str | None] | None = None,
    met: Mapping[str, str] | None = None,
) -> list[Entry]:
    """All undertakings with all claims, whenever they were made: what `as_of` takes for each day asked.

    `met`: by the id of an interaction that is not among `records` what it is across documents, as `occasions` gives it.
    """
    dates = published or {}
    # The order in which documents were read must not tell: the earlier published comes first.
    everything = list(records)
    known = {**(met or {}), **occasions(everything)}
    mine = [record for record in everything if isinstance(record, Commitment | Compliance)]
    found = sorted(mine, key=lambda r: (dates.get(r.doc) or ALWAYS, r.doc, record_id(r)))
    drafts = _Drafts(_Draft(*from_register(pack, row)) for row in pack.register.get("commitments", ()))
    for record in found:
        if isinstance(record, Commitment):
            _place(drafts, _at(record, known), dates.get(record.doc))
    loose = _Loose()
    for record in found:
        if isinstance(record, Compliance):
            claim = _told(record, dates.get(record.doc))
            target = _target(drafts, record, claim.date)
            (target.claims if target else loose.of(record)).append(claim)
    every = [replace(draft.entry, claims=_in_order(draft.claims)) for draft in (*drafts.all, *loose.drafts())]
    return sorted(every, key=lambda e: (last_day(e.due) if e.due else ALWAYS, e.date or ALWAYS, e.id))


def as_of(entries: Iterable[Entry], on: str | None) -> Iterator[Entry]:
    """Of entries that `gathered` gave those that had been made by a day, with what was claimed by then; all of them
    where no day is asked. Raises UsageError where `on` is no day."""
    day = whole_day(on, "on") if on else None
    for entry in entries:
        stood = _finished(entry, day)
        if stood is not None:
            yield stood


def told(
    pack: Pack,
    records: Iterable[Record],
    *,
    published: Mapping[str, str | None] | None = None,
    known_by: str | None = None,
) -> list[Entry]:
    """The entries that documents tell of, those that the register has too with the claims that it knew by a day.

    A document's own undated claims are shown, and count for nothing. Raises UsageError where `known_by` is no day.
    """
    day = whole_day(known_by, "known_by") if known_by else None
    found = []
    for entry in ledger(pack, records, published=published):
        if not entry.records and entry.action is not None:
            continue
        claims = [c for c in entry.claims if c.record or day is None or (c.date and last_day(c.date) <= day)]
        timing = _timing(entry, claims, day)
        found.append(replace(entry, claims=tuple(claims), status=_status(claims), timing=timing))
    return found


class _Drafts:
    """Entries being put together, found by what an undertaking may have in common with them."""

    def __init__(self, drafts: Iterable[_Draft]) -> None:
        self.all: list[_Draft] = []
        self.of_occasion: list[_Draft] = []
        self._by: dict[tuple[object, ...], dict[int, None]] = {}
        for draft in drafts:
            self.add(draft)

    def add(self, draft: _Draft) -> None:
        """Take in an entry."""
        self.all.append(draft)
        if draft.entry.occasion:
            self.of_occasion.append(draft)
        self.note(len(self.all) - 1)

    def note(self, place: int) -> None:
        """Note by what an entry is found; again where it got a due date, an amount or a name."""
        draft = self.all[place]
        keys: list[tuple[object, ...]] = [("name", name) for name in draft.names]
        for key in _shared(draft.entry.interaction, draft.entry.due):
            keys += [key, *((*key, amount) for amount in draft.entry.amounts or (None,))]
        for key in keys:
            self._by.setdefault(key, {})[place] = None

    def near(self, record: Commitment, mine: Sequence[Amount]) -> list[int]:
        """The places of those of the same occasion, or of a due date of the same month, whose amounts may agree."""
        found: set[int] = set()
        for key in _shared(record.interaction, record.due):
            asked = [(*key, amount) for amount in (*mine, None)] if mine else [key]
            found.update(*(self._by.get(one, ()) for one in asked))
        return sorted(found)

    def called(self, name: str) -> _Draft | None:
        """The only one that goes by a name. Raises LookupError where several do."""
        places = list(self._by.get(("name", name), ()))
        if len(places) > 1:
            raise LookupError(name)
        return self.all[places[0]] if places else None


def _shared(interaction: str | None, due: str | None) -> Iterator[tuple[object, ...]]:
    if interaction is not None:
        yield ("occasion", interaction)
    if due is not None and len(due) >= _MONTH:
        yield ("due", due[:_MONTH])


class _Loose:
    """Claims that name no undertaking that is known: by what they name, and whose conduct they are about."""

    def __init__(self) -> None:
        self._claims: dict[tuple[str, str], list[Claim]] = {}

    def of(self, record: Compliance) -> list[Claim]:
        return self._claims.setdefault((record.commitment or "", record.about or ""), [])

    def drafts(self) -> list[_Draft]:
        found = []
        for (name, about), claims in sorted(self._claims.items()):
            entry = Entry(
                id=f"claims/{name or 'unnamed'}/{about or 'nobody'}",
                register_id=None,
                name=name or None,
                parties=tuple(side for side in (about,) if side),
            )
            found.append(_Draft(entry, claims))
        return found


def _at(record: Commitment, known: Mapping[str, str]) -> Commitment:
    """The undertaking with its interaction as it is called across documents."""
    if record.interaction is None:
        return record
    called = known.get(record.interaction, record.interaction.removeprefix("event/"))
    return replace(record, interaction=called)


def _place(drafts: _Drafts, record: Commitment, told: str | None) -> None:
    """Puts a document's undertaking into the entry that it is the same as, or into one of its own."""
    mine = amounts(record.action or "")
    near = drafts.near(record, mine)
    place = _best([at for at in near if _same(drafts.all[at].entry, record, mine, told)], drafts, record, mine)
    key = record_id(record)
    evidence = tuple((record.doc, item) for item in record.evidence)
    if place is not None:
        same = drafts.all[place]
        entry = same.entry
        same.entry = replace(
            entry,
            due=entry.due or record.due,
            amounts=entry.amounts or mine,
            condition=entry.condition or condition(record.action or ""),
            records=(*entry.records, key),
            evidence=(*entry.evidence, *evidence),
        )
        same.names |= {record.name, key}
        drafts.note(place)
        return
    entry = Entry(
        id=key,
        register_id=None,
        name=record.name,
        parties=record.parties,
        to=record.to,
        action=record.action,
        date=told,
        due=record.due,
        amounts=mine,
        condition=condition(record.action or ""),
        issues=record.issues,
        interaction=record.interaction,
        records=(key,),
        evidence=evidence,
    )
    drafts.add(_Draft(entry, [], {record.name, key}))


def _best(same: Sequence[int], drafts: _Drafts, record: Commitment, mine: Sequence[Amount]) -> int | None:
    """The place of the one entry that fits best: an amount in common first, then issues; None where two fit alike."""

    def fit(place: int) -> tuple[int, int]:
        entry = drafts.all[place].entry
        return (len(set(entry.amounts) & set(mine)), len(set(entry.issues) & set(record.issues)))

    ranked = sorted(same, key=fit, reverse=True)
    if len(ranked) > 1 and fit(ranked[0]) == fit(ranked[1]):
        return None
    return ranked[0] if ranked else None


def _same(entry: Entry, record: Commitment, mine: Sequence[Amount], told: str | None) -> bool:
    if not set(entry.issues) & set(record.issues):
        return False
    if told and entry.date and last_day(told) < first_day(entry.date):
        return False
    if not _amounts_agree(entry.amounts, mine):
        return False
    occasion = entry.interaction is not None and entry.interaction == record.interaction
    due = entry.due is not None and record.due is not None
    agree = due and _one_date(str(entry.due), str(record.due))
    if set(entry.parties) != set(record.parties):
        # One side tells what both undertook: the same where the amount or the day says so too.
        joint = occasion and set(record.parties) < set(entry.parties)
        return joint and (bool(set(entry.amounts) & set(mine)) or agree)
    if entry.register_id is None and occasion and not due:
        # Two documents tell of one undertaking; what one document tells twice is two.
        other = all(doc != record.doc for doc, _ in entry.evidence)
        return other and set(entry.issues) == set(record.issues)
    return agree if due else occasion


def _amounts_agree(theirs: Sequence[Amount], mine: Sequence[Amount]) -> bool:
    """Whether every amount told in a unit that both have is one of theirs; amounts in other units only are two
    promises of one day."""
    units = {(one.unit, one.per) for one in theirs}
    shared = [one for one in mine if (one.unit, one.per) in units]
    if theirs and mine and not shared:
        return False
    return all(one in theirs for one in shared)


def _one_date(first: str, second: str) -> bool:
    """Whether two dates can be the same; a bare year is no date to tell undertakings apart by."""
    return min(len(first), len(second)) >= _MONTH and (first.startswith(second) or second.startswith(first))


def _told(record: Compliance, date: str | None) -> Claim:
    return Claim(
        by=record.by,
        claim=record.claim,
        about=record.about,
        date=date[:10] if date else None,
        text=" … ".join(item.quote for item in record.evidence),
        doc=record.doc,
        evidence=record.evidence,
        record=record_id(record),
    )


def _target(drafts: _Drafts, record: Compliance, date: str | None) -> _Draft | None:
    """The one undertaking that a claim is about; None where it names none, or one of several."""
    if record.commitment is None:
        return None
    try:
        exact = drafts.called(record.commitment)
    except LookupError:
        return None
    if exact is not None:
        return exact
    found = [draft for draft in drafts.of_occasion if _of_occasion(draft.entry, record, date)]
    return found[0] if len(found) == 1 else None


def _of_occasion(entry: Entry, record: Compliance, date: str | None) -> bool:
    """A claim names an undertaking by the place where it was agreed; it can only be about what was agreed before."""
    if not entry.occasion or (record.about and record.about not in entry.parties):
        return False
    if date and entry.date and last_day(date) < first_day(entry.date):
        return False
    place = (record.commitment or "").rpartition(" ")[0]
    return bool(place) and re.search(rf"\b{re.escape(place)}\b", entry.occasion) is not None


def _finished(entry: Entry, day: str | None) -> Entry | None:
    """The entry as it stood on a day; None where it had not been made, or nothing of it was known."""
    claims = entry.claims
    if day is not None:
        if entry.action is not None and (entry.date is None or last_day(entry.date) > day):
            return None
        claims = tuple(claim for claim in claims if claim.date and last_day(claim.date) <= day)
        if entry.action is None and not claims:
            return None
    return replace(entry, claims=claims, status=_status(claims), timing=_timing(entry, claims, day))


def _in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Each claim once, the earliest first."""
    unique = {(c.by, c.claim, c.about, c.date, c.text, c.doc): c for c in claims}
    return tuple(sorted(unique.values(), key=lambda c: (last_day(c.date) if c.date else "", c.doc, c.text)))


def _status(claims: Sequence[Claim]) -> str:
    """What the dated claims come to: each claimant's latest, of each side's conduct."""
    latest: dict[tuple[str, str], str] = {}
    for claim in claims:
        if claim.date and claim.claim != "noted":
            latest[(claim.by or "", claim.about or "")] = claim.claim
    said = set(latest.values())
    if not said:
        return "open"
    return said.pop() if len(said) == 1 else "disputed"


def _timing(entry: Entry, claims: Sequence[Claim], day: str | None) -> str:
    if entry.due is None:
        return "none"
    due = last_day(entry.due)
    # Claims of documents carry knowledge beyond the register's last day.
    covered = max([entry.as_of, *(last_day(claim.date) for claim in claims if claim.date)])
    asked = day or (covered if covered != ALWAYS else due)
    if asked <= due:
        return "upcoming"
    if any(claim.date and claim.claim == "kept" for claim in claims):
        return "past"
    return "overdue" if due < covered else "unknown"
