"""An interaction as one report tells it, made ready to be compared: which days it may be, who took part, where."""

from __future__ import annotations

import calendar
import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bilat.model import FAMILY, Interaction, record_id
from bilat.packs import Pack
from bilat.packs.lookups import participants

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One record. `days`: the first and last day that it may be, None where no date is told; `exact`: told to the day.

    `people`: pack ids, or names where the pack knows none. `source`: what counts as one source (copies, a family).
    """

    key: str
    record: Interaction
    family: str
    days: Days | None
    exact: bool
    people: frozenset[str]
    place: str | None
    published: Days | None
    source: str

    @property
    def order(self) -> tuple[str, str]:
        """A place among all mentions that follows from the content only."""
        return (self.record.date or "~", self.key)


def mention(record: Interaction, published: str | None, source: str, pack: Pack, *, key: str | None = None) -> Mention:
    """A record (`key`: its id, where known already) as a mention; dates that are no dates count as unknown."""
    told = record.date if record.date_basis != "register" or record.register_id else None
    return Mention(
        key=key or record_id(record),
        record=record,
        family=FAMILY.get(record.kind, record.kind),
        days=span(told, record.end_date),
        exact=len(told or "") == 10,
        people=frozenset(name.entity or name.name for name in record.participants),
        place=place_id(record.place, pack),
        published=span(published),
        source=source,
    )


def span(date: str | None, end: str | None = None) -> Days | None:
    """The first and the last day of ISO dates that may be cut (`2025-06`); None for what is no date."""
    first = _edge(date, last=False)
    if first is None:
        return None
    last = _edge(end, last=True) or _edge(date, last=True) or first
    return (first, max(first, last))


def _edge(date: str | None, *, last: bool) -> datetime.date | None:
    try:
        parts = [int(part) for part in (date or "").split("-")]
        year = parts[0]
        month = parts[1] if len(parts) > 1 else (12 if last else 1)
        day = parts[2] if len(parts) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
        return datetime.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def apart(one: Days, other: Days) -> int:
    """Days between two spans; 0 where they overlap."""
    return max((other[0] - one[1]).days, (one[0] - other[1]).days, 0)


def place_id(name: str | None, pack: Pack) -> str | None:
    """The pack's id of a place by its name, else the name."""
    return None if name is None else _places(pack).get(name, name)


@functools.lru_cache(maxsize=8)
def _places(pack: Pack) -> Mapping[str, str]:
    return {entity.name: key for key, entity in pack.entities.items() if entity.kind == "place"}


def same_place(one: str | None, other: str | None, pack: Pack) -> bool | None:
    """Whether one place lies in the other; None where either is unknown."""
    if one is None or other is None:
        return None
    return one in _around(other, pack) or other in _around(one, pack)


@functools.lru_cache(maxsize=65536)
def _around(place: str, pack: Pack) -> frozenset[str]:
    found: set[str] = set()
    at: str | None = place
    while at is not None and at not in found:
        found.add(at)
        entity = pack.entities.get(at)
        if entity is not None and entity.country:
            found.add(f"country/{entity.country}")
        at = entity.parent if entity is not None else None
    return frozenset(found)


class Known(NamedTuple):
    """A row of the register as what a cluster is compared by."""

    id: str
    family: str
    days: Days | None
    people: frozenset[str]
    place: str | None


@functools.lru_cache(maxsize=8)
def known_rows(pack: Pack) -> Mapping[str, Known]:
    """The register's interactions by id."""
    return {
        row["id"]: Known(
            row["id"],
            FAMILY.get(row["kind"], row["kind"]),
            span(row["date"], row["end_date"] or None),
            frozenset(participants(row)),
            row["place"] or None,
        )
        for row in pack.register.get("interactions", ())
    }
