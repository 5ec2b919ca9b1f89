"""What documents add to the phases, and what they do not change."""

from __future__ import annotations

from typing import Any

import pytest

from bilat import packs
from bilat.demo import sample_paths
from bilat.model import Compliance, Document, Interaction, Measure, Name, Phase, cite
from bilat.packs import Pack
from bilat.pipeline import run
from bilat.relate.events import events
from bilat.relate.phases_documents import document_signs
from bilat.relate.phases_report import report

TEXT = "The two presidents spoke by telephone on July 4, 2026. A duty of 30 percent took effect on July 20, 2026."


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.load("us-cn")


def document(number: int = 1, published: str | None = "2026-07-21") -> Document:
    return Document(id=f"doc/{number}", text=TEXT, language="en", published=published, kept=((0, len(TEXT)),))


def name(side: str) -> Name:
    return Name(name=side, surface=side, entity=f"side/{side}", side=side)


def call(doc: str = "doc/1", **more: Any) -> Interaction:
    told = {"kind": "call", "status": "held", "date": "2026-07-04", "level": "leader"} | more
    sides = told.pop("sides", ("US", "CN"))
    return Interaction(doc=doc, evidence=cite(TEXT, (0, 54)), participants=tuple(map(name, sides)), **told)


def duty(doc: str = "doc/1", **more: Any) -> Measure:
    told = {"instrument": "tariff", "imposed_by": "US", "effective": "2026-07-20", "date_basis": "stated"} | more
    return Measure(doc=doc, evidence=cite(TEXT, (55, len(TEXT))), value=30, unit="percent", **told)


def told_of_purchases() -> dict[str, Any]:
    """What an article says weeks after they had begun."""
    return {
        "doc": "doc/1", "evidence": cite(TEXT, (55, 70)), "instrument": "purchases", "imposed_by": "CN",
        "effective": "2026-01-20", "date_basis": "stated", "status": "in_force",
    }  # fmt: skip


def signs(pack: Pack, *records: Any, documents: tuple[Document, ...] = ()) -> list[tuple[str, str | None, list[str]]]:
    texts = documents or (document(),)
    found = events([r for r in records if isinstance(r, Interaction)], texts, pack)
    published = {text.id: text.published for text in texts}
    return [(s.day, s.side, sorted(s.tags)) for s in document_signs(pack, found, records, published)]


def test_what_the_register_does_not_know_is_a_sign(pack: Pack) -> None:
    assert signs(pack, call(), duty()) == [
        ("2026-07-04", "both", ["contact", "leaders"]),
        ("2026-07-20", "US", ["escalation"]),
    ]


def test_what_has_no_day_or_side_of_its_own_is_none(pack: Pack) -> None:
    assert signs(pack, call(date="2026-07")) == []
    assert signs(pack, duty(effective=None)) == []
    assert signs(pack, duty(imposed_by=None)) == []
    assert signs(pack, call(), documents=(document(published=None),)) == []
    assert signs(pack, call(sides=("US",))) == []


def test_what_the_register_tells_better_is_none(pack: Pack) -> None:
    assert signs(pack, duty(effective="2025-02-04")) == []  # the register has that duty, and its own figure
    assert signs(pack, duty(effective="2026-02-24")) == []  # a surcharge that the pack reads as no step at all
    assert signs(pack, Measure(**told_of_purchases())) == []  # as it stood that day by the register
    known = call(date="2025-06-05", register_id="call-2025-06-05-leader")
    assert signs(pack, known) == []


def test_several_reports_of_one_act_are_one_sign(pack: Pack) -> None:
    texts = (document(1), document(2, "2026-07-22"))
    told = (duty(), duty("doc/2"))
    found = document_signs(pack, (), told, {text.id: text.published for text in texts})
    assert len(found) == 1
    assert found[0].known == "2026-07-21"
    assert {doc for doc, _ in found[0].evidence} == {"doc/1", "doc/2"}


def test_an_own_kept_promise_or_an_own_fault_is_no_accusation(pack: Pack) -> None:
    def claim(**more: Any) -> Compliance:
        return Compliance(doc="doc/1", evidence=cite(TEXT, (0, 10)), commitment=None, **more)

    assert signs(pack, claim(by="US", claim="breached", about="CN")) == [("2026-07-21", "US", ["breach"])]
    assert signs(pack, claim(by="US", claim="breached", about="US")) == []
    assert signs(pack, claim(by="US", claim="kept", about="US")) == []


def test_documents_lead_the_course_on_beyond_the_register(pack: Pack) -> None:
    found = report(pack, (document(),), (call(), duty()))
    last = found.stages[-1]
    assert (last.label, last.start, last.known_until) == ("call", "2026-07-04", "2026-07-21")
    assert last.confidence < 0.9  # no register stands behind it
    assert last.because[0].records
    earlier = report(pack, (document(),), (call(), duty()), known_by="2026-06-30")
    assert earlier.stages[-1].label == "resume"


def test_what_texts_say_of_phases_stands_beside_and_decides_nothing(pack: Pack) -> None:
    told = Phase(doc="doc/1", evidence=cite(TEXT, (0, 10)), pattern=("pause", "call", "resume"))
    with_it, without = report(pack, (document(),), (told,)), report(pack, (document(),), ())
    assert with_it.told == (told,)
    assert with_it.stages == without.stages


def test_the_samples_give_a_report_whose_evidence_stands_in_its_sources(pack: Pack) -> None:
    with sample_paths() as paths:
        result = run([str(path) for path in paths])
    found = report(pack, result.documents, result.records)
    texts = {document.id: document.text for document in result.documents}
    assert found.stages
    assert {one.name for one in found.initiative} >= {"asked", "hosted", "published_first"}
    for one in found.initiative:
        for doc, evidence in one.evidence:
            if doc in texts:
                assert texts[doc][evidence.start : evidence.end] == evidence.quote
