"""`phrases`, `who`: what is said again and again, and who says what."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilat.cli.common import finish, format_option, is_data, listing, pack_option, run_of, workspace_option

if TYPE_CHECKING:
    from bilat.relate.people import Profile

_USED = ("phrase", "zh", "count", "sources", "first", "last", "by")
_KNOWN = ("phrase", "zh", "side", "first_known")
_PROPOSED = ("phrase", "kinds", "association", "count", "sources", "first", "last", "by")
_WHO = ("type", "date", "issue", "what", "words")
_LEAST = 3
_WHAT = {  # the facts of a profile in a table, filled from their fields
    "office": "{title} ({holder})",
    "said": "{act} ({stance:+})",
    "tone": "mean {mean:+} (n={n}, {min:+} to {max:+})",
    "shift": "{direction}, {basis} (by {by:g})",
    "met": "{kind} ({status}): {others}",
}


@click.command()
@click.argument("phrase", required=False)
@click.argument("paths", nargs=-1)
@click.option("--proposed", "new", is_flag=True, help="Instead: candidates that the pack does not know.")
@click.option("--least", type=click.IntRange(2), default=_LEAST, show_default=True, help="Sources of a candidate.")
@workspace_option
@pack_option
@format_option
def phrases(
    phrase: str | None,
    paths: Sequence[str],
    new: bool,
    least: int,
    workspace: str,
    pack_id: str,
    form: str | None,
) -> None:
    """Formulaic phrases: first and last use in PATHS (or the workspace), by whom, how often, variants, translations.

    PHRASE in any language and script finds it in all of them. Without PATHS and workspace, what the pack knows. A
    PHRASE that is the name of a file is taken for one of PATHS.
    """
    from bilat import packs
    from bilat.relate import phrases as related

    if phrase is not None and (phrase == "-" or Path(phrase).exists()):
        paths, phrase = (phrase, *paths), None
    pack = packs.load(pack_id)
    result = run_of(paths, workspace, pack_id)
    documents, records = (result.documents, result.records) if result else ((), ())
    if new:
        from bilat.relate.phrases_proposed import proposal_json, proposed

        rows = [proposal_json(one) for one in proposed(documents, records, pack, least=least)]
    elif phrase is not None:
        rows = [related.entry_json(one) for one in related.search(phrase, documents, records, pack)]
    else:
        found = related.phrases(documents, records, pack) if result else related.listed(pack)
        rows = [related.entry_json(one) for one in found]
    columns = _PROPOSED if new else _USED if result else _KNOWN
    listing(rows if is_data(form) else map(_phrase, rows), form, columns)
    if phrase is not None and not any(row["count"] or row["status"] == "known" for row in rows):
        click.echo(f"bilat: {phrase!r} is no phrase of the pack, and nobody uses it here", err=True)
        sys.exit(1)
    if result:
        finish(result)


@click.command()
@click.argument("name")
@click.argument("paths", nargs=-1)
@workspace_option
@pack_option
@format_option
def who(name: str, paths: Sequence[str], workspace: str, pack_id: str, form: str | None) -> None:
    """The person or body NAME (any alias, any script, or an id): offices, tone, shifts, meetings, and statements in
    PATHS, or else in the workspace.

    Where a name means several, all of them; each names its namesakes.
    """
    from bilat import packs
    from bilat.relate.people import who as profiles
    from bilat.relate.people_json import rows

    result = run_of(paths, workspace, pack_id)
    documents, records = (result.documents, result.records) if result else ((), ())
    found = profiles(name, documents, records, packs.load(pack_id))
    facts = [row for profile in found for row in rows(profile, _others(profile, found))]
    listing(facts if is_data(form) else map(_fact, facts), form, _WHO)
    if not found:
        click.echo(f"bilat: nobody here is called {name!r}; try another spelling, or an id of the pack", err=True)
        sys.exit(1)
    if result:
        finish(result)


def _others(profile: Profile, found: Sequence[Profile]) -> list[str]:
    return [other.who.key for other in found if other is not profile]


def _phrase(row: dict[str, Any]) -> dict[str, Any]:
    """A phrase for a table: its dates, and who says it most."""
    labels, known = row.get("labels") or {}, row.get("first_known")
    speakers = [use["speaker"]["name"] for use in row["uses"] if use["speaker"]]
    told = {name: (row.get(name) or {}).get("date") for name in ("first", "last")}
    return {
        **row, **told, "phrase": labels.get("en") or row["id"], "zh": labels.get("zh-Hans"),
        "first_known": known and known["date"], "by": max(speakers, key=speakers.count, default=None),
    }  # fmt: skip


def _fact(row: dict[str, Any]) -> dict[str, Any]:
    """A fact of a profile in five columns."""
    span = " to ".join(str(row[key]) for key in ("from", "to") if row.get(key))
    what = _WHAT.get(row["type"], "{name} ({who}), statements: {statements}").format(
        **row | {"others": ", ".join(row.get("with", ())), "by": abs(row.get("change", 0))}
    )
    issue = row.get("issue") or ", ".join(row.get("issues", ()))
    date = row.get("date") or row.get("period") or row.get("after", {}).get("period") or span
    words = " ".join(row["evidence"][-1]["quote"].split()) if row.get("evidence") else ""
    return {"type": row["type"], "date": date, "issue": issue, "what": what, "words": words}
