"""A model's answer becomes records: its words are sought in the text to the letter, and its names by the pack.

Nothing that a model says about places in the text is used; where the words stand is found here. Whatever does not fit
is set aside with the reason.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.statements import STANCE
from bilat.model import Commitment, Interaction, Measure, Name, Outlook, Record, Span, Statement, cite

_FENCE = "```"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_CONFIDENCE = 0.5  # not calibrated: no more than even
_SHOWN = 60
_LARGEST = 1e18  # what is counted is less
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Unfit(Exception):
    """Why a proposal is none that could be kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """The piece [start, end) of a document that was asked about, and everybody whom the document names."""

    analysis: Analysis
    actors: Sequence[Actor]
    span: Span

    @property
    def text(self) -> str:
        """The document's text."""
        return self.analysis.text


def proposals(content: str) -> list[Any]:
    """What an answer proposes. Raises Unfit where it has not the form that was asked for."""
    plain = content.strip()
    if plain.startswith(_FENCE) and plain.endswith(_FENCE):
        plain = plain.removeprefix(_FENCE).removeprefix("json").removesuffix(_FENCE)
    try:
        told = json.loads(plain)
    except (ValueError, RecursionError) as wrong:
        raise Unfit("the answer is no JSON") from wrong
    found = told.get("records") if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise Unfit("the answer has no list of records")
    return found


def record(proposed: Any, where: Page, by: str) -> Record:
    """The record that a proposal is, marked as proposed `by`. Raises Unfit with the reason where it is none."""
    if not isinstance(proposed, dict):
        raise Unfit("it is no object")
    kind = proposed.get("type")
    make = _MAKERS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise Unfit(f"there is no type {kind[:_SHOWN] if isinstance(kind, str) else '-'!r} to propose")
    told = _Told(proposed, where)
    common = {
        "doc": where.analysis.document.id, "evidence": cite(where.text, told.quote), "confidence": _CONFIDENCE,
        "proposed_by": by,
    }  # fmt: skip
    return make(told, common)


def _in_calendar(day: str) -> bool:
    """Whether an ISO date, cut or not, is one."""
    try:
        datetime.date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day)
    except ValueError:
        return False
    return True


class _Told:
    """A proposal's fields, each read as what it has to be."""

    def __init__(self, proposed: Mapping[str, Any], where: Page) -> None:
        self._fields, self.where = proposed, where
        quote = self.text("quote")
        if quote is None:
            raise Unfit("it quotes nothing")
        self.quote = self._sought("quote", quote, where.span)

    def text(self, name: str) -> str | None:
        """A text; None where it is not given."""
        value = self._fields.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise Unfit(f"its {name} is no text")
        if len(value) > len(self.where.text) or (not value.isascii() and _SURROGATE.search(value)):
            raise Unfit(f"its {name} is no text of this document")
        return value

    def one_of(self, name: str, allowed: Sequence[str], *, needed: bool = False) -> str | None:
        """One of some words."""
        value = self.text(name)
        if value is None and not needed:
            return None
        if value not in allowed:
            raise Unfit(f"its {name} cannot be {str(value)[:_SHOWN]!r}")
        return value

    def needed(self, name: str, allowed: Sequence[str]) -> str:
        """One of some words, which must be given."""
        return str(self.one_of(name, allowed, needed=True))

    def several(self, name: str, allowed: Sequence[str] | None = None) -> list[str]:
        """A list of texts, of some words where `allowed` names them."""
        value = self._fields.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Unfit(f"its {name} is no list of texts")
        wrong = [item for item in value if allowed is not None and item not in allowed]
        if wrong:
            raise Unfit(f"its {name} cannot be {wrong[0][:_SHOWN]!r}")
        return value

    def date(self, name: str) -> str | None:
        """An ISO date, cut or not."""
        value = self.text(name)
        if value is not None and not (_DATE.fullmatch(value) and _in_calendar(value)):
            raise Unfit(f"its {name} {value[:_SHOWN]!r} is no date")
        return value

    def number(self, name: str) -> float | int | None:
        """A number."""
        value = self._fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LARGEST:
            raise Unfit(f"its {name} is no number")
        return int(value) if float(value).is_integer() else value

    def words(self, name: str) -> Span | None:
        """Where words of the quote stand; None where none are given."""
        value = self.text(name)
        return None if value is None else self._sought(name, value, self.quote)

    def _sought(self, name: str, words: str, within: Span) -> Span:
        """Where words stand, first in a span: to the letter but for how the text breaks its lines."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        found = re.compile(pattern).search(self.where.text, *within) if pattern else None
        if found is None:
            raise Unfit(f"its {name} does not stand in the text: {' '.join(words.split())[:_SHOWN]!r}")
        return found.span()

    def named(self, span: Span, fullest: str | None = None) -> tuple[Name, Actor | None]:
        """Whom the words at a place mean: who stands there, else who has the fuller name that is given."""
        here = self._actor_at(span)
        text = self.where.text
        surface = text[slice(*span)]
        if (here is None or here.entity is None) and fullest is not None:
            start, end = self._sought("speaker", fullest, (0, len(text)))
            there = self._actor_at((start, end))
            if there is not None:
                here = there
        if here is None:
            return Name(name=surface, surface=surface), None
        name = here.as_name()
        return Name(name=name.name, surface=surface, entity=name.entity, side=name.side, office=name.office), here

    def _actor_at(self, span: Span) -> Actor | None:
        """Who is named at a place, the longest of those that overlap it."""
        start, end = span
        found = [one for one in self.where.actors if one.start < end and start < one.end]
        return max(found, key=lambda one: min(one.end, end) - max(one.start, start), default=None)

    def side_or_name(self, name: str) -> str | None:
        """A side's code, or the name of somebody else whom words of the quote mean."""
        value = self.text(name)
        if value is None or value in (*self.codes, "both"):
            return value
        return self.named(self._sought(name, value, self.quote))[0].name

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the two sides."""
        return tuple(side.code for side in self.where.analysis.pack.sides)

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues told, which the pack has."""
        return tuple(dict.fromkeys(self.several("issues", tuple(self.where.analysis.pack.issues))))


_VOICES = ("official", "unnamed_official", "state_media", "media", "expert", "business", "author")
_MODES = ("direct", "indirect", "mixed")
_KINDS = ("call", "video_call", "meeting", "summit", "talks", "visit", "letter")
_MET = ("held", "planned", "proposed", "cancelled")
_LEVELS = ("leader", "minister", "vice_minister", "working")
_STATUSES = ("announced", "in_force", "suspended", "lapsed", "withdrawn", "struck_down", "challenged")
_AHEAD = ("scenario", "expected_interaction", "deadline")


def _statement(told: _Told, common: Mapping[str, Any]) -> Record:
    source, content, fullest = told.words("source"), told.words("content"), told.text("speaker")
    if content is None:
        raise Unfit("it says nothing")
    act = told.needed("act", tuple(STANCE))
    if source is not None:
        speaker, _ = told.named(source, fullest)
    elif fullest is not None:
        speaker, _ = told.named(told._sought("speaker", fullest, (0, len(told.where.text))))
    else:
        raise Unfit("nobody says it")
    return Statement(
        **common, speaker=speaker, voice=told.needed("voice", _VOICES), mode=told.needed("mode", _MODES), act=act,
        stance=STANCE[act], issues=told.issues, content=(content,), cue=told.words("cue"), source=source,
    )  # fmt: skip


def _interaction(told: _Told, common: Mapping[str, Any]) -> Record:
    places = [told._sought("participants", words, told.quote) for words in told.several("participants")]
    minutes, date = told.number("duration_minutes"), told.date("date")
    asked = told.one_of("initiated_by", told.codes)
    return Interaction(
        **common, kind=told.needed("kind", _KINDS), status=told.needed("status", _MET), date=date,
        end_date=told.date("end_date"), date_basis="stated" if date else None, level=told.one_of("level", _LEVELS),
        participants=tuple({name.entity or name.name: name for name, _ in map(told.named, places)}.values()),
        duration_minutes=None if minutes is None else int(minutes), initiated_by=asked,
    )  # fmt: skip


def _measure(told: _Told, common: Mapping[str, Any]) -> Record:
    pack, sides = told.where.analysis.pack, (*told.codes, "both")
    effective, expires = told.date("effective"), told.date("expires")
    return Measure(
        **common, instrument=told.needed("instrument", tuple(pack.instruments)),
        imposed_by=told.one_of("imposed_by", sides), target=told.side_or_name("target"),
        layer=told.one_of("layer", tuple(layer.id for layer in pack.layers)), value=told.number("value"),
        unit=told.text("unit"), effective=effective, expires=expires,
        date_basis="stated" if effective or expires else None, status=told.needed("status", _STATUSES),
    )  # fmt: skip


def _commitment(told: _Told, common: Mapping[str, Any]) -> Record:
    action = told.words("action")
    if action is None:
        raise Unfit("nothing is undertaken")
    words = told.where.text[slice(*action)]
    issues = told.issues
    labels = told.where.analysis.pack.issues[issues[0]].labels if issues else {}
    return Commitment(
        **common, name=f"{labels['en']} undertaking" if labels else "undertaking",
        parties=tuple(told.several("parties", told.codes)), to=told.one_of("to", told.codes), action=words,
        due=told.date("due"), issues=issues,
    )  # fmt: skip


def _outlook(told: _Told, common: Mapping[str, Any]) -> Record:
    text, condition, by = told.where.text, told.words("condition"), told.words("by")
    outcome = told.words("outcome") or told.quote
    return Outlook(
        **common, kind=told.needed("kind", _AHEAD), condition=text[slice(*condition)] if condition else None,
        outcome=text[slice(*outcome)], by=told.named(by)[0].name if by else None,
    )  # fmt: skip


_MAKERS: Mapping[str, Callable[[_Told, Mapping[str, Any]], Record]] = {
    "statement": _statement,
    "interaction": _interaction,
    "measure": _measure,
    "commitment": _commitment,
    "outlook": _outlook,
}


def pieces(text: str, kept: Sequence[Span], most: int) -> Iterator[Span]:
    """The article cut into pieces of at most so many characters, between paragraphs where that is possible."""
    for start, end in kept:
        at = start
        while at < end:
            last = min(at + most, end)
            if last < end:
                cut = text.rfind("\n", at + 1, last)
                last = cut + 1 if cut > at else last
            if text[at:last].strip():
                yield at, last
            at = last
