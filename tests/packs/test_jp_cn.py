"""A second pack, Japan-China, works through all of bilat: data alone, no line of Python of its own."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bilat import packs
from bilat.cli import main
from bilat.languages.script import to_traditional
from bilat.model import Comparison, Interaction, Measure, Statement
from bilat.pipeline import Run, run

ARTICLES = Path(__file__).parent.parent / "fixtures" / "jp-cn"
PACK = packs.load("jp-cn")
GYEONGJU = "event/meeting-2025-10-31-leader"


@functools.cache
def read() -> Run:
    return run([str(ARTICLES)], pack_id="jp-cn")


def records_of(name: str, kind: type) -> list[Any]:
    found = read()
    doc = next(d.id for d in found.documents if Path(str(d.path)).stem.startswith(name))
    return [r for r in found.records if r.doc == doc and isinstance(r, kind)]


def command(*arguments: str) -> list[dict[str, Any]]:
    """The rows that a command prints."""
    done = CliRunner().invoke(main, [*arguments, "--pack", "jp-cn", "--format", "json"])
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_pack_is_as_large_as_it_should_be() -> None:
    actors = [e for e in PACK.entities.values() if e.kind in ("person", "body", "outlet")]
    assert len(actors) >= 100
    assert len(PACK.issues) >= 20
    assert len(PACK.register["interactions"]) >= 20
    assert len({row["instrument"] for row in PACK.register["instruments"]}) >= 6
    assert len(PACK.register["commitments"]) >= 8
    assert [side.code for side in PACK.sides] == ["JP", "CN"]


def test_every_row_of_the_register_names_its_sources() -> None:
    rows = [row for table in PACK.register.values() for row in table]
    assert [row["id"] for row in rows if "http" not in row["sources"]] == []
    alone = [row["id"] for row in rows if row["single_source"] == "no" and " | " not in row["sources"]]
    noted = {row["id"] for row in rows if row.get("note")}
    assert set(alone) <= noted, "a row of one source says so, or says why not"


@pytest.mark.parametrize(
    ("office", "date", "holder"),
    [
        ("jp-prime-minister", "2018-10-26", "person/shinzo-abe"),
        ("jp-prime-minister", "2021-10-03", "person/yoshihide-suga"),
        ("jp-prime-minister", "2023-11-16", "person/fumio-kishida"),
        ("jp-prime-minister", "2025-10-31", "person/sanae-takaichi"),
        ("jp-foreign-minister", "2025-03-22", "person/takeshi-iwaya"),
        ("jp-defense-minister", "2020-01-01", "person/taro-kono"),
        ("jp-ambassador-china", "2025-11-14", "person/kenji-kanasugi"),
        ("cn-ambassador-japan", "2025-11-14", "person/wu-jianghao"),
        ("cn-premier", "2018-05-09", "person/li-keqiang"),
    ],
)
def test_one_holder_of_an_office_at_a_date(office: str, date: str, holder: str) -> None:
    held = {e.id for e in PACK.entities.values() for t in e.tenures if t.office == office and t.covers(date)}
    assert held == {holder}


def test_names_are_found_in_three_scripts() -> None:
    surfaces = {term.surface for term in PACK.terms}
    for name in ("Sanae Takaichi", "高市早苗", "Shigeru Ishiba", "石破茂", "岸田文雄", "茂木敏充", "外务省"):
        assert name in surfaces
    assert to_traditional("外务省") == "外務省"


def test_the_two_accounts_of_one_meeting_are_one_event() -> None:
    for name in ("meeting-2025-10-31-jp", "meeting-2025-10-31-cn"):
        (told,) = records_of(name, Interaction)
        assert told.event == GYEONGJU
        assert (told.date, told.level, told.forum) == ("2025-10-31", "leader", "APEC")
        assert {p.entity for p in told.participants} == {"person/sanae-takaichi", "person/xi-jinping"}
    assert records_of("meeting-2025-10-31-jp", Interaction)[0].duration_minutes == 30
    assert records_of("meeting-2025-10-31-cn", Interaction)[0].initiated_by == "JP"


def test_the_two_accounts_are_set_side_by_side() -> None:
    found = {r.issue: r for r in read().records if isinstance(r, Comparison) and r.event == GYEONGJU}
    assert all(set(r.sides) == {"JP", "CN"} and r.missing == () for r in found.values())
    outcomes = {issue: r.outcome for issue, r in found.items()}
    assert outcomes["bilateral_relations"] == "both"
    assert outcomes["history"] == "only_CN"
    assert {outcomes[i] for i in ("east_china_sea", "food_safety", "rare_earths", "nationals_safety")} == {"only_JP"}


@pytest.mark.parametrize(
    ("article", "kind", "date", "level", "people"),
    [
        ("phone", "call", "2025-10-28", "minister", {"person/toshimitsu-motegi", "person/wang-yi"}),
        ("talks", "talks", "2025-11-18", "working", {"person/masaaki-kanai", "person/liu-jinsong"}),
        ("visa", "summit", "2024-11", "leader", {"person/xi-jinping", "person/shigeru-ishiba"}),
    ],
)
def test_interactions_are_linked_to_the_register(
    article: str, kind: str, date: str, level: str, people: set[str]
) -> None:
    held = next(r for r in records_of(article, Interaction) if r.status == "held")
    assert (held.kind, held.date, held.level) == (kind, date, level)
    assert {p.entity for p in held.participants} == people
    assert held.register_id in {row["id"] for row in PACK.register["interactions"]}


@pytest.mark.parametrize(
    ("article", "speaker", "side", "act"),
    [
        ("protest", "Sun Weidong", "CN", "demand"),
        ("protest", "Lin Jian", "CN", "accuse"),
        ("protest", "Minoru Kihara", "JP", "affirm"),
        ("seafood", "Mao Ning", "CN", "urge"),
        ("seafood", "unnamed Japanese official", "JP", "affirm"),
        ("phone", "Wang Yi", "CN", "urge"),
        ("phone", "Toshimitsu Motegi", "JP", "demand"),
        ("controls", "Masaaki Kanai", "JP", "demand"),
        ("controls", "Toshimitsu Motegi", "JP", "reject"),
        ("visa", "Shigeru Ishiba", "JP", "welcome"),
    ],
)
def test_statements_have_their_speaker_side_and_act(article: str, speaker: str, side: str, act: str) -> None:
    found = {(s.speaker.name, s.speaker.side, s.act) for s in records_of(article, Statement)}
    assert (speaker, side, act) in found


def test_suspending_imports_puts_a_ban_in_force() -> None:
    """The instrument's own words go before the general ones, by which it would be suspended itself."""
    (ban,) = [m for m in records_of("seafood", Measure) if m.instrument == "seafood_import_ban"]
    assert (ban.imposed_by, ban.target, ban.effective) == ("CN", "JP", "2025-11-19")
    assert ban.status in ("announced", "in_force")
    asked = [m for m in records_of("meeting-2025-10-31-jp", Measure) if m.instrument == "seafood_import_ban"]
    assert [m.status for m in asked] == ["in_force"]


@pytest.mark.parametrize(
    ("day", "instrument", "status"),
    [
        ("2023-08-23", "seafood_import_ban", None),
        ("2024-01-01", "seafood_import_ban", "in_force"),
        ("2025-09-01", "seafood_import_ban", "withdrawn"),
        ("2025-12-01", "seafood_import_ban", "in_force"),
        ("2022-01-01", "visa_waiver", "suspended"),
        ("2025-01-15", "visa_waiver", "in_force"),
        ("2026-01-05", "dual_use_export_ban", None),
        ("2026-02-01", "dual_use_export_ban", "in_force"),
        ("2026-02-25", "export_control_list", "in_force"),
    ],
)
def test_the_state_on_a_day(day: str, instrument: str, status: str | None) -> None:
    states = {row["status"] for row in command("state", "--on", day, "--instrument", instrument)}
    assert states == ({status} if status else set())


def test_the_commands_know_both_sides() -> None:
    ledger = command("ledger", "--on", "2026-03-01")
    assert {party for row in ledger for party in row["parties"]} == {"JP", "CN"}
    timeline = command("timeline", str(ARTICLES), "--since", "2025-10-01", "--until", "2025-12-31")
    assert {"2025-10-28", "2025-10-31", "2025-11-18"} <= {row["date"] for row in timeline}
    assert any("Sanae Takaichi" in row["participants"] for row in timeline)
    compared = command("compare", "2025-10-31", str(ARTICLES))
    assert {row["issue"] for row in compared} >= {"history", "taiwan", "east_china_sea"}


@pytest.mark.parametrize(("lang", "names"), [("en", "Japan China"), ("zh-Hans", "日本 中国"), ("zh-Hant", "日本 中國")])
def test_the_brief_names_both_sides(lang: str, names: str, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    done = CliRunner().invoke(main, ["brief", str(ARTICLES), "-o", str(page), "--lang", lang, "--pack", "jp-cn"])
    assert done.exit_code == 0, done.output
    text = page.read_text(encoding="utf-8")
    assert all(name in text for name in names.split())
    assert "United States" not in text


@pytest.mark.parametrize(
    ("day", "label"), [("2025-04-01", "resume"), ("2025-11-02", "call"), ("2025-12-01", "stalemate")]
)
def test_the_phase_of_a_day(day: str, label: str) -> None:
    assert [row["label"] for row in command("phase", "--on", day) if row["type"] == "phase"] == [label]


def test_phrases_and_people() -> None:
    used = command("phrases", str(ARTICLES))
    assert {"mutually-beneficial-relationship", "four-political-documents"} <= {
        str(row.get("phrase") or row["id"]).removeprefix("phrase/") for row in used
    }
    (mao,) = [row for row in command("who", "毛宁", str(ARTICLES)) if row["type"] == "person"]
    assert (mao["name"], mao["side"]) == ("Mao Ning", "CN")
    assert mao["statements"] >= 4
