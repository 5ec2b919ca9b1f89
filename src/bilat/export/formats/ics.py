"""iCalendar: what is due (RFC 5545); whole days, since nothing of it is known by the hour."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from bilat.export.formats.dataset import Dataset
from bilat.export.formats.days import first_day, last_day
from bilat.export.formats.dues import Due, dues, horizon, is_ahead
from bilat.export.formats.leftout import LeftOut
from bilat.export.formats.registry import Written
from bilat.model import TYPES, Commitment, Interaction, Measure, Record

_OCTETS = 75  # of a line, without its end


def write(dataset: Dataset, path: Path) -> Written:
    """A calendar of planned interactions, ends of measures and due undertakings, the register's among them. What is
    only planned, and what is known to the month alone, is tentative; the latter lasts the month."""
    ahead = dues(dataset)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bilat//export//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(dataset.title)}"] if dataset.title else []
    for one in ahead:
        lines += _entry(dataset, one)
    lines.append("END:VCALENDAR")
    path.write_bytes("".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode("utf-8"))
    return Written(files=(path,), count=len(ahead), what="entries", refused=tuple(_refused(dataset, ahead)))


def _entry(dataset: Dataset, one: Due) -> list[str]:
    first, last, made = first_day(one.date), last_day(one.date), first_day(dataset.made)
    assert first
    assert last
    lines = [
        "BEGIN:VEVENT", f"UID:{one.key}@bilat", f"DTSTAMP:{made:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last + datetime.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(one.text)}", f"CATEGORIES:{_escaped(one.kind)}",
        f"STATUS:{'CONFIRMED' if one.sure else 'TENTATIVE'}", "TRANSP:TRANSPARENT",
    ]  # fmt: skip
    lines += [f"DESCRIPTION:{_escaped(one.told)}"] if one.told else []
    return [*lines, *([f"URL:{one.source}"] if one.source else []), "END:VEVENT"]


def _refused(dataset: Dataset, ahead: Sequence[Due]) -> Iterator[LeftOut]:
    """What could be due, and is not in the calendar."""
    start = horizon(dataset)
    inside = {key for one in ahead for key in one.records}
    for record in dataset.records:
        if isinstance(record, Interaction | Measure | Commitment) and dataset.id(record) not in inside:
            why = _why_not(record, start)
            if why:
                yield LeftOut(id=dataset.id(record), type=TYPES[type(record)], why=why)


def _why_not(record: Record, start: str) -> str | None:
    if isinstance(record, Interaction) and record.status not in ("planned", "proposed"):
        return f"{record.status}, so that it is not due"
    date = getattr(record, "due", None) or getattr(record, "expires", None)
    if isinstance(record, Interaction):
        date = record.end_date or record.date
    if date is None:
        return "no day is known on which it is due"
    if is_ahead(date, start):
        return None if isinstance(record, Interaction) else "the register has another day, or it is no longer so"
    return "only the year is known" if len(date) == len("YYYY") else "the day had gone by when the sources end"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> Sequence[str]:
    """A line in parts of at most 75 octets, none cut within a character; all but the first begin with a space."""
    parts, current = [], ""
    for char in line:
        if len((current + char).encode()) > _OCTETS:
            parts.append(current)
            current = " "
        current += char
    return [*parts, current]
