"""Who moved first: a measure of one side that one of the other followed, and an easing that an easing followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bilat.relate.initiative_base import Indicator
from bilat.relate.phases_course import shifted
from bilat.relate.phases_signs import Sign

_ANSWER = 14  # days within which a measure is taken for the answer to the one before

_NAMES = (("escalation", "moved_first"), ("easing", "eased_first"))


@dataclass(slots=True)
class _Exchange:
    """Steps of one kind that follow each other within days."""

    signs: list[Sign] = field(default_factory=list)

    def takes(self, sign: Sign) -> bool:
        """Whether a step belongs to this exchange."""
        return not self.signs or sign.first <= shifted(self.signs[-1].day, _ANSWER)


def move_indicators(signs: Sequence[Sign]) -> Iterator[Indicator]:
    """One indicator for each exchange in which both sides took steps of one kind; `signs` in order.

    That one followed the other within two weeks is what is said; that it was meant as the answer is not.
    """
    for tag, name in _NAMES:
        exchange = _Exchange()
        for sign in signs:
            if tag not in sign.tags or sign.side in (None, "both") or "breach" in sign.tags:
                continue
            if not exchange.takes(sign):
                yield from _told(name, exchange.signs)
                exchange = _Exchange()
            exchange.signs.append(sign)
        yield from _told(name, exchange.signs)


def _told(name: str, signs: Sequence[Sign]) -> Iterator[Indicator]:
    sides = {sign.side for sign in signs}
    if len(sides) < 2:
        return
    opening = signs[0]
    # A day known to the month only is placed at its end: what may be earlier than it seems decides nothing.
    answers = [sign for sign in signs if sign.side != opening.side]
    answer = answers[0]
    unclear = min(sign.first for sign in answers) <= opening.day
    mine = [sign for sign in signs if sign.side == opening.side and sign.day <= answer.day]
    seen = [*(mine if not unclear else signs[:2]), answer]
    seen = list(dict.fromkeys(seen))
    yield Indicator(
        name=name,
        side=None if unclear else opening.side,
        date=opening.day,
        event=None,
        basis="same_day" if unclear else "answered",
        items=tuple(f"{sign.day} {sign.side} {sign.what}" for sign in seen) if not unclear else _sorted(seen),
        evidence=tuple(pair for sign in seen for pair in sign.evidence[:1]),
        rows=tuple(sign.row for sign in seen if sign.row),
        records=tuple(key for sign in seen for key in sign.records),
        sources=tuple(dict.fromkeys(url for sign in seen for url in sign.sources)),
    )


def _sorted(seen: Sequence[Sign]) -> tuple[str, ...]:
    return tuple(sorted(f"{sign.day} {sign.side} {sign.what}" for sign in seen))
