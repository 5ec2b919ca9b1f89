"""`gdelt`: the articles that GDELT's files name, for a workspace to begin with."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from bilat.cli.common import day, format_option, listing, pack_option, seconds_option, workspace_option
from bilat.cli.workspace import take_in
from bilat.errors import InputError

if TYPE_CHECKING:
    from bilat.reading.gdelt import Lead


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--list", "only_list", is_flag=True, help="List the addresses, fetch nothing.")
@click.option("--since", help="Only what GDELT saw on or after this day (YYYY-MM-DD).")
@click.option("--until", help="Only what GDELT saw on or before this day (YYYY-MM-DD).")
@click.option("--limit", type=click.IntRange(1), help="At most so many pages that the workspace does not have yet.")
@seconds_option
@workspace_option
@pack_option
@format_option
def gdelt(
    files: Sequence[str], only_list: bool, since: str | None, until: str | None, limit: int | None, seconds: float,
    workspace: str, pack_id: str, form: str | None,
) -> None:  # fmt: skip
    """Fetch the articles that GDELT FILES name into the workspace, as far as they concern both sides of the pack.

    FILES: tables of events, mentions or the knowledge graph (.csv, .zip), or answers of the DOC API (JSON, CSV). They
    only choose: a page is fetched from its own address, politely, and read as every other. What is there already is not
    asked for again, so that the same command goes on where it was.
    """
    refused: list[InputError] = []
    found = _chosen(files, pack_id, day(since), day(until), refused)
    if only_list:
        listing(map(dataclasses.asdict, found), form)
        _tell(refused)
        sys.exit(1 if refused else 0)
    from bilat.store import View, Writer

    with Writer(workspace) as writer:
        view = View(writer.engine)
        new = [lead.url for lead in found if not view.is_known_place(lead.url)]
        _tell(refused)
        counts = take_in(writer, new[:limit], pack_id, "gdelt", seconds)
    told = f"{counts['added']} added, {counts['known']} known already, {counts['refused']} refused"
    click.echo(f"{workspace}: {told}, {len(new) - len(new[:limit])} left for later", err=True)
    sys.exit(1 if counts["refused"] or refused else 0)


def _chosen(
    files: Sequence[str], pack_id: str, since: str | None, until: str | None, refused: list[InputError]
) -> Iterator[Lead]:
    """The leads of some days; what could not be read is put among `refused`."""
    from bilat import packs
    from bilat.languages.countries import alpha3
    from bilat.reading.gdelt import leads

    states = frozenset(alpha3().get(side.code, side.code) for side in packs.load(pack_id).sides)
    for item in leads(files, states):
        if isinstance(item, InputError):
            refused.append(item)
        elif _within(item.seen, since, until):
            yield item


def _within(seen: str | None, since: str | None, until: str | None) -> bool:
    if seen is None:
        return since is None and until is None
    return (since is None or seen[: len(since)] >= since) and (until is None or seen[: len(until)] <= until)


def _tell(refused: Sequence[InputError]) -> None:
    for refusal in refused:
        click.echo(f"bilat: {refusal}", err=True)
