"""One event from many reports, across documents, languages and scripts, and beside the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilat.model import Document, Interaction, Name, digest, record_id
from bilat.packs import Pack
from bilat.relate.duplicates import sources
from bilat.relate.events_cluster import clusters
from bilat.relate.events_judged import UNDECIDED, Decided, regrouped
from bilat.relate.events_match import Cluster
from bilat.relate.events_mentions import Mention, mention
from bilat.relate.events_values import Values, date_of, names_of, status_of, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An interaction as all its reports together tell it.

    `id`: stable for the same reports in whatever order. `date`: ISO, may be cut, None where no report tells it.
    `values`: by field the values told, each with the ids of the interaction records that tell it; more than one value
    is a difference between reports. `records`: the ids of all its interaction records. `register_id`: the known
    interaction that it is, or None.
    """

    id: str
    kind: str
    status: str
    date: str | None
    participants: tuple[Name, ...]
    values: Values = field(hash=False)
    records: tuple[str, ...]
    register_id: str | None = None


def events(
    interactions: Iterable[Interaction],
    documents: Sequence[Document],
    pack: Pack,
    *,
    decided: Decided = UNDECIDED,
    source_of: Mapping[str, str] | None = None,
) -> list[Event]:
    """The events that the interactions of all documents are reports of, the earliest first, those without a date last.

    Near-linear in the number of interactions. Their order, and that of the documents, is without effect. `decided`:
    what people decided of them; `source_of`: by document id what counts as one source, where that is known already.
    """
    source_of = sources(documents, pack) if source_of is None else source_of
    published = {document.id: document.published for document in documents}
    unique = {record_id(record): record for record in interactions}
    mentions = (
        mention(record, published.get(record.doc), source_of.get(record.doc, record.doc), pack, key=key)
        for key, record in unique.items()
    )
    return gathered(mentions, pack, decided=decided)[0]


def gathered(
    mentions: Iterable[Mention], pack: Pack, *, decided: Decided = UNDECIDED
) -> tuple[list[Event], frozenset[str]]:
    """The events of reports, as of `events`, and the keys of the loose ones: vague, and of none told to the day."""
    rows = {row["id"]: row for row in pack.register.get("interactions", ())}
    made = clusters(mentions, pack)
    loose = frozenset(member.key for cluster in made if not cluster.exact for member in cluster.members)
    named = _named(regrouped(made, decided, pack))
    found = [_event(key, cluster, rows) for key, cluster in named.items()]
    return sorted(found, key=lambda event: (event.date or "~", event.id)), loose


def assign(interactions: Iterable[Interaction], found: Iterable[Event]) -> list[Interaction]:
    """The interactions with the ids of their events. Raises KeyError for one that is in no event."""
    event_of = {key: event.id for event in found for key in event.records}
    return [replace(record, event=event_of[record_id(record)]) for record in interactions]


def _event(key: str, cluster: Cluster, rows: Mapping[str, Mapping[str, str]]) -> Event:
    told = values(cluster.members)
    register_id = cluster.known.id if cluster.known else None
    row = rows.get(register_id or "")
    kinds = Counter(member.record.kind for member in cluster.members)
    return Event(
        id=key,
        kind=row["kind"] if row else min(kinds, key=lambda kind: (-kinds[kind], kind)),
        status=status_of(cluster.members),
        date=row["date"] if row else date_of(told, cluster.members),
        participants=names_of(cluster.members),
        values=told,
        records=tuple(sorted({member.key for member in cluster.members})),
        register_id=register_id,
    )


def _named(found: Sequence[Cluster]) -> dict[str, Cluster]:
    """Each cluster by its id: that of the register's row, else what it is (kind, days, people); where two are alike,
    or nothing is known, also the report that comes first."""
    named: dict[str, Cluster] = {}
    for cluster in found:
        if cluster.known is not None:
            named[f"event/{cluster.known.id}"] = cluster
            continue
        over = "cancelled" in cluster.statuses
        parts = [cluster.family, [str(day) for day in cluster.days or ()], sorted(cluster.people), over]
        key = f"event/{digest(*parts)}"
        if cluster.days is None or not cluster.people or key in named:
            key = f"event/{digest(*parts, cluster.key)}"
        named[key] = cluster
    return named


