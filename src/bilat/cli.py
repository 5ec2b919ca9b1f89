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
_GIST = ("type", "what", "when", "words")
_STATE = ("instrument", "imposed_by", "layer", "value", "unit", "status", "last", "effective", "expires", "as_of")
_CHANGE = ("date", "instrument", "imposed_by", "layer", "from", "to")
_LEDGER = ("date", "parties", "action", "due", "status", "timing", "occasion")
_TIMELINE = ("date", "end_date", "kind", "level", "status", "participants", "place", "reports", "differ")
_COMPARISON = ("event", "issue", "outcome", "said", "words")
_LANGS = click.Choice(["en", "zh-Hans", "zh-Hant"])


class _Errors(click.Group):
    """Shows bilat's own errors as one line, without a traceback; exit status 2, nothing was done."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BilatError as wrong:
            raise click.UsageError(str(wrong)) from wrong


def _pack_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--pack", "pack_id", default="us-cn", show_default=True, help="The relationship, as data.")(
        command
    )


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
    rows += [to_json(r) for r in result.records]
    _listing(rows if _is_data(form) else map(_gist, rows), form, _GIST)
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


@main.command()
@click.argument("paths", nargs=-1)
@click.option("--since", help="Only what happened on or after this day (YYYY-MM-DD).")
@click.option("--until", help="Only what happened on or before this day (YYYY-MM-DD).")
@click.option("--level", type=click.Choice(["leader", "minister", "vice_minister", "working"]))
@click.option("--kind", help="call, video_call, meeting, summit, talks, visit or letter.")
@_pack_option
@_format_option
def timeline(
    paths: Sequence[str],
    since: str | None,
    until: str | None,
    level: str | None,
    kind: str | None,
    pack_id: str,
    form: str | None,
) -> None:
    """Interactions that the register knows and PATHS tell of, each once, with what reports differ on."""
    from bilat import packs
    from bilat.model import Interaction
    from bilat.relate.events import events
    from bilat.relate.timeline import entry_json, timeline

    pack = packs.load(pack_id)
    result = _run(paths, pack_id) if paths else None
    told = [r for r in result.records if isinstance(r, Interaction)] if result else []
    found = events(told, result.documents if result else (), pack)
    entries = timeline(found, pack, since=_day(since), until=_day(until), level=level, kind=kind)
    _listing(map(entry_json, entries), form, _TIMELINE)
    if result:
        _finish(result)


@main.command()
@click.argument("target")
@click.argument("paths", nargs=-1, required=True)
@_pack_option
@_format_option
def compare(target: str, paths: Sequence[str], pack_id: str, form: str | None) -> None:
    """The two governments' accounts, in PATHS, of the event TARGET (its id or its date), issue by issue."""
    from bilat.model import to_json
    from bilat.relate.compare import compare as compared

    result = _run(paths, pack_id)
    found = compared(target, result.records, result.documents)
    rows = map(to_json, found)
    _listing(rows if _is_data(form) else map(_face, rows), form, _COMPARISON)
    if not found:
        click.echo(f"bilat: no account of {target} in these documents; see what they tell of: bilat timeline", err=True)
        sys.exit(1)
    _finish(result)


@main.command()
@click.argument("paths", nargs=-1)
@click.option("--on", help="The day (YYYY-MM-DD); today by default.")
@click.option("--known-by", help="Only what was known by that other day.")
@click.option("--since", help="Instead: what changed between this day and --on.")
@click.option("--instrument", help="One instrument only, by its id.")
@_pack_option
@_format_option
def state(
    paths: Sequence[str],
    on: str | None,
    known_by: str | None,
    since: str | None,
    instrument: str | None,
    pack_id: str,
    form: str | None,
) -> None:
    """Every instrument as it stood on a day, by the register and, where PATHS are given, by what they tell."""
    from bilat import packs
    from bilat.model import Measure
    from bilat.relate.state import change_json, changes, state_json, states

    pack, day = packs.load(pack_id), on or _today()
    if since:
        found = changes(pack, since=since, on=day, known_by=known_by, instrument=instrument)
        _listing(map(_step, map(change_json, found)), form, _CHANGE)
        return
    result = _run(paths, pack_id) if paths else None
    told = [r for r in result.records if isinstance(r, Measure)] if result else []
    published = {d.id: d.published for d in result.documents} if result else {}
    records = states(pack, on=day, known_by=known_by, instrument=instrument, extra=told, published=published)
    _listing((state_json(record) for record in records), form, _STATE)
    if result:
        _finish(result)


@main.command()
@click.argument("paths", nargs=-1)
@click.option("--on", help="The day by which a date is due or overdue (YYYY-MM-DD); today by default.")
@_pack_option
@_format_option
def ledger(paths: Sequence[str], on: str | None, pack_id: str, form: str | None) -> None:
    """Commitments, who claims what of them, and when they are due: of the register and of PATHS."""
    from bilat import packs
    from bilat.relate.ledger import entry_json, ledger

    result = _run(paths, pack_id) if paths else None
    published = {d.id: d.published for d in result.documents} if result else {}
    entries = ledger(packs.load(pack_id), result.records if result else (), on=on or _today(), published=published)
    _listing((entry_json(entry) for entry in entries), form, _LEDGER)
    if result:
        _finish(result)


@main.command()
@click.argument("gold", nargs=-1, type=click.Path(exists=True))
@click.option("--misses", is_flag=True, help="List what was missed or wrong.")
@_pack_option
def evaluate(gold: Sequence[str], misses: bool, pack_id: str) -> None:
    """How right it is: the tables of docs/quality.md, on GOLD folders, or on bilat's own annotated articles."""
    from bilat.evaluate import main as evaluated

    click.echo(evaluated([Path(g) for g in gold], pack_id=pack_id, misses=misses))


@main.group()
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


def _today() -> str:
    import datetime

    return datetime.date.today().isoformat()


def _day(text: str | None) -> str | None:
    """A day as given, which may be cut (YYYY-MM, YYYY). Raises UsageError for what is no date."""
    import re

    if text is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise click.UsageError(f"{text!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    return text


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


def _is_data(form: str | None) -> bool:
    """True where rows go out whole, as records; a table is for the eye."""
    return (form or ("table" if sys.stdout.isatty() else "jsonl")) != "table"


def _listing(rows: Iterable[dict[str, Any]], form: str | None, columns: Sequence[str] = ()) -> None:
    """Rows in the format asked for; a table shows only the named columns, everything else all of a row."""
    from bilat.export.tables import write

    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "table" and columns:
        rows = ({name: row.get(name) for name in columns} for row in rows)
    write(rows, form, sys.stdout)  # type: ignore[arg-type]


def _step(row: dict[str, Any]) -> dict[str, Any]:
    """A change of state with what it was and what it became in words, for a table."""
    records = {name: row.get(name) or {} for name in ("before", "after")}
    either = records["after"] or records["before"]
    told = {
        name: " ".join(str(r[k]) for k in ("value", "unit", "status") if r.get(k) is not None) or "none"
        for name, r in records.items()
    }
    named = {name: either.get(name) for name in ("instrument", "imposed_by", "layer")}
    return {**row, **named, "from": told["before"], "to": told["after"]}


def _face(row: dict[str, Any]) -> dict[str, Any]:
    """A comparison with how many statements of each side it rests on, for a table."""
    said = " ".join(f"{side}:{len(statements)}" for side, statements in sorted(row["sides"].items()))
    words = " ".join(row["evidence"][0]["quote"].split()) if row["evidence"] else ""
    return {**row, "said": said, "words": words}


def _gist(row: dict[str, Any]) -> dict[str, Any]:
    """A record of any type in four columns: what a reader of a table looks for first."""
    who = row.get("speaker") or row.get("who") or {}
    what = who.get("name") or row.get("kind") or row.get("instrument") or row.get("title") or row.get("name")
    what = what or row.get("issue") or row.get("claim") or row.get("side") or row.get("url") or ""
    when = row.get("date") or row.get("effective") or row.get("due") or row.get("published")
    words = " ".join(row["evidence"][0]["quote"].split()) if row.get("evidence") else ""
    return {**row, "what": what, "when": when, "words": words}


def _finish(result: Run) -> None:
    """Each refusal in one line on standard error, and exit status 1 where there was one."""
    for refusal in result.refused:
        click.echo(f"bilat: {refusal}", err=True)
    sys.exit(1 if result.refused else 0)


if __name__ == "__main__":
    main()
