"""The data files of the languages, read once."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bilat.languages.compiled_yaml import values


@functools.cache
def load(name: str) -> Any:
    """The content of `data/NAME.yaml`. Raises FileNotFoundError where there is none."""
    return values("bilat.languages", f"data/{name}")


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection meanwhile: for making very many objects all of which stay, where it would find nothing and
    take half of the time. Leaves a collector that is off as it is."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
