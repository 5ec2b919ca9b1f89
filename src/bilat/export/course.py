"""Phases and initiative, as the page tells them: which rule, on what it rests, and who is known to have moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilat.export.edition import Edition, Link, links
from bilat.export.events import Event
from bilat.relate.initiative import Indicator
from bilat.relate.phases import Stage
from bilat.relate.phases_rules import rules
from bilat.relate.phases_signs import Sign

_SHOWN = 8  # phases before the others are folded away
_TURNS = 10  # events and exchanges before the others are folded away
_SIGNS = 6  # signs of one phase
_STEPS = (
    "broken_off", "truce_end", "truce", "agreement", "escalation", "easing", "breach", "kept", "undertaking",
    "irritant", "unconfirmed", "planned",
)  # fmt: skip
_LATER = 12  # signs that came later in a phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing that a phase rests on: when, who, what, and which step that was. `text`: the register's words."""

    when: str
    who: str
    tone: str
    what: str
    step: str
    text: str
    links: tuple[Link, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One phase; `marks` is what its rule saw, `more` how many of that are left out; `later` what came after in it, and
    `later_more` how many of that are left out."""

    key: str
    label: str
    about: str
    when: str
    limit: str
    reason: str
    rule: str
    confidence: float
    marks: tuple[Mark, ...]
    more: int
    later: tuple[Mark, ...]
    later_more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One indicator: its name, the side or what is said where there is none, and what it rests on."""

    name: str
    side: str
    tone: str
    basis: str
    items: str
    contested: bool
    links: tuple[Link, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is known of the initiative in one event, or in one exchange of measures (`href` is then None)."""

    when: str
    title: str
    href: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """The section: phases and turns, the latest first, the earlier ones of both folded away."""

    rows: tuple[Row, ...]
    earlier: tuple[Row, ...]
    turns: tuple[Turn, ...]
    earlier_turns: tuple[Turn, ...]


def course(edition: Edition, events: Sequence[Event]) -> CourseView | None:
    """Phases and initiative of an edition; None where it was made without, or nothing is known."""
    if edition.course is None or not (edition.course.stages or edition.course.initiative):
        return None
    rows = [_row(edition, stage) for stage in reversed(edition.course.stages)]
    turns = _turns(edition, events)
    return CourseView(
        rows=tuple(rows[:_SHOWN]),
        earlier=tuple(rows[_SHOWN:]),
        turns=tuple(turns[:_TURNS]),
        earlier_turns=tuple(turns[_TURNS:]),
    )


def anchor(stage: Stage) -> str:
    """The stage's id as an HTML id."""
    return stage.id.replace("/", "-")


def name_of(edition: Edition, label: str) -> str:
    """A phase's name in the language of the page."""
    return rules().titles.get(label, {}).get(edition.say.lang, label)


def _row(edition: Edition, stage: Stage) -> Row:
    say, using = edition.say, rules()
    rule = next(rule for rule in using.rules if rule.id == stage.rule)
    limit = ""
    if stage.end is None:
        limit = say.t("measure.last_known", date=say.date(stage.known_until))
    elif stage.ended_by == "no_news":
        limit = say.t("course.carried", date=say.date(stage.last_sign))
    when = say.dates(stage.start, stage.end) if stage.end else say.t("measure.since", date=say.date(stage.start))
    return Row(
        key=anchor(stage),
        label=name_of(edition, stage.label),
        about=using.about[stage.label][say.lang],
        when=when,
        limit=limit,
        reason=say.opening(rule.reason[say.lang]),
        rule=rule.id,
        confidence=stage.confidence,
        marks=tuple(_mark(edition, sign) for sign in stage.because[:_SIGNS]),
        more=max(0, len(stage.because) - _SIGNS),
        later=tuple(_mark(edition, sign) for sign in stage.during[:_LATER]),
        later_more=max(0, len(stage.during) - _LATER),
    )


def _mark(edition: Edition, sign: Sign) -> Mark:
    say = edition.say
    step = next((say.t(f"course.step.{tag}") for tag in _STEPS if tag in sign.tags), "")
    promise = bool(sign.tags & {"undertaking", "breach", "kept"}) and say.lang != "en"
    return Mark(
        when=say.dates(sign.first[: 7 if sign.first != sign.day else 10], sign.until, short=True),
        who="" if "contact" in sign.tags else say.opening(edition.party(sign.side)),
        tone=edition.tone(sign.side),
        what="" if promise else _what(edition, sign),  # what the register calls the occasion is in English
        step=step,
        text=(sign.text or "") if say.lang == "en" else "",
        links=links(sign.sources),
        sources=_numbers(edition, sign.evidence),
    )


def _what(edition: Edition, sign: Sign) -> str:
    say, labels = edition.say, edition.labels
    if sign.tags & {"contact", "planned"}:
        level = next((tag for tag in ("leaders", "negotiators") if tag in sign.tags), None)
        what = say.term("kind", sign.what)
        return say.t("pair", a=what, b=say.t(f"course.level.{level}")) if level else what
    known = next((name for name in (sign.what, *sorted(sign.names)) if name in labels.instruments), None)
    if known is not None:
        return labels.instrument(known, say.lang)
    return "" if sign.what in _STEPS else labels.instrument(sign.what, say.lang)


def _turns(edition: Edition, events: Sequence[Event]) -> list[Turn]:
    """Events that the documents tell of, and exchanges of measures within the phases that are shown."""
    assert edition.course is not None
    shown = {name: event for event in events for name in event.names}
    start = min((stage.start for stage in edition.course.stages[-_SHOWN:]), default="")
    by_event: dict[str, list[Indicator]] = {}
    found: list[tuple[str, Turn]] = []
    for one in edition.course.initiative:
        if one.event is None:
            if (one.date or "") >= start:
                found.append((one.date or "", _exchange(edition, one)))
        elif one.event in shown or any(row in shown for row in one.rows):
            by_event.setdefault(one.event, []).append(one)
    for key, group in by_event.items():
        event = shown.get(key) or next(shown[row] for one in group for row in one.rows if row in shown)
        answers = tuple(answer(edition, one) for one in group if one.name != "travelled" or one.side != "both")
        turn = Turn(when=event.when, title=event.title, href="#" + event.key, answers=answers)
        found.append((event.date or "", turn))
    return [turn for _, turn in sorted(found, key=lambda item: (item[0], item[1].title), reverse=True)]


def _exchange(edition: Edition, one: Indicator) -> Turn:
    say = edition.say
    return Turn(
        when=say.date(one.date), title=say.t(f"initiative.{one.name}"), href=None, answers=(answer(edition, one),)
    )


def answer(edition: Edition, one: Indicator) -> Answer:
    """An indicator in the words of the page."""
    say = edition.say
    basis = "" if one.basis in ("place", "accounts", "answered") else say.t(f"initiative.basis.{one.basis}")
    if one.basis == "one_account":
        basis = say.t("pair", a=basis, b=say.listing([edition.side(item) for item in one.items]))
    return Answer(
        name=say.t(f"initiative.{one.name}"),
        side=say.opening(edition.side(one.side)) if one.side else say.t("unknown"),
        tone=edition.tone(one.side),
        basis=basis,
        items=say.listing(_items(edition, one), final=False),
        contested=one.contested,
        links=links(one.sources),
        sources=_numbers(edition, one.evidence),
    )


def _items(edition: Edition, one: Indicator) -> list[str]:
    say = edition.say
    if one.name in ("raised_alone", "raised_first"):
        return [edition.issue(item) for item in one.items]
    if one.name in ("hosted", "travelled"):
        return [edition.labels.place(item, say.lang) for item in one.items]
    if one.name == "published_first":
        return []
    told = []
    for item in one.items:
        day, side, what = item.split(" ", 2)
        known = (
            what
            if what in edition.labels.instruments
            else next((name for name in edition.labels.instruments if what.endswith(name)), what)
        )
        told.append(
            say.t("initiative.step", date=say.date(day, short=True), side=edition.side(side),
                  what=edition.labels.instrument(known, say.lang))
        )  # fmt: skip
    return list(dict.fromkeys(told))


def _numbers(edition: Edition, evidence: Iterable[tuple[str, object]]) -> tuple[int, ...]:
    return tuple(sorted({edition.number[doc] for doc, _ in evidence if doc in edition.number}))
