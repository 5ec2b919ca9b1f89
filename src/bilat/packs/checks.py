"""What is wrong with a pack, in plain words.

Each field is held to `format.yaml` (see `check_fields`); the rules here are those that go beyond one field: names that
would be found for two things, words that the matcher would never find, rows of the register that contradict themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from bilat.errors import PackError
from bilat.languages.script import has_han, to_simplified
from bilat.packs.check_fields import Known, Spec, misfit
from bilat.packs.loader import available, load
from bilat.packs.raw import Entry, RawPack, name_of, pack_format, read_raw, words_of

_STRONG = ("en", "zh")
_NAMED = ("people", "bodies", "outlets", "thinktanks", "places", "countries", "forums")
_PERIODS = (("date", "end_date"), ("effective", "expires"))


def check(pack_id: str, folder: Traversable | None = None) -> list[str]:
    """All problems of a pack, one line each, in the order of its files; an empty list where there are none.

    `folder` holds the pack's files; without it the pack is the bundled one of that id.
    Raises PackError where there is no such pack.
    """
    bundled = folder is None
    folder = folder or resources.files("bilat.packs").joinpath(pack_id)
    if not folder.joinpath("pack.yaml").is_file():
        raise PackError(f"no pack {pack_id!r}; there are: {', '.join(available())}")
    raw = read_raw(folder)
    known = Known.of(raw)
    problems = [*raw.broken, *_sides(pack_id, raw), *_unknown_parts(raw)]
    problems += [problem for file, section, _ in raw.sections() for problem in _section(file, section, raw, known)]
    problems += _beside(raw, known)
    problems += [problem for rule in (_script, _names, _not_names, _hosts) for problem in rule(raw)]
    problems += [problem for table in pack_format()["register"] for problem in _table(table, raw, known)]
    if not problems and bundled:
        problems += _loads(pack_id)
    return problems


def _sides(pack_id: str, raw: RawPack) -> Iterator[str]:
    sides = raw.section("pack", "sides")
    if len(sides) != 2 or len(set(raw.sides())) != 2:
        yield f"pack.yaml: a relationship has two different sides, here are {len(sides)}"
    if raw.files.get("pack", {}).get("id") != pack_id:
        yield f"pack.yaml: its id is not {pack_id!r}, the name of the folder"
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
            if raw.files[file] and not isinstance(raw.files[file].get(section), list):
                yield f"{file}.yaml: {section} should be a list of entries"


def _section(file: str, section: str, raw: RawPack, known: Known) -> Iterator[str]:
    fields: Mapping[str, Spec] = pack_format()["files"][file][section]
    entries = raw.section(file, section)
    for entry in entries:
        where = f"{file}.yaml: {section}: {name_of(entry)}"
        yield from (f"{where}: {problem}" for problem in _entry(entry, fields, known))
        if section == "countries" and not str(entry.get("code", "")).isupper():
            yield f"{where}: a country's code is two capital letters (ISO 3166-1)"
    if section == "joint":
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


def _names(raw: RawPack) -> Iterator[str]:
    """A name that is found on its own must mean one thing."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)  # name -> owner -> where the owner is listed
    for file, section, entries in raw.sections():
        if section not in (*_NAMED, "offices"):
            continue
        for entry in entries:
            where = f"{file}.yaml: {section}: {name_of(entry)}"
            yield from _weak_and_strong(entry, where)
            for name in set(words_of(entry, *_STRONG)) - set(words_of(entry, "weak")):
                if len(name) == 1 and has_han(name):
                    yield f"{where}: {name!r} is one character, and would be found inside other words"
                owners[name][name_of(entry)] = "offices" if section == "offices" else file
    for side in raw.section("pack", "sides"):
        for name in set(words_of(side, "names")) - set(words_of(side, "metonyms")):
            owners[name][f"side/{name_of(side)}"] = "pack"
    for number, joint in enumerate(raw.section("pack", "joint")):
        for name in words_of(joint, *_STRONG):
            owners[name][f"joint/{number}"] = "pack"
    for name, found in owners.items():
        if len(found) > 1:
            yield f"{name!r} is a name of {' and of '.join(sorted(found))}; keep it for one, or make it weak or bare"


def _weak_and_strong(entry: Entry, where: str) -> Iterator[str]:
    both = set(words_of(entry, "bare", "needs_side")) & set(words_of(entry, *_STRONG))
    yield from (f"{where}: {name!r} cannot stand both alone and as a shared name" for name in sorted(both))


def _not_names(raw: RawPack) -> Iterator[str]:
    listed = raw.files["pack"].get("not_names", {})
    names = {
        name
        for _, section, entries in raw.sections()
        if section in (*_NAMED, "offices", "sides", "joint")
        for entry in entries
        for name in words_of(entry, *_STRONG, "weak", "bare", "needs_side", "demonym", "names", "adjectives")
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
        yield from (f"{where}: {name_of(row)}: {problem}" for problem in _row(row, fields, known))
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


def _loads(pack_id: str) -> Iterator[str]:
    """Whatever no rule foresaw."""
    try:
        load(pack_id)
    except PackError as wrong:
        yield str(wrong)
