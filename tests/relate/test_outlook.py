"""The outlook: what it counts, that nothing of the future is in it, and that its scores are what they say."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bilat import packs
from bilat.cli import main
from bilat.errors import UsageError
from bilat.model import Commitment, Document, Interaction, Name, Outlook, cite, record_id
from bilat.packs import Pack
from bilat.relate.outlook import prospects, rows
from bilat.relate.outlook_episodes import Episode, cycle_of, cycles, days_between, endings, episodes
from bilat.relate.outlook_questions import Question, settings
from bilat.relate.outlook_rates import by_method, constant_rate, counted, jeffreys, share
from bilat.relate.outlook_record import Forecast, again, fared
from bilat.relate.phases_course import shifted
from bilat.relate.phases_signs import Sign

TEXT = "The two presidents spoke by telephone on July 4, 2026. If talks fail, duties may rise."
LEADERS, TALKS = frozenset({"contact", "leaders"}), frozenset({"contact", "negotiators", "talks"})
HARDER, EASED = frozenset({"escalation"}), frozenset({"easing"})


def question(name: str) -> Question:
    return next(one for one in settings().questions if one.id == name)


def sign(day: str, tags: frozenset[str], what: str = "call", until: str | None = None, side: str = "US") -> Sign:
    return Sign(
        tags=tags, side=side, first=day, day=day, known=until or day, what=what, until=until, row=f"{what}-{day}"
    )


def lasted(days: int, ended: bool = True) -> Episode:
    began = sign("2025-01-01", LEADERS)
    until = shifted("2025-01-01", days)
    return Episode(
        since="2025-01-01", began=began, seen=until, until=until if ended else None, ended=began if ended else None
    )


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.load("us-cn")


# What an episode is.


def test_an_episode_runs_from_one_contact_to_the_next_and_the_last_is_censored() -> None:
    signs = [sign("2025-01-10", LEADERS), sign("2025-02-10", LEADERS), sign("2025-04-01", TALKS, "talks")]
    found = episodes(question("leader_contact"), signs, "2025-05-01")
    assert [(one.since, one.until, one.days) for one in found] == [
        ("2025-01-10", "2025-02-10", 31), ("2025-02-10", None, 80)
    ]  # fmt: skip


def test_a_meeting_during_a_visit_is_the_same_contact() -> None:
    signs = [sign("2025-01-10", LEADERS, "visit", "2025-01-12"), sign("2025-01-11", LEADERS, "meeting")]
    found = episodes(question("leader_contact"), signs, "2025-02-01")
    assert [(one.since, one.until) for one in found] == [("2025-01-12", None)]


def test_every_call_waits_for_talks_and_a_meeting_of_the_leaders_does_not() -> None:
    signs = [
        sign("2025-01-10", LEADERS), sign("2025-01-20", LEADERS, "summit"), sign("2025-01-25", LEADERS, "video_call"),
        sign("2025-02-01", TALKS, "talks"),
    ]  # fmt: skip
    found = episodes(question("talks_after_call"), signs, "2025-03-01")
    assert [(one.since, one.days) for one in found] == [("2025-01-10", 22), ("2025-01-25", 7)]


def test_a_relapse_is_counted_once_from_the_first_easing_whoever_acts() -> None:
    for first, second in (("US", "CN"), ("CN", "US")):
        signs = [
            sign("2025-01-10", EASED, side=first), sign("2025-01-20", EASED, side=second),
            sign("2025-02-01", HARDER, side=second), sign("2025-02-02", HARDER, side=first),
        ]  # fmt: skip
        found = episodes(question("relapse"), signs, "2025-03-01")
        assert [(one.since, one.until) for one in found] == [("2025-01-10", "2025-02-01")]


def test_a_cycle_begins_with_a_measure_after_an_easing() -> None:
    signs = [
        sign("2025-01-01", HARDER), sign("2025-02-01", EASED), sign("2025-03-01", HARDER), sign("2025-03-02", HARDER),
        sign("2025-04-01", EASED), sign("2025-04-01", HARDER), sign("2025-05-01", HARDER),
    ]  # fmt: skip
    starts = cycles(signs, settings())
    assert starts == ["2025-03-01", "2025-05-01"]
    assert [cycle_of(day, starts) for day in ("2025-02-28", "2025-03-01", "2025-06-01")] == [0, 1, 2]


def test_set_ends_of_the_register(pack: Pack) -> None:
    """The truce of May 2025 was prolonged twice; its third end is open, and was so on the day it was set."""
    asked, using = question("truce_extension"), settings()
    now = endings(asked, pack, using, "2026-06-03", "2026-06-03")
    assert [(one.due, one.prolonged) for one in now] == [
        ("2025-08-12", True), ("2025-11-10", True), ("2026-11-10", None)
    ]  # fmt: skip
    then = endings(asked, pack, using, "2025-08-01", "2025-08-01")
    assert [(one.due, one.prolonged) for one in then] == [("2025-08-12", None)]


def test_a_truce_that_nothing_followed_was_not_prolonged(pack: Pack) -> None:
    kept = [row for row in pack.register["instruments"] if row["id"] != "both-tariff-truce-2025-08-12-in-force"]
    kept = [row for row in kept if row["id"] != "both-tariff-truce-2025-11-10-in-force"]
    without = replace(pack, register={**pack.register, "instruments": tuple(kept)})
    found = endings(question("truce_extension"), without, settings(), "2025-09-01", "2025-09-01")
    assert [(one.due, one.prolonged) for one in found] == [("2025-08-12", False)]


# From episodes to a probability.


def test_without_censoring_it_is_the_share_of_cases() -> None:
    found = [lasted(days) for days in (10, 20, 40, 80)]
    assert counted(found, 0, 30, 180) == (pytest.approx(2.0), 4)
    assert counted(found, 15, 30, 180) == (pytest.approx(2.0), 3)
    assert counted(found, 80, 30, 180) == (0.0, 0)


def test_kaplan_meier_by_hand() -> None:
    """At risk 4, 3 (one censored at 15), 2: S(30) = 3/4 * 1/2; the censored one is no case of known outcome."""
    found = [lasted(10), lasted(15, ended=False), lasted(25), lasted(200)]
    happened, cases = counted(found, 0, 30, 180)
    assert cases == 3
    assert happened / cases == pytest.approx(1 - 3 / 4 * 1 / 2)


def test_few_cases_make_a_wide_interval_and_none_nearly_everything() -> None:
    nothing, few, many = share(0, 0, 0.95), share(2, 4, 0.95), share(50, 100, 0.95)
    assert (nothing.estimate, nothing.low < 0.01, nothing.high > 0.99) == (0.5, True, True)
    assert few.high - few.low > 2 * (many.high - many.low)
    assert many.low == pytest.approx(0.404, abs=0.002)  # Jeffreys' interval for 50 of 100


@given(st.lists(st.tuples(st.integers(1, 400), st.booleans()), max_size=12), st.integers(0, 200))
@hypothesis_settings(max_examples=40, deadline=None)
def test_a_longer_time_is_never_less_likely_and_nothing_is_certain(told: list[tuple[int, bool]], waited: int) -> None:
    found = [lasted(days, ended) for days, ended in told]
    for method in ("survival", "rate", "share", "half"):
        given_ = [by_method(method, found, waited, within, 180) for within in (30, 90, 180)]
        assert given_ == sorted(given_)
        assert all(0 < p < 1 for p in given_)


def test_the_constant_rate_is_jeffreys_predictive_probability() -> None:
    assert constant_rate([lasted(100), lasted(100)], 50) == pytest.approx(1 - (200 / 250) ** 2.5)
    assert constant_rate([], 50) == 0.5


# The record.


def forecasts(*told: tuple[float, bool]) -> list[Forecast]:
    return [
        Forecast(day="2025-01-01", cycle=n % 2, case=f"case-{n}", within=30, happened=happened,
                 given={"survival": p, "rate": 0.5, "share": 0.5, "half": 0.5})
        for n, (p, happened) in enumerate(told)
    ]  # fmt: skip


def test_scores_are_means_of_brier_and_log() -> None:
    found = fared(
        question("leader_contact"), forecasts((0.9, True), (0.2, False), (0.6, False)), "that_day", settings()
    )
    assert found is not None
    told, *others = found.scores
    assert told.brier == pytest.approx((0.01 + 0.04 + 0.36) / 3)
    assert told.log == pytest.approx(-(math.log(0.9) + math.log(0.8) + math.log(0.4)) / 3)
    assert {round(one.brier, 4) for one in others} == {0.25}
    assert {round(one.log, 4) for one in others} == {round(math.log(2), 4)}
    assert (found.best, found.forecasts, found.cases, found.cycles) == ("survival", 3, 3, 2)
    assert [(one.low, one.forecasts, one.came_true) for one in found.calibration] == [
        (0.0, 1, 0.0), (0.5, 1, 0.0), (0.75, 1, 1.0)
    ]  # fmt: skip


def test_a_worse_forecaster_is_not_called_best() -> None:
    found = fared(question("leader_contact"), forecasts((0.1, True), (0.9, False)), "that_day", settings())
    assert found is not None
    assert found.best != "survival"


def swinging() -> list[Sign]:
    """Three cycles; in the second the leaders speak every week, elsewhere every hundred days."""
    found = [
        sign("2024-01-01", EASED),
        sign("2025-01-01", HARDER),
        sign("2025-03-01", EASED),
        sign("2025-04-01", HARDER),
    ]
    found += [sign(shifted("2024-01-05", 100 * n), LEADERS) for n in range(4)]
    found += [sign(shifted("2025-01-02", 7 * n), LEADERS) for n in range(12)]
    found += [sign(shifted("2025-04-10", 100 * n), LEADERS) for n in range(4)]
    return sorted(found, key=lambda one: one.day)


def test_the_cycle_held_out_tells_nothing_of_itself(pack: Pack) -> None:
    signs, asked, using = swinging(), question("leader_contact"), settings()
    found = again(asked, pack, signs, "2026-06-01", "other_cycles", using, "")
    weekly = [one for one in found if one.cycle == 1 and one.within == 30 and one.day < "2025-03-01"]
    assert len(weekly) > 5
    assert all(one.happened for one in weekly)
    assert all(one.given["survival"] < 0.5 for one in weekly)  # the others took a hundred days
    slow = [one for one in found if one.cycle == 2 and one.within == 30]
    assert any(one.given["survival"] > 0.5 for one in slow)  # and they learn from the weekly ones


def test_a_forecast_of_that_day_is_the_same_without_what_came_later(pack: Pack) -> None:
    signs, asked, using = swinging(), question("leader_contact"), settings()
    whole = again(asked, pack, signs, "2026-06-01", "that_day", using, "")
    for day in ("2024-09-01", "2025-02-01", "2025-08-01"):
        short = again(asked, pack, [one for one in signs if one.day <= day], day, "that_day", using, "")
        known = {(one.case, one.day, one.within): one.given for one in whole}
        assert short
        assert all(known[one.case, one.day, one.within] == one.given for one in short)


def test_every_question_of_the_register_has_a_record_in_both_ways(pack: Pack) -> None:
    found = prospects(pack, on="2026-06-03")
    assert {(one.question, one.way) for one in found.fared} == {
        (one.id, way) for one in settings().questions for way in ("other_cycles", "that_day")
    }
    for one in found.fared:
        assert sum(each.forecasts for each in one.calibration) == one.forecasts
        half = next(score for score in one.scores if score.method == "half")
        assert (round(half.brier, 9), round(half.log, 9)) == (0.25, round(math.log(2), 9))


# Nothing of the future.


def cut(pack: Pack, day: str) -> Pack:
    """The pack as somebody would have written it on a day: no row, and no end, that was not known by then."""
    from bilat.relate.state_rows import last_day, lines

    states = {row.id: row for line in lines(pack) for row in line}
    instruments = []
    for cells in pack.register["instruments"]:
        row = states[cells["id"]]
        if row.known <= day:
            gone = {} if row.end_known <= day else {"expires": "", "expires_basis": ""}
            instruments.append({**cells, **gone})
    dated = {
        name: tuple(
            row
            for row in pack.register[name]
            if last_day(row["end_date"] if row.get("end_date") else row["date"]) <= day
        )
        for name in ("interactions", "moves", "commitments")
    }
    return replace(pack, register={**pack.register, **dated, "instruments": tuple(instruments)})


def blank(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the places of their evidence, which move when a table loses rows."""
    for row in found:
        for item in row.get("evidence", ()):
            item.pop("start"), item.pop("end")
    return json.loads(json.dumps(found))


@pytest.mark.parametrize("name", ["us-cn", "jp-cn"])
@pytest.mark.parametrize("day", ["2019-08-15", "2025-03-10", "2025-08-11", "2025-10-12", "2025-11-05", "2026-02-10"])
def test_the_outlook_of_a_day_is_the_same_where_the_future_does_not_exist(name: str, day: str) -> None:
    whole = packs.load(name)
    assert blank(rows(prospects(whole, on=day))) == blank(rows(prospects(cut(whole, day), on=day)))


def test_an_outlook_knows_no_more_than_its_day(pack: Pack) -> None:
    assert rows(prospects(pack, on="2026-06-30", known_by="2025-08-01"))[0]["passed"]
    with pytest.raises(UsageError, match="lies after on"):
        prospects(pack, on="2025-08-01", known_by="2025-08-02")
    with pytest.raises(UsageError):
        prospects(pack, on="soon")


def document(doc: str = "doc/1", published: str | None = "2026-07-05") -> Document:
    return Document(id=doc, text=TEXT, language="en", published=published, kept=((0, len(TEXT)),))


def call(doc: str = "doc/1", **more: Any) -> Interaction:
    told = {"kind": "call", "status": "held", "date": "2026-07-04", "level": "leader"} | more
    sides = tuple(Name(name=side, surface=side, entity=f"side/{side}", side=side) for side in ("US", "CN"))
    return Interaction(doc=doc, evidence=cite(TEXT, (0, 54)), participants=sides, **told)


def expectation(doc: str = "doc/1") -> Outlook:
    return Outlook(doc=doc, evidence=cite(TEXT, (55, len(TEXT))), kind="scenario", outcome="duties may rise")


def leader(pack: Pack, *records: Any, documents: tuple[Document, ...], **days: Any) -> Any:
    found = prospects(pack, documents, records, **days)
    return next(one for one in found.likely if one.question == "leader_contact"), found


def test_a_document_beyond_the_register_tells_from_when_on_one_waits(pack: Pack) -> None:
    one, _ = leader(pack, call(), documents=(document(),), on="2026-07-10")
    assert (one.since, one.waited, one.seen) == ("2026-07-04", 0, "2026-07-04")
    assert one.began == record_id(call())
    alone, _ = leader(pack, documents=(), on="2026-07-10")
    assert (alone.since, alone.seen) == ("2026-05-15", "2026-06-03")
    assert all(case.began.row for case in one.cases)  # the rates are those of the register
    assert {case.began.id for case in alone.cases} <= {case.began.id for case in one.cases}


@pytest.mark.parametrize(
    ("published", "known_by"), [("2026-07-12", "2026-07-10"), (None, "2026-07-10"), ("2026", None)]
)
def test_a_document_that_was_not_out_stays_out(pack: Pack, published: str | None, known_by: str | None) -> None:
    texts = (document(published=published),)
    one, found = leader(pack, call(), expectation(), documents=texts, on="2026-07-10", known_by=known_by)
    assert one.since == "2026-05-15"
    assert found.said == ()


def test_what_sources_expect_changes_no_figure(pack: Pack) -> None:
    with_it, without = (
        prospects(pack, (document(),), told, on="2026-07-10") for told in ([call(), expectation()], [call()])
    )
    assert with_it.said == (expectation(),)
    assert (with_it.likely, with_it.fared, with_it.due) == (without.likely, without.fared, without.due)


def test_what_documents_plan_and_promise_is_due_with_its_words(pack: Pack) -> None:
    meeting = call(kind="meeting", status="planned", date="2026-09-24")
    words = {"name": "A promise", "action": "Buy 10 planes", "due": "2026-12"}
    promise = Commitment(doc="doc/1", evidence=cite(TEXT, (0, 20)), parties=("CN",), **words)
    found = prospects(pack, (document(),), [meeting, promise], on="2026-10-01")
    told = {one.kind: one for one in found.due if one.evidence[0][0] == "doc/1"}
    assert (told["planned"].date, told["planned"].passed) == ("2026-09-24", True)
    assert (told["commitment"].date, told["commitment"].passed, told["commitment"].what) == (
        "2026-12",
        False,
        "Buy 10 planes",
    )
    assert all(TEXT[item.start : item.end] == item.quote for one in told.values() for _, item in one.evidence)


def test_what_is_due_is_ahead_of_what_is_known_and_soonest_first(pack: Pack) -> None:
    found = prospects(pack, on="2025-09-01")
    assert ("2025-11-10", "ends", "tariff_truce") in [(one.date, one.kind, one.what) for one in found.due]
    assert [one.date for one in found.due] == sorted(one.date for one in found.due)
    assert all(one.date > found.seen for one in found.due)
    assert all(one.evidence for one in found.due)


def test_every_figure_is_inferred_says_why_and_rests_on_cases(pack: Pack) -> None:
    for row in rows(prospects(pack, on="2026-06-03")):
        if row["type"] == "likelihood":
            assert row["inferred"]
            assert 0 < row["low"] <= row["estimate"] <= row["high"] < 1
            assert row["known_cases"] <= len(row["cases"])
            assert row["few"]  # there are fewer than ten of any kind
            assert bool(row["evidence"]) == row["running"]


def test_without_statsmodels_the_rest_is_told(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilat.relate.outlook.available", lambda: False)
    found = prospects(pack, on="2026-06-03")
    assert (found.likely, found.fared, found.estimated) == ((), (), False)
    assert found.due
    done = CliRunner().invoke(main, ["outlook", "--on", "2026-06-03", "--format", "jsonl"])
    assert "bilat[outlook]" in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_the_command_in_every_format(form: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["outlook", "--on", "2025-09-01", "--format", form])
    assert done.exit_code == 0, done.output
    assert "2025-11-10" in done.stdout
    assert form == "table" or "leader_contact" in done.stdout  # a table cuts long words short
    if form == "json":
        assert {row["type"] for row in json.loads(done.stdout)} == {"due", "likelihood", "track_record"}


def test_the_command_refuses_knowledge_of_a_later_day() -> None:
    done = CliRunner().invoke(main, ["outlook", "--on", "2025-09-01", "--known-by", "2025-09-02"])
    assert done.exit_code == 2
    assert "lies after" in done.stderr


def test_jeffreys_mean_is_one_half_without_cases() -> None:
    assert jeffreys(0, 0) == 0.5
    assert days_between("2025-02-27", "2025-03-01") == 2
