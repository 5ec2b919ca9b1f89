"""`alert`: saved filters, and what is new by them."""

from __future__ import annotations

from typing import Any

import click

from bilat.cli.common import day, format_option, is_data, listing, workspace_option

_NEW = ("added", "published", "who", "issues", "words")


@click.group()
def alert() -> None:
    """Saved filters that tell what is new since last time."""


@alert.command("add")
@click.argument("name")
@click.option("--query", help="Words that a statement must have.")
@click.option("--side", "sides", multiple=True)
@click.option("--voice", "voices", multiple=True)
@click.option("--issue", "issues", multiple=True)
@click.option("--outlet-kind", "outlet_kinds", multiple=True)
@click.option("--since", help="Only what was published on or after this day (YYYY-MM-DD).")
@workspace_option
def alert_add(
    name: str,
    query: str | None,
    sides: tuple[str, ...],
    voices: tuple[str, ...],
    issues: tuple[str, ...],
    outlet_kinds: tuple[str, ...],
    since: str | None,
    workspace: str,
) -> None:
    """Save a filter as NAME; what comes from now on is new."""
    from bilat.store import Filters, Writer

    filters = Filters(sides=sides, voices=voices, issues=issues, outlet_kinds=outlet_kinds, since=day(since))
    with Writer(workspace, create=False) as writer:
        writer.save_search(name, filters, query=query)


@alert.command("list")
@workspace_option
@format_option
def alert_list(workspace: str, form: str | None) -> None:
    """The saved filters."""
    from dataclasses import asdict

    from bilat.store import View

    with View(workspace) as view:
        listing((asdict(one) for one in view.searches()), form, ("name", "query", "last_seen"))


@alert.command("remove")
@click.argument("name")
@workspace_option
def alert_remove(name: str, workspace: str) -> None:
    """Forget a saved filter."""
    from bilat.store import Writer

    with Writer(workspace, create=False) as writer:
        writer.remove_search(name)


@alert.command("show")
@click.argument("name")
@click.option("--all", "everything", is_flag=True, help="Everything that fits, seen or not.")
@click.option("--keep", is_flag=True, help="Do not note it as seen.")
@workspace_option
@format_option
def alert_show(name: str, everything: bool, keep: bool, workspace: str, form: str | None) -> None:
    """What is new by NAME since it was last shown; afterwards it counts as seen."""
    from bilat.store import Writer
    from bilat.store.view import View

    with Writer(workspace, create=False) as writer:
        found = View(writer.engine).alert(name, everything=everything)
        listing(found if is_data(form) else map(_face, found), form, _NEW)
        if found and not keep and not everything:
            writer.mark_seen(name, found[0]["added"])


def _face(row: dict[str, Any]) -> dict[str, Any]:
    words = " ".join(row["evidence"][0]["quote"].split()) if row["evidence"] else ""
    return {**row, "published": row["document"]["published"], "who": row["speaker"]["name"], "words": words}
