"""Every page answers in three languages, leads nowhere that is not there, and shows what the workspace holds."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import pytest
from fastapi.testclient import TestClient

from tests.web.served import fill, pages

LANGS = ("en", "zh-Hans", "zh-Hant")


def links(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="([^"]+)"', text)]


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_leads_somewhere(client: TestClient, lang: str) -> None:
    todo, seen, wrong, count = [f"/?lang={lang}"], {f"/?lang={lang}"}, [], 0
    while todo and count < 120:
        path = todo.pop(0)
        count += 1
        answer = client.get(quote(path, safe="/?&=%~:+,"))
        if answer.status_code not in (200, 303):
            wrong.append((answer.status_code, path))
            continue
        if "html" not in answer.headers["content-type"]:
            continue
        ids = set(re.findall(r'\bid="([^"]+)"', answer.text))
        for link in links(answer.text):
            if link.startswith("#") and link[1:] not in ids:
                wrong.append(("no such place in the page", path, link))
            target = link.split("#")[0]
            if link.startswith("/") and f"lang={lang}" in link and target not in seen:
                seen.add(target)
                todo.append(target)
    assert wrong == []
    assert count > 40


@pytest.mark.parametrize("lang", LANGS)
def test_the_overview_answers_three_questions(client: TestClient, lang: str) -> None:
    text = client.get(f"/?lang={lang}").text
    said = {"en": "Where things stand", "zh-Hans": "关税", "zh-Hant": "關稅"}
    assert f'<html lang="{lang}">' in text
    assert said[lang] in text
    assert "/events/" in text


def test_an_event_sets_the_accounts_side_by_side(client: TestClient) -> None:
    found = client.get("/api/timeline", params={"since": "2025-11-24", "until": "2025-11-24"}).json()["rows"]
    call = next(row for row in found if row["kind"] == "call" and row["reports"] > 1)
    text = client.get(f"/events/{call['id'].removeprefix('event/')}?lang=en").text
    assert 'id="accounts"' in text
    assert "United States" in text
    assert re.search(r'href="/documents/[0-9a-f]+\?words=\d+-\d+', text)


def test_the_words_are_marked_in_the_document(client: TestClient) -> None:
    row = client.get("/api/records", params={"type": "statement"}).json()["rows"][0]
    proof = row["evidence"][0]
    key = row["doc"].removeprefix("doc/")
    text = client.get(f"/documents/{key}?words={proof['start']}-{proof['end']}").text
    assert f'id="w-{proof["start"]}-{proof["end"]}"' in text
    sheet = re.search(r'<div class="fulltext sheet"[^>]*>(.*?)</div>\s*<aside', text, re.DOTALL)
    assert sheet is not None
    plain = html.unescape(re.sub(r"<[^>]+>", "", sheet[1]))
    assert plain[proof["start"] : proof["end"]] == proof["quote"]


@pytest.mark.parametrize("query", ["稀土", "臺灣", "台灣", "台湾", "rare earth"])
def test_search_marks_what_it_finds_in_either_script(client: TestClient, query: str) -> None:
    for what in ("statement", "document"):
        text = client.get("/search", params={"q": query, "what": what}).text
        assert "<mark>" in text


def test_what_is_said_the_same_in_another_language_stands_beside_what_is_found(client: TestClient) -> None:
    text = client.get("/search", params={"q": "rare earth", "lang": "en"}).text
    elsewhere = text.split("The same in another language", 1)[1]
    assert "<mark>稀土</mark>" in elsewhere
    assert "<mark>rare earth" in client.get("/search", params={"q": "稀土", "lang": "en"}).text
    found = [link for link in links(text) if "#related" in link]
    assert found
    rows = client.get("/api/search", params={"q": "rare earth", "limit": 50}).json()["rows"]
    record = next(row for row in rows if row["issues"])
    shown = client.get(f"/records/{record['id']}", params={"lang": "en"}).text
    languages = set(re.findall(r'<p class="quote" lang="([^"]+)"', shown.split('id="related"', 1)[1]))
    assert languages - {record["document"]["language"]}


def test_search_in_either_script_finds_the_same(client: TestClient) -> None:
    found = [client.get("/api/search", params={"q": query}).json()["rows"] for query in ("臺灣", "台湾", "台灣")]
    assert [[row["id"] for row in rows] for rows in found] == [[row["id"] for row in found[0]]] * 3
    assert found[0]


def test_any_day_has_its_state_and_its_changes(client: TestClient) -> None:
    text = client.get("/state?on=2025-04-20&since=2025-04-01&lang=en").text
    assert "125%" in text
    assert "<svg" in text
    then = client.get("/api/state", params={"on": "2025-04-20", "known_by": "2025-04-01"}).json()
    assert then != client.get("/api/state", params={"on": "2025-04-20"}).json()


def test_pictures_and_numbers_can_be_taken_away(client: TestClient) -> None:
    page = client.get("/state").text
    files = [link for link in links(page) if link.startswith("/pictures/")]
    assert {file.split("?")[0].rsplit(".", 1)[1] for file in files} == {"svg", "csv"}
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        kind = "svg" if answer.headers["content-type"].startswith("image/svg") else "csv"
        assert answer.text.startswith("<svg" if kind == "svg" else "\ufeff")


def test_the_ledger_begins_with_what_is_due_next_and_each_entry_has_an_address(client: TestClient) -> None:
    text = client.get("/ledger?lang=en&on=2026-06-01").text
    found = [link for link in links(text) if "entry=" in link]
    assert len(found) == 60  # one page of it
    entries = client.get("/api/ledger?on=2026-06-01").json()
    coming = [one["id"] for one in entries if one["due"] and one["due"] >= "2026-06-01"]
    assert [quote(one, safe="") in link for one, link in zip(coming, found, strict=False)] == [True] * len(coming)
    alone = client.get(found[0]).text
    assert alone.count('<article class="entry"') == 1
    following = next(link for link in links(text) if "after=" in link)
    assert set(links(client.get(following).text)) & set(found) == set()
    one_side = client.get("/ledger?lang=en&side=CN").text
    assert 0 < one_side.count('<article class="entry"') <= 60


def test_the_timeline_goes_nearer_farther_and_to_both_sides(client: TestClient) -> None:
    text = client.get("/timeline?lang=en&since=2025-01-01&until=2025-12-31").text
    zooms = links(text.split('class="zooms"', 1)[1].split("</span>", 1)[0])
    spans = [re.findall(r"(?:since|until)=([\d-]+)", link) for link in zooms]
    assert spans[0][0] > "2025-01-01" > spans[1][0]
    assert spans[2][1] < "2025-12-31" < spans[3][1]
    assert spans[4] == []
    assert all(client.get(link).status_code == 200 for link in zooms)


def test_what_is_not_there_is_said(client: TestClient) -> None:
    for path in ("/events/none", "/documents/none", "/records/none", "/people/none", "/nothing"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text
    assert client.get("/state?on=yesterday").status_code == 400
    assert client.get("/api/state?on=yesterday").status_code == 422
    assert client.get("/timeline?after=nonsense").status_code == 400
    assert client.get("/search?q=%21").status_code == 400


def test_a_documents_text_never_runs(tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    source = tmp_path / "evil.txt"
    source.write_text(
        f"{script} Trump and Xi talk\nBy {script}\n2025-11-25\n\nXi Jinping told Donald Trump on November 24, 2025 that"
        f' "{script} Taiwan\'s return is part of the order", and <img src=x onerror=alert(2)> said so by telephone.\n',
        "utf-8",
    )
    fill(tmp_path / "evil.db", [str(source)])
    with pages(tmp_path / "evil.db") as client:
        key = client.get("/api/documents").json()["rows"][0]["id"].removeprefix("doc/")
        found = client.get("/api/timeline", params={"since": "2025-11-24", "until": "2025-11-24"}).json()["rows"]
        event = found[0]["id"]
        for path in ("/", f"/documents/{key}", "/search?q=taiwan", f"/events/{event.removeprefix('event/')}", "/review",
                     "/documents", "/people", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E"):  # fmt: skip
            answer = client.get(path)
            assert "<script>alert" not in answer.text, path
            assert "<img src=x" not in answer.text, path
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            assert "unsafe" not in answer.headers["content-security-policy"]


def test_the_api_describes_itself(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert {"/api/timeline", "/api/search", "/api/state", "/api/ledger", "/api/people"} <= set(described["paths"])
    for path in described["paths"]:
        if "{" not in path and path != "/api/search":
            assert client.get(path).status_code == 200, path


def test_a_saved_search_tells_what_is_new(client: TestClient, post: Callable[..., Any]) -> None:
    assert post("/alerts", name="rare earths", query="稀土").status_code == 303
    assert "rare earths" in client.get("/alerts?lang=en").text
    assert client.get("/alerts/rare%20earths.json").json()["items"]
    assert not client.app.state.site.view.alert("rare earths")
    text = "商务部发言人何咏前5月30日表示，中方已依法批准一定数量的稀土出口许可申请。"
    post("/documents", text=text, title="商务部回应稀土出口", published="2026-05-30")
    assert [one["speaker"]["name"] for one in client.app.state.site.view.alert("rare earths")]
    feed = ElementTree.fromstring(client.get("/alerts/rare%20earths.atom").text)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(client.get("/alerts/rare%20earths.json").json()["items"])
    read = feedparser.parse(client.get("/alerts/rare%20earths.atom").content)  # as a feed reader does
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == len(entries)
    assert all(one.id and one.title and one.link and one.updated_parsed for one in read.entries)
    assert post("/alerts/rare earths/seen").status_code == 303
    assert not client.app.state.site.view.alert("rare earths")
    assert post("/alerts", name="rare earths").status_code == 400
    assert post("/alerts", name="<b>").status_code == 400
    assert post("/alerts/rare earths/remove").status_code == 303
    assert client.get("/alerts/rare%20earths.atom").status_code == 400


@pytest.mark.parametrize("lang", LANGS)
def test_the_phases_are_shown_with_what_they_rest_on(client: TestClient, lang: str) -> None:
    def now(text: str) -> str:
        return text.split("phase-now", 1)[1].split("</p>", 1)[0]

    text = client.get(f"/phase?lang={lang}&on=2025-10-15").text
    said = {"en": "Stalemate", "zh-Hans": "僵持", "zh-Hant": "僵持"}
    assert f"<b>{said[lang]}</b>" in now(text)
    assert 'aria-current="step"' in text
    assert "initiative" in text.lower() or "主动" in text or "主動" in text
    assert f'href="/phase?lang={lang}" aria-current="page"' in text
    early = client.get(f"/phase?lang={lang}&on=2025-10-15&known_by=2018-06-01").text
    assert "<b>" not in now(early)  # it is the last that was known, years before


def test_the_picture_of_the_phases_can_be_taken_away(client: TestClient) -> None:
    drawing = client.get("/pictures/phases.svg?lang=en")
    assert ElementTree.fromstring(drawing.text).tag.endswith("svg")
    table = client.get("/pictures/phases.csv?lang=en").content.decode("utf-8-sig").splitlines()
    assert table[0] == "phase,first,last"
    assert len(table) > 10
