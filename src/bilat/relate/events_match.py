"""Whether a report tells of the event that other reports tell of, and how well the two fit."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bilat.packs import Pack
from bilat.relate.events_mentions import Days, Known, Mention, apart, same_place

_ACROSS = 1  # days: an evening in one capital is the next morning in the other
_MISTAKEN = 3  # days: the most that a lone report may be wrong about the day
FRESH = 5  # days after an event within which reports without its date come
SOON = 120  # days before an event within which plans without its date are told
_OVER, _HAPPENED = "cancelled", "held"


@dataclass(slots=True, eq=False)
class Cluster:
    """Reports taken for one event. `days` are those of the register or of the reports that founded it: reports that
    join later do not move them, so that errors never add up."""

    family: str
    days: Days | None
    exact: bool
    people: frozenset[str]
    place: str | None
    level: str | None = None
    known: Known | None = None
    members: list[Mention] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    days_in: dict[str, set[Days]] = field(default_factory=dict)  # by document the exact days that it tells
    first: str = "~"  # the smallest key of a member

    @property
    def key(self) -> tuple[str, str]:
        """A place among the clusters that follows from the content only."""
        return (self.known.id if self.known else "~", self.first)

    def add(self, group: Iterable[Mention]) -> None:
        """Take reports in. What is asked of clusters is kept up to date, so that large ones stay quick."""
        for member in group:
            self.members.append(member)
            self.sources.add(member.source)
            self.statuses.add(member.record.status)
            self.kinds.add(member.record.kind)
            self.first = min(self.first, member.key)
            if member.exact and member.days is not None:
                self.days_in.setdefault(member.record.doc, set()).add(member.days)


def found(group: Sequence[Mention], known: Known | None = None) -> Cluster:
    """A cluster of reports that agree. The register's row, where they are linked to one, says when and who."""
    people = Counter(person for member in group for person in member.people)
    places = Counter(member.place for member in group if member.place)
    head = max(group, key=lambda one: (one.exact, len(one.people), one.key))
    cluster = Cluster(
        family=known.family if known else head.family,
        days=known.days if known and known.days else head.days,
        exact=bool(known and known.days) or head.exact,
        people=known.people if known and len(known.people) > 1 else frozenset(people),
        place=(known.place if known else None) or min(places, key=lambda one: (-places[one], one), default=None),
        level=head.record.level,
        known=known,
    )
    cluster.add(group)
    return cluster


def fit(group: Sequence[Mention], cluster: Cluster, pack: Pack) -> int | None:
    """How many days a group of like reports lies off an event that it may tell of; None where it cannot be that one."""
    head = group[0]
    if head.days is None or cluster.days is None or not statuses_agree(head, cluster):
        return None
    off = apart(head.days, cluster.days)
    if head.family != cluster.family:
        return off if off == 0 and _told_otherwise(head, cluster) else None
    placed = same_place(head.place, cluster.place, pack)
    agree = people_agree(head.people, cluster.people, head.family)
    if not (agree or (placed and off == 0 and _of_delegations(head, cluster))) or told_apart(group, cluster):
        return None
    both = len(head.people & cluster.people) >= 2
    if not both and head.record.level and cluster.level and head.record.level != cluster.level:
        return None
    if off == 0:
        close = head.exact or cluster.exact or head.family == "visit"
        return 0 if (both or bool(head.people & cluster.people) or placed) and close else None
    if not (head.exact and cluster.exact) or placed is False:
        return None
    if off <= _ACROSS:
        return off if both or placed else None
    return off if off <= _MISTAKEN and both and _mistaken(group, cluster) else None


def _mistaken(group: Sequence[Mention], cluster: Cluster) -> bool:
    """A wrong day: told by one source against several or the register, by reports that came right after the event."""
    alone = len({member.source for member in group}) == 1
    outweighed = cluster.known is not None or len(cluster.sources) > 1
    return alone and outweighed and all(_came_after(member, cluster.days) for member in group)


def _came_after(member: Mention, days: Days | None) -> bool:
    if member.published is None or days is None:
        return False
    late = (member.published[0] - days[1]).days
    return -_ACROSS <= late <= FRESH


def told_apart(group: Sequence[Mention], cluster: Cluster) -> bool:
    """True where one document tells both, with days of their own: it takes them for two events."""
    told = {(member.record.doc, member.days) for member in group if member.exact and member.days is not None}
    return any(apart(days, other) > 0 for doc, days in told for other in cluster.days_in.get(doc, ()))


def people_agree(one: frozenset[str], other: frozenset[str], family: str) -> bool:
    """Whether the people told of can have taken part in one event. Nobody named agrees with everybody."""
    if not one or not other:
        return True
    shared = one & other
    if not shared:
        return False
    if family == "visit" or one <= other or other <= one:
        return True
    return len(shared) >= 2


def _of_delegations(head: Mention, cluster: Cluster) -> bool:
    """Talks of delegations, of which one report names some and another names others."""
    return head.record.kind == "talks" and "talks" in cluster.kinds and bool(head.people & cluster.people)


def statuses_agree(head: Mention, cluster: Cluster) -> bool:
    """A cancelled event was not held, and of two trips the later is another one."""
    own, told = head.record.status, cluster.statuses
    return not ((own == _OVER or _OVER in told) and (own == _HAPPENED or _HAPPENED in told))


def _told_otherwise(head: Mention, cluster: Cluster) -> bool:
    """Talks by video are a call to one and talks to another: the same people on the same day, in no place."""
    families = {head.family, cluster.family}
    by_video = "video_call" in {head.record.kind, *cluster.kinds}
    same = len(head.people & cluster.people) >= 2 and (head.people <= cluster.people or cluster.people <= head.people)
    exact = head.exact and cluster.exact
    return families == {"call", "meeting"} and by_video and same and exact and not (head.place and cluster.place)


def fits_vaguely(head: Mention, cluster: Cluster, pack: Pack) -> bool:
    """Whether a report without the day, or without any date, may tell of an event."""
    if head.family != cluster.family or cluster.days is None or not statuses_agree(head, cluster):
        return False
    if not people_agree(head.people, cluster.people, head.family):
        return False
    placed = same_place(head.place, cluster.place, pack)
    if placed is False and head.family != "visit":
        return False
    if head.days is not None:
        # A trip announced for a month may begin on the eve of it.
        edge = _ACROSS if head.family == "visit" else 0
        if apart(head.days, cluster.days) > edge or _still_to_come(head, cluster.days):
            return False
    elif not _timely(head, cluster.days):
        return False
    shared = len(head.people & cluster.people)
    return bool(placed) or shared >= (2 if head.days is None else 1)


def _still_to_come(head: Mention, days: Days) -> bool:
    """What is planned when the event is over is another event."""
    planned = head.record.status in ("planned", "proposed")
    return planned and head.published is not None and head.published[0] > days[1]


def _timely(head: Mention, days: Days) -> bool:
    """A report that names no date tells of what has just been, or of what is to come soon."""
    if head.published is None:
        return False
    late = (head.published[0] - days[1]).days
    if head.record.status == "held":
        return -_ACROSS <= late <= 2 * FRESH
    return -SOON <= late <= 0


def nearest(head: Mention, clusters: Sequence[Cluster]) -> Cluster | None:
    """Of the events that a vague report may tell of: the only one, else the one just before it was published."""
    if len(clusters) <= 1:
        return clusters[0] if clusters else None
    if head.published is None or head.record.status != "held":
        return None
    day = head.published[0]
    past = [one for one in clusters if one.days and one.days[0] <= day + datetime.timedelta(days=_ACROSS)]
    recent = [one for one in past if one.days and (day - one.days[1]).days <= 2 * FRESH]
    return max(recent, key=lambda one: (one.days or (day, day), one.key), default=None)
