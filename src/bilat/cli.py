"""The command line: one thin command a verb."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilat.errors import BilatError

if TYPE_CHECKING:
    from bilat.pipeline import Run

_FORMATS = click.Choice(["table", "json", "jsonl", "csv"])
_LANGS = click.Choice(["en", "zh-Hans", "zh-Hant"])


class _Errors(click.Group):
    """Shows bilat's own errors as one line, without a traceback; exit status 2, nothing was done."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BilatError as wrong:
            raise click.UsageError(str(wrong)) from wrong


def _pack_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--pack", "pack_id", default="us-cn", show_default=True, help="The relationship, as data.")(command)


def _format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--format", "form", type=_FORMATS, default=None, help="Table on a terminal, JSON Lines elsewhere."
    )(command)


@click.group(cls=_Errors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bilat")
def main() -> None:
    """Follow the relationship between two states from what is published about it."""


@main.command()
@click.argument("paths", nargs=-1, required=True)
@_pack_option
@_format_option
@click.option("--with-text", is_flag=True, help="Add the text as read to document records.")
@click.option("--also", multiple=True, type=click.Choice(["dates"]), help="Extra kinds of records.")
def extract(paths: Sequence[str], pack_id: str, form: str | None, with_text: bool, also: Sequence[str]) -> None:
    """Records of the documents at PATHS (files, folders, `-` for standard input); nothing is stored."""
    from bilat.model import document_json, to_json

    result = _run(paths, pack_id, also)
    rows = [document_json(d, with_text=with_text) for d in result.documents]
    _listing([*rows, *(to_json(r) for r in result.records)], form)
    _finish(result)


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The page to write.")
@click.option("--lang", type=_LANGS, default="en", show_default=True, help="Language of the page.")
@click.option("--since", help="Only what happened on or after this day (YYYY-MM-DD).")
@click.option("--until", help="Only what happened on or before this day (YYYY-MM-DD).")
@click.option("--title", help="A title of your own.")
@_pack_option
def brief(
    paths: Sequence[str], output: Path, lang: str, since: str | None, until: str | None, title: str | None, pack_id: str
) -> None:
    """One self-contained page about the documents at PATHS."""
    result = _run(paths, pack_id)
    if not result.documents:
        _finish(result)
    _write_brief(result, output, pack_id, lang=lang, since=since, until=until, title=title)
    click.echo(f"{output}: {len(result.documents)} documents, {len(result.records)} records", err=True)
    _finish(result)


@main.command()
@click.option("-o", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("demo"), show_default=True)
@_pack_option
def demo(folder: Path, pack_id: str) -> None:
    """The bundled sample articles -> records and a brief in three languages in a folder, and what to try next."""
    import json

    from bilat.demo import sample_paths, summary
    from bilat.model import document_json, to_json

    with sample_paths() as paths:
        result = _run(paths, pack_id)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as out:
        for row in (*(document_json(d) for d in result.documents), *(to_json(r) for r in result.records)):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for lang in ("en", "zh-Hans", "zh-Hant"):
        _write_brief(result, folder / f"brief.{lang}.html", pack_id, lang=lang)
    click.echo(summary(result, folder))
    _finish(result)


def _run(paths: Sequence[str], pack_id: str, also: Iterable[str] = ()) -> Run:
    from bilat.pipeline import run

    return run(paths, pack_id=pack_id, stdin=sys.stdin.buffer, also=frozenset(also))


def _write_brief(result: Run, output: Path, pack_id: str, *, lang: str, **options: str | None) -> None:
    from bilat import packs
    from bilat.export.brief import render_brief
    from bilat.export.pack_labels import labels_of

    page = render_brief(result.documents, result.records, lang=lang, labels=labels_of(packs.load(pack_id)), **options)  # type: ignore[arg-type]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, encoding="utf-8")


def _listing(rows: Iterable[dict[str, Any]], form: str | None) -> None:
    from bilat.export.tables import write

    write(rows, form or ("table" if sys.stdout.isatty() else "jsonl"), sys.stdout)  # type: ignore[arg-type]


def _finish(result: Run) -> None:
    """Each refusal in one line on standard error, and exit status 1 where there was one."""
    for refusal in result.refused:
        click.echo(f"bilat: {refusal}", err=True)
    sys.exit(1 if result.refused else 0)


if __name__ == "__main__":
    main()
