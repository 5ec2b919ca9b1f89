"""The questions of the outlook as data (`outlook.yaml`): what is asked, and from when to when it is counted."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bilat.languages.compiled_yaml import values
from bilat.relate.phases_signs import Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Signs with one of these tags and, where `what` names any, of one of these kinds."""

    tags: frozenset[str]
    what: frozenset[str] = frozenset()

    def holds(self, sign: Sign) -> bool:
        """Whether a sign is one of these."""
        return bool(self.tags & sign.tags) and (not self.what or sign.what in self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `begins`, `ends`: the signs between which it is counted, None where it asks of set ends, then of
    instruments with one of the `effects`. `once`: one episode at a time. `title`, `about`: by language."""

    id: str
    begins: Match | None
    ends: Match | None
    effects: frozenset[str]
    once: bool
    title: Mapping[str, str]
    about: Mapping[str, str]

    @property
    def methods(self) -> tuple[str, ...]:
        """How its figures are made: the first is told, the others are what it has to beat."""
        return ("survival", "rate", "share", "half") if self.begins else ("share", "last", "half")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that `outlook.yaml` says; the file tells what each means. Days are whole numbers, `level` a share."""

    questions: tuple[Question, ...]
    methods: Mapping[str, Mapping[str, str]]
    cycle_begins: str
    cycle_after: str
    horizons: tuple[int, ...]
    step: int
    level: float
    near: int
    few: int
    bins: tuple[float, ...]


@functools.cache
def settings() -> Settings:
    """The settings that are used everywhere."""
    data = values("bilat.relate", "outlook")
    return Settings(
        questions=tuple(_question(item) for item in data["questions"]),
        methods=data["methods"],
        cycle_begins=data["cycle"]["begins"],
        cycle_after=data["cycle"]["after"],
        horizons=tuple(data["horizons"]),
        step=data["step"],
        level=data["level"],
        near=data["near"],
        few=data["few"],
        bins=tuple(data["bins"]),
    )


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        id=data["id"],
        begins=_match(data.get("from")),
        ends=_match(data.get("to")),
        effects=frozenset(data.get("ends", ())),
        once=data.get("once", False),
        title=data["title"],
        about=data["about"],
    )


def _match(data: Mapping[str, Any] | None) -> Match | None:
    return Match(tags=frozenset(data["tags"]), what=frozenset(data.get("what", ()))) if data else None
