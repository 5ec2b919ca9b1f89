"""What the commands share that can ask a language model: where it is, and what asking has cost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bilat.proposing import Proposer

_URL, _MODEL, _KEY = "BILAT_LM_URL", "BILAT_LM_MODEL", "BILAT_LM_KEY"
_SECONDS = 120.0


def lm_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a model; the command gets them as `lm`, a dict."""

    @click.option(
        "--lm", "lm_url", metavar="URL",
        help="Let a language model propose records too: a service with the usual `chat/completions`, to which the"
        f" documents are sent (`env`: the address in {_URL}). Its key, where it takes one, is read from {_KEY}.",
    )  # fmt: skip
    @click.option("--lm-model", envvar=_MODEL, show_envvar=True, metavar="NAME", help="The model's name there.")
    @click.option("--lm-local", is_flag=True, help="The service is on this machine or the network around it.")
    @click.option("--lm-seconds", type=click.FloatRange(0.1), default=_SECONDS, show_default=True, help="Per answer.")
    @click.option(
        "--lm-kept", type=click.Path(file_okay=False, path_type=Path),
        help="Where answers are kept, so that none is paid for twice; a folder of your user by default.",
    )  # fmt: skip
    @click.pass_context
    def wrapped(
        context: click.Context, /, lm_url: str | None, lm_model: str | None, lm_local: bool, lm_seconds: float,
        lm_kept: Path | None, **rest: Any,
    ) -> Any:  # fmt: skip
        lm = {"url": lm_url, "model": lm_model, "local": lm_local, "seconds": lm_seconds, "kept": lm_kept}
        return context.invoke(command, lm=lm, **rest)

    wrapped.__doc__ = command.__doc__
    wrapped.__name__ = command.__name__
    # Options that the command was given before these.
    wrapped.__click_params__ = [*getattr(command, "__click_params__", ()), *wrapped.__click_params__]  # type: ignore[attr-defined]
    return wrapped


@contextmanager
def proposer(
    *, url: str | None, model: str | None, local: bool, seconds: float, kept: Path | None
) -> Iterator[Proposer | None]:
    """The model that the options name, and at the end its cost on standard error; None where they name none."""
    if url is None:
        yield None
        return
    address = os.environ.get(_URL) if url == "env" else url
    if not address:
        raise click.UsageError(f"--lm env: {_URL} is not set; set it to the service's address")
    if not model:
        raise click.UsageError(f"--lm takes a model too: give --lm-model NAME, or set {_MODEL}")
    from bilat.fetching import Service
    from bilat.proposing import Kept, Proposer

    folder = kept or Path(click.get_app_dir("bilat")) / "lm"
    with Service(address, key=os.environ.get(_KEY), local=local, most_seconds=seconds) as service:
        found = Proposer(service, model, Kept(folder))
        try:
            yield found
        finally:
            click.echo(f"bilat: {found.name}: {found.cost}", err=True)
