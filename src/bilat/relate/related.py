"""What belongs together across languages: by what a pack knows under one id, never by the words themselves."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bilat.languages.folding import fold
from bilat.languages.quantities import find_quantities
from bilat.languages.script import to_simplified
from bilat.packs import Pack
from bilat.relate.phrases import find
from bilat.relate.phrases_uses import finder

# How much a thing in common counts: what few statements share counts more. A ranking, no probability.
_WEIGHTS = {"event": 4.0, "phrase": 3.0, "amount": 3.0, "speaker": 2.0, "issue": 1.0, "act": 0.5}
_NEAR = 45  # days after which being told at about the same time counts for nothing
_LEAST = 3.0  # an issue alone makes no statement a related one


@dataclass(frozen=True, slots=True)
class Related:
    """A statement with what it has in common with the one asked about: `event`, `speaker`, or a kind and its value."""

    row: Mapping[str, Any]
    common: tuple[str, ...]
    weight: float


def related(
    row: Mapping[str, Any], others: Iterable[Mapping[str, Any]], pack: Pack, *, same_event: frozenset[str] = frozenset()
) -> list[Related]:
    """Of other statements (rows as the View has them) those that belong to one, the nearest first; those of the same
    document are none. `same_event`: ids of those about the same event."""
    own, day = _marks(row, pack), _day(row)
    found = []
    for other in others:
        if other["doc"] == row["doc"]:
            continue
        common = sorted(own & _marks(other, pack)) + (["event"] if other["id"] in same_event else [])
        weight = sum(_WEIGHTS[one.partition(":")[0]] for one in common)
        if weight >= _LEAST:
            apart = abs((_day(other) - day).days) if day and _day(other) else _NEAR  # type: ignore[operator]
            found.append(Related(other, tuple(common), round(weight + max(0.0, 1 - apart / _NEAR), 3)))
    return sorted(found, key=lambda one: (-one.weight, one.row["id"]))


def _marks(row: Mapping[str, Any], pack: Pack) -> frozenset[str]:
    """What a statement is about and says, by ids and figures that are the same in every language."""
    who = row["speaker"]
    found = {f"issue:{issue}" for issue in row["issues"]} | {f"act:{row['act']}"}
    found.add(f"speaker:{who['entity'] or who['name']}")
    for item in row["evidence"]:
        found |= _said(item["quote"], pack)
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _said(words: str, pack: Pack) -> frozenset[str]:
    view = to_simplified(words)
    phrases = {f"phrase:{phrase}" for phrase, _, _ in finder(pack).find(fold(view))}
    amounts = {f"amount:{one.value:g} {one.unit}" for one in find_quantities(view)}
    return frozenset(phrases | amounts)


def _day(row: Mapping[str, Any]) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((row["document"]["published"] or "")[:10])
    except ValueError:
        return None


def named(query: str, pack: Pack) -> list[tuple[str, str]]:
    """What a query names, in any language and script, as (kind, id): `issue`, `phrase`, or `entity`."""
    asked = _plain(query)
    if not asked:
        return []
    issues = [("issue", key) for key, names in _issues(pack).items() if asked in names]
    phrases = [("phrase", one.id) for one in find(query, pack) if asked in _names(one.labels.values())]
    return [*issues, *phrases, *(("entity", key) for key in _entities(pack).get(asked, ()))]


@functools.lru_cache(maxsize=8)
def _issues(pack: Pack) -> Mapping[str, set[str]]:
    return {one.id: _names(one.labels.values()) for one in pack.issues.values()}


@functools.lru_cache(maxsize=8)
def _entities(pack: Pack) -> Mapping[str, Sequence[str]]:
    """Entities by every surface that stands for one alone."""
    found: dict[str, dict[str, None]] = {}
    for term in pack.terms:
        if len(term.ids) == 1 and not term.weak and term.kind in ("person", "body", "place"):
            found.setdefault(_plain(term.surface), {})[term.ids[0]] = None
    return {surface: tuple(ids) for surface, ids in found.items() if len(ids) == 1}


def _names(labels: Iterable[str]) -> set[str]:
    """Labels as a query may write them: an English plural also as its singular."""
    plain = {_plain(label) for label in labels}
    return plain | {one.removesuffix("s") for one in plain if one.isascii()}


def _plain(text: str) -> str:
    return " ".join(fold(to_simplified(text)).text.strip().strip("\"\u201c\u201d\u300c\u300d").split())
