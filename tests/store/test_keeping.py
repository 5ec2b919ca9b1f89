"""A workspace is copied, moved between databases, proven; damage is found and said."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from bilat.errors import UsageError
from bilat.model import record_id
from bilat.store import View, Writer, migrations
from bilat.store.backup import backup, restore
from bilat.store.checking import check
from bilat.store.engine import shown, writing
from bilat.workspace import relate, workspace_run
from tests.store import near
from tests.store.accounts import CALL_CN, CALL_US, fill, write
from tests.store.postgres import new_database


@pytest.fixture
def filled(workspace: str, tmp_path: Path) -> str:
    fill(workspace, write(tmp_path / "articles", us=CALL_US, cn=CALL_CN))
    return workspace


def test_a_backup_holds_everything(filled: str, tmp_path: Path) -> None:
    copy, again = str(tmp_path / "copy.db"), str(tmp_path / "again.db")
    backup(filled, copy)
    restore(copy, again)
    before = workspace_run(filled)
    for other in (copy, again):
        assert workspace_run(other).documents == before.documents
        assert list(map(record_id, workspace_run(other).records)) == list(map(record_id, before.records))
        with View(other) as view, View(filled) as first:
            assert check(view.engine).problems == []
            assert view.overview()["counts"] == first.overview()["counts"]
            assert view.search("稀土").rows == first.search("稀土").rows
    assert sorted(path.name for path in tmp_path.glob("*") if path.name.startswith(".bilat")) == []
    with pytest.raises(UsageError, match="there already"):
        backup(filled, copy)
    with pytest.raises(UsageError, match="there already"):
        restore(copy, again)


def test_a_backup_moves_to_a_server_and_goes_on(filled: str, tmp_path: Path, postgres: str) -> None:
    copy, target = str(tmp_path / "copy.db"), new_database(postgres)
    backup(filled, copy)
    restore(copy, target)
    with View(target) as view:
        assert check(view.engine).problems == []
        assert view.search("稀土").rows
    more = write(tmp_path / "more", other=CALL_US.replace("Readout", "Another readout"))
    fill(target, more)
    with View(target) as view:
        assert view.overview()["counts"]["document"] == 3
        assert check(view.engine).problems == []
    with pytest.raises(UsageError, match="holds documents"):
        restore(copy, target)


DAMAGE = {
    "quote": "UPDATE evidence SET quote = 'words that nobody wrote' WHERE place = 0",
    "place": 'UPDATE evidence SET start = start + 1, "end" = "end" + 1',
    "text": "UPDATE texts SET text = 'x' || text",
    "record": "UPDATE records SET body = replace(body, '\"call\"', '\"visit\"') WHERE type = 'interaction'",
    "lost evidence": "DELETE FROM evidence",
    "lost index": "DELETE FROM indexed",
    "what is said": "UPDATE said SET record = NULL",
    "source of the register": "UPDATE events SET body = replace(body, 'https:', 'httpz:') WHERE reports = 0",
    "row of the register": "UPDATE events SET register_id = register_id || 'x'",
    "what an event is": "UPDATE events SET differs = NOT differs",
    "count": "UPDATE tallies SET n = n + 1 WHERE kind = 'type'",
}


@pytest.mark.parametrize("kind", list(DAMAGE))
def test_damage_is_found(filled: str, kind: str) -> None:
    with Writer(filled) as writer:
        assert check(writer.engine).problems == []
        with writing(writer.engine) as connection:
            connection.execute(text(DAMAGE[kind]))
        assert check(writer.engine).problems


def test_a_damaged_original_is_found(filled: str) -> None:
    import zlib

    with Writer(filled) as writer:
        with writing(writer.engine) as connection:
            connection.execute(text("UPDATE originals SET content = :c"), {"c": zlib.compress(b"other bytes")})
        assert any(problem.startswith("original") for problem in check(writer.engine).problems)


def test_damaged_pages_are_told_and_a_backup_of_them_is_not_restored(tmp_path: Path) -> None:
    path = tmp_path / "bilat.db"
    fill(str(path), write(tmp_path / "articles", us=CALL_US, cn=CALL_CN))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    raw = bytearray(path.read_bytes())
    for start in range(4096 * 6, len(raw), 4096 * 3):
        raw[start : start + 1024] = b"\x5a" * 1024
    path.write_bytes(raw)
    try:
        with View(str(path)) as view:
            assert check(view.engine).problems
    except UsageError as told:
        assert "workspace" in str(told)  # noqa: PT017
    with pytest.raises(UsageError):
        restore(str(path), str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


def test_a_newer_workspace_is_left_alone(filled: str) -> None:
    with Writer(filled) as writer, writing(writer.engine) as connection:
        connection.execute(text("UPDATE meta SET value = '99' WHERE key = 'schema'"))
    with pytest.raises(UsageError, match="schema 99"):
        View(filled)


def test_an_older_workspace_is_brought_up_to_date(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps or none: one that fails leaves the workspace as it was."""

    def add(connection: object) -> None:
        connection.execute(text("ALTER TABLE feeds ADD COLUMN colour TEXT"))  # type: ignore[attr-defined]

    def fail(_: object) -> None:
        raise UsageError("this step fails")

    before = migrations._STEPS
    monkeypatch.setattr(migrations, "_STEPS", [*before, add, fail])
    with pytest.raises(UsageError, match="fails"):
        View(filled)
    monkeypatch.setattr(migrations, "_STEPS", [*before, add])
    for _ in range(2):
        with View(filled) as view:
            assert view.feeds() == []
            with view.engine.connect() as connection:
                connection.execute(text("SELECT colour FROM feeds"))
                version = connection.execute(text("SELECT value FROM meta WHERE key = 'schema'")).scalar()
            assert version == str(len(before) + 2)


def test_a_workspace_of_the_first_schema_is_compared_anew(filled: str) -> None:
    """What later schemas keep of comparing is made when it is opened and compared."""
    with Writer(filled) as writer:
        told = near.stored(writer)
        with writing(writer.engine) as connection:
            for table in ("reports", "accounts", "account_events", "copy_keys", "said", "proposals"):
                connection.execute(text(f"DROP TABLE {table}"))
            connection.execute(text("DROP INDEX ix_docs_copy_of"))
            connection.execute(text("ALTER TABLE docs DROP COLUMN copy_of"))
            connection.execute(text("ALTER TABLE events DROP COLUMN seal"))
            for index in ("events_last", "events_differ"):
                connection.execute(text(f"DROP INDEX {index}"))
            connection.execute(text("DROP INDEX records_face"))
            connection.execute(text("ALTER TABLE records DROP COLUMN told"))
            connection.execute(text("CREATE INDEX records_face ON records (type, face, day, n)"))
            connection.execute(text("ALTER TABLE events ADD COLUMN first_seen TEXT NOT NULL DEFAULT ''"))
            connection.execute(text("CREATE INDEX ix_events_first_seen ON events (first_seen)"))
            connection.execute(text("UPDATE meta SET value = '1' WHERE key = 'schema'"))
    with Writer(filled) as writer:
        assert relate(writer) == 2
        assert near.stored(writer) == told
        assert check(writer.engine).problems == []


def test_events_of_an_older_workspace_are_sealed_as_they_are(filled: str) -> None:
    with Writer(filled) as writer, writing(writer.engine) as connection:
        connection.execute(text("ALTER TABLE events DROP COLUMN seal"))
        connection.execute(text("UPDATE meta SET value = '5' WHERE key = 'schema'"))
    with Writer(filled) as writer:
        found = check(writer.engine)
        assert found.events > 0
        assert found.problems == []
        with writing(writer.engine) as connection:
            connection.execute(text("UPDATE events SET body = replace(body, '2025', '2024')"))
        assert any(problem.startswith("event ") for problem in check(writer.engine).problems)


def test_passwords_are_not_shown() -> None:
    assert shown("postgresql://ann:secret@host/db") == "postgresql://ann:***@host/db"
