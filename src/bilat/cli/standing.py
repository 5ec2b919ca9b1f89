"""`state`, `ledger`: how things stand on a day, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from bilat.cli.common import finish, format_option, listing, pack_option, run_of, today, workspace_option

_STATE = ("instrument", "imposed_by", "layer", "value", "unit", "status", "last", "effective", "expires", "as_of")
_CHANGE = ("date", "instrument", "imposed_by", "layer", "from", "to")
_LEDGER = ("date", "parties", "action", "due", "status", "timing", "occasion")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--on", help="The day (YYYY-MM-DD); today by default.")
@click.option("--known-by", help="Only what was known by that other day.")
@click.option("--since", help="Instead: what changed between this day and --on.")
@click.option("--instrument", help="One instrument only, by its id.")
@workspace_option
@pack_option
@format_option
def state(
    paths: Sequence[str],
    on: str | None,
    known_by: str | None,
    since: str | None,
    instrument: str | None,
    workspace: str,
    pack_id: str,
    form: str | None,
) -> None:
    """Every instrument as it stood on a day, by the register and by what PATHS, or else the workspace, tell."""
    from bilat import packs
    from bilat.model import Measure
    from bilat.relate.state import change_json, changes, state_json, states

    pack, day = packs.load(pack_id), on or today()
    if since:
        found = changes(pack, since=since, on=day, known_by=known_by, instrument=instrument)
        listing(map(_step, map(change_json, found)), form, _CHANGE)
        return
    result = run_of(paths, workspace, pack_id)
    told = [r for r in result.records if isinstance(r, Measure)] if result else []
    published = {d.id: d.published for d in result.documents} if result else {}
    records = states(pack, on=day, known_by=known_by, instrument=instrument, extra=told, published=published)
    listing((state_json(record) for record in records), form, _STATE)
    if result:
        finish(result)


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--on", help="The day by which a date is due or overdue (YYYY-MM-DD); today by default.")
@workspace_option
@pack_option
@format_option
def ledger(paths: Sequence[str], on: str | None, workspace: str, pack_id: str, form: str | None) -> None:
    """Commitments, who claims what of them, and when they are due: of the register and PATHS or the workspace."""
    from bilat import packs
    from bilat.relate.ledger import entry_json, ledger

    result = run_of(paths, workspace, pack_id)
    published = {d.id: d.published for d in result.documents} if result else {}
    entries = ledger(packs.load(pack_id), result.records if result else (), on=on or today(), published=published)
    listing((entry_json(entry) for entry in entries), form, _LEDGER)
    if result:
        finish(result)


def _step(row: dict[str, Any]) -> dict[str, Any]:
    """A change of state with what it was and what it became in words, for a table."""
    records = {name: row.get(name) or {} for name in ("before", "after")}
    either = records["after"] or records["before"]
    told = {
        name: " ".join(str(r[k]) for k in ("value", "unit", "status") if r.get(k) is not None) or "none"
        for name, r in records.items()
    }
    named = {name: either.get(name) for name in ("instrument", "imposed_by", "layer")}
    return {**row, **named, "from": told["before"], "to": told["after"]}
