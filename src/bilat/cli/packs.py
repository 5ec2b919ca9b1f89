"""`packs`: relationships as data."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def packs() -> None:
    """Relationships as data."""


@packs.command("list")
def packs_list() -> None:
    """The packs that bilat brings along, and those of plugins."""
    from bilat.packs import available
    from bilat.plugins import PACKS, plugins

    for pack_id in (*available(), *plugins(PACKS)):
        click.echo(pack_id)


@packs.command("check")
@click.argument("pack", default="us-cn")
def packs_check(pack: str) -> None:
    """Check PACK, the id of a bundled pack or a folder of your own, by the rules of its format; exit status 1 where it
    breaks one."""
    from bilat.packs.checks import check

    problems = check(pack)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        click.echo(f"{pack}: {count}; the fields of every file are told in docs/packs.md")
    else:
        click.echo(f"{pack}: in order")
    sys.exit(1 if problems else 0)


@packs.command("new")
@click.argument("pack_id", metavar="ID")
@click.option("--sides", nargs=2, required=True, help="The two states, as ISO 3166-1 codes: JP KR.")
@click.option("-o", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where: here.")
def packs_new(pack_id: str, sides: tuple[str, str], folder: Path) -> None:
    """Write a pack to begin with: every file, with comments that say what belongs there."""
    from bilat.packs.skeleton import write_skeleton

    written = write_skeleton(pack_id, sides, folder)
    click.echo(f"{written}: a pack to begin with")
    click.echo("next: write the names of the two sides in pack.yaml, then the people, bodies and outlets that matter")
    click.echo(f"then: bilat packs check {written}; bilat extract ARTICLE --pack {written}")
