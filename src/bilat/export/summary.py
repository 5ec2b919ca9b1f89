"""The first screen: what happened last, where things stand, what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.course import anchor, name_of
from bilat.export.edition import Edition, day
from bilat.export.events import Event
from bilat.export.ledger import Note
from bilat.export.outlook import Due
from bilat.export.passages import Words
from bilat.export.standing import Instrument, Line, State
from bilat.model import Phase, Statement

_STANDING, _DUE, _LAST = 5, 4, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A measure as it stands: whose, what, and its last known state."""

    by: str
    tone: str
    name: str
    state: State
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The three answers. `phase` is the last dated phase; `counts` what the page is made from, in words."""

    last: tuple[Event, ...]
    standing: tuple[Standing, ...]
    more_standing: int
    phase: Note | None
    due: tuple[Due, ...]
    more_due: int
    counts: str
    period: str


def summary(
    edition: Edition, events: Sequence[Event], found: Sequence[Instrument], ahead: Sequence[Due], phases: Sequence[Note]
) -> Summary:
    """The first screen of an edition."""
    say = edition.say
    horizon = day(edition.horizon)
    held = [e for e in events if e.status in ("held", "cancelled") and (at := day(e.date)) and at <= (horizon or at)]
    standing = _standing(edition, found)
    counts = [
        say.n("count.documents", len(edition.documents)),
        say.n("count.statements", len(edition.of(Statement))),
        say.n("count.interactions", len(events)),
    ]
    soon = sorted(ahead, key=lambda item: item.past)
    return Summary(
        last=tuple(held[:_LAST]),
        standing=tuple(standing[:_STANDING]),
        more_standing=max(0, len(standing) - _STANDING),
        phase=_phase(edition, phases),
        due=tuple(soon[:_DUE]),
        more_due=max(0, len(ahead) - _DUE),
        counts=say.listing(counts),
        period=_period(edition),
    )


def _phase(edition: Edition, phases: Sequence[Note]) -> Note | None:
    if edition.course is not None and edition.course.stages:
        last = edition.course.stages[-1]
        why = f"{last.rule}: {last.reason}"
        return Note(
            key=anchor(last), title=name_of(edition, last.label), tone="other", text="", items=(), sources=(),
            lang=edition.say.lang, words=Words(()), inferred=why,
        )  # fmt: skip
    dated = [edition.anchor(p) for p in edition.of(Phase) if p.label and day(p.start) is not None]
    return next((note for note in reversed(phases) if note.key in dated), None)


def _standing(edition: Edition, found: Sequence[Instrument]) -> list[Standing]:
    """The measures by how recently they changed on a known day, one for each side's instrument."""
    chosen: list[tuple[tuple[object, ...], Standing]] = []
    for place, one in enumerate(found):
        line = max(one.lines, key=_weight)
        state = line.latest
        name = edition.say.t("pair", a=line.name, b=line.layer) if line.layer else line.name
        status = edition.say.term("measure_status", state.status)
        item = Standing(by=one.by, tone=one.tone, name=name, state=state, status=status)
        chosen.append(((state.over, place > 1 or not line.rate, not state.exact, -(day(state.since) or 0)), item))
    return [item for _, item in sorted(chosen, key=lambda pair: pair[0])]


def _weight(line: Line) -> tuple[object, ...]:
    state = line.latest
    return (not state.over, state.exact, day(state.since) or 0, len(line.states), line.name)


def _period(edition: Edition) -> str:
    say = edition.say
    if edition.since or edition.until:
        if not edition.until:
            return say.t("date.from", date=say.date(edition.since))
        return say.dates(edition.since, edition.until)
    dates = sorted(d.published[:10] for d in edition.documents if d.published)
    return say.dates(dates[0], dates[-1]) if dates else ""
