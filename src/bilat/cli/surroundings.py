"""`completion`, `plugins`: bilat in its surroundings, the shell and what others added."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from bilat.cli.common import format_option, listing

_SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes SHELL complete bilat's commands and options.

    bash, in ~/.bashrc: eval "$(bilat completion bash)". zsh, in ~/.zshrc: eval "$(bilat completion zsh)". fish, once:
    bilat completion fish > ~/.config/fish/completions/bilat.fish
    """
    made = _SHELLS[shell](context.find_root().command, {}, "bilat", "_BILAT_COMPLETE")
    # The base's way: bash's own looks for a bash of this machine first, which may be another than the one that asks.
    click.echo(ShellComplete.source(made))


@click.command()
@format_option
def plugins(form: str | None) -> None:
    """What is installed beside bilat and adds to it: readers, extractors, exports, packs."""
    from bilat.plugins import GROUPS
    from bilat.plugins import plugins as found

    rows = [
        {"adds": group.removeprefix("bilat."), "name": one.name, "by": one.by}
        for group in GROUPS
        for one in found(group).values()
    ]
    listing(rows, form)
