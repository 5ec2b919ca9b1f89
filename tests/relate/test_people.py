"""`bilat who`: whom a name means, tone with its method, shifts with both sides of them, whom they met."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import opencc
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.cli import main
from bilat.model import Evidence, Name, Statement
from bilat.relate.people import Profile, speakers, who
from bilat.relate.people_json import rows
from bilat.relate.people_names import find
from bilat.relate.people_tone import THRESHOLD, Said, shifts, tones
from tests.relate.phrase_texts import PACK, TEXTS, ran, read


def profile(name: str) -> Profile:
    return who(name, ran().documents, ran().records, PACK)[0]


@pytest.mark.parametrize("name", ["Bessent", "scott bessent", "贝森特", "貝森特", "贝森", "person/scott-bessent"])
def test_any_alias_in_any_script(name: str) -> None:
    assert [one.key for one in find(name, [], PACK)] == ["person/scott-bessent"]


def test_namesakes_are_listed() -> None:
    found = find("Miller", [], PACK)
    assert len(found) > 1
    assert all("Miller" in one.aliases for one in found)
    told = [row for one in who("Miller", (), (), PACK) for row in rows(one, ["person/x"]) if row["type"] == "person"]
    assert all(row["namesakes"] == ["person/x"] for row in told)


def test_nobody_is_made_up() -> None:
    assert find("Xyzzy Q. Nobody", [], PACK) == find("", [], PACK) == find("。", [], PACK) == []


def test_offices_by_date() -> None:
    held = [(one.office.id, one.start) for one in profile("Wang Yi").offices]
    assert ("cn-foreign-minister", "2013-03-16") in held
    assert [start for _, start in held] == sorted(start or "" for _, start in held)


def test_a_body_speaks_through_its_people_too() -> None:
    ministry = profile("外交部")
    assert ministry.who.key == "body/cn-mfa"
    assert {one.statement.speaker.name for one in ministry.said} >= {"Lin Jian"}
    assert any(held.holder == "Lin Jian" for held in ministry.offices)


def test_a_shift_with_before_and_after() -> None:
    bessent = profile("Bessent")
    (shift,) = [shift for shift in bessent.shifts if shift.issue == "tariffs"]
    assert (shift.direction, shift.before.period, shift.after.period) == ("harder", "2025-05-12", "2025-10-15")
    row = next(row for row in rows(bessent) if row["type"] == "shift" and row["issue"] == "tariffs")
    assert row["before"]["evidence"]
    assert row["after"]["evidence"]
    assert abs(row["change"]) >= row["threshold"]


def test_everything_rests_on_words() -> None:
    texts = {document.id: document.text for document in ran().documents}
    for name in ("Bessent", "Lin Jian", "习近平"):
        for row in rows(profile(name)):
            if row["type"] in ("said", "tone", "shift"):
                assert row["evidence"]
            if row["type"] == "met":
                assert row["evidence"] or row["sources"]
            for piece in row.get("evidence", ()):
                assert texts[piece["doc"]][piece["start"] : piece["end"]] == piece["quote"]


def test_whom_they_met_each_event_once() -> None:
    met = [one for one in profile("习近平").met if one.date == "2025-06-05"]
    assert [(one.kind, one.others) for one in met] == [("call", ("Donald Trump",))]
    assert met[0].told


def test_copies_do_not_weigh_twice() -> None:
    result = read([*TEXTS, {**TEXTS[1], "id": "copy", "outlet": "Daily Example"}])
    with_copy = who("Bessent", result.documents, result.records, PACK)[0]
    alone = profile("Bessent")
    assert len(with_copy.said) > len(alone.said)
    assert [(t.issue, t.period, len(t.said), t.mean) for t in with_copy.tones] == [
        (t.issue, t.period, len(t.said), t.mean) for t in alone.tones
    ]


def test_script_makes_no_difference() -> None:
    convert = opencc.OpenCC("s2t").convert
    turned = [{**row, "text": convert(row["text"]), "language": "zh-Hant"} for row in TEXTS if row["language"] != "en"]
    plain = [row for row in TEXTS if row["language"] != "en"]
    for name in ("林剑", "习近平", "商务部"):
        one, other = (_told(who(name, r.documents, r.records, PACK)[0]) for r in (read(plain), read(turned)))
        assert one == other
        assert one[0]


def _told(one: Profile) -> tuple[list[Any], list[Any], list[Any]]:
    return (
        [(said.date, said.statement.act, said.statement.stance, said.statement.issues) for said in one.said],
        [(tone.issue, tone.period, tone.mean, tone.range) for tone in one.tones],
        [(met.date, met.kind, met.others) for met in one.met],
    )


# What both sides' foreign ministries say in the same words.
SAYINGS = [
    ("2025-02-03", "{who} said on Monday that {own} welcomes lower tariffs."),
    ("2025-04-07", "{who} accused {other} of breaking the agreement on tariffs."),
    ("2025-08-11", "{who} promised that {own} will keep its commitments on tariffs."),
]
SIDES = {
    "US": {"who": "State Department spokesperson Tammy Bruce", "own": "the United States", "other": "China"},
    "CN": {"who": "Foreign Ministry spokesperson Mao Ning", "own": "China", "other": "the United States"},
}


def test_the_sides_mirror_each_other() -> None:
    found = {}
    for side, names in SIDES.items():
        result = read(
            [
                {"id": f"{side}-{n}", "published": day, "language": "en", "text": text.format(**names)}
                for n, (day, text) in enumerate(SAYINGS)
            ]
        )
        one = who(names["who"].split("spokesperson ")[1], result.documents, result.records, PACK)[0]
        turns = [(s.issue, s.direction, s.change) for s in one.shifts]
        found[side] = (_told(one)[:2], turns)
    assert found["US"] == found["CN"]
    assert found["US"][1]


def statement(stance: int, place: int) -> Statement:
    return Statement(
        doc="d", evidence=(Evidence(start=place, end=place + 1, quote="x"),), speaker=Name(name="A", surface="A"),
        voice="official", mode="direct", act="affirm", issues=("trade",), stance=stance, content=((place, place + 1),),
    )  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 28), st.integers(-10, 10)), max_size=12))
def test_tone_and_shifts_keep_to_their_rule(told: list[tuple[int, int]]) -> None:
    said = [Said(statement=statement(s, n), date=f"2025-01-{day:02}") for n, (day, s) in enumerate(told)]
    (*found,) = tones(said)
    assert sum(len(tone.said) for tone in found) == len(said)
    for tone in found:
        assert tone.range[0] <= tone.mean <= tone.range[1]
    turned = [replace(one, statement=replace(one.statement, stance=-one.statement.stance)) for one in said]
    for shift, mirrored in zip(shifts(said), shifts(turned), strict=True):
        assert abs(shift.change) >= THRESHOLD
        assert shift.before.period < shift.after.period  # type: ignore[operator]
        assert {shift.direction, mirrored.direction} == {"softer", "harder"}
        assert shift.change == pytest.approx(-mirrored.change)
    assert shifts(said, threshold=30) == []


def test_speakers_for_the_brief() -> None:
    found = speakers(ran().documents, ran().records, PACK, least=2)
    assert found
    counts = [len(one.said) for one in found]
    assert counts == sorted(counts, reverse=True)
    assert {one.who.kind for one in found} <= {"person", "body"}


def test_the_command(tmp_path: Any) -> None:
    runner = CliRunner()
    path = tmp_path / "a.txt"
    path.write_text(TEXTS[1]["text"], "utf-8")
    told = runner.invoke(main, ["who", "貝森特", str(path), "--format", "json"])
    assert told.exit_code == 0
    types = [row["type"] for row in json.loads(told.stdout)]
    assert types[0] == "person"
    assert {"office", "said", "tone", "met"} <= set(types)
    table = runner.invoke(main, ["who", "贝森特", str(path), "--format", "table"])
    assert table.exit_code == 0
    assert "Treasury Secretary" in table.stdout
    nobody = runner.invoke(main, ["who", "Xyzzy", str(path)])
    assert nobody.exit_code == 1
    assert "Xyzzy" in nobody.stderr
