"""The timeline merges what documents tell of with what the register knows; `bilat timeline` and `bilat compare`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bilat import packs
from bilat.cli import main
from bilat.demo import sample_paths
from bilat.model import Interaction
from bilat.pipeline import run
from bilat.relate.events import events
from bilat.relate.timeline import timeline


@pytest.fixture(scope="module")
def samples() -> list[str]:
    with sample_paths() as paths:
        return [str(path) for path in paths]


def test_an_event_that_reports_and_the_register_know_stands_once(samples: list[str]) -> None:
    pack = packs.load("us-cn")
    result = run(samples)
    found = events([r for r in result.records if isinstance(r, Interaction)], result.documents, pack)
    entries = timeline(found, pack)
    busan = [e for e in entries if e.register_id == "summit-2025-10-30-leader"]
    assert len(busan) == 1
    assert busan[0].reports >= 2
    assert busan[0].sources
    ids = [entry.id for entry in entries]
    assert len(ids) == len(set(ids))


def test_days_bound_the_list_and_cut_dates_stay_in() -> None:
    pack = packs.load("us-cn")
    june = timeline((), pack, since="2025-06", until="2025-06")
    assert {entry.date[:7] for entry in june if entry.date} == {"2025-06"}
    assert any(entry.date == "2025-06-05" and entry.kind == "call" for entry in june)
    assert len(timeline((), pack)) > len(june)
    assert timeline((), pack, since="2025-06-10", until="2025-06-10", kind="talks")  # the second of two days


def test_entries_come_in_order_of_time() -> None:
    dates = [entry.date or "~" for entry in timeline((), packs.load("us-cn"))]
    assert dates == sorted(dates)


def test_the_command_refuses_what_is_no_date() -> None:
    result = CliRunner().invoke(main, ["timeline", "--since", "June"])
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.output


def test_the_command_gives_the_entries_as_json() -> None:
    day = "2025-06-05"
    result = CliRunner().invoke(main, ["timeline", "--since", day, "--until", day, "--format", "json"])
    assert result.exit_code == 0
    assert [row["kind"] for row in json.loads(result.stdout)] == ["call"]


def test_compare_gives_both_accounts_of_a_day(samples: list[str]) -> None:
    result = CliRunner().invoke(main, ["compare", "2025-11-24", *samples, "--format", "json"])
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert {row["type"] for row in rows} == {"comparison"}
    assert {row["event"] for row in rows} == {"event/call-2025-11-24-leader"}
    assert {"both", "only_US", "only_CN"} & {row["outcome"] for row in rows}


def test_compare_says_where_there_is_nothing_to_compare(samples: list[str]) -> None:
    result = CliRunner().invoke(main, ["compare", "1999-01-01", samples[0]])
    assert result.exit_code == 1
    assert "bilat timeline" in result.output
