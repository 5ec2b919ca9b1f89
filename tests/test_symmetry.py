"""The two sides in each other's place: what is said comes out the same, with the sides changed over.

Nothing in bilat may weigh one government's words differently from the other's. Every sentence of `fixtures/pairs` is
read twice, once from each side, in English, simplified and traditional Chinese.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import opencc
import pytest
import yaml

from bilat import packs
from bilat.model import Compliance, Interaction, Measure, Outlook, Record, Statement
from bilat.pipeline import run

PAIRS = Path(__file__).parent / "fixtures" / "pairs"
SCRIPTS = ("en", "zh-Hans", "zh-Hant")
SIDES = ("CN", "US")
OTHER = {"CN": "US", "US": "CN"}
# Instruments that one side alone has: who says it does not change whose they are.
OWNED = frozenset(item.id for item in packs.load("us-cn").instruments.values() if item.imposed_by)
DAY = "2025-11-20"
ARTICLES = 100
MOST_DIFFERENT = 0.01
LEAST_ACTS = {"en": 0.68, "zh-Hans": 0.75, "zh-Hant": 0.75}
LEAST_FOUND = {"en": 0.86, "zh-Hans": 0.99, "zh-Hant": 0.99}


@dataclass(frozen=True)
class Case:
    """One sentence, as either side says it."""

    id: str
    said_by: dict[str, str]
    act: str | None


def _sentence(template: str, speaker: str, data: dict[str, Any], side: str) -> str:
    own, other = (SimpleNamespace(**data["sides"][code]) for code in (side, OTHER[side]))
    text = template.format(A=speaker, a=own, b=other)
    return text[0].upper() + text[1:]


def cases(script: str) -> Iterator[Case]:
    """Every template with every pair of actors."""
    data = yaml.safe_load((PAIRS / f"{script[:2]}.yaml").read_text(encoding="utf-8"))
    convert = opencc.OpenCC("s2t").convert if script == "zh-Hant" else str
    for i, template in enumerate(data["templates"]):
        for j, actors in enumerate(data["actors"]):
            said = {side: convert(_sentence(template["text"], actors[side], data, side)) for side in SIDES}
            yield Case(id=f"{i:02}-{j:02}", said_by=said, act=template.get("act"))


def articles(script: str) -> Iterator[Case]:
    """Sentences of both sides, drawn by a fixed seed and joined to short articles."""
    known, draw = list(cases(script)), random.Random(1979)
    gap = " " if script == "en" else ""
    for number in range(ARTICLES):
        drawn = [(draw.choice(known), draw.random() < 0.5) for _ in range(draw.randint(3, 7))]
        said = {
            side: gap.join(case.said_by[OTHER[side] if turned else side] for case, turned in drawn) for side in SIDES
        }
        yield Case(id=f"article-{number:03}", said_by=said, act=None)


def every_case(script: str) -> list[Case]:
    """All the sentences and all the articles."""
    return [*cases(script), *articles(script)]


def read(script: str, folder: Path) -> dict[tuple[str, str], list[Record]]:
    """The records of every sentence, by the case's id and the side that says it."""
    path = folder / f"{script}.jsonl"
    rows = [
        {"id": f"{case.id}-{side}", "text": text, "published": DAY, "language": script}
        for case in every_case(script)
        for side, text in case.said_by.items()
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    ran = run([str(path)])
    assert not ran.refused
    key = {}
    for document in ran.documents:
        case, side = str(document.path).rsplit("#", 1)[1].rsplit("-", 1)
        key[document.id] = (case, side)
    found: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in ran.records:
        found[key[record.doc]].append(record)
    return found


def seen_from(side: str, value: str | None) -> str | None:
    """A side as the speaker's `own` or the `other` one."""
    return {side: "own", OTHER[side]: "other"}.get(value or "", value)


def portrait(records: list[Record], side: str) -> list[tuple[Any, ...]]:
    """What must not depend on who says it, with the sides as seen by the speaker."""
    rows = (_row(record, side) for record in records)
    return sorted((row for row in rows if row), key=repr)


def _row(record: Record, side: str) -> tuple[Any, ...] | None:
    match record:
        case Statement(voice=voice, mode=mode, act=act, stance=stance):
            return ("said", seen_from(side, record.speaker.side), voice, mode, act, stance, *sorted(record.issues))
        case Compliance(claim=claim):
            return ("compliance", seen_from(side, record.by), claim, seen_from(side, record.about))
        case Measure(instrument=instrument, value=value, status=status) if instrument not in OWNED:
            sides = (seen_from(side, record.imposed_by), seen_from(side, record.target))
            return ("measure", instrument, *sides, value, status)
        case Interaction(kind=kind, status=status):
            return ("interaction", kind, status, seen_from(side, record.initiated_by))
        case Outlook(kind=kind):
            return ("outlook", kind)
    return None


@pytest.fixture(scope="module", params=SCRIPTS)
def script(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def found(script: str, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Record]]:
    return read(script, tmp_path_factory.mktemp("pairs"))


@pytest.mark.parametrize("of", [cases, articles])
def test_the_sides_mirror_each_other(
    script: str,
    found: dict[tuple[str, str], list[Record]],
    of: Callable[[str], Iterator[Case]],
) -> None:
    every = list(of(script))
    assert len(every) >= 100
    different = []
    for case in every:
        ours, theirs = (portrait(found[case.id, side], side) for side in SIDES)
        if ours != theirs:
            only = [row for row in ours if row not in theirs], [row for row in theirs if row not in ours]
            different.append("\n  ".join([*case.said_by.values(), *map(repr, only)]))
    assert len(different) <= MOST_DIFFERENT * len(every), "\n".join([f"{len(different)} of {len(every)}", *different])


def test_no_undertaking_is_named_after_its_speaker(found: dict[tuple[str, str], list[Record]]) -> None:
    spoken_of = ({r.commitment for r in records if isinstance(r, Compliance)} for records in found.values())
    assert not {name for names in spoken_of for name in names} & {"Beijing understanding", "Washington understanding"}


def test_the_speaker_is_found_on_either_side(script: str, found: dict[tuple[str, str], list[Record]]) -> None:
    every = [(case.id, side) for case in cases(script) for side in SIDES]
    right = [
        key
        for key in every
        if any(isinstance(record, Statement) and record.speaker.side == key[1] for record in found[key])
    ]
    missing = [key for key in every if key not in right]
    assert len(right) >= LEAST_FOUND[script] * len(every), missing


def test_plain_acts_are_told(script: str, found: dict[tuple[str, str], list[Record]]) -> None:
    wrong, total = [], 0
    for case in cases(script):
        for side in SIDES if case.act else ():
            acts = {record.act for record in found[case.id, side] if isinstance(record, Statement)}
            total += 1
            if case.act not in acts:
                wrong.append(f"{case.said_by[side]} {acts} is no {case.act}")
    assert len(wrong) <= (1 - LEAST_ACTS[script]) * total, "\n".join([f"{len(wrong)} of {total}", *wrong])
