"""`bilat packs check`: the bundled packs pass, and each rule speaks up on a small pack that breaks it."""

from __future__ import annotations

import copy
import csv
import functools
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.errors import PackError
from bilat.packs.checks import check
from bilat.packs.loader import build

SMALL = Path(__file__).parent / "small" / "aa-bb"
Data = dict[str, Any]
Change = Callable[[Data], object]


@functools.cache
def small() -> Data:
    """The small pack's sections by file, its tables under `register`."""
    found: Data = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in SMALL.glob("*.yaml")}
    found["register"] = {}
    for path in (SMALL / "register").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            found["register"][path.stem] = list(csv.DictReader(stream))
    return found


def write(folder: Path, change: Change = copy.copy) -> Path:
    """A copy of the small pack, with a change made to it."""
    data = copy.deepcopy(small())
    change(data)
    (folder / "register").mkdir(parents=True)
    for name, rows in data.pop("register").items():
        with (folder / "register" / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    for name, parts in data.items():
        (folder / f"{name}.yaml").write_text(json.dumps(parts, ensure_ascii=False), "utf-8")  # JSON is YAML too
    return folder


@pytest.mark.parametrize("pack_id", packs.available())
def test_the_bundled_packs_have_no_problems(pack_id: str) -> None:
    assert check(pack_id) == []


def test_a_sound_pack_has_no_problems(tmp_path: Path) -> None:
    assert check("aa-bb", write(tmp_path / "aa-bb")) == []


def test_a_pack_may_do_without_phrases(tmp_path: Path) -> None:
    assert check("aa-bb", write(tmp_path / "aa-bb", lambda pack: pack.pop("phrases"))) == []


def test_there_must_be_a_pack() -> None:
    with pytest.raises(PackError, match="no pack 'zz-zz'; there are"):
        check("zz-zz")


def person(pack: Data) -> Data:
    found: Data = pack["people"]["people"][0]
    return found


def met(pack: Data) -> Data:
    found: Data = pack["register"]["interactions"][0]
    return found


def ruled(pack: Data) -> Data:
    found: Data = pack["register"]["instruments"][0]
    return found


def promised(pack: Data) -> Data:
    found: Data = pack["register"]["commitments"][0]
    return found


def phrase(pack: Data) -> Data:
    found: Data = pack["phrases"]["phrases"][0]
    return found


def twice(items: list[Any]) -> None:
    items.append(copy.deepcopy(items[0]))


BROKEN: dict[str, tuple[Change, str]] = {
    "a file is missing": (lambda p: p.pop("forums"), "forums.yaml: there is no such file"),
    "a section is unknown": (lambda p: p["forums"].update(clubs=[]), "forums.yaml: unknown section 'clubs'"),
    "a section is no list": (lambda p: p["forums"].update(forums="x"), "forums should be a list of entries"),
    "a field is missing": (lambda p: person(p).pop("name"), "person/ann-ace: name is missing"),
    "a field is unknown": (lambda p: person(p).update(party="x"), "person/ann-ace: unknown field 'party'"),
    "a list is a word": (lambda p: person(p).update(en="Ann"), "person/ann-ace: en: should be a list"),
    "a word is a list": (lambda p: person(p).update(name=["Ann"]), "name: should be one value"),
    "a word has spaces around it": (lambda p: person(p)["en"].append("Ann "), "has spaces around it"),
    "a word stands twice": (lambda p: person(p)["en"].append("Ann Ace"), "'Ann Ace' stands there 2 times"),
    "an id has another form": (lambda p: person(p).update(id="ann"), "'ann' should be person/NAME"),
    "an id stands twice": (lambda p: twice(p["forums"]["forums"]), "forum/fair stands there 2 times"),
    "a side is unknown": (lambda p: person(p).update(side="XX"), "side: 'XX' is none of the sides AA, BB"),
    "a level is unknown": (lambda p: p["forums"]["forums"][0].update(level="boss"), "'boss' is none of the levels"),
    "a country is unknown": (lambda p: p["places"]["places"][0].update(country="XX"), "'XX' is neither a side"),
    "a country's code is small": (lambda p: p["places"]["countries"][0].update(code="cc"), "two capital letters"),
    "a side's code is long": (lambda p: p["pack"]["sides"][0].update(code="AAA"), "AAA: a side's code is two capital"),
    "a kind is unknown": (lambda p: p["outlets"]["outlets"][0].update(kind="blog"), "'blog' is none of media"),
    "a flag is neither": (lambda p: p["issues"]["issues"][0].update(broad="maybe"), "neither true nor false"),
    "a title is missing": (lambda p: p["issues"]["issues"][0]["title"].pop("zh-Hant"), "should have exactly en, zh-"),
    "an instrument's title is missing": (
        lambda p: p["instruments"]["instruments"][0].update(title={"en": "Tariff"}),
        "instruments: tariff: title: should have exactly",
    ),
    "an office is unknown": (lambda p: p["bodies"].update(offices=[]), "there is no office 'aa-minister'"),
    "a body is unknown": (
        lambda p: p["bodies"]["offices"][0].update(body="body/x"),
        "'body/x' is not among the bodies",
    ),
    "an issue is unknown": (lambda p: p["issues"]["issues"][1].update(narrows=["x"]), "'x' is not among the issues"),
    "a place lies nowhere": (lambda p: p["places"]["places"][1].update(parent="place/x"), "not among the places"),
    "a day does not exist": (
        lambda p: person(p)["offices"][0].update({"from": "2021-02-30"}),
        "aa-minister: from '2021-02-30' is no date",
    ),
    "a tenure runs backwards": (lambda p: person(p)["offices"][0].update(to="2019"), "ends (2019) before it begins"),
    "a host is an address": (
        lambda p: p["outlets"]["outlets"][0]["hosts"].append("https://x.example/"),
        "'https://x.example/' is no bare host name",
    ),
    "a host has two owners": (
        lambda p: p["outlets"]["outlets"][1]["hosts"].append("daily.example"),
        "daily.example is the host of outlet/daily and of outlet/weekly",
    ),
    "a word is traditional": (lambda p: person(p)["zh"].append("習某"), "'習某' should be written in simplified"),
    "a name is one character": (lambda p: person(p)["zh"].append("安"), "'安' is one character"),
    "two people share a name": (
        lambda p: p["people"]["people"][1]["en"].append("Ann Ace"),
        "'Ann Ace' is a name of person/ann-ace (people.yaml line 1) and of person/bo-bell (people.yaml line 1)",
    ),
    "a person and a place share a name": (
        lambda p: person(p)["en"].append("Town"),
        "'Town' is a name of person/ann-ace (people.yaml line 1) and of place/town (places.yaml line 1)",
    ),
    "a name is bare and strong": (
        lambda p: p["bodies"]["bodies"][0]["bare"].append("AA Trade Office"),
        "'AA Trade Office' cannot stand both alone and as a shared name",
    ),
    "the sides share a name": (
        lambda p: p["pack"]["sides"][1]["names"].append("AAland"),
        "'AAland' is a name of both sides",
    ),
    "a metonym is no name": (lambda p: p["pack"]["sides"][0]["metonyms"].append("Elsewhere"), "not among its names"),
    "one side only": (lambda p: p["pack"]["sides"].pop(), "a relationship has two different sides, here are 1"),
    "another id than the folder's": (
        lambda p: p["pack"].update(id="xx"),
        "its id should be 'aa-bb', the name of the folder",
    ),
    "a name is listed as none": (
        lambda p: p["pack"]["not_names"]["en"].append("Bo Bell"),
        "not_names: 'Bo Bell' is a name of this pack",
    ),
    "a phrase's first use has no source": (lambda p: phrase(p).pop("first_source"), "stand together or not at all"),
    "who used a phrase first, but not when": (lambda p: phrase(p).update(first_by="x"), "'x' is not among the people"),
    "two phrases share a form, written otherwise": (
        lambda p: p["phrases"]["phrases"].append(phrase(p) | {"id": "other", "en": ["Bridge, across the strait"]}),
        "'bridge across the strait' is a form of bridge-over-the-strait and of other",
    ),
    "a status is unknown": (lambda p: p["instruments"]["statuses"][0].update(status="x"), "'x' is none of announced"),
    "targets of a stranger": (
        lambda p: p["instruments"]["targets"].update(XX={"en": [], "zh": []}),
        "targets: should have exactly AA, BB",
    ),
    "a row stands twice": (
        lambda p: twice(p["register"]["interactions"]),
        "meeting-2021-02-03-minister stands there 2 times",
    ),
    "a row's place is unknown": (lambda p: met(p).update(place="place/x"), "place: 'place/x' is not among"),
    "a row's forum is unknown": (lambda p: met(p).update(forum="forum/x"), "forum: 'forum/x' is not among"),
    "a row's person is unknown": (
        lambda p: met(p).update(aa_participants="person/ann-ace; person/x"),
        "aa_participants: 'person/x' is not among the people",
    ),
    "a row's person is on the other side": (
        lambda p: met(p).update(aa_participants="person/bo-bell"),
        "aa_participants: person/bo-bell is not of the side AA",
    ),
    "a row ends before it begins": (
        lambda p: met(p).update(end_date="2021-02-01"),
        "end_date 2021-02-01 is before date 2021-02-03",
    ),
    "a row's date is no date": (lambda p: met(p).update(date="spring"), "date: 'spring' is no date"),
    "a row has no source": (lambda p: met(p).update(sources=""), "neither a source nor a note"),
    "a row's value is no number": (lambda p: ruled(p).update(value="ten"), "value: 'ten' is no number"),
    "a row's instrument is unknown": (lambda p: ruled(p).update(instrument="x"), "'x' is not among the instr"),
    "a row's party is a stranger": (lambda p: promised(p).update(made_by="XX"), "neither a side (AA, BB) nor both"),
    "a promise's occasion is unknown": (
        lambda p: promised(p).update(interaction="x"),
        "interaction: 'x' is not among the interactions",
    ),
    "a claim is written otherwise": (lambda p: promised(p).update(claims="kept, they say"), "is not written as DATE|?"),
    "a claim is a stranger's": (lambda p: promised(p).update(claims="? XX kept AA: Yes."), "'XX' is neither a side"),
    "a claim is of no day": (lambda p: promised(p).update(claims="soon AA kept AA: Yes."), "'soon' is no date"),
    "a row is neither": (lambda p: promised(p).update(single_source="perhaps"), "neither yes nor no"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_is_told_in_plain_words(name: str, tmp_path: Path) -> None:
    change, expected = BROKEN[name]
    problems = check("aa-bb", write(tmp_path / "aa-bb", change))
    assert [problem for problem in problems if expected in problem], problems
    assert all("\n" not in problem for problem in problems)


def test_a_key_that_stands_twice_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb")
    path = folder / "forums.yaml"
    path.write_text('{"forums": [],\n"forums": []}', "utf-8")
    assert any(
        "forums.yaml line 2" in problem and "'forums' stands twice" in problem for problem in check("aa-bb", folder)
    )


@pytest.mark.parametrize("content", ["- just\n- a list\n", "forums: [", "\tforums: x"])
def test_a_file_that_cannot_be_read_is_told(content: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb")
    (folder / "forums.yaml").write_text(content, "utf-8")
    assert any(problem.startswith("forums.yaml: ") for problem in check("aa-bb", folder))


def test_a_row_with_too_many_cells_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb")
    with (folder / "register" / "commitments.csv").open("a", encoding="utf-8") as stream:
        stream.write("," * 40 + "\n")
    assert any("1 rows have more or fewer cells" in problem for problem in check("aa-bb", folder))


def test_a_register_without_a_column_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb")
    (folder / "register" / "commitments.csv").write_text("id,sources,extra\nx,y,z\n", "utf-8")
    problems = check("aa-bb", folder)
    assert any("there is no column date, made_by" in problem for problem in problems)
    assert "register/commitments.csv: unknown column 'extra'" in problems


def test_several_may_hold_an_office_that_says_so(tmp_path: Path) -> None:
    def change(pack: Data) -> None:
        pack["people"]["people"][1]["offices"] = [{"id": "aa-minister", "from": "2023-05-01"}]
        pack["bodies"]["offices"][0]["several"] = "true"

    assert check("aa-bb", write(tmp_path / "aa-bb", change)) == []


def test_a_problem_is_told_with_the_line_of_its_entry(tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb")
    (folder / "forums.yaml").write_text(
        "forums:\n# a comment\n"
        "- {id: forum/fair, name: Fair, kind: market, level: minister, en: [the Fair], zh: [博览]}\n",
        "utf-8",
    )
    assert check("aa-bb", folder) == [
        "forums.yaml line 3: forums: forum/fair: kind: 'market' is none of multilateral, national, bilateral, mechanism"
    ]


def test_a_row_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb", lambda p: ruled(p).update(value="ten"))
    assert [p for p in check("aa-bb", folder) if p.startswith("register/instruments.csv line 2: ")]


def test_a_folder_is_checked_by_its_path(tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb")
    assert check(str(folder)) == []
    assert check(str(folder / "pack.yaml")) == []
    assert packs.load(str(folder)).id == "aa-bb"


def test_a_folder_that_is_no_pack_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"no pack\.yaml in this folder; `bilat packs new` writes one"):
        check(str(tmp_path))


def test_a_broken_folder_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "aa-bb", lambda p: (person(p).pop("name"), met(p).update(date="spring")))
    with pytest.raises(PackError, match=r"name is missing \(1 of 2; `bilat packs check .*` tells them all\)"):
        packs.load(str(folder))


VALUES = st.one_of(
    st.none(), st.text(max_size=4), st.integers(0, 9).map(str), st.lists(st.text(max_size=3), max_size=2), st.just({})
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_field_the_check_speaks_or_the_pack_loads(data: st.DataObject, tmp_path: Path) -> None:
    """No value of any field makes the check itself fall over, and what it passes can be read."""
    file = data.draw(st.sampled_from([name for name in small() if name != "register"]))
    section = data.draw(st.sampled_from([name for name, part in small()[file].items() if isinstance(part, list)]))
    entries = small()[file][section]
    entry = data.draw(st.integers(0, len(entries) - 1)) if entries else 0
    keys = sorted(entries[entry]) if entries and isinstance(entries[entry], dict) else []
    key = data.draw(st.sampled_from([*keys, "made_up"]))
    value = data.draw(VALUES)

    def change(pack: Data) -> None:
        if keys:
            pack[file][section][entry][key] = value
        else:
            pack[file][section] = value

    folder = write(tmp_path / str(uuid.uuid4()) / "aa-bb", change)
    problems = check("aa-bb", folder)
    assert all(isinstance(problem, str) and problem and "\n" not in problem for problem in problems)
    if not problems:
        build("aa-bb", folder)
