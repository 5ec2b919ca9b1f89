"""A PostgreSQL that is restarted while documents come in: they go on coming in, and none is lost or doubled."""

from __future__ import annotations

import threading

from sqlalchemy import select

from bilat import packs
from bilat.model import record_id
from bilat.pipeline import records_of
from bilat.store import View, Writer
from bilat.store.checking import check
from bilat.store.engine import looking
from bilat.store.schema import docs
from bilat.workspace import relate
from tests.store import near
from tests.store.postgres import new_database, restart, server


def test_a_restart_under_load_loses_nothing_that_was_told(postgres: str) -> None:
    """The server of the other tests stays alone: this one has its own. `postgres` skips where there is none."""
    assert postgres
    told: list[str] = []
    wrong: list[BaseException] = []
    found = [near.read(seed) for seed in range(40)]
    assert record_id(found[0][1][0])
    assert records_of(found[0][0], packs.load("us-cn"))
    with server() as url:
        workspace = new_database(url)

        def add() -> None:
            try:
                with Writer(workspace) as writer:
                    for document, records in found:
                        kept = writer.add(document, records, pack="us-cn", extractor="test")
                        told.append(kept.id)
                    relate(writer)
            except BaseException as error:
                wrong.append(error)

        adding = threading.Thread(target=add)
        adding.start()
        for waited_for in (4, 15):
            while len(told) < waited_for and adding.is_alive():
                adding.join(0.01)
            restart(url)
        adding.join(120)
        assert wrong == []
        assert len(told) == len(found)
        with View(workspace) as view:
            with looking(view.engine) as db:
                keys = list(db.execute(select(docs.c.id)).scalars())
            assert sorted(keys) == sorted(set(told))
            assert check(view.engine).problems == []
            assert any(row["reports"] for row in view.timeline(limit=200).rows)
