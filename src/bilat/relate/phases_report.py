"""Phases and initiative together, of the register and of some documents: what the command and the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bilat.model import Document, Interaction, Phase, Record, to_json
from bilat.packs import Pack
from bilat.relate.events import events
from bilat.relate.initiative import Indicator, indicators
from bilat.relate.phases import Stage, Standing, phase_record, stage_on, stages
from bilat.relate.phases_documents import document_signs
from bilat.relate.phases_signs import Sign
from bilat.relate.state_rows import ALWAYS, last_day, whole_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`stages`: what is inferred. `told`: what texts themselves say of phases, beside it. `initiative`: indicators."""

    stages: tuple[Stage, ...]
    told: tuple[Phase, ...]
    initiative: tuple[Indicator, ...]

    def on(self, day: str) -> Standing:
        """The phase of a day. Raises UsageError where it is none."""
        return stage_on(self.stages, day)


def report(
    pack: Pack,
    documents: Sequence[Document] = (),
    records: Iterable[Record] = (),
    *,
    since: str | None = None,
    until: str | None = None,
    known_by: str | None = None,
) -> Report:
    """Phases and initiative of the register and of documents' related records, cut to two days where given.

    `known_by`: only what the register knew, and documents had published, by that day. A document without a date then
    stays out. Raises UsageError where a day is none.
    """
    by = whole_day(known_by, "known_by") if known_by else ALWAYS
    inside = [d for d in documents if by == ALWAYS or (d.published and last_day(d.published[:10]) <= by)]
    kept = {document.id for document in inside}
    mine = [record for record in records if record.doc in kept]
    found = events([record for record in mine if isinstance(record, Interaction)], inside, pack)
    extra = document_signs(pack, found, mine, {document.id: document.published for document in inside})
    every = stages(pack, extra=extra, known_by=known_by)
    shown = indicators(
        pack, events=found, documents=inside, records=mine, extra=extra, since=since, until=until, known_by=known_by
    )
    return Report(
        stages=tuple(one for one in every if _overlaps(one, since, until)),
        told=tuple(record for record in mine if isinstance(record, Phase)),
        initiative=tuple(shown),
    )


def known_with(documents: Iterable[Document]) -> str | None:
    """The day by which all documents were out, and so what a page about them knows; None where none has a date."""
    return max((last_day(document.published[:10]) for document in documents if document.published), default=None)


def stage_json(stage: Stage, standing: Standing | None = None) -> dict[str, Any]:
    """A stage as a phase record, with its rule and the signs that the rule saw. With `standing`, for the day asked."""
    body = to_json(phase_record(stage)) | {"id": stage.id}
    if standing is not None:
        body |= {"on": standing.day, "standing": standing.status}
    body |= {
        "known_until": stage.known_until,
        "last_sign": stage.last_sign,
        "ended_by": stage.ended_by,
        "rule": stage.rule,
        "reason": stage.reason,
        "because": [sign_json(sign) for sign in stage.because],
        "during": [sign_json(sign) for sign in stage.during],
    }
    return body


def sign_json(sign: Sign) -> dict[str, Any]:
    """A sign as a JSON object; `evidence` items carry the document they stand in."""
    body = asdict(sign) | {"tags": sorted(sign.tags), "names": sorted(sign.names)}
    body["evidence"] = [{"doc": doc, **asdict(item)} for doc, item in sign.evidence]
    return body


def _overlaps(stage: Stage, since: str | None, until: str | None) -> bool:
    ended = stage.end or stage.known_until
    return (since is None or ended >= since) and (until is None or stage.start <= last_day(until))
