"""`evaluate`: how right it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bilat.cli.common import pack_option


@click.command()
@click.argument("gold", nargs=-1, type=click.Path(exists=True))
@click.option("--misses", is_flag=True, help="List what was missed or wrong.")
@pack_option
def evaluate(gold: Sequence[str], misses: bool, pack_id: str) -> None:
    """How right it is: the tables of docs/quality.md, on GOLD folders, or on bilat's own annotated articles.

    A GOLD that ends in .jsonl is a suite with a table of its own: dates, a row an expression.
    """
    from bilat.evaluate import main as evaluated

    click.echo(evaluated([Path(g) for g in gold], pack_id=pack_id, misses=misses))
