"""`phase`: the phases of the negotiation, what each rests on, and who held the initiative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from bilat.cli.common import day, finish, format_option, is_data, listing, pack_option, run_of, workspace_option

if TYPE_CHECKING:
    from bilat.relate.phases import Standing
    from bilat.relate.phases_report import Report

_COLUMNS = ("what", "side", "from", "to", "by", "rests on")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--on", help="The phase of that day (YYYY-MM-DD), and the initiative in it; all phases by default.")
@click.option("--known-by", help="Only what was known by that other day.")
@click.option("--since", help="Only what lasted to this day or beyond it.")
@click.option("--until", help="Only what began by this day.")
@workspace_option
@pack_option
@format_option
def phase(
    paths: Sequence[str],
    on: str | None,
    known_by: str | None,
    since: str | None,
    until: str | None,
    workspace: str,
    pack_id: str,
    form: str | None,
) -> None:
    """Phases by stated rules from the register and PATHS (or the workspace), what texts say, who had the initiative."""
    from bilat import packs
    from bilat.relate.phases_report import report

    if on and (since or until):
        raise click.UsageError("--on asks for one day; --since and --until for a span of time")
    result = run_of(paths, workspace, pack_id)
    told = (result.documents, result.records) if result else ((), ())
    found = report(packs.load(pack_id), *told, since=day(since), until=day(until), known_by=known_by)
    standing = found.on(on) if on else None
    rows = list(_rows(found, standing))
    listing(rows if is_data(form) else map(_face, rows), form, _COLUMNS)
    if standing and standing.stage is None:
        click.echo(f"bilat: no phase is known for {standing.day}; see what is: bilat phase", err=True)
    if result:
        finish(result)


def _rows(found: Report, standing: Standing | None) -> Iterator[dict[str, Any]]:
    from bilat.model import to_json
    from bilat.relate.initiative import indicator_json
    from bilat.relate.phases_report import stage_json

    if standing is None:
        yield from (stage_json(stage) for stage in found.stages)
    elif standing.stage is not None:
        yield stage_json(standing.stage, standing)
    yield from (to_json(record) for record in found.told)
    for one in found.initiative:
        inside = standing is None or (
            standing.stage is not None and one.date is not None and standing.stage.start <= one.date <= standing.day
        )
        if inside:
            yield indicator_json(one)


def _face(row: dict[str, Any]) -> dict[str, Any]:
    """A row in the columns of the table."""
    if row["type"] == "initiative":
        said = row["side"] or "unknown"
        rests = " ".join([row["event"] or "", ", ".join(row["items"])]).strip()
        by = row["basis"] + (" (contested)" if row["contested"] else "")
        return {"what": row["name"], "side": said, "from": row["date"], "to": None, "by": by, "rests on": rests}
    if row.get("pattern"):
        words = " ".join(row["evidence"][0]["quote"].split())
        return {"what": " - ".join(row["pattern"]), "by": f"told by {row['doc']}", "rests on": words}
    rests = ", ".join(sign["row"] or sign["records"][0] for sign in row["because"])
    end = row["end"] or f"last known {row['known_until']}"
    by = row["rule"] + (f" ({row['standing']})" if row.get("standing", "inferred") != "inferred" else "")
    return {"what": row["label"], "from": row["start"], "to": end, "by": by, "rests on": rests}
