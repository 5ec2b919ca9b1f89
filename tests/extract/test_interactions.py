"""Single sentences and the interactions that they tell of, in three scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bilat import packs
from bilat.extract import extract
from bilat.model import FAMILY, Document, Interaction

FOLDER = Path(__file__).parent / "interactions"
DETAILS = {"minutes": "duration_minutes", "asked": "initiated_by"} | {n: n for n in ("place", "end_date", "forum")}


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            mark = pytest.mark.xfail(reason=case["missed"], strict=True) if "missed" in case else ()
            found.append(pytest.param(path.stem, case, id=f"{path.stem}: {case['about']}", marks=mark))
    return found


def interactions(language: str, case: dict[str, Any]) -> list[Interaction]:
    text = case["text"]
    document = Document(
        id="doc/0", text=text, language=language, published=str(case["published"]), kept=((0, len(text)),)
    )
    return [record for record in extract(document, packs.load("us-cn")) if isinstance(record, Interaction)]


def told(record: Interaction) -> tuple[Any, ...]:
    who = tuple(sorted(name.name for name in record.participants))
    return FAMILY.get(record.kind, record.kind), record.status, record.date, record.level, who


def expected(case: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (
            FAMILY.get(e["kind"], e["kind"]),
            e["status"],
            str(e["date"]) if "date" in e else None,
            e.get("level"),
            tuple(sorted(e.get("who", ()))),
        )
        for e in case["expect"]
    ]


@pytest.mark.parametrize(("language", "case"), cases())
def test_sentence(language: str, case: dict[str, Any]) -> None:
    found = interactions(language, case)
    assert sorted(map(repr, map(told, found))) == sorted(map(repr, expected(case)))
    for wanted, key in zip(case["expect"], expected(case), strict=True):
        record = next(r for r in found if told(r) == key)
        details = {name: getattr(record, field) for name, field in DETAILS.items() if name in wanted}
        assert details == {name: _plain(wanted[name]) for name in details}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def test_each_script_has_its_sentences() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {"en", "zh-Hans", "zh-Hant"}
