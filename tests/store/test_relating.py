"""However documents come, in whatever order and in how many steps, comparing them gives the same."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.errors import UsageError
from bilat.relate.ledger_links import occasions
from bilat.store import Filters, Judgement, View, Writer
from bilat.workspace import judge, relate, undo
from tests.store import near

_SEEDS = st.lists(st.integers(0, 120), min_size=4, max_size=12, unique=True)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(_SEEDS, st.lists(st.integers(1, 5), min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_neither_order_nor_number_at_a_time_matter(seeds: list[int], steps: list[int], chance: random.Random) -> None:
    """Byte for byte, in every table; and the same as comparing all of them in memory, from nothing."""
    expected = near.from_nothing(sorted(seeds))
    tables = []
    for parts in ([len(seeds)], steps):
        with tempfile.TemporaryDirectory() as folder, Writer(str(Path(folder, "bilat.db"))) as writer:
            waiting = list(seeds)
            chance.shuffle(waiting)
            for size in parts:
                near.add(writer, waiting[:size])
                waiting = waiting[size:]
            near.add(writer, waiting)
            assert near.shown(writer) == expected
            tables.append(near.stored(writer))
    assert tables[0] == tables[1]


def test_interactions_are_told_by_what_they_are_across_documents(workspace: str) -> None:
    """As `relate.ledger_links.occasions` has it, which asks for all of them."""
    with Writer(workspace) as writer:
        near.add(writer, list(range(8)))
        view = View(writer.engine)
        expected = occasions(view.load()[1])
        assert expected
        assert view.occasions([*expected, "unknown"]) == expected


@pytest.mark.parametrize("seed", range(3))
def test_what_people_decide_changes_only_what_follows_from_it(workspace: str, seed: int) -> None:
    """Corrections, rejections, merges, splits and their undoing between additions: the same as all compared anew."""
    chance = random.Random(seed)
    seeds = chance.sample(range(120), 10)
    with Writer(workspace) as writer:
        view = View(writer.engine)
        near.add(writer, seeds[:5])
        numbers: list[int] = []
        for number in seeds[5:]:
            near.add(writer, [number])
            if numbers and chance.random() < 0.3:
                undo(writer, numbers.pop(chance.randrange(len(numbers))), by="Bo")
            try:
                numbers.append(judge(writer, _decision(view, chance)))
            except UsageError:
                continue  # an event that is alone cannot be merged with itself
        told = near.stored(writer)
        relate(writer, everything=True)
        assert near.stored(writer) == told


def _decision(view: View, chance: random.Random) -> Judgement:
    held = [row["id"] for row in view.records(Filters(types=("interaction",)), limit=100).rows]
    events = [row["id"] for row in view.timeline(limit=500).rows if row["reports"]]
    kind = chance.choice(("correct", "correct", "reject", "merge", "split"))
    if kind == "correct":
        field, value = chance.choice((("date", "2027-04-11"), ("date", "2027-04"), ("status", "cancelled")))
        return Judgement(kind="correct", target=chance.choice(held), field=field, value=value, by="Ann")
    if kind == "merge":
        return Judgement(kind="merge", target=chance.choice(events), others=(chance.choice(events),), by="Ann")
    return Judgement(kind="reject" if kind == "reject" else "split", target=chance.choice(held), by="Ann")
