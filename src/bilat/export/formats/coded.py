"""Records as coded events: who did what to whom, in the types of PLOVER and the codes of CAMEO, both as data."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bilat.export.formats.dataset import Dataset, data
from bilat.export.formats.event_actors import named
from bilat.export.formats.event_words import told
from bilat.export.formats.leftout import LeftOut
from bilat.languages.countries import alpha3, codes_by_name
from bilat.languages.script import to_simplified
from bilat.model import TYPES, Commitment, Compliance, Interaction, Measure, Name, Record, Statement
from bilat.packs import Pack
from bilat.relate.phases_rules import rules
from bilat.relate.phases_signs import effect_of

Code = Mapping[str, str]
_ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts or is acted on. `code`: ISO 3166-1 alpha-3, IGO or NGO, None where it is not known; `sector` as in
    PLOVER; `name`: the canonical name, `surface`: as the text has it (None for a side that is only meant)."""

    code: str | None
    sector: str | None
    name: str
    surface: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An event. `id` is stable; `tense` is `planned`, `proposed`, `cancelled` or None for what is or was so; `records`
    are all that tell of it; `code` is the row of the code book; `start` and `end` are ISO dates, perhaps cut."""

    id: str
    records: tuple[Record, ...]
    code: Code
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    start: str | None
    end: str | None
    tense: str | None
    issues: tuple[str, ...] = ()
    place: str | None = None
    forum: str | None = None


def coded(dataset: Dataset) -> tuple[list[Coded], list[LeftOut]]:
    """All records that are events, interactions once each; and those that are none, with the reason."""
    events: list[Coded] = []
    lost: list[LeftOut] = []
    for item in _candidates(dataset):
        if isinstance(item, LeftOut):
            lost.append(item)
        elif item.code.get("event") is None:
            lost += [_refused(dataset, record, item.code["why"]) for record in item.records]
        else:
            events.append(item)
    return events, lost


def _candidates(dataset: Dataset) -> Iterator[Coded | LeftOut]:
    for happening in dataset.happenings:
        yield _interaction(dataset, happening.id, happening.best, happening.all)
    makers = {Statement: _statement, Commitment: _commitment, Compliance: _compliance, Measure: _measure}
    done: set[str] = set()
    for record in dataset.records:
        make = makers.get(type(record))
        if make is not None and dataset.id(record) not in done:
            done.add(dataset.id(record))
            yield make(dataset, record)  # type: ignore[operator]


def _interaction(dataset: Dataset, key: str, best: Interaction, records: tuple[Record, ...]) -> Coded:
    sector = data("plover")["taking_part"]
    actors = tuple(actor for name in best.participants for actor in _person(dataset, name, sector))
    hosted = best.kind == "visit"
    host = _hosts(dataset, best) if hosted else ()
    guests = tuple(one for one in actors if one.code not in {other.code for other in host})
    return Coded(
        id=key, records=records, code=_book()["interaction"][best.kind], start=best.date, end=best.end_date,
        source=guests if hosted and guests else actors, target=host if hosted and guests else (),
        tense=None if best.status == "held" else best.status, place=best.place, forum=best.forum,
    )  # fmt: skip


def _hosts(dataset: Dataset, visit: Interaction) -> tuple[Actor, ...]:
    """The state in which the place of a visit lies, where it is one of the two."""
    country = next((e.country or e.side for e in dataset.pack.entities.values() if e.name == visit.place), None)
    side = next((side for side in dataset.pack.sides if country == side.code or visit.place == side.name), None)
    return (_side(dataset, side.code),) if side else ()


def _statement(dataset: Dataset, record: Statement) -> Coded:
    return Coded(
        id=dataset.id(record), records=(record,), code=_spoken(dataset, record),
        source=_person(dataset, record.speaker, data("plover")["sectors"].get(record.voice)),
        target=_addressed(dataset, record), start=dataset.document_of(record).published, end=None, tense=None,
        issues=record.issues,
    )  # fmt: skip


def _spoken(dataset: Dataset, record: Statement) -> Code:
    """The code of an act of speech; words tell its mode, and whether a comment on oneself is a promise or a threat."""
    book, code, said = data("plover"), _book()["statement"][record.act], _said(dataset, record)
    if record.act in book["for_a_government"]:
        if record.voice not in book["governments"]:
            return {"why": book["why_not"]["voice"]}
        if record.act == "commit" and _begins_with_other(dataset, record, said):
            return {"why": book["why_not"]["other"]}
    language = dataset.document_of(record).language or _ENGLISH
    if "event" not in code and _of_oneself(dataset, record, said, language):
        types = [event.type for event in told(said, language)[:1]]
        acts = book["as_act"]
        code = _book()["statement"][acts[types[0]]] if types and types[0] in acts else code
    modes = [event.mode for event in told(record.evidence[0].quote, language)[:1] if event.type == code.get("event")]
    return {**code, "mode": modes[0]} if modes and modes[0] and "mode" not in code else code


def _of_oneself(dataset: Dataset, record: Statement, said: str, language: str) -> bool:
    """Whether what is said begins with the speaker: a word that means him or, in Chinese, the name of his side."""
    book = data("plover")["of_oneself"]
    if language == _ENGLISH:
        return re.match(rf"(?:{'|'.join(book[_ENGLISH])})\b", said, re.IGNORECASE) is not None
    own = _names_of(dataset.pack, record.speaker.side) if record.speaker.side in _codes(dataset) else ()
    return to_simplified(said).startswith((*book["zh"], *own))


def _begins_with_other(dataset: Dataset, record: Statement, said: str) -> bool:
    other = _other(dataset, record.speaker.side)
    return other is not None and to_simplified(said).startswith(_names_of(dataset.pack, other))


def _other(dataset: Dataset, side: str | None) -> str | None:
    """The other of the two sides; None for whoever is of neither, or of both."""
    codes = _codes(dataset)
    return codes[1 - codes.index(side)] if side in codes else None


def _codes(dataset: Dataset) -> list[str]:
    return [one.code for one in dataset.pack.sides]


def _said(dataset: Dataset, record: Statement) -> str:
    text = dataset.document_of(record).text
    return " ".join(text[start:end] for start, end in record.content)


def _addressed(dataset: Dataset, record: Statement) -> tuple[Actor, ...]:
    """The other of the two sides, where what is said names it; else, in English, the first other country named."""
    said = _said(dataset, record)
    other, words = _other(dataset, record.speaker.side), to_simplified(said)
    if other is not None and any(word in words for word in _names_of(dataset.pack, other)):
        return (_side(dataset, other),)
    if dataset.document_of(record).language != _ENGLISH:
        return ()
    own = {actor.code for actor in _person(dataset, record.speaker, None)}
    found = [name for name in named(said) if name.code not in own]
    return tuple(Actor(code=n.code, sector=None, name=said[n.start : n.end]) for n in found[:1])


@functools.lru_cache(maxsize=16)
def _names_of(pack: Pack, side: str) -> tuple[str, ...]:
    mine = {entity.id for entity in pack.entities.values() if entity.kind == "side" and entity.side == side}
    adjectives = next(one.adjectives for one in pack.sides if one.code == side)
    names = (term.surface for term in pack.terms if term.kind == "side" and set(term.ids) & mine and not term.weak)
    return tuple(dict.fromkeys((*names, *adjectives)))


def _commitment(dataset: Dataset, record: Commitment) -> Coded:
    return Coded(
        id=dataset.id(record), records=(record,), code=_book()["commitment"]["made"],
        source=tuple(actor for party in record.parties for actor in _sides(dataset, party)),
        target=_sides(dataset, record.to), start=dataset.document_of(record).published, end=None, tense=None,
        issues=record.issues,
    )  # fmt: skip


def _compliance(dataset: Dataset, record: Compliance) -> Coded:
    return Coded(
        id=dataset.id(record), records=(record,), code=_book()["compliance"][record.claim],
        source=_sides(dataset, record.by), target=_sides(dataset, record.about),
        start=dataset.document_of(record).published, end=None, tense=None,
    )  # fmt: skip


def _measure(dataset: Dataset, record: Measure) -> Coded | LeftOut:
    book = _book()
    effect = effect_of(dataset.pack, rules(), record.instrument)
    states = book.get(record.instrument) or book.get(effect or "")
    if states is None:
        return _refused(dataset, record, f"no code is known for the instrument {record.instrument}")
    code = states.get(record.status) or {"why": data("plover")["other_statuses"]}
    return Coded(
        id=dataset.id(record), records=(record,), code=code, source=_sides(dataset, record.imposed_by),
        target=_sides(dataset, record.target), start=record.effective or dataset.document_of(record).published,
        end=None, tense=None,
    )  # fmt: skip


def _refused(dataset: Dataset, record: Record, why: str) -> LeftOut:
    return LeftOut(id=dataset.id(record), type=TYPES[type(record)], why=why)


def _book() -> Mapping[str, Mapping[str, Code]]:
    found: Mapping[str, Mapping[str, Code]] = data("plover")["codes"]
    return found


def _sides(dataset: Dataset, party: str | None) -> tuple[Actor, ...]:
    """The actors behind a side's code, `both`, or somebody else's name."""
    if party is None:
        return ()
    codes: Sequence[str] = [side.code for side in dataset.pack.sides] if party == "both" else [party]
    return tuple(_side(dataset, code) for code in codes)


def _side(dataset: Dataset, code: str) -> Actor:
    name = next((side.name for side in dataset.pack.sides if side.code == code), code)
    found = code_of(code)
    return Actor(code=found, sector="GOV" if found else None, name=name)


def _person(dataset: Dataset, name: Name, sector: str | None) -> tuple[Actor, ...]:
    """Whoever is named; the two sides where a name stands for both."""
    if name.side == "both":
        return _sides(dataset, "both")
    entity = dataset.pack.entities.get(name.entity or "")
    state = name.side or (entity.country if entity else None) or name.name
    return (Actor(code=code_of(state), sector=sector, name=name.name, surface=name.surface),)


def code_of(state: str) -> str | None:
    """The alpha-3 code of an alpha-2 code or an English name, IGO or NGO for bodies of no state; None if unknown."""
    return alpha3().get(state) or codes_by_name().get(state)
