"""Who is let in, who may change something, and what is refused."""

from __future__ import annotations

import html
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from bilat.cli import main
from bilat.errors import UsageError
from bilat.web.access import Access, read_access, with_password, with_token, without, write_access
from bilat.web.limits import Limit
from tests.web.served import form_token, pages

PASSWORD = "a long enough word"


@pytest.fixture
def access() -> Access:
    return with_password(with_password(Access(), "Lin", "editor", PASSWORD), "Reed", "reader", PASSWORD)


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> int:
    token = form_token(client, "/login")
    return client.post("/login", data={"name": name, "password": password, "form_token": token}).status_code


def test_nobody_sees_anything_without_a_name(workspace: Path, access: Access) -> None:
    with pages(workspace, access=access) as client:
        assert client.get("/timeline").headers["location"].startswith("/login?next=%2Ftimeline")
        assert client.get("/api/timeline").status_code == 401
        assert sign_in(client, "Lin", "wrong wrong wrong") == 403
        assert sign_in(client, "Lin") == 303
        assert client.get("/timeline").status_code == 200
        assert client.post("/logout", data={"form_token": form_token(client)}).status_code == 303
        assert client.get("/timeline").status_code == 303


def test_readers_read_and_editors_are_named(workspace: Path, access: Access) -> None:
    with pages(workspace, access=access) as client:
        assert sign_in(client, "Reed") == 303
        record = client.get("/api/records?type=interaction").json()["rows"][0]
        form = {"kind": "confirm", "form_token": form_token(client)}
        assert client.post(f"/records/{record['id']}", data=form).status_code == 403
    with pages(workspace, access=access) as client:
        assert sign_in(client, "Lin") == 303
        form["form_token"] = form_token(client)
        assert client.post(f"/records/{record['id']}", data=form).status_code == 303
        assert client.get("/api/judgements").json()["rows"][0]["by"] == "Lin"


def test_forms_of_others_are_refused(client: TestClient) -> None:
    record = client.get("/api/records?type=interaction").json()["rows"][0]
    path, token = f"/records/{record['id']}", form_token(client)
    form = {"kind": "reject", "form_token": token}
    assert client.post(path, data={"kind": "reject"}).status_code == 403
    assert client.post(path, data={**form, "form_token": "0" * 64}).status_code == 403
    assert client.post(path, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(path, data=form, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert client.post(path, data=form, headers={"Origin": "http://localhost"}).status_code == 303


def test_a_planted_session_is_not_taken_over(workspace: Path, access: Access) -> None:
    with pages(workspace, access=access) as client:
        client.get("/login")
        planted = client.cookies["bilat_session"]
        sign_in(client, "Lin")
        assert client.cookies["bilat_session"] != planted
    with pages(workspace, access=access) as other:
        other.cookies.set("bilat_session", planted)
        assert other.get("/timeline").status_code == 303
        other.cookies.set("bilat_session", "forged." + planted)
        assert other.get("/timeline").status_code == 303


def test_guessing_is_slowed_down(workspace: Path, access: Access) -> None:
    with pages(workspace, access=access) as client:
        answers = [sign_in(client, "Lin", "guess guess guess") for _ in range(8)]
        assert answers[:5] == [403] * 5
        assert set(answers[5:]) == {429}


def test_tokens_are_for_programs(workspace: Path, access: Access) -> None:
    access, token = with_token(access, "robot", "reader")
    with pages(workspace, access=access) as client:
        assert client.get("/api/overview", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert client.get("/api/overview", headers={"Authorization": "Bearer bilat_no"}).status_code == 401
    assert token not in repr(access)
    assert "robot" not in without(access, "robot").users


def test_other_names_of_this_server_are_refused(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:8300"}).status_code == 200


def test_where_to_go_back_to_is_of_this_site(client: TestClient, workspace: Path, access: Access) -> None:
    record = client.get("/api/records?type=interaction").json()["rows"][0]
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
        form = {"kind": "confirm", "form_token": form_token(client), "back": back}
        assert client.post(f"/records/{record['id']}", data=form).headers["location"].startswith("/records/")
    with pages(workspace, access=access) as other:
        token = form_token(other, "/login")
        form = {"name": "Lin", "password": PASSWORD, "form_token": token, "next": "//evil.example"}
        assert other.post("/login", data=form).headers["location"] == "/"


def test_floods_and_large_bodies_are_refused(workspace: Path) -> None:
    with pages(workspace, limit=Limit(5, 0.001)) as client:
        answers = [client.get("/static/bilat.css").status_code for _ in range(8)]
        assert answers == [200] * 5 + [429] * 3
    with pages(workspace) as client:
        assert client.post("/documents", content=b"", headers={"Content-Length": "99999999"}).status_code == 413


def test_hostile_paths_and_queries_find_nothing(client: TestClient) -> None:
    for path in ("/documents/..%2f..%2fetc%2fpasswd", "/static/..%2f..%2fapp.py", "/records/x'%20OR%201=1--",
                 "/people/%00", "/events/'%3B%20DROP%20TABLE%20docs%3B--"):  # fmt: skip
        assert client.get(path).status_code in (400, 404), path
    assert client.get("/api/timeline", params={"side": "' OR 1=1 --"}).json()["rows"] == []
    assert client.get("/search", params={"q": "\"; DROP TABLE docs; -- * NEAR( ^ :"}).status_code in (200, 400)
    assert client.get("/api/documents").json()["rows"]


def test_every_answer_carries_its_headers(client: TestClient) -> None:
    for path in ("/", "/nothing", "/api/overview", "/static/bilat.js", "/search?q=%21"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "server" not in headers
    cookie = client.get("/").headers.get("set-cookie", "") or str(client.cookies)
    assert "bilat_session" in cookie


def test_an_access_file_is_its_owners(tmp_path: Path, access: Access) -> None:
    path = tmp_path / "access.json"
    write_access(path, access)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text("utf-8")
    assert read_access(path) == access
    os.chmod(path, 0o644)
    with pytest.raises(UsageError, match="chmod"):
        read_access(path)
    path.write_text("{", "utf-8")
    path.chmod(0o600)
    with pytest.raises(UsageError, match="access file"):
        read_access(path)


def test_short_passwords_and_nameless_people_are_refused() -> None:
    with pytest.raises(UsageError):
        with_password(Access(), "Lin", "editor", "short")
    with pytest.raises(UsageError):
        with_password(Access(), "  ", "editor", PASSWORD)
    with pytest.raises(UsageError):
        without(Access(), "Lin")


def test_the_command_line_lets_people_in(tmp_path: Path) -> None:
    run, path = CliRunner(), tmp_path / "a.json"
    added = run.invoke(main, ["access", "add", "Lin", "--role", "editor", "--access", str(path)], input=f"{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    token = run.invoke(main, ["access", "add", "robot", "--token", "--access", str(path)])
    assert token.output.startswith("bilat_")
    listed = run.invoke(main, ["access", "list", "--access", str(path)]).output
    assert "Lin\teditor\tpassword" in listed
    assert run.invoke(main, ["access", "remove", "Lin", "--access", str(path)]).exit_code == 0
    outside = run.invoke(main, ["serve", "--host", "0.0.0.0", "--access", str(tmp_path / "none.json")])
    assert outside.exit_code == 2
    assert "access" in outside.output


def test_a_page_that_is_sent_is_shown_first_and_only_to_editors(client: TestClient, workspace: Path) -> None:
    before = client.get("/api/overview").json()["counts"]["document"]
    sent = {"url": "https://example.org/a?b=1&c=2", "title": '"><script>alert(1)</script>', "published": "2026-05-30"}
    shown = client.get("/add", params=sent)
    assert 'value="https://example.org/a?b=1&amp;c=2"' in shown.text
    assert "<script>alert" not in shown.text
    assert client.get("/api/overview").json()["counts"]["document"] == before
    # Another site opens it: nothing of the session is shown or changed, the page only asks again from here.
    client.cookies.clear()
    bounced = client.get("/add", params=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert 'id="onward"' in bounced.text
    assert "form_token" not in bounced.text
    assert "set-cookie" not in bounced.headers
    access = with_password(Access(), "Reed", "reader", PASSWORD)
    with pages(workspace, access=access) as other:
        assert other.get("/add").headers["location"].startswith("/login")
        assert sign_in(other, "Reed") == 303
        assert 'name="text"' not in other.get("/add").text


def test_the_bookmark_runs_nothing_here_and_names_this_server(client: TestClient) -> None:
    text = client.get("/").text
    address = html.unescape(text.split('class="bookmark" href="', 1)[1].split('"', 1)[0])
    assert address.startswith("javascript:")
    assert "http://localhost/add#" in address
    assert "unsafe" not in client.get("/").headers["content-security-policy"]
