"""The timeline: every interaction that the documents tell of or the register knows, each once, differences shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.packs import Pack
from bilat.packs.lookups import participants
from bilat.relate.events import Event
from bilat.relate.events_values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An interaction. `date`: ISO, may be cut. `participants`: names. `reports`: how many records tell of it; 0 where
    only the register does, `register_id` then names its row. `differ`: by field the values on which reports do not
    agree, that of most sources first. `sources`: addresses that the register gives."""

    id: str
    date: str | None
    end_date: str | None
    kind: str
    level: str | None
    status: str
    participants: tuple[str, ...]
    place: str | None
    reports: int
    register_id: str | None
    differ: Mapping[str, Sequence[Value]]
    sources: tuple[str, ...]


def timeline(
    events: Iterable[Event],
    pack: Pack,
    *,
    since: str | None = None,
    until: str | None = None,
    level: str | None = None,
    kind: str | None = None,
) -> list[Entry]:
    """The entries between two days (inclusive, None: open), of one level and kind where given; the earliest first.

    Entries without a date stand last, and only where no day bounds the list.
    """
    rows = {row["id"]: row for row in pack.register.get("interactions", ())}
    told = [_of_event(event, rows.get(event.register_id or "")) for event in events]
    known = {entry.register_id for entry in told}
    entries = [*told, *(_of_row(row, pack) for key, row in rows.items() if key not in known)]
    chosen = [
        entry
        for entry in entries
        if _between(entry, since, until) and level in (None, entry.level) and kind in (None, entry.kind)
    ]
    return sorted(chosen, key=lambda entry: (entry.date or "~", entry.id))


def entry_json(entry: Entry) -> dict[str, object]:
    """An entry as a row; what reports differ on as lists of values."""
    return {
        "id": entry.id, "date": entry.date, "end_date": entry.end_date, "kind": entry.kind, "level": entry.level,
        "status": entry.status, "participants": list(entry.participants), "place": entry.place,
        "reports": entry.reports, "register_id": entry.register_id,
        "differ": {field: list(values) for field, values in entry.differ.items()}, "sources": list(entry.sources),
    }  # fmt: skip


def _of_event(event: Event, row: Mapping[str, str] | None) -> Entry:
    def first(field: str) -> str | None:
        told = event.values.get(field)
        return str(told[0][0]) if told else None

    level = row["level"].replace("-", "_") if row and row["level"] else first("level")
    differ = {
        field: [value for value, _ in told]
        for field, told in event.values.items()
        if len(told) > 1 and field != "participants"  # one report names more people than another: no difference
    }
    return Entry(
        id=event.id, date=event.date, end_date=(row["end_date"] or None) if row else first("end_date"),
        kind=event.kind, level=level, status=event.status, participants=tuple(n.name for n in event.participants),
        place=first("place"), reports=len(event.records), register_id=event.register_id, differ=differ,
        sources=_sources(row),
    )  # fmt: skip


def _of_row(row: Mapping[str, str], pack: Pack) -> Entry:
    def name(key: str) -> str:
        return pack.entities[key].name if key in pack.entities else key

    return Entry(
        id=f"event/{row['id']}", date=row["date"] or None, end_date=row["end_date"] or None, kind=row["kind"],
        level=row["level"].replace("-", "_") or None, status=row["status"],
        participants=tuple(name(key) for key in participants(row)), place=name(row["place"]) if row["place"] else None,
        reports=0, register_id=row["id"], differ={}, sources=_sources(row),
    )  # fmt: skip


def _sources(row: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in row["sources"].split("|") if part.strip()) if row else ()


def _between(entry: Entry, since: str | None, until: str | None) -> bool:
    """True where some day of the entry can lie between the two days."""
    if entry.date is None:
        return since is None and until is None
    return not (_before(entry.end_date or entry.date, since) or _before(until, entry.date))


def _before(one: str | None, other: str | None) -> bool:
    """True where every day that the one date can stand for lies before those of the other; both may be cut."""
    if one is None or other is None:
        return False
    length = min(len(one), len(other))
    return one[:length] < other[:length]
