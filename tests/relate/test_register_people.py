"""One row of the register is one interaction of a document, unless the document names other people for another."""

from __future__ import annotations

import dataclasses

from bilat import packs
from bilat.model import Evidence, Interaction, Name
from bilat.relate.register import link_document

DAY, ROW = "2024-04-26", "meeting-2024-04-26-minister"


def told(*people: str, start: int) -> Interaction:
    pack = packs.load("us-cn")
    names = tuple(
        Name(name=pack.entities[key].name, surface=pack.entities[key].name, entity=key, side=pack.entities[key].side)
        for key in people
    )
    return Interaction(
        doc="doc/x", evidence=(Evidence(start=start, end=start + 4, quote="call"),), confidence=0.9,
        kind="meeting", status="held", date=DAY, level="minister", participants=names,
    )  # fmt: skip


def test_the_same_people_are_one_interaction() -> None:
    first = told("person/antony-blinken", "person/wang-yi", start=0)
    again = told("person/antony-blinken", "person/wang-yi", start=50)
    one = link_document([first, again], DAY, packs.load("us-cn"))
    assert [record.register_id for record in one] == [ROW]


def test_other_people_are_another_interaction() -> None:
    """The row tells of a day on which one minister met two people of the other side, one after the other."""
    first = told("person/antony-blinken", "person/wang-yi", start=0)
    other = told("person/antony-blinken", "person/xi-jinping", start=50)
    found = link_document([first, other], DAY, packs.load("us-cn"))
    assert [record.register_id for record in found] == [ROW, None]


def test_what_is_told_by_its_place_alone_is_the_latest_of_its_kind_there() -> None:
    """Ministers of defence met in the same city some days after the talks on trade."""
    for kind, row in (("talks", "talks-2025-10-25-minister"), ("meeting", "meeting-2025-10-31-minister")):
        undated = dataclasses.replace(told(start=0), kind=kind, date=None, level=None, place="Kuala Lumpur")
        (found,) = link_document([undated], "2025-11-20", packs.load("us-cn"))
        assert found.register_id == row
