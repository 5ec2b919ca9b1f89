"""Reading a workspace's documents anew with the version at hand, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bilat.bounds import UNBOUNDED, Bounds
from bilat.errors import InputError
from bilat.guards import Problem
from bilat.model import Document
from bilat.pipeline import screened_with, warm
from bilat.store import Proposals, Renewed, View, Writer
from bilat.store import proposals as stored
from bilat.store.engine import looking
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
        yield read_anew(writer, document, pack_id, bounds=bounds, number=number, of=len(keys))


def read_anew(
    writer: Writer,
    document: Document,
    pack_id: str,
    proposed: Mapping[str, Proposals | None] | None = None,
    *,
    bounds: Bounds = UNBOUNDED,
    number: int = 1,
    of: int = 1,
) -> Updated:
    """Read one document anew with the version at hand, by the rules and from what language models proposed of it.

    `proposed`: by model what is to stand in place of what it proposed before; None: nothing.
    """
    with looking(writer.engine) as db:
        told: dict[str, Proposals | None] = {one.model: one for one in stored.of_document(db, document.id)}
    told |= proposed or {}
    records = [told[model].records for model in sorted(told) if told[model] is not None]  # type: ignore[union-attr]
    warm(pack_id)
    try:
        found = bounds.call(document.id, screened_with, document, pack_id, records)
    except InputError as refusal:
        return Updated(renewed=Renewed(id=document.id), number=number, of=of, refusal=refusal)
    renewed = writer.renew(document, found.kept, pack=pack_id, extractor=extractor(), proposed=proposed)
    return Updated(renewed=renewed, number=number, of=of, aside=found.aside)
