"""Events as people decided: reports that are one event, and reports that are an event of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilat.packs import Pack
from bilat.relate.events_match import Cluster, found
from bilat.relate.events_mentions import known_rows

REGISTER = "register:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Sets of ids of interaction records. `together`: all events that one of them is in are one; an id `register:ROW`
    stands for that row of the register. `apart`: they are taken out of their events, and are one of their own."""

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()


UNDECIDED = Decided()


def regrouped(clusters: Sequence[Cluster], decided: Decided, pack: Pack) -> list[Cluster]:
    """The clusters as they are by what was decided: first what was split, then what was merged."""
    result = list(clusters)
    for keys in decided.apart:
        result = _apart(result, keys)
    for keys in decided.together:
        result = _together(result, keys, pack)
    return sorted(result, key=lambda one: one.key)


def _apart(clusters: Iterable[Cluster], keys: frozenset[str]) -> list[Cluster]:
    result: list[Cluster] = []
    taken = []
    for cluster in clusters:
        out = [member for member in cluster.members if member.key in keys]
        left = [member for member in cluster.members if member.key not in keys]
        taken += out
        if not out:
            result.append(cluster)
        elif left:
            result.append(found(left, cluster.known))
    return [*result, found(taken)] if taken else result


def _together(clusters: Sequence[Cluster], keys: frozenset[str], pack: Pack) -> list[Cluster]:
    rows = {key.removeprefix(REGISTER) for key in keys if key.startswith(REGISTER)}
    joined = [one for one in clusters if _meant(one, keys, rows)]
    members = [member for one in joined for member in one.members]
    known = next((one.known for one in joined if one.known is not None), None)
    if known is None and rows:
        known = known_rows(pack).get(min(rows))
    if not members or (len(joined) < 2 and known is joined[0].known):
        return list(clusters)
    kept = [one for one in clusters if one not in joined]
    return [*kept, found(members, known)]


def _meant(cluster: Cluster, keys: frozenset[str], rows: set[str]) -> bool:
    if cluster.known is not None and cluster.known.id in rows:
        return True
    return any(member.key in keys for member in cluster.members)
