"""What the reports of one event say of it: the values that they agree on and those that compete, with their sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bilat.model import FAMILY, Interaction, Name
from bilat.relate.events_mentions import Mention

Value = str | int | tuple[str, ...]
Values = dict[str, list[tuple[Value, list[str]]]]

_HAPPENED_FIRST = ("held", "cancelled", "planned", "proposed")


def _participants(record: Interaction) -> tuple[str, ...] | None:
    return tuple(sorted({name.entity or name.name for name in record.participants})) or None


def _told_date(record: Interaction) -> str | None:
    """The date that the text tells; one taken from the register is no second witness."""
    return None if record.date_basis == "register" else record.date


_FIELDS: Mapping[str, Callable[[Interaction], Value | None]] = {
    "kind": lambda record: record.kind,
    "status": lambda record: record.status,
    "date": _told_date,
    "end_date": lambda record: None if record.date_basis == "register" else record.end_date,
    "level": lambda record: record.level,
    "participants": _participants,
    "place": lambda record: record.place,
    "forum": lambda record: record.forum,
    "duration_minutes": lambda record: record.duration_minutes,
    "initiated_by": lambda record: record.initiated_by,
}


def values(members: Sequence[Mention]) -> Values:
    """By field every value told, with the ids of the records that tell it; the value of most sources comes first.

    Copies, and outlets of one family, count once. Fields that no report tells are left out, and so are values that
    another tells more exactly: the month beside the day in it, a meeting beside the summit that it was.
    """
    found: Values = {}
    for field, read in _FIELDS.items():
        told: dict[Value, list[Mention]] = {}
        for member in members:
            value = read(member.record)
            if value is not None:
                told.setdefault(value, []).append(member)
        told = {value: group for value, group in told.items() if not _told_better(field, value, told)}
        ranked = sorted(told.items(), key=lambda item: (-len({m.source for m in item[1]}), str(item[0])))
        if ranked:
            found[field] = [(value, sorted({m.key for m in group})) for value, group in ranked]
    return found


def _told_better(field: str, value: Value, told: Mapping[Value, object]) -> bool:
    if field in ("date", "end_date"):
        return any(other != value and str(other).startswith(str(value)) for other in told)
    if field == "kind":
        return any(FAMILY.get(str(other)) == value for other in told)
    return False


def status_of(members: Sequence[Mention]) -> str:
    """What became of it, as far as any report knows."""
    told = {member.record.status for member in members}
    return next((status for status in _HAPPENED_FIRST if status in told), min(told))


def date_of(told: Values, members: Sequence[Mention]) -> str | None:
    """The date that most sources tell, the exact before the vague; else what the register says."""
    dates = [str(value) for value, _ in told.get("date", [])]
    exact = [date for date in dates if len(date) == 10]
    registered = sorted({m.record.date for m in members if m.record.date and m.record.register_id})
    return next(iter(exact or dates or registered), None)


def names_of(members: Sequence[Mention]) -> tuple[Name, ...]:
    """All who took part by any report, each once, those that most sources name first."""
    found: dict[str, Name] = {}
    support: dict[str, set[str]] = {}
    for member in sorted(members, key=lambda one: one.key):
        for name in member.record.participants:
            key = name.entity or name.name
            found.setdefault(key, name)
            support.setdefault(key, set()).add(member.source)
    return tuple(found[key] for key in sorted(found, key=lambda one: (-len(support[one]), one)))
