"""What the guards let pass, and what they set aside with a reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bilat import guards, packs, pipeline
from bilat.cli import main
from bilat.guards import Problem, check, screen
from bilat.model import Document, Evidence, Record, Statement
from bilat.pipeline import records_of

TEXT = (
    "Washington, May 12, 2025 - Treasury Secretary Scott Bessent said on Monday that the United States will not raise "
    "its tariffs above 30 percent unless China breaks the truce. Vice Premier He Lifeng said that China may buy more "
    "soybeans. Bessent and He Lifeng met in Geneva on May 11, 2025."
)


@pytest.fixture(scope="module")
def document() -> Document:
    return Document(id="doc/1", text=TEXT, language="en", published="2025-05-12", kept=((0, len(TEXT)),))


@pytest.fixture(scope="module")
def said(document: Document) -> Statement:
    pack = packs.load("us-cn")
    return next(r for r in records_of(document, pack) if isinstance(r, Statement) and "unless" in r.evidence[0].quote)


def problems(record: Record, document: Document) -> list[str]:
    return [problem.guard for problem in check(record, document, packs.load("us-cn"))]


def test_a_record_that_the_text_bears_out_passes(said: Statement, document: Document) -> None:
    assert problems(said, document) == []


def test_a_quote_that_does_not_stand_there(said: Statement, document: Document) -> None:
    (item,) = said.evidence
    wrong = replace(said, evidence=(replace(item, quote=item.quote.replace("30", "35")),))
    assert problems(wrong, document) == ["evidence"]
    beyond = replace(said, evidence=(Evidence(start=item.start, end=len(TEXT) + 5, quote=item.quote),))
    assert problems(beyond, document) == ["evidence"]


def test_a_condition_left_out(said: Statement, document: Document) -> None:
    ((start, _),) = said.content
    end = TEXT.index(" unless")
    quote = TEXT[said.evidence[0].start : end]
    shorter = Evidence(start=said.evidence[0].start, end=end, quote=quote)
    assert "whole" in problems(replace(said, content=((start, end),), evidence=(shorter,)), document)


def test_a_negation_left_out(said: Statement, document: Document) -> None:
    ((_, end),) = said.content
    start = TEXT.index("raise its")
    assert "whole" in problems(replace(said, content=((start, end),)), document)


def test_another_speaker(said: Statement, document: Document) -> None:
    pack = packs.load("us-cn")
    other = pack.entities["person/he-lifeng"]
    wrong = replace(said.speaker, name=other.name, entity=other.id, side="CN", office=None)
    assert problems(replace(said, speaker=wrong), document) == ["names"]


def test_another_side(said: Statement, document: Document) -> None:
    assert problems(replace(said, speaker=replace(said.speaker, side="CN")), document) == ["sides"]


def test_every_record_of_a_run_is_screened(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = packs.load("us-cn")
    seen: list[Record] = []

    def spy(records: list[Record], *_given: object, **_more: object) -> guards.Screened:
        seen.extend(records)
        return guards.Screened((), (Problem(record="r", type="statement", doc=document.id, guard="whole", reason="w"),))

    monkeypatch.setattr(pipeline, "screen", spy)
    assert records_of(document, pack) == []
    assert len(seen) > 2


def test_what_is_set_aside_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def spy(records: list[Record], document: Document, *_given: object, **_more: object) -> guards.Screened:
        told = screen(records, document, packs.load("us-cn"))
        problem = Problem(record="statement/1", type="statement", doc=document.id, guard="whole", reason="left out")
        return guards.Screened(told.kept, (problem,))

    monkeypatch.setattr(pipeline, "screen", spy)
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    for command in (["extract", "a.txt", "--format", "jsonl"], ["add", "a.txt"]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0
        assert "a.txt: statement/1 is set aside: left out" in result.stderr


def test_words_that_end_before_what_is_quoted() -> None:
    text = "白宮官員只說投資人名單「還沒有最後決定」。"
    document = Document(id="doc/1", text=text, language="zh-Hant", published="2025-09-20", kept=((0, len(text)),))
    said = next(r for r in records_of(document, packs.load("us-cn")) if isinstance(r, Statement))
    assert problems(said, document) == []
    ((start, _),) = said.content
    end = text.index("「") + 1
    shorter = Evidence(start=said.evidence[0].start, end=end, quote=text[said.evidence[0].start : end])
    wrong = replace(said, content=((start, end),), evidence=(shorter,))
    reasons = [problem.reason for problem in check(wrong, document, packs.load("us-cn"))]
    assert "its content end within a quotation" in reasons


def test_a_pronoun_is_of_who_spoke_last_and_not_of_whom_he_met() -> None:
    text = "王毅10日同鲁比奥会晤。王毅说，中美应当合作。他指出，贸易战没有赢家。"
    document = Document(id="doc/1", text=text, language="zh-Hans", published="2025-07-11", kept=((0, len(text)),))
    pack = packs.load("us-cn")
    records = [r for r in records_of(document, pack) if isinstance(r, Statement)]
    said = next(r for r in records if r.speaker.surface == "他")
    assert check(said, document, pack, beside=records) == []
    met = pack.entities["person/marco-rubio"]
    wrong = replace(said, speaker=replace(said.speaker, name=met.name, entity=met.id, side="US", office=None))
    others = [r for r in records if r is not said]
    assert [p.guard for p in check(wrong, document, pack, beside=others)] == ["names"]


def test_a_condition_without_what_follows_from_it() -> None:
    text = "贝森特说，中方要是再卡稀土，美国就会加征关税。"
    document = Document(id="doc/1", text=text, language="zh-Hans", published="2025-10-14", kept=((0, len(text)),))
    said = next(r for r in records_of(document, packs.load("us-cn")) if isinstance(r, Statement))
    assert problems(said, document) == []
    end = text.index("，美国") + 1
    start = said.content[0][0]
    shorter = Evidence(start=said.evidence[0].start, end=end, quote=text[said.evidence[0].start : end])
    assert "whole" in problems(replace(said, content=((start, end),), evidence=(shorter,)), document)
