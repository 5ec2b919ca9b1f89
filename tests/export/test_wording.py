"""The interface's strings are whole in the three languages, and its colours can be read."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from bilat.export import brief
from bilat.export.brief import asset
from bilat.export.labels import LANGS, Labels, readable
from bilat.export.wording import Wording, load

CODES = {
    "kind": "call video_call meeting summit talks visit letter",
    "status": "held planned proposed cancelled",
    "level": "leader minister vice_minister working",
    "voice": "official unnamed_official state_media media expert business author",
    "mode": "direct indirect mixed",
    "act": "affirm commit welcome urge demand accuse deny warn threaten reject expect describe",
    "measure_status": "announced in_force suspended lapsed withdrawn struck_down challenged available last_known",
    "outlet_kind": "official state_media media think_tank self_media unknown",
    "flag": "opinion machine_translated script_converted repost censored_urls",
    "outlook": "scenario expected_interaction deadline",
    "language": "en zh-Hans zh-Hant",
}


def leaves(node: Any, at: str = "") -> dict[str, str]:
    if isinstance(node, dict):
        return {k: v for key, inner in node.items() for k, v in leaves(inner, f"{at}.{key}").items()}
    if isinstance(node, list):
        return {k: v for place, inner in enumerate(node) for k, v in leaves(inner, f"{at}.{place}").items()}
    return {at: str(node)}


def test_every_string_is_there_in_all_three_languages() -> None:
    found = [set(leaves(load(lang))) for lang in LANGS]
    assert found[0] == found[1] == found[2]
    assert all(text for lang in LANGS for key, text in leaves(load(lang)).items() if key != ".duration.join")


def test_the_languages_ask_for_the_same_values() -> None:
    def asked(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    free = (".date.", ".claim.")  # a month is {month} here and {m} there; who claims of himself names himself once
    for key, text in leaves(load("en")).items():
        if not key.startswith(free):
            for lang in LANGS[1:]:
                assert asked(leaves(load(lang))[key]) == asked(text), (lang, key)


@pytest.mark.parametrize("group", CODES)
def test_every_code_of_the_format_has_a_name(group: str) -> None:
    for lang in LANGS:
        assert set(CODES[group].split()) <= set(load(lang)["terms"][group])


def test_every_key_that_the_templates_ask_for_exists() -> None:
    root = Path(brief.__file__).parent
    known = {key[1:] for key in leaves(load("en"))}
    sources = [*root.glob("templates/*.j2"), *root.glob("*.py")]
    asked = {key for path in sources for key in re.findall(r"\bt\(['\"]([a-z_.]+[a-z])['\"]", path.read_text("utf-8"))}
    assert len(asked) > 60
    assert {key for key in asked if key not in known} == set()


def test_chinese_strings_carry_no_western_punctuation_and_the_right_script() -> None:
    for lang in LANGS[1:]:
        for key, text in leaves(load(lang)).items():
            bare = re.sub(r"\{\w+\}", "", text)
            assert not re.search(r"[一-鿿][,;:?!]|[,;:?!][一-鿿]", bare), (lang, key)
    simple, full = leaves(load("zh-Hans")), leaves(load("zh-Hant"))
    for sign, other in zip("说么资达双关联与", "說麼資達雙關聯與", strict=True):
        assert not any(sign in text for text in full.values()), sign
        assert not any(other in text for text in simple.values()), other


@pytest.mark.parametrize(
    ("lang", "dates"),
    [
        ("en", ["5 June 2025", "June 2025", "2025", "10–12 May 2025", "30 May 2025 to 2 June 2025"]),
        ("zh-Hans", ["2025年6月5日", "2025年6月", "2025年", "2025年5月10日至12日", "2025年5月30日至2025年6月2日"]),
        ("zh-Hant", ["2025年6月5日", "2025年6月", "2025年", "2025年5月10日至12日", "2025年5月30日至2025年6月2日"]),
    ],
)
def test_dates_stand_in_the_form_of_the_language(lang: str, dates: list[str]) -> None:
    say = Wording(lang)
    assert [say.date("2025-06-05"), say.date("2025-06"), say.date("2025")] == dates[:3]
    assert say.dates("2025-05-10", "2025-05-12") == dates[3]
    assert say.dates("2025-05-30", "2025-06-02") == dates[4]
    assert say.date("soon") == "soon"


def test_numbers_carry_their_units() -> None:
    assert Wording("en").quantity(25, "million_tonnes") == "25 million tonnes"
    assert Wording("zh-Hans").quantity(25, "million_tonnes") == "2,500万吨"
    assert Wording("zh-Hant").quantity(1.5, "billion_usd") == "15億美元"
    assert Wording("en").quantity(25, "million tonnes a year") == "25 million tonnes a year"
    assert Wording("zh-Hans").quantity(25, "million tonnes a year") == "每年2,500万吨"
    assert Wording("en").quantity(1, "years") == "1 year"
    assert Wording("en").quantity(12.5, "percent") == "12.5%"
    assert Wording("en").quantity(3, "air_defence_systems") == "3 air defence systems"


def test_labels_fall_back_to_the_id_made_readable() -> None:
    labels = Labels()
    assert labels.issue("rare_earths", "en") == "Rare earths"
    assert labels.entity("person/jane-doe", "en") == "Jane Doe"
    assert labels.entity("Jane Doe", "zh-Hans") == "Jane Doe"
    assert labels.side("XX", "en") == "XX"
    assert readable("a_b") == "A b"


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# How the three kinds of colour blindness see linear RGB (Machado, Oliveira, Fernandes 2009, full severity).
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(colour: str, matrix: Any) -> tuple[float, float, float]:
    """CIE Lab of a colour as seen through a matrix on linear RGB."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("dark", [False, True])
def test_the_two_sides_keep_apart_for_the_colour_blind(kind: str, dark: bool) -> None:
    blocks = re.findall(r":root\{([^}]*--paper[^}]*)\}", asset("brief.css"))
    colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})\b", blocks[1 if dark else 0]))
    one, two = (seen(colours[name], BLIND[kind]) for name in ("one", "two"))
    assert sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) ** 0.5 >= 30


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_on_its_ground(dark: bool) -> None:
    blocks = re.findall(r":root\{([^}]*--paper[^}]*)\}", asset("brief.css"))
    colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})\b", blocks[1 if dark else 0]))
    for ground in ("paper", "tint"):
        for ink in ("ink", "soft", "one", "two", "other"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
    assert contrast(colours["focus"], colours["paper"]) >= 3


@pytest.mark.parametrize(
    ("names", "place", "level", "title"),
    [
        (["A", "B"], "Busan", "leader", "Call: A and B"),
        (["A", "B", "C", "D", "E"], None, None, "Call: A, B, C and 2 others"),
        (["A"], "Busan", None, "Call: A"),
        ([], "Busan", "leader", "Call in Busan"),
        ([], None, "leader", "Call: leaders"),
        ([], None, None, "Call"),
    ],
)
def test_an_event_is_headed_by_what_is_known_of_it(
    names: list[str], place: str | None, level: str | None, title: str
) -> None:
    assert Wording("en").event_title("call", names, place=place, level=level) == title
