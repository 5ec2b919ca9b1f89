"""A disk without room, a database that is away or damaged, a clock set back: told in a line, and nothing good is lost.

`python bench/faults.py` does more of it to the commands themselves.
"""

from __future__ import annotations

import logging
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from bilat.errors import StoreError, UsageError
from bilat.store import Filters, View, Writer
from bilat.store import writer as writing_module
from bilat.store.broken import plainly
from bilat.store.checking import check
from bilat.store.engine import looking, patiently, writing
from tests.store.accounts import CALL_CN, CALL_US, fill, write


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A workspace of one document."""
    path = tmp_path / "bilat.db"
    fill(str(path), write(tmp_path / "articles", us=CALL_US))
    return path


def proven(path: Path) -> int:
    with View(str(path)) as view:
        found = check(view.engine)
    assert found.problems == []
    return found.documents


def _little_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))


def test_a_full_disk_keeps_what_was_there(kept: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more", cn=CALL_CN)
    with Writer(str(kept)) as writer, writer.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="disk is full") as told, plainly(writer.engine, "here"):
            connection.exec_driver_sql("CREATE TABLE larger AS SELECT randomblob(9000000)")
        assert not told.value.passing
        assert "Traceback" not in str(told.value)
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    assert proven(kept) == 1
    fill(str(kept), more)
    assert proven(kept) == 2


def test_commands_without_room_say_so_in_a_line(kept: Path, tmp_path: Path) -> None:
    """RLIMIT_FSIZE stands for the disk; /dev/full for standard output."""
    more = write(tmp_path / "more", cn=CALL_CN)
    backup = ("store", "backup", str(tmp_path / "copy.db"), "--workspace", str(kept))
    for call, limited in ((("add", more, "--workspace", str(kept)), True), (backup, True), (("packs", "list"), False)):
        with open("/dev/full" if not limited and Path("/dev/full").exists() else "/dev/null", "wb") as out:
            done = subprocess.run(
                [sys.executable, "-m", "bilat.cli", *call], stdout=out, stderr=subprocess.PIPE, timeout=300,
                check=False, preexec_fn=_little_room if limited else None,
            )  # fmt: skip
        said = done.stderr.decode()
        if limited or Path("/dev/full").exists():
            assert done.returncode in (1, 2), said
            assert sum(line.startswith("Error: ") for line in said.splitlines()) == 1, said
        assert "Traceback" not in said
        assert "Exception ignored" not in said
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name or path.name.startswith(".bilat")] == []
    assert proven(kept) == 1


def test_a_database_that_can_only_be_read_is_told(kept: Path) -> None:
    def change() -> None:
        with writing(writer.engine) as db:
            db.exec_driver_sql("PRAGMA query_only = ON")
            db.execute(text("DELETE FROM feeds WHERE url = 'x'"))

    with Writer(str(kept)) as writer, pytest.raises(StoreError, match="only be read"):
        change()
    assert proven(kept) == 1


def test_what_is_stored_and_cannot_be_understood_is_damage(kept: Path) -> None:
    with Writer(str(kept)) as writer:
        with writing(writer.engine) as db:
            db.execute(text("UPDATE docs SET body = '{'"))
            db.execute(text("UPDATE originals SET content = x'0102'"))
        view = View(writer.engine)
        with looking(writer.engine) as db:
            document = db.execute(text("SELECT id FROM docs")).scalar_one()
        for ask in (lambda: view.documents(), lambda: view.document(document), lambda: view.original(document)):
            with pytest.raises(StoreError, match="damaged"):
                ask()
        assert check(writer.engine).problems


@pytest.mark.parametrize("harm", ["DELETE FROM evidence", "UPDATE events SET body = x'92'"])
def test_records_without_evidence_and_bytes_that_are_no_text_are_damage(kept: Path, harm: str) -> None:
    with Writer(str(kept)) as writer:
        with writing(writer.engine) as db:
            db.execute(text(harm))
        view = View(writer.engine)
        ask = view.timeline if "events" in harm else view.load
        with pytest.raises(StoreError, match="damaged"):
            ask()


def test_a_defect_of_ours_is_no_fault_of_the_database(kept: Path) -> None:
    from sqlalchemy.exc import OperationalError

    with View(str(kept)) as view, pytest.raises(OperationalError), looking(view.engine) as db:
        db.execute(text("SELECT no_such_column FROM docs"))


def test_an_error_tells_no_words_of_a_document(kept: Path) -> None:
    from sqlalchemy.exc import OperationalError

    with Writer(str(kept)) as writer, pytest.raises(OperationalError) as told, writing(writer.engine) as db:
        db.execute(text("UPDATE docs SET no_such_column = :words"), {"words": "words of a document"})
    assert "words of a document" not in str(told.value)


def test_a_server_that_goes_away_is_waited_for(postgres: str) -> None:
    """Also where the driver tells it by an error of the system's, or by its own that nobody wrapped."""
    from tests.store.postgres import new_database

    with Writer(new_database(postgres)) as writer:
        tries: list[int] = []
        driver = writer.engine.dialect.loaded_dbapi
        raised = [BrokenPipeError(32, "Broken pipe"), driver.InterfaceError("network error")]

        def step() -> str:
            tries.append(1)
            with looking(writer.engine):
                if len(tries) <= len(raised):
                    raise raised[len(tries) - 1]
                return "done"

        began = time.monotonic()
        assert patiently(writer.engine, step) == "done"
        assert time.monotonic() - began < 30
        assert len(tries) == 3


def test_a_connection_that_cannot_be_closed_is_a_line_in_the_log(
    postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.store.postgres import new_database

    with Writer(new_database(postgres)) as writer:
        held = writer.engine.raw_connection()
        held.dbapi_connection._usock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
        with caplog.at_level(logging.ERROR, "sqlalchemy.pool"):
            held.invalidate()
    assert "Exception terminating connection: " in caplog.text
    assert "Traceback" not in caplog.text


def test_a_server_that_never_was_is_told() -> None:
    pytest.importorskip("pg8000")
    with pytest.raises(UsageError, match="does not answer") as told:
        View("postgresql://ann:secret-word@127.0.0.1:1/nothing")
    assert "secret-word" not in str(told.value)


def test_a_clock_set_back_hides_nothing_new(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(str(kept)) as writer:
        view = View(writer.engine)
        monkeypatch.setattr(writing_module, "now", lambda: "2031-01-01T00:00:00.000Z")
        writer.save_search("all", Filters(), since="2000-01-01")
        writer.mark_seen("all")
        assert view.alert("all") == []
        monkeypatch.setattr(writing_module, "now", lambda: "2019-01-01T00:00:00.000Z")
        mark = view.what_is_new("2100-01-01")["mark"]
        fill(str(kept), write(tmp_path / "more", cn=CALL_CN))
        assert len(view.what_is_new(mark)["documents"]) == 1
        assert view.alert("all")
        assert check(writer.engine).problems == []
