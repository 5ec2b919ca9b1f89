"""A PostgreSQL server of the tests' own: in a temporary folder, where the programs are there; gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import sqlalchemy

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", "/usr/pgsql-*/bin")


_numbers = count()


class NoServer(Exception):
    """Why there is no PostgreSQL here."""


def program(name: str) -> str:
    """Where a program of PostgreSQL is. Raises NoServer."""
    found = shutil.which(name)
    if found:
        return found
    for pattern in _PLACES:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / name).is_file():
                return str(folder / name)
    raise NoServer(f"no {name}; `make postgres` installs it where that can be done")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The URL of a running server, over a socket in its own folder. Raises NoServer, with the reason."""
    try:
        import pg8000  # noqa: F401
    except ImportError:
        raise NoServer("the driver is not installed: pip install 'bilat[postgres]'") from None
    if sys.platform == "win32":
        raise NoServer("these tests start their server over a Unix socket")
    initdb, ctl = program("initdb"), program("pg_ctl")
    folder = tempfile.mkdtemp(prefix="bilat-pg-", dir="/tmp")  # short: a socket's path may have about 100 letters
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = f"{folder}/data"
    try:
        _run(account, initdb, "-D", data, "-U", "bilat", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -h '' -c fsync=off -c max_connections=60"
        _run(account, ctl, "-D", data, "-w", "-t", "60", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql://bilat@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            _run(account, ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL does not run as root: another user to run it as, or None where this one is no root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("PostgreSQL does not run as root, and there is no other user to run it as")


def _run(account: pwd.struct_passwd | None, *call: str) -> None:
    user: dict[str, int | list[int]] = {}
    if account:
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    try:
        done = subprocess.run(  # type: ignore[call-overload]
            call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            timeout=120, check=False, cwd="/tmp", **user,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise NoServer(f"{call[0]}: {error}") from error
    if done.returncode:
        raise NoServer(f"{call[0]}: {done.stderr.decode(errors='replace').strip().splitlines()[-1:]}")


def restart(url: str) -> None:
    """Stop a server at once, as a crash does, and start it again."""
    folder = str(sqlalchemy.make_url(url).query["unix_sock"]).rsplit("/", 1)[0]
    options = f"-k {folder} -h '' -c fsync=off -c max_connections=60"
    ctl, data = program("pg_ctl"), f"{folder}/data"
    _run(_account(), ctl, "-D", data, "-m", "immediate", "-w", "stop")
    _run(_account(), ctl, "-D", data, "-w", "-t", "60", "-l", f"{folder}/log", "-o", options, "start")


def new_database(url: str) -> str:
    """An empty database on a server."""
    parsed = sqlalchemy.make_url(url)
    name = f"w{next(_numbers)}"
    admin = sqlalchemy.create_engine(parsed.set(drivername="postgresql+pg8000"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    admin.dispose()
    return parsed.set(database=name).render_as_string(hide_password=False)
