"""`timeline`, `compare`: what happened, and how the two sides tell it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from bilat.cli.common import (
    LEVELS,
    day,
    finish,
    format_option,
    has_workspace,
    is_data,
    listing,
    pack_option,
    run_paths,
    workspace_option,
)

if TYPE_CHECKING:
    from bilat.pipeline import Run

_TIMELINE = ("date", "end_date", "kind", "level", "status", "participants", "place", "reports", "differ")
_COMPARISON = ("event", "issue", "outcome", "said", "words")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--since", help="Only what happened on or after this day (YYYY-MM-DD).")
@click.option("--until", help="Only what happened on or before this day (YYYY-MM-DD).")
@click.option("--level", type=LEVELS)
@click.option("--kind", help="call, video_call, meeting, summit, talks, visit or letter.")
@workspace_option
@pack_option
@format_option
def timeline(
    paths: Sequence[str],
    since: str | None,
    until: str | None,
    level: str | None,
    kind: str | None,
    workspace: str,
    pack_id: str,
    form: str | None,
) -> None:
    """Interactions that the register knows and PATHS (or else the workspace) tell of, each once, with differences."""
    from bilat import packs
    from bilat.model import Interaction
    from bilat.relate.events import events
    from bilat.relate.timeline import entry_json, timeline

    if not paths and has_workspace(workspace):
        levels, kinds = (level,) if level else (), (kind,) if kind else ()
        chosen = {"since": day(since), "until": day(until), "levels": levels, "kinds": kinds}
        listing(_kept(workspace, chosen), form, _TIMELINE)
        return
    pack = packs.load(pack_id)
    result = run_paths(paths, pack_id) if paths else None
    told = [r for r in result.records if isinstance(r, Interaction)] if result else []
    found = events(told, result.documents if result else (), pack)
    entries = timeline(found, pack, since=day(since), until=day(until), level=level, kind=kind)
    listing(map(entry_json, entries), form, _TIMELINE)
    if result:
        finish(result)


@click.command()
@click.argument("target")
@click.argument("paths", nargs=-1)
@workspace_option
@pack_option
@format_option
def compare(target: str, paths: Sequence[str], workspace: str, pack_id: str, form: str | None) -> None:
    """The two governments' accounts, in PATHS or else the workspace, of the event TARGET (its id or its date)."""
    from bilat.model import to_json
    from bilat.relate.compare import compare as compared

    result = run_paths(paths, pack_id) if paths else _run_about(target, workspace)
    found = compared(target, result.records, result.documents)
    rows = map(to_json, found)
    listing(rows if is_data(form) else map(_face, rows), form, _COMPARISON)
    if not found:
        click.echo(f"bilat: no account of {target} in these documents; see what they tell of: bilat timeline", err=True)
        sys.exit(1)
    finish(result)


def _kept(workspace: str, chosen: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The workspace's timeline, the earliest first; what has no date stands last, and only where no day bounds it."""
    from bilat.store import Filters, View

    undated, after = [], None
    with View(workspace) as view:
        while True:
            page = view.timeline(Filters(**chosen), limit=500, after=after, oldest_first=True)
            for row in page.rows:
                entry = {name: value for name, value in row.items() if name not in ("values", "records", "people")}
                if row["date"]:
                    yield entry
                else:
                    undated.append(entry)
            after = page.next
            if after is None:
                break
    if not (chosen["since"] or chosen["until"]):
        yield from undated


def _run_about(target: str, workspace: str) -> Run:
    """Of the workspace the documents that tell of an event, named by an id or by its day."""
    from bilat.errors import UsageError
    from bilat.store import Filters, View
    from bilat.workspace import workspace_run

    if not has_workspace(workspace):
        raise UsageError("nothing to compare: give PATHS, or make a workspace with `bilat add`")
    with View(workspace) as view:
        event = view.event(target)
        keys = {one["id"] for one in event["documents"]} if event else set()
        if not keys and re.fullmatch(r"\d{4}(-\d\d){0,2}", target):
            told = view.timeline(Filters(since=target, until=target), limit=500).rows
            keys = {one["id"] for row in told if row["reports"] for one in (view.event(row["id"]) or row)["documents"]}
    return workspace_run(workspace, keys or None)


def _face(row: dict[str, Any]) -> dict[str, Any]:
    """A comparison with how many statements of each side it rests on, for a table."""
    said = " ".join(f"{side}:{len(statements)}" for side, statements in sorted(row["sides"].items()))
    words = " ".join(row["evidence"][0]["quote"].split()) if row["evidence"] else ""
    return {**row, "said": said, "words": words}
