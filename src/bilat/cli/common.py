"""What the commands share: the group that shows errors for people, options, listings, the run over PATHs."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from bilat.errors import BilatError, StoreError

if TYPE_CHECKING:
    from bilat.guards import Problem
    from bilat.pipeline import Run

WORKSPACE = "bilat.db"
FORMATS = click.Choice(["table", "json", "jsonl", "csv"])
LANGS = click.Choice(["en", "zh-Hans", "zh-Hant"])
LEVELS = click.Choice(["leader", "minister", "vice_minister", "working"])


class Errors(click.Group):
    """Shows bilat's own errors as one line, without a traceback: exit status 2 where nothing was done, 1 where the
    disk or the database gave up underway."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # what does not fit is told here, not by the interpreter's last words
        except StoreError as wrong:
            raise click.ClickException(str(wrong)) from wrong
        except BilatError as wrong:
            raise click.UsageError(str(wrong)) from wrong
        except OSError as wrong:
            if wrong.errno not in _DISK:
                raise
            _give_up_output()
            where = f"{wrong.filename}: " if wrong.filename else ""
            raise click.ClickException(f"{where}{wrong.strerror}; {_DISK[wrong.errno]}") from wrong


# What the disk may say in the middle of a command, and what to do about it.
_DISK = {
    errno.ENOSPC: "make room and run it again",
    errno.EDQUOT: "make room and run it again",
    errno.EFBIG: "make room and run it again",
    errno.EROFS: "give a place that can be written",
    errno.EACCES: "give a place that can be written, and files that can be read",
    errno.EPERM: "give a place that can be written, and files that can be read",
    errno.EIO: "look at the disk, and run it again",
}


def _give_up_output() -> None:
    """Let the interpreter's last flush go nowhere: that the output could not be written is told already."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def pack_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--pack",
        "pack_id",
        default="us-cn",
        show_default=True,
        metavar="PACK",
        help="The relationship, as data: the id of a bundled pack (`bilat packs list`) or a folder of your own.",
    )(command)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--format", "form", type=FORMATS, default=None, help="Table on a terminal, JSON Lines elsewhere."
    )(command)


def workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--workspace", default=WORKSPACE, show_default=True, help="A file, or a postgresql:// URL."
    )(command)


def seconds_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--seconds", type=click.FloatRange(0, min_open=True), default=60, show_default=True,
        help="How long one document may take before it is refused.",
    )(command)  # fmt: skip


def run_of(paths: Sequence[str], workspace: str, pack_id: str) -> Run | None:
    """The run over PATHS; without any, the workspace as a run; None where there is no workspace by the usual name."""
    if paths:
        return run_paths(paths, pack_id)
    if not has_workspace(workspace):
        return None
    from bilat.workspace import workspace_run

    return workspace_run(workspace)


def has_workspace(workspace: str) -> bool:
    """Whether to read the workspace: false only where nobody made one and nobody named one."""
    return workspace != WORKSPACE or os.path.exists(workspace)


@contextlib.contextmanager
def progress(doing: str) -> Iterator[Callable[[], None]]:
    """A count on standard error that goes up with each call, where somebody is watching."""
    count, shown = 0, sys.stderr.isatty()

    def step() -> None:
        nonlocal count
        count += 1
        if shown:
            click.echo(f"\r{doing}: {count}", nl=False, err=True)

    try:
        yield step
    finally:
        if shown and count:
            click.echo("", err=True)


def today() -> str:
    """Today's day (YYYY-MM-DD), by this machine's clock."""
    return datetime.date.today().isoformat()


def day(text: str | None) -> str | None:
    """A day as given, which may be cut (YYYY-MM, YYYY). Raises UsageError for what is no date."""
    if text is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise click.UsageError(f"{text!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    return text


def run_paths(
    paths: Sequence[str], pack_id: str, also: Iterable[str] = (), *, seconds: float = 60, **reading: Any
) -> Run:
    """The run over PATHS, each document in at most so many seconds; `reading`: which readers (`pipeline.run`)."""
    from bilat.bounds import Bounded
    from bilat.pipeline import run

    with Bounded(seconds) as bounds:
        return run(paths, pack_id=pack_id, stdin=sys.stdin.buffer, also=frozenset(also), bounds=bounds, **reading)


def is_data(form: str | None) -> bool:
    """True where rows go out whole, as records; a table is for the eye."""
    return (form or ("table" if sys.stdout.isatty() else "jsonl")) != "table"


def listing(rows: Iterable[dict[str, Any]], form: str | None, columns: Sequence[str] = ()) -> None:
    """Rows in the format asked for; a table shows only the named columns, everything else all of a row."""
    from bilat.export.tables import write

    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "table" and columns:
        rows = ({name: row.get(name) for name in columns} for row in rows)
    write(rows, form, sys.stdout)  # type: ignore[arg-type]


def say_aside(problems: Iterable[Problem], place: str) -> None:
    """One line on standard error for each record that a guard set aside. `place`: where its document is from."""
    for problem in problems:
        click.echo(f"bilat: {place}: {problem.record} is set aside: {problem.reason}", err=True)


def finish(result: Run) -> None:
    """Each record set aside and each refusal in one line on standard error; exit status 1 where one was refused."""
    places = {document.id: document.path or document.url or document.id for document in result.documents}
    for problem in result.aside:
        say_aside([problem], places.get(problem.doc, problem.doc))
    for refusal in result.refused:
        click.echo(f"bilat: {refusal}", err=True)
    sys.exit(1 if result.refused else 0)
