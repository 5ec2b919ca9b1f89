"""Who held the initiative: indicators, each with what it rests on. They are never added up to one figure.

    asked         who asked for the interaction          published_first  whose account came out first
    hosted        in whose country it was                raised_alone     issues that only one account names
    travelled     who came there                         raised_first     issues of both, by the account that came first
    moved_first   whose measure the other's answered     eased_first      whose easing the other's answered

`side` is None where that is not known; `basis` then says why. Both sides go through the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from bilat.model import Document, Record
from bilat.packs import Pack
from bilat.relate.events import Event
from bilat.relate.initiative_accounts import account_indicators
from bilat.relate.initiative_base import Indicator
from bilat.relate.initiative_events import event_indicators
from bilat.relate.initiative_moves import move_indicators
from bilat.relate.phases_rules import rules
from bilat.relate.phases_signs import Sign, in_order, register_signs
from bilat.relate.state_rows import ALWAYS, first_day, last_day, whole_day

__all__ = ["Indicator", "indicator_json", "indicators"]


def indicators(
    pack: Pack,
    *,
    events: Sequence[Event] = (),
    documents: Sequence[Document] = (),
    records: Iterable[Record] = (),
    extra: Sequence[Sign] = (),
    since: str | None = None,
    until: str | None = None,
    known_by: str | None = None,
) -> list[Indicator]:
    """All indicators of the register and of documents, the earliest first.

    `events`, `documents`, `records`: as `pipeline.run` relates them. `extra`: documents' signs. `since`, `until`: days
    between which an indicator's own day must be able to lie. `known_by`: only what was known by that day.
    Raises UsageError where that is no day.
    """
    by = whole_day(known_by, "known_by") if known_by else ALWAYS
    told = [document for document in documents if document.published and last_day(document.published[:10]) <= by]
    inside = documents if by == ALWAYS else told
    kept = {document.id for document in inside}
    mine = [record for record in records if record.doc in kept]
    signs = [sign for sign in in_order([*register_signs(pack, rules()), *extra]) if sign.known <= by]
    found = [
        *event_indicators(pack, events, mine, by),
        *account_indicators(pack, events, inside, mine),
        *move_indicators(signs),
    ]
    chosen = [one for one in found if _within(one, since, until)]
    return sorted(chosen, key=lambda one: (one.date or "~", one.event or "", one.name, one.side or "", one.id))


def indicator_json(one: Indicator) -> dict[str, Any]:
    """An indicator as a JSON object; `evidence` items carry the document they stand in."""
    body = {"type": "initiative", "id": one.id} | asdict(one)
    body["evidence"] = [{"doc": doc, **asdict(item)} for doc, item in one.evidence]
    return body


def _within(one: Indicator, since: str | None, until: str | None) -> bool:
    if one.date is None:
        return since is None and until is None
    return (since is None or last_day(one.date) >= since) and (until is None or first_day(one.date) <= until)
