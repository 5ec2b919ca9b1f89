"""One event from several tellings of a document, and which events are worth keeping."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from bilat.extract.interactions_candidates import Candidate, agree, conflict, within
from bilat.extract.places import PlaceFinder

_YEAR, _MONTH, _DAY = 4, 7, 10  # characters of a year, of a month, of a day
_MONTHS = 12  # of a year
_TWO = 2  # people who take part
SPECIFICITY = {"summit": 3, "talks": 2, "video_call": 2, "meeting": 1, "call": 1}


class Events:
    """The events of one document, in the order in which the text comes to them."""

    def __init__(self, places: PlaceFinder) -> None:
        self.places = places
        self.told: list[Candidate] = []

    def add(self, candidate: Candidate) -> None:
        """Merges a telling into the last event that it can be, else begins a new one."""
        if candidate.anaphoric and candidate.date is None:
            known = [e for e in self.told if e.family == candidate.family]
            held = [e for e in known if e.status == "held"]
            if known and candidate.status != "cancelled":
                candidate.status = "held" if held else known[-1].status
        earlier = [e for e in self.told if e.earlier]
        current = [e for e in self.told if not e.earlier]
        for event in [*reversed(current), *reversed(earlier)]:
            if self._same(event, candidate):
                self._merge(event, candidate)
                return
        self.told.append(candidate)

    def kept(self) -> list[Candidate]:
        """Those of which enough is known."""
        for event in self.told:
            self._take_day_of_journey(event)
        kept = [e for e in self.told if self._worth_keeping(e)]
        kept = [e for e in kept if not self._told_as_meeting(e, kept)]
        return [e for e in kept if not _told_as_call(e, kept)]

    def _same(self, event: Candidate, other: Candidate) -> bool:
        if event.family != other.family:
            return False
        if (event.status == "held") != (other.status == "held"):
            # Spoken of as a matter of fact, without a date, in the place where one is planned.
            told_of = event.status == "planned" and other.date is None and event.place_id is not None
            return told_of and event.place_id == other.place_id and not other.people
        if other.earlier and not agree(event.date, other.date):
            return False
        if event.status != other.status and {event.status, other.status} & {"cancelled"}:
            return False
        if conflict(event.date, other.date) and not within(event, other.date) and not _of_two_clocks(event, other):
            return False
        if other.known and conflict(event.date, other.known) and not within(event, other.known):
            return False
        if event.place_id and other.place_id and not self.places.compatible(event.place_id, other.place_id):
            return False
        if event.level and other.level and event.level != other.level and event.family != "visit":
            return False
        shared = set(event.people) & set(other.people)
        if event.people and other.people and not shared:
            return False
        if (
            len(event.people) >= 2
            and len(other.people) >= 2
            and not (set(event.people) <= set(other.people) or set(other.people) <= set(event.people))
        ):
            return agree(event.date, other.date) and bool(event.date)
        if event.family == "visit":
            return bool(shared) or not other.people
        if other.definite and other.follows == event.sentence and not (other.date or other.place_id):
            return not event.people or not other.people or bool(shared)
        if event.family == "call" and other.follows == event.sentence and not (event.people or event.date):
            return True  # 电话是X打来的。两国元首周一……
        same_place = bool(event.place_id and other.place_id)  # the others were told apart above
        linked = bool(shared) or agree(event.date, other.date or other.known) or same_place
        together = event.sentence == other.sentence and not (event.people and other.people)
        coming = event.status == other.status != "held" and not (event.people and other.people)
        bare = not (other.people or other.date or other.place_id)
        return linked or together or coming or (bare and (event.level is not None or other.level is None))

    def _take_day_of_journey(self, event: Candidate) -> None:
        """`will be in Spain from 14 to 17 September`: the days of talks there that the text dates nowhere else."""
        if event.family != "meeting" or len(event.date or "") > _YEAR or not event.place_id:
            return
        for journey in self.told:
            there = journey.elsewhere and journey.status == event.status and journey.place_id is not None
            same = there and self.places.compatible(event.place_id, journey.place_id or "")
            fits = not event.people or bool(set(journey.people) & set(event.people))
            if same and fits and journey.date and not conflict(event.date, journey.date):
                event.date, event.end_date, event.basis = journey.date, journey.end_date, journey.basis
                return

    def _merge(self, event: Candidate, other: Candidate) -> None:
        event.spans += other.spans
        event.mentions += 1
        event.sentence = other.sentence
        event.announced = event.announced or other.announced
        event.add(list(other.people.values()))
        if other.date and (event.date is None or len(other.date) > len(event.date)):
            event.date, event.end_date, event.basis = other.date, other.end_date, other.basis
        if event.place_id and other.place_id and self.places.lies_in(other.place_id, event.place_id):
            event.place, event.place_id = other.place, other.place_id
        if event.loosely_long and other.minutes and not other.loosely_long:
            event.minutes, event.loosely_long = other.minutes, False
        for name in ("known", "place", "place_id", "forum", "minutes", "initiated_by", "level"):
            if getattr(event, name) is None:
                setattr(event, name, getattr(other, name))
        if SPECIFICITY.get(other.kind, 0) > SPECIFICITY.get(event.kind, 0):
            event.kind = other.kind
        event.completed = event.completed or other.completed
        event.served = event.served and other.served
        if event.status == "proposed" and other.status == "planned" and not other.served:
            event.status = "planned"

    def _worth_keeping(self, event: Candidate) -> bool:
        if event.family == "visit":
            return bool(event.people) and not event.elsewhere
        loose = not (event.date or event.place_id or event.announced)
        if event.status == "proposed" and loose and len({a.side for a in event.people.values()}) < _TWO:
            return False
        if event.served and event.status != "held" and not event.date and not event.place_id and event.mentions == 1:
            return False
        known = bool(event.date) + bool(event.place_id) + (len(event.people) >= 2) + event.joint
        if not event.people and not event.joint and event.status == "held":
            return bool(event.date and event.place_id) or self.places.in_register(event.place_id)
        pointed = event.anaphoric and event.mentions == 1 and not (event.date or event.place_id)
        if pointed and event.kind != "summit":
            return False
        if event.status == "planned" and not event.people and self._long_ago(event.date):
            return False  # the day is that on which it was agreed
        if event.level == "working" and not event.people:
            return bool(event.date or event.place_id or event.status in ("planned", "cancelled"))
        if event.status == "cancelled" and event.kind != "visit" and not event.people:
            return event.joint or event.with_somebody
        if event.family == "call":
            met = event.joint or (event.people and (event.with_somebody or event.minutes is not None))
            return len(event.people) >= 2 or bool(event.date and met)
        if event.kind == "talks" and not event.place_id and len(event.people) < 2:
            coming = event.status != "held" and event.joint
            met = bool(event.people) and event.with_somebody
            return bool(event.announced or coming or ((event.of_trade or met) and event.date))
        if event.status != "held" and not event.people and not event.joint:
            return bool((event.announced or event.of_trade) and (event.date or event.place_id)) or event.announced
        if event.status != "held":
            met = event.status == "planned" and event.with_somebody
            return bool(event.date or event.place_id or len(event.people) >= 2 or event.announced or met)
        if event.kind == "talks" and not event.date and not event.place_id:
            return not event.joint
        if len(event.people) == 1 and not event.joint:
            return (event.with_somebody or event.minutes is not None) and bool(event.date or event.place_id)
        return known >= 1

    def _long_ago(self, date: str | None) -> bool:
        """True for a day half a year and more before the document's own."""
        published = self.places.analysis.document.published or ""
        if min(len(date or ""), len(published)) < _MONTH:
            return False
        (year, month), (to_year, to_month) = ((int(day[:4]), int(day[5:7])) for day in (str(date), published))
        return (to_year - year) * _MONTHS + to_month - month >= _MONTHS // 2

    def _told_as_meeting(self, visit: Candidate, events: Sequence[Candidate]) -> bool:
        """A visit that was held is not told beside the meeting that it was made for."""
        if visit.kind != "visit" or visit.status != "held" or visit.entry or visit.completed:
            return False
        for event in events:
            made_for = event.family == "meeting" and event.status == "held" and set(visit.people) & set(event.people)
            if made_for and not conflict(visit.date and visit.date[:7], event.date and event.date[:7]):
                return True
        return False


def _told_as_call(talks: Candidate, events: Sequence[Candidate]) -> bool:
    """`held their first talks since ...`, of the day and the people of a call, and in no place: the call."""
    if talks.family != "meeting" or talks.place_id or talks.forum or talks.status != "held":
        return False
    if len(talks.date or "") < _DAY or len(talks.people) < _TWO:
        return False
    calls = (e for e in events if e.family == "call" and e.status == "held" and e.date in (None, talks.date))
    return any(set(e.people) == set(talks.people) for e in calls)


def _of_two_clocks(one: Candidate, other: Candidate) -> bool:
    """A call of the same people on two days in a row: the evening of one capital is the next morning of the other."""
    if one.family != "call" or len(one.people) < 2 or set(one.people) != set(other.people):
        return False
    if len(one.date or "") < 10 or len(other.date or "") < 10:
        return False
    days = datetime.date.fromisoformat(str(one.date)) - datetime.date.fromisoformat(str(other.date))
    return abs(days.days) == 1
