"""A copy of a whole workspace, taken while others read and write, and a workspace made from such a copy.

A copy is always a file (SQLite), whatever it was taken from; so a workspace can also be moved between databases.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from bilat.errors import StoreError, UsageError
from bilat.store import record_rows
from bilat.store.checking import check
from bilat.store.engine import looking, open_engine, shown, writing
from bilat.store.migrations import VERSION
from bilat.store.schema import SCHEMA, docs, indexed, meta

_MANY = 500  # rows that are copied at a time


def backup(workspace: str, path: str) -> None:
    """Copy a workspace, as it is at one moment, to a new file. Raises UsageError where the file is there already, or
    cannot be written; nothing is left behind then."""
    if os.path.exists(path):
        raise UsageError(f"{path} is there already; name a new file for the backup")
    engine = open_engine(workspace, create=False)
    try:
        with _new_file(path) as draft:
            if engine.dialect.name == "sqlite":
                _copy_file(str(engine.url.database), draft)
            else:
                target = open_engine(draft)
                _copy_rows(engine, target)
                _settle(target)
    finally:
        engine.dispose()


def restore(path: str, workspace: str) -> None:
    """Make a workspace from a backup, once everything in the backup is proven. Raises UsageError where the workspace
    holds something already, or the backup is not in order: nothing is changed then."""
    source = open_engine(path, create=False)
    try:
        problems = check(source).problems
        if problems:
            raise UsageError(f"{path} is not in order ({problems[0]}); nothing was restored")
        if "://" in workspace:
            target = open_engine(workspace)
            try:
                if _filled(target):
                    raise UsageError(f"{shown(workspace)} holds documents already; restore into an empty database")
                _copy_rows(source, target)
            finally:
                target.dispose()
            return
        if os.path.exists(workspace):
            raise UsageError(f"{workspace} is there already; move it away, or restore under another name")
        with _new_file(workspace) as draft:
            _copy_file(path, draft)
    finally:
        source.dispose()


def _filled(engine: Engine) -> bool:
    with looking(engine) as db:
        return bool(db.execute(select(func.count()).select_from(docs)).scalar_one())


@contextlib.contextmanager
def _new_file(path: str) -> Iterator[str]:
    """A file beside the one wanted, which takes its place when all is written and on disk."""
    try:
        handle, draft = tempfile.mkstemp(prefix=".bilat-", suffix=".db", dir=os.path.dirname(os.path.abspath(path)))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file that can be written") from error
    os.close(handle)
    os.unlink(draft)
    try:
        yield draft
        with open(draft, "rb") as written:
            os.fsync(written.fileno())
        os.replace(draft, path)
    except (sqlite3.Error, OSError, DBAPIError, StoreError) as error:
        raise UsageError(f"{path}: it could not be written ({error}); nothing was left behind") from error
    finally:
        for left in (draft, f"{draft}-wal", f"{draft}-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(left)


def _copy_file(source: str, target: str) -> None:
    with contextlib.closing(sqlite3.connect(source)) as one, contextlib.closing(sqlite3.connect(target)) as other:
        one.backup(other, pages=2000)


def _settle(engine: Engine) -> None:
    """All of a new database into its one file."""
    with engine.connect() as db:
        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _copy_rows(source: Engine, target: Engine) -> None:
    """All tables in one moment of the source and one transaction of the target; the index of words is made anew."""
    with looking(source) as one, writing(target) as other:
        for table in SCHEMA.sorted_tables:
            if table is indexed:
                continue
            query = select(table)
            if table is meta:
                query = query.where(meta.c.key != VERSION)
            rows = one.execution_options(yield_per=_MANY).execute(query)
            for part in rows.partitions(_MANY):
                other.execute(table.insert(), [dict(row._mapping) for row in part])
        _index(other)


def _index(db: Connection) -> None:
    for n in db.execute(select(docs.c.n).order_by(docs.c.n)).scalars().all():
        record_rows.index(db, record_rows.home(db, n))
