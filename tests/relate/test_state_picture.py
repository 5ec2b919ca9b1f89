"""Step lines say on every day what the states of that day say."""

from __future__ import annotations

import datetime

import pytest

from bilat import packs
from bilat.relate.state import states
from bilat.relate.state_picture import series

PACK = packs.load("us-cn")


def test_the_steps_of_both_sides_tariffs() -> None:
    (american,) = series(PACK, "tariff", imposed_by="US", layers=["fentanyl"])
    assert american.steps == (
        ("2025-02-04", 10, "in_force"),
        ("2025-03-04", 20, "in_force"),
        ("2025-11-10", 10, "in_force"),
        ("2026-02-20", 10, "struck_down"),
        ("2026-06-04", 10, "last_known"),
    )
    assert (american.unit, american.until) == ("percent", "2026-06-03")
    (chinese,) = series(PACK, "tariff", imposed_by="CN", layers=[None])
    assert [step[1] for step in chinese.steps] == [34, 84, 125, 10, 10]


def test_parts_come_in_the_order_asked_and_units_that_differ_are_told() -> None:
    asked = ["total", "reciprocal", "fentanyl"]
    assert [one.layer for one in series(PACK, "tariff", imposed_by="US", layers=asked)] == asked
    (truce,) = series(PACK, "tariff_truce")
    assert truce.unit is None
    assert series(PACK, "no_such_instrument") == []


def test_an_earlier_day_s_picture_ends_with_that_day_s_knowledge() -> None:
    (line,) = series(PACK, "tariff", imposed_by="US", layers=["fentanyl"], known_by="2025-03-10")
    assert line.steps[:2] == (("2025-02-04", 10, "in_force"), ("2025-03-04", 20, "in_force"))
    assert line.until == "2025-03-10"
    assert all(status != "struck_down" for _, _, status in line.steps)


@pytest.mark.parametrize("known_by", [None, "2025-11-05"])
def test_every_day_agrees_with_the_states_of_that_day(known_by: str | None) -> None:
    lines = series(PACK, "tariff", known_by=known_by)
    day = datetime.date(2025, 1, 20)
    while day < datetime.date(2026, 12, 31):
        on = day.isoformat()
        told = {
            (r.measure.imposed_by, r.measure.layer): (r.measure.value, r.measure.status)
            for r in states(PACK, on=on, known_by=known_by, instrument="tariff")
        }
        drawn = {
            (one.imposed_by, one.layer): [step for step in one.steps if step[0] <= on][-1][1:]
            for one in lines
            if one.steps[0][0] <= on
        }
        assert drawn == told
        day += datetime.timedelta(days=9)
