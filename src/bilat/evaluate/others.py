"""The document itself and the smaller kinds of record against the notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from bilat.evaluate.gold import Gold
from bilat.evaluate.spans import dates_agree, evidence_spans, touches
from bilat.evaluate.tally import Tally
from bilat.model import (
    TYPES,
    Compliance,
    Document,
    Leverage,
    Measure,
    Outlook,
    Phase,
    Record,
    Reference,
    Silence,
    StanceShift,
    document_json,
)

R = TypeVar("R", bound=Record)
_BY_PLACE: tuple[type[Record], ...] = (Outlook, Silence, StanceShift, Leverage, Phase)
_OPINION = "opinion"


def of(kind: type[R], records: Sequence[Record]) -> list[R]:
    """The records of one kind."""
    return [record for record in records if isinstance(record, kind)]


def score_document(gold: Gold, document: Document | None, tally: Tally, text: str) -> None:
    """Cleaning, language, and what the document says about itself."""
    kept = document.kept if document else ()
    for key, inside in (("keep", True), ("drop", False)):
        for quote in gold.notes.get(key) or ():
            start = text.index(quote)
            # A passage to keep must stand inside entirely, one to drop must not be touched at all.
            within = touches((start, start + len(quote)), kept, len(quote) if inside else 1)
            tally.check(f"cleaning.{key}", document is not None and within == inside, quote=quote)
    got = document.language if document else None
    tally.check("language", got == gold.language, got=got, want=gold.language)
    if document is None:
        return
    for field in ("published", "outlet_kind", "original_url"):
        wanted = gold.notes.get(field) or (gold.notes.get("provenance") or {}).get(field)
        if wanted:
            found = getattr(document, field)
            tally.check(f"document.{field}", found == wanted, got=found, want=wanted)
    if (gold.notes.get("provenance") or {}).get(_OPINION):
        tally.check("document.opinion", _OPINION in document.flags, got=list(document.flags))


def score_evidence(document: Document | None, records: Sequence[Record], tally: Tally, text: str) -> None:
    """Whether every quote stands in the text at its offsets, a record at a time, the document's own among them."""
    if document is None:
        return
    own = document_json(document)["evidence"]
    tally.check("evidence", bool(own) and all(text[e["start"] : e["end"]] == e["quote"] for e in own), got=own)
    for record in records:
        stands = all(text[e.start : e.end] == e.quote for e in record.evidence)
        tally.check("evidence", bool(record.evidence) and stands, type=TYPES[type(record)])


def score_must_not(gold: Gold, records: Sequence[Record], tally: Tally) -> None:
    """Records that would be wrong and are not there."""
    for wrong in gold.listed("must_not"):
        wanted = {key: value for key, value in wrong.items() if key not in ("type", "why")}
        same_type = [record for record in records if TYPES[type(record)] == wrong["type"]]
        there = [record for record in same_type if all(_is(record, key, value) for key, value in wanted.items())]
        tally.check("must_not", not there, got=[e.quote for record in there for e in record.evidence], **wrong)


def _is(record: Record, key: str, value: Any) -> bool:
    found = getattr(record, key, None)
    return found == value or (key == "date" and dates_agree(value, found))


def score_measures(gold: Gold, got: Sequence[Measure], tally: Tally) -> None:
    """Recall: the same instrument and value, whose it is, and of those found the status."""
    for noted in gold.listed("measures"):
        same = [item for item in got if _same_measure(noted, item)]
        tally.check("measures.recall", bool(same), **noted)
        if same and noted.get("status"):
            statuses = sorted({item.status for item in same})
            tally.check("measures.status", noted["status"] in statuses, got=statuses, **noted)


def _same_measure(noted: dict[str, Any], got: Measure) -> bool:
    if got.instrument != noted["instrument"] or noted.get("value") not in (None, got.value):
        return False
    # Most instruments are one side's alone and need not say whose they are; a tariff must.
    unsaid = got.imposed_by is None and noted["instrument"] != "tariff"
    return noted["imposed_by"] in (None, "both", got.imposed_by) or unsaid


def score_places(gold: Gold, records: Sequence[Record], tally: Tally) -> None:
    """Kinds that are told by where they stand: recall by overlapping evidence."""
    for kind in _BY_PLACE:
        name = TYPES[kind]
        spans = [span for record in of(kind, records) for span in evidence_spans(record)]
        for noted in gold.listed(name):
            tally.check(f"{name}.recall", touches(noted["span"], spans), **noted)


def score_compliance(gold: Gold, got: Sequence[Compliance], tally: Tally) -> None:
    """Claims that an undertaking is kept or broken: who claims it and where; of those found, what is claimed."""
    for noted in (claim for undertaking in gold.listed("commitments") for claim in undertaking["claims"]):
        same = [r for r in got if r.by == noted["by"] and touches(noted["span"], evidence_spans(r))]
        tally.check("compliance.recall", bool(same), **noted)
        if same and noted.get("claim"):
            claims = sorted({r.claim for r in same})
            tally.check("compliance.claim", noted["claim"].split("_")[0] in claims, got=claims, **noted)


def score_references(gold: Gold, got: Sequence[Reference], tally: Tally, text: str) -> None:
    """Addresses found, and masked ones restored to the letter."""
    noted = gold.notes.get("references")
    if not noted:
        return
    restored = {reference.url: reference.restored_url for reference in got}
    tally.add("references.found", min(sum(url in text for url in restored), noted["count"]), noted["count"])
    for masked, url in noted["masked"]:
        tally.check("references.restored", restored.get(masked) == url, got=restored.get(masked), want=url)
