"""What a pack says, looked up the other way round: made once for each pack."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from bilat.packs.schema import Entity, Pack, Tenure

Row = Mapping[str, str]
_PARTICIPANTS = "_participants"  # the end of each side's column for the people who took part


def participants(row: Row) -> dict[str, None]:
    """The pack ids of all that a row names, in the order of its columns, of which each side has one."""
    cells = (cell for column, cell in row.items() if column.endswith(_PARTICIPANTS))
    return {name.strip(): None for cell in cells for name in cell.split(";") if name.strip()}


@functools.lru_cache(maxsize=8)
def interaction_rows(pack: Pack) -> Mapping[str, Row]:
    """The register's interactions by id."""
    found: dict[str, Row] = {}
    for row in pack.register["interactions"]:
        found.setdefault(row["id"], row)
    return found


@functools.lru_cache(maxsize=8)
def forum_places(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """The places at which the register knows a forum to have been held, by the forum's id, in the register's order."""
    found: dict[str, dict[str, None]] = {}
    for row in pack.register["interactions"]:
        for forum in row["forum"].split("; ") if row["place"] else ():
            found.setdefault(forum, {})[row["place"]] = None
    return {forum: tuple(places) for forum, places in found.items()}


@functools.lru_cache(maxsize=8)
def office_holders(pack: Pack) -> Mapping[str, tuple[tuple[Entity, Tenure], ...]]:
    """Who held an office, and when, by the office's id, in the pack's order."""
    found: dict[str, list[tuple[Entity, Tenure]]] = {}
    for entity in pack.entities.values():
        for tenure in entity.tenures:
            found.setdefault(tenure.office, []).append((entity, tenure))
    return {office: tuple(holders) for office, holders in found.items()}


@functools.lru_cache(maxsize=8)
def states_of(pack: Pack) -> Mapping[str, str]:
    """The state of whatever lies in, belongs to or is one, by its name; of several of one name the first."""
    found: dict[str, str] = {}
    for entity in pack.entities.values():
        if entity.state:
            found.setdefault(entity.name, entity.state)
    return found


@functools.lru_cache(maxsize=8192)
def lies_within(pack: Pack, place: str) -> frozenset[str]:
    """A place with all that it lies in: places, its state as a place and as a side."""
    found: set[str] = set()
    entity: Entity | None = pack.entities.get(place)
    while entity is not None and entity.id not in found:
        found.add(entity.id)
        if entity.country:
            found |= {f"country/{entity.country}", f"side/{entity.country}"}
        entity = pack.entities.get(entity.parent) if entity.parent else None
    return frozenset(found)


def same_place(pack: Pack, one: str, other: str) -> bool:
    """True for the same place, or a venue and its city, or a city and its country."""
    return one == other or other in lies_within(pack, one) or one in lies_within(pack, other)


@functools.lru_cache(maxsize=1024)
def held_at(pack: Pack, place: str) -> tuple[Row, ...]:
    """What the register knows to have been held at a place, in it, or at what it lies in."""
    rows = (row for row in pack.register["interactions"] if row["status"] == "held" and row["place"])
    return tuple(row for row in rows if same_place(pack, place, row["place"]))
