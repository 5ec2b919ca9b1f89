"""`propose`: a language model reads the workspace's documents as a second reader."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from bilat.cli.common import (
    format_option,
    listing,
    pack_option,
    progress,
    say_aside,
    seconds_option,
    workspace_option,
)
from bilat.cli.lm import lm_options, proposer

if TYPE_CHECKING:
    from bilat.store import Writer
    from bilat.workspace import Updated


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@lm_options
@click.option("--most", type=click.IntRange(1), help="Ask about so many documents now, and about the others next time.")
@click.option("--forget", "forgotten", metavar="MODEL", help="Take out all that a model proposed.")
@seconds_option
@workspace_option
@pack_option
@format_option
def propose(
    documents: Sequence[str], lm: dict[str, Any], most: int | None, forgotten: str | None, seconds: float,
    workspace: str, pack_id: str, form: str | None,
) -> None:  # fmt: skip
    """Ask a language model about the workspace's DOCUMENTS (ids; without any, all of which it was not asked yet).

    What it proposes and the text bears out stands beside what the rules read, marked with the model and the prompt.
    Without --lm: who was asked so far.
    """
    from bilat.bounds import Bounded
    from bilat.store import Writer
    from bilat.workspace import forget, proposers
    from bilat.workspace import propose as ask

    if forgotten and (lm["url"] or documents or most):
        raise click.UsageError("--forget MODEL goes alone")
    if not forgotten and not lm["url"]:
        if documents or most:
            raise click.UsageError("name a service with --lm URL")
        listing(proposers(workspace), form)
        return
    with Writer(workspace, create=False) as writer, Bounded(seconds) as bounds:
        if forgotten:
            _told(writer, forget(writer, forgotten, bounds=bounds), pack_id, form)
        with proposer(**lm) as model:
            if model is not None:
                found = ask(writer, model, documents=documents, most=most, bounds=bounds)
                _told(writer, found, pack_id, form)


def _told(writer: Writer, found: Iterable[Updated], pack_id: str, form: str | None) -> None:
    """What changed, a row a document; then the documents are compared. Exit status 1 where one was refused."""
    from bilat.workspace import relate

    rows: list[dict[str, Any]] = []
    asked = refused = of = 0
    with progress("asking") as step:
        for one in found:
            step()
            asked, of = one.number, one.of
            if one.refusal is not None:
                refused += 1
                click.echo(f"bilat: {one.refusal}", err=True)
            say_aside(one.aside, one.renewed.id)
            rows.append({"doc": one.renewed.id, "came": one.renewed.came, "gone": one.renewed.gone})
    relate(writer, pack_id=pack_id)
    listing([row for row in rows if row["came"] or row["gone"]], form)
    rest = f"; {of - asked} more wait: run it again to go on" if asked < of else ""
    click.echo(f"bilat: {asked - refused} documents read anew, {refused} refused{rest}", err=True)
    if refused:
        sys.exit(1)
