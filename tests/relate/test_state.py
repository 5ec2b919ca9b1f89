"""Any day's state: the questions, and what a record of state carries."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from state_questions import OWN, SHARED, read, wrong

from bilat import packs
from bilat.errors import PackError, UsageError
from bilat.packs import Pack
from bilat.relate.state import StateRecord, change_json, changes, state_json, states
from bilat.relate.state_source import table

PACK = packs.load("us-cn")


def ask(question: dict[str, Any], **more: Any) -> str | None:
    return wrong(question, states(PACK, on=question["on"], known_by=question["known_by"], **more))


@pytest.mark.parametrize("question", read(OWN), ids=lambda q: q["id"])
def test_own_questions(question: dict[str, Any]) -> None:
    """Read by hand from the register, by the conventions of the questions."""
    assert ask(question) is None
    assert ask(question, instrument=question["instrument"], imposed_by=question["imposed_by"]) is None


def test_own_questions_cover_what_can_go_wrong() -> None:
    questions = read(OWN)
    assert len(questions) >= 120
    assert len({q["id"] for q in questions}) == len(questions)
    expected = {q["expect"]["status"] for q in questions}
    assert expected >= {"in_force", "suspended", "withdrawn", "struck_down", "announced", "last_known", "none"}
    assert {q["imposed_by"] for q in questions} == {"US", "CN", "both"}
    assert sum(q["known_by"] is not None for q in questions) >= 25
    assert sum(q["expect"].get("run_out", False) for q in questions) >= 15
    lines = {(q["instrument"], q["imposed_by"], q["layer"]) for q in questions}
    shown = {(r.measure.instrument, r.measure.imposed_by, r.measure.layer) for r in states(PACK, on="2030-01-01")}
    assert len(lines & shown) >= 0.9 * len(shown)


@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not on this machine")
@pytest.mark.parametrize("named", [False, True])
def test_shared_questions(named: bool) -> None:
    failed = {}
    for question in read(SHARED):
        more = {"instrument": question["instrument"]} if named else {}
        if problem := ask(question, **more):
            failed[question["id"]] = problem
    assert failed == {}


def test_a_wrong_answer_is_told_from_a_right_one() -> None:
    """The judge itself: the same questions fail when the days are shifted by a year."""
    failed = [q["id"] for q in read(OWN) if ask(q | {"on": f"{int(q['on'][:4]) - 1}{q['on'][4:]}"})]
    assert len(failed) > 100


def test_evidence_is_the_register_s_own_words() -> None:
    text = resources.files("bilat.packs").joinpath("us-cn", "register", "instruments.csv").read_text(encoding="utf-8")
    assert table(PACK, "instruments").text == text
    for day in ("2025-06-01", "2026-02-28", "2027-01-01"):
        for record in states(PACK, on=day):
            assert record.measure.evidence
            assert record.measure.doc == "register/us-cn/instruments"
            for item in record.measure.evidence:
                assert text[item.start : item.end] == item.quote
            assert record.sources or record.note


def test_json_has_the_fields_of_a_measure_and_those_of_a_state() -> None:
    (record,) = states(PACK, on="2026-11-10", instrument="us_affiliates_rule_50pct")
    body = state_json(record)
    assert json.loads(json.dumps(body)) == body
    assert body["type"] == "measure"
    assert (body["status"], body["last"], body["run_out"]) == ("last_known", "suspended", True)
    assert (body["effective"], body["expires"], body["since_known"]) == ("2025-11-10", "2026-11-09", "2025-11-10")
    assert body["as_of"] == "2026-06-03"
    assert "2026-11-09" in body["inferred"]


def test_uncertainty_is_carried_along() -> None:
    (surcharge,) = [r for r in states(PACK, on="2026-03-01") if r.measure.layer == "section_122"]
    assert surcharge.note is not None
    assert "15 percent" in surcharge.note
    (entities,) = states(PACK, on="2025-10-01", instrument="entity_list")
    assert entities.single_source
    assert entities.measure.confidence < surcharge.measure.confidence


def test_an_instrument_is_found_by_any_of_its_names() -> None:
    by_id = states(PACK, on="2025-10-10", instrument="affiliates_rule")
    by_name = states(PACK, on="2025-10-10", instrument="us_affiliates_rule_50pct")
    assert (
        [r.register_id for r in by_id] == [r.register_id for r in by_name] == ["us-affiliates-rule-2025-09-29-in-force"]
    )
    assert by_id[0].measure.instrument == "affiliates_rule"
    assert by_name[0].measure.instrument == "us_affiliates_rule_50pct"
    assert {r.measure.layer for r in states(PACK, on="2025-10-10", instrument="fentanyl_tariff")} == {"fentanyl"}
    assert {r.measure.imposed_by for r in states(PACK, on="2025-10-15", imposed_by="CN")} == {"CN"}


def test_no_line_is_shown_twice() -> None:
    for day in ("2025-04-09", "2025-11-10", "2026-06-03"):
        found = states(PACK, on=day)
        keys = [(r.measure.instrument, r.measure.imposed_by, r.measure.layer) for r in found]
        assert len(keys) == len(set(keys))
        assert len({r.measure.doc for r in found}) == 1


@pytest.mark.parametrize("asked", [{"on": "2025-13-01"}, {"on": "yesterday"}, {"on": "2025-06-01", "known_by": "2025"}])
def test_what_is_no_day_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        states(PACK, **asked)  # type: ignore[arg-type]


def test_an_unknown_instrument_is_refused_and_a_known_one_without_states_is_not() -> None:
    with pytest.raises(UsageError, match="tariff_truce"):
        states(PACK, on="2025-06-01", instrument="tarif")
    assert states(PACK, on="2025-06-01", instrument="anti_dumping") == []


def test_changes_tell_every_step_between_two_days() -> None:
    found = changes(PACK, since="2025-04-01", on="2025-05-20", instrument="tariff", imposed_by="CN")
    own = [
        (c.date, c.after.measure.value, c.after.measure.status) for c in found if c.after and not c.after.measure.layer
    ]
    assert own == [
        ("2025-04-04", 34, "announced"),
        ("2025-04-09", 84, "in_force"),
        ("2025-04-12", 125, "in_force"),
        ("2025-05-14", 10, "in_force"),
    ]
    assert [c.date for c in found] == sorted(c.date for c in found)
    assert all(change_json(c)["type"] == "change" for c in found)


def test_changes_lead_from_one_day_s_states_to_the_other_s() -> None:
    def key(record: StateRecord) -> tuple[str | None, ...]:
        return (record.name, record.measure.imposed_by, record.measure.layer)

    for since, on, by in (("2025-01-15", "2025-06-01", None), ("2025-08-01", "2026-08-01", "2025-11-05")):
        now = {key(r): r.measure for r in states(PACK, on=since, known_by=by)}
        for change in changes(PACK, since=since, on=on, known_by=by):
            assert change.after is not None  # the register knows of no state that was never followed up
            assert now.get(key(change.after)) == (change.before.measure if change.before else None)
            now[key(change.after)] = change.after.measure
        assert {key(r): r.measure for r in states(PACK, on=on, known_by=by)} == now


def test_changes_know_no_more_than_was_known() -> None:
    found = changes(PACK, since="2026-02-01", on="2026-03-01", known_by="2026-02-10", instrument="tariff")
    assert [c for c in found if c.after and c.after.measure.status == "struck_down"] == []
    later = changes(PACK, since="2026-02-01", on="2026-03-01", instrument="tariff")
    assert [c.date for c in later if c.after and c.after.measure.status == "struck_down"] == ["2026-02-20"] * 2


def test_no_change_within_a_day_and_none_backwards() -> None:
    assert changes(PACK, since="2025-04-09", on="2025-04-09") == []
    with pytest.raises(UsageError, match="earlier"):
        changes(PACK, since="2025-04-10", on="2025-04-09")


def small(**cells: str) -> Pack:
    """A pack whose register has one row and none of the optional columns."""
    row = {
        "id": "aa-fee-2001",
        "instrument": "",
        "layer": "",
        "name": "aa_fee",
        "imposed_by": "US",
        "target": "CN",
        "effective": "2001-02-03",
        "expires": "",
        "value": "7",
        "unit": "percent",
        "status": "in_force",
        "outcome": "",
        "sources": "https://example.org/a",
        "single_source": "no",
        "note": "",
    }
    return replace(PACK, register={"instruments": (row | cells,)})


def test_a_register_without_the_optional_columns_covers_its_newest_row() -> None:
    (record,) = states(small(), on="2001-02-03")
    assert (record.measure.instrument, record.measure.status, record.measure.value) == ("aa_fee", "in_force", 7)
    assert states(small(), on="2001-02-04")[0].measure.status == "last_known"


@pytest.mark.parametrize("cells", [{"effective": "3 Feb 2001"}, {"effective": ""}, {"expires": "soon"}])
def test_a_row_without_usable_dates_is_refused(cells: dict[str, str]) -> None:
    with pytest.raises(PackError, match="aa-fee-2001"):
        states(small(**cells), on="2001-02-03")


def test_an_end_shows_once_what_brings_it_is_known() -> None:
    for known_by, expires in (("2025-11-03", None), ("2025-11-04", "2025-11-10")):
        (record,) = states(PACK, on="2025-11-03", known_by=known_by, instrument="fentanyl_tariff")
        assert (record.measure.value, record.measure.expires) == (20, expires)


def test_of_two_states_of_one_day_the_shorter_comes_first_in_whatever_order_they_stand() -> None:
    (first,) = small(expires="2001-02-04", value="1").register["instruments"]
    (second,) = small(id="aa-fee-2001-b", value="2").register["instruments"]
    for rows in ((first, second), (second, first)):
        pack = replace(PACK, register={"instruments": rows})
        assert [states(pack, on=day)[0].measure.value for day in ("2001-02-03", "2001-02-04")] == [1, 2]
