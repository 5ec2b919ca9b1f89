"""`add`, `watch`, `search`: documents go into the workspace, and are found again."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from bilat.cli.common import (
    day,
    format_option,
    is_data,
    listing,
    pack_option,
    progress,
    say_aside,
    seconds_option,
    workspace_option,
)
from bilat.errors import one_line

if TYPE_CHECKING:
    from bilat.store import Writer

_HITS = ("published", "who", "title", "words")
_LEAD = 24  # characters before a word that was found


@click.command()
@click.argument("paths", nargs=-1, required=True)
@seconds_option
@workspace_option
@pack_option
def add(paths: Sequence[str], seconds: float, workspace: str, pack_id: str) -> None:
    """Read PATHS (files, folders, `-`, web addresses of pages, feeds and sitemaps) into the workspace.

    To do so again is harmless. A line on standard output says what is safely there: it is printed once the document is
    on disk. Feeds are remembered: `bilat watch` asks them again.
    """
    from bilat.store import Writer

    with Writer(workspace) as writer:
        counts = take_in(writer, paths, pack_id, "add", seconds)
    told = f"{counts['added']} added, {counts['known']} known already, {counts['refused']} refused"
    click.echo(f"{workspace}: {told}", err=True)
    sys.exit(1 if counts["refused"] else 0)


@click.command()
@click.argument("feeds", nargs=-1)
@click.option("--every", type=click.IntRange(60), default=1800, show_default=True, help="Seconds between two rounds.")
@click.option("--once", is_flag=True, help="One round, and stop (for a scheduler of the system).")
@seconds_option
@workspace_option
@pack_option
def watch(feeds: Sequence[str], every: int, once: bool, seconds: float, workspace: str, pack_id: str) -> None:
    """Ask FEEDS, and all that were added before, again and again for what is new."""
    from bilat.store import View, Writer
    from bilat.workspace.web import due_feeds

    while True:
        with Writer(workspace) as writer:
            asked = tuple(dict.fromkeys([*feeds, *due_feeds(View(writer.engine))]))
            if not asked:
                raise click.UsageError("no feed to watch; give its address, or `bilat add` it first")
            counts = take_in(writer, asked, pack_id, "watch", seconds)
        told = f"{counts['added']} new from {len(asked)} addresses, {counts['refused']} refused"
        click.echo(f"{workspace}: {told}", err=True)
        if once:
            sys.exit(1 if counts["refused"] else 0)
        time.sleep(every)


def take_in(writer: Writer, given: Sequence[str], pack_id: str, command: str, seconds: float) -> Counter[str]:
    """Files, folders and addresses into a workspace, a line each; how many came to what."""
    from bilat.bounds import Bounded
    from bilat.fetching import Fetcher
    from bilat.workspace import ingest, read_arrivals, relate
    from bilat.workspace.web import is_address, web_arrivals

    counts: Counter[str] = Counter()
    paths, urls = [one for one in given if not is_address(one)], [one for one in given if is_address(one)]
    with Fetcher() as fetcher, Bounded(seconds) as bounds, progress("reading") as step:
        items = chain(
            read_arrivals(paths, stdin=sys.stdin.buffer, pack_id=pack_id, bounds=bounds) if paths else (),
            web_arrivals(urls, writer, fetcher, pack_id=pack_id, bounds=bounds) if urls else (),
        )
        for outcome in ingest(writer, items, pack_id=pack_id, command=command, bounds=bounds):
            step()
            if outcome.refusal:
                counts["refused"] += 1
                click.echo(f"bilat: {outcome.refusal}", err=True)
                continue
            counts["added" if outcome.outcome == "added" else "known"] += 1
            counts["aside"] += len(outcome.aside)
            say_aside(outcome.aside, outcome.place)
            click.echo(f"{outcome.outcome}\t{outcome.id}\t{one_line(outcome.place)}")
            sys.stdout.flush()
        relate(writer, pack_id=pack_id)
    return counts


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
    """A passage with the words that were sought in brackets; a long way to the first of them is left out."""
    start, end = row["passages"][at]
    words = row["words"][at]
    marks = [(first - start, last - start) for first, last in row["marks"] if start <= first and last <= end]
    place = max(0, marks[0][0] - _LEAD) if marks else 0
    if place:
        place = words.find(" ", place, marks[0][0]) + 1 or place  # Chinese has no blanks to begin behind
    found = ["…"] if place else []
    for first, last in marks:
        found.append(f"{words[place:first]}[{words[first:last]}]")
        place = last
    return " ".join("".join([*found, words[place:]]).split())
