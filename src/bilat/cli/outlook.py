"""`outlook`: what is due and expected, how likely what may come is, and how such forecasts have fared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from bilat.cli.common import finish, format_option, is_data, listing, pack_option, run_of, today, workspace_option

_COLUMNS = ("type", "what", "by", "likely", "range", "rests on")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--on", help="The day that the outlook is of (YYYY-MM-DD); today by default.")
@click.option("--known-by", help="Only what was known by that other day, which is not after --on.")
@workspace_option
@pack_option
@format_option
def outlook(
    paths: Sequence[str], on: str | None, known_by: str | None, workspace: str, pack_id: str, form: str | None
) -> None:
    """What is due and expected by the register and PATHS (or the workspace), how likely, and how that has fared.

    Probabilities take the extra `outlook` (pip install 'bilat[outlook]').
    """
    from bilat import packs
    from bilat.relate.outlook import prospects, rows

    result = run_of(paths, workspace, pack_id)
    told = (result.documents, result.records) if result else ((), ())
    found = prospects(packs.load(pack_id), *told, on=on or today(), known_by=known_by or on)
    everything = rows(found)
    listing(everything if is_data(form) else map(_face, everything), form, _COLUMNS)
    if not found.estimated:
        click.echo("bilat: probabilities need statsmodels; install it: pip install 'bilat[outlook]'", err=True)
    if found.seen < found.on:
        click.echo(f"bilat: the register ends on {found.seen}; probabilities are as seen from there", err=True)
    if result:
        finish(result)


def _face(row: dict[str, Any]) -> dict[str, Any]:
    """A row in the columns of the table."""
    return {"due": _due, "likelihood": _likelihood, "track_record": _record}.get(row["type"], _said)(row)


def _due(row: dict[str, Any]) -> dict[str, Any]:
    what = " ".join(part for part in ("/".join(row["sides"]), row["what"], row["detail"]) if part)
    passed = " (passed, outcome not known)" if row["passed"] else ""
    return {"type": row["kind"], "what": what, "by": row["date"] + passed, "rests on": ", ".join(row["from"])}


def _likelihood(row: dict[str, Any]) -> dict[str, Any]:
    by = row["by"] or (f"{row['within']} days after the next" if row["within"] else "the next")
    few = "few cases; " if row["few"] else ""
    waited = f"since {row['since']}; " if row["since"] else ""
    return {
        "type": "likely",
        "what": row["question"],
        "by": by,
        "likely": f"{row['estimate']:.0%}",
        "range": f"{row['low']:.0%}-{row['high']:.0%}",
        "rests on": few + waited + row["inferred"],
    }


def _record(row: dict[str, Any]) -> dict[str, Any]:
    scores = ", ".join(f"{one['method']} {one['brier']:.2f}/{one['log']:.2f}" for one in row["scores"])
    return {
        "type": "record",
        "what": row["question"],
        "by": row["way"],
        "likely": f"{row['scores'][0]['brier']:.2f}",
        "range": f"best: {row['best']}",
        "rests on": f"Brier/log of {row['forecasts']} forecasts, {row['cases']} cases: {scores}",
    }


def _said(row: dict[str, Any]) -> dict[str, Any]:
    words = " ".join(row["evidence"][0]["quote"].split())
    return {"type": row["kind"], "what": words, "by": row["by"], "rests on": row["doc"]}
