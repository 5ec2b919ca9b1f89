"""What is said is kept once, by the document that said it first, however documents come and whatever people decide."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bilat import packs
from bilat.model import Document, Record, digest, record_id
from bilat.pipeline import records_of
from bilat.store import Filters, Judgement, View, Writer
from bilat.store.checking import check
from bilat.store.sayings import KINDS
from bilat.workspace import judge, relate, undo

_PARTS = (
    "The United States imposed a tariff of {n} percent on Chinese goods.",
    "China pledged to buy {n} million tons of soybeans by the end of 2027.",
    "Rubio met Wang Yi in London on April {n}, 2027.",
    "Beijing said that Washington had violated the consensus reached in Geneva.",
)


def _article(number: int, chance: random.Random) -> Document:
    lines = [part.format(n=chance.randint(10, 13)) for part in chance.sample(_PARTS, 3)]
    published = chance.choice(("2027-04-14", "2027-04-15", "2027-04-16", None))
    text = "\n".join(["Washington and Beijing", *lines, f"({number})"])
    return Document(
        id=f"doc/{digest('said', number)}", text=text, language="en", published=published, outlet="Reuters",
        outlet_kind="media", path=str(number), title="Washington and Beijing", title_span=(0, 22),
        kept=((23, len(text)),),
    )  # fmt: skip


def _expected(view: View, kind: str) -> list[str]:
    """By reading everything: of those that say the same the first with a date, else the first that came."""
    rows = view.records(Filters(types=(kind,)), limit=500).rows
    rows = sorted(rows, key=lambda one: (one["document"]["published"] or "~", one["document"]["added"]))
    with view.engine.connect() as db:
        from sqlalchemy import select

        from bilat.store.schema import records

        faces = dict(db.execute(select(records.c.id, records.c.face)).all())
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(faces[row["id"]], row["id"])
    return sorted(found.values())


@pytest.mark.parametrize("seed", range(2))
def test_each_thing_once_by_who_said_it_first(workspace: str, seed: int) -> None:
    chance, pack = random.Random(seed), packs.load("us-cn")
    with Writer(workspace) as writer, View(workspace) as view:
        numbers: list[int] = []
        for number in range(8):
            document = _article(number, chance)
            found = records_of(document, pack)
            writer.add(document, found, pack="us-cn", extractor="test")
            relate(writer)
            told = [row["id"] for kind in KINDS for row in view.records(Filters(types=(kind,)), limit=500).rows]
            if number % 3 == 1:
                numbers.append(judge(writer, Judgement(kind="reject", target=chance.choice(told), by="Ann")))
            if number % 3 == 2:
                undo(writer, numbers.pop(), by="Bo")
            if number == 5:
                later = replace(document, published="2027-04-01")
                writer.renew(later, records_of(later, pack)[1:], pack="us-cn", extractor="newer")
            for kind in KINDS:
                given = view.distinct(kind, since="" if kind == "interaction" else None)[0]
                assert sorted(map(record_id, given)) == _expected(view, kind), kind
        assert check(writer.engine).problems == []


def test_what_is_held_is_read_on_and_the_mark_tells_of_it(workspace: str) -> None:
    chance, pack = random.Random(5), packs.load("us-cn")
    with Writer(workspace) as writer, View(workspace) as view:
        before = view.mark()
        document = _article(1, chance)
        found: list[Record] = list(records_of(document, pack))
        writer.add(document, found, pack="us-cn", extractor="test")
        told = {kind for kind in KINDS if any(kind == view.record(record_id(one))["type"] for one in found)}  # type: ignore[index]
        assert told
        assert {kind for kind in KINDS if view.mark().of(kind) != before.of(kind)} == told
        assert view.mark().judged == before.judged
        first = next(record_id(one) for one in found if view.record(record_id(one))["type"] in told)  # type: ignore[index]
        judge(writer, Judgement(kind="confirm", target=first, by="Ann"))
        assert view.mark().judged != before.judged
