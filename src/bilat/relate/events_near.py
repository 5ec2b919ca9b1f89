"""Which reports have to be looked at together, so that the events of some of them come out as they would of all.

Reports meet only where they share somebody who took part (or, where one names nobody, a place) within a few days; and
those told to the day are gathered without regard to the vague ones, which each decide by them. So what a report can
change is found from it step by step. What is followed here is a little more than what `events_match` lets meet, never
less: the exactness of comparing part of a workspace rests on that.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Protocol

from bilat.packs import Pack
from bilat.relate.events_cluster import REACH, WAVE, about
from bilat.relate.events_match import FRESH, SOON, Cluster, people_agree
from bilat.relate.events_mentions import Days, Mention, apart, known_rows

Told = Literal["day", "span", "none", "register"]
_STEP = datetime.timedelta(days=1)
_SOMEWHERE = "*"  # a place that is not known here
_OTHER_FAMILY = {"call": "meeting", "meeting": "call"}  # talks by video are a call to one and talks to another


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Of a report what decides whom it meets. `told`: its date to the `day`, as a `span` (cut) or not at all, or it is
    linked to the `register`; `days`: as of a `Mention`; `published` likewise; `loose`: vague, and of no event that is
    told to the day."""

    key: str
    told: Told
    family: str
    days: Days | None
    published: Days | None
    people: frozenset[str]
    place: str | None
    status: str
    register_id: str | None = None
    loose: bool = True


class Reports(Protocol):
    """The reports of a workspace, found by what they have in common."""

    def near(self, told: Told, family: str, people: frozenset[str], days: Days, *, loose: bool) -> Iterable[Report]:
        """Reports whose days (of those without: of their publication) overlap with `days`, and who name one of the
        people or nobody; all of those days where no people are given. `loose`: only loose ones."""

    def linked(self, rows: Iterable[str]) -> Iterable[Report]:
        """Reports linked to rows of the register."""


def report(one: Mention, *, loose: bool = True) -> Report:
    """A mention as what it is looked for by."""
    linked = one.record.register_id
    told: Told = "register" if linked else "day" if one.exact else "none" if one.days is None else "span"
    return Report(
        key=one.key, told=told, family=one.family, days=one.days, published=one.published, people=one.people,
        place=one.place, status=one.record.status, register_id=linked, loose=loose,
    )  # fmt: skip


class Neighbourhood:
    """A set of reports that grows until it is closed: the events of its exact reports come out as they would of all,
    and every vague one finds all events that it may mean, and all loose ones that it may be grouped with."""

    def __init__(self, reports: Reports, pack: Pack) -> None:
        self._reports, self._pack = reports, pack
        self.found: dict[str, Report] = {}
        self._rows: set[str] = set()

    def add(self, wanted: Iterable[Report]) -> None:
        """Take reports in, with all that they need."""
        waiting = [one for one in wanted if one.key not in self.found]
        while waiting:
            one = waiting.pop()
            if one.key not in self.found:
                self.found[one.key] = one
                waiting += [other for other in self._needed(one) if other.key not in self.found]

    def loosen(self, keys: Iterable[str]) -> bool:
        """Take in what vague reports may be grouped with that turn out to be loose; whether there were such."""
        new = [one for key in keys if (one := self.found[key]).told in ("span", "none") and not one.loose]
        for one in new:
            self.found[one.key] = replace(one, loose=True)
            self.add(list(self._grouped_with(one)))
        return bool(new)

    def add_around(self, gone: Report) -> None:
        """Take in all that a report needed which is there no more."""
        self.add(list(self._needed(gone)))

    def add_row(self, row: str) -> None:
        """Take a row of the register in, with all that meets it."""
        self.add(list(self._of_row(row)))

    @property
    def rows(self) -> frozenset[str]:
        """The rows of the register that are among them."""
        return frozenset(self._rows)

    def met_by(self, cluster: Report) -> Iterator[Report]:
        """The vague reports that may mean an event of these days and people."""
        if cluster.days is None:
            return
        first, last = _wider(cluster.days, REACH)
        soon = _wider(cluster.days, SOON)[0], _wider(cluster.days, 2 * FRESH)[1]
        told: tuple[tuple[Told, Days], ...] = (("span", (first, last)), ("none", soon))
        for kind, days in told:
            for other in self._reports.near(kind, cluster.family, cluster.people, days, loose=False):
                if _may_mean(other, cluster):
                    yield other

    def _needed(self, one: Report) -> Iterator[Report]:
        if one.told == "register":
            yield from self._of_row(one.register_id or "")
        elif one.told == "day":
            yield from self._meeting(one)
        else:
            yield from self._meant_by(one)
            yield from self._grouped_with(one) if one.loose else ()

    def _meeting(self, one: Report) -> Iterator[Report]:
        """The exact reports that may be of one event with this one, or of one with those."""
        if one.days is None:
            return
        # Of a row that names less than two, the reports linked to it say who took part: it may be anybody.
        people = one.people if one.key != _key(one.register_id) or len(one.people) > 1 else frozenset[str]()
        for family in sorted({one.family, _OTHER_FAMILY.get(one.family, one.family)}):
            for other in self._reports.near("day", family, people, _wider(one.days, REACH), loose=False):
                if may_meet(one, other):
                    yield other
        yield from self._rows_where(partial(may_meet, one))

    def _of_row(self, row: str) -> Iterator[Report]:
        if row in self._rows:
            return
        self._rows.add(row)
        yield from self._reports.linked([row])
        known = known_reports(self._pack).get(row)
        if known is not None:
            yield from self._meeting(known)

    def _rows_where(self, meets: Callable[[Report], bool]) -> Iterator[Report]:
        for key, row in known_reports(self._pack).items():
            if key not in self._rows and meets(row):
                yield from self._of_row(key)

    def _meant_by(self, one: Report) -> Iterator[Report]:
        days = one.days or about_days(one)
        if days is None:
            return
        for other in self._reports.near("day", one.family, one.people, _wider(days, REACH), loose=False):
            if _may_mean(one, other):
                yield other
        yield from self._rows_where(partial(_may_mean, one))

    def _grouped_with(self, one: Report) -> Iterator[Report]:
        days, reach = (one.days, 1) if one.days is not None else (one.published, WAVE)
        if days is None:
            return
        for other in self._reports.near(one.told, one.family, one.people, _wider(days, reach), loose=True):
            if one.told == "span" and one.days and other.days:
                near = apart(one.days, other.days) <= 1 and (_share(one, other) or _placed(one, other))
                if near and people_agree(one.people, other.people, one.family):
                    yield other
            elif one.told == "none" and (one.people, one.status) == (other.people, other.status):
                yield other


@functools.lru_cache(maxsize=8)
def known_reports(pack: Pack) -> Mapping[str, Report]:
    """The register's rows as reports told to the day."""
    return {
        key: Report(
            key=_key(key), told="register", family=row.family, days=row.days, published=None,
            people=row.people, place=row.place or _SOMEWHERE, status="held", register_id=key,
        )
        for key, row in known_rows(pack).items()
    }  # fmt: skip


def _key(row: str | None) -> str:
    return f"register:{row}"


def of_cluster(cluster: Cluster) -> Report:
    """An event as what it is looked for by."""
    return Report(
        key=cluster.first, told="day", family=cluster.family, days=cluster.days, published=None,
        people=cluster.people, place=cluster.place or _SOMEWHERE, status="held",
    )  # fmt: skip


def features(cluster: Cluster) -> tuple[object, ...]:
    """All of an event that vague reports are decided by."""
    known = cluster.known.id if cluster.known else None
    return (
        cluster.family, cluster.days, cluster.exact, cluster.people, cluster.place, known,
        frozenset(cluster.statuses), cluster.first,
    )  # fmt: skip


def may_meet(one: Report, other: Report) -> bool:
    """Whether two exact reports may be of one event, whatever else is known of it."""
    if one.days is None or other.days is None:
        return False
    off = apart(one.days, other.days)
    if _anybody(one) or _anybody(other):
        return off <= REACH
    shared = len(one.people & other.people)
    if one.family != other.family:
        return off == 0 and shared >= 2 and _OTHER_FAMILY.get(one.family) == other.family
    if not one.people or not other.people:
        return off <= 1 and (_placed(one, other) or one.people == other.people)
    agree = people_agree(one.people, other.people, one.family)
    if off == 0:
        return shared >= 1 and (agree or one.family == "meeting")
    return agree and off <= (REACH if shared >= 2 else 1)


def _may_mean(vague: Report, exact: Report) -> bool:
    days = vague.days or about_days(vague)
    if days is None or exact.days is None or vague.family != exact.family or apart(days, exact.days) > REACH:
        return False
    if _anybody(exact):
        return True
    if not people_agree(vague.people, exact.people, vague.family):
        return False
    return _placed(vague, exact) or _share(vague, exact)


def _anybody(one: Report) -> bool:
    return one.key == _key(one.register_id) and len(one.people) < 2


def _share(one: Report, other: Report) -> bool:
    return bool(one.people & other.people)


def _placed(one: Report, other: Report) -> bool:
    """Whether they may be of one place; which lies in which is not asked here."""
    return one.place is not None and other.place is not None


def about_days(one: Report) -> Days | None:
    """The days that a report without a date may mean; None where it is not known when it came out."""
    return about(one.published, one.status) if one.published is not None else None


def _wider(days: Days, reach: int) -> Days:
    step = reach * _STEP
    first = days[0] - step if days[0] - datetime.date.min > step else datetime.date.min
    last = days[1] + step if datetime.date.max - days[1] > step else datetime.date.max
    return (first, last)
