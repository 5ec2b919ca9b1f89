"""Any day's state: every instrument as it stood on one day, as far as was known on another.

The day of a change belongs to the new state; an end that nothing followed is inclusive. A state is known from its
announcement where one is dated, else from its start. What lies after the last day that the register covers, or past an
end whose sequel was not known, is `last_known`: the state before it is shown beside, never carried on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bilat.errors import UsageError
from bilat.model import Evidence, Measure, to_json
from bilat.packs import Pack
from bilat.relate.state_documents import document_states
from bilat.relate.state_rows import ALWAYS, Row, lines, whole_day
from bilat.relate.state_source import table
from bilat.relate.state_standing import Standing, StateRecord, ends, standing, turning_days

__all__ = ["Change", "StateRecord", "change_json", "changes", "state_json", "states"]

# How far a row of the register is trusted before any document confirms it: a prior, by how many hosts stand behind it.
_TRUST = {"no": 0.9, "yes": 0.7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step of one instrument on a day; `before` is None where it began, `after` where nothing is known any more."""

    date: str
    before: StateRecord | None
    after: StateRecord | None


def states(
    pack: Pack,
    *,
    on: str,
    known_by: str | None = None,
    instrument: str | None = None,
    imposed_by: str | None = None,
    extra: Sequence[Measure] = (),
    published: Mapping[str, str | None] | None = None,
) -> list[StateRecord]:
    """Every instrument's state on a day (`on`, YYYY-MM-DD) as far as was known by another (`known_by`; None: by now).

    `instrument` is an id, or any name that the register has for it: what the register lists under another id then
    carries the name it was asked by.
    `extra` are documents' measures, `published` the dates of their documents by id: without one a measure cannot be
    placed in time and stays out. Ordered by instrument, side and part; documents' states after the register's.

    Raises UsageError for what is no day, or an instrument that neither pack, register nor documents know.
    """
    day, by = whole_day(on, "on"), whole_day(known_by, "known_by") if known_by else ALWAYS
    if instrument is not None:
        _check(pack, instrument, extra)
    found: list[StateRecord] = []
    name = _name_for(pack, instrument)
    for line in _chosen(pack, instrument, imposed_by):
        stands = standing(line, day, by)
        if stands is not None:
            found.append(_record(pack, stands, by, name))
    wanted = [m for m in extra if _asked(m, instrument, pack) and imposed_by in (None, m.imposed_by)]
    return found + document_states(pack, wanted, published or {}, on=day, by=by)


def changes(
    pack: Pack,
    *,
    since: str,
    on: str,
    known_by: str | None = None,
    instrument: str | None = None,
    imposed_by: str | None = None,
) -> list[Change]:
    """Every step after one day (`since`) up to another (`on`, included), as far as was known by `known_by`.

    Raises UsageError as `states` does, and where `on` lies before `since`.
    """
    start, end = whole_day(since, "since"), whole_day(on, "on")
    by = whole_day(known_by, "known_by") if known_by else ALWAYS
    if end < start:
        raise UsageError(f"on {on} lies before since {since}; give the earlier day as since")
    if instrument is not None:
        _check(pack, instrument, ())
    found: list[tuple[str, int, Change]] = []
    name = _name_for(pack, instrument)
    for place, line in enumerate(_chosen(pack, instrument, imposed_by)):
        before = standing(line, start, by)
        for day in (day for day in turning_days(line, by) if start < day <= end):
            after = standing(line, day, by)
            if after != before:
                records = [_record(pack, s, by, name) if s else None for s in (before, after)]
                found.append((day, place, Change(date=day, before=records[0], after=records[1])))
                before = after
    return [change for _, _, change in sorted(found, key=lambda item: item[:2])]


def state_json(record: StateRecord) -> dict[str, Any]:
    """A state as the JSON object of the published format: a measure record, and what is known of its times."""
    body = to_json(record.measure)
    body |= {
        "since_known": record.since_known,
        "last": record.last,
        "run_out": record.run_out,
        "as_of": record.as_of,
        "register_id": record.register_id,
        "name": record.name,
        "sources": list(record.sources),
        "single_source": record.single_source,
        "note": record.note,
        "agrees_with": list(record.agrees_with),
        "disagrees_with": list(record.disagrees_with),
    }
    return body


def change_json(change: Change) -> dict[str, Any]:
    """A step as a JSON object: its day, and the states before and after it."""
    return {
        "type": "change",
        "date": change.date,
        "before": state_json(change.before) if change.before else None,
        "after": state_json(change.after) if change.after else None,
    }


def _chosen(pack: Pack, instrument: str | None, imposed_by: str | None) -> Iterator[tuple[Row, ...]]:
    for line in lines(pack):
        if imposed_by in (None, line[0].imposed_by) and (instrument is None or instrument in line[0].names):
            yield line


def _asked(measure: Measure, instrument: str | None, pack: Pack) -> bool:
    if instrument is None or measure.instrument == instrument:
        return True
    return any(instrument in line[0].names and line[0].instrument == measure.instrument for line in lines(pack))


def _name_for(pack: Pack, asked: str | None) -> str | None:
    """The name that answers carry: the one asked by where it is no line's own; None where lines keep their own."""
    return None if any(asked == line[0].shown for line in lines(pack)) else asked


def _check(pack: Pack, instrument: str, extra: Sequence[Measure]) -> None:
    known = {*pack.instruments, *(measure.instrument for measure in extra)}
    shown = known | {line[0].shown for line in lines(pack)}
    if instrument not in shown and not any(instrument in line[0].names for line in lines(pack)):
        raise UsageError(f"no instrument {instrument!r}; there are: {', '.join(sorted(shown))}")


def _record(pack: Pack, stands: Standing, by: str, name: str | None) -> StateRecord:
    row, cells = stands.row, stands.row.cells
    source = table(pack, "instruments")
    ended = ends(row, by)
    evidence: list[Evidence] = [source.evidence(row.id, "id", "status")]
    if ended:
        evidence.append(source.evidence(row.id, "expires", "expires"))
    measure = Measure(
        doc=source.doc,
        evidence=tuple(evidence),
        confidence=_TRUST[cells["single_source"]],
        inferred=_reason(stands, min(by, row.as_of)),
        instrument=name if name and name != cells["name"] else row.shown,
        imposed_by=row.imposed_by,
        target=cells["target"] or None,
        layer=row.layer,
        value=row.value,
        unit=row.unit,
        effective=cells["effective"] or None,
        expires=cells["expires"] if ended else None,
        date_basis="register",
        status=stands.status,
    )
    # What came later belongs to whoever asks from today; a replay of an earlier day's knowledge must not have it.
    told = (cells["outcome"], cells["note"], cells["later"] if by >= row.as_of else "")
    return StateRecord(
        measure=measure,
        register_id=row.id,
        name=cells["name"],
        since_known=row.known,
        last=stands.last,
        run_out=stands.run_out,
        as_of=min(by, row.as_of),
        sources=tuple(url for url in cells["sources"].split(" | ") if url),
        single_source=cells["single_source"] == "yes",
        note=" ".join(part if part.endswith(".") else f"{part}." for part in told if part) or None,
    )


def _reason(stands: Standing, covered: str) -> str | None:
    if stands.run_out:
        return f"its end of {stands.row.end} has passed and what came after was not known"
    if stands.last:
        return f"the sources do not tell which state held on that day; they cover days up to {covered}"
    return None
