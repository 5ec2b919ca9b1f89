"""What is said, each thing once, by the document that said it first: kept by the writer, so that no page looks for it.

A row of `said` carries a stamp, which is raised whenever what it holds comes, changes or is said no more. Who has read
up to one stamp reads on from there (`Sayings`), and pays for what changed, however much there is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from bilat.model import Record
from bilat.store import counters, lists
from bilat.store.engine import looking
from bilat.store.rows import as_record
from bilat.store.schema import meta, records, said

KINDS = ("measure", "commitment", "compliance", "interaction")
_HELD = KINDS[:3]  # an interaction is told by its event; those of many years are not held
_SEQUENCE = "said"
_JUDGED = "judged"
_PART = 400


def keep(connection: Connection, touched: Iterable[tuple[str, str | None]]) -> None:
    """Bring the rows of some (type, face) in line with the records, which came, changed or went."""
    faces = sorted({(kind, face) for kind, face in touched if face is not None and kind in KINDS})
    if not faces:
        return
    stamp = counters.take(connection, _SEQUENCE)
    rows = [
        {"type": kind, "face": face, "record": _first(connection, kind, face), "stamp": stamp} for kind, face in faces
    ]
    for kind in {row["type"] for row in rows}:
        mine = [row["face"] for row in rows if row["type"] == kind]
        for at in range(0, len(mine), _PART):
            gone = said.delete().where(said.c.type == kind, said.c.face.in_(mine[at : at + _PART]))
            connection.execute(gone)
    connection.execute(said.insert(), rows)


def _first(connection: Connection, kind: str, face: str) -> int | None:
    """The number of the record that said it first: of those with a day the earliest, else the first that came."""
    own = (records.c.type == kind, records.c.face == face, records.c.rejected.is_(False))
    for when in (records.c.told > "", records.c.told == ""):
        query = select(records.c.n).where(*own, when).order_by(records.c.told, records.c.n).limit(1)
        if (found := connection.execute(query).scalar()) is not None:
            return int(found)
    return None


def fill(connection: Connection) -> None:
    """All rows anew, for a workspace that had none."""
    connection.execute(said.delete())
    for kind in KINDS:
        faces = connection.execute(select(records.c.face).where(records.c.type == kind).distinct()).scalars().all()
        keep(connection, ((kind, face) for face in faces))


def problems(connection: Connection) -> Iterator[str]:
    """Where the rows do not tell what the records say, one line each."""
    for kind in KINDS:
        kept = select(said.c.face, said.c.record).where(said.c.type == kind)
        rows = {row.face: row.record for row in connection.execute(kept)}
        there = select(records.c.face).where(records.c.type == kind, records.c.rejected.is_(False)).distinct()
        for face in sorted({*connection.execute(there).scalars(), *rows}):
            if rows.get(face) != _first(connection, kind, face):
                yield f"{kind} {face}: the record that is kept as the first to say it is not the first"


def note_judged(connection: Connection) -> None:
    """Note that people decided something, or that all that follows from it is there now."""
    counters.take(connection, _JUDGED)


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a workspace was read: the last stamp of each kind, and how often people decided something."""

    stamps: tuple[tuple[str, int], ...]
    judged: str

    def of(self, *kinds: str) -> tuple[int, ...]:
        """The stamps of some kinds."""
        return tuple(stamp for kind, stamp in self.stamps if kind in kinds)


def mark(db: Connection) -> Mark:
    """Where a workspace is now: one step in an index for each kind."""
    stamps = tuple(
        (kind, int(db.execute(select(func.max(said.c.stamp)).where(said.c.type == kind)).scalar() or 0))
        for kind in KINDS
    )
    judged = db.execute(select(meta.c.value).where(meta.c.key == f"sequence_{_JUDGED}")).scalar()
    return Mark(stamps, judged or "0")


def since(db: Connection, kind: str, day: str) -> list[dict[str, Any]]:
    """What records of a type say of a day (ISO, whole) or a later one, each once, as shown."""
    query = select(records).join(said, (said.c.type == records.c.type) & (said.c.face == records.c.face))
    query = query.where(records.c.type == kind, records.c.day >= day, said.c.record == records.c.n)
    return lists.as_shown(db, sorted(db.execute(query).all(), key=lambda row: row.n))


@dataclass(slots=True)
class _Held:
    """What was read of one kind: by face the record's number, the record and its document's date."""

    stamp: int = 0
    rows: dict[str, tuple[int, Record, str | None]] = field(default_factory=dict)
    told: tuple[list[Record], dict[str, str | None]] = field(default_factory=lambda: ([], {}))


class Sayings:
    """What a workspace's records say, held in memory and read on from where it was; safe to share between threads.

    It takes as much memory as different things are said of measures, undertakings and claims, however often.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held = {kind: _Held() for kind in _HELD}
        self._lock = threading.Lock()

    def of(self, kind: str) -> tuple[list[Record], dict[str, str | None]]:
        """The records of a kind in the order in which they came, and by document id the dates. Not to be changed."""
        with self._lock, looking(self._engine) as db:
            held = self._held[kind]
            query = select(said.c.face, said.c.record, said.c.stamp)
            rows = db.execute(query.where(said.c.type == kind, said.c.stamp > held.stamp)).all()
            if rows:
                self._read_on(db, held, rows)
            return held.told

    @staticmethod
    def _read_on(db: Connection, held: _Held, rows: Sequence[Any]) -> None:
        for row in rows:
            held.rows.pop(row.face, None)
        faces = {row.record: row.face for row in rows if row.record is not None}
        numbers = sorted(faces)
        for at in range(0, len(numbers), _PART):
            found = db.execute(select(records).where(records.c.n.in_(numbers[at : at + _PART]))).all()
            for row, body in zip(found, lists.as_shown(db, found), strict=True):
                record = as_record(body, body["evidence"])
                held.rows[faces[row.n]] = (row.n, record, body["document"]["published"])
        ordered = sorted(held.rows.values(), key=lambda one: one[0])
        held.told = ([record for _, record, _ in ordered], {record.doc: day for _, record, day in ordered})
        held.stamp = max(row.stamp for row in rows)
