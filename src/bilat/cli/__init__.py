"""The command line: one thin command a verb, one module a family of verbs."""

from __future__ import annotations

import click

from bilat.cli.alerts import alert
from bilat.cli.bulk import run
from bilat.cli.common import Errors
from bilat.cli.documents import brief, demo, extract
from bilat.cli.events import compare, timeline
from bilat.cli.export import export
from bilat.cli.gdelt import gdelt
from bilat.cli.keeping import judge, store, update
from bilat.cli.outlook import outlook
from bilat.cli.packs import packs
from bilat.cli.people import phrases, who
from bilat.cli.phase import phase
from bilat.cli.proposing import propose
from bilat.cli.quality import evaluate
from bilat.cli.serve import access, serve
from bilat.cli.standing import ledger, state
from bilat.cli.surroundings import completion, plugins
from bilat.cli.workspace import add, search, watch

__all__ = ["main"]

# In the order in which a newcomer meets them.
COMMANDS = (
    demo, extract, brief,
    add, gdelt, watch, search, alert, judge, update, propose, store, serve, access,
    timeline, compare, state, ledger, phase, outlook,
    phrases, who,
    run, export, evaluate, packs, plugins, completion,
)  # fmt: skip


@click.group(cls=Errors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bilat")
def main() -> None:
    """Follow the relationship between two states from what is published about it."""


for command in COMMANDS:
    main.add_command(command)
