"""All of a bulk run: inputs -> shards -> workers -> dataset."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bilat import packs
from bilat.errors import InputError, UsageError
from bilat.packs.loader import folder_of
from bilat.scale import engines
from bilat.scale.batch import Entry, Job
from bilat.scale.dataset import Dataset
from bilat.scale.inputs import inputs
from bilat.scale.items import Item, Read, items
from bilat.scale.shards import Shard, cut

SHARD_DOCUMENTS = 1000
_SHARD_BYTES = 16 * 2**20
ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to run. `dataset`: a folder or URL; `workers`: how many at once, None for what the machine or cluster has;
    `seconds`: how long one article may take. Neither engine nor workers change a byte of what is written."""

    dataset: str
    engine: str = "local"
    workers: int | None = None
    pack_id: str = "us-cn"
    also: tuple[str, ...] = ()
    shard_documents: int = SHARD_DOCUMENTS
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The manifest as written, and of how many shards the parts were there already."""

    manifest: dict[str, Any]
    kept: int


def run(
    named: Sequence[str],
    plan: Plan,
    *,
    step: Callable[[Entry], None] | None = None,
    refusal: Callable[[InputError], None] | None = None,
) -> Outcome:
    """Extract everything that the inputs (paths, folders, URLs) hold into the plan's dataset, or go on doing so.

    `step` is called with the entry of every shard that is whole, `refusal` with every article that was refused.
    Raises UsageError for another dataset in the place, PackError, and OSError where the dataset cannot be written.
    """
    if plan.engine not in ENGINES:
        raise UsageError(f"no engine {plan.engine!r}; give one of {', '.join(ENGINES)}")
    packs.load(plan.pack_id)  # one that is wrong is told here, once
    dataset = Dataset(plan.dataset, _made_with(plan))
    dataset.begin()

    def done(entry: Entry) -> None:
        if refusal is not None:
            for row in dataset.refused(entry):
                refusal(InputError(row["where"], row["why"], row["remedy"]))
        if step is not None:
            step(entry)

    feed = _Feed(named, plan, dataset, done)
    place = plan.dataset if "://" in plan.dataset else os.path.abspath(plan.dataset)
    job = Job(dataset=place, pack_id=plan.pack_id, also=plan.also)
    for entry in engines.of(plan.engine)(feed.waiting(), job, workers=plan.workers, seconds=plan.seconds):
        done(entry)
    return Outcome(dataset.finish(feed.inputs, feed.shards), feed.kept)


def _made_with(plan: Plan) -> dict[str, Any]:
    from bilat.workspace.extractor import extractor

    cut_at = {"documents": plan.shard_documents, "bytes": _SHARD_BYTES}
    pack = {"id": plan.pack_id, "digest": _pack_digest(plan.pack_id)}
    return {"bilat": extractor(), "pack": pack, "also": list(plan.also), "shard": cut_at}


def _pack_digest(pack_id: str) -> str:
    found = hashlib.sha256()
    for file in sorted(folder_of(pack_id).iterdir(), key=lambda one: one.name):
        if file.is_file():
            found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()[:16]


class _Feed:
    """The shards of all inputs that are still to be worked on, read as they are asked for."""

    def __init__(self, named: Sequence[str], plan: Plan, dataset: Dataset, found: Callable[[Entry], None]) -> None:
        self._named, self._plan, self._dataset, self._found = named, plan, dataset, found
        self.inputs: list[dict[str, Any]] = []
        self.shards = self.kept = 0

    def waiting(self) -> Iterator[Shard]:
        for shard in cut(self._items(), documents=self._plan.shard_documents, size=_SHARD_BYTES):
            self.shards += 1
            entry = self._dataset.kept(shard)
            if entry is None:
                yield shard
            else:
                self.kept += 1
                self._found(entry)

    def _items(self) -> Iterator[Item | InputError]:
        for source in inputs(self._named):
            if isinstance(source, InputError):
                yield source
                continue
            read = Read()
            yield from items(source, read)
            told = {"name": source.name, "bytes": source.size, "modified": source.modified, "sha256": read.sha256}
            self.inputs.append(told | {"passed_over": read.passed_over})
