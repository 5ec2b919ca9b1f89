"""Statements that belong together are found across languages, by what the pack knows; not by their words."""

from __future__ import annotations

from typing import Any

import pytest

from bilat import packs
from bilat.packs import Pack
from bilat.relate.related import named, related


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.load("us-cn")


def row(key: str, quote: str, *, doc: str, speaker: str = "A", issues: tuple[str, ...] = (), day: str = "2027-03-01",
        act: str = "urge") -> dict[str, Any]:  # fmt: skip
    return {
        "id": key, "doc": doc, "speaker": {"entity": None, "name": speaker}, "issues": list(issues), "act": act,
        "evidence": [{"quote": quote}], "document": {"published": day},
    }  # fmt: skip


def test_the_same_figure_and_the_same_phrase_count_more_than_an_issue(pack: Pack) -> None:
    own = row("s/1", "China will buy 25 million tons of soybeans", doc="d/1", issues=("agriculture",))
    others = [
        row("s/2", "中方将采购2500万吨大豆", doc="d/2", speaker="B", issues=("agriculture",), day="2027-03-03"),
        row("s/3", "Farmers are waiting", doc="d/3", speaker="C", issues=("agriculture",), act="describe"),
        row("s/4", "25 million tons", doc="d/1", issues=("agriculture",)),
        row("s/5", "Beijing spoke again", doc="d/4", issues=("agriculture",), day="2027-04-30"),
    ]
    found = related(own, others, pack)
    assert [one.row["id"] for one in found] == ["s/2", "s/5"]  # not of its own document, nor by an issue alone
    assert "amount:25 million tonnes" in found[0].common
    assert "speaker:A" in found[1].common
    assert [one.row["id"] for one in related(own, others, pack, same_event=frozenset({"s/3"}))] == ["s/3", "s/2", "s/5"]


def test_relation_is_mutual_and_the_order_of_input_does_not_matter(pack: Pack) -> None:
    one = row("s/1", "相互尊重、和平共处、合作共赢", doc="d/1", issues=("taiwan",))
    two = row("s/2", "mutual respect, peaceful coexistence and win-win cooperation", doc="d/2", issues=("taiwan",))
    third = row("s/3", "mutual respect and win-win cooperation", doc="d/3", speaker="Z", issues=("taiwan",))
    forth, back = related(one, [two, third], pack), related(two, [third, one], pack)
    assert forth[0].weight == next(found.weight for found in back if found.row["id"] == "s/1")
    assert related(one, [third, two], pack) == forth


@pytest.mark.parametrize("query", ["rare earth", "Rare earths", "稀土", '"rare earths"', "「稀土」"])
def test_a_query_names_an_issue_in_any_language(pack: Pack, query: str) -> None:
    assert ("issue", "rare_earths") in named(query, pack)


def test_a_query_names_people_and_places_but_no_part_of_a_name(pack: Pack) -> None:
    assert named("王毅", pack) == named("Wang Yi", pack) != []
    assert ("issue", "taiwan") in named("臺灣", pack)
    assert named("Wan", pack) == named("", pack) == []
