"""Interactions and measures made wrong, against the text that tells them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bilat import packs
from bilat.guards import check
from bilat.model import Document, Interaction, Measure, Record
from bilat.pipeline import records_of

PACK = packs.load("us-cn")


def read(text: str, published: str) -> tuple[Document, list[Record]]:
    language = "en" if text.isascii() else "zh-Hans"
    document = Document(id="doc/g", text=text, language=language, published=published, kept=((0, len(text)),))
    return document, records_of(document, PACK)


@pytest.mark.parametrize(
    ("text", "published", "changed", "guard"),
    [
        ("特朗普将于2026年4月访问北京。", "2026-02-05", "visitor", "sides"),
        ("国务卿鲁比奥原定下周访问北京，这趟行程已经取消。", "2026-03-12", "held", "status"),
        ("On Jan. 26 a planned call between Biden and Xi was discussed.", "2024-09-20", "held", "status"),
        ("Antony Blinken, due in Beijing that weekend, puts off his trip.", "2023-02-04", "held", "status"),
    ],
)
def test_an_interaction_made_wrong(text: str, published: str, changed: str, guard: str) -> None:
    document, records = read(text, published)
    told = next(r for r in records if isinstance(r, Interaction))
    assert check(told, document, PACK) == []
    wrong: dict[str, Any] = {"status": "held"}
    if changed == "visitor":
        host = PACK.entities["person/xi-jinping"]
        name = told.participants[0]
        wrong = {"participants": (replace(name, name=host.name, entity=host.id, side=host.side, office=None),)}
    assert guard in [problem.guard for problem in check(replace(told, **wrong), document, PACK)]


def test_the_former_of_two_amounts_is_not_in_force() -> None:
    document, records = read("美国把芬太尼关税从20%降到10%。", "2025-11-12")
    rates = [r for r in records if isinstance(r, Measure)]
    now = next(r for r in rates if r.value == 10)
    assert check(now, document, PACK) == []
    assert [p.guard for p in check(replace(now, value=20), document, PACK)] == ["status"]


def test_the_end_of_a_visit_is_that_of_its_days() -> None:
    document, records = read("王毅与沙利文8月27日至28日在北京会谈。", "2024-08-29")
    told = next(r for r in records if isinstance(r, Interaction))
    assert (told.date, told.end_date) == ("2024-08-27", "2024-08-28")
    assert check(told, document, PACK) == []
    assert [p.guard for p in check(replace(told, end_date="2024-08-27"), document, PACK)] == ["dates"]


def test_the_number_of_a_day_is_no_amount() -> None:
    document, records = read("中国暂停实施10月9日公布的稀土出口管制措施一年。", "2025-11-12")
    told = next(r for r in records if isinstance(r, Measure) and r.value == 1)
    assert check(told, document, PACK) == []
    assert "numbers" in [p.guard for p in check(replace(told, value=10), document, PACK)]


def test_evidence_that_names_no_contact_of_the_kind() -> None:
    text = "9月9日，董军同赫格塞思视频通话。10月26日，王毅同鲁比奥在吉隆坡会晤。"
    document, records = read(text, "2025-11-02")
    call, meeting = sorted((r for r in records if isinstance(r, Interaction)), key=lambda r: r.evidence[0].start)
    assert check(call, document, PACK) == check(meeting, document, PACK) == []
    assert "words" in [p.guard for p in check(replace(call, evidence=meeting.evidence), document, PACK)]


def test_evidence_that_names_others() -> None:
    document, records = read("董军9日同赫格塞思通话。王毅10日同鲁比奥通话。", "2025-09-11")
    first, second = sorted((r for r in records if isinstance(r, Interaction)), key=lambda r: r.evidence[0].start)
    assert check(first, document, PACK) == []
    moved = [p.reason for p in check(replace(first, evidence=second.evidence), document, PACK)]
    assert "its words name others than those who are to have taken part" in moved


def test_the_day_after_one_is_not_told_by_its_month() -> None:
    document, records = read("王毅2025年2月3日同鲁比奥会晤，2025年的关税也谈到了。", "2025-02-11")
    told = next(r for r in records if isinstance(r, Interaction))
    assert "dates" in [p.guard for p in check(replace(told, date="2024", register_id=None), document, PACK)]
    assert "dates" in [p.guard for p in check(replace(told, end_date=told.date, register_id=None), document, PACK)]
