"""`packs`: relationships as data."""

from __future__ import annotations

import sys

import click


@click.group()
def packs() -> None:
    """Relationships as data."""


@packs.command("list")
def packs_list() -> None:
    """The packs that bilat brings along."""
    from bilat.packs import available

    for pack_id in available():
        click.echo(pack_id)


@packs.command("check")
@click.argument("pack_id", default="us-cn")
def packs_check(pack_id: str) -> None:
    """Check a pack's data by the rules of its format; exit status 1 where it breaks one."""
    from bilat.packs.checks import check

    problems = check(pack_id)
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{pack_id}: {len(problems)} problems" if problems else f"{pack_id}: in order")
    sys.exit(1 if problems else 0)
