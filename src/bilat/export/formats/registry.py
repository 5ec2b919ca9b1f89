"""The formats by name, and the one way through which all of them are written."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
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
    left out. Every file appears whole or not at all, and what stood in its place stands there until then.

    Raises UsageError for an unknown format, a library that is not installed, a plugin that cannot be loaded, or a place
    that cannot be written.
    """
    module = _module(form)
    write = cast("Callable[[Dataset, Path], Written]", module.write)
    path = path if path.name not in ("", "..") else Path(os.path.abspath(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path) as place:
            written = write(dataset, place)
            lost = leftout.left_out(dataset, form, written.refused, getattr(module, "CARRIED", None))
            listed = leftout.write(lost, place)
        if listed is None:
            leftout.beside(path).unlink(missing_ok=True)
    except OSError as wrong:
        raise UsageError(f"{path}: cannot be written ({wrong.strerror}); give another place with -o") from wrong
    own = place.parent
    files = tuple(path.parent / one.relative_to(own) if one.is_relative_to(own) else one for one in written.files)
    return Outcome(written=replace(written, files=files), lost=lost, listed=listed and leftout.beside(path))


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A path of the same name in a folder of its own beside, from which all is moved to where it belongs once it is
    whole. What is no plain file or folder (a pipe, /dev/stdout) is written to as it is."""
    if path.is_symlink() or (path.exists() and not (path.is_file() or path.is_dir())):
        yield path
        return
    with TemporaryDirectory(prefix=".bilat-", dir=path.parent) as folder:
        yield Path(folder) / path.name
        _moved(Path(folder), path.parent)


def _moved(source: Path, place: Path) -> None:
    """Move a file or folder, in one step where nothing but a file is in its place; into a folder that is there, one by
    one, what names others (datapackage.json) after them."""
    if source.is_dir() and place.is_dir():
        for one in sorted(source.iterdir()):
            _moved(one, place / one.name)
    else:
        source.replace(place)


def _module(form: str) -> ModuleType:
    if form in FORMATS:
        return importlib.import_module(f"bilat.export.formats.{_MODULES.get(form, form)}")
    added = plugins(EXPORTS)
    if form not in added:
        raise UsageError(f"no format {form!r}; one of {', '.join((*FORMATS, *added))}")
    return cast("ModuleType", added[form].load())


_MODULES = {"csv": "tables"}  # a module called csv would be easily mistaken for the library's
