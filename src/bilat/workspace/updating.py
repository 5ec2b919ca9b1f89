"""Reading a workspace's documents anew with the version at hand, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bilat import packs
from bilat.guards import Problem
from bilat.pipeline import screened
from bilat.store import Renewed, View, Writer
from bilat.workspace.extractor import extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """A document read anew: what changed in its records, out of how many documents that were to be read.

    `aside`: why some records were not stored.
    """

    renewed: Renewed
    number: int
    of: int
    aside: tuple[Problem, ...] = ()


def update(writer: Writer, *, everything: bool = False) -> Iterator[Updated]:
    """Extract anew from every document that another version read (with `everything` from all), from the text as it was
    read. Ids of documents and places of evidence stay; judgements find their records by the words they rest on.

    Each document is done, or not yet: a run that was stopped goes on where it was. Not compared yet: see `relate`.
    """
    version = extractor()
    view = View(writer.engine)
    keys = view.outdated(None if everything else version)
    for number, (key, pack_id) in enumerate(keys, start=1):
        document = view.load_document(key)
        if document is None:
            continue
        pack = packs.load(pack_id)
        found = screened(document, pack)
        renewed = writer.renew(document, found.kept, pack=pack_id, extractor=version)
        yield Updated(renewed=renewed, number=number, of=len(keys), aside=found.aside)
