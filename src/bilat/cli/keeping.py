"""`judge`, `update`, `store`: what people decide, reading anew, and keeping a workspace safe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from bilat.cli.common import (
    format_option,
    listing,
    pack_option,
    progress,
    say_aside,
    seconds_option,
    workspace_option,
)

_JUDGEMENTS = ("n", "kind", "target", "field", "found", "value", "by", "at", "undone_by")


def _by_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--by", required=True, help="Who decides: your name.")(command)


def _reason_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--reason", help="Why.")(command)


@click.group()
def judge() -> None:
    """Decide what the machine got wrong: kept beside what it found, by whom and when, and taken back at any time."""


def _judged(workspace: str, pack_id: str, **given: Any) -> None:
    from bilat.store import Judgement, Writer
    from bilat.workspace import judge as judged

    with Writer(workspace, create=False) as writer:
        number = judged(writer, Judgement(**given), pack_id=pack_id)
    click.echo(f"judgement {number}: {given['kind']} {given['target']}; take it back with: bilat judge undo {number}")


@judge.command("correct")
@click.argument("record")
@click.argument("field")
@click.argument("value")
@_by_option
@_reason_option
@workspace_option
@pack_option
def judge_correct(record: str, field: str, value: str, workspace: str, pack_id: str, **who: Any) -> None:
    """FIELD of RECORD is VALUE (`null`: unknown)."""
    given = None if value == "null" else value
    _judged(workspace, pack_id, kind="correct", target=record, field=field, value=given, **who)


@judge.command("reject")
@click.argument("record")
@_by_option
@_reason_option
@workspace_option
@pack_option
def judge_reject(record: str, workspace: str, pack_id: str, **who: Any) -> None:
    """RECORD is not what the text says: it is shown no more."""
    _judged(workspace, pack_id, kind="reject", target=record, **who)


@judge.command("confirm")
@click.argument("record")
@_by_option
@_reason_option
@workspace_option
@pack_option
def judge_confirm(record: str, workspace: str, pack_id: str, **who: Any) -> None:
    """RECORD is right: nobody need look at it again."""
    _judged(workspace, pack_id, kind="confirm", target=record, **who)


@judge.command("merge")
@click.argument("events", nargs=-1, required=True)
@_by_option
@_reason_option
@workspace_option
@pack_option
def judge_merge(events: tuple[str, ...], workspace: str, pack_id: str, **who: Any) -> None:
    """EVENTS (two or more) are one and the same."""
    _judged(workspace, pack_id, kind="merge", target=events[0], others=events[1:], **who)


@judge.command("split")
@click.argument("records", nargs=-1, required=True)
@_by_option
@_reason_option
@workspace_option
@pack_option
def judge_split(records: tuple[str, ...], workspace: str, pack_id: str, **who: Any) -> None:
    """RECORDS, interactions of some event, are an event of their own."""
    _judged(workspace, pack_id, kind="split", target=records[0], others=records[1:], **who)


@judge.command("undo")
@click.argument("number", type=int)
@_by_option
@workspace_option
@pack_option
def judge_undo(number: int, by: str, workspace: str, pack_id: str) -> None:
    """Take judgement NUMBER back; it stays on record as taken back."""
    from bilat.store import Writer
    from bilat.workspace import undo

    with Writer(workspace, create=False) as writer:
        undo(writer, number, by=by, pack_id=pack_id)
    click.echo(f"judgement {number} was taken back")


@judge.command("list")
@workspace_option
@format_option
def judge_list(workspace: str, form: str | None) -> None:
    """What was decided so far, the last first."""
    from bilat.store import View

    with View(workspace) as view:
        rows: list[dict[str, Any]] = []
        after = None
        while True:
            page = view.judgements(limit=500, after=after)
            rows += page.rows
            after = page.next
            if after is None:
                break
    listing(rows, form, _JUDGEMENTS)


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also documents that this very version read.")
@seconds_option
@workspace_option
@pack_option
@format_option
def update(everything: bool, seconds: float, workspace: str, pack_id: str, form: str | None) -> None:
    """Read the workspace's documents anew with this version of bilat, and show what that changes; judgements stay."""
    from bilat.bounds import Bounded
    from bilat.store import Writer
    from bilat.workspace import relate
    from bilat.workspace import update as updated

    rows: list[dict[str, Any]] = []
    refused = 0
    with Writer(workspace, create=False) as writer, Bounded(seconds) as bounds, progress("reading anew") as step:
        for one in updated(writer, everything=everything, bounds=bounds):
            step()
            if one.refusal is not None:
                refused += 1
                click.echo(f"bilat: {one.refusal}", err=True)
            say_aside(one.aside, one.renewed.id)
            told = {"gone": one.renewed.gone, "came": one.renewed.came, "changed": one.renewed.changed}
            if any(told.values()) or one.renewed.lost:
                rows.append({"doc": one.renewed.id, **told, "lost_judgements": one.renewed.lost})
        relate(writer, pack_id=pack_id, everything=True)
    listing(rows, form)
    click.echo(f"bilat: {len(rows)} documents read differently now", err=True)
    sys.exit(1 if refused else 0)


@click.group()
def store() -> None:
    """Copy a workspace, make one from a copy, prove that it is in order."""


@store.command("backup")
@click.argument("path")
@workspace_option
def store_backup(path: str, workspace: str) -> None:
    """Copy the workspace, as it is at one moment, to the new file PATH; others may go on working."""
    from bilat.store.backup import backup

    backup(workspace, path)
    click.echo(f"{path}: written")


@store.command("restore")
@click.argument("path")
@workspace_option
def store_restore(path: str, workspace: str) -> None:
    """Make a new workspace from the backup PATH, once everything in it is proven."""
    from bilat.store.backup import restore

    restore(path, workspace)
    click.echo(f"{workspace or 'bilat.db'}: restored from {path}")


@store.command("check")
@workspace_option
def store_check(workspace: str) -> None:
    """Prove every record's evidence against its stored text, and that nothing is damaged; exit status 1 where it is."""
    from bilat.store import View
    from bilat.store.checking import check

    with View(workspace) as view:
        found = check(view.engine)
    for problem in found.problems:
        click.echo(problem, err=True)
    proven = f"{found.documents} documents, {found.records} records, {found.evidence} pieces of evidence"
    said = f"{len(found.problems)} problems" if found.problems else "in order"
    click.echo(f"{proven}, {found.originals} originals: {said}")
    sys.exit(1 if found.problems else 0)
