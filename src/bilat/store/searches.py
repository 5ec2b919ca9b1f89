"""Saved searches: a filter with a name, and since when its owner has seen what it finds."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, func, select

from bilat.errors import UsageError
from bilat.store import lists
from bilat.store.filters import Filters
from bilat.store.rows import dumps
from bilat.store.schema import docs, records, searches
from bilat.store.search import latest_statements

_NAME = re.compile(r"[\w][\w .-]{0,63}")
_MOST = 200  # statements that one look shows
_HITS = 500  # of a query, the latest by their days, among the documents that are looked through
_BACK = (1_000, 20_000, 1 << 62)  # documents that are looked through for them, the last first


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved search. `query`: words that statements must have, or None; `last_seen`: ISO, UTC."""

    name: str
    query: str | None
    filters: Filters
    created: str
    created_by: str | None
    last_seen: str


def save(
    db: Connection, name: str, filters: Filters, *, query: str | None, by: str | None, at: str, seen: str
) -> Saved:
    """Store a search under a name. Raises UsageError for a name that is none, or taken."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name: letters, digits, spaces, dots and hyphens, at most 64")
    if db.execute(select(searches.c.name).where(searches.c.name == name)).first() is not None:
        raise UsageError(f"there is a search called {name!r} already")
    body = {"query": query, **asdict(filters)}
    db.execute(searches.insert().values(name=name, filters=dumps(body), created=at, created_by=by, last_seen=seen))
    return Saved(name=name, query=query, filters=filters, created=at, created_by=by, last_seen=seen)


def remove(db: Connection, name: str) -> None:
    """Forget a search. Raises UsageError where there is none of that name."""
    if not db.execute(searches.delete().where(searches.c.name == name)).rowcount:
        raise UsageError(f"there is no search called {name!r}")


def seen(db: Connection, name: str, at: str) -> None:
    """Note that all that came up to a moment was seen. Raises UsageError where there is no such search."""
    if not db.execute(searches.update().where(searches.c.name == name).values(last_seen=at)).rowcount:
        raise UsageError(f"there is no search called {name!r}")


def named(db: Connection, name: str) -> Saved:
    """The search of a name. Raises UsageError where there is none."""
    row = db.execute(select(searches).where(searches.c.name == name)).one_or_none()
    if row is None:
        raise UsageError(f"there is no search called {name!r}; see `bilat alert list`")
    return _saved(row)


def all_saved(db: Connection) -> list[Saved]:
    """All searches by name."""
    return [_saved(row) for row in db.execute(select(searches).order_by(searches.c.name))]


def found(db: Connection, saved: Saved, since: str | None) -> list[dict[str, Any]]:
    """Statements of documents that came after a moment (None: ever) and fit the search, the last added first, at most
    two hundred; each with `added`, when its document came."""
    found: dict[int, Any] = {}
    last = db.execute(select(func.max(docs.c.n))).scalar() or 0
    windows = [max(0, last - back) for back in _BACK] if since is None else [lists.mark(db, since)]
    for above in windows:  # of all that ever came only the last is told: so not all of it is looked through
        found |= {row.n: row for row in _fitting(db, saved, above)}
        if len(found) >= _MOST or above == 0:
            break
    rows = sorted(found.values(), key=lambda row: (row.doc, row.n), reverse=True)[:_MOST]
    return [one | {"added": row.added} for one, row in zip(lists.as_shown(db, rows), rows, strict=True)]


def _fitting(db: Connection, saved: Saved, above: int) -> Sequence[Any]:
    query = select(records, docs.c.added).join(docs)
    if saved.query:
        hits = latest_statements(db, saved.query, saved.filters, limit=_HITS, above=above)
        query = query.where(records.c.n.in_(hits))
    else:
        query = lists.records_where(query, saved.filters).where(records.c.type == "statement", docs.c.n > above)
    return db.execute(query.order_by(docs.c.n.desc(), records.c.n.desc()).limit(_MOST)).all()


def _saved(row: Any) -> Saved:
    body = json.loads(row.filters)
    known = {field.name for field in fields(Filters)}
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in body.items() if name in known}
    return Saved(
        name=row.name, query=body.get("query"), filters=Filters(**given), created=row.created,
        created_by=row.created_by, last_seen=row.last_seen,
    )  # fmt: skip
