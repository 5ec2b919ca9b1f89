"""What a database's error means for whoever asked: one line, what is wrong and what to do, never a traceback."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bilat.errors import StoreError

_DONE = "nothing of this step was kept"
# By the first word of SQLite's name for its error (SQLITE_IOERR_WRITE is an IOERR).
_SQLITE = {
    "FULL": f"the disk is full; {_DONE}: make room and run it again",
    "READONLY": f"it can only be read here; {_DONE}: give a place that can be written",
    "IOERR": f"the disk does not read or write it; {_DONE}: look at the disk, and run `bilat store check`",
    "CORRUPT": "this workspace is damaged; `bilat store check` tells what, `store restore` makes it anew from a backup",
    "NOTADB": "this is no workspace, or a damaged one; `bilat store restore` makes one from a backup",
    "CANTOPEN": "it cannot be opened; look at the folder, its rights and its room (SQLite writes beside the file too)",
    "BUSY": f"another writes for too long; {_DONE}: run it again",
    "LOCKED": f"another writes for too long; {_DONE}: run it again",
    "TOOBIG": f"something is too large for it; {_DONE}",
    "NOMEM": f"there is no memory left; {_DONE}",
}
# By the class of PostgreSQL's code: the first two characters of SQLSTATE (appendix A of its manual).
_POSTGRES = {
    "53": f"the server has no room or no memory left; {_DONE}: make room and run it again",
    "58": f"the server's disk does not read or write; {_DONE}: look at the server's log",
    "XX": "the server finds damage in its files; look at its log, restore a backup",
    "25": f"it can only be read here; {_DONE}",
    "28": "the server does not let this user in",
    "3D": "the server has no such database",
    "42": None,  # a query that makes no sense is a defect of ours, not the server's state
    "55": f"another has it for too long; {_DONE}: run it again",
}
_GOING = frozenset({"57P01", "57P02", "57P03"})  # a PostgreSQL that shuts down, has crashed, or starts up
_AWAY = f"the server does not answer; {_DONE}: try again once it does"


class Unproven(ValueError):
    """A record is stored without its evidence: the database is damaged."""


def proven(proofs: Mapping[int, Sequence[Any]], record: int) -> Sequence[Any]:
    """The evidence of a record, by its number. Raises Unproven where there is none."""
    try:
        return proofs[record]
    except KeyError:
        raise Unproven(record) from None


@contextmanager
def soundly(shown: str) -> Iterator[None]:
    """What is stored and cannot be understood (JSON that is none, bytes that do not unpack or are no text, a record
    without evidence) comes out as StoreError."""
    try:
        yield
    except (json.JSONDecodeError, UnicodeDecodeError, zlib.error, Unproven) as error:
        raise StoreError(f"{shown}: {_SQLITE['CORRUPT']}") from error


@contextmanager
def plainly(engine: Engine, shown: str) -> Iterator[None]:
    """Errors of the database's state come out as StoreError; what is a defect of ours stays as it is."""
    # What a driver lets through, unwrapped, where a server goes away in a connection's first words or its last.
    lost: tuple[type[Exception], ...] = ()
    if engine.dialect.name == "postgresql":
        lost = (OSError, struct.error, engine.dialect.loaded_dbapi.InterfaceError)
    try:
        yield
    except NoConnection as error:
        raise StoreError(f"{shown}: all connections are taken; try again in a moment", passing=True) from error
    except lost as error:
        raise StoreError(f"{shown}: {_AWAY}", passing=True) from error
    except DBAPIError as error:
        told = _postgres(error) if engine.dialect.name == "postgresql" else _sqlite(error)
        if told is None:
            raise
        raise StoreError(f"{shown}: {told[0]}", passing=told[1]) from error


def _sqlite(error: DBAPIError) -> tuple[str, bool] | None:
    name = str(getattr(error.orig, "sqlite_errorname", "")).removeprefix("SQLITE_").split("_")[0]
    if name in _SQLITE:
        return _SQLITE[name], name in ("BUSY", "LOCKED")
    if name or not isinstance(error, OperationalError):
        return None
    # Python's own word for a text that is no UTF-8.
    return f"this workspace is damaged ({str(error.orig)[:60]}); `bilat store check` tells what", False


def _postgres(error: DBAPIError) -> tuple[str, bool] | None:
    code = _code(error)
    if error.connection_invalidated or isinstance(error, InterfaceError) or code in _GOING:
        return _AWAY, True
    if code[:2] == "08" or (not code and isinstance(error, OperationalError | InternalError)):
        return _AWAY, True
    told = _POSTGRES.get(code[:2])
    return (told, code[:2] == "55") if told else None


def _code(error: DBAPIError) -> str:
    """The SQLSTATE of an error, or nothing."""
    said = error.orig.args[0] if error.orig is not None and error.orig.args else None
    return str(said.get("C", "")) if isinstance(said, dict) else ""
