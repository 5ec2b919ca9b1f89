"""What is wrong with a pack, in plain words.

Each field is held to `format.yaml` (see `check_fields`); the rules here are those that go beyond one field: names that
would be found for two things, words that the matcher would never find, rows of the register that contradict themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from bilat.errors import PackError
from bilat.languages.folding import fold
from bilat.languages.script import to_simplified
from bilat.packs.check_fields import Known, Spec, misfit
from bilat.packs.check_names import NAMED, STRONG, names
from bilat.packs.check_tenures import overlaps
from bilat.packs.loader import build, folder_of
from bilat.packs.raw import Entry, RawPack, name_of, pack_format, place_of, read_raw, words_of
from bilat.plugins import PACKS, plugins

_PERIODS = (("date", "end_date"), ("effective", "expires"))


def check(pack: str, folder: Traversable | None = None) -> list[str]:
    """All problems of a pack, one line each, in the order of its files; an empty list where there are none.

    `pack` is the id of a bundled pack or the path of a folder; `folder` holds the files of one that is at neither.
    Raises PackError where there is no such pack.
    """
    folder = folder or folder_of(pack)
    if not folder.joinpath("pack.yaml").is_file():
        raise PackError(
            f"{folder}: there is no pack.yaml in this folder; `bilat packs new` writes a pack to begin with"
        )
    raw = read_raw(folder)
    known = Known.of(raw)
    problems = [*raw.broken, *_sides(raw), *_unknown_parts(raw)]
    problems += [problem for file, section, _ in raw.sections() for problem in _section(file, section, raw, known)]
    problems += _beside(raw, known)
    problems += [problem for rule in (_script, names, _not_names, _hosts, _phrases, overlaps) for problem in rule(raw)]
    problems += [problem for table in pack_format()["register"] for problem in _table(table, raw, known)]
    if raw.files.get("pack", {}).get("id") != (name := _own_name(pack, folder)):
        problems.append(f"pack.yaml: its id should be {name!r}, the name of the folder")
    return problems or _loads(pack, folder)


def _own_name(pack: str, folder: Traversable) -> str:
    """The name of the folder, which is the pack's id; of a plugin's pack, the name it is asked for by."""
    return folder.resolve().name if isinstance(folder, Path) and pack not in plugins(PACKS) else pack


def _sides(raw: RawPack) -> Iterator[str]:
    sides = raw.section("pack", "sides")
    if len(sides) != 2 or len(set(raw.sides())) != 2:
        yield f"pack.yaml: a relationship has two different sides, here are {len(sides)}"
    for side in sides:
        code = name_of(side)
        if not (len(code) == 2 and code.isascii() and code.isupper()):
            yield f"pack.yaml: {code}: a side's code is two capital letters (ISO 3166-1)"
        for word in words_of(side, "metonyms"):
            if word not in words_of(side, "names"):
                yield f"pack.yaml: {code}: metonyms: {word!r} is not among its names"
    for word in set.intersection(*(set(words_of(side, "names")) for side in sides)) if sides else ():
        yield f"pack.yaml: {word!r} is a name of both sides"


def _unknown_parts(raw: RawPack) -> Iterator[str]:
    """Sections that the format does not know would be passed over in silence."""
    beside = pack_format()["beside"]
    for file, sections in pack_format()["files"].items():
        known = {*sections, *beside.get(file, ())}
        yield from (f"{file}.yaml: unknown section {part!r}" for part in raw.files[file] if part not in known)
        for section in sections:
            left_out = section in pack_format()["may_be_left_out"] and section not in raw.files[file]
            if raw.files[file] and not left_out and not isinstance(raw.files[file].get(section), list):
                yield f"{file}.yaml: {section} should be a list of entries"


def _section(file: str, section: str, raw: RawPack, known: Known) -> Iterator[str]:
    fields: Mapping[str, Spec] = pack_format()["files"][file][section]
    entries = raw.section(file, section)
    for entry in entries:
        where = f"{place_of(f'{file}.yaml', entry)}: {section}: {name_of(entry)}"
        yield from (f"{where}: {problem}" for problem in _entry(entry, fields, known))
        if section == "countries" and not str(entry.get("code", "")).isupper():
            yield f"{where}: a country's code is two capital letters (ISO 3166-1)"
    if section in ("joint", "contacts"):
        return
    for name, count in Counter(name_of(entry) for entry in entries).items():
        if count > 1:
            yield f"{file}.yaml: {section}: {name} stands there {count} times"


def _entry(entry: Entry, fields: Mapping[str, Spec], known: Known) -> Iterator[str]:
    for key, spec in fields.items():
        if key not in entry:
            if spec.get("optional") != "true":
                yield f"{key} is missing"
            continue
        problem = misfit(entry[key], spec, known)
        if problem:
            yield f"{key}: {problem}"
    yield from (f"unknown field {key!r}" for key in entry if key not in fields)


def _beside(raw: RawPack, known: Known) -> Iterator[str]:
    for file, fields in pack_format()["beside"].items():
        told = {key: value for key, value in raw.files[file].items() if key in fields}
        yield from (f"{file}.yaml: {problem}" for problem in _entry(told, fields, known))


def _script(raw: RawPack) -> Iterator[str]:
    """Texts are matched in simplified characters: a traditional one in a word would never be found."""
    for file, parts in raw.files.items():
        texts = [*_strings(parts)]
        together = "\n".join(texts)
        if to_simplified(together) == together:  # one long conversion is far quicker than thousands of short ones
            continue
        for text in texts:
            if to_simplified(text) != text:
                yield f"{file}.yaml: {text!r} should be written in simplified characters, {to_simplified(text)!r}"


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield from (text for key, value in node.items() if key != "title" for text in _strings(value))
    elif isinstance(node, list):
        yield from (text for value in node for text in _strings(value))
    elif isinstance(node, str):
        yield node


def _not_names(raw: RawPack) -> Iterator[str]:
    listed = raw.files["pack"].get("not_names", {})
    names = {
        name
        for _, section, entries in raw.sections()
        if section in (*NAMED, "offices", "sides", "joint")
        for entry in entries
        for name in words_of(entry, *STRONG, "weak", "bare", "needs_side", "demonym", "names", "adjectives")
    }
    if isinstance(listed, Mapping):
        for word in (word for words in listed.values() if isinstance(words, list) for word in words):
            if word in names:
                yield f"pack.yaml: not_names: {word!r} is a name of this pack"


def _hosts(raw: RawPack) -> Iterator[str]:
    owners: dict[str, list[str]] = defaultdict(list)
    for outlet in raw.section("outlets", "outlets"):
        for host in words_of(outlet, "hosts"):
            owners[host].append(name_of(outlet))
    for host, outlets in owners.items():
        if len(set(outlets)) > 1:
            yield f"outlets.yaml: {host} is the host of {' and of '.join(outlets)}"


def _phrases(raw: RawPack) -> Iterator[str]:
    """A form must belong to one phrase, however it is written; a first use needs its source."""
    owners: dict[str, list[str]] = defaultdict(list)
    for phrase in raw.section("phrases", "phrases"):
        titles = phrase.get("title", {})
        said = [titles.get("en", ""), titles.get("zh-Hans", "")] if isinstance(titles, Mapping) else []
        for form in {fold(str(word)).text for word in (*said, *words_of(phrase, *STRONG))}:
            owners[form].append(name_of(phrase))
        if ("first" in phrase) != ("first_source" in phrase):
            yield f"phrases.yaml: {name_of(phrase)}: first and first_source stand together or not at all"
        if "first_by" in phrase and "first" not in phrase:
            yield f"phrases.yaml: {name_of(phrase)}: first_by without first"
    for form, phrases in owners.items():
        if len(phrases) > 1:
            yield f"phrases.yaml: {form!r} is a form of {' and of '.join(phrases)}"


def _table(table: str, raw: RawPack, known: Known) -> Iterator[str]:
    """A table of the register: its columns, each row's cells, and what a row says of itself."""
    rows = raw.tables.get(table, [])
    fields = dict(_columns(table, known.sides))
    where = f"register/{table}.csv"
    needed = [column for column, spec in fields.items() if spec.get("optional") != "true"]
    if rows and (missing := [column for column in needed if column not in rows[0]]):
        yield f"{where}: there is no column {', '.join(missing)}"
    yield from (f"{where}: unknown column {column!r}" for column in (rows[0] if rows else ()) if column not in fields)
    for row in rows:
        yield from (f"{place_of(where, row)}: {name_of(row)}: {problem}" for problem in _row(row, fields, known))
    for name, count in Counter(name_of(row) for row in rows).items():
        if count > 1:
            yield f"{where}: {name} stands there {count} times"


def _columns(table: str, sides: Iterable[str]) -> Iterator[tuple[str, Spec]]:
    for column, spec in pack_format()["register"][table].items():
        if column.startswith("SIDE_"):
            yield from ((column.replace("SIDE", side.lower()), spec | {"of_side": side}) for side in sides)
        else:
            yield column, spec


def _row(row: Entry, fields: Mapping[str, Spec], known: Known) -> Iterator[str]:
    for column, spec in fields.items():
        if column in row and (problem := misfit(row[column], spec, known)):
            yield f"{column}: {problem}"
        if "of_side" in spec and spec["is"] == "refs":
            yield from _of_other_side(row, column, spec["of_side"], known)
    for first, last in _PERIODS:
        start, end = row.get(first), row.get(last)
        if start and end and end < start[: len(end)]:
            yield f"{last} {end} is before {first} {start}"
    if not row.get("sources") and not row.get("note"):
        yield "it has neither a source nor a note that says why"


def _of_other_side(row: Entry, column: str, side: str, known: Known) -> Iterator[str]:
    for who in (row.get(column) or "").split("; "):
        if known.side_of.get(who, side) != side:
            yield f"{column}: {who} is not of the side {side}"


def _loads(pack: str, folder: Traversable) -> list[str]:
    """Whatever no rule foresaw."""
    try:
        build(pack, folder)
    except PackError as wrong:
        return [str(wrong)]
    return []
