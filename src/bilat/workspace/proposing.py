"""Language models read a workspace's documents: what the text bears out stands beside what the rules read, marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bilat import packs
from bilat.bounds import UNBOUNDED, Bounds
from bilat.errors import InputError, UsageError
from bilat.model import Document
from bilat.store import Proposals, Renewed, View, Writer
from bilat.store import proposals as stored
from bilat.store.engine import looking
from bilat.workspace.extractor import extractor
from bilat.workspace.updating import Updated, read_anew

if TYPE_CHECKING:
    from bilat.proposing import Proposer

_PATIENCE = 3  # documents in a row without an answer before no further one is asked about


def propose(
    writer: Writer,
    proposer: Proposer,
    *,
    documents: Sequence[str] = (),
    most: int | None = None,
    bounds: Bounds = UNBOUNDED,
) -> Iterator[Updated]:
    """Ask a model about documents (by id; without any those of which it was not asked yet), at most so many, and
    store what it proposes and the text bears out, in place of what the same model proposed with an older prompt.

    Each document is read anew by the rules too, within `bounds`; it is done, or not yet, so that a run that was stopped
    goes on where it was. A document that fails is a refusal; after three in a row the rest waits. Not compared yet: see
    `relate`. Raises UsageError where the service refuses, or there is no such document.
    """
    view = View(writer.engine)
    with looking(writer.engine) as db:
        keys = list(documents) or stored.waiting(db, proposer.name)
    homes = dict(view.outdated(None))
    unknown = [key for key in keys if key not in homes]
    if unknown:
        raise UsageError(f"no document {unknown[0]!r} in the workspace; `bilat search WORDS --documents` finds ids")
    run = writer.begin_run("propose", extractor())
    refused: list[InputError] = []
    done = silent = 0
    try:
        for number, key in enumerate(keys[:most], start=1):
            outcome = _one(writer, proposer, view.load_document(key), homes[key], bounds)
            done += outcome.refusal is None
            silent = silent + 1 if outcome.refusal else 0
            refused += [outcome.refusal] if outcome.refusal else []
            yield Updated(renewed=outcome.renewed, number=number, of=len(keys), aside=outcome.aside,
                          refusal=outcome.refusal)  # fmt: skip
            if silent == _PATIENCE:
                return
    finally:
        writer.end_run(run, added=done, known=0, refused=refused)


def forget(writer: Writer, model: str, *, bounds: Bounds = UNBOUNDED) -> Iterator[Updated]:
    """Take out all that a model proposed; the documents are read anew without it. Not compared yet: see `relate`.

    Raises UsageError where the model proposed nothing.
    """
    view = View(writer.engine)
    with looking(writer.engine) as db:
        keys, known = stored.asked(db, model), [one["by"] for one in stored.tally(db)]
    if not keys:
        raise UsageError(f"{model!r} was asked about nothing here; asked were: {'; '.join(known) or 'none'}")
    homes = dict(view.outdated(None))
    for number, key in enumerate(keys, start=1):
        document = view.load_document(key)
        if document is not None:
            yield read_anew(writer, document, homes[key], {model: None}, bounds=bounds, number=number, of=len(keys))


def proposers(workspace: str) -> list[dict[str, Any]]:
    """Who was asked about the documents of a workspace: `by`, `documents`, `proposals` that were borne out, `last`."""
    with View(workspace) as view, looking(view.engine) as db:
        return stored.tally(db)


def _one(
    writer: Writer, proposer: Proposer, document: Document | None, pack_id: str, bounds: Bounds
) -> Updated:
    assert document is not None
    try:
        found = proposer.read(document, packs.load(pack_id))
    except InputError as refusal:
        return Updated(renewed=Renewed(id=document.id), number=0, of=0, refusal=refusal)
    told: Mapping[str, Proposals] = {
        proposer.model: Proposals(model=proposer.model, by=proposer.name, records=found.kept)
    }
    outcome = read_anew(writer, document, pack_id, told, bounds=bounds)
    return Updated(renewed=outcome.renewed, number=0, of=0, aside=(*found.aside, *outcome.aside),
                   refusal=outcome.refusal)  # fmt: skip
