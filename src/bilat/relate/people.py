"""One person or body: offices by date, statements, tone and its shifts, and whom they met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.model import Document, Evidence, Interaction, Record, StanceShift, Statement, record_id
from bilat.packs import Office, Pack
from bilat.relate.duplicates import duplicate_groups
from bilat.relate.people_names import Somebody, find, of_name
from bilat.relate.people_tone import Said, Shift, Tone, shifts, tones


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An office held by somebody, from one date to another (ISO, may be cut; None: not known, or still held)."""

    office: Office
    holder: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """An interaction. `others`: who else took part, by canonical name. `told`: (document, evidence) of the reports;
    empty where only the register knows it, `sources` are then the addresses that it gives."""

    event: str | None
    date: str | None
    kind: str
    status: str
    others: tuple[str, ...]
    told: tuple[tuple[str, Evidence], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of one person or body. `offices`: their own or, for a body, those of its people. `told_shifts`:
    changes of tone as documents describe them; `shifts` are measured (see `people_tone`)."""

    who: Somebody
    offices: tuple[Held, ...]
    said: tuple[Said, ...]
    tones: tuple[Tone, ...]
    shifts: tuple[Shift, ...]
    told_shifts: tuple[StanceShift, ...]
    met: tuple[Met, ...]


def who(name: str, documents: Sequence[Document], records: Sequence[Record], pack: Pack) -> list[Profile]:
    """The profiles of all whom a name may mean (more than one are namesakes), those with most to show first.

    With documents, everything that they and the pack tell; without, what the pack tells.
    """
    reader = _Reader(documents, records, pack)
    found = [reader.profile(one) for one in find(name, records, pack)]
    return sorted(found, key=lambda one: (-len(one.said), -len(one.met), one.who.name))


def speakers(documents: Sequence[Document], records: Sequence[Record], pack: Pack, *, least: int = 3) -> list[Profile]:
    """The profiles of the people and bodies with at least so many statements, those with most first."""
    reader = _Reader(documents, records, pack)
    counts: Counter[Somebody] = Counter()
    for record in records:
        if isinstance(record, Statement) and (one := of_name(record.speaker, pack)) and one.kind in ("person", "body"):
            counts[one] += 1
    chosen = [one for one, count in counts.items() if count >= least]
    return [reader.profile(one) for one in sorted(chosen, key=lambda one: (-counts[one], one.name))]


class _Reader:
    def __init__(self, documents: Sequence[Document], records: Sequence[Record], pack: Pack) -> None:
        self.pack = pack
        self.published = {document.id: document.published for document in documents}
        self.copies = {key for group in duplicate_groups(documents) for key in group[1:]}
        self.statements = [record for record in records if isinstance(record, Statement)]
        self.interactions = [record for record in records if isinstance(record, Interaction)]
        self.told_shifts = [record for record in records if isinstance(record, StanceShift)]

    def profile(self, one: Somebody) -> Profile:
        spoken = [record for record in self.statements if self._speaks(one, record)]
        said = sorted((self._said(record) for record in spoken), key=_by_date)
        return Profile(
            who=one,
            offices=tuple(self._offices(one)),
            said=tuple(said),
            tones=tuple(tones(said)),
            shifts=tuple(shifts(said)),
            told_shifts=tuple(record for record in self.told_shifts if one.is_named(record.who)),
            met=tuple(sorted((*self._reported(one), *self._registered(one)), key=lambda met: met.date or "~")),
        )

    def _said(self, record: Statement) -> Said:
        return Said(statement=record, date=self.published.get(record.doc), copy=record.doc in self.copies)

    def _speaks(self, one: Somebody, record: Statement) -> bool:
        """A body also speaks through those of its people whom a text names with their office there, leaders aside."""
        if one.is_named(record.speaker):
            return True
        speaker = self.pack.entities.get(record.speaker.entity or "")
        if one.kind != "body" or record.speaker.office is None or speaker is None:
            return False
        held = (tenure.office for tenure in speaker.tenures)
        offices = (self.pack.offices[office] for office in held if office in self.pack.offices)
        return any(
            office.name == record.speaker.office and office.body == one.key and office.level != "leader"
            for office in offices
        )

    def _offices(self, one: Somebody) -> list[Held]:
        people = [one.key] if one.kind == "person" else []
        if one.kind == "body":
            people = [entity.id for entity in self.pack.entities.values() if entity.kind == "person"]
        found = [
            Held(
                office=self.pack.offices[tenure.office],
                holder=self.pack.entities[key].name,
                start=tenure.start,
                end=tenure.end,
            )
            for key in people
            for tenure in self.pack.entities[key].tenures
            if tenure.office in self.pack.offices
            and (one.kind == "person" or self.pack.offices[tenure.office].body == one.key)
        ]
        return sorted(found, key=lambda held: (held.start or "", held.end or "~", held.holder))

    def _reported(self, one: Somebody) -> list[Met]:
        """The interactions of the documents, each event once."""
        events: dict[str, list[Interaction]] = {}
        for record in self.interactions:
            if any(one.is_named(name) for name in record.participants):
                events.setdefault(record.event or record_id(record), []).append(record)
        rows = {row["id"]: row for row in self.pack.register.get("interactions", ())}
        return [self._event(one, event, group, rows) for event, group in events.items()]

    def _event(
        self, one: Somebody, event: str, group: Sequence[Interaction], rows: Mapping[str, Mapping[str, str]]
    ) -> Met:
        names = Counter(name for record in group for name in record.participants if not one.is_named(name))
        row = next((row for record in group if (row := rows.get(record.register_id or ""))), None)
        dates = Counter(record.date for record in group if record.date)
        statuses = {record.status for record in group}
        return Met(
            event=event,
            date=row["date"] if row else next((date for date, _ in dates.most_common(1)), None),
            kind=row["kind"] if row else group[0].kind,
            status="held" if "held" in statuses else group[0].status,
            others=tuple(dict.fromkeys(name.name for name, _ in names.most_common())),
            told=tuple((record.doc, evidence) for record in group for evidence in record.evidence),
            sources=_sources(row) if row else (),
        )

    def _registered(self, one: Somebody) -> Iterable[Met]:
        """The interactions that only the register knows."""
        reported = {record.register_id for record in self.interactions}
        columns = [f"{side.code.lower()}_participants" for side in self.pack.sides]
        for row in self.pack.register.get("interactions", ()):
            people = [key for column in columns for key in row.get(column, "").split("; ") if key]
            if one.key in people and row["id"] not in reported:
                yield Met(
                    event=f"event/{row['id']}",
                    date=row["date"] or None,
                    kind=row["kind"],
                    status=row["status"],
                    others=tuple(self.pack.entities[key].name for key in people if key != one.key),
                    told=(),
                    sources=_sources(row),
                )


def _sources(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in row["sources"].split("|") if part.strip())


def _by_date(one: Said) -> tuple[str, str, int]:
    return one.date or "~", one.statement.doc, one.statement.evidence[0].start
