"""What is due from the last day of the sources on: of the documents as the brief has it, and of the pack's register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bilat.export.edition import Edition, assemble
from bilat.export.events import events
from bilat.export.formats.dataset import Dataset, sha256
from bilat.export.formats.days import first_day, is_whole, last_day
from bilat.export.outlook import due as brief_due
from bilat.export.pack_labels import labels_of
from bilat.export.wording import Wording
from bilat.model import Measure
from bilat.relate.ledger import Entry, ledger
from bilat.relate.state import StateRecord, states

_MONTH = len("YYYY-MM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something due. `date`: ISO, to the day or the month; `kind`: as the brief calls it, in the export's language;
    `sure`: whether the day stands; `records`: ids of the records that tell of it; `source`: an address, or None."""

    key: str
    date: str
    kind: str
    text: str
    sure: bool
    records: tuple[str, ...]
    told: str | None
    source: str | None


def horizon(dataset: Dataset) -> str:
    """The last day that the sources know of; the day of the export where they tell none."""
    return min(_edition(dataset).horizon or dataset.made, dataset.made)


def dues(dataset: Dataset) -> list[Due]:
    """Planned interactions, ends of measures, due undertakings; the soonest first."""
    edition, start = _edition(dataset), horizon(dataset)
    found = [*_meetings(dataset, edition), *_ends(dataset, edition, start), *_owed(dataset, edition, start)]
    return sorted(found, key=lambda one: (one.date, one.key))


def is_ahead(date: str | None, start: str) -> bool:
    """Whether a date, known to the month at least, can lie on or after a day."""
    last, begins = last_day(date), first_day(start)
    return bool(date and last and begins and len(date) >= _MONTH and last >= begins)


def _edition(dataset: Dataset) -> Edition:
    return assemble(
        dataset.documents, dataset.records, labels=labels_of(dataset.pack), say=Wording(dataset.lang),
        generated=dataset.made,
    )  # fmt: skip


def _meetings(dataset: Dataset, edition: Edition) -> Iterator[Due]:
    for one in brief_due(edition, events(edition), (), ()):
        if is_ahead(one.date, edition.horizon or dataset.made):
            documents = [edition.documents[number - 1] for number in one.sources]
            yield Due(
                key=one.key, date=one.date, kind=one.kind, text=one.text, sure=False, records=(),
                told=", ".join(name for d in documents if (name := d.outlet or d.title)) or None,
                source=next((d.url for d in documents if d.url), None),
            )  # fmt: skip


def _ends(dataset: Dataset, edition: Edition, start: str) -> Iterator[Due]:
    """The register's, then those that documents alone tell of."""
    measures = [r for r in dataset.records if isinstance(r, Measure) and is_ahead(r.expires, start)]
    known: set[str] = set()
    for record in states(dataset.pack, on=start):
        if is_ahead(record.measure.expires, start) and not record.run_out:
            standing = _in_pack(dataset, edition, record)
            same = tuple(dataset.id(measure) for measure in measures if _is_same(measure, standing))
            known.update(same)
            yield _registered(dataset, edition, record, standing, same)
    told: dict[tuple[str | None, ...], list[Measure]] = {}
    for measure in measures:
        if dataset.id(measure) not in known:
            what = (measure.instrument, measure.imposed_by, measure.layer, measure.expires)
            told.setdefault(what, []).append(measure)
    yield from (_told(dataset, edition, reports) for reports in told.values())


def _in_pack(dataset: Dataset, edition: Edition, record: StateRecord) -> Measure:
    """The register's state under the name of the pack's instrument, where its own is none."""
    if record.measure.instrument in edition.labels.instruments:
        return record.measure
    rows = dataset.pack.register["instruments"]
    row = next(row for row in rows if row["id"] == record.register_id)
    return replace(record.measure, instrument=row["instrument"])


def _is_same(measure: Measure, standing: Measure) -> bool:
    sides = (None, standing.imposed_by, "both") if standing.imposed_by != "both" else (measure.imposed_by,)
    same = (measure.instrument, measure.expires) == (standing.instrument, standing.expires)
    return same and measure.imposed_by in sides and measure.layer in (None, standing.layer)


def _registered(
    dataset: Dataset, edition: Edition, record: StateRecord, measure: Measure, same: tuple[str, ...]
) -> Due:
    return Due(
        key=f"measure-{record.register_id}", date=str(measure.expires), kind=_kind(edition, measure),
        text=_what(dataset, edition, measure), sure=is_whole(measure.expires), records=same, told=record.name,
        source=next(iter(record.sources), None),
    )  # fmt: skip


def _told(dataset: Dataset, edition: Edition, reports: Sequence[Measure]) -> Due:
    measure = reports[0]
    documents = [dataset.document_of(report) for report in reports]
    return Due(
        key=edition.anchor(measure), date=str(measure.expires), kind=_kind(edition, measure),
        text=_what(dataset, edition, measure), sure=False, records=tuple(map(dataset.id, reports)),
        told=", ".join(name for d in documents if (name := d.outlet or d.title)) or None,
        source=next((d.url for d in documents if d.url), None),
    )  # fmt: skip


def _kind(edition: Edition, measure: Measure) -> str:
    return edition.say.t("due.suspension_ends" if measure.status == "suspended" else "due.ends")


def _what(dataset: Dataset, edition: Edition, measure: Measure) -> str:
    labels, say = edition.labels, edition.say
    name = labels.instrument(measure.instrument, dataset.lang)
    layer = labels.layer(measure.layer, dataset.lang) if measure.layer else None
    by = say.opening(edition.party(measure.imposed_by))
    return say.t("due.measure", by=by, name=f"{name} ({layer})" if layer else name)


def _owed(dataset: Dataset, edition: Edition, start: str) -> Iterator[Due]:
    published = {document.id: document.published for document in dataset.documents}
    for entry in ledger(dataset.pack, dataset.records, published=published):
        if is_ahead(entry.due, start):
            yield _undertaking(dataset, edition, entry)


def _undertaking(dataset: Dataset, edition: Edition, entry: Entry) -> Due:
    say = edition.say
    parties = say.listing([edition.party(code) for code in entry.parties])
    ours = entry.register_id is not None  # words of the register are no words of a text
    words = entry.action or entry.name or ""
    words = words if ours or dataset.text != "none" else f"sha256:{sha256(words)}"
    return Due(
        key=entry.id.replace("/", "-"), date=str(entry.due), kind=say.t("due.commitment"),
        text=say.t("pair", a=parties, b=words) if parties else words, sure=is_whole(entry.due), records=entry.records,
        told=entry.occasion, source=next(iter(entry.sources), None),
    )  # fmt: skip
