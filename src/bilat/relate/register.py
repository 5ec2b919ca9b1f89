"""The register: known interactions, and which of them a told interaction is."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from bilat.model import FAMILY, Evidence, Interaction, Name
from bilat.packs import Pack
from bilat.packs.lookups import participants

_RECENT_DAYS = 10  # a report without a date tells of what happened within this many days before it


def link_document(
    interactions: Sequence[Interaction], published: str | None, pack: Pack, days: Sequence[tuple[int, str]] = ()
) -> list[Interaction]:
    """The interactions of one document, linked to the register; those that prove the same are told once.

    `days`: of a document without a date, where it names days whose year it leaves open, and the days (`06-05`).
    """
    linked: dict[str, Interaction] = {}
    kept: list[Interaction] = []
    for interaction in interactions:
        row = find(interaction, published, pack, days)
        if row is None:
            kept.append(interaction)
            continue
        found = _filled(interaction, row, pack)
        if row["id"] in linked and not _same_people(linked[row["id"]], interaction):
            kept.append(interaction)  # another meeting of the same days: one row cannot be both
        elif row["id"] in linked:
            merged = _merged(linked[row["id"]], found)
            kept[kept.index(linked[row["id"]])] = merged
            linked[row["id"]] = merged
        else:
            linked[row["id"]] = found
            kept.append(found)
    return kept


def _same_people(one: Interaction, other: Interaction) -> bool:
    """True unless each of two interactions names somebody whom the other does not."""
    first, second = ({name.entity or name.name for name in told.participants} for told in (one, other))
    return first <= second or second <= first


def find(
    interaction: Interaction, published: str | None, pack: Pack, days: Sequence[tuple[int, str]] = ()
) -> Mapping[str, str] | None:
    """The register's row that an interaction is, where the two agree and nothing else does as well."""
    if interaction.status != "held":
        return None
    family = FAMILY.get(interaction.kind, interaction.kind)
    candidates = _held(pack).get(family, ())
    rows = [row for row, people in candidates if _agrees(interaction, row, people, published, pack)]
    if not rows:
        return None
    if interaction.date is not None:
        exact = [row for row in rows if row["date"] == interaction.date]
        return (exact or rows)[0] if len(exact or rows) == 1 else None
    if published is None:
        named = {day for at, day in days if any(told.start <= at < told.end for told in interaction.evidence)}
        rows = [row for row in rows if row["date"][5:] in named] if named else rows
        return rows[0] if len(rows) == 1 else None
    latest = max(rows, key=lambda row: (row["kind"] == interaction.kind, row["date"]))
    recent = _days_between(latest["date"], published)
    by_place = interaction.place is not None and bool(latest["place"])
    return latest if by_place or (recent is not None and recent <= _RECENT_DAYS) else None


@functools.lru_cache(maxsize=8)
def _held(pack: Pack) -> Mapping[str, Sequence[tuple[Mapping[str, str], frozenset[str]]]]:
    """By family of kinds the rows of what was held, each with the people who took part."""
    found: dict[str, list[tuple[Mapping[str, str], frozenset[str]]]] = {}
    for row in pack.register["interactions"]:
        if row["status"] == "held":
            family = FAMILY.get(row["kind"], row["kind"])
            found.setdefault(family, []).append((row, frozenset(participants(row))))
    return found


def _agrees(
    told: Interaction, row: Mapping[str, str], people: frozenset[str], published: str | None, pack: Pack
) -> bool:
    if published and row["date"][: len(published)] > published[: len(row["date"])]:
        return False
    if told.date and not _date_agrees(told.date, told.end_date, row):
        return False
    named = {p.entity for p in told.participants if p.entity}
    if named and people and not (named <= people or people <= named or _by_day(told, row, named & people)):
        return False
    level = row["level"].replace("-", "_")
    if told.level and level and told.level != level and not (named and named == people):
        return False
    same_place = told.place is not None and _place_agrees(told.place, row["place"], pack)
    if told.place is not None and row["place"] and not same_place:
        return False
    return same_place or len(named) >= 2 or bool(named and told.date)


def _by_day(told: Interaction, row: Mapping[str, str], shared: Set[str]) -> bool:
    """Talks of several days that are told with their first day and somebody whom the row knows: others came as well."""
    return bool(shared) and row["kind"] == told.kind == "talks" and told.date == row["date"] != row["end_date"] != ""


def _date_agrees(date: str, end: str | None, row: Mapping[str, str]) -> bool:
    first, last = row["date"], row["end_date"] or row["date"]
    if date.startswith(first) or first.startswith(date):
        return True
    return first <= date <= last or bool(end and date <= first <= end)


def _place_agrees(name: str, place: str, pack: Pack) -> bool:
    found: str | None = place
    seen: set[str] = set()
    while found and found not in seen:
        seen.add(found)
        entity = pack.entities.get(found)
        if entity is None:
            return False
        if entity.name == name or (entity.country and _country(pack, entity.country) == name):
            return True
        found = entity.parent
    return _parents(pack).get(name) == place


@functools.lru_cache(maxsize=8)
def _parents(pack: Pack) -> Mapping[str, str | None]:
    """What each place lies in, by the place's name; of places of one name, the first."""
    found: dict[str, str | None] = {}
    for entity in pack.entities.values():
        if entity.kind == "place":
            found.setdefault(entity.name, entity.parent)
    return found


def _country(pack: Pack, code: str) -> str | None:
    entity = pack.entities.get(f"country/{code}")
    return entity.name if entity else None


def _days_between(earlier: str, later: str) -> int | None:
    try:
        return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days
    except ValueError:
        return 0 if later.startswith(earlier[:7]) or earlier.startswith(later) else None


def _filled(told: Interaction, row: Mapping[str, str], pack: Pack) -> Interaction:
    """What the text leaves open, from the register, and marked so."""
    changes: dict[str, object] = {"register_id": row["id"]}
    reasons = []
    if told.date is None:
        changes |= {"date": row["date"], "end_date": row["end_date"] or None, "date_basis": "register"}
        reasons.append("date")
    one_sided = told.kind == "talks" and len({p.side for p in told.participants}) < 2
    if len(told.participants) < 2 or one_sided:
        named = {p.entity for p in told.participants}
        more = [_name(entity, pack) for entity in sorted(participants(row)) if entity not in named]
        if row["level"] == "leader":
            more = [m for m in more if m is not None and _is_leader(m.entity or "", row["date"], pack)]
        changes["participants"] = (*told.participants, *(m for m in more if m is not None))
        reasons.append("participants")
    level = row["level"].replace("-", "_")
    if told.level is None and level:
        changes["level"] = level
    if reasons:
        filled = f"{' and '.join(reasons)} from the register's {row['id']}"
        changes["inferred"] = f"{told.inferred}; {filled}" if told.inferred else filled
    return replace(told, **changes)  # type: ignore[arg-type]


def _is_leader(entity_id: str, date: str, pack: Pack) -> bool:
    tenures = pack.entities[entity_id].tenures
    return any(t.covers(date) and pack.offices[t.office].level == "leader" for t in tenures if t.office in pack.offices)


def _name(entity_id: str, pack: Pack) -> Name | None:
    entity = pack.entities.get(entity_id)
    if entity is None:
        return None
    return Name(name=entity.name, surface=entity.name, entity=entity.id, side=entity.side)


def _merged(first: Interaction, second: Interaction) -> Interaction:
    evidence: dict[tuple[int, int], Evidence] = {(e.start, e.end): e for e in (*first.evidence, *second.evidence)}
    names = {p.entity or p.name: p for p in (*second.participants, *first.participants)}
    date = second if first.date_basis == "register" and second.date_basis != "register" else first
    return replace(
        first,
        evidence=tuple(evidence.values()),
        participants=tuple(names.values()),
        date=date.date,
        end_date=date.end_date,
        date_basis=date.date_basis,
        place=first.place or second.place,
        forum=first.forum or second.forum,
        duration_minutes=first.duration_minutes or second.duration_minutes,
        initiated_by=first.initiated_by or second.initiated_by,
    )


def link(records: Iterable[Interaction], published: Mapping[str, str | None], pack: Pack) -> list[Interaction]:
    """All documents' interactions, linked; `published` gives each document's date by its id."""
    by_doc: dict[str, list[Interaction]] = {}
    for record in records:
        by_doc.setdefault(record.doc, []).append(record)
    return [item for doc, items in by_doc.items() for item in link_document(items, published.get(doc), pack)]
