"""The command line: one thin command a verb."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from bilat.errors import BilatError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bilat")
def main() -> None:
    """Follow the relationship between two states from what is published about it."""


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--pack", "pack_id", default="us-cn", show_default=True, help="The relationship, as data.")
@click.option("--format", "form", type=click.Choice(["table", "json", "jsonl", "csv"]), default=None)
@click.option("--with-text", is_flag=True, help="Add the text as read to document records.")
@click.option("--also", multiple=True, type=click.Choice(["dates"]), help="Extra kinds of records.")
def extract(paths: Sequence[str], pack_id: str, form: str | None, with_text: bool, also: Sequence[str]) -> None:
    """Records of the documents at PATHS (files, folders, `-` for standard input); nothing is stored."""
    from bilat.export.tables import write
    from bilat.model import document_json, to_json
    from bilat.pipeline import run

    try:
        result = run(paths, pack_id=pack_id, stdin=sys.stdin.buffer, also=frozenset(also))
    except BilatError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    rows = [document_json(d, with_text=with_text) for d in result.documents]
    rows += [to_json(r) for r in result.records]
    write(rows, form or ("table" if sys.stdout.isatty() else "jsonl"), sys.stdout)
    for refusal in result.refused:
        click.echo(f"bilat: {refusal}", err=True)
    sys.exit(1 if result.refused else 0)


if __name__ == "__main__":
    main()
