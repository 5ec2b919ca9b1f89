"""What is due and what is expected: dated things that the register and documents knew of, beyond the last day known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bilat.model import Evidence, Interaction, Measure, Record, record_id
from bilat.packs import Pack
from bilat.packs.lookups import participants
from bilat.relate.events import Event
from bilat.relate.ledger import ledger
from bilat.relate.state import StateRecord, states
from bilat.relate.state_rows import first_day, last_day, lines
from bilat.relate.state_source import table

_COMING = ("planned", "proposed")
_OVER = ("withdrawn", "lapsed", "struck_down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something with a day ahead of what is known.

    `date`: ISO, may be cut. `kind`: `ends`, `suspension_ends` or `starts` (a measure), `commitment`, `planned` or
    `proposed` (an interaction). `sides`: whose it is. `what`: the id of the instrument, the undertaking's words, or the
    kind of the interaction; `detail`: the instrument's part, the undertaking's occasion, or where and with whom.
    `passed`: the day lies before the day asked, and what came of it is not known. `from_`: where the same stands in the
    register (`register/ROW`) or in documents (ids of records).
    """

    date: str
    kind: str
    sides: tuple[str, ...]
    what: str
    detail: str | None
    passed: bool
    from_: tuple[str, ...]
    evidence: tuple[tuple[str, Evidence], ...]
    sources: tuple[str, ...]
    single: bool = False


def due(
    pack: Pack,
    records: Sequence[Record],
    events: Iterable[Event],
    published: Mapping[str, str | None],
    *,
    on: str,
    known_by: str,
    seen: str,
) -> list[Due]:
    """All that is due after `seen`, the last day known, as far as was known by `known_by`; the soonest first.

    `records`, `events`, `published`: of the documents that were out by then. `on`: the day asked.
    """
    found = [
        *_measures(pack, records, published, known_by, seen),
        *_starts(pack, known_by, seen),
        *_undertakings(pack, records, published, known_by),
        *_register_plans(pack, known_by),
        *_told_plans(records, events),
    ]
    ahead = {(one.date, one.kind, one.sides, one.what, one.detail): one for one in found if last_day(one.date) > seen}
    marked = [replace(one, passed=last_day(one.date) < on) for one in ahead.values()]
    return sorted(marked, key=lambda one: (last_day(one.date), one.kind, one.what, one.detail or "", one.sides))


def _measures(
    pack: Pack, records: Sequence[Record], published: Mapping[str, str | None], by: str, seen: str
) -> Iterator[Due]:
    told = [record for record in records if isinstance(record, Measure)]
    for one in states(pack, on=seen, known_by=by, extra=told, published=published):
        measure = one.measure
        if measure.expires and not one.run_out and not {measure.status, one.last} & set(_OVER):
            kind = "suspension_ends" if measure.status == "suspended" else "ends"
            yield _of_state(one, measure.expires, kind)


def _of_state(one: StateRecord, date: str, kind: str) -> Due:
    measure = one.measure
    return Due(
        date=date,
        kind=kind,
        sides=(measure.imposed_by,) if measure.imposed_by else (),
        what=measure.instrument,
        detail=measure.layer,
        passed=False,
        from_=(f"register/{one.register_id}",) if one.register_id else (record_id(measure),),
        evidence=tuple((measure.doc, item) for item in measure.evidence),
        sources=one.sources,
        single=one.single_source,
    )


def _starts(pack: Pack, by: str, seen: str) -> Iterator[Due]:
    source = table(pack, "instruments")
    for line in lines(pack):
        for row in line:
            date = row.cells["effective"]
            if row.known <= by and date and last_day(date) > seen and row.status in ("in_force", "announced"):
                yield Due(
                    date=date,
                    kind="starts",
                    sides=(row.imposed_by,),
                    what=row.shown,
                    detail=row.layer,
                    passed=False,
                    from_=(f"register/{row.id}",),
                    evidence=((source.doc, source.evidence(row.id, "id", "effective")),),
                    sources=_sources(row.cells),
                    single=row.cells["single_source"] == "yes",
                )


def _undertakings(pack: Pack, records: Sequence[Record], published: Mapping[str, str | None], by: str) -> Iterator[Due]:
    for entry in ledger(pack, records, on=by, published=published):
        if entry.due and entry.action is not None:
            yield Due(
                date=entry.due,
                kind="commitment",
                sides=entry.parties,
                what=entry.action,
                detail=entry.occasion,
                passed=False,
                from_=(*((f"register/{entry.register_id}",) if entry.register_id else ()), *entry.records),
                evidence=entry.evidence,
                sources=entry.sources,
                single=entry.single_source,
            )


def _register_plans(pack: Pack, by: str) -> Iterator[Due]:
    """Planned interactions. The register does not say when one was announced, so none is known before its own day."""
    source = table(pack, "interactions")
    for row in pack.register.get("interactions", ()):
        if row["status"] in _COMING and first_day(row["date"]) <= by:
            people = [pack.entities[key].name if key in pack.entities else key for key in participants(row)]
            yield Due(
                date=row["end_date"] or row["date"],
                kind=row["status"],
                sides=("both",),
                what=row["kind"],
                detail=", ".join(people) or None,
                passed=False,
                from_=(f"register/{row['id']}",),
                evidence=((source.doc, source.evidence(row["id"], "id", "status")),),
                sources=_sources(row),
                single=row["single_source"] == "yes",
            )


def _told_plans(records: Sequence[Record], events: Iterable[Event]) -> Iterator[Due]:
    told = {record_id(record): record for record in records if isinstance(record, Interaction)}
    for event in events:
        if event.status in _COMING and event.date:
            reports = [told[key] for key in event.records if key in told]
            names = [name.name for name in event.participants]
            yield Due(
                date=event.date,
                kind=event.status,
                sides=tuple(sorted({name.side for name in event.participants if name.side})),
                what=event.kind,
                detail=", ".join(names) or None,
                passed=False,
                from_=tuple(record_id(report) for report in reports),
                evidence=tuple((report.doc, item) for report in reports for item in report.evidence),
                sources=(),
                single=len({report.doc for report in reports}) == 1,
            )


def _sources(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(url for url in (row.get("sources") or "").split(" | ") if url)
