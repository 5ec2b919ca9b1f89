"""What one brief is made from: the documents numbered, the records sorted by kind, the sides in their order."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from bilat.export.labels import Labels
from bilat.export.wording import Wording, parts
from bilat.model import Document, Interaction, Measure, Name, Record, Statement, record_id
from bilat.relate.ledger_entries import Entry as Owed
from bilat.relate.phases_report import Report

R = TypeVar("R", bound=Record)

# Whose words stand for a government: the others speak for themselves.
ACCOUNT_VOICES = frozenset({"official", "unnamed_official", "state_media"})


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The input of every section. `number` counts documents from 1; `horizon` is the last day the sources know of;
    `course` the phases and the initiative, where they were inferred; `owed` the undertakings as the ledger has them."""

    documents: tuple[Document, ...]
    records: tuple[Record, ...]
    ids: dict[int, str]
    number: dict[str, int]
    sides: tuple[str, ...]
    horizon: str | None
    generated: str | None
    since: str | None
    until: str | None
    labels: Labels
    say: Wording
    course: Report | None = None
    owed: tuple[Owed, ...] | None = None
    noted: tuple[Record, ...] = ()  # words beside the records that the page shows, to be marked in the texts too
    # Where the words of a document stand (id, start, end); None: further down in the same page.
    address: Callable[[str, int, int], str] | None = None

    def words_at(self, doc: str, start: int, end: int) -> str:
        """The address of a span of a document's text."""
        if self.address is not None:
            return self.address(doc, start, end)
        return f"#doc-{self.number[doc]}-{start}-{end}"

    def of(self, kind: type[R]) -> list[R]:
        """All records of one kind, as given."""
        return [record for record in self.records if isinstance(record, kind)]

    def id(self, record: Record) -> str:
        """The record's stable id."""
        return self.ids[id(record)]

    def anchor(self, record: Record) -> str:
        """The record's id as an HTML id."""
        return self.id(record).replace("/", "-")

    def document(self, record: Record) -> Document:
        """The document that the record was read from."""
        return self.documents[self.number[record.doc] - 1]

    def published(self, record: Record) -> str | None:
        """When the record's document came out, if that is known."""
        return self.document(record).published

    def numbers(self, records: Sequence[Record]) -> list[int]:
        """The numbers of the documents that the records rest on."""
        return sorted({self.number[record.doc] for record in records})

    def side(self, code: str | None) -> str:
        """A side's name; `both` and none have words of the interface."""
        if code is None:
            return self.say.t("side.none")
        if code == "both":
            return self.say.t("side.both")
        return self.labels.side(code, self.say.lang)

    def who(self, name: Name) -> str:
        """A person's or body's name as the interface writes it."""
        for key in (name.entity, name.name):
            known = self.labels.known(key, self.say.lang) if key else None
            if known:
                return known
        if name.side == "both":
            return self.side("both")
        if name.entity and (side := self._side_of(name.entity)):
            return self.side(side)  # the side itself speaks
        return name.surface if "/" in name.name else name.name

    def party(self, code: str | None) -> str:
        """A side's name, or the name of somebody else."""
        if code is None:
            return self.say.t("unknown")
        if code == "both" or code in self.sides or code in self.labels.side_names:
            return self.side(code)
        if side := self._side_of(code):
            return self.side(side)
        return self.labels.entity(code, self.say.lang)

    def _side_of(self, identifier: str) -> str | None:
        """The side that an entity's id names, as `side/XX`."""
        tail = identifier.rpartition("/")[2].upper()
        return tail if "/" in identifier and tail in {*self.sides, *self.labels.side_names} else None

    def tone(self, code: str | None) -> str:
        """The CSS class of a side's hue: `one` and `two` by the pack's order, `other` for everybody else."""
        if code in self.sides[:2]:
            return ("one", "two")[self.sides.index(code)]
        return "other"

    def issue(self, identifier: str) -> str:
        """An issue's name."""
        return self.labels.issue(identifier, self.say.lang)


def day(iso: str | None, *, end: bool = False) -> int | None:
    """The ordinal of an ISO date cut to what is known: the first, or the last, day that it may mean."""
    found = parts(iso)
    if found is None:
        return None
    year, month, date = (*found, 0, 0)[:3]
    if date:
        return datetime.date(year, month, date).toordinal()
    if not end:
        return datetime.date(year, month or 1, 1).toordinal()
    after = (year, month + 1) if month and month < 12 else (year + 1, 1)
    return (datetime.date(*after, 1) if after[0] <= 9999 else datetime.date(9999, 12, 31)).toordinal() - 1


def assemble(
    documents: Sequence[Document],
    records: Sequence[Record],
    *,
    labels: Labels,
    say: Wording,
    since: str | None = None,
    until: str | None = None,
    generated: str | None = None,
    course: Report | None = None,
    owed: Sequence[Owed] | None = None,
    address: Callable[[str, int, int], str] | None = None,
) -> Edition:
    """The edition of some documents and records, cut to [since, until]; what has no date stays in.

    Raises KeyError for a record whose document is not among the documents.
    """
    known = {document.id: document for document in documents}
    inside = [record for record in records if _in_period(record, known[record.doc], since, until)]
    ids = {id(record): record_id(record) for record in inside}
    once = list({ids[id(record)]: record for record in inside}.values())
    cited = {record.doc for record in once}
    kept = [d for d in known.values() if d.id in cited or _overlaps(d.published, d.published, since, until)]
    kept.sort(key=lambda document: (document.published or "", document.title or "", document.id), reverse=True)
    return Edition(
        documents=tuple(kept),
        records=tuple(once),
        ids=ids,
        number={document.id: place for place, document in enumerate(kept, 1)},
        sides=labels.sides or _main_sides(once),
        horizon=_horizon(kept, once) or generated,
        generated=generated,
        since=since,
        until=until,
        labels=labels,
        say=say,
        course=course,
        owed=None if owed is None else tuple(owed),
        address=address,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that the register gives, and its host."""

    host: str
    url: str


def links(urls: Iterable[str], most: int = 3) -> tuple[Link, ...]:
    """The first addresses that may be linked."""
    found = [Link(host=urlsplit(url).netloc.removeprefix("www."), url=url) for url in map(web_link, urls) if url]
    return tuple(found[:most])


def web_link(url: str | None) -> str | None:
    """The URL where it may be linked: http or https with a host, nothing else."""
    if not url:
        return None
    try:
        split = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if split.scheme in ("http", "https") and split.netloc and "*" not in split.netloc else None


def clean(document: Document) -> Document:
    """The document with what HTML cannot carry (NUL, lone surrogates) replaced one for one: offsets stay."""
    if not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in document.text):
        return document
    text = "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in document.text)
    return replace(document, text=text)


def _in_period(record: Record, document: Document, since: str | None, until: str | None) -> bool:
    start = end = document.published
    if isinstance(record, Interaction) and record.date:
        start, end = record.date, record.end_date or record.date
    elif isinstance(record, Measure) and (record.effective or record.expires):
        start, end = record.effective, record.expires
    return _overlaps(start, end, since, until)


def _overlaps(start: str | None, end: str | None, since: str | None, until: str | None) -> bool:
    first, last = day(start), day(end, end=True)
    low, high = day(since), day(until, end=True)
    return not ((low and last and last < low) or (high and first and first > high))


def _main_sides(records: Sequence[Record]) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for record in records:
        if isinstance(record, Statement) and record.speaker.side not in (None, "both"):
            counts[str(record.speaker.side)] += 1
        elif isinstance(record, Measure) and record.imposed_by and len(record.imposed_by) == 2:
            counts[record.imposed_by] += 1
    return tuple(sorted((code for code, _ in counts.most_common(2)), reverse=True))


def _horizon(documents: Sequence[Document], records: Sequence[Record]) -> str | None:
    dates = [document.published[:10] for document in documents if parts(document.published) and document.published]
    dates += [r.date for r in records if isinstance(r, Interaction) and r.status == "held" and parts(r.date) and r.date]
    return max(dates, key=lambda iso: day(iso) or 0, default=None)
