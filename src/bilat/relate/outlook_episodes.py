"""Episodes: how long it took from one thing to another, and what became of set ends, as far as a day knew.

An episode that had not ended by the last day that is watched is censored there: that nothing is known of its end does
not mean that it has none. Everything here is built from what was known by a day, so nothing later can be in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bilat.packs import Pack
from bilat.relate.outlook_questions import Question, Settings
from bilat.relate.phases_rules import rules
from bilat.relate.phases_signs import Sign, effect_of
from bilat.relate.state_rows import Row, lines, next_day


def days_between(earlier: str, later: str) -> int:
    """Whole days from one ISO day to another."""
    return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """From `since`, the last day of the sign that `began` it, to `until`, the day of the sign that `ended` it.

    These two are None where it was still running on `seen`, the last day that is watched."""

    since: str
    began: Sign
    seen: str
    until: str | None = None
    ended: Sign | None = None

    @property
    def days(self) -> int:
        """Its length, or how long it has been watched."""
        return days_between(self.since, self.until or self.seen)

    def as_of(self, day: str) -> Episode:
        """The episode as a day saw it, that is not before its beginning: what ended later still ran."""
        if self.until is not None and self.until <= day:
            return self
        return replace(self, seen=min(self.seen, day), until=None, ended=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A day `due` that was set beforehand, on `known`, as the end of these rows of the register; `prolonged` None: not
    known yet. `after`: the rows that followed without a gap."""

    due: str
    known: str
    rows: tuple[Row, ...]
    prolonged: bool | None
    after: tuple[Row, ...] = ()


def episodes(question: Question, signs: Iterable[Sign], seen: str) -> list[Episode]:
    """A question's episodes from signs in order of their days, the earliest first; `seen`: the last day watched."""
    done: list[Episode] = []
    running: list[Episode] = []
    begins, ends = question.begins, question.ends
    if begins is None or ends is None:
        return []
    for sign in signs:
        if ends.holds(sign):
            over = [one for one in running if one.since < sign.day]
            done += [replace(one, until=sign.day, ended=sign) for one in over]
            running = [one for one in running if one not in over]
        if begins.holds(sign) and not (question.once and running) and not _within(sign, running):
            running.append(Episode(since=max(sign.until or sign.day, sign.day), began=sign, seen=seen))
    return sorted([*done, *running], key=lambda one: (one.since, one.began.id))


def _within(sign: Sign, running: Sequence[Episode]) -> bool:
    """Whether a sign is part of what began an episode: a visit of several days, and a meeting during it."""
    return any(sign.day <= one.since for one in running)


def endings(question: Question, pack: Pack, using: Settings, seen: str, by: str) -> list[Ending]:
    """The set ends that a question asks about, as known by a day (`by`), the earliest first.

    One set end is one case, however many instruments end with it; it was prolonged where each of them was.
    """
    groups: dict[str, list[tuple[Row, Row | None]]] = {}
    for line in lines(pack):
        if effect_of(pack, rules(), line[0].shown, line[0].instrument) not in question.effects:
            continue
        known = [row for row in line if row.known <= by]
        for place, row in enumerate(known):
            if row.end is None or row.status != "in_force" or row.cells["expires_basis"] != "scheduled":
                continue
            after = next((later for later in known[place + 1 :] if later.begins <= next_day(row.end)), None)
            groups.setdefault(_group(row.end, groups, using.near), []).append((row, after))
    return [_ending(due, groups[due], seen) for due in sorted(groups)]


def _group(end: str, groups: Iterable[str], near: int) -> str:
    return next((due for due in groups if abs(days_between(due, end)) <= near), end)


def _ending(due: str, pairs: Sequence[tuple[Row, Row | None]], seen: str) -> Ending:
    after = tuple(later for _, later in pairs if later is not None)
    prolonged = all(later is not None and later.status == "in_force" for _, later in pairs)
    return Ending(
        due=due,
        known=max(row.known for row, _ in pairs),
        rows=tuple(row for row, _ in pairs),
        prolonged=prolonged if prolonged or seen > due else None,
        after=after,
    )


def cycles(signs: Iterable[Sign], using: Settings) -> list[str]:
    """The days on which cycles begin, in order; what lies before the first is a cycle too."""
    found: list[str] = []
    eased: str | None = None
    for sign in signs:
        if using.cycle_begins in sign.tags and eased is not None and eased < sign.day:
            found.append(sign.day)
            eased = None
        elif using.cycle_after in sign.tags and eased is None:
            eased = sign.day
    return found


def cycle_of(day: str, starts: Sequence[str]) -> int:
    """In which cycle a day lies, counted from 0."""
    return sum(start <= day for start in starts)
