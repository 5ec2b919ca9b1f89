"""Writes docs/reliability.md from what the reliability benches measured (bench/reliability/*.json).

    python bench/reliability.py           writes it
    python bench/reliability.py --check   exits 1 where the page is out of date

Each file is what one bench tells of one kind of test: `kind` and `what` (texts), `tried` (how many, or by name how
many), `findings` (what was wrong and is a test now), `survived` (what held), `figures` (by name), `conditions`,
`not_covered` (texts) and `date`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "reliability"
PAGE = HERE.parent / "docs" / "reliability.md"
FIELDS = ("kind", "what", "tried", "findings", "survived", "figures", "conditions", "not_covered", "date")
HEAD = """# What was tried, and what held

Made by `python bench/reliability.py` from what the benches in `bench/` measured; a test holds that it is current.
Numbers are of the day and machine told beside them. What a finding was is a test of the default suite now. What bilat
defends against, and what it leaves to whoever runs it, stands in [SECURITY.md](../SECURITY.md).
"""
_CELL = 160  # characters that a cell of a table has at most
Told = str | int | float | Sequence[Any] | Mapping[str, Any] | None


def written(results: Iterable[Mapping[str, Any]]) -> str:
    """The page, of results in the order given. Raises KeyError where one lacks a field."""
    told = [{name: result[name] for name in FIELDS} for result in results]
    rows = [
        f"| [{one['kind']}](#{_anchor(one['kind'])}) | {_count(one['tried'])} | {_number(one['findings'])} "
        f"| {one['date']} |"
        for one in told
    ]
    table = ["| kind of test | tried | findings, each a test now | last run |", "| --- | ---: | ---: | --- |", *rows]
    return "\n".join([HEAD, *table, "", *(part for one in told for part in _section(one))])


def _section(one: Mapping[str, Any]) -> list[str]:
    parts = [f"## {one['kind']}", "", str(one["what"]), ""]
    names = {"tried": "Tried", "survived": "Held", "findings": "Found and mended", "not_covered": "Not covered"}
    figures = [(title, one[name]) for name, title in names.items() if isinstance(one[name], int)]
    figures += [(name, value) for name, value in _pairs(one["figures"]) if not _is_long(value)]
    if figures:
        parts += ["| figure | |", "| --- | --- |", *(f"| {name} | {_cell(value)} |" for name, value in figures), ""]
    lists = [(title, one[name]) for name, title in names.items() if not isinstance(one[name], int)]
    lists += [(name, value) for name, value in _pairs(one["figures"]) if _is_long(value)]
    for title, value in lists:
        items = _items(value)
        if items:
            parts += [f"{title[:1].upper()}{title[1:]}:", "", *(f"- {item}" for item in items), ""]
    return [*parts, f"Conditions: {'; '.join(_items(one['conditions']))} ({one['date']}).", ""]


def _is_long(value: Any) -> bool:
    """What is no cell of a table but a list of its own."""
    return isinstance(value, list | tuple | Mapping) and len(_cell(value)) > _CELL


def _pairs(told: Told) -> list[tuple[str, Any]]:
    return list(told.items()) if isinstance(told, Mapping) else [(str(item), "") for item in _items(told)]


def _items(told: Told) -> list[str]:
    """Anything as lines."""
    if told is None or told == "":
        return []
    if isinstance(told, Mapping):
        return [f"{name}: {_cell(value)}" for name, value in told.items()]
    if isinstance(told, str | int | float):
        return [_cell(told)]
    return [_cell(item) for item in told]


def _cell(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "unknown"}[value]
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_cell(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    return " ".join(str(value).split()).replace("|", "\\|")


def _count(told: Told) -> str:
    """How much was tried, as one number where it is one."""
    if isinstance(told, Mapping):
        numbers = [value for value in told.values() if isinstance(value, int)]
        return f"{sum(numbers):,}" if numbers else "-"
    return f"{told:,}" if isinstance(told, int) else _cell(told) if isinstance(told, str) else str(len(_items(told)))


def _number(told: Told) -> str:
    return str(told) if isinstance(told, int) else str(len(_items(told)))


def _anchor(title: str) -> str:
    kept = "".join(char for char in title.lower() if char.isalnum() or char in "_- ")
    return kept.replace(" ", "-")


def results(folder: Path = RESULTS) -> list[dict[str, Any]]:
    """What was measured, by the files' names."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def keep(name: str, result: Mapping[str, Any], folder: Path = RESULTS) -> Path:
    """Write a result, for the page to be made of. Raises KeyError where a field is missing."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    ordered = {field: result[field] for field in FIELDS}
    path.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def main(arguments: Sequence[str]) -> int:
    """Write or check the page."""
    page = written(results())
    if "--check" in arguments:
        current = PAGE.is_file() and PAGE.read_text("utf-8") == page
        return 0 if current else 1
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
