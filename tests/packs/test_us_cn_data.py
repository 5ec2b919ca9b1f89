"""The data of the US-China pack holds together: ids, dates, names, the register's links."""

from __future__ import annotations

import csv
import functools
import re
from collections import Counter, defaultdict
from importlib import resources
from typing import Any

import opencc
import pytest
import yaml

FOLDER = resources.files("bilat.packs").joinpath("us-cn")
FILES = ("people", "bodies", "outlets", "thinktanks", "places", "forums")
SECTIONS = [
    ("people", "people"),
    ("bodies", "bodies"),
    ("bodies", "offices"),
    ("outlets", "outlets"),
    ("thinktanks", "thinktanks"),
    ("places", "places"),
    ("places", "countries"),
    ("forums", "forums"),
]
LEAST = {
    "people": 500,
    "bodies": 300,
    "offices": 180,
    "outlets": 350,
    "thinktanks": 240,
    "places": 220,
    "countries": 110,
}
LEVELS = {"leader", "minister", "vice_minister", "working"}
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
REGISTER = ("interactions", "instruments", "commitments")


@functools.cache
def read(name: str) -> Any:
    return yaml.load(FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@functools.cache
def table(name: str) -> list[dict[str, str]]:
    text = FOLDER.joinpath("register", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def ids_of(file: str, section: str) -> list[str]:
    return [item.get("id") or f"country/{item['code']}" for item in read(file)[section]]


def strong(item: dict[str, Any]) -> list[str]:
    return [*item.get("en", []), *item.get("zh", [])]


def every_string(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for key, value in node.items() if key != "title" for text in every_string(value)]
    if isinstance(node, list):
        return [text for value in node for text in every_string(value)]
    return [node] if isinstance(node, str) else []


@pytest.mark.parametrize(("file", "section"), SECTIONS)
def test_ids_are_unique_and_lists_are_strings(file: str, section: str) -> None:
    counts = Counter(ids_of(file, section))
    assert [key for key, count in counts.items() if count > 1] == []
    assert len(counts) >= LEAST.get(section, 60)
    for item in read(file)[section]:
        for key in ("en", "zh", "weak", "bare", "needs_side", "demonym", "hosts"):
            values = item.get(key, [])
            assert all(isinstance(value, str) and value.strip() == value and value for value in values), item
            assert len(values) == len(set(values)), (item, key)


@pytest.mark.parametrize("file", [*FILES, "pack"])
def test_chinese_is_simplified_so_that_the_view_matches_it(file: str) -> None:
    convert = opencc.OpenCC("t2s").convert
    assert [text for text in every_string(read(file)) if convert(text) != text] == []


@pytest.mark.parametrize("section", ["people", "outlets", "thinktanks", "forums"])
def test_no_strong_name_is_shared(section: str) -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for item in read(section)[section]:
        for name in strong(item):
            users[name].add(item["id"])
    assert {name: ids for name, ids in users.items() if len(ids) > 1} == {}


def test_bodies_share_bare_names_only() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for body in read("bodies")["bodies"]:
        for name in strong(body):
            users[name].add(body["id"])
        assert not set(body.get("bare", [])) & set(strong(body)), body
    assert {name: ids for name, ids in users.items() if len(ids) > 1} == {}


def test_office_titles_are_shared_only_where_a_side_is_needed() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for office in read("bodies")["offices"]:
        for title in strong(office):
            users[title].add(office["id"])
    assert {title: ids for title, ids in users.items() if len(ids) > 1} == {}


def test_offices_belong_to_bodies_and_have_levels() -> None:
    bodies = set(ids_of("bodies", "bodies"))
    for office in read("bodies")["offices"]:
        assert office["level"] in LEVELS, office
        assert office["body"] is None or office["body"] in bodies, office
        assert office["side"] in ("US", "CN", None), office


def test_tenures_name_known_offices_and_run_forwards() -> None:
    offices = set(ids_of("bodies", "offices"))
    for person in read("people")["people"]:
        assert person["side"] in ("US", "CN", None)
        for tenure in person.get("offices", []):
            assert tenure["id"] in offices, (person["id"], tenure)
            start, end = tenure.get("from"), tenure.get("to")
            assert start is not None, (person["id"], tenure)
            assert PARTIAL_DATE.fullmatch(start), (person["id"], tenure)
            if end is not None:
                assert PARTIAL_DATE.fullmatch(end), (person["id"], tenure)
                assert start <= end, (person["id"], tenure)


@pytest.mark.parametrize(
    ("office", "date", "holder"),
    [
        ("us-president", "2019-06-01", "person/donald-trump"),
        ("us-president", "2023-06-01", "person/joe-biden"),
        ("us-president", "2025-06-05", "person/donald-trump"),
        ("us-secretary-of-state", "2018-05-01", "person/mike-pompeo"),
        ("us-secretary-of-state", "2025-09-10", "person/marco-rubio"),
        ("us-treasury-secretary", "2024-04-05", "person/janet-yellen"),
        ("us-trade-representative", "2025-05-10", "person/jamieson-greer"),
        ("us-fed-chair", "2026-06-01", "person/kevin-warsh"),
        ("cn-foreign-minister", "2023-06-18", "person/qin-gang"),
        ("cn-foreign-minister", "2026-02-13", "person/wang-yi"),
        ("cn-defense-minister", "2022-11-22", "person/wei-fenghe"),
        ("cn-premier", "2019-01-01", "person/li-keqiang"),
        ("cn-trade-representative", "2025-06-09", "person/li-chenggang"),
        ("tw-president", "2023-01-01", "person/tsai-ing-wen"),
        ("jp-prime-minister", "2025-11-07", "person/sanae-takaichi"),
    ],
)
def test_one_holder_of_an_office_at_a_date(office: str, date: str, holder: str) -> None:
    held = {
        person["id"]
        for person in read("people")["people"]
        for tenure in person.get("offices", [])
        if tenure["id"] == office and tenure["from"] <= date < tenure.get("to", "9999")
    }
    assert held == {holder}


def test_hosts_belong_to_one_outlet_and_are_bare() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for outlet in read("outlets")["outlets"]:
        assert outlet["kind"] in {"media", "state_media", "self_media", "official"}, outlet
        assert outlet["family"], outlet
        for host in outlet["hosts"]:
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host), host
            users[host].add(outlet["id"])
    assert {host: ids for host, ids in users.items() if len(ids) > 1} == {}


def test_places_lie_in_known_places() -> None:
    places = set(ids_of("places", "places"))
    assert [p["id"] for p in read("places")["places"] if p.get("parent") and p["parent"] not in places] == []
    assert all(re.fullmatch("[A-Z]{2}", country["code"]) for country in read("places")["countries"])


def test_words_that_only_look_like_names_are_no_names() -> None:
    names = {
        name
        for file, section in SECTIONS
        for item in read(file)[section]
        for key in ("en", "zh", "weak", "bare", "needs_side", "demonym")
        for name in item.get(key, [])
    }
    pack = read("pack")
    names |= {name for side in pack["sides"] for name in (*side["names"], *side["adjectives"])}
    names |= {name for joint in pack["joint"] for name in (*joint["en"], *joint["zh"])}
    assert [word for words in pack["not_names"].values() for word in words if word in names] == []


def test_sides_and_joint_phrases() -> None:
    pack = read("pack")
    assert [side["code"] for side in pack["sides"]] == ["US", "CN"]
    for side in pack["sides"]:
        assert set(side["metonyms"]) <= set(side["names"])
    first, second = (set(side["names"]) for side in pack["sides"])
    assert not first & second
    assert all(joint["level"] in LEVELS | {None} for joint in pack["joint"])


@pytest.mark.parametrize("name", REGISTER)
def test_register_ids_dates_and_sources(name: str) -> None:
    rows = table(name)
    assert next(iter(rows[0])) == "id"
    assert [key for key, count in Counter(row["id"] for row in rows).items() if count > 1] == []
    dates = ("date", "end_date", "effective", "expires", "due_date")
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]), row["id"]
        assert row["single_source"] in ("yes", "no"), row["id"]
        assert all(PARTIAL_DATE.fullmatch(row[key]) for key in dates if row.get(key)), row["id"]
        assert row["sources"] or row["note"], row["id"]


def test_register_interactions_resolve() -> None:
    people = {person["id"]: person for person in read("people")["people"]}
    places = {*ids_of("places", "places"), *ids_of("places", "countries"), "side/US", "side/CN"}
    forums = set(ids_of("forums", "forums"))
    for row in table("interactions"):
        assert row["level"] in LEVELS
        assert row["kind"] in {"call", "video_call", "meeting", "summit", "talks", "visit", "letter"}
        assert row["initiated_by"] in ("", "US", "CN", "both")
        for key, side in (("us_participants", "US"), ("cn_participants", "CN")):
            assert all(people[who]["side"] == side for who in row[key].split("; ") if who), row["id"]
        assert all(place in places for place in (row["place"], *row["venues"].split("; ")) if place), row["id"]
        assert row["forum"] == "" or row["forum"] in forums, row["id"]


def test_register_instruments_and_commitments_resolve() -> None:
    instruments = {item["id"] for item in read("instruments")["instruments"]}
    interactions = {row["id"] for row in table("interactions")}
    people = set(ids_of("people", "people"))
    for row in table("instruments"):
        assert row["instrument"] == "" or row["instrument"] in instruments, row["id"]
        assert row["imposed_by"] in ("US", "CN", "both")
    for row in table("commitments"):
        assert row["interaction"] == "" or row["interaction"] in interactions, row["id"]
        assert row["made_by_person"] == "" or row["made_by_person"] in people, row["id"]
        assert row["made_by"] in ("US", "CN", "both")


def test_a_name_means_one_kind_of_thing() -> None:
    """Metonyms are places too; beyond that no strong name is at home in two files."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for file, section in SECTIONS:
        kind = "places" if section == "countries" else section
        for item in read(file)[section]:
            for name in strong(item):
                kinds[name].add(kind)
    pack = read("pack")
    for side in pack["sides"]:
        for name in set(side["names"]) - set(side["metonyms"]):
            kinds[name].add("sides")
    for joint in pack["joint"]:
        for name in (*joint["en"], *joint["zh"]):
            kinds[name].add("joint")
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_a_single_character_is_never_a_strong_name() -> None:
    """It would be found inside other words."""
    short = [
        name
        for file, section in SECTIONS
        for item in read(file)[section]
        for name in item.get("zh", [])
        if len(name) == 1
    ]
    assert short == []


# Offices of both sides that must have a holder in every year since 2017; a vacancy of less than half a year is one.
STAFFED = (
    "us-president", "us-vice-president", "us-secretary-of-state", "us-treasury-secretary", "us-commerce-secretary",
    "us-trade-representative", "us-secretary-of-defense", "us-national-security-adviser", "us-press-secretary",
    "us-state-spokesperson", "us-pentagon-spokesperson", "us-fed-chair", "us-agriculture-secretary",
    "cn-president", "cn-premier", "cn-vice-premier", "cn-foreign-minister", "cn-cfac-director", "cn-commerce-minister",
    "cn-finance-minister", "cn-pboc-governor", "cn-defense-minister", "cn-mfa-spokesperson", "cn-mofcom-spokesperson",
    "cn-mnd-spokesperson", "cn-tao-spokesperson", "cn-tao-director", "cn-ambassador-us", "cn-ndrc-chair",
)  # fmt: skip
SAMPLES = [f"{year}-{day}" for year in range(2017, 2027) for day in ("04-30", "10-31") if f"{year}-{day}" < "2026-06"]


@pytest.mark.parametrize("office", STAFFED)
def test_an_office_has_a_holder_since_2017(office: str) -> None:
    held = [
        (tenure["from"], tenure.get("to", "9999"))
        for person in read("people")["people"]
        for tenure in person.get("offices", [])
        if tenure["id"] == office
    ]
    open_days = [day for day in SAMPLES if not any(start[:7] <= day[:7] <= end[:7] for start, end in held)]
    assert len(open_days) <= 1, open_days
