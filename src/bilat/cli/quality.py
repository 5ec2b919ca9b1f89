"""`evaluate`: how right it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bilat.cli.common import pack_option
from bilat.cli.lm import lm_options, proposer


@click.command()
@click.argument("gold", nargs=-1, type=click.Path(exists=True))
@click.option("--misses", is_flag=True, help="List what was missed or wrong.")
@click.option("--reader", default="default", show_default=True, help="For English: default, accurate or rules.")
@click.option("--predict", type=click.Path(dir_okay=False), help="Write the attributions found to this file.")
@lm_options
@pack_option
def evaluate(
    gold: Sequence[str], misses: bool, reader: str, predict: str | None, pack_id: str, lm: dict[str, Any]
) -> None:
    """How right it is: the tables of docs/quality.md, on GOLD folders, or on bilat's own annotated articles.

    A GOLD that ends in .jsonl is a suite with a table of its own: dates, a row an expression, or who said what, a
    text a row with its annotated attributions. With --lm the rules, a language model and both are set side by side.
    """
    from bilat.evaluate import main as evaluated
    from bilat.evaluate.attribution_files import evaluate_attributions, is_attributions

    paths = [Path(g) for g in gold]
    if lm["url"]:
        from bilat.evaluate.readers import compared

        if misses or predict or any(path.suffix == ".jsonl" for path in paths):
            raise click.UsageError("--lm compares readers on folders of gold, without --misses and --predict")
        with proposer(**lm) as model:
            assert model is not None
            click.echo(compared(paths, model, pack_id=pack_id))
        return
    if len(paths) == 1 and is_attributions(paths[0]):
        written = Path(predict) if predict else None
        click.echo(evaluate_attributions(paths[0], reader=reader, pack_id=pack_id, predictions=written).table())
        return
    if predict:
        raise click.UsageError("--predict goes with one file of annotated attributions")
    click.echo(evaluated(paths, pack_id=pack_id, misses=misses))
