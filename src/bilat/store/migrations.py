"""The schema's versions: a workspace of any earlier one is brought up to date when it is opened, all of it or nothing.

A new workspace gets the tables of `schema.py` as they are now. An older one goes through the steps that lead there: the
function at place n of `_STEPS` turns schema n + 1 into schema n + 2. A change of `schema.py` needs its step.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, bindparam, inspect, select

from bilat.errors import UsageError
from bilat.store import relations, sayings, search_index
from bilat.store.rows import seal_of
from bilat.store.schema import SCHEMA, account_events, accounts, copy_keys, events, meta, proposals, reports, said

VERSION = "schema"
_LOCK = 0x62696C61


def migrate(engine: Engine) -> None:
    """Bring a database to the current schema. Raises UsageError for one that a newer bilat has written."""
    if _version(engine) == newest():
        return
    with engine.connect().execution_options(bilat_writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        found = _version_in(connection)  # another may have been quicker
        if found > newest():
            raise UsageError(
                f"this workspace has schema {found}, and this bilat knows {newest()}; use the bilat that wrote it"
            )
        if found == 0:
            SCHEMA.create_all(connection)
            search_index.create(connection)
        for step in _STEPS[found - 1 :] if found else ():
            step(connection)
        connection.execute(meta.delete().where(meta.c.key == VERSION))
        connection.execute(meta.insert().values(key=VERSION, value=str(newest())))


def newest() -> int:
    """The number of the current schema."""
    return len(_STEPS) + 1


def _version(engine: Engine) -> int:
    with engine.connect() as connection, connection.begin():
        return _version_in(connection)


def _version_in(connection: Connection) -> int:
    if not inspect(connection).has_table("meta"):
        return 0
    found = connection.execute(select(meta.c.value).where(meta.c.key == VERSION)).scalar()
    return int(found) if found else 0


def _near(connection: Connection) -> None:
    """Documents that come later are compared with what is near them only: so what was compared is kept, from the next
    comparing on, which takes all documents."""
    for statement in (
        "DROP INDEX ix_events_first_seen", "ALTER TABLE events DROP COLUMN first_seen",
        "ALTER TABLE docs ADD COLUMN copy_of TEXT NOT NULL DEFAULT ''", "UPDATE docs SET copy_of = id, source = id",
        "ALTER TABLE records ADD COLUMN told TEXT NOT NULL DEFAULT ''",
        "UPDATE records SET told = (SELECT day FROM docs WHERE docs.n = records.doc)", "DROP INDEX records_face",
        "CREATE INDEX records_face ON records (type, face, told, n)",
        "CREATE INDEX ix_docs_copy_of ON docs (copy_of)", "CREATE INDEX events_last ON events (status, last)",
    ):  # fmt: skip
        connection.exec_driver_sql(statement)
    for table in (reports, accounts, account_events, copy_keys, said):  # whatever `forget` writes to has to be there
        table.create(connection)
    relations.forget(connection)


def _once(connection: Connection) -> None:
    """What records say is kept once each, so that pages read it and look for nothing."""
    said.create(connection, checkfirst=True)
    sayings.fill(connection)


def _differing(connection: Connection) -> None:
    """Events on which reports differ are counted on every overview."""
    connection.exec_driver_sql("CREATE INDEX events_differ ON events (differs, day, id)")


def _proposed(connection: Connection) -> None:
    """A workspace takes in what language models propose."""
    proposals.create(connection, checkfirst=True)


def _sealed(connection: Connection) -> None:
    """Events are sealed, so that damage to what they hold of the register is seen."""
    connection.exec_driver_sql("ALTER TABLE events ADD COLUMN seal TEXT NOT NULL DEFAULT ''")
    rows = [{"which": row.id, "now": seal_of(row._mapping)} for row in connection.execute(select(events))]
    if rows:
        statement = events.update().where(events.c.id == bindparam("which")).values(seal=bindparam("now"))
        connection.execute(statement, rows)


_STEPS: list[Callable[[Connection], None]] = [_near, _once, _differing, _proposed, _sealed]
