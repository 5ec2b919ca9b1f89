"""One row of the register is one interaction of a document, unless the document names other people for another."""

from __future__ import annotations

import dataclasses

from bilat import packs
from bilat.model import Document, Evidence, Interaction, Name
from bilat.pipeline import records_of
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


def test_a_day_without_its_year_is_that_of_the_only_row_of_the_day() -> None:
    """Datelines leave the year out: people and day of the year name one call; a day of no row names none."""
    for day, row in (("5", "call-2025-06-05-leader"), ("7", None)):
        text = f"新华社北京6月{day}日电 国家主席习近平6月{day}日晚应约同美国总统特朗普通电话。"
        document = Document(id="doc/x", text=text, language="zh-Hans", published=None, kept=((0, len(text)),))
        (call,) = (r for r in records_of(document, packs.load("us-cn")) if isinstance(r, Interaction))
        assert (call.register_id, call.date) == (row, "2025-06-05" if row else None)
        assert (call.inferred is not None) == (row is not None)
