"""`export`: the dataset in the field's formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bilat.cli.common import LANGS, finish, pack_option, run_of, today, workspace_option

# As in bilat.export.formats.FORMATS, which is not asked here: `bilat --help` loads no format.
FORMATS = ("csv", "jsonl", "parquet", "plover", "gdelt", "ftm", "annotations", "jsonld", "ics", "package")


class _Format(click.Choice[str]):
    """One of FORMATS, or of those that plugins bring, which are looked up only where another is asked for."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from bilat.plugins import EXPORTS, plugins

        return value if value not in FORMATS and value in plugins(EXPORTS) else super().convert(value, param, ctx)


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--to", "form", type=_Format(FORMATS), required=True, help="The format; a plugin's by its name.")
@click.option("-o", "output", type=click.Path(path_type=Path), required=True, help="The file or folder to write.")
@click.option("--without-text", "text", flag_value="none", help="Offsets and hashes instead of words of the texts.")
@click.option("--with-text", "text", flag_value="whole", help="The whole texts too, where there is a place for them.")
@click.option("--title", help="A name for the dataset.")
@click.option("--lang", type=LANGS, default="en", show_default=True, help="Language of a calendar's entries.")
@workspace_option
@pack_option
def export(
    paths: Sequence[str], form: str, output: Path, text: str | None, title: str | None, lang: str, workspace: str,
    pack_id: str,
) -> None:  # fmt: skip
    """The records of the documents at PATHS, or else of the workspace, in a format of the field.

    csv, parquet: a table for each kind of record (OUTPUT is a folder), or all in one (OUTPUT ends in a suffix). jsonl:
    the record format. plover, gdelt: coded events. ftm: FollowTheMoney entities and statements. annotations: W3C Web
    Annotation. jsonld: schema.org. ics: a calendar of what is due. package: a citable Frictionless data package.

    What the format cannot hold is told on standard error and listed in OUTPUT.left-out.jsonl.
    """
    from bilat import packs
    from bilat.export.formats import Dataset
    from bilat.export.formats import export as write
    from bilat.export.formats.leftout import summary

    result = run_of(paths, workspace, pack_id)
    if result is None:
        raise click.UsageError("nothing to export: give PATHS, or make a workspace with `bilat add`")
    dataset = Dataset(
        documents=tuple(result.documents), records=tuple(result.records), pack=packs.load(pack_id), made=today(),
        text=text or "quotes", title=title, lang=lang,  # type: ignore[arg-type]
    )  # fmt: skip
    outcome = write(dataset, form, output)
    written = outcome.written
    click.echo(f"{', '.join(map(str, written.files))}: {written.count} {written.what}", err=True)
    for line in summary(outcome.lost):
        click.echo(f"left out: {line}", err=True)
    if outcome.listed:
        click.echo(f"{outcome.listed}: the list of what was left out", err=True)
    finish(result)
