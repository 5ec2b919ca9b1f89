"""Numbers kept beside the rows, so that no page has to count: how many of what there are, who speaks how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bilat.store.rows import issues, speaker
from bilat.store.schema import meta, speakers, tallies

Tally = Counter[tuple[str, str]]


def take(connection: Connection, sequence: str, count: int = 1) -> int:
    """The first of so many numbers of a sequence, which begins at 1; none is given twice."""
    key = f"sequence_{sequence}"
    found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    first = int(found or 1)
    put(connection, key, str(first + count))
    return first


def put(connection: Connection, key: str, value: str) -> None:
    """Remember a value of the workspace itself."""
    statement = _insert(connection, meta)
    statement = statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
    connection.execute(statement, {"key": key, "value": value})


def of_record(body: Mapping[str, Any], sign: int = 1) -> Tally:
    """What a record that is shown counts for."""
    found: Tally = Counter({("type", body["type"]): sign})
    who = speaker(body)
    if who is not None:
        key = who.get("entity") or who["name"]
        found[("speaker", key)] += sign
        for issue in issues(body):
            found[("issue", issue)] += sign
            found[(f"issues of {key}", issue)] += sign
    return found


def of_document(row: Mapping[str, Any], sign: int = 1) -> Tally:
    """What a row of `docs` counts for."""
    found: Tally = Counter({("type", "document"): sign, ("language", row["language"]): sign})
    found[("outlet_kind", row["outlet_kind"])] += sign
    found[("month", row["day"][:7])] += sign
    if row["outlet"]:
        found[("outlet", row["outlet"])] += sign
    return found


def count(connection: Connection, changes: Tally, named: Iterable[Mapping[str, Any]] = ()) -> None:
    """Add to the numbers. `named` are the speakers of statements, who have names and sides."""
    people: dict[str, Mapping[str, Any]] = {str(one.get("entity") or one["name"]): one for one in named}
    rows = [
        {"kind": kind, "key": key, "n": n} for (kind, key), n in sorted(changes.items()) if n and kind != "speaker"
    ]
    if rows:
        statement = _insert(connection, tallies)
        statement = statement.on_conflict_do_update(
            index_elements=["kind", "key"], set_={"n": tallies.c.n + statement.excluded.n}
        )
        connection.execute(statement, rows)
    told = [
        {"key": key, "name": who["name"], "entity": who.get("entity"), "side": who.get("side"), "n": n}
        for (kind, key), n in sorted(changes.items())
        if kind == "speaker" and n and (who := people.get(key)) is not None
    ]
    if told:
        statement = _insert(connection, speakers)
        statement = statement.on_conflict_do_update(
            index_elements=["key"], set_={"n": speakers.c.n + statement.excluded.n}
        )
        connection.execute(statement, told)
    lost = [{"who": key, "less": n} for (kind, key), n in changes.items() if kind == "speaker" and key not in people]
    if lost:
        connection.execute(
            speakers.update().where(speakers.c.key == bindparam("who")).values(n=speakers.c.n + bindparam("less")), lost
        )


def _insert(connection: Connection, table: Any) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
