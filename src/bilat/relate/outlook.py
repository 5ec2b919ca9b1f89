"""The outlook: what is due, how likely what may come is, how such forecasts have fared, and what sources expect.

Four lists that are never mixed. Nothing in them was known later than the day asked. What sources say of the future
(`said`) plays no part in any figure.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bilat.errors import UsageError
from bilat.model import Document, Evidence, Interaction, Outlook, Record, to_json
from bilat.packs import Pack
from bilat.relate.events import events
from bilat.relate.outlook_due import Due, due
from bilat.relate.outlook_episodes import Ending, Episode
from bilat.relate.outlook_likely import Likelihood, likely
from bilat.relate.outlook_questions import settings
from bilat.relate.outlook_rates import available
from bilat.relate.outlook_record import WAYS, Fared, again, fared
from bilat.relate.phases_documents import document_signs
from bilat.relate.phases_rules import rules
from bilat.relate.phases_signs import Sign, covered_until, register_signs
from bilat.relate.state_rows import last_day, whole_day

__all__ = ["Prospects", "prospects", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """`on`: the day asked; `known_by`: nothing later was known; `seen`: the last day that the register covers by then.
    `estimated`: False where statsmodels is not installed, `likely` and `fared` are then empty."""

    on: str
    known_by: str
    seen: str
    due: tuple[Due, ...]
    likely: tuple[Likelihood, ...]
    fared: tuple[Fared, ...]
    said: tuple[Outlook, ...]
    estimated: bool


def prospects(
    pack: Pack,
    documents: Sequence[Document] = (),
    records: Iterable[Record] = (),
    *,
    on: str,
    known_by: str | None = None,
    published: Mapping[str, str | None] | None = None,
) -> Prospects:
    """The outlook of a day (`on`) as far as was known by another (`known_by`, not after `on`; None: by that day).

    Documents that came out later stay out, and so, where `known_by` is given, do those without a date. `published`:
    dates by id of further documents whose records are given. Raises UsageError for what is no day, or a `known_by`
    after `on`.
    """
    day = whole_day(on, "on")
    by = whole_day(known_by, "known_by") if known_by else day
    if by > day:
        raise UsageError(f"known_by {by} lies after on {day}; an outlook knows nothing of what came after its day")
    dates = dict(published or {}) | {one.id: one.published for one in documents}
    dates = {doc: date for doc, date in dates.items() if _out(date, by, undated=known_by is None)}
    inside = [one for one in documents if one.id in dates]
    mine = [record for record in records if record.doc in dates]
    found = events([record for record in mine if isinstance(record, Interaction)], inside, pack)
    seen = min(by, covered_until(pack) or by)
    told = [one for one in document_signs(pack, found, mine, dates) if seen < one.day <= by and one.known <= by]
    estimated = available()
    return Prospects(
        on=day,
        known_by=by,
        seen=seen,
        due=tuple(due(pack, mine, found, dates, on=day, known_by=by, seen=seen)),
        likely=tuple(_likely(pack, told, seen)) if estimated else (),
        fared=_fared(pack, seen) if estimated else (),
        said=tuple(record for record in mine if isinstance(record, Outlook)),
        estimated=estimated,
    )


def _out(published: str | None, by: str, *, undated: bool) -> bool:
    return last_day(published[:10]) <= by if published else undated


def _signs(pack: Pack, seen: str) -> list[Sign]:
    """The register's signs up to a day, as it knew them."""
    return [sign for sign in register_signs(pack, rules()) if sign.known <= seen and sign.day <= seen]


def _likely(pack: Pack, told: Sequence[Sign], seen: str) -> Iterable[Likelihood]:
    signs, using = _signs(pack, seen), settings()
    for question in using.questions:
        yield from likely(question, pack, signs, told, seen, using)


@functools.lru_cache(maxsize=64)
def _fared(pack: Pack, seen: str) -> tuple[Fared, ...]:
    """The record of all questions; the same for all who ask from the same last day."""
    signs, using, first = _signs(pack, seen), settings(), pack.conduct.complete_since or ""
    found = (
        fared(question, again(question, pack, signs, seen, way, using, first), way, using)
        for question in using.questions
        for way in WAYS
    )
    return tuple(one for one in found if one is not None)


def rows(found: Prospects) -> list[dict[str, Any]]:
    """All of it as JSON objects; `type` is `due`, `likelihood`, `track_record`, or `outlook` for what is said."""
    return [
        *(due_json(one) for one in found.due),
        *(likelihood_json(one) for one in found.likely),
        *(fared_json(one) for one in found.fared),
        *(to_json(record) for record in found.said),
    ]


def due_json(one: Due) -> dict[str, Any]:
    """A thing that is due as a JSON object; `evidence` items carry the document they stand in."""
    body = {"type": "due"} | asdict(one)
    body["from"] = body.pop("from_")
    body["evidence"] = _evidence(one.evidence)
    return body


def likelihood_json(one: Likelihood) -> dict[str, Any]:
    """A probability as a JSON object, always inferred; `cases` are the past episodes or set ends that it rests on."""
    body = {"type": "likelihood"} | {
        name: getattr(one, name)
        for name in ("question", "within", "by", "running", "since", "waited", "seen", "began", "few", "selection")
    }
    body |= {name: round(getattr(one.share, name), 4) for name in ("estimate", "low", "high", "happened")}
    body |= {"known_cases": one.share.cases, "others": {name: round(p, 4) for name, p in one.others.items()}}
    body |= {"inferred": one.reason, "evidence": _evidence(one.evidence), "sources": list(one.sources)}
    return body | {"cases": [_case_json(case) for case in one.cases]}


def _case_json(case: Episode | Ending) -> dict[str, Any]:
    if isinstance(case, Ending):
        named = {name: [f"register/{row.id}" for row in getattr(case, name)] for name in ("rows", "after")}
        return {"due": case.due, "known": case.known, "prolonged": case.prolonged, **named}
    ended = case.ended.id if case.ended else None
    return {"since": case.since, "until": case.until, "days": case.days, "began": case.began.id, "ended": ended}


def fared_json(one: Fared) -> dict[str, Any]:
    """A record of forecasts as a JSON object."""
    body = {"type": "track_record"} | asdict(one)
    body["scores"] = [{"method": s.method, "brier": round(s.brier, 4), "log": round(s.log, 4)} for s in one.scores]
    body["calibration"] = [asdict(each) | {"range": list(each.range)} for each in one.calibration]
    return body


def _evidence(found: Iterable[tuple[str, Evidence]]) -> list[dict[str, Any]]:
    return [{"doc": doc, **asdict(item)} for doc, item in found]
