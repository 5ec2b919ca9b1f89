"""GDELT's files as lists of addresses: what was published where on the web, as far as it concerns two states.

Nothing is fetched here, and GDELT's codes become no records: they only choose. The layout of its tables is data
(`data/gdelt.yaml`), after its code books.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bilat.errors import InputError
from bilat.languages.countries import codes_by_name
from bilat.reading.sources import LARGEST_FILE, refused_by_system, too_large
from bilat.reading.vocabulary import data

_LONGEST_ROW = 8_000_000  # bytes; rows of the knowledge graph are long
_MOMENT = re.compile(r"\d{8}(\d{6})?")
_REMEDY = "give GDELT's events, mentions or GKG tables (.csv, .zip), or the answer of its DOC API (JSON or CSV)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address that a file names. `seen`: when GDELT saw it (ISO 8601, UTC), a day where no hour is told, None where
    neither is; `source`: `events`, `mentions`, `gkg` or `articles`; `title`: where the file tells one."""

    url: str
    seen: str | None
    source: str
    title: str | None = None


def leads(paths: Sequence[str | Path], states: frozenset[str]) -> Iterator[Lead | InputError]:
    """The web addresses that concern both `states` (ISO 3166-1 alpha-3), each once.

    Events are chosen by their two actors, documents of the knowledge graph by the countries of their places, mentions
    by the events of the files of events among `paths` (all, where there is none); the answer of an API is taken whole,
    since a query chose it. Files of events are read first. A file that cannot be read is one InputError.
    """
    choice = _Choice(states)
    told: set[str] = set()
    first = [path for path in paths if _kind(path) == "events"]
    choice.by_events = bool(first)
    for path in (*first, *(path for path in paths if path not in first)):
        for item in _leads_of(path, choice):
            if isinstance(item, InputError):
                yield item
            elif item.url not in told:
                told.add(item.url)
                yield item


class _Choice:
    """Which rows concern both states."""

    def __init__(self, states: frozenset[str]) -> None:
        self._states = states
        self._events: set[str] = set()
        self.by_events = False

    def takes(self, layout: Mapping[str, Any], row: Sequence[str]) -> bool:
        """Whether a row of a table is one to follow; an event's id is kept for its mentions."""
        if "on_web" in layout and row[layout["on_web"]] != "1":
            return False
        if "actors" in layout:
            both = self._states <= {row[at] for at in layout["actors"]}
            if both:
                self._events.add(row[layout["event"]])
            return both
        if "places" in layout:
            return self._states <= _countries(row[layout["places"]])
        return not self.by_events or row[layout["event"]] in self._events


def _countries(places: str) -> set[str]:
    """The codes of the countries in a row's places: the last part of each full name is the country's."""
    fields = (place.split("#") for place in places.split(";"))
    names = {field[1].rsplit(",", 1)[-1].strip() for field in fields if len(field) > 1}
    return {codes_by_name()[name] for name in names if name in codes_by_name()}


def _kind(path: str | Path) -> str | None:
    """Which table a file is, by its first row; None where it is none, or cannot be read."""
    try:
        with ExitStack() as opened:
            first = _opened(path, opened).readline(_LONGEST_ROW)
    except (OSError, zipfile.BadZipFile, RuntimeError):
        return None
    layout = data("gdelt")["tables"].get(str(first.count(b"\t") + 1))
    return str(layout["what"]) if layout else None


def _leads_of(path: str | Path, choice: _Choice) -> Iterator[Lead | InputError]:
    name = str(path)
    try:
        with ExitStack() as opened:
            stream = _opened(path, opened)
            yield from _table(name, stream, choice) if _kind(path) else _articles(name, stream)
    except OSError as error:
        yield refused_by_system(name, error)
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        yield InputError(name, f"cannot be unpacked ({error})", "get the file again, or unpack it yourself")


def _opened(path: str | Path, opened: ExitStack) -> IO[bytes]:
    """The bytes of a file, or of the one file in an archive."""
    if not str(path).lower().endswith(".zip"):
        return opened.enter_context(open(path, "rb"))
    archive = opened.enter_context(zipfile.ZipFile(path))
    names = [one for one in archive.namelist() if not one.endswith("/")]
    if len(names) != 1:
        raise zipfile.BadZipFile(f"it holds {len(names)} files, one is expected")
    return opened.enter_context(archive.open(names[0]))


def _table(name: str, stream: IO[bytes], choice: _Choice) -> Iterator[Lead | InputError]:
    layouts = data("gdelt")["tables"]
    number = 0
    while line := stream.readline(_LONGEST_ROW):
        number += 1
        row = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        layout = layouts.get(str(len(row)))
        if layout is None:
            if line.strip():
                yield InputError(f"{name}:{number}", f"a row of {len(row)} columns", "get the file again")
            continue
        if choice.takes(layout, row) and (lead := _lead(row[layout["url"]], row[layout["seen"]], layout["what"])):
            yield lead


def _articles(name: str, stream: IO[bytes]) -> Iterator[Lead | InputError]:
    """What an API answered: JSON, or a table whose first line names the columns."""
    raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        yield too_large(name)
        return
    text = raw.decode("utf-8-sig", "replace")
    try:
        rows, fields = _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)
    except (ValueError, KeyError, TypeError, RecursionError, csv.Error):
        yield InputError(name, "no table of GDELT, nor an answer of its API", _REMEDY)
        return
    for row in rows:
        found = {what: row.get(field) for what, field in fields.items()}
        values = {what: value if isinstance(value, str) else "" for what, value in found.items()}
        if lead := _lead(values["url"], values["seen"], "articles", values["title"] or None):
            yield lead


def _json_rows(text: str) -> tuple[list[Mapping[str, Any]], Mapping[str, str]]:
    layout = dict(data("gdelt")["articles"]["json"])
    rows = json.loads(text)[layout.pop("list")]
    return [row for row in rows if isinstance(row, dict)], layout


def _csv_rows(text: str) -> tuple[list[Mapping[str, Any]], Mapping[str, str]]:
    layout = data("gdelt")["articles"]["csv"]
    rows = csv.reader(io.StringIO(text, newline=""))
    names = [name.strip().lower() for name in next(rows, [])]
    if layout["url"] not in names:
        raise ValueError("no column of addresses")
    return [dict(zip(names, row, strict=False)) for row in rows], layout


def _lead(url: str, seen: str, source: str, title: str | None = None) -> Lead | None:
    """An address of the web as a lead; None for a citation, an id, and whatever else stands in its place."""
    url = url.strip()
    if not url.lower().startswith(("http://", "https://")):
        return None
    return Lead(url=url, seen=_moment(seen), source=source, title=title)


def _moment(written: str) -> str | None:
    """20251124231500, 20251124T231500Z, 2025-11-24 23:15:00 -> 2025-11-24T23:15:00Z; a day alone stays a day."""
    digits = re.sub(r"[-:TZ ]", "", written.strip())
    if not _MOMENT.fullmatch(digits):
        return None
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return day if len(digits) == 8 else f"{day}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
