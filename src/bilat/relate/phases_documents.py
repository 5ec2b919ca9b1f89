"""Signs that documents tell: what the register does not know, and more evidence for what it does."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bilat.model import Compliance, Evidence, Interaction, Measure, Record, record_id
from bilat.packs import Pack
from bilat.relate.events import Event
from bilat.relate.phases_rules import Rules, rules
from bilat.relate.phases_signs import Sign, contact_tags, covered_until, effect_of, in_order
from bilat.relate.state_rows import ALWAYS, last_day, lines
from bilat.relate.state_standing import standing

_NEAR = 5  # days by which a report's day of a measure may differ from the register's
_OVER = frozenset({"suspended", "withdrawn", "lapsed"})
_IMPOSED = frozenset({"in_force", "announced"})
_STATUS_TAG = {"cancelled": "broken_off", "planned": "planned"}


def document_signs(
    pack: Pack,
    events: Sequence[Event],
    records: Iterable[Record],
    published: Mapping[str, str | None],
) -> list[Sign]:
    """The signs of documents' records that the register does not have.

    Only what has a day of its own counts: an interaction of both sides with a whole date, a measure with its effective
    day and its side, a claim of a breach in a dated document. Within the time that the register covers, what one
    document alone tells is `unconfirmed`: it is shown and decides nothing. `published`: dates of the documents by id.
    """
    using = rules()
    everything = list(records)
    found = [*_interactions(pack, events, everything, published), *_claims(everything, published)]
    found += _measures(pack, using, everything, published)
    covered = covered_until(pack) or ""
    return in_order([_weighed(sign, covered) for sign in _once(found)])


def _interactions(
    pack: Pack, events: Sequence[Event], records: Sequence[Record], published: Mapping[str, str | None]
) -> Iterator[Sign]:
    told = {record_id(record): record for record in records if isinstance(record, Interaction)}
    codes = {side.code for side in pack.sides}
    for event in events:
        sides = {name.side for name in event.participants}
        if event.register_id or not event.date or len(event.date) != 10 or not (codes <= sides or "both" in sides):
            continue
        levels = event.values.get("level")
        tags: frozenset[str] | None = contact_tags(event.kind, str(levels[0][0]) if levels else None)
        if tags is not None and event.status != "held":
            tag = _STATUS_TAG.get(event.status)
            tags = frozenset({tag}) if tag else None
        reports = [told[key] for key in event.records if key in told]
        days = [day for report in reports if (day := _day(published.get(report.doc)))]
        if tags is None or not days:
            continue
        yield Sign(
            tags=tags,
            side="both",
            first=event.date,
            # A contact called off is news when it is told, and not only on the day for which it was meant.
            day=min(days) if event.status == "cancelled" else event.date,
            known=min(days) if event.status != "held" else max(min(days), event.date),
            what=event.kind,
            records=tuple(record_id(report) for report in reports),
            evidence=_evidence(reports),
            single=len({report.doc for report in reports}) == 1,
        )


def _measures(
    pack: Pack, using: Rules, records: Sequence[Record], published: Mapping[str, str | None]
) -> Iterator[Sign]:
    codes = {side.code for side in pack.sides}
    for record in records:
        if not isinstance(record, Measure) or record.imposed_by not in codes or record.layer in pack.conduct.summaries:
            continue
        told, day = _day(published.get(record.doc)), record.effective
        tag = _tag(effect_of(pack, using, record.instrument), record)
        if told is None or day is None or len(day) != 10 or tag is None or record.date_basis == "register":
            continue
        if _in_register(pack, record, day) or (day > told and record.status != "announced"):
            continue
        yield Sign(
            tags=frozenset({tag}),
            side=record.imposed_by,
            first=min(day, told) if record.status == "announced" else day,
            day=min(day, told) if record.status == "announced" else day,
            known=told,
            what=record.instrument,
            layer=record.layer,
            records=(record_id(record),),
            evidence=_evidence([record]),
            single=True,
        )


def _tag(effect: str | None, record: Measure) -> str | None:
    if effect == "irritant":
        return "irritant" if record.status in _IMPOSED else None
    if effect not in ("burden", "relief") or record.value == 0:
        return None
    if record.status in _IMPOSED:
        return "escalation" if effect == "burden" else "easing"
    if record.status in _OVER:
        return "easing" if effect == "burden" else "escalation"
    return None


def _in_register(pack: Pack, record: Measure, day: str) -> bool:
    """Whether the register tells of that instrument of that side: a step of it at about that day, or a state that day
    which is what the document tells. It then knows better, and a document that looks back tells nothing new."""
    for row in pack.register.get("moves", ()):
        mine = row["instrument"] == record.instrument and row["side"] in (record.imposed_by, "both")
        if mine and _near(last_day(row["date"]), day):
            return True
    for line in lines(pack):
        if record.instrument not in line[0].names or line[0].imposed_by not in (record.imposed_by, "both"):
            continue
        if any(_near(row.begins, day) or _near(row.known, day) or row.possible <= day <= row.begins for row in line):
            return True
        stands = standing(line, day, ALWAYS)
        if stands is None or stands.last is not None:  # what is only last known may have changed
            continue
        if _kind(stands.status) == _kind(record.status) and record.value in (None, stands.row.value):
            return True
    return False


def _kind(status: str) -> str:
    return "imposed" if status in _IMPOSED else "over" if status in _OVER else status


def _near(one: str, other: str) -> bool:
    days = (datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days
    return abs(days) <= _NEAR


def _claims(records: Sequence[Record], published: Mapping[str, str | None]) -> Iterator[Sign]:
    for record in records:
        if not isinstance(record, Compliance) or record.claim != "breached" or record.by in (None, record.about):
            continue
        day = _day(published.get(record.doc))
        if day is None or record.about is None:
            continue
        yield Sign(
            tags=frozenset({"breach"}), side=record.by, first=day, day=day, known=day, what=record.commitment or "",
            records=(record_id(record),), evidence=_evidence([record]), single=True,
        )  # fmt: skip


def _once(signs: Sequence[Sign]) -> list[Sign]:
    """What several documents tell of the same act, as one sign with the evidence of all."""
    found: dict[tuple[object, ...], Sign] = {}
    for sign in in_order(signs):
        key = (sign.tags, sign.side, sign.day, sign.what)
        if key not in found:
            found[key] = sign
            continue
        first = found[key]
        found[key] = replace(
            first,
            known=min(first.known, sign.known),
            records=tuple(dict.fromkeys((*first.records, *sign.records))),
            evidence=tuple(dict.fromkeys((*first.evidence, *sign.evidence))),
            single=first.single and sign.single and _docs(first) == _docs(sign),
        )
    return list(found.values())


def _weighed(sign: Sign, covered: str) -> Sign:
    if sign.day > covered or len(_docs(sign)) > 1:
        return sign
    return replace(sign, tags=sign.tags & {"contact", "planned"} | {"unconfirmed"})


def _docs(sign: Sign) -> set[str]:
    return {doc for doc, _ in sign.evidence}


def _evidence(records: Sequence[Record]) -> tuple[tuple[str, Evidence], ...]:
    return tuple((record.doc, item) for record in records for item in record.evidence[:1])


def _day(date: str | None) -> str | None:
    return last_day(date[:10]) if date else None
