"""`timeline`, `compare`: what happened, and how the two sides tell it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from bilat.cli.common import LEVELS, day, finish, format_option, is_data, listing, pack_option, run_paths

_TIMELINE = ("date", "end_date", "kind", "level", "status", "participants", "place", "reports", "differ")
_COMPARISON = ("event", "issue", "outcome", "said", "words")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--since", help="Only what happened on or after this day (YYYY-MM-DD).")
@click.option("--until", help="Only what happened on or before this day (YYYY-MM-DD).")
@click.option("--level", type=LEVELS)
@click.option("--kind", help="call, video_call, meeting, summit, talks, visit or letter.")
@pack_option
@format_option
def timeline(
    paths: Sequence[str],
    since: str | None,
    until: str | None,
    level: str | None,
    kind: str | None,
    pack_id: str,
    form: str | None,
) -> None:
    """Interactions that the register knows and PATHS tell of, each once, with what reports differ on."""
    from bilat import packs
    from bilat.model import Interaction
    from bilat.relate.events import events
    from bilat.relate.timeline import entry_json, timeline

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
@click.argument("paths", nargs=-1, required=True)
@pack_option
@format_option
def compare(target: str, paths: Sequence[str], pack_id: str, form: str | None) -> None:
    """The two governments' accounts, in PATHS, of the event TARGET (its id or its date), issue by issue."""
    from bilat.model import to_json
    from bilat.relate.compare import compare as compared

    result = run_paths(paths, pack_id)
    found = compared(target, result.records, result.documents)
    rows = map(to_json, found)
    listing(rows if is_data(form) else map(_face, rows), form, _COMPARISON)
    if not found:
        click.echo(f"bilat: no account of {target} in these documents; see what they tell of: bilat timeline", err=True)
        sys.exit(1)
    finish(result)


def _face(row: dict[str, Any]) -> dict[str, Any]:
    """A comparison with how many statements of each side it rests on, for a table."""
    said = " ".join(f"{side}:{len(statements)}" for side, statements in sorted(row["sides"].items()))
    words = " ".join(row["evidence"][0]["quote"].split()) if row["evidence"] else ""
    return {**row, "said": said, "words": words}
