"""Reading a workspace's documents anew with the version at hand, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bilat.bounds import UNBOUNDED, Bounds
from bilat.errors import InputError
from bilat.guards import Problem
from bilat.pipeline import screened_of, warm
from bilat.store import Renewed, View, Writer
from bilat.workspace.extractor import extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """A document read anew: what changed in its records, out of how many documents that were to be read.

    `aside`: why some records were not stored; `refusal`: why it was not read anew, and is as it was.
    """

    renewed: Renewed
    number: int
    of: int
    aside: tuple[Problem, ...] = ()
    refusal: InputError | None = None


def update(writer: Writer, *, everything: bool = False, bounds: Bounds = UNBOUNDED) -> Iterator[Updated]:
    """Extract anew from every document that another version read (with `everything` from all), from the text as it was
    read. Ids of documents and places of evidence stay; judgements find their records by the words they rest on.

    Each document, within `bounds`, is done, or not yet: a run that was stopped goes on where it was. Not compared yet:
    see `relate`.
    """
    version = extractor()
    view = View(writer.engine)
    keys = view.outdated(None if everything else version)
    for number, (key, pack_id) in enumerate(keys, start=1):
        document = view.load_document(key)
        if document is None:
            continue
        warm(pack_id)
        try:
            found = bounds.call(key, screened_of, document, pack_id)
        except InputError as refusal:
            yield Updated(renewed=Renewed(id=key), number=number, of=len(keys), refusal=refusal)
            continue
        renewed = writer.renew(document, found.kept, pack=pack_id, extractor=version)
        yield Updated(renewed=renewed, number=number, of=len(keys), aside=found.aside)
