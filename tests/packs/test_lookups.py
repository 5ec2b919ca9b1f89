"""What a pack says, looked up the other way round, is what going through all of it finds."""

from __future__ import annotations

from bilat import packs
from bilat.packs.lookups import forum_places, held_at, interaction_rows, lies_within, office_holders, same_place

PACK = packs.load("us-cn")
ROWS = PACK.register["interactions"]


def test_every_row_is_found_by_its_id() -> None:
    assert all(interaction_rows(PACK)[row["id"]] is row for row in ROWS)


def test_forums_have_the_places_of_their_rows() -> None:
    told = {(forum, row["place"]) for row in ROWS if row["place"] for forum in row["forum"].split("; ")}
    assert {(forum, place) for forum, places in forum_places(PACK).items() for place in places} == told


def test_holders_have_held_the_office() -> None:
    held = office_holders(PACK)
    assert sum(map(len, held.values())) == sum(len(entity.tenures) for entity in PACK.entities.values())
    assert all(tenure in person.tenures for told in held.values() for person, tenure in told)


def test_a_city_lies_in_its_state_and_not_the_other_way_round() -> None:
    city = next(e for e in PACK.entities.values() if e.kind == "place" and e.country and e.id.startswith("place/"))
    assert {city.id, f"country/{city.country}"} <= lies_within(PACK, city.id)
    assert city.id not in lies_within(PACK, f"country/{city.country}")
    assert same_place(PACK, city.id, f"country/{city.country}")
    assert lies_within(PACK, "place/nowhere") == frozenset()


def test_what_was_held_at_a_place() -> None:
    place = next(row["place"] for row in ROWS if row["status"] == "held" and row["place"])
    found = held_at(PACK, place)
    assert found
    assert all(same_place(PACK, place, row["place"]) for row in found)
    assert {row["id"] for row in found} == {
        row["id"] for row in ROWS if row["status"] == "held" and row["place"] and same_place(PACK, place, row["place"])
    }
