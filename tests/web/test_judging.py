"""What an editor corrects shows everywhere, beside what the machine found, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from tests.web.served import form_token


def report(client: TestClient) -> dict[str, Any]:
    """A report of a held call with a full date."""
    rows = client.get("/api/records", params={"type": "interaction", "kind": "call", "status": "held"}).json()["rows"]
    return next(row for row in rows if row["date"] and len(row["date"]) == 10)


def test_a_corrected_date_shows_everywhere_and_comes_back(client: TestClient, post: Callable[..., Any]) -> None:
    record = report(client)
    path, before = f"/records/{record['id']}", record["date"]
    answer = post(path, page=path, kind="correct", field="date", value="2019-03-03", reason="typing error")
    assert answer.status_code == 303
    found = client.get(f"/api{path}").json()
    assert (found["date"], found["machine"]["date"]) == ("2019-03-03", before)
    judged = found["judgements"][0]
    assert (judged["by"], judged["reason"], judged["undone_at"]) == ("local", "typing error", None)
    assert "2019-03-03" in client.get(path).text
    moved = client.get("/api/timeline", params={"since": "2019-03-03", "until": "2019-03-03"}).json()["rows"]
    assert [row for row in moved if row["kind"] == "call"]
    key = record["doc"].removeprefix("doc/")
    assert "3 March 2019" in client.get(f"/documents/{key}?lang=en").text
    assert post(f"/judgements/{judged['n']}/undo", page=path).status_code == 303
    found = client.get(f"/api{path}").json()
    assert found["date"] == before
    assert found["judgements"][0]["undone_by"] == "local"
    assert not client.get("/api/timeline", params={"since": "2019-03-03", "until": "2019-03-03"}).json()["rows"]


def test_a_rejected_record_is_gone_from_lists_and_kept(client: TestClient, post: Callable[..., Any]) -> None:
    record = client.get("/api/records", params={"type": "statement"}).json()["rows"][0]
    assert post(f"/records/{record['id']}", kind="reject").status_code == 303
    assert record["id"] not in [row["id"] for row in client.get("/api/records?type=statement&limit=500").json()["rows"]]
    assert client.get(f"/api/records/{record['id']}").json()["rejected"] is True


def test_values_that_no_field_can_have_are_refused(client: TestClient, post: Callable[..., Any]) -> None:
    path = f"/records/{report(client)['id']}"
    for field, value in (("date", "soon"), ("kind", "banquet"), ("evidence", "x"), ("", "x")):
        answer = post(path, kind="correct", field=field, value=value)
        assert answer.status_code == 400, field
        assert "Traceback" not in answer.text
    assert "judgements" not in client.get(f"/api{path}").json() or not client.get(f"/api{path}").json()["judgements"]


def test_events_are_merged_and_split(client: TestClient, post: Callable[..., Any]) -> None:
    rows = client.get("/api/timeline", params={"limit": 500}).json()["rows"]
    several = next(row for row in rows if row["reports"] > 1)
    event = client.get(f"/api/events/{several['id']}").json()
    one = event["interactions"][-1]
    address = "/events/" + several["id"].removeprefix("event/")
    answer = post(f"{address}/split", page=address, record=one["id"])
    assert answer.status_code == 303
    apart = client.get(f"/api/records/{one['id']}").json()["event"]
    assert apart != several["id"]
    other = f"http://localhost/events/{apart.removeprefix('event/')}"
    assert post(f"{address}/merge", page=address, other=other).status_code == 303
    assert client.get(f"/api/records/{one['id']}").json()["event"] == several["id"]
    assert post(f"{address}/split", page=address).status_code == 400


def test_a_pasted_text_becomes_a_document_at_once(client: TestClient, post: Callable[..., Any]) -> None:
    text = "Foreign Minister Wang Yi spoke with Secretary of State Marco Rubio by telephone on January 24, 2025."
    answer = post("/documents", text=text, title="A first call", published="2025-01-25")
    assert answer.status_code == 303
    shown = client.get(answer.headers["location"]).text
    assert "A first call" in shown
    assert "Marco Rubio" in shown
    again = post("/documents", text=text, title="A first call", published="2025-01-25")
    assert again.headers["location"] == answer.headers["location"]
    assert post("/documents", text="   ").status_code == 400


def test_a_file_of_no_kind_that_is_read_is_refused(client: TestClient) -> None:
    token = form_token(client)
    answer = client.post("/documents", data={"form_token": token}, files={"file": ("x.exe", b"MZ", "application/x")})
    assert answer.status_code == 400
    assert ".pdf" in answer.text
