"""Hostile repetition: short units of text, many in a row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import yaml

from bilat.extract.lexicon import lexicon
from bilat.packs import Pack

_UNITS = Path(__file__).with_name("hostile.yaml")


def told() -> dict[str, list[str]]:
    """The units of hostile.yaml by section; half a surrogate pair among the marks, which YAML cannot hold."""
    found: dict[str, list[str]] = yaml.safe_load(_UNITS.read_text("utf-8"))
    return found | {"marks": [*found["marks"], "\ud800"]}


def units(pack: Pack) -> Iterator[str]:
    """Every unit: marks, clauses, and words of every layer of mentions, bare and as sentences of their own."""
    found = told()
    yield from dict.fromkeys(itertools.chain(found["marks"], found["clauses"], _words(pack)))


def _words(pack: Pack) -> Iterator[str]:
    """Of each layer of the lexicon, in either script, the shortest word and the longest."""
    by_layer: dict[tuple[str, str, bool], list[str]] = {}
    found = lexicon(pack)
    for surface, entries in found.entries.items():
        for entry in entries:
            by_layer.setdefault((entry.layer, entry.kind, surface.isascii()), []).append(surface)
    for (layer, _, latin), words in sorted(by_layer.items()):
        if layer.startswith(("needs:", "status:")):
            continue
        words.sort(key=lambda word: (len(word), word))
        for word in dict.fromkeys((words[0], words[-1])):
            yield word + (" " if latin else "")
            yield word + (". " if latin else "。")


def pairs() -> Iterator[str]:
    """Openings before other units: what one looks for to its end, from each of many places."""
    found = told()
    yield from (opening + unit for opening, unit in itertools.product(found["openings"], found["clauses"]))


def repeated(unit: str, size: int) -> str:
    """So many characters of a unit, in a row."""
    return (unit * (size // len(unit) + 1))[:size]
