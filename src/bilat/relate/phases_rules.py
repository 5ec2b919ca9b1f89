"""The rules of the phases as data (`phases.yaml`): which follow which, and why."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bilat.languages.compiled_yaml import values

NONE = "none"  # no phase is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So many acts with one of these tags within so many days; `each`: at least one of each side instead."""

    tags: frozenset[str]
    days: int
    at_least: int = 1
    with_: str | None = None
    each: bool = False
    since_phase: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """A sign with one of these tags at most so many days before; none of `unbroken` came between."""

    tags: frozenset[str]
    days: int
    unbroken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """No sign with the tag for so many days; a planned one within `wait` days more is waited for."""

    tag: str
    days: int
    wait: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: from which phases it leads to which, on what conditions. `reason`: by language of the interface."""

    id: str
    to: str
    from_: frozenset[str]
    today: frozenset[str]
    count: Count | None = None
    after: After | None = None
    silent: Silent | None = None
    confidence: float
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """For how many days a phase is carried beyond its last sign: the last of any kind, or the last with the tag."""

    days: int
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that `phases.yaml` says. `titles`, `about`: of the phases, by language; `told`: titles of those that only
    texts name; `carry`: by phase; `effects`:
    by instrument what imposing it is; `trust`: factors of confidence."""

    titles: Mapping[str, Mapping[str, str]]
    told: Mapping[str, Mapping[str, str]]
    about: Mapping[str, Mapping[str, str]]
    rules: tuple[Rule, ...]
    carry: Mapping[str, Carry]
    effects: Mapping[str, str]
    trust: Mapping[str, float]


@functools.cache
def rules() -> Rules:
    """The rules that are used everywhere."""
    return rules_from(values("bilat.relate", "phases"))


def rules_from(data: Mapping[str, Any]) -> Rules:
    """Rules from the contents of such a file. Raises KeyError or TypeError where it does not have that form."""
    return Rules(
        titles={phase["id"]: phase["title"] for phase in data["phases"]},
        told={phase["id"]: phase["title"] for phase in data.get("told", ())},
        about={phase["id"]: phase["about"] for phase in data["phases"]},
        rules=tuple(_rule(rule) for rule in data["rules"]),
        carry={phase: Carry(**item) for phase, item in data["carry"].items()},
        effects={name: effect for effect, names in data["effects"].items() for name in names},
        trust=data["trust"],
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    silent, after, count = data.get("silent"), data.get("after"), data.get("count")
    return Rule(
        id=data["id"],
        to=data["to"],
        from_=frozenset(data["from"]),
        today=frozenset(data.get("today", ())),
        count=_count(count) if count else None,
        after=After(tags=frozenset(after["tags"]), days=after["days"], unbroken=after.get("unbroken"))
        if after
        else None,
        silent=Silent(**silent) if silent else None,
        confidence=data["confidence"],
        reason=data["reason"],
    )


def _count(data: Mapping[str, Any]) -> Count:
    return Count(
        tags=frozenset(data["tags"]),
        days=data["days"],
        at_least=data.get("at_least", 1),
        with_=data.get("with"),
        each=data.get("each", False),
        since_phase=data.get("since") == "phase",
    )
