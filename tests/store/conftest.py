"""Every test of the store runs on SQLite and on PostgreSQL, each time in a workspace of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.postgres import NoServer, new_database, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server that takes new databases; the test is skipped, with the reason, where there is none."""
    try:
        running = server()
        url = running.__enter__()
    except NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")
    try:
        yield url
    finally:
        running.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a workspace that does not exist yet."""
    if request.param == "sqlite":
        return str(tmp_path / "bilat.db")
    return new_database(request.getfixturevalue("postgres"))
