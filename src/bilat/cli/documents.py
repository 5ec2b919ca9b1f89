"""`extract`, `brief`, `demo`: from documents to records and a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilat.cli.common import (
    LANGS,
    finish,
    format_option,
    is_data,
    listing,
    pack_option,
    run_of,
    run_paths,
    seconds_option,
    workspace_option,
)
from bilat.cli.lm import lm_options, proposer

if TYPE_CHECKING:
    from bilat.pipeline import Run

_GIST = ("type", "what", "when", "words")


@click.command()
@click.argument("paths", nargs=-1, required=True)
@pack_option
@format_option
@click.option("--with-text", is_flag=True, help="Add the text as read to document records.")
@click.option("--also", multiple=True, type=click.Choice(["dates"]), help="Extra kinds of records.")
@seconds_option
@lm_options
@click.option("--lm-alone", is_flag=True, help="Only what the language model proposes.")
def extract(
    paths: Sequence[str], pack_id: str, form: str | None, with_text: bool, also: Sequence[str], seconds: float,
    lm: dict[str, Any], lm_alone: bool,
) -> None:  # fmt: skip
    """Records of the documents at PATHS (files, folders, `-` for standard input); nothing is stored."""
    from bilat.model import document_json, to_json

    if lm_alone and not lm["url"]:
        raise click.UsageError("--lm-alone goes with --lm URL")
    with proposer(**lm) as model:
        result = run_paths(paths, pack_id, also, seconds=seconds, proposer=model, alone=lm_alone)
    rows = [document_json(d, with_text=with_text) for d in result.documents]
    rows += [to_json(r) for r in result.records]
    listing(rows if is_data(form) else map(_gist, rows), form, _GIST)
    finish(result)


@click.command()
@click.argument("paths", nargs=-1)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The page to write.")
@click.option("--lang", type=LANGS, default="en", show_default=True, help="Language of the page.")
@click.option("--since", help="Only what happened on or after this day (YYYY-MM-DD).")
@click.option("--until", help="Only what happened on or before this day (YYYY-MM-DD).")
@click.option("--title", help="A title of your own.")
@workspace_option
@pack_option
def brief(
    paths: Sequence[str], output: Path, lang: str, since: str | None, until: str | None, title: str | None,
    workspace: str, pack_id: str,
) -> None:  # fmt: skip
    """One self-contained page about the documents at PATHS, or else of the workspace."""
    result = run_of(paths, workspace, pack_id)
    if result is None:
        raise click.UsageError("nothing to tell of: give PATHS, or make a workspace with `bilat add`")
    if not result.documents:
        finish(result)
    _write_brief(result, output, pack_id, lang=lang, since=since, until=until, title=title)
    click.echo(f"{output}: {len(result.documents)} documents, {len(result.records)} records", err=True)
    finish(result)


@click.command()
@click.option("-o", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("demo"), show_default=True)
@pack_option
def demo(folder: Path, pack_id: str) -> None:
    """The bundled sample articles -> a workspace and a brief in three languages in a folder, and what to try next."""
    import json

    from bilat.demo import summary
    from bilat.model import document_json, to_json

    folder.mkdir(parents=True, exist_ok=True)
    result = _workspace_of_samples(folder / "bilat.db", pack_id)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as out:
        for row in (*(document_json(d) for d in result.documents), *(to_json(r) for r in result.records)):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for lang in ("en", "zh-Hans", "zh-Hant"):
        _write_brief(result, folder / f"brief.{lang}.html", pack_id, lang=lang)
    click.echo(summary(result, folder))
    finish(result)


def _workspace_of_samples(path: Path, pack_id: str) -> Run:
    """The samples in a workspace, which is made or brought up to date, and the run over them."""
    from bilat.demo import sample_paths
    from bilat.store import Writer
    from bilat.workspace import ingest, read_arrivals, relate, update, workspace_run

    with sample_paths() as paths, Writer(str(path)) as writer:
        arrivals = read_arrivals(paths, pack_id=pack_id)
        outcomes = list(ingest(writer, arrivals, pack_id=pack_id, command="demo"))
        for _ in update(writer):
            pass
        relate(writer, pack_id=pack_id)
    return workspace_run(str(path), [one.id for one in outcomes if one.id])


def _write_brief(result: Run, output: Path, pack_id: str, *, lang: str, **options: str | None) -> None:
    from bilat import packs
    from bilat.export.brief import render_brief
    from bilat.export.pack_labels import labels_of
    from bilat.relate.ledger import told
    from bilat.relate.outlook import prospects
    from bilat.relate.phases_report import known_with, report

    pack = packs.load(pack_id)
    known_by, published = known_with(result.documents), {d.id: d.published for d in result.documents}
    course = report(pack, result.documents, result.records, known_by=known_by)
    owed = told(pack, result.records, published=published, known_by=known_by)
    ahead = prospects(pack, on=known_by) if known_by else None
    more = {"labels": labels_of(pack), "pack": pack, "course": course, "owed": owed, "prospects": ahead, **options}
    page = render_brief(result.documents, result.records, lang=lang, **more)  # type: ignore[arg-type]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, encoding="utf-8")


def _gist(row: dict[str, Any]) -> dict[str, Any]:
    """A record of any type in four columns: what a reader of a table looks for first."""
    who = row.get("speaker") or row.get("who") or {}
    what = who.get("name") or row.get("kind") or row.get("instrument") or row.get("title") or row.get("name")
    what = what or row.get("issue") or row.get("claim") or row.get("side") or row.get("url") or ""
    when = row.get("date") or row.get("effective") or row.get("due") or row.get("published")
    words = " ".join(row["evidence"][0]["quote"].split()) if row.get("evidence") else ""
    return {**row, "what": what, "when": when, "words": words}
