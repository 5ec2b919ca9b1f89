"""Interactions of many documents merged per event, with what the documents say differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bilat.export.edition import Edition, day
from bilat.export.passages import Words, words
from bilat.model import Interaction, Name

_RANK = {"held": 3, "cancelled": 2, "planned": 1, "proposed": 0}
_LEVELS = ("leader", "minister", "vice_minister", "working")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One value that some documents give for a fact."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A fact on which the documents differ."""

    fact: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who took part."""

    name: str
    tone: str
    office: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An interaction as all documents together tell it. `key` is its HTML id; dates are ISO."""

    key: str
    kind: str
    status: str
    level: str | None
    date: str | None
    end_date: str | None
    title: str
    when: str
    people: tuple[Person, ...]
    facts: tuple[tuple[str, str], ...]
    disputes: tuple[Dispute, ...]
    sources: tuple[int, ...]
    overdue: bool
    words: Words
    records: tuple[Interaction, ...]
    names: frozenset[str]
    inferred: str | None


def events(edition: Edition) -> list[Event]:
    """All interactions merged, the latest first, undated ones last."""
    groups: dict[str, list[Interaction]] = {}
    for record in edition.of(Interaction):
        groups.setdefault(record.event or record.register_id or edition.id(record), []).append(record)
    merged = [_merge(edition, key, group) for key, group in groups.items()]
    return sorted(merged, key=lambda event: (event.date or "", event.key), reverse=True)


def _merge(edition: Edition, key: str, group: list[Interaction]) -> Event:
    say = edition.say
    lead = _lead(edition, group)
    date = max((r.date for r in group if r.date and r.status == lead.status), key=len, default=lead.date)
    if lead.date and len(lead.date) == len(date or ""):
        date = lead.date
    end_date = next((r.end_date for r in (lead, *group) if r.end_date), None)
    place = next((r.place for r in (lead, *group) if r.place), None)
    people = _people(edition, group)
    status = lead.status
    ids = {key, *(edition.id(r) for r in group), *(r.register_id for r in group if r.register_id)}
    return Event(
        key=edition.anchor(lead),
        kind=lead.kind,
        status=status,
        level=_level(group),
        date=date,
        end_date=end_date,
        title=say.event_title(
            lead.kind,
            [person.name for person in people],
            place=edition.labels.place(place, say.lang) if place else None,
            level=_level(group),
        ),
        when=say.dates(date, end_date) if date or end_date else say.t("undated"),
        people=people,
        facts=_facts(edition, group, lead, place),
        disputes=_disputes(edition, group, status),
        sources=tuple(edition.numbers(group)),
        overdue=_overdue(edition, status, end_date or date),
        words=words(edition, [lead, *(r for r in group if r is not lead)]),
        records=tuple(group),
        names=frozenset(ids),
        inferred=lead.inferred,
    )


def _lead(edition: Edition, group: Sequence[Interaction]) -> Interaction:
    """The record that tells most of what became of it: held before cancelled before planned, the fullest first."""

    def weight(record: Interaction) -> tuple[object, ...]:
        full = sum(value is not None for value in (record.place, record.duration_minutes, record.initiated_by))
        return (
            _RANK.get(record.status, 0),
            len(record.date or ""),
            full + len(record.participants),
            record.confidence,
            edition.id(record),
        )

    return max(group, key=weight)


def _level(group: Sequence[Interaction]) -> str | None:
    counts = Counter(record.level for record in group if record.level)
    return min(
        counts, key=lambda level: (-counts[level], _LEVELS.index(level) if level in _LEVELS else 9), default=None
    )


def _people(edition: Edition, group: Iterable[Interaction]) -> tuple[Person, ...]:
    found: dict[str, Name] = {}
    for record in group:
        for name in record.participants:
            found.setdefault(name.entity or name.name, name)
    order = {side: place for place, side in enumerate(edition.sides)}
    names = sorted(found.values(), key=lambda name: order.get(name.side or "", len(order)))
    people = [Person(name=edition.who(name), tone=edition.tone(name.side), office=name.office) for name in names]
    return tuple({person.name: person for person in people}.values())


def _facts(
    edition: Edition, group: Sequence[Interaction], lead: Interaction, place: str | None
) -> tuple[tuple[str, str], ...]:
    say, labels = edition.say, edition.labels

    def first(read: Callable[[Interaction], object]) -> object:
        return next((read(record) for record in (lead, *group) if read(record)), None)

    level, forum = _level(group), first(lambda r: r.forum)
    minutes, host = first(lambda r: r.duration_minutes), first(lambda r: r.initiated_by)
    rows = [
        ("level", say.term("level", level) if level else None),
        ("place", labels.place(place, say.lang) if place else None),
        ("forum", labels.place(str(forum), say.lang) if forum else None),
        ("duration", say.minutes(minutes) if isinstance(minutes, int) else None),
        ("initiated_by", edition.party(str(host)) if host else None),
    ]
    return tuple((say.t(f"fact.{name}"), text) for name, text in rows if text)


def _disputes(edition: Edition, group: Sequence[Interaction], status: str) -> tuple[Dispute, ...]:
    """Facts with more than one value. A plan that was later held is no dispute, nor is a less exact date."""
    say, labels = edition.say, edition.labels
    same = [record for record in group if record.status == status]
    readings: tuple[tuple[str, Callable[[Interaction], str | None]], ...] = (
        ("kind", lambda r: say.term("kind", r.kind)),
        ("date", lambda r: say.date(r.date) if r.date else None),
        ("place", lambda r: labels.place(r.place, say.lang) if r.place else None),
        ("duration", lambda r: say.minutes(r.duration_minutes) if r.duration_minutes else None),
        ("initiated_by", lambda r: edition.party(r.initiated_by) if r.initiated_by else None),
    )
    exact = {record.date for record in same if record.date}
    found = []
    for fact, read in readings:
        versions: dict[str, set[int]] = {}
        for record in same:
            vague = fact == "date" and any(d != record.date and d.startswith(record.date or "") for d in exact)
            text = None if vague else read(record)
            if text:
                versions.setdefault(text, set()).add(edition.number[record.doc])
        if len(versions) > 1:
            ordered = sorted(versions.items(), key=lambda item: (-len(item[1]), item[0]))
            told = tuple(Version(text=text, sources=tuple(sorted(docs))) for text, docs in ordered)
            found.append(Dispute(fact=say.t(f"fact.{fact}"), versions=told))
    return tuple(found)


def _overdue(edition: Edition, status: str, date: str | None) -> bool:
    """Planned for a day that the sources have since passed without a word on it."""
    last, horizon = day(date, end=True), day(edition.horizon)
    return status in ("planned", "proposed") and last is not None and horizon is not None and last < horizon
