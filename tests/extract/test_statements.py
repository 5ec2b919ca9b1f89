"""Single sentences and who says what in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bilat import packs
from bilat.extract import extract
from bilat.model import Document, Statement

FOLDER = Path(__file__).parent / "statements"


def cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['about']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def says(text: str, record: Statement) -> str:
    return " ... ".join(text[a:b].strip("“”\" ,.") for a, b in record.content)


@pytest.mark.parametrize(("language", "case"), cases())
def test_sentence(language: str, case: dict[str, Any]) -> None:
    text = case["text"]
    document = Document(
        id="doc/0",
        text=text,
        language=language,
        published=str(case["published"]) if "published" in case else None,
        outlet_kind=case.get("outlet_kind", "media"),
        kept=((0, len(text)),),
    )
    found = [record for record in extract(document, packs.load("us-cn")) if isinstance(record, Statement)]
    told = [[r.speaker.name, list(r.via), says(text, r)] for r in found]
    assert told == [[e["who"], e.get("via", []), e["says"]] for e in case["expect"]]
    assert all(r.voice == e.get("voice", r.voice) for r, e in zip(found, case["expect"], strict=True))
    assert [r.act for r in found] == [e.get("act", r.act) for r, e in zip(found, case["expect"], strict=True)]
