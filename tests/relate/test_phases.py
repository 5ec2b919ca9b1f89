"""The phases against the real course of the relationship, what was known when, and what stays unknown."""

from __future__ import annotations

import datetime
import itertools
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.cli import main
from bilat.errors import UsageError
from bilat.model import cite
from bilat.packs import Pack
from bilat.packs.schema import Conduct
from bilat.relate.phases import Stage, stage_on, stages
from bilat.relate.phases_rules import rules
from bilat.relate.phases_signs import Sign, register_signs
from bilat.relate.state_source import table

QUESTIONS = yaml.load(
    (Path(__file__).parents[1] / "fixtures" / "phases" / "questions.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.load("us-cn")


@pytest.fixture(scope="module")
def found(pack: Pack) -> list[Stage]:
    return stages(pack)


def test_there_are_enough_questions_and_they_ask_for_every_phase() -> None:
    assert len(QUESTIONS) >= 25
    asked = Counter(question["phase"] for question in QUESTIONS)
    assert min(asked[label] for label in ("pause", "call", "resume", "stalemate", "unknown")) >= 1


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: f"{q['day']}-{q.get('known_by', 'now')}")
def test_the_phase_of_a_day(pack: Pack, question: dict[str, str]) -> None:
    standing = stage_on(stages(pack, known_by=question.get("known_by")), question["day"])
    label = standing.stage.label if standing.stage else "unknown"
    assert label in {question["phase"], question.get("also", question["phase"])}, question["why"]
    expected = question.get("standing", "unknown" if label == "unknown" else None)
    assert standing.status == expected or (expected is None and standing.status in ("inferred", "carried"))


@pytest.mark.parametrize(
    ("day", "label"),
    [("2024-11-20", "call"), ("2025-04-01", "resume"), ("2025-12-10", "stalemate"), ("2018-08-01", None)],
)
def test_another_relationship_by_the_same_rules(day: str, label: str | None) -> None:
    """Japan and China: the meeting in Lima, the economic dialogue after it, measures since November 2025."""
    stage = stage_on(stages(packs.load("jp-cn")), day).stage
    assert (stage.label if stage else None) == label


def test_phases_follow_each_other_without_overlap(found: list[Stage]) -> None:
    for one, after in itertools.pairwise(found):
        assert one.end is not None
        assert one.start <= one.end < after.start
    assert found[-1].end is None
    assert len({stage.id for stage in found}) == len(found)


def test_every_change_has_a_rule_that_is_declared_and_evidence_that_stands_there(
    pack: Pack, found: list[Stage]
) -> None:
    declared = {rule.id: rule for rule in rules().rules}
    for stage in found:
        assert stage.rule in declared
        assert declared[stage.rule].to == stage.label
        assert stage.because
        for sign in stage.because:
            for doc, evidence in sign.evidence:
                text = table(pack, doc.rpartition("/")[2]).text
                assert text[evidence.start : evidence.end] == evidence.quote
                assert sign.row is not None
                assert sign.row in text


def test_what_was_not_known_yet_changes_nothing(pack: Pack) -> None:
    """A replay of an earlier day's knowledge uses nothing that became known later, and is the same each time."""
    for day in ("2025-03-01", "2025-05-31", "2025-10-08", "2025-12-31"):
        known = stages(pack, known_by=day)
        assert all(stage.start <= day and stage.known_until <= day for stage in known)
        assert all(sign.known <= day for stage in known for sign in (*stage.because, *stage.during))
        assert known == stages(pack, known_by=day)


def test_the_order_of_the_register_is_without_effect(pack: Pack, found: list[Stage]) -> None:
    turned = replace(pack, register={name: tuple(reversed(rows)) for name, rows in pack.register.items()})
    assert [(s.label, s.start, s.end, s.rule) for s in stages(turned)] == [
        (s.label, s.start, s.end, s.rule) for s in found
    ]


def sign(day: str, *tags: str, side: str = "both") -> Sign:
    """A sign of a document, for a pack whose register is empty."""
    text = f"{day} {side} {' '.join(tags)}"
    return Sign(
        tags=frozenset(tags),
        side=side,
        first=day,
        day=day,
        known=day,
        what="x",
        records=(f"x/{text}",),
        evidence=tuple(("doc/1", item) for item in cite(text, (0, len(text)))),
    )


def bare(pack: Pack, **conduct: str) -> Pack:
    return replace(pack, register={}, conduct=Conduct(**conduct))  # type: ignore[arg-type]


def course(pack: Pack, *signs: Sign) -> list[tuple[str, str, str | None, str]]:
    return [(s.label, s.start, s.end, s.rule) for s in stages(pack, extra=signs)]


def test_the_whole_cycle(pack: Pack) -> None:
    told = course(
        bare(pack),
        sign("2030-01-01", "broken_off"),
        sign("2030-02-01", "contact", "leaders"),
        sign("2030-02-10", "contact", "negotiators"),
        sign("2030-04-01", "escalation", side="US"),
        sign("2030-04-05", "escalation", side="CN"),
    )
    assert told == [
        ("pause", "2030-01-01", "2030-01-31", "broken_off"),
        ("call", "2030-02-01", "2030-02-09", "leaders_speak"),
        ("resume", "2030-02-10", "2030-04-04", "talks_follow"),
        ("stalemate", "2030-04-05", None, "hardening"),
    ]


def test_one_hard_step_is_no_stalemate_and_what_one_side_does_on_a_day_is_one_step(pack: Pack) -> None:
    talks = (sign("2030-02-01", "contact", "leaders"), sign("2030-02-02", "contact", "negotiators"))
    twice = (sign("2030-03-01", "escalation", side="US"), sign("2030-03-01", "breach", side="US"))
    assert [label for label, *_ in course(bare(pack), *talks, *twice)] == ["call", "resume"]
    claims = (sign("2030-03-01", "breach", side="US"), sign("2030-03-02", "breach", side="CN"))
    assert [label for label, *_ in course(bare(pack), *talks, *claims)] == ["call", "resume"]  # words alone
    apart = (sign("2030-03-01", "escalation", side="US"), sign("2030-05-01", "escalation", side="CN"))
    assert [label for label, *_ in course(bare(pack), *talks, *apart)] == ["call", "resume"]


def test_an_irritant_decides_nothing(pack: Pack) -> None:
    talks = (sign("2030-02-01", "contact", "leaders"), sign("2030-02-02", "contact", "negotiators"))
    third = (sign("2030-03-01", "irritant", side="US"), sign("2030-03-02", "irritant", side="CN"))
    assert [label for label, *_ in course(bare(pack), *talks, *third)] == ["call", "resume"]


def test_silence_tells_something_only_where_the_register_is_complete(pack: Pack) -> None:
    signs = (
        sign("2030-01-01", "escalation", side="US"),
        sign("2030-01-02", "escalation", side="CN"),
        sign("2030-03-20", "kept", side="US"),
    )
    assert course(bare(pack), *signs) == [("stalemate", "2030-01-02", None, "hardening")]
    told = course(bare(pack, complete_since="2029-01-01"), *signs)
    assert told == [
        ("stalemate", "2030-01-02", "2030-01-22", "hardening"),
        ("pause", "2030-01-23", None, "no_contact"),
    ]


def test_a_phase_is_not_carried_for_ever_where_the_register_is_a_selection(pack: Pack) -> None:
    signs = (sign("2030-01-01", "contact", "leaders"), sign("2031-01-01", "kept", side="US"))
    known = stages(bare(pack), extra=signs)
    assert [(s.label, s.end, s.ended_by) for s in known] == [("call", "2030-02-15", "no_news")]
    assert stage_on(known, "2030-01-20").status == "carried"
    assert stage_on(known, "2030-03-01").status == "unknown"


def test_a_truce_that_ran_out_ends_what_is_known(pack: Pack) -> None:
    signs = (
        sign("2030-01-01", "easing", "truce"),
        sign("2030-04-01", "truce_end"),
        sign("2030-04-20", "contact", "negotiators"),
    )
    assert course(bare(pack), *signs) == [("resume", "2030-01-01", "2030-03-31", "truce_or_text")]


TAGS = st.sampled_from(
    [
        ("contact", "leaders"), ("contact", "negotiators"), ("contact", "negotiators", "talks", "met"), ("escalation",),
        ("easing",), ("easing", "truce"), ("broken_off",), ("breach",), ("kept",), ("irritant",), ("truce_end",),
    ]
)  # fmt: skip
DAYS = st.dates(min_value=datetime.date(2030, 1, 1), max_value=datetime.date(2031, 12, 31)).map(str)
SIDES = st.sampled_from(["US", "CN"])
SIGNS = st.lists(st.builds(lambda day, tags, side: sign(day, *tags, side=side), DAYS, TAGS, SIDES))


@settings(max_examples=80, deadline=None)
@given(SIGNS, DAYS, st.booleans())
def test_no_later_sign_changes_what_was_inferred_for_a_day_before(signs: list[Sign], day: str, complete: bool) -> None:
    """No hindsight: the phases up to a day are those that the signs up to that day give."""
    using = bare(packs.load("us-cn"), **({"complete_since": "2029-01-01"} if complete else {}))
    whole = stages(using, extra=signs)
    then = stages(using, extra=[one for one in signs if one.day <= day])
    upto = [(s.label, s.start, s.rule) for s in whole if s.start <= day]
    if then and then[-1].known_until >= day:
        assert [(s.label, s.start, s.rule) for s in then] == upto
    else:  # the sources of that day end before it: silence after them is told only by the later ones
        assert [(s.label, s.start, s.rule) for s in then] == upto[: len(then)]


@settings(max_examples=60, deadline=None)
@given(SIGNS, st.randoms(use_true_random=False))
def test_the_order_in_which_signs_come_is_without_effect(signs: list[Sign], draw: random.Random) -> None:
    using = bare(packs.load("us-cn"), complete_since="2029-01-01")
    turned = list(signs)
    draw.shuffle(turned)
    assert stages(using, extra=turned) == stages(using, extra=signs)
    found = stages(using, extra=signs)
    assert all(one.end is not None and one.start <= one.end < after.start for one, after in itertools.pairwise(found))


def test_a_month_is_no_day(pack: Pack) -> None:
    vague = [sign for sign in register_signs(pack, rules()) if sign.first != sign.day]
    assert vague
    assert all(sign.day[:7] == sign.first[:7] or sign.first.endswith("-01-01") for sign in vague)


def test_a_day_must_be_a_day(pack: Pack, found: list[Stage]) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        stage_on(found, "June")
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        stages(pack, known_by="2025")


def test_the_command_tells_the_phase_of_a_day() -> None:
    result = CliRunner().invoke(main, ["phase", "--on", "2025-06-06", "--format", "json"])
    assert result.exit_code == 0
    first = json.loads(result.stdout)[0]
    assert (first["type"], first["label"], first["start"], first["standing"]) == (
        "phase",
        "call",
        "2025-06-05",
        "inferred",
    )
    assert first["because"][0]["row"] == "call-2025-06-05-leader"
    assert first["because"][0]["sources"]
    assert first["inferred"]


def test_the_command_says_so_where_nothing_is_known() -> None:
    result = CliRunner().invoke(main, ["phase", "--on", "2016-01-01", "--format", "jsonl"])
    assert result.exit_code == 0
    assert "no phase is known" in result.stderr
    assert result.stdout.strip() == ""


def test_the_command_has_a_table_and_refuses_two_questions_at_once() -> None:
    shown = CliRunner().invoke(main, ["phase", "--since", "2025-05-01", "--until", "2025-06-30", "--format", "table"])
    assert "leaders_speak" in shown.stdout
    assert "asked" in shown.stdout
    refused = CliRunner().invoke(main, ["phase", "--on", "2025-06-06", "--since", "2025-01-01"])
    assert refused.exit_code == 2
