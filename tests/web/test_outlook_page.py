"""The outlook on its page, through the API, and in the brief."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from bilat.cli import main
from bilat.demo import sample_paths
from bilat.export.prospects import questions
from bilat.export.wording import Wording
from bilat.packs import load
from bilat.relate.outlook import prospects
from bilat.relate.outlook_questions import settings

TITLES = {lang: [one.title[lang] for one in settings().questions] for lang in ("en", "zh-Hans", "zh-Hant")}


@pytest.mark.parametrize("lang", list(TITLES))
def test_the_page_tells_what_is_due_how_likely_and_what_sources_expect(client: TestClient, lang: str) -> None:
    text = client.get("/outlook", params={"lang": lang}).text
    assert f'<html lang="{lang}">' in text
    assert all(title in text for title in TITLES[lang])
    parts = re.split(r"<h2>", text)
    assert len(parts) == 4
    due, likely, said = parts[1:]
    assert "dlapiper" in due
    assert '<svg class="spread"' in likely
    assert "words=" in said  # what sources say links to their words, and stands apart
    assert 'class="likely"' not in said


def test_a_day_of_the_past_shows_nothing_later(client: TestClient) -> None:
    text = client.get("/outlook", params={"on": "2025-09-01", "lang": "en"}).text
    assert "10 November 2025" in text
    assert "2026-11" not in text
    assert "November 2026" not in text


def test_the_api_gives_the_same_figures(client: TestClient) -> None:
    found = client.get("/api/outlook", params={"on": "2025-09-01"}).json()
    told = {(one["question"], one["within"]): one["estimate"] for one in found if one["type"] == "likelihood"}
    same = prospects(load("us-cn"), on="2025-09-01").likely
    assert told == {(one.question, one.within): round(one.share.estimate, 4) for one in same}
    wrong = client.get("/api/outlook", params={"on": "2025-09-01", "known_by": "2025-09-02"})
    assert wrong.status_code == 400


def test_the_brief_has_the_same_figures(tmp_path: Path) -> None:
    with sample_paths() as paths:
        call = ["brief", *map(str, paths[:2]), "-o", str(tmp_path / "b.html"), "--lang", "zh-Hant"]
        done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    text = (tmp_path / "b.html").read_text("utf-8")
    section = text.split('<section id="outlook"')[1].split("</section>")[0]
    assert all(title in section for title in TITLES["zh-Hant"][:3])
    assert "style=" not in section


@pytest.mark.parametrize("lang", list(TITLES))
def test_every_question_is_told_with_its_range_and_record(lang: str) -> None:
    found = prospects(load("us-cn"), on="2026-06-03")
    for one in questions(found, Wording(lang)):
        assert one.lines
        assert len(one.records) == 2
        for line in one.lines:
            assert 0 <= line.low <= line.at <= line.high <= 100
            assert len(line.others) == len(one.columns)
            assert "100%" not in line.likely + line.range
