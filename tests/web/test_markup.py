"""Whatever a document's words, titles, addresses and names carry: in a browser it is text, and nothing of it runs.

Every string that a stranger can have a say in is replaced by markup that would run where it was let: in the database
itself, so that no reader has a chance to clean it. A probe element tells what slipped in even where the content
security policy keeps it from running.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn

from bilat.web import create_app
from tests.web.served import TODAY, pages
from tests.web.test_first_hour import complaints, driver, pytestmark

__all__ = ["driver", "pytestmark"]  # the browser of the first hour, and the reason to skip without one

MARKUP = (
    "<x-probe></x-probe><script>window.ran = 1</script><img src=x onerror='window.ran = 1'><svg onload=window.ran=1>"
    "\"><x-probe a='` onmouseover=window.ran=1 b='{{ 7 * 7 }}${7 * 7}</title></style></textarea>]]>-->&lt;x-probe&gt;"
)
ADDRESS = "javascript:window.ran=1//\"><x-probe>"
# What strangers have a say in, by the names of its fields.
FREE = frozenset({"title", "author", "outlet", "name", "place", "text", "content", "what", "phrase", "path"})
ADDRESSES = frozenset({"url", "link"})


def planted(value: Any, field: str = "") -> Any:
    """A stored object with markup in place of every free text."""
    if isinstance(value, dict):
        return {name: planted(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [planted(one, field) for one in value]
    if isinstance(value, str) and field in ADDRESSES:
        return ADDRESS
    return MARKUP if isinstance(value, str) and field in FREE else value


def plant(workspace: Path) -> None:
    """Markup wherever the workspace holds free text; texts begin with it, so that evidence still has a place."""
    with sqlite3.connect(workspace) as db:
        for table, columns in (("docs", ("body",)), ("records", ("body", "derived")), ("events", ("body",))):
            for row in db.execute(f"SELECT rowid, {', '.join(columns)} FROM {table}").fetchall():
                for column, told in zip(columns, row[1:], strict=True):
                    if told:
                        body = json.dumps(planted(json.loads(told)), ensure_ascii=False)
                        db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (body, row[0]))
        db.execute("UPDATE docs SET outlet = ?, url = ?", (MARKUP, ADDRESS))
        db.execute("UPDATE texts SET text = ? || substr(text, ?)", (MARKUP, len(MARKUP) + 1))
        db.execute("UPDATE evidence SET quote = substr(?, 1, length(quote)) WHERE place = 0", (MARKUP * 40,))
        for table, column in (("speakers", "name"), ("sightings", "place")):
            db.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (MARKUP,))
    db.close()


@pytest.fixture(scope="module")
def hostile(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for part in filled.parent.glob("bilat.db*"):
        shutil.copy(part, folder / part.name)
    plant(folder / "bilat.db")
    return folder / "bilat.db"


@pytest.fixture(scope="module")
def site(hostile: Path) -> Iterator[str]:
    app = create_app(str(hostile), today=lambda: TODAY)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(1200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


# a.bookmark is our own: what sends a page here, put together from nothing but the site's address.
SLIPPED_IN = """
return {
  ran: window.ran === undefined ? 0 : 1,
  elements: document.querySelectorAll(
    "x-probe, img[src='x'], [onload], [onerror], [onmouseover], script:not([src])").length,
  links: [...document.querySelectorAll("[href]:not(a.bookmark), [action], [src]")].map(one =>
    ["href", "action", "src"].map(name => one.getAttribute(name)).find(told => told !== null)
  ).filter(told => told !== "data:," && !/^https?:$/.test(new URL(told, location).protocol)),
  sums: document.body.innerText.includes("49${7 * 7}") ? 1 : 0,
  shown: document.documentElement.textContent.includes("window.ran = 1") ? 1 : 0
}"""


def test_nothing_that_a_document_carries_runs(driver: Any, site: str, hostile: Path) -> None:
    with sqlite3.connect(hostile) as db:
        document = db.execute("SELECT id FROM docs LIMIT 1").fetchone()[0].removeprefix("doc/")
        event = db.execute("SELECT id FROM events WHERE reports > 1 LIMIT 1").fetchone()[0].removeprefix("event/")
        record = db.execute("SELECT id FROM records WHERE type = 'statement' LIMIT 1").fetchone()[0]
        person = db.execute("SELECT key FROM speakers ORDER BY n DESC LIMIT 1").fetchone()[0]
    db.close()
    said = quote(MARKUP, safe="")
    paths = [
        "/", "/timeline", f"/events/{event}", "/state", "/ledger", "/phase", "/outlook", "/people", "/documents",
        f"/people/{quote(person)}", f"/documents/{document}?words=0-60", f"/records/{record}", "/review", "/phrases",
        "/alerts", f"/phrases?q={said}", f"/search?q={said}", "/search?q=tariffs&what=document", f"/nothing/{said}",
        f"/timeline?since={said}&side={said}&lang={said}", f"/state?on={said}",
    ]  # fmt: skip
    driver.get(site + "/login")
    complaints(driver)
    shown = 0
    for path in paths:
        driver.get(site + path)
        found = driver.execute_script(SLIPPED_IN)
        shown += found.pop("shown")
        assert found == {"ran": 0, "elements": 0, "links": [], "sums": 0}, path
        refused = [told for told in complaints(driver) if "Content Security Policy" in told]
        assert refused == [], path
    assert shown >= 8  # it was there, as text


def test_pictures_and_feeds_are_sound(hostile: Path) -> None:
    with pages(hostile) as client:
        token = client.get("/alerts").text.split('name="form_token" value="', 1)[1].split('"', 1)[0]
        assert client.post("/alerts", data={"name": "all", "form_token": token}).status_code == 303
        for path in ("/pictures/timeline.svg", "/alerts/all.atom"):
            found = client.get(path)
            assert found.status_code == 200
            names = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(found.content).iter()}
            assert not names & {"script", "x-probe", "img", "foreignObject", "iframe"}
            assert found.headers["x-content-type-options"] == "nosniff"
        document = client.get("/api/documents").json()["rows"][0]["id"].removeprefix("doc/")
        original = client.get(f"/documents/{document}/original")
        assert original.headers["content-disposition"].startswith("attachment")
        assert original.headers["content-type"] == "application/octet-stream"
