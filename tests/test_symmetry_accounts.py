"""Two accounts of one call, and the same with the sides changed over: what only one tells, what both tell, what is
left out and who had the initiative change over with them. Pairs are drawn by a fixed seed from `fixtures/pairs`."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import opencc
import pytest
import yaml

from bilat import packs
from bilat.model import Comparison, Interaction, Record, Silence
from bilat.pipeline import run
from bilat.relate.events import events
from bilat.relate.initiative import indicators

DATA = yaml.safe_load((Path(__file__).parent / "fixtures" / "pairs" / "accounts.yaml").read_text(encoding="utf-8"))
SCRIPTS = ("en", "zh-Hans", "zh-Hant")
OTHER = {"CN": "US", "US": "CN"}
PAIRS = 40  # a script; one a week, so that no two are one event
FIRST = datetime.date(2027, 1, 4)
MOST_DIFFERENT = 0.01


@dataclass(frozen=True)
class Pair:
    """What each of two accounts tells, as `own` (of the first account's side) and `other`."""

    day: datetime.date
    person: str
    asked: tuple[str | None, str | None]
    topics: tuple[tuple[int, ...], tuple[int, ...]]
    later: int  # by how many days the second account came out later


def pairs() -> Iterator[Pair]:
    draw = random.Random(1972)
    for number in range(PAIRS):
        size = len(DATA["en"]["topics"])
        first, second = (tuple(sorted(draw.sample(range(size), draw.randint(2, 6)))) for _ in range(2))
        asked = (draw.choice([None, "own", "other"]), draw.choice([None, "own", "other"]))
        day = FIRST + datetime.timedelta(weeks=number)
        yield Pair(day, draw.choice(["leader", "minister"]), asked, (first, second), draw.choice([0, 1]))


def account(pair: Pair, script: str, place: int, side: str) -> dict[str, str]:
    """The first or second account of a pair, as a row of a JSONL file; `side`: whose account it is."""
    data, convert = DATA[script[:2]], opencc.OpenCC("s2t").convert if script == "zh-Hant" else str
    own, other = (
        SimpleNamespace(**data["sides"][code], person=data["sides"][code][pair.person]) for code in (side, OTHER[side])
    )
    day = f"{pair.day:%B} {pair.day.day}, {pair.day.year}"
    if script != "en":
        day = f"{pair.day.year}年{pair.day.month}月{pair.day.day}日"
    asked = pair.asked[place]
    lines = [data["opening"], *([data["asked"][asked]] if asked else [])]
    lines += [data["topics"][number] for number in pair.topics[place]]
    text = "\n\n".join(line.format(a=own, b=other, day=day) for line in lines)
    published = pair.day + datetime.timedelta(days=pair.later if place else 0)
    return {
        "id": f"{pair.day}-{side}",
        "title": convert(data["title"].format(a=own, b=other)),
        "text": convert(text),
        "published": published.isoformat(),
        "language": script,
        "outlet": convert(own.outlet),
    }


def told(script: str, first: str, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """By pair what comparing gives, sides as seen by the one whose account is the first."""
    path = folder / f"{script}-{first}.jsonl"
    rows = [account(pair, script, place, side) for pair in pairs() for place, side in enumerate((first, OTHER[first]))]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    ran = run([str(path)])
    assert not ran.refused
    day_of = {document.id: str(document.path).rsplit("#", 1)[1][:10] for document in ran.documents}
    pack = packs.load("us-cn")
    found: dict[str, list[tuple[Any, ...]]] = {str(pair.day): [] for pair in pairs()}
    for record in ran.records:
        if row := _row(record, first):
            found[day_of[record.doc]].append(row)
    told_of = events([r for r in ran.records if isinstance(r, Interaction)], ran.documents, pack)
    for one in indicators(pack, events=told_of, documents=ran.documents, records=ran.records, since="2027-01-01"):
        if one.date in found:
            found[one.date].append(("initiative", one.name, _seen(first, one.side)))
    return found


def _row(record: Record, first: str) -> tuple[Any, ...] | None:
    match record:
        case Comparison(issue=issue, outcome=outcome, missing=missing):
            kind, _, side = outcome.partition("_")
            return ("compared", issue, kind, _seen(first, side), *(_seen(first, one) for one in missing))
        case Silence(side=side, issue=issue, basis=basis):
            return ("silence", issue, _seen(first, side), basis)
    return None


def _seen(first: str, side: str | None) -> str | None:
    return {first: "first", OTHER[first]: "second"}.get(side or "", side)


@pytest.mark.parametrize("script", SCRIPTS)
def test_accounts_and_initiative_mirror_each_other(script: str, tmp_path: Path) -> None:
    ours, theirs = (told(script, first, tmp_path) for first in ("US", "CN"))
    compared = sum(row[0] == "compared" for rows in ours.values() for row in rows)
    asked = sum(row[:2] == ("initiative", "asked") and row[2] is not None for rows in ours.values() for row in rows)
    assert compared >= 2 * PAIRS, "the pairs are not compared"
    assert asked >= PAIRS // 4, "who asked is not read"
    different = [day for day in ours if sorted(ours[day], key=repr) != sorted(theirs[day], key=repr)]
    shown = [
        f"{day}: {[r for r in ours[day] if r not in theirs[day]]} / {[r for r in theirs[day] if r not in ours[day]]}"
        for day in different
    ]
    assert len(different) <= MOST_DIFFERENT * PAIRS, "\n".join(shown)
