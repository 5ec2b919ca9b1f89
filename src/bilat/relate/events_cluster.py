"""Reports gathered into events: the register's first, then what is told to the day, then the vague.

Reports are compared only with events within a few days of theirs that one of their people took part in, found by day,
kind and person; so the work grows with the number of reports. Every step takes its reports in an order that follows
from their content: that of the input is without effect.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from bilat.packs import Pack
from bilat.relate.events_match import SOON, Cluster, fit, fits_vaguely, found, nearest, people_agree
from bilat.relate.events_mentions import Days, Mention, apart, known_rows

REACH = 3  # days around a report's own in which its event is looked for
_LONGEST = 62  # days: what lasts longer is a vague date
WAVE = 5  # days between reports of one thing that names no date
_TALKS = frozenset({"call", "meeting"})  # families that tell of one thing where it was by video
_NEVER: Days = (datetime.date.min, datetime.date.min)


_When = datetime.date | tuple[int, int]  # a day, or a month
_Who = tuple[str, str | None]  # a family and a person; None for everybody


class _Index:
    """Clusters by the days and months in which they may be, their family, and each of their people."""

    def __init__(self) -> None:
        self.all: list[Cluster] = []
        self._by: dict[tuple[_When, _Who], list[Cluster]] = {}
        self._reach: Days | None = None  # from the first day to the last

    def add(self, cluster: Cluster) -> None:
        self.all.append(cluster)
        if cluster.days is None:
            return
        first, last = self._reach or cluster.days
        self._reach = min(first, cluster.days[0]), max(last, cluster.days[1])
        # Those who name nobody are looked up as everybody is, and under a name that nobody has.
        who = [(cluster.family, person) for person in (None, *(cluster.people or ("",)))]
        times: Iterable[_When] = (*_each_day(cluster.days), *_each_month(cluster.days))
        for when in times:
            for one in who:
                self._by.setdefault((when, one), []).append(cluster)

    def around(self, days: Days, reach: int, families: Iterable[str], people: frozenset[str]) -> list[Cluster]:
        """The clusters of some families within so many days of a span, and perhaps others near it, that one of the
        people took part in or that name nobody; all of them where there are no people."""
        if self._reach is None:
            return []
        step = datetime.timedelta(days=reach)
        first = days[0] - step if days[0].toordinal() > reach else days[0]
        last = days[1] + step if datetime.date.max - days[1] > step else days[1]
        first, last = max(first, self._reach[0]), min(last, self._reach[1])
        short = (last - first).days <= _LONGEST
        span: Iterable[_When] = _each_day((first, last)) if short else _each_month((first, last))
        persons = (*people, "") if people else (None,)
        who = [(family, person) for family in families for person in persons]
        return _once(c for when in span for one in who for c in self._by.get((when, one), ()))


def clusters(mentions: Iterable[Mention], pack: Pack) -> list[Cluster]:
    """All reports as events, in an order that follows from their content."""
    ordered = sorted(mentions, key=lambda one: one.order)
    index = _exact(ordered, pack)
    vague = [one for one in ordered if not one.record.register_id and not one.exact]
    left = _joined_nearest(vague, index, pack)
    _gather_vague(sorted((one for one in left if one.days is not None), key=_width), index, pack)
    _gather_undated([one for one in left if one.days is None], index)
    return sorted(index.all, key=lambda one: one.key)


def exact_clusters(mentions: Iterable[Mention], pack: Pack) -> list[Cluster]:
    """The events that the reports linked to the register and those told to the day make, before any vague one joins."""
    return _exact(sorted(mentions, key=lambda one: one.order), pack).all


def _exact(ordered: Sequence[Mention], pack: Pack) -> _Index:
    index = _Index()
    for cluster in _registered(ordered, pack):
        index.add(cluster)
    _gather(_like([one for one in ordered if not one.record.register_id and one.exact]), index, pack)
    return index


def _joined_nearest(vague: Sequence[Mention], index: _Index, pack: Pack) -> list[Mention]:
    """Vague reports join the one event told to the day that they can mean; those that mean none are left.

    Each is decided on by the events as the exact reports made them, before any vague one has joined.
    """
    meant = [(one, _nearest(one, index, pack)) for one in vague]
    for one, cluster in meant:
        if cluster is not None:
            cluster.add([one])
    return [one for one, cluster in meant if cluster is None]


def _registered(ordered: Sequence[Mention], pack: Pack) -> Iterator[Cluster]:
    rows = known_rows(pack)
    linked: dict[str, list[Mention]] = {}
    for one in ordered:
        if one.record.register_id:
            linked.setdefault(one.record.register_id, []).append(one)
    for key, group in sorted(linked.items()):
        yield found(group, rows.get(key))


def _like(ordered: Sequence[Mention]) -> list[list[Mention]]:
    """Reports of one day, kind and set of people; those that most sources tell come first."""
    groups: dict[tuple[object, ...], list[Mention]] = {}
    for one in ordered:
        over = one.record.status == "cancelled"
        where = one.place if not one.people else None
        groups.setdefault((one.family, one.days, one.people, over, where), []).append(one)

    def weight(group: list[Mention]) -> tuple[object, ...]:
        return (-len(group[0].people), -len({m.source for m in group}), group[0].order)

    return sorted(groups.values(), key=weight)


def _gather(groups: Sequence[list[Mention]], index: _Index, pack: Pack) -> None:
    """Each group joins the event that fits best; a lone report waits until the well-told events are there."""
    waiting: list[list[Mention]] = []
    for group in groups:
        if not _join(group, index, pack):
            if len({member.source for member in group}) > 1:
                index.add(found(group))
            else:
                waiting.append(group)
    for group in waiting:
        if not _join(group, index, pack):
            index.add(found(group))


def _join(group: list[Mention], index: _Index, pack: Pack) -> bool:
    days = group[0].days
    if days is None:
        return False
    head = group[0]
    families = _TALKS if head.family in _TALKS else (head.family,)
    near = index.around(days, REACH, families, head.people)
    fits = [(off, one) for one in near if (off := fit(group, one, pack)) is not None]
    if not fits:
        return False

    def worse(option: tuple[int, Cluster]) -> tuple[object, ...]:
        off, cluster = option
        return (off, cluster.family != head.family, -len(head.people & cluster.people), cluster.key)

    min(fits, key=worse)[1].add(group)
    return True


def _gather_vague(ordered: Sequence[Mention], index: _Index, pack: Pack) -> None:
    """Vague reports that mean no event told to the day are grouped among themselves."""
    left: dict[tuple[object, ...], list[Mention]] = {}
    for one in ordered:
        over = one.record.status == "cancelled"
        # Reports that name nobody are of one event only where they say the same place.
        where = (one.place or one.key) if not one.people else None
        left.setdefault((one.family, one.days, one.people, where, over), []).append(one)
    for group in left.values():
        if not _join_vague(group, index, pack):
            index.add(found(group))


def _gather_undated(ordered: Sequence[Mention], index: _Index) -> None:
    """Reports without any date that are of no event told to the day: those of the same days are one."""
    left: dict[tuple[object, ...], list[Mention]] = {}
    for one in ordered:
        alone = one.key if not one.people or one.published is None else None
        left.setdefault((one.family, one.people, one.record.status, alone), []).append(one)
    for group in left.values():
        for run in _runs(sorted(group, key=lambda one: (one.published or _NEVER, one.key))):
            index.add(found(run))


def _runs(group: Sequence[Mention]) -> Iterator[list[Mention]]:
    run: list[Mention] = []
    for one in group:
        if run and apart(run[-1].published or _NEVER, one.published or _NEVER) > WAVE:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _nearest(one: Mention, index: _Index, pack: Pack) -> Cluster | None:
    if one.days is None and one.published is None:
        return None
    days = one.days or about(one.published or _NEVER, one.record.status)
    nearby = index.around(days, 1, (one.family,), one.people)
    return nearest(one, [c for c in nearby if c.exact and fits_vaguely(one, c, pack)])


def _join_vague(group: list[Mention], index: _Index, pack: Pack) -> bool:
    """`in 2026` beside `in April 2026`: the same, where only one such is told of."""
    head = group[0]
    if head.days is None or not head.people:
        return False
    near = index.around(head.days, 1, (head.family,), head.people)
    fits = [c for c in near if not c.exact and fits_vaguely(head, c, pack)]
    fits = [c for c in fits if people_agree(head.people, c.people, head.family)]
    if len(fits) != 1:
        return False
    fits[0].add(group)
    return True


def about(published: Days, status: str) -> Days:
    """The days that a report without a date may mean: shortly before it came out or, for plans, the months after."""
    first, last = published
    if status == "held":
        return (first - datetime.timedelta(days=12), last + datetime.timedelta(days=1))
    soon = datetime.timedelta(days=SOON)
    return (first, min(first, datetime.date.max - soon) + soon)


def _width(one: Mention) -> tuple[object, ...]:
    assert one.days is not None
    return ((one.days[1] - one.days[0]).days, -len(one.people), one.order)


def _once(clusters_: Iterable[Cluster]) -> list[Cluster]:
    return list({id(one): one for one in clusters_}.values())


def _each_day(days: Days) -> Iterator[datetime.date]:
    for offset in range(min((days[1] - days[0]).days, _LONGEST + 2 * REACH) + 1):
        yield days[0] + datetime.timedelta(days=offset)


def _each_month(days: Days) -> Iterator[tuple[int, int]]:
    year, month = days[0].year, days[0].month
    while (year, month) <= (days[1].year, days[1].month):
        yield (year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


