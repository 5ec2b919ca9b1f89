"""`add`, `search`: documents go into the workspace, and are found again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from bilat.cli.common import day, format_option, is_data, listing, pack_option, progress, workspace_option

_HITS = ("published", "who", "title", "words")


@click.command()
@click.argument("paths", nargs=-1, required=True)
@workspace_option
@pack_option
def add(paths: Sequence[str], workspace: str, pack_id: str) -> None:
    """Read PATHS (files, folders, `-` for standard input) into the workspace; to do so again is harmless.

    A line on standard output says what is safely there: it is printed once the document is on disk.
    """
    from bilat.store import Writer
    from bilat.workspace import ingest, read_arrivals, relate

    refused = 0
    counts = {"added": 0, "known": 0, "same_text": 0}
    with Writer(workspace) as writer, progress("reading") as step:
        for outcome in ingest(writer, read_arrivals(paths, stdin=sys.stdin.buffer, pack_id=pack_id), pack_id=pack_id):
            step()
            if outcome.refusal:
                refused += 1
                click.echo(f"bilat: {outcome.refusal}", err=True)
                continue
            counts[outcome.outcome] += 1
            click.echo(f"{outcome.outcome}\t{outcome.id}\t{outcome.place}")
            sys.stdout.flush()
        relate(writer, pack_id=pack_id)
    known = counts["known"] + counts["same_text"]
    click.echo(f"{workspace}: {counts['added']} added, {known} known already, {refused} refused", err=True)
    sys.exit(1 if refused else 0)


@click.command()
@click.argument("query")
@click.option("--documents", "kind", flag_value="document", help="Whole documents instead of statements.")
@click.option("--side", "sides", multiple=True, help="Statements of a side; `other` for everybody else.")
@click.option("--voice", "voices", multiple=True, help="official, state_media, media, expert, ...")
@click.option("--issue", "issues", multiple=True, help="An issue's id, such as `trade`.")
@click.option("--outlet-kind", "outlet_kinds", multiple=True, help="official, state_media, media, ...")
@click.option("--since", help="Only what was published on or after this day (YYYY-MM-DD).")
@click.option("--until", help="Only what was published on or before this day (YYYY-MM-DD).")
@click.option("--relevance", "order", flag_value="relevance", help="The best first, instead of the latest.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@click.option("--after", help="The place at which the last page ended.")
@workspace_option
@format_option
def search(
    query: str, kind: str | None, since: str | None, until: str | None, order: str | None, limit: int,
    after: str | None, workspace: str, form: str | None, **chosen: Any,
) -> None:  # fmt: skip
    """Statements (or documents) of the workspace that have all words of QUERY, in any of the three scripts."""
    from bilat.store import Filters, View

    filters = Filters(since=day(since), until=day(until), **chosen)
    with View(workspace) as view:
        hits = view.search(
            query, filters, kind=kind or "statement", limit=limit, after=after, order=order or "latest"
        )
    listing(hits.rows if is_data(form) else map(_hit, hits.rows), form, _HITS)
    more = f"; more with --after '{hits.next}'" if hits.next else ""
    click.echo(f"bilat: {len(hits.rows)} of {hits.total}{'+' if hits.more else ''}{more}", err=True)


def _hit(row: dict[str, Any]) -> dict[str, Any]:
    """A hit in four columns; what was found stands in brackets."""
    about = row.get("document") or row
    who = (row.get("speaker") or {}).get("name") or about.get("outlet") or ""
    return {
        "published": about.get("published"), "who": who, "title": about.get("title"),
        "words": " … ".join(_bracketed(row, at) for at in range(len(row["passages"]))),
    }  # fmt: skip


def _bracketed(row: dict[str, Any], at: int) -> str:
    start, end = row["passages"][at]
    found, place = [], start
    for first, last in row["marks"]:
        if start <= first and last <= end:
            words = row["words"][at]
            found.append(f"{words[place - start : first - start]}[{words[first - start : last - start]}]")
            place = last
    return " ".join("".join([*found, row["words"][at][place - start :]]).split())
