"""Interactions against the notes: which is which, and what of the matched ones agrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bilat.evaluate.gold import Gold
from bilat.evaluate.names import NameBook
from bilat.evaluate.spans import dates_agree, evidence_spans, touches
from bilat.evaluate.tally import Tally
from bilat.model import Interaction

# Kinds that a careful reader would not insist on telling apart.
_FAMILY = {"video_call": "call", "talks": "meeting", "summit": "meeting"}
_DETAILS = ("duration_minutes", "initiated_by", "level")


def score_interactions(gold: Gold, got: Sequence[Interaction], book: NameBook, tally: Tally) -> None:
    """Recall and precision, and of the matched: dates, participants, lengths, who asked, level."""
    free = list(got)
    for noted in gold.listed("interactions"):
        match = _best(noted, free, book)
        tally.check("interactions.recall", match is not None, **noted)
        if match is not None:
            free = [item for item in free if item is not match]
            _details(noted, match, book, tally)
    tally.add("interactions.precision", len(got) - len(free), len(got))
    # By identity: two records may be equal, and only one of them matched.
    left = {id(item) for item in free}
    tally.weighed += [(item, id(item) not in left) for item in got]
    for extra in free:
        tally.missed(
            "interactions.precision",
            kind=extra.kind,
            status=extra.status,
            date=extra.date,
            participants=[participant.name for participant in extra.participants],
            quote=[item.quote for item in extra.evidence],
        )


def _best(noted: dict[str, Any], free: Sequence[Interaction], book: NameBook) -> Interaction | None:
    weighed = [(weight, -place) for place, item in enumerate(free) if (weight := _weight(noted, item, book))]
    return free[-max(weighed)[1]] if weighed else None


def _weight(noted: dict[str, Any], got: Interaction, book: NameBook) -> int:
    """How well a record fits a note, 0 where it does not: overlapping evidence, or somebody and the date in common."""
    same_kind = _FAMILY.get(got.kind, got.kind) == _FAMILY.get(noted["kind"], noted["kind"])
    if not same_kind or got.status != noted.get("status", "held"):
        return 0
    dated = dates_agree(noted.get("date"), got.date)
    if noted.get("date") and got.date and not dated:
        return 0
    near = "span" in noted and touches(noted["span"], evidence_spans(got))
    shared = _shared(noted, got, book)
    return 2 * near + shared + dated if near or (shared and dated) else 0


def _shared(noted: dict[str, Any], got: Interaction, book: NameBook) -> int:
    return sum(any(book.same(name, found) for found in got.participants) for name in noted.get("participants") or ())


def _details(noted: dict[str, Any], got: Interaction, book: NameBook, tally: Tally) -> None:
    if noted.get("date"):
        agrees = dates_agree(noted["date"], got.date) and len(str(got.date)) >= len(noted["date"])
        tally.check("interactions.dated", agrees, got=got.date, **noted)
    if noted.get("participants"):
        shared = _shared(noted, got, book)
        tally.add("interactions.participants", shared, len(noted["participants"]))
    for detail in _DETAILS:
        if noted.get(detail):
            found = getattr(got, detail)
            tally.check(f"interactions.{detail}", found == noted[detail], got=found, **noted)
