"""What is worked out for pages: kept until it changes, never older than a person's decision."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from bilat.store import View
from bilat.store.sayings import Mark
from bilat.web.results import Results
from tests.web.served import fill, pages

MEASURE = ("measure",)


class Moving:
    """A workspace of which only the mark is asked."""

    def __init__(self) -> None:
        self.stamp, self.judged = 1, 0

    def mark(self) -> Mark:
        return Mark((("measure", self.stamp), ("commitment", 7)), str(self.judged))


def counting(moving: Moving, slow: float = 0.0) -> tuple[Callable[[], tuple[int, int]], list[int]]:
    calls: list[int] = []

    def work() -> tuple[int, int]:
        seen = (moving.stamp, moving.judged)
        calls.append(1)
        time.sleep(slow)
        return seen

    return work, calls


def test_a_result_is_kept_until_what_it_rests_on_changes() -> None:
    moving = Moving()
    results = Results(cast(View, moving))
    work, calls = counting(moving)
    for _ in range(3):
        assert results.get("x", MEASURE, work).value == (1, 0)
    assert len(calls) == 1
    moving.stamp = 2
    assert results.get("x", MEASURE, work).value == (2, 0)
    assert results.get("y", ("commitment",), work).value == (2, 0)
    moving.stamp = 3
    assert results.get("y", ("commitment",), work).value == (2, 0)  # it rests on something else
    assert len(calls) == 3


def test_what_takes_long_is_shown_as_of_then_and_worked_out_behind_the_page() -> None:
    moving = Moving()
    results = Results(cast(View, moving), quick=0.01)
    work, _ = counting(moving, slow=0.05)
    try:
        assert results.get("x", MEASURE, work).since is None
        moving.stamp = 2
        older = results.get("x", MEASURE, work)
        assert older.value == (1, 0)
        assert older.since is not None
        deadline = time.monotonic() + 10
        while results.get("x", MEASURE, work).since is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert results.get("x", MEASURE, work).value == (2, 0)
        moving.judged = 1
        decided = results.get("x", MEASURE, work)  # what people decide is never waited for
        assert (decided.value, decided.since) == ((2, 1), None)
        assert results.now("x", MEASURE, work) == (2, 1)
    finally:
        results.close()


def test_many_who_ask_at_once_wait_for_one() -> None:
    moving = Moving()
    results = Results(cast(View, moving))
    work, calls = counting(moving, slow=0.1)
    threads = [threading.Thread(target=results.get, args=("x", MEASURE, work)) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(calls) == 1


def test_no_more_than_so_many_are_kept() -> None:
    moving = Moving()
    results = Results(cast(View, moving))
    work, calls = counting(moving)
    for key in range(200):
        results.get(key, MEASURE, work)
    assert len(results) < 60
    results.get(199, MEASURE, work)
    assert len(calls) == 200


def test_an_error_is_told_each_time() -> None:
    results = Results(cast(View, Moving()))
    with pytest.raises(ZeroDivisionError):
        results.get("x", MEASURE, lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        results.get("x", MEASURE, lambda: 1 // 0)


def test_a_corrected_measure_stands_corrected_on_every_page(tmp_path: Path) -> None:
    """Whatever was worked out before: the state of play, the data, and back again when it is undone."""
    told = tmp_path / "told.txt"
    told.write_text(
        "Beijing raises a duty\n2027-03-02\n\nChina imposed a tariff of 37 percent on American soybeans on March 1,"
        " 2027.\n",
        "utf-8",
    )
    fill(tmp_path / "bilat.db", [str(told)])
    with pages(tmp_path / "bilat.db") as client:

        def values() -> list[Any]:
            rows = client.get("/api/state", params={"on": "2027-03-02"}).json()
            return [row["value"] for row in rows if row["doc"].startswith("doc/")]

        assert values() == [37]
        record = client.get("/api/records", params={"type": "measure"}).json()["rows"][0]
        path = f"/records/{record['id']}"
        token = _token(client)
        sent = client.post(path, data={"form_token": token, "kind": "correct", "field": "value", "value": "34"})
        assert sent.status_code == 303
        assert values() == [34]
        assert "34%" in client.get("/state?on=2027-03-02&lang=en").text
        number = client.get(f"/api{path}").json()["judgements"][0]["n"]
        assert client.post(f"/judgements/{number}/undo", data={"form_token": token}).status_code == 303
        assert values() == [37]


def _token(client: TestClient) -> str:
    return client.get("/").text.split('name="form_token" value="', 1)[1].split('"', 1)[0]
