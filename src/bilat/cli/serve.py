"""`serve`, `access`: the pages, and who may look at them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bilat.cli.common import pack_option, workspace_option

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_SWITCH = 0.0005  # seconds that a thread holds the interpreter while others wait for it
_access_option = click.option(
    "--access",
    "access_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("bilat-access.json"),
    show_default=True,
    help="Who is let in (`bilat access add`).",
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Others need to be in --access.")
@click.option("--port", type=click.IntRange(0, 65535), default=8300, show_default=True)
@click.option("--name", "names", multiple=True, help="A name by which this server is reached; several may be given.")
@click.option("--https", "secure", is_flag=True, help="Pages are reached over HTTPS (a proxy in front): cookies too.")
@_access_option
@workspace_option
@pack_option
def serve(
    host: str, port: int, names: tuple[str, ...], secure: bool, access_file: Path, workspace: str, pack_id: str
) -> None:
    """The pages over the workspace, for this machine; for others once somebody has a password."""
    import uvicorn

    from bilat.web import create_app
    from bilat.web.access import AccessFile
    from bilat.web.door import LOOPBACK
    from bilat.web.limits import Limit

    outside = host not in _LOOPBACK
    given = click.get_current_context().get_parameter_source("access_file")
    asked_for = given is not None and given.name == "COMMANDLINE"
    access = AccessFile(access_file) if outside or asked_for or access_file.exists() else None
    if outside and (access is None or access().is_open):
        raise click.UsageError(f"{access_file} lets nobody in; others reach {host} only after `bilat access add NAME`")
    hosts = (*LOOPBACK, *(name.lower() for name in names), *([host] if host not in ("0.0.0.0", "::") else []))
    open_names = None if outside and not names and host in ("0.0.0.0", "::") else hosts
    app = create_app(
        workspace, pack_id=pack_id, access=access, hosts=open_names, secure=secure,
        limit=Limit(300, 30) if outside else None,
    )  # fmt: skip
    click.echo(f"bilat: http://{host}:{port}/ shows {_said(workspace)}; Ctrl-C ends it", err=True)
    # A page lets go of the interpreter at each of its queries; with Python's 5 ms it would wait that long for it each
    # time while a result is worked out behind the pages.
    sys.setswitchinterval(_SWITCH)
    # Connections, idle ones among them, stay below the files that a process may have open (mostly 1,024); how many
    # requests are worked on at once is the door's business.
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False, limit_concurrency=800
    )


@click.group()
def access() -> None:
    """Who may look at the pages from elsewhere, and who may change something."""


@access.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(["reader", "editor"]), default="reader", show_default=True)
@click.option("--token", is_flag=True, help="A token for programs, shown once, instead of a password.")
@_access_option
def access_add(name: str, role: str, token: bool, access_file: Path) -> None:
    """Let NAME in: asks for a password, of which only a hash is kept."""
    from bilat.web.access import Access, read_access, with_password, with_token, write_access

    known = read_access(access_file) if access_file.exists() else Access()
    if token:
        changed, given = with_token(known, name, role)  # type: ignore[arg-type]
        write_access(access_file, changed)
        click.echo(given)
        return
    password = click.prompt("Password", hide_input=True, confirmation_prompt=sys.stdin.isatty())
    write_access(access_file, with_password(known, name, role, password))  # type: ignore[arg-type]
    click.echo(f"{access_file}: {name} is let in as {role}", err=True)


@access.command("remove")
@click.argument("name")
@_access_option
def access_remove(name: str, access_file: Path) -> None:
    """Let NAME in no longer."""
    from bilat.web.access import read_access, without, write_access

    write_access(access_file, without(read_access(access_file), name))
    click.echo(f"{access_file}: {name} is let in no longer", err=True)


@access.command("list")
@_access_option
def access_list(access_file: Path) -> None:
    """Who is let in."""
    from bilat.web.access import read_access

    for name, (role, password, tokens) in read_access(access_file).users.items():
        click.echo(f"{name}\t{role}\t{'password' if password else '-'}\t{len(tokens)} tokens")


def _said(workspace: str) -> str:
    """The workspace without the password that a URL may hold."""
    head, sign, tail = workspace.partition("://")
    return f"{head}://{tail.rpartition('@')[2]}" if sign else workspace
