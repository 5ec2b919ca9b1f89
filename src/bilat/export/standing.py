"""Measures sorted into lines: one instrument, one imposer, one part of a stack, its states one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bilat.export.edition import Edition, day
from bilat.export.passages import Words, words
from bilat.model import Measure

PERCENT = frozenset({"percent", "%"})
_OVER = frozenset({"lapsed", "withdrawn", "struck_down"})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a measure as some documents give it. `since` is the day from which it is known to hold: the day it
    took effect where that is stated (`exact`), else the day of the document that says so."""

    since: str | None
    exact: bool
    expires: str | None
    status: str
    value: float | None
    unit: str | None
    said: str
    when: str
    sources: tuple[int, ...]
    words: Words
    key: str
    inferred: str | None
    disputed: bool = False

    @property
    def over(self) -> bool:
        """Whether the state is that the measure no longer stands."""
        return self.status in _OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """All states of one part of one instrument of one imposer, the oldest first.

    `rate` says that it is a rate in percent over time; `latest` is the last state known to have come about.
    """

    instrument: str
    by: str | None
    tone: str
    name: str
    layer: str | None
    target: str | None
    states: tuple[State, ...]
    latest: State
    rate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One instrument of one imposer: its lines together."""

    key: str
    title: str
    by: str
    tone: str
    lines: tuple[Line, ...]

    @property
    def rates(self) -> tuple[Line, ...]:
        """The lines that can be drawn as steps."""
        return tuple(line for line in self.lines if line.rate)


def instruments(edition: Edition) -> list[Instrument]:
    """Every instrument with its lines; rates first, then by how much is said of it, sides in their order."""
    groups: dict[tuple[str, str | None], list[Measure]] = {}
    for record in edition.of(Measure):
        groups.setdefault((record.instrument, record.imposed_by), []).append(record)
    found = []
    for (name, by), group in groups.items():
        lines = _lines(edition, group)
        found.append(
            Instrument(
                key=f"instrument-{name}-{by or 'none'}".lower(),
                title=edition.labels.instrument(name, edition.say.lang),
                by=edition.say.opening(edition.party(by)),
                tone=edition.tone(by),
                lines=tuple(lines),
            )
        )
    totals = Counter(record.instrument for record in edition.of(Measure))
    order = {edition.say.opening(edition.party(side)): place for place, side in enumerate(edition.sides)}
    rated = Counter[str]()
    for one in found:
        rated.update({one.title: count} if (count := sum(len(line.states) for line in one.rates)) else {})
    weight = {edition.labels.instrument(name, edition.say.lang): count for name, count in totals.items()}

    def place(one: Instrument) -> tuple[object, ...]:
        return (-rated[one.title], -weight[one.title], one.title, order.get(one.by, 9), one.by)

    return sorted(found, key=place)


def _lines(edition: Edition, group: Sequence[Measure]) -> list[Line]:
    parts: dict[tuple[str | None, str | None], list[Measure]] = {}
    for record in group:
        named = record.target if record.target not in edition.sides and record.target != "both" else None
        parts.setdefault((record.layer, named), []).append(record)
    # By ids, so that the page of each language draws the same.
    ordered = sorted(parts.items(), key=lambda item: (item[0][0] != "total", item[0][0] or "", item[0][1] or ""))
    return [_line(edition, records, layer, target) for (layer, target), records in ordered]


def _line(edition: Edition, group: Sequence[Measure], layer: str | None, target: str | None) -> Line:
    say, labels, first = edition.say, edition.labels, group[0]
    name = labels.instrument(first.instrument, say.lang)
    states = _states(edition, group)
    horizon = day(edition.horizon)
    come = [state for state in states if horizon is None or (day(state.since) or 0) <= horizon]
    if target:
        name = say.t("pair", a=name, b=edition.party(target))
    return Line(
        instrument=first.instrument,
        by=first.imposed_by,
        tone=edition.tone(first.imposed_by),
        name=name,
        layer=labels.layer(layer, say.lang) if layer else None,
        target=edition.party(target) if target else None,
        states=tuple(states),
        latest=(come or states)[-1],
        rate=(labels.rates is None or first.instrument in labels.rates)
        and any(state.value is not None and state.unit in PERCENT for state in states),
    )


def _states(edition: Edition, group: Sequence[Measure]) -> list[State]:
    same: dict[tuple[object, ...], list[Measure]] = {}
    for record in group:
        same.setdefault((record.effective, record.status, record.value, record.unit, record.expires), []).append(record)
    states = [_state(edition, records) for records in same.values()]
    states = _undisputed(states)
    return sorted(states, key=lambda s: (day(s.since) or 0, not s.over, len(s.sources), s.key))


def _undisputed(states: Sequence[State]) -> list[State]:
    """Marks the states that say different values for the same stated day."""
    values: dict[str, set[float]] = {}
    for state in states:
        if state.exact and state.value is not None and not state.over and state.since:
            values.setdefault(state.since, set()).add(state.value)
    disputed = {since for since, given in values.items() if len(given) > 1}
    return [
        replace(state, disputed=True) if state.exact and state.since in disputed and not state.over else state
        for state in states
    ]


def _state(edition: Edition, records: Sequence[Measure]) -> State:
    say, first = edition.say, records[0]
    told = [edition.published(record) for record in records]
    known = max((iso[:10] for iso in told if iso), key=lambda iso: day(iso) or 0, default=None)
    return State(
        since=first.effective or known,
        exact=first.effective is not None,
        expires=first.expires,
        status=first.status,
        value=first.value,
        unit=first.unit,
        said=say.quantity(first.value, first.unit) if first.value is not None else "",
        when=_when(edition, first, known),
        sources=tuple(edition.numbers(records)),
        words=words(edition, records),
        key=edition.anchor(first),
        inferred=first.inferred,
    )


def _when(edition: Edition, record: Measure, known: str | None) -> str:
    """From when to when, in words; what is only last known says when it was."""
    say = edition.say
    ends = record.status in _OVER
    if record.effective and record.expires:
        return say.t("measure.from_to", a=say.date(record.effective), b=say.date(record.expires))
    first, horizon = day(record.effective), day(edition.horizon)
    if first is not None and horizon is not None and first > horizon:
        return say.t("date.from", date=say.date(record.effective))
    if record.effective:
        return say.t("measure.ended" if ends else "measure.since", date=say.date(record.effective))
    if record.expires:
        return say.t("measure.until", date=say.date(record.expires))
    return say.t("measure.last_known", date=say.date(known)) if known else say.t("measure.undated")
