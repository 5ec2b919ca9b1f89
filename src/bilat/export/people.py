"""People and bodies in the brief: on what they spoke, in which tone, how that changed, and whom they met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.edition import Edition
from bilat.export.passages import Words, words
from bilat.model import Name
from bilat.relate.people import Met, Profile
from bilat.relate.people_tone import THRESHOLD, Said, Shift, Tone, mean

_ISSUES = 4  # shown for one person
_MET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneRow:
    """The tone on one issue: a mean with its number and range, never alone."""

    issue: str
    mean: str
    word: str
    spread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """A change of tone, with the words before and after."""

    key: str
    text: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person or body to show; `href` leads to their first statement."""

    key: str
    name: str
    tone: str
    side: str
    office: str
    statements: str
    href: str
    tones: tuple[ToneRow, ...]
    shifts: tuple[ShiftRow, ...]
    met: str
    sources: tuple[int, ...]


def people_rows(edition: Edition, profiles: Sequence[Profile]) -> list[PersonRow]:
    """The people and bodies, in the order given."""
    return [_row(edition, place, profile) for place, profile in enumerate(profiles, 1)]


def _row(edition: Edition, place: int, profile: Profile) -> PersonRow:
    one, say = profile.who, edition.say
    statements = [said.statement for said in profile.said]
    return PersonRow(
        key=f"person-{place}",
        name=edition.who(Name(name=one.name, surface=one.name, entity=one.key, side=one.side)),
        tone=edition.tone(one.side),
        side=edition.side(one.side) if one.side else "",
        office=next((s.speaker.office for s in reversed(statements) if s.speaker.office), "")
        if say.lang == "en"
        else "",
        statements=say.n("count.statements", len(statements)),
        href="#" + edition.anchor(statements[0]) if statements else "",
        tones=tuple(_tones(edition, profile.tones)),
        shifts=tuple(_shift(edition, f"person-{place}-shift-{n}", s) for n, s in enumerate(profile.shifts, 1)),
        met=_met(edition, profile.met),
        sources=tuple(edition.numbers(statements)),
    )


def _tones(edition: Edition, tones: Sequence[Tone]) -> list[ToneRow]:
    """By issue over all months, those most spoken of first."""
    by_issue: dict[str, list[Said]] = {}
    for tone in tones:
        by_issue.setdefault(tone.issue, []).extend(tone.said)
    ranked = sorted(by_issue.items(), key=lambda item: (-len(item[1]), item[0]))[:_ISSUES]
    return [_tone(edition, issue, said) for issue, said in ranked]


def _tone(edition: Edition, issue: str, said: Sequence[Said]) -> ToneRow:
    stances = [one.statement.stance for one in said]
    value = mean(said)
    return ToneRow(
        issue=edition.issue(issue),
        mean=_signed(value),
        word=edition.say.bucket("stance", value),
        spread=edition.say.t("people.spread", n=len(said), low=_signed(min(stances)), high=_signed(max(stances))),
    )


def _shift(edition: Edition, key: str, shift: Shift) -> ShiftRow:
    say = edition.say
    text = say.t(
        f"people.{shift.direction}",
        issue=edition.issue(shift.issue),
        a=say.date(shift.before.period),
        x=_signed(shift.before.mean),
        b=say.date(shift.after.period),
        y=_signed(shift.after.mean),
    )
    both = [one.statement for tone in (shift.before, shift.after) for one in tone.said]
    return ShiftRow(key=key, text=text, words=words(edition, both))


def _met(edition: Edition, met: Sequence[Met]) -> str:
    """Whom they met by the edition's documents, each with the latest day, the latest first."""
    latest: dict[tuple[str, ...], str | None] = {}
    for one in sorted((m for m in met if m.told and m.others), key=lambda m: m.date or "", reverse=True):
        latest.setdefault(one.others[:2], one.date)
    named = [(edition.say.listing([edition.party(name) for name in names]), date) for names, date in latest.items()]
    shown = [f"{who}{edition.say.aside(edition.say.date(date, short=True))}" if date else who for who, date in named]
    return edition.say.listing(shown[:_MET], final=False)


def _signed(value: float) -> str:
    """A figure of the scale with its sign."""
    text = f"{abs(value):.1f}".rstrip("0").rstrip(".")
    return ("\u2212" if value < 0 else "+" if value > 0 else "") + text


def threshold() -> str:
    """How far apart the means of two days must lie for a change of tone."""
    return f"{THRESHOLD:g}"
