"""One row of the register is one interaction of a document, unless the document names other people for another."""

from __future__ import annotations

from dataclasses import replace

from bilat import packs
from bilat.model import Evidence, Interaction, Name
from bilat.relate.register import link_document

DAY = "2025-11-24"


def told(*people: str, start: int) -> Interaction:
    pack = packs.load("us-cn")
    names = tuple(
        Name(name=pack.entities[key].name, surface=pack.entities[key].name, entity=key, side=pack.entities[key].side)
        for key in people
    )
    return Interaction(
        doc="doc/x", evidence=(Evidence(start=start, end=start + 4, quote="call"),), confidence=0.9,
        kind="call", status="held", date=DAY, level="leader", participants=names,
    )  # fmt: skip


def test_the_same_people_are_one_interaction() -> None:
    both = told("person/donald-trump", "person/xi-jinping", start=0)
    again = told("person/donald-trump", "person/xi-jinping", start=50)
    one = link_document([both, again], DAY, packs.load("us-cn"))
    assert [record.register_id for record in one] == ["call-2025-11-24-leader"]


def test_other_people_are_another_interaction() -> None:
    both = told("person/donald-trump", "person/xi-jinping", start=0)
    other = replace(told("person/donald-trump", "person/wang-yi", start=50), level=None)
    found = link_document([both, other], DAY, packs.load("us-cn"))
    assert len(found) == 2
    assert found[0].register_id == "call-2025-11-24-leader"
