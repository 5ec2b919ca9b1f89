"""A profile as rows, each a fact of its own with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from bilat.model import to_json
from bilat.relate.people import Held, Met, Profile
from bilat.relate.people_tone import THRESHOLD, Said, Shift, Tone

METHOD = (
    "mean stance of the statements of one issue and month on the scale of the record format (-10 conflict, +10 "
    "cooperation), copies of a text counted once; a shift lies between successive days with a stance other than 0, "
    f"whose means are at least {THRESHOLD:g} apart"
)


def rows(profile: Profile, namesakes: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """The rows of a profile: who it is, then `office`, `said`, `tone`, `shift` (`basis` measured or told) and `met`.

    Every row names them in `who`. `evidence` is as in records, each piece with its `doc`; what the pack alone tells
    has none, and a meeting of the register has `sources`.
    """
    one = profile.who
    yield {
        "type": "person" if one.kind == "person" else one.kind,
        "who": one.key,
        "name": one.name,
        "side": one.side,
        "aliases": list(one.aliases),
        "statements": len(profile.said),
        "namesakes": list(namesakes),
        "tone_method": METHOD,
    }
    yield from ({"type": "office", "who": one.key, **_office(held)} for held in profile.offices)
    yield from ({"type": "said", "who": one.key, **_said(said)} for said in profile.said)
    yield from ({"type": "tone", "who": one.key, **tone_json(tone)} for tone in profile.tones)
    yield from ({"type": "shift", "who": one.key, **_shift(shift)} for shift in profile.shifts)
    for record in profile.told_shifts:
        told = to_json(record)
        evidence = [{"doc": record.doc, **piece} for piece in told["evidence"]]
        span = {"from": told["from"], "to": told["to"]}
        yield {
            "type": "shift", "who": one.key, "basis": "told", "direction": record.direction, **span,
            "record": told["id"], "evidence": evidence,
        }  # fmt: skip
    yield from ({"type": "met", "who": one.key, **_met(met)} for met in profile.met)


def _office(held: Held) -> dict[str, Any]:
    office = held.office
    return {"office": office.id, "title": office.name, "holder": held.holder, "from": held.start, "to": held.end}


def _said(said: Said) -> dict[str, Any]:
    record = to_json(said.statement)
    fields = ("voice", "mode", "act", "issues", "stance", "via", "interaction")
    return {
        "date": said.date,
        "record": record["id"],
        "speaker": record["speaker"],
        **{field: record[field] for field in fields},
        "copy": said.copy,
        "evidence": _evidence([said]),
    }


def tone_json(tone: Tone) -> dict[str, Any]:
    """A tone with what it is made of."""
    low, high = tone.range
    records = [to_json(said.statement)["id"] for said in tone.said]
    return {
        "issue": tone.issue, "period": tone.period, "n": len(tone.said), "mean": round(tone.mean, 2), "min": low,
        "max": high, "records": records, "evidence": _evidence(tone.said),
    }  # fmt: skip


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "basis": "measured", "issue": shift.issue, "direction": shift.direction, "change": round(shift.change, 2),
        "threshold": THRESHOLD, "before": tone_json(shift.before), "after": tone_json(shift.after),
        "evidence": _evidence((*shift.before.said, *shift.after.said)),
    }  # fmt: skip


def _met(met: Met) -> dict[str, Any]:
    return {
        "event": met.event, "date": met.date, "kind": met.kind, "status": met.status, "with": list(met.others),
        "evidence": [{"doc": doc, **asdict(piece)} for doc, piece in met.told], "sources": list(met.sources),
    }  # fmt: skip


def _evidence(said: Iterable[Said]) -> list[dict[str, Any]]:
    return [{"doc": one.statement.doc, **asdict(piece)} for one in said for piece in one.statement.evidence]
