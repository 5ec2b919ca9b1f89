"""Records made wrong on purpose, one thing each, so that the guards can be tried: the same seed gives the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bilat.extract.analysis import Analysis
from bilat.model import (
    Commitment,
    Compliance,
    Evidence,
    Interaction,
    Leverage,
    Measure,
    Name,
    Record,
    Silence,
    Span,
    StanceShift,
    Statement,
    cite,
    record_id,
)

_LEAST = 6  # characters that a cut leaves, and the least that it takes away
_DATED = ("date", "effective", "due", "end_date")
_SAID = ("action", "outcome", "condition")
_SWAPPED_ACTS = {
    "commit": "expect", "demand": "urge", "urge": "demand", "expect": "commit", "warn": "threaten", "threaten": "warn",
    "deny": "affirm", "reject": "welcome", "welcome": "reject", "accuse": "urge",
}  # fmt: skip
_SWAPPED_STATUS = {
    "held": "cancelled", "planned": "cancelled", "proposed": "cancelled", "cancelled": "held",
    "in_force": "withdrawn", "announced": "lapsed", "withdrawn": "suspended", "suspended": "struck_down",
    "lapsed": "suspended", "struck_down": "lapsed", "challenged": "withdrawn", "available": "suspended",
}  # fmt: skip
_WEAKENED = {"held": "planned", "planned": "held", "in_force": "announced", "announced": "in_force"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corruption:
    """A record made wrong. kind: what was done to it; `record`: as it is now; `of`: the id of the one it was."""

    kind: str
    record: Record
    of: str


@dataclass(frozen=True, slots=True)
class _Source:
    """What a corruption is made from: the document's text read, its records, and chance."""

    analysis: Analysis
    records: Sequence[Record]
    chance: random.Random

    def cited(self, *spans: Span) -> tuple[Evidence, ...]:
        return cite(self.analysis.text, *spans)

    def words(self, layer: str, start: int, end: int) -> list[Span]:
        found = self.analysis.layer(layer).within(start, end)
        return [(m.start, m.end) for m in found if m.kind != "none"]


def corruptions(analysis: Analysis, records: Sequence[Record], *, seed: int = 0) -> Iterator[Corruption]:
    """Every way in which each record of a document can be made wrong, one at a time."""
    for record in records:
        key = record_id(record)
        for kind, make in KINDS.items():
            source = _Source(analysis, records, random.Random(f"{seed} {kind} {key}"))
            for wrong in make(record, source):
                if wrong != record:
                    yield Corruption(kind=kind, record=wrong, of=key)


def sample(made: Sequence[Corruption], *, most: int, seed: int = 0) -> list[Corruption]:
    """At most so many of each kind, drawn by chance."""
    found: list[Corruption] = []
    for kind in KINDS:
        of_kind = [one for one in made if one.kind == kind]
        found += random.Random(f"{seed} {kind}").sample(of_kind, min(most, len(of_kind)))
    return found


# -- quotes that are not what stands there


def _quote(change: Callable[[str, Evidence, _Source], str | None]) -> Callable[[Record, _Source], Iterator[Record]]:
    def make(record: Record, source: _Source) -> Iterator[Record]:
        item = source.chance.choice(record.evidence)
        quote = change(item.quote, item, source)
        if quote is not None and quote != item.quote:
            yield replace(record, evidence=tuple(replace(e, quote=quote) if e is item else e for e in record.evidence))

    return make


def _other_number(quote: str, _item: Evidence, source: _Source) -> str | None:
    digits = [at for at, char in enumerate(quote) if char in "0123456789"]
    if not digits:
        return None
    at = source.chance.choice(digits)
    return f"{quote[:at]}{(int(quote[at]) + source.chance.randint(1, 9)) % 10}{quote[at + 1 :]}"


def _without(layer: str) -> Callable[[str, Evidence, _Source], str | None]:
    def change(quote: str, item: Evidence, source: _Source) -> str | None:
        words = source.words(layer, item.start, item.end)
        if not words:
            return None
        start, end = source.chance.choice(words)
        return quote[: start - item.start] + quote[end - item.start :].lstrip()

    return change


def _cut_quote(quote: str, _item: Evidence, source: _Source) -> str | None:
    return quote[: source.chance.randint(_LEAST, len(quote) - 1)] if len(quote) > 2 * _LEAST else None


def _negated_quote(quote: str, item: Evidence, source: _Source) -> str | None:
    return _with_negation(quote, item.start, source)


def _with_negation(words: str, start: int, source: _Source) -> str | None:
    """Words with one more negation, of their language, before one of them."""
    spaces = [at for at, char in enumerate(words) if char == " "]
    sentence = next((s for s in source.analysis.all_sentences if s.start <= start < s.end), None)
    if sentence is None or len(words) < _LEAST:
        return None
    word = source.chance.choice(source.analysis.grammar_of(sentence).words("negation")[:3])
    if sentence.language == "zh":
        at = source.chance.randint(1, len(words) - 1)
        return words[:at] + word + words[at:]
    at = source.chance.choice(spaces) if spaces else 0
    return f"{words[:at]} {word}{words[at:]}"


# -- words and spans that leave something out, with offsets that fit


def _shortened(record: Statement, span: Span, new: Span, source: _Source) -> Record:
    """A statement one of whose contents is shorter; its evidence shrinks with it."""
    content = tuple(new if old == span else old for old in record.content)
    spans = [*content, *(s for s in (record.cue, record.source) if s)]
    evidence = source.cited((min(s for s, _ in spans), max(e for _, e in spans)))
    return replace(record, content=content, evidence=evidence)


def _cut_content(record: Record, source: _Source) -> Iterator[Record]:
    """The last content ends at a word's end within it."""
    if not isinstance(record, Statement):
        return
    start, end = span = record.content[-1]
    view = source.analysis.view
    ends = [at for at in range(start + _LEAST, end - _LEAST) if view[at] == " " or view[at] > "\u2e80"]
    if ends:
        yield _shortened(record, span, (start, source.chance.choice(ends)), source)


def _begun_late(record: Record, source: _Source) -> Iterator[Record]:
    """The first content begins behind a negation that it has."""
    if not isinstance(record, Statement):
        return
    start, end = span = record.content[0]
    words = [word for word in source.words("negation", start, end) if word[1] < end - _LEAST]
    if words:
        begin = source.chance.choice(words)[1]
        begin += source.analysis.view[begin] == " "
        yield _shortened(record, span, (begin, end), source)


def _unconditional(record: Record, source: _Source) -> Iterator[Record]:
    """A content ends before the condition that it has; of words taken over, the condition is left out."""
    if isinstance(record, Statement):
        for start, end in record.content:
            words = [at for at, _ in source.words("conditional", start + _LEAST, end)]
            if words:
                high = words[0]
                while source.analysis.view[high - 1] in " ,，":
                    high -= 1
                yield _shortened(record, (start, end), (start, high), source)
    yield from _rewritten(record, source, "conditional", whole=True)


def _rewritten(record: Record, source: _Source, layer: str, *, whole: bool = False) -> Iterator[Record]:
    """Words that a record takes over, without a word of a list; `whole`: without all that follows it."""
    for name in _SAID:
        said = getattr(record, name, None)
        at = source.analysis.text.find(said, record.evidence[0].start) if said else -1
        words = source.words(layer, at, at + len(said)) if said and at >= 0 else []
        if said and words:
            start, end = source.chance.choice(words)
            rest = "" if whole else said[end - at :].lstrip()
            short = said[: start - at].rstrip(" ,，") + (" " if rest and rest[0].isascii() else "") + rest
            if len(short) >= _LEAST:
                yield replace(record, **{name: short})


def _unnegated(record: Record, source: _Source) -> Iterator[Record]:
    yield from _rewritten(record, source, "negation")


def _unhedged(record: Record, source: _Source) -> Iterator[Record]:
    yield from _rewritten(record, source, "modality")


def _negated(record: Record, source: _Source) -> Iterator[Record]:
    for name in _SAID:
        said = getattr(record, name, None)
        wrong = _with_negation(said, record.evidence[0].start, source) if said else None
        if wrong:
            yield replace(record, **{name: wrong})  # type: ignore[arg-type]


def _other_number_said(record: Record, source: _Source) -> Iterator[Record]:
    for name in _SAID:
        said = getattr(record, name, None)
        wrong = _other_number(said, record.evidence[0], source) if said else None
        if wrong:
            yield replace(record, **{name: wrong})  # type: ignore[arg-type]


# -- figures


def _other_value(record: Record, source: _Source) -> Iterator[Record]:
    for name in ("value", "duration_minutes"):
        value = getattr(record, name, None)
        if value is not None:
            wrong = source.chance.choice([value * 10, value + 1, value + 10, value * 2, max(value - 1, value / 2)])
            yield replace(record, **{name: wrong})


def _other_unit(record: Record, source: _Source) -> Iterator[Record]:
    if isinstance(record, Measure) and record.unit is not None:
        units = {unit for i in source.analysis.pack.instruments.values() for unit in i.valued} - {record.unit}
        yield replace(record, unit=source.chance.choice(sorted(units)))


def _other_date(record: Record, source: _Source) -> Iterator[Record]:
    for name in _DATED:
        date = getattr(record, name, None)
        if date:
            yield replace(record, **{name: _shifted(date, source.chance)})  # type: ignore[arg-type]


def _shifted(date: str, chance: random.Random) -> str:
    """A date a day, a month or a year off, cut as it was."""
    parts = [int(part) for part in date.split("-")]
    place = chance.randrange(len(parts))
    low, high = ((1, 9999), (1, 12), (1, 28))[place]
    step = chance.choice([-1, 1]) if low < parts[place] < high else (1 if parts[place] <= low else -1)
    parts[place] += step
    return "-".join(f"{part:04d}" if at == 0 else f"{part:02d}" for at, part in enumerate(parts))


# -- who


def _others(name: Name, source: _Source) -> list[Name]:
    """Others who are named in the document's records."""
    found: dict[str, Name] = {}
    for record in source.records:
        for one in (*getattr(record, "participants", ()), *(n for n in (getattr(record, "speaker", None),) if n)):
            found.setdefault(one.entity or one.name, one)
    return [one for key, one in sorted(found.items()) if key != (name.entity or name.name) and one.name != name.name]


def _other_speaker(record: Record, source: _Source) -> Iterator[Record]:
    if isinstance(record, Statement) and (others := _others(record.speaker, source)):
        yield replace(record, speaker=source.chance.choice(others))


def _other_speaker_same_words(record: Record, source: _Source) -> Iterator[Record]:
    if isinstance(record, Statement) and (others := _others(record.speaker, source)):
        yield replace(record, speaker=replace(source.chance.choice(others), surface=record.speaker.surface))


def _other_participant(record: Record, source: _Source) -> Iterator[Record]:
    if not isinstance(record, Interaction) or not record.participants:
        return
    old = source.chance.choice(record.participants)
    there = {name.entity or name.name for name in record.participants}
    others = [name for name in _others(old, source) if (name.entity or name.name) not in there]
    if others:
        new = replace(source.chance.choice(others), surface=old.surface)
        yield replace(record, participants=tuple(new if name is old else name for name in record.participants))


def _other_side(record: Record, source: _Source) -> Iterator[Record]:
    first, second = (side.code for side in source.analysis.pack.sides)
    swapped = {first: second, second: first}
    name = {Silence: "side", Leverage: "side", Compliance: "by", Measure: "imposed_by"}.get(type(record))
    old = getattr(record, name) if name else None
    if name and old in swapped:
        yield replace(record, **{name: swapped[old]})  # type: ignore[arg-type]
    who = {Statement: "speaker", StanceShift: "who"}.get(type(record))
    if who and (named := getattr(record, who)).side in swapped:
        yield replace(record, **{who: replace(named, side=swapped[named.side])})
    if isinstance(record, Commitment) and len(record.parties) == 1 and record.parties[0] in swapped:
        yield replace(record, parties=(swapped[record.parties[0]],), to=record.parties[0])


# -- what


def _changed(field: str, other: Callable[[Any, _Source], Any]) -> Callable[[Record, _Source], Iterator[Record]]:
    def make(record: Record, source: _Source) -> Iterator[Record]:
        old = getattr(record, field, None)
        new = other(old, source) if old is not None else None
        if new is not None and new != old:
            yield replace(record, **{field: new})

    return make


def _drawn(pool: Callable[[_Source], Sequence[str]]) -> Callable[[Any, _Source], Any]:
    def other(old: Any, source: _Source) -> Any:
        return source.chance.choice([one for one in pool(source) if one != old])

    return other


def _table(changes: dict[str, str]) -> Callable[[Any, _Source], Any]:
    return lambda old, _source: changes.get(old)


def _places(source: _Source) -> list[str]:
    return sorted({e.name for e in source.analysis.pack.entities.values() if e.kind == "place"})


def _moved(record: Record, source: _Source) -> Iterator[Record]:
    """The evidence of another record of its kind."""
    others = [r for r in source.records if type(r) is type(record) and not _overlap(r.evidence, record.evidence)]
    if others and isinstance(record, Interaction | Measure):
        yield replace(record, evidence=source.chance.choice(others).evidence)


def _overlap(ours: Sequence[Evidence], theirs: Sequence[Evidence]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in ours for b in theirs)


_OTHER_KIND = {
    "call": "meeting", "video_call": "meeting", "meeting": "call", "summit": "call", "talks": "call", "visit": "letter",
}  # fmt: skip

KINDS: dict[str, Callable[[Record, _Source], Iterator[Record]]] = {
    "quote: number changed": _quote(_other_number),
    "quote: negation dropped": _quote(_without("negation")),
    "quote: negation added": _quote(_negated_quote),
    "quote: condition word dropped": _quote(_without("conditional")),
    "quote: cut off": _quote(_cut_quote),
    "content: cut off within": _cut_content,
    "content: negation before it left out": _begun_late,
    "words: condition left out": _unconditional,
    "words: negation dropped": _unnegated,
    "words: negation added": _negated,
    "words: hedge dropped": _unhedged,
    "words: number changed": _other_number_said,
    "value changed": _other_value,
    "unit changed": _other_unit,
    "date shifted": _other_date,
    "speaker swapped": _other_speaker,
    "speaker swapped, words kept": _other_speaker_same_words,
    "participant swapped": _other_participant,
    "side swapped": _other_side,
    "instrument changed": _changed("instrument", _drawn(lambda s: sorted(s.analysis.pack.instruments))),
    "layer changed": _changed("layer", _drawn(lambda s: [layer.id for layer in s.analysis.pack.layers])),
    "place changed": _changed("place", _drawn(_places)),
    "kind changed": _changed("kind", _table(_OTHER_KIND)),
    "act changed": _changed("act", _table(_SWAPPED_ACTS)),
    "status changed": _changed("status", _table(_SWAPPED_STATUS)),
    "status weakened": _changed("status", _table(_WEAKENED)),
    "claim reversed": _changed("claim", _table({"kept": "breached", "breached": "kept", "partial": "kept"})),
    "mode changed": _changed("mode", _table({"direct": "indirect", "indirect": "direct"})),
    "direction reversed": _changed("direction", _table({"softer": "harder", "harder": "softer"})),
    "evidence of another record": _moved,
}
"""What is done to records, by name."""

