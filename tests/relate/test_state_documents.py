"""Documents' states beside the register's: agreeing, disagreeing, replaced, undated."""

from __future__ import annotations

from typing import Any

from bilat import packs
from bilat.model import Evidence, Measure
from bilat.relate.state import StateRecord, state_json, states

PACK = packs.load("us-cn")


def measure(doc: str = "doc/a", **fields: Any) -> Measure:
    told: dict[str, Any] = {"instrument": "tariff", "imposed_by": "US", "unit": "percent"} | fields
    return Measure(doc=doc, evidence=(Evidence(start=0, end=5, quote="words"),), **told)


def told(*measures: Measure, on: str, dates: dict[str, str | None], known_by: str | None = None) -> list[StateRecord]:
    found = states(PACK, on=on, known_by=known_by, extra=measures, published=dates)
    return [record for record in found if record.register_id is None]


def test_a_document_that_says_the_same_is_shown_beside_the_register() -> None:
    (record,) = told(measure(layer="fentanyl", value=20), on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert record.agrees_with == ("us-tariff-fentanyl-2025-03-04-in-force",)
    assert record.disagrees_with == ()
    assert record.measure.evidence[0].quote == "words"
    assert record.measure.status == "in_force"


def test_a_document_that_differs_says_from_what_and_overrides_nothing() -> None:
    claim = measure(layer="fentanyl", value=25)
    (record,) = told(claim, on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert record.disagrees_with == ("us-tariff-fentanyl-2025-03-04-in-force",)
    assert state_json(record)["disagrees_with"] == ["us-tariff-fentanyl-2025-03-04-in-force"]
    without = states(PACK, on="2025-06-05")
    beside = states(PACK, on="2025-06-05", extra=[claim], published={"doc/a": "2025-06-05"})
    assert [r for r in beside if r.register_id] == without


def test_a_status_that_differs_is_seen_too() -> None:
    claim = measure(layer="fentanyl", value=20, status="withdrawn")
    (record,) = told(claim, on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert record.disagrees_with == ("us-tariff-fentanyl-2025-03-04-in-force",)


def test_an_old_rate_told_as_over_contradicts_nothing() -> None:
    claim = measure(imposed_by="CN", value=125, status="withdrawn")
    (record,) = told(claim, on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert record.disagrees_with == ()


def test_a_rate_without_its_part_contradicts_no_part() -> None:
    (total,) = told(measure(value=30), on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert total.agrees_with == ("us-tariff-total-2025-additions-2025-05-14-in-force",)
    (odd,) = told(measure(value=55), on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert (odd.agrees_with, odd.disagrees_with) == ((), ())


def test_another_side_s_measure_is_another_line() -> None:
    (record,) = told(measure(imposed_by="CN", value=10), on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert record.agrees_with == ("cn-tariff-reciprocal-2025-05-14-in-force",)


def test_what_the_register_saw_replaced_is_not_shown() -> None:
    claim = measure(layer="fentanyl", value=20)
    assert told(claim, on="2025-12-01", dates={"doc/a": "2025-06-05"}) == []
    total = measure(value=145)
    assert told(total, on="2025-06-01", dates={"doc/a": "2025-04-20"}) == []
    assert len(told(total, on="2025-04-20", dates={"doc/a": "2025-04-20"})) == 1


def test_a_later_document_replaces_an_earlier_one() -> None:
    first, second = (
        measure("doc/a", instrument="anti_dumping", value=1),
        measure("doc/b", instrument="anti_dumping", value=2),
    )
    dates: dict[str, str | None] = {"doc/a": "2025-06-05", "doc/b": "2025-07-05"}
    assert [r.measure.value for r in told(first, second, on="2025-07-05", dates=dates)] == [2]
    assert [r.measure.value for r in told(first, second, on="2025-06-20", dates=dates)] == [1]
    assert [r.measure.value for r in told(first, second, on="2025-08-01", dates=dates, known_by="2025-07-01")] == [1]


def test_a_document_covers_its_own_day_and_no_later_one() -> None:
    claim = measure(instrument="anti_dumping", value=1)
    (day,) = told(claim, on="2025-06-05", dates={"doc/a": "2025-06-05"})
    (after,) = told(claim, on="2025-06-06", dates={"doc/a": "2025-06-05"})
    assert (day.measure.status, after.measure.status, after.last) == ("in_force", "last_known", "in_force")
    assert after.as_of == "2025-06-05"


def test_a_document_tells_nothing_before_it_was_published_or_before_its_day() -> None:
    ahead = measure(layer="fentanyl", value=10, status="announced", effective="2025-12-01")
    dates: dict[str, str | None] = {"doc/a": "2025-11-20"}
    assert told(ahead, on="2025-12-05", dates=dates, known_by="2025-11-19") == []
    assert told(ahead, on="2025-11-25", dates=dates) == []
    assert len(told(ahead, on="2025-12-05", dates=dates, known_by="2025-11-20")) == 1


def test_an_end_that_has_passed_is_run_out() -> None:
    claim = measure(instrument="anti_dumping", value=1, status="suspended", expires="2025-07")
    (record,) = told(claim, on="2025-08-01", dates={"doc/a": "2025-06-05"})
    assert (record.measure.status, record.last, record.run_out) == ("last_known", "suspended", True)
    (still,) = told(claim, on="2025-07-31", dates={"doc/a": "2025-06-05"})
    assert not still.run_out


def test_what_has_no_date_cannot_be_placed() -> None:
    assert told(measure(value=30), on="2025-06-05", dates={"doc/a": None}) == []
    assert told(measure(value=30), on="2025-06-05", dates={}) == []


def test_news_after_the_register_s_last_day_contradicts_nothing() -> None:
    truce = measure(instrument="tariff_truce", imposed_by="both", unit="year", value=2)
    (record,) = told(truce, on="2026-11-20", dates={"doc/a": "2026-11-20"})
    assert record.disagrees_with == ()
    assert record.measure.status == "in_force"
    beside = list(states(PACK, on="2026-11-20", instrument="tariff_truce"))
    assert [(r.measure.status, r.run_out) for r in beside] == [("last_known", True)]


def test_the_order_of_documents_does_not_matter() -> None:
    claims = [measure(f"doc/{n}", layer="fentanyl", value=20 + n % 2) for n in range(4)]
    dates: dict[str, str | None] = {claim.doc: "2025-06-05" for claim in claims}
    assert told(*claims, on="2025-06-05", dates=dates) == told(*reversed(claims), on="2025-06-05", dates=dates)
    assert len(told(*claims, on="2025-06-05", dates=dates)) == 4


def test_only_what_was_asked_for_is_shown() -> None:
    claims = [measure(layer="fentanyl", value=20), measure(instrument="anti_dumping", imposed_by="CN", value=1)]
    found = states(PACK, on="2025-06-05", instrument="anti_dumping", extra=claims, published={"doc/a": "2025-06-05"})
    assert [r.measure.instrument for r in found] == ["anti_dumping"]


def test_a_step_told_before_its_day_is_early_and_not_wrong() -> None:
    pause = measure(instrument="port_fees", unit=None, status="suspended")
    (record,) = told(pause, on="2025-10-30", dates={"doc/a": "2025-10-30"})
    assert (record.agrees_with, record.disagrees_with) == (("us-port-fees-2025-11-10-suspended",), ())
    dropped = measure(layer="fentanyl", value=20, status="withdrawn")
    (record,) = told(dropped, on="2025-10-30", dates={"doc/a": "2025-10-30"})
    assert record.disagrees_with == ()
    (record,) = told(dropped, on="2025-08-30", dates={"doc/a": "2025-08-30"})
    assert record.disagrees_with == ("us-tariff-fentanyl-2025-03-04-in-force",)


def test_the_sequel_that_makes_it_early_must_have_been_known() -> None:
    pause = measure(instrument="port_fees", unit=None, status="suspended")
    (record,) = told(pause, on="2025-10-30", dates={"doc/a": "2025-10-30"}, known_by="2025-11-01")
    assert record.disagrees_with == ("us-port-fees-2025-10-14-in-force",)


def test_a_general_word_does_not_contradict_a_line_of_its_own_name() -> None:
    pause = measure(instrument="rare_earth_export_control", imposed_by="CN", unit=None, status="withdrawn")
    (record,) = told(pause, on="2025-06-05", dates={"doc/a": "2025-06-05"})
    assert record.disagrees_with == ()
