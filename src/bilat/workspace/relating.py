"""Comparing the documents of a workspace: those that came or changed with what they can change, and nothing else.

What comparing gives follows from the documents and judgements alone: not from the order in which they came, nor from
how many were compared at a time. So a part of the workspace is compared as it would be with all of it.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bilat import packs
from bilat.packs import Pack
from bilat.store import Writer, reading, relations
from bilat.store.engine import patiently
from bilat.store.reading import Stored
from bilat.workspace import accounting, copying, gathering

_AT_A_TIME = 200  # documents that are compared in one transaction, in which no other can write


def relate(writer: Writer, *, pack_id: str = "us-cn", everything: bool = False) -> int:
    """Compare the documents that came or changed since the last time with the others; how many those were.

    With `everything` all that comparing gave is forgotten first, so that all of them are compared anew. A run that is
    stopped goes on where it was. Raises PackError for an unknown pack.
    """
    pack = packs.load(pack_id)
    if everything:
        with writer.transaction() as db:
            relations.forget(db)
    done = 0
    while some := patiently(writer.engine, lambda: _some(writer, pack)):
        done += some
    return done


def _some(writer: Writer, pack: Pack) -> int:
    """Compare some of the documents that wait; how many."""
    with writer.transaction() as db:
        numbers = reading.waiting(db, _AT_A_TIME)
        if not reading.compared(db):
            relations.write_events(db, (), gathering.register_rows(pack), {})
        if numbers:
            _compare(db, numbers, pack)
    return len(numbers)


def _compare(db: Connection, numbers: list[int], pack: Pack) -> None:
    own: Stored = reading.records_of(db, numbers)
    texts = reading.documents(db, numbers)
    copies = copying.place(db, texts, pack)
    gathered = gathering.gather(db, numbers, own, copies.sources_before, pack)
    seen = accounting.compare(db, texts, own, gathered, copies.moved, pack)
    relations.write_issues(db, gathered.written | seen)
    relations.settle(db, numbers)
