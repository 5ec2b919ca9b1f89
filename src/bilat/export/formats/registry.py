"""The formats by name, and the one way through which all of them are written."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import cast

from bilat.errors import UsageError
from bilat.export.formats import leftout
from bilat.export.formats.dataset import Dataset
from bilat.export.formats.leftout import LeftOut
from bilat.plugins import EXPORTS, plugins

FORMATS = ("csv", "jsonl", "parquet", "plover", "gdelt", "ftm", "annotations", "jsonld", "ics", "package")
"""A format is a module of this folder that is called like it and has `write`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a format's module did: the files, how many of what stand in them, the records that it refused and why."""

    files: tuple[Path, ...]
    count: int
    what: str
    refused: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An export done. `lost`: all that the format could not hold; `listed`: the file that lists it, None where nothing
    was lost."""

    written: Written
    lost: Sequence[LeftOut]
    listed: Path | None


def export(dataset: Dataset, form: str, path: Path) -> Outcome:
    """Writes a dataset in one of FORMATS, or of a plugin's, to a file or folder, and beside it the list of what was
    left out.

    Raises UsageError for an unknown format, a library that is not installed, a plugin that cannot be loaded, or a place
    that cannot be written.
    """
    module = _module(form)
    write = cast("Callable[[Dataset, Path], Written]", module.write)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = write(dataset, path)
        lost = leftout.left_out(dataset, form, written.refused, getattr(module, "CARRIED", None))
        return Outcome(written=written, lost=lost, listed=leftout.write(lost, path))
    except OSError as wrong:
        raise UsageError(f"{path}: cannot be written ({wrong.strerror}); give another place with -o") from wrong


def _module(form: str) -> ModuleType:
    if form in FORMATS:
        return importlib.import_module(f"bilat.export.formats.{_MODULES.get(form, form)}")
    added = plugins(EXPORTS)
    if form not in added:
        raise UsageError(f"no format {form!r}; one of {', '.join((*FORMATS, *added))}")
    return cast("ModuleType", added[form].load())


_MODULES = {"csv": "tables"}  # a module called csv would be easily mistaken for the library's
