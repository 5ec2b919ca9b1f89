"""The course of the phases: signs in order of their days, rules tried on each, and what silence between them means."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bilat.relate.phases_rules import NONE, Count, Rule, Rules
from bilat.relate.phases_signs import Sign
from bilat.relate.state_rows import next_day

_ONE_MEASURE = 7  # days at most from the order of a measure to its start, where both are in the register

_NOTHING = Rule(id=NONE, to=NONE, from_=frozenset(), today=frozenset(), confidence=0.0, reason={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One phase while the course is run; `end` None: it is the last."""

    label: str
    start: str
    rule: Rule
    because: tuple[Sign, ...] = ()
    during: tuple[Sign, ...] = ()
    end: str | None = None
    ended_by: str | None = None


@functools.lru_cache(maxsize=65_536)
def shifted(day: str, days: int) -> str:
    """The day so many days later, or earlier where negative; it stays within the calendar."""
    ordinal = datetime.date.fromisoformat(day).toordinal() + days
    return datetime.date.fromordinal(max(1, min(datetime.date.max.toordinal(), ordinal))).isoformat()


def acts(signs: Sequence[Sign]) -> int:
    """How many acts signs are: what one side does on one day is one, and so are the order and the start of one measure
    within a week."""
    found: list[Sign] = []
    for sign in signs:
        mine = [one for one in found if one.side == sign.side]
        if not any(one.day == sign.day or _one_measure(one, sign) for one in mine):
            found.append(sign)
    return len(found)


def _one_measure(one: Sign, other: Sign) -> bool:
    named = one.what in {other.what, *other.names} or other.what in one.names
    return named and bool(one.tags & other.tags) and shifted(one.day, _ONE_MEASURE) >= other.day


class Course:
    """Runs the rules over signs. `complete`: the first and the last day between which silence tells something."""

    def __init__(self, using: Rules, signs: Sequence[Sign], *, complete: tuple[str, str], horizon: str) -> None:
        self.using, self.signs, self.complete, self.horizon = using, list(signs), complete, horizon
        self.now = Span(label=NONE, start="0001-01-01", rule=_NOTHING)
        self._done: list[Span] = []

    def spans(self) -> list[Span]:
        """All phases in their order, also those in which none is known."""
        days: dict[str, list[Sign]] = {}
        for sign in self.signs:
            if sign.day <= self.horizon:
                days.setdefault(sign.day, []).append(sign)
        before = "0001-01-01"
        for day, today in days.items():
            self._between(before, day)
            self._on(day, today)
            before = day
        self._between(before, next_day(self.horizon))
        return [*self._done, self.now]

    def _on(self, day: str, today: Sequence[Sign]) -> None:
        for rule in self.using.rules:
            seen = self._holds(rule, day, today)
            if seen is not None:
                rest = [sign for sign in today if sign not in seen]
                self._change(rule, day, seen, rest)
                return
        self.now = replace(self.now, during=(*self.now.during, *today))

    def _change(self, rule: Rule, day: str, because: Sequence[Sign], during: Sequence[Sign] = ()) -> None:
        self._done.append(replace(self.now, end=shifted(day, -1), ended_by=rule.id))
        self.now = Span(label=rule.to, start=day, rule=rule, because=tuple(because), during=tuple(during))

    def _holds(self, rule: Rule, day: str, today: Sequence[Sign]) -> list[Sign] | None:
        """The signs by which a rule holds on a day; None where it does not."""
        if self.now.label not in rule.from_:
            return None
        seen = [sign for sign in today if sign.tags & rule.today]
        if not seen:
            return None
        if rule.count is not None:
            counted = self._counted(rule.count, day)
            if counted is None:
                return None
            seen = [*(sign for sign in counted if sign not in seen), *seen]
        if rule.after is not None:
            earlier = self._earlier(rule, day, seen)
            if earlier is None:
                return None
            seen = [earlier, *seen]
        return seen

    def _counted(self, count: Count, day: str) -> list[Sign] | None:
        low = shifted(day, -count.days)
        if count.since_phase and self.now.label != NONE:
            low = max(low, self.now.start)
        # What is known to the month counts only where the whole month lies within: it may have come before.
        found = [sign for sign in self.signs if low <= sign.first and sign.day <= day and sign.tags & count.tags]
        if count.with_ is not None and not any(count.with_ in sign.tags for sign in found):
            return None
        if count.each:
            sides = {sign.side for sign in found} - {None}
            return found if "both" in sides or len(sides) > 1 else None
        return found if acts(found) >= count.at_least else None

    def _earlier(self, rule: Rule, day: str, seen: Sequence[Sign]) -> Sign | None:
        after = rule.after
        if after is None:
            return None
        low = shifted(day, -after.days)
        found = [sign for sign in self.signs if low <= sign.day < day and sign.tags & after.tags and sign not in seen]
        if not found:
            return None
        last = found[-1]
        broken = after.unbroken is not None and any(
            last.day < sign.day <= day and after.unbroken in sign.tags for sign in self.signs
        )
        return None if broken else last

    def _between(self, before: str, limit: str) -> None:
        """What silence makes of the phase after the day `before` and up to the day `limit`, which is not part of it."""
        while True:
            turns = [*self._silences(before, limit), *self._drops(limit)]
            if not turns:
                return
            day, rule, because = min(turns, key=lambda turn: turn[0])
            if rule is None:
                self._drop(day)
            else:
                self._change(rule, day, because)

    def _silences(self, before: str, limit: str) -> Iterator[tuple[str, Rule, list[Sign]]]:
        for rule in self.using.rules:
            if rule.silent is None or self.now.label not in rule.from_:
                continue
            since = shifted(self.now.start, rule.silent.days)
            day, last = self._silent_until(rule, max(since, next_day(before)))
            first, covered = self.complete
            if day < limit and shifted(day, -rule.silent.days) >= first and day <= covered:
                yield day, rule, [last] if last else []

    def _silent_until(self, rule: Rule, earliest: str) -> tuple[str, Sign | None]:
        """The first day on which a silence has lasted long enough, and the sign before it."""
        silent, day, last = rule.silent, earliest, None
        assert silent is not None
        for sign in self.signs:
            if silent.tag in sign.tags and sign.first <= day:
                ends = max(sign.day, sign.until or sign.day)
                if last is None or ends >= max(last.day, last.until or last.day):
                    last = sign
                day = max(day, shifted(ends, silent.days))
        coming = [
            sign.day
            for sign in self.signs
            if "planned" in sign.tags and sign.known <= day < sign.day <= shifted(day, silent.wait)
        ]
        return (shifted(max(coming), 1) if coming else day), last

    def _drops(self, limit: str) -> Iterator[tuple[str, None, list[Sign]]]:
        """The day from which a phase is not carried any further."""
        carry = self.using.carry.get(self.now.label)
        if carry is None:
            return
        signs = [*self.now.because, *self.now.during]
        days = [sign.day for sign in signs if carry.tag is None or carry.tag in sign.tags]
        last = max(days, default=self.now.start)
        day = shifted(last, carry.days + 1)
        first, covered = self.complete
        if day < limit and (last < first or day > covered):
            yield day, None, []

    def _drop(self, day: str) -> None:
        self._done.append(replace(self.now, end=shifted(day, -1), ended_by="no_news"))
        self.now = Span(label=NONE, start=day, rule=_NOTHING)
