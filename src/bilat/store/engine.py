"""A workspace's database: opened by a file's name or a URL, brought to the current schema, written by one at a time."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from bilat.errors import StoreError, UsageError
from bilat.store.broken import plainly, soundly
from bilat.store.migrations import migrate

_WAIT = 60_000  # milliseconds that a writer waits for another
_AGAIN = 0.3  # seconds after which a server that went away is asked again
_PAGES = -64_000  # KiB of cache for each connection
_LOCK = 0x62696C61  # the advisory lock that writers to one PostgreSQL database take in turn
_URL = re.compile(r"^[a-z][a-z0-9+]*://", re.IGNORECASE)


T = TypeVar("T")


def open_engine(workspace: str, *, create: bool = True) -> Engine:
    """The database of a workspace: a file (SQLite) or a `postgresql://` URL; its tables are made or brought up to date.

    With `create` false the workspace has to exist. Raises UsageError where it cannot be opened, is no workspace, or was
    written by a newer bilat.
    """
    try:
        engine = _postgres(workspace) if _URL.match(workspace) else _sqlite(workspace, create=create)
        with soundly(shown(workspace)), plainly(engine, shown(workspace)):
            migrate(engine)
    except StoreError as error:
        raise UsageError(str(error)) from error
    except DatabaseError as error:
        raise UsageError(f"{shown(workspace)}: {_why(error)}; check that it is a workspace of bilat") from error
    return engine


def shown(workspace: str) -> str:
    """A workspace as it may be shown: without a password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", workspace)


def _sqlite(path: str, *, create: bool) -> Engine:
    if os.path.isdir(path):
        raise UsageError(f"{path}: this is a folder; name a file for the workspace, such as {path}/bilat.db")
    if not create and not os.path.exists(path):
        raise UsageError(f"{path}: there is no workspace; make one with `bilat add`, or name another with --workspace")
    engine = sqlalchemy.create_engine(
        sqlalchemy.URL.create("sqlite", database=path),
        connect_args={"timeout": _WAIT / 1000},
        max_overflow=-1,
        hide_parameters=True,  # no words of a document in a log
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_WAIT}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
            f"cache_size={_PAGES}", "temp_store=MEMORY", "mmap_size=1073741824",
        ):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("bilat_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _told_in_a_line(entry: logging.LogRecord) -> bool:
    """A log's entry for a connection that could not be closed, its server being gone: whoever used it is told, and a
    page of a driver's calls says no more."""
    if entry.exc_info and entry.exc_info[1] is not None:
        entry.msg, entry.args = f"{entry.getMessage().split(' <')[0]}: {entry.exc_info[1]}", ()
        entry.exc_info = entry.exc_text = None
    return True


def _postgres(url: str) -> Engine:
    try:
        parsed = sqlalchemy.make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+pg8000")
        if parsed.get_backend_name() != "postgresql":
            raise UsageError(f"{shown(url)}: a workspace is a file, or a database at postgresql://")
        if parsed.username is None:
            raise UsageError(f"{shown(url)}: who connects? Write postgresql://USER@HOST/NAME")
        logging.getLogger("sqlalchemy.pool.impl.QueuePool").addFilter(_told_in_a_line)
        # A server that was restarted is met again with a fresh connection instead of an error.
        return sqlalchemy.create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError(f"{shown(url)}: not a database's address; write postgresql://USER@HOST/NAME") from error
    except ModuleNotFoundError as error:
        raise UsageError("PostgreSQL needs a driver that is not installed: pip install 'bilat[postgres]'") from error


def patiently(engine: Engine, step: Callable[[], T]) -> T:
    """Do a step of one transaction, again where the server went away meanwhile (restarted, say), for as long as another
    writer is waited for. What was done and not yet told is done once: a step finds what it did before."""
    end = time.monotonic() + _WAIT / 1000
    while True:
        try:
            return step()
        except StoreError as error:
            if not error.passing or engine.dialect.name != "postgresql" or time.monotonic() > end:
                raise
            time.sleep(_AGAIN)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, all of it or nothing; one at a time for a workspace. Raises StoreError."""
    with (
        plainly(engine, _name(engine)),
        engine.connect().execution_options(bilat_writes=True) as connection,
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        yield connection


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads: everything seen in it is of one moment. Raises StoreError."""
    with soundly(_name(engine)), plainly(engine, _name(engine)), engine.connect() as plain:
        level = {"isolation_level": "REPEATABLE READ"} if plain.dialect.name == "postgresql" else {}
        connection = plain.execution_options(**level)
        with connection.begin():
            yield connection


def _name(engine: Engine) -> str:
    """A workspace by its file or URL, without a password."""
    url = engine.url
    return str(url.database) if engine.dialect.name == "sqlite" else url.render_as_string(hide_password=True)


def _why(error: DatabaseError) -> str:
    said = str(getattr(error, "orig", None) or error).splitlines()
    return said[0] if said else "the database does not answer"
