"""`run`: bulk extraction, archives to a Parquet dataset."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from bilat.cli.common import pack_option, progress

if TYPE_CHECKING:
    from bilat.errors import InputError

_TOLD = 20  # refusals told on the terminal; all are in the dataset


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "dataset", required=True, metavar="DATASET", help="The folder or URL to write to.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--workers", type=click.IntRange(1), help="How many at once; as many as there are processors.")
@click.option("--also", multiple=True, type=click.Choice(["dates"]), help="Extra kinds of records.")
@click.option("--shard", "documents", type=click.IntRange(1), default=1000, show_default=True, help="Articles a part.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=60, show_default=True,
              help="How long one article may take before it is set aside.")  # fmt: skip
@pack_option
def run(
    inputs: Sequence[str], dataset: str, engine: str, workers: int | None, also: Sequence[str], documents: int,
    seconds: float, pack_id: str,
) -> None:  # fmt: skip
    """Records of whole archives as a Parquet dataset: .jsonl(.gz), .parquet, .warc(.gz), folders of documents, by path
    or URL. Stopped at any moment, the same command goes on where it was."""
    from bilat.scale.driver import Plan
    from bilat.scale.driver import run as bulk

    # Ray tells its makers of its use unless told not to; bilat asks the network for nothing by itself.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    plan = Plan(
        dataset=dataset, engine=engine, workers=workers, pack_id=pack_id, also=tuple(sorted(set(also))),
        shard_documents=documents, seconds=seconds,
    )  # fmt: skip
    refusals = _Refusals()
    with progress("shards") as step:
        outcome = bulk(inputs, plan, step=lambda _: step(), refusal=refusals)
    refusals.rest(dataset)
    click.echo(_summary(dataset, outcome.manifest, outcome.kept), err=True)
    sys.exit(1 if outcome.manifest["totals"]["refused"] else 0)


class _Refusals:
    """Refusals on standard error, one a line; of many only the first."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, refusal: InputError) -> None:
        self._count += 1
        if self._count <= _TOLD:
            click.echo(f"bilat: {refusal}", err=True)

    def rest(self, dataset: str) -> None:
        """How many there were besides those told."""
        if self._count > _TOLD:
            click.echo(f"bilat: {self._count - _TOLD} more were refused; see {dataset}/refused", err=True)


def _summary(dataset: str, manifest: dict[str, Any], kept: int) -> str:
    totals = manifest["totals"]
    records = sum(count for table, count in totals["rows"].items() if table not in ("document", "refused"))
    told = f"{dataset}: {totals['documents']} documents, {records} records, {totals['refused']} refused"
    return f"{told}; {len(manifest['shards'])} shards, {kept} of them from before"
