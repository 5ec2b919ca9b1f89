"""What somebody tries who means harm: each try is refused, and says no more than it has to."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.errors import UsageError
from bilat.store import View
from bilat.store.checking import check
from bilat.web.access import Access, AccessFile, with_password, with_token, without, write_access
from tests.web.served import TODAY, form_token, pages
from tests.web.test_access import PASSWORD, sign_in

PAGES = ("/", "/timeline", "/documents", "/search?q=the", "/review", "/alerts", "/login")
FAR = "9" * 30
# Each of them once broke a page, or stands for a kind of try; `python bench/pages.py` tries every value in every place.
ADDRESSES = (
    "/state?on=9999-12-31", "/phase?on=9999-12-31", f"/search?q=the&since={FAR}", f"/search?q=the&until={FAR}",
    "/api/review?after=P~1", "/api/review?after=1e400~1", "/api/people?after=x~1", f"/api/documents?after=~{FAR}",
    f"/api/judgements?after=~{FAR}", "/api/search?q=the&order=relevance&after=~-5", f"/documents/x?words=1-{FAR}",
    "/api/timeline?since=%D9%A2%D9%A0%D9%A2%D9%A6", "/api/state?on=2026-13-45",
    "/timeline?side=%27%20OR%20%271%27=%271",
    "/api/records?speaker=1;%20DROP%20TABLE%20docs;%20--", "/search?q=%00", "/search?q=%22;%20--%20*%20NEAR(%20^%20:",
    "/outlook?on=%00", "/ledger?on=0000-00-00", f"/ledger?after={FAR}", "/ledger?after=" + "9" * 5000,
)  # fmt: skip
PATHS = (
    "/documents/..%2f..%2fetc%2fpasswd", "/static/..%2f..%2fapp.py", "/static/%2e%2e/door.py", "/people/%00",
    "/records/x'%20OR%201=1--", "/events/'%3B%20DROP%20TABLE%20docs%3B--", "/documents/..%5c..%5cbilat.db/original",
    "/pictures/rates/..%2f..%2fsite.svg", "/alerts/..%2f..%2fbilat.db.atom", "/alerts/%00.json", "//etc/passwd",
    "/api/documents/..%2f..%2fbilat.db", "/bilat.db", "/bilat-access.json", "/documents/" + "a" * 5000,
)  # fmt: skip


@pytest.fixture
def access() -> Access:
    return with_password(with_password(Access(), "Lin", "editor", PASSWORD), "Reed", "reader", PASSWORD)


def test_no_value_in_an_address_breaks_a_page(client: TestClient) -> None:
    """The client raises here what a server would write into its log as a traceback."""
    for address in ADDRESSES:
        assert client.get(address).status_code in (200, 400, 404, 422), address


LISTS = (
    "/", "/timeline", "/documents", "/search", "/review", "/ledger", "/state", "/phase", "/people", "/phrases",
    "/outlook", "/alerts", "/add",
)  # fmt: skip
NAMES = (
    "q", "since", "until", "side", "after", "limit", "on", "known_by", "lang", "kind", "level", "speaker", "order",
    "entry", "url",
)  # fmt: skip
VALUES = st.one_of(st.text(max_size=20), st.integers().map(str), st.dates().map(str), st.sampled_from(["US", "zh"]))


@settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(page=st.sampled_from(LISTS), query=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
def test_any_value_in_an_address_breaks_no_page(client: TestClient, page: str, query: dict[str, str]) -> None:
    """The API has its own description to be asked by (test_api_description.py); pages have none."""
    assert client.get(page, params=query).status_code in (200, 303, 400, 404, 422)


def test_no_path_leads_out(client: TestClient, workspace: Path) -> None:
    for path in PATHS:
        found = client.get(path)
        assert found.status_code in (400, 404, 422), path
        assert b"root:" not in found.content
        assert b"SQLite format" not in found.content
    assert client.get("/static/bilat.css").status_code == 200
    with View(str(workspace)) as view:
        assert check(view.engine).problems == []


def test_forms_take_no_statement_of_sql(client: TestClient, workspace: Path, post: Any) -> None:
    record = client.get("/api/records?type=interaction").json()["rows"][0]["id"]
    for value in ("'; DROP TABLE docs; --", "\x00", FAR):
        correction = {"kind": "correct", "field": "date", "value": value}
        for fields in (correction, {**correction, "field": value}, {**correction, "kind": value}):
            assert post(f"/records/{record}", **fields).status_code in (303, 400, 422), fields
        assert post("/alerts", name=value, query=value, side=value).status_code in (303, 400, 422), value
        assert post("/events/x/merge", other=value).status_code in (303, 400, 404, 422), value
    assert post(f"/judgements/{FAR}/undo").status_code == 422
    assert len(client.get("/api/documents").json()["rows"]) > 5
    with View(str(workspace)) as view:
        assert check(view.engine).problems == []


def test_a_session_ends_for_good(workspace: Path, access: Access) -> None:
    """A copy of a cookie is worth nothing after signing out."""
    with pages(workspace, access=access) as client:
        sign_in(client, "Lin")
        kept = client.cookies["bilat_session"]
        assert client.post("/logout", data={"form_token": form_token(client)}).status_code == 303
        client.cookies.set("bilat_session", kept)
        assert client.get("/timeline").status_code == 303


def test_another_password_and_being_removed_end_sessions(workspace: Path, access: Access, tmp_path: Path) -> None:
    """Both hold from the next request on, without a restart; and that nobody is left opens nothing."""
    path = tmp_path / "access.json"
    write_access(path, access)
    with pages(workspace, access=AccessFile(path)) as client:
        sign_in(client, "Lin")
        assert client.get("/timeline").status_code == 200
        write_access(path, with_password(access, "Lin", "editor", "another long word"))
        assert client.get("/timeline").status_code == 303
        sign_in(client, "Lin", "another long word")
        assert client.get("/timeline").status_code == 200
        write_access(path, without(access, "Lin"))
        assert client.get("/timeline").status_code == 303
        write_access(path, Access({}, access.secret))
        assert client.get("/timeline").status_code == 303
        assert client.get("/api/timeline").status_code == 401
        path.unlink()
        assert client.get("/timeline").status_code == 303
    with pytest.raises(UsageError):
        AccessFile(path)


def test_no_secret_in_what_is_logged_or_linked(
    workspace: Path, access: Access, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    access, token = with_token(access, "robot", "editor")
    caplog.set_level(logging.DEBUG)
    addresses: list[str] = []
    with pages(workspace, access=access) as client:
        guess = {"name": "Lin", "password": "not the right word", "form_token": form_token(client, "/login")}
        wrong = client.post("/login", data=guess)
        assert wrong.status_code == 403
        assert "not the right word" not in wrong.text
        sign_in(client, "Lin")
        secrets = [PASSWORD, token, access.secret, client.cookies["bilat_session"], form_token(client)]
        for path in PAGES:
            found = client.get(path)
            addresses += [found.headers.get("location", ""), *_links(found.text)]
            assert access.secret not in found.text
            asking = [part.split("</form>")[0] for part in found.text.split('method="get"')[1:]]
            assert not any("form_token" in form for form in asking)
        robot = client.get("/api/overview", headers={"Authorization": f"Bearer {token}"})
        assert token not in robot.text
        client.post("/records/none", data={"form_token": form_token(client), "kind": "confirm"})
    told = caplog.text + "".join(capfd.readouterr()) + " ".join(addresses) + repr(access)
    assert addresses
    assert [secret for secret in secrets if secret in told] == []


def _links(html: str) -> list[str]:
    return [part.split('"')[0] for name in ("href=", "src=", "action=") for part in html.split(f'{name}"')[1:]]


def test_too_many_at_once_are_told_to_come_back(workspace: Path) -> None:
    """Two are let in and wait; the third is told when to come back; once they are done there is room again."""
    let_in, go_on = threading.Semaphore(0), threading.Event()

    def today() -> str:
        if not threading.current_thread().name.startswith("bilat-"):  # what is worked out behind pages asks too
            let_in.release()
            assert go_on.wait(60)
        return TODAY

    answers: list[int] = []
    with pages(workspace, most=2) as client:
        assert client.get("/ledger").status_code == 200
        site = client.app.state.site  # type: ignore[attr-defined]
        object.__setattr__(site, "today", today)
        slow = [threading.Thread(target=lambda: answers.append(client.get("/ledger").status_code)) for _ in range(2)]
        for one in slow:
            one.start()
            assert let_in.acquire(timeout=60)
        refused = client.get("/static/bilat.css")
        go_on.set()
        for one in slow:
            one.join(60)
        assert client.get("/static/bilat.css").status_code == 200
    assert answers == [200, 200]
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]


def test_a_damaged_workspace_is_told_in_a_line(workspace: Path, caplog: pytest.LogCaptureFixture) -> None:
    from sqlalchemy import text

    from bilat.store import Writer
    from bilat.store.engine import writing

    with Writer(str(workspace)) as writer, writing(writer.engine) as db:
        db.execute(text("UPDATE docs SET body = 'no JSON'"))
        db.execute(text("UPDATE originals SET content = x'00'"))
    with pages(workspace) as client:
        for path in ("/documents", "/api/documents"):
            found = client.get(path)
            assert found.status_code == 503, path
            assert str(workspace) not in found.text
            assert "Traceback" not in found.text
    assert "bilat store check" in caplog.text
