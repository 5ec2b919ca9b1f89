"""Who asked for an interaction, who hosted it, and who travelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bilat.model import Evidence, Interaction, Record, record_id
from bilat.packs import Pack
from bilat.relate.events import Event
from bilat.relate.initiative_base import Indicator
from bilat.relate.state_rows import last_day
from bilat.relate.state_source import table

_FACE_TO_FACE = frozenset({"meeting", "summit", "talks", "visit"})
_Cited = tuple[tuple[str, Evidence], ...]


def event_indicators(pack: Pack, events: Sequence[Event], records: Sequence[Record], by: str) -> Iterator[Indicator]:
    """Indicators of every interaction that was held: the register's known by a day, and those of the records."""
    told = {record_id(record): record for record in records if isinstance(record, Interaction)}
    event_of = {event.register_id: event for event in events if event.register_id}
    for row in pack.register.get("interactions", ()):
        if row["status"] == "held" and last_day(row["end_date"] or row["date"]) <= by:
            yield from _of_row(pack, row, event_of.get(row["id"]), told)
    for event in events:
        reports = [told[key] for key in event.records if key in told]
        if event.register_id is None and event.status == "held" and reports:
            yield from _asked_by_reports(event, told, None)
            places = [str(value) for value, _ in event.values.get("place", ())]
            if event.kind in _FACE_TO_FACE and len(places) == 1:
                place = next((e.id for e in pack.entities.values() if e.kind == "place" and e.name == places[0]), None)
                yield from _hosted(pack, place, event.id, event.date, _cited(reports), (), ())


def _of_row(
    pack: Pack, row: Mapping[str, str], event: Event | None, told: Mapping[str, Interaction]
) -> Iterator[Indicator]:
    source = table(pack, "interactions")
    cited: _Cited = ((source.doc, source.evidence(row["id"], "id", "status")),)
    key, rows, sources = f"event/{row['id']}", (row["id"],), tuple(u for u in row["sources"].split(" | ") if u)
    yield from _asked(row, event, told, pack)
    if row["kind"] in _FACE_TO_FACE and row["place"]:
        yield from _hosted(pack, row["place"], key, row["date"], cited, rows, sources)


def _asked(
    row: Mapping[str, str], event: Event | None, told: Mapping[str, Interaction], pack: Pack
) -> Iterator[Indicator]:
    values = {str(value) for value, _ in event.values.get("initiated_by", ())} if event else set()
    by_row = row["initiated_by"]
    differ = len(values | ({by_row} if by_row else set())) > 1 or row["contested"] == "yes"
    if by_row:
        source = table(pack, "interactions")
        cell = source.evidence(row["id"], "initiated_by", "initiated_by")
        yield Indicator(
            name="asked", side=by_row, date=row["date"], event=f"event/{row['id']}", basis="register",
            contested=differ, evidence=((source.doc, cell),), rows=(row["id"],),
            sources=tuple(url for url in row["sources"].split(" | ") if url),
            note=(row["note"] or None) if differ else None,
        )  # fmt: skip
    if event is not None:
        yield from _asked_by_reports(event, told, by_row or None)
    elif not by_row and row["level"] == "leader":
        yield Indicator(
            name="asked", side=None, date=row["date"], event=f"event/{row['id']}", basis="not_told", rows=(row["id"],)
        )


def _asked_by_reports(event: Event, told: Mapping[str, Interaction], by_row: str | None) -> Iterator[Indicator]:
    """What reports say; each side that some of them name is an indicator of its own."""
    groups = []
    for value, keys in event.values.get("initiated_by", ()):
        mine = [told[key] for key in keys if key in told]
        if mine:
            groups.append((str(value), mine))
    sides = {side for side, _ in groups} | ({by_row} if by_row else set())
    for side, reports in groups:
        yield Indicator(
            name="asked", side=side, date=event.date, event=event.id, basis="reports", contested=len(sides) > 1,
            evidence=_cited(reports), records=tuple(record_id(report) for report in reports),
        )  # fmt: skip
    if not sides:
        yield Indicator(name="asked", side=None, date=event.date, event=event.id, basis="not_told")


def _hosted(
    pack: Pack,
    place: str | None,
    event: str,
    date: str | None,
    cited: _Cited,
    rows: tuple[str, ...],
    sources: tuple[str, ...],
) -> Iterator[Indicator]:
    country = country_of(pack, place)
    if country is None or place is None:
        return
    codes = tuple(side.code for side in pack.sides)
    host = country if country in codes else None
    guest = next(code for code in codes if code != host) if host else "both"
    basis = "place" if host else "third_country"
    name = pack.entities[place].name if place in pack.entities else place
    for indicator, side in (("hosted", host), ("travelled", guest)):
        yield Indicator(
            name=indicator, side=side, date=date, event=event, basis=basis, items=(name,),
            evidence=cited, rows=rows, sources=sources,
        )  # fmt: skip


def country_of(pack: Pack, place: str | None) -> str | None:
    """The code of the country in which a place of the pack lies; None where the pack does not say."""
    seen: set[str] = set()
    while place and place not in seen:
        seen.add(place)
        kind, _, code = place.partition("/")
        if kind in ("side", "country"):
            return code
        entity = pack.entities.get(place)
        if entity is None:
            return None
        if entity.country:
            return entity.country
        place = entity.parent
    return None


def _cited(reports: Sequence[Interaction]) -> _Cited:
    return tuple((report.doc, item) for report in reports for item in report.evidence[:1])
