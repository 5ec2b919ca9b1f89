"""Every test of the store runs on SQLite and on PostgreSQL, each time in a workspace of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy

from tests.store.postgres import NoServer, server

_numbers = count()


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


def new_database(url: str) -> str:
    """An empty database on a server."""
    parsed = sqlalchemy.make_url(url)
    name = f"w{next(_numbers)}"
    admin = sqlalchemy.create_engine(parsed.set(drivername="postgresql+pg8000"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    admin.dispose()
    return parsed.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a workspace that does not exist yet."""
    if request.param == "sqlite":
        return str(tmp_path / "bilat.db")
    return new_database(request.getfixturevalue("postgres"))
