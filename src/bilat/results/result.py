"""What reading gave, as records, tables, frames and pictures; and how things stand by a pack's register."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import Markup

from bilat import packs
from bilat.errors import InputError
from bilat.export.formats import Dataset, Outcome
from bilat.export.formats import export as write
from bilat.export.formats.dataset import Text
from bilat.model import TYPES, Comparison, Document, Interaction, Record, record_id
from bilat.packs import Pack
from bilat.pipeline import Run, run
from bilat.relate.compare import compare
from bilat.relate.phrases import search
from bilat.relate.state import changes as steps
from bilat.relate.state import state_json, states
from bilat.results.flat import flat
from bilat.results.passages import Passage
from bilat.results.table import Table, missing

if TYPE_CHECKING:
    import altair
    import pandas
    import polars

R = TypeVar("R", bound=Record)
_PACK = "us-cn"


@dataclass(frozen=True)
class Result:
    """Documents that were read, their records in document order, the inputs that were refused, and the pack."""

    documents: tuple[Document, ...]
    records: tuple[Record, ...]
    refused: tuple[InputError, ...]
    pack: Pack

    def of(self, kind: type[R]) -> list[R]:
        """The records of one class: `result.of(bilat.Statement)`."""
        return [record for record in self.records if isinstance(record, kind)]

    def table(self, kind: str | None = None) -> Table:
        """The records of one kind by its name (`statement`, `document`, ...; None: all), as flat rows.

        Raises KeyError for a kind that there is not.
        """
        return Table(kind or "records", flat(self._dataset, kind))

    def to_pandas(self, kind: str | None = None) -> pandas.DataFrame:
        """`table(kind)` as a pandas DataFrame. Raises UsageError where pandas is not installed."""
        return self.table(kind).to_pandas()

    def to_polars(self, kind: str | None = None) -> polars.DataFrame:
        """`table(kind)` as a Polars DataFrame. Raises UsageError where Polars is not installed."""
        return self.table(kind).to_polars()

    def passage(self, record: Record) -> Passage:
        """The words that a record rests on, marked in their document.

        Raises KeyError for a record of a document that is not among this result's.
        """
        return Passage(self._dataset.by_id[record.doc], record)

    def compare(self, target: str) -> Table:
        """The two governments' accounts of an event (its id or its day, YYYY-MM-DD), an issue a row.

        `outcome` is `both`, `conflict`, or `only_` with the side that tells of it; a column for each side has what its
        account says. Empty where no account of it was read.
        """
        said = {record_id(record): record for record in self.records}
        found = compare(target, self.records, self.documents)
        return Table(f"accounts of {target}", (self._account(one, said) for one in found))

    def phrases(self, query: str) -> Table:
        """The uses of a formulaic phrase, asked for in any language and script, the earliest first."""
        rows = []
        for entry in search(query, self.documents, self.records, self.pack):
            for use in entry.uses:
                rows.append({
                    "date": use.date, "phrase": entry.labels.get("en") or entry.id, "form": use.form, "side": use.side,
                    "speaker": use.speaker.name if use.speaker else None, "voice": use.voice,
                    "outlet": self._dataset.by_id[use.doc].outlet, "language": use.language, "doc": use.doc,
                })  # fmt: skip
        return Table(query, rows)

    def export(self, form: str, path: str | Path, *, text: Text = "quotes", title: str | None = None) -> Outcome:
        """Writes the records in a format of the field (`bilat.export.formats.FORMATS`); see docs/exports.md.

        `text`: `none` for the text-free edition, `whole` for the texts too. Raises UsageError as `export` does.
        """
        dataset = self._made(text, title)
        return write(dataset, form, Path(path))

    def chart(self) -> altair.Chart:
        """The dated interactions over time, by level. Raises UsageError where Altair is not installed."""
        try:
            import altair
        except ImportError as wrong:
            raise missing("altair", "notebooks") from wrong
        found = [(one.best, one.id) for one in self._dataset.happenings if one.best.date]
        rows = [
            {"date": best.date, "kind": best.kind, "status": best.status, "level": best.level or "?", "id": key,
             "who": ", ".join(name.name for name in best.participants)}
            for best, key in found
        ]  # fmt: skip
        made: altair.Chart = altair.Chart(altair.InlineData(values=rows), width=640).mark_point(filled=True, size=90)
        return made.encode(
            x=altair.X("date:T", title=None), y=altair.Y("level:N", title=None), color="kind:N", shape="status:N",
            tooltip=["date:T", "kind:N", "status:N", "who:N"],
        )  # fmt: skip

    def _repr_html_(self) -> str:
        counts = Counter(TYPES[type(record)] for record in self.records)
        told = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
        found = sorted((one.best for one in self._dataset.happenings if one.best.date), key=lambda r: str(r.date))
        events = Table("interactions", map(_short, found))
        head = Markup("<p><b>{}</b> documents, <b>{}</b> records: {}</p>").format(
            len(self.documents), len(self.records), told
        )
        return str(head + Markup(events._repr_html_()))

    def __repr__(self) -> str:
        return f"<Result: {len(self.documents)} documents, {len(self.records)} records, {len(self.refused)} refused>"

    @cached_property
    def _dataset(self) -> Dataset:
        return self._made("quotes", None)

    def _made(self, text: Text, title: str | None) -> Dataset:
        return Dataset(
            documents=self.documents, records=self.records, pack=self.pack, text=text, title=title,
            made=datetime.date.today().isoformat(),
        )  # fmt: skip

    def _account(self, one: Comparison, said: dict[str, Record]) -> dict[str, Any]:
        name = self.pack.issues[one.issue].labels.get("en") or one.issue
        row: dict[str, Any] = {"issue": name, "outcome": one.outcome}
        for side in self.pack.sides:
            records = [said[key] for key in one.sides.get(side.code, ()) if key in said]
            told = [record.evidence[0].quote for record in records]
            if not told and one.outcome == f"only_{side.code}":  # raised in words that are no statement
                told = [evidence.quote for evidence in one.evidence]
            row[side.code] = told or None
        return {**row, "missing": list(one.missing) or None}


def read(paths: str | Path | Sequence[str | Path], *, pack: str = _PACK) -> Result:
    """Reads files and folders, extracts and relates. A bad input is among `refused` and never stops the others.

    `pack` is the id of a bundled pack or a folder. Raises PackError where there is none such.
    """
    given = [paths] if isinstance(paths, str | Path) else paths
    return _of(run([str(path) for path in given], pack_id=pack), pack)


def load(workspace: str | Path, *, pack: str = _PACK) -> Result:
    """A workspace (a file, or a `postgresql://` URL) as a result, as people judged it.

    Raises UsageError where there is no such workspace.
    """
    from bilat.workspace import workspace_run  # with the database's library, which reading files does not need

    return _of(workspace_run(str(workspace)), pack)


def state(on: str, *, known_by: str | None = None, instrument: str | None = None, pack: str = _PACK) -> Table:
    """Every instrument of the register as it stood on a day (YYYY-MM-DD), as far as was known by another.

    Raises UsageError for what is no day, or no instrument.
    """
    found = states(packs.load(pack), on=on, known_by=known_by, instrument=instrument)
    return Table(f"state on {on}", (_standing(state_json(record)) for record in found))


def changes(since: str, until: str, *, instrument: str | None = None, pack: str = _PACK) -> Table:
    """Every step of the register's instruments after one day up to another (YYYY-MM-DD), a row a step.

    Raises UsageError for what is no day, or no instrument, or days in the wrong order.
    """
    rows = []
    for step in steps(packs.load(pack), since=since, on=until, instrument=instrument):
        either = step.after or step.before
        assert either is not None
        before, after = (one.measure if one else None for one in (step.before, step.after))
        rows.append({
            "date": step.date, "instrument": either.measure.instrument, "imposed_by": either.measure.imposed_by,
            "layer": either.measure.layer, "unit": either.measure.unit,
            "from": before.value if before else None, "from_status": before.status if before else None,
            "to": after.value if after else None, "to_status": after.status if after else None,
        })  # fmt: skip
    return Table(f"changes {since} to {until}", rows)


_STANDING = (
    "instrument", "imposed_by", "target", "layer", "value", "unit", "status", "last", "effective", "expires", "as_of",
    "confidence", "inferred", "sources",
)  # fmt: skip


def _standing(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in _STANDING}


def _of(result: Run, pack: str) -> Result:
    return Result(result.documents, result.records, result.refused, packs.load(pack))


def _short(record: Interaction) -> dict[str, Any]:
    return {
        "date": record.date, "kind": record.kind, "status": record.status, "level": record.level,
        "who": ", ".join(name.name for name in record.participants), "place": record.place,
    }  # fmt: skip
