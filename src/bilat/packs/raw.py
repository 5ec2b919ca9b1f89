"""A pack's files as they are written, before anything is made of them: for checks, and for the format's description."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from bilat.languages.plain_yaml import check_size

_BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_UNEVEN = "{} rows have more or fewer cells than columns; put a cell that holds a comma between quotation marks"
NULLS = frozenset({"", "null", "~"})

Entry = Mapping[str, Any]


class Lined(dict[str, Any]):
    """An entry that knows the line of its file on which it begins."""

    line: int | None = None


class _Loader(_BASE):  # type: ignore[misc]
    """Reads every value as the text it is written as, and every mapping with its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Lined:
        found = Lined(super().construct_mapping(node, deep=deep))
        found.line = node.start_mark.line + 1
        return found


@functools.cache
def pack_format() -> Mapping[str, Any]:
    """The format of a pack, field by field: `packs/format.yaml`."""
    text = resources.files("bilat.packs").joinpath("format.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=_Loader)
    return found


@dataclass(frozen=True, slots=True)
class RawPack:
    """What stands in a pack's files. `broken`: what kept a file, or a part of it, from being read."""

    files: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, list[Lined]]
    broken: tuple[str, ...]

    def section(self, file: str, section: str) -> list[Entry]:
        """The entries of a section; what is not an entry is left out here and told by the checks of fields."""
        found = self.files.get(file, {}).get(section, [])
        return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []

    def sections(self) -> Iterator[tuple[str, str, list[Entry]]]:
        """(file, section, entries) for every section of the format."""
        for file, sections in pack_format()["files"].items():
            for section in sections:
                yield file, section, self.section(file, section)

    def sides(self) -> tuple[str, ...]:
        """The codes of the sides."""
        return tuple(str(side.get("code", "")) for side in self.section("pack", "sides"))

    def ids(self) -> dict[str, frozenset[str]]:
        """The ids of each section and of the register's interactions."""
        found = {
            section: frozenset(name_of(entry) for entry in entries)
            for _, section, entries in self.sections()
            if section not in ("countries", "sides")
        }
        found["countries"] = frozenset(f"country/{entry.get('code')}" for entry in self.section("places", "countries"))
        found["sides"] = frozenset(f"side/{code}" for code in self.sides())
        found["interactions"] = frozenset(row.get("id") or "" for row in self.tables.get("interactions", ()))
        found["states"] = frozenset(row.get("id") or "" for row in self.tables.get("instruments", ()))
        return found


def place_of(file: str, entry: Entry) -> str:
    """Where an entry stands: its file, and the line where it is known."""
    line = getattr(entry, "line", None)
    return f"{file} line {line}" if line else file


def name_of(entry: Entry) -> str:
    """What to call an entry: its id, code or status."""
    return next((str(entry[key]) for key in ("id", "code", "status") if key in entry), "an entry without an id")


def words_of(entry: Entry, *keys: str) -> list[str]:
    """The words of an entry under those keys, in order."""
    found = []
    for key in keys:
        value = entry.get(key)
        found += [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
    return found


def read_raw(folder: Traversable) -> RawPack:
    """Read all that the format knows of a pack's folder. Raises nothing: what cannot be read is told in `broken`."""
    broken: list[str] = []
    files = {name: _mapping(folder, f"{name}.yaml", broken) for name in pack_format()["files"]}
    tables = {name: _rows(folder.joinpath("register", f"{name}.csv"), broken) for name in pack_format()["register"]}
    return RawPack(files, tables, tuple(broken))


def _mapping(folder: Traversable, name: str, broken: list[str]) -> Mapping[str, Any]:
    path = folder.joinpath(name)
    if not path.is_file():
        if name.removesuffix(".yaml") not in pack_format()["optional_files"]:
            broken.append(f"{name}: there is no such file")
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        check_size(text)
        broken += [f"{name} line {line}: {key!r} stands twice in one entry" for line, key in _repeated_keys(text)]
        found = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        broken.append(f"{name}: {' '.join(str(wrong).split())}")
        return {}
    if not isinstance(found, Mapping):
        broken.append(f"{name}: it is no mapping of sections")
        return {}
    return found


def _repeated_keys(text: str) -> Iterator[tuple[int, str]]:
    """(line, key) of each key that stands twice in one mapping; reading would silently keep the last."""
    waiting = [yaml.compose(text, Loader=_Loader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    yield key.start_mark.line + 1, key.value
                seen.add(key.value)
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _rows(path: Traversable, broken: list[str]) -> list[Lined]:
    if not path.is_file():
        return []
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
        rows = [_lined(row, reader.line_num) for row in reader]
    except (UnicodeDecodeError, csv.Error) as wrong:
        broken.append(f"register/{path.name}: {wrong}")
        return []
    whole = [row for row in rows if None not in row and None not in row.values()]
    if len(whole) < len(rows):
        lines = ", ".join(str(row.line) for row in rows if row not in whole)
        broken.append(f"register/{path.name} line {lines}: {_UNEVEN.format(len(rows) - len(whole))}")
    return whole


def _lined(row: dict[str, Any], line: int) -> Lined:
    found = Lined(row)
    found.line = line
    return found
