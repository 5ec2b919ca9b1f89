"""What the words of an undertaking say beside who and what: amounts, and a condition where one is stated."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from bilat.languages.compiled_yaml import values
from bilat.languages.quantities import find_quantities
from bilat.languages.script import to_simplified

_KEPT = 1 << 15  # texts; a ledger is worked out again whenever documents come, mostly from the same undertakings


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a unit (as `bilat.languages.quantities` names it), `per` year, month or day for a rate."""

    value: float | int
    unit: str
    per: str | None = None


@functools.lru_cache(_KEPT)
def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts in an undertaking's words, in their order."""
    return tuple(Amount(one.value, one.unit, one.per) for one in find_quantities(to_simplified(text)))


@functools.lru_cache(_KEPT)
def condition(text: str) -> str | None:
    """The first condition stated in an undertaking's words, as written; None where there is none."""
    cues, excluded, ends = _patterns()
    view = to_simplified(text)
    barred = [match.span() for match in excluded.finditer(view)]
    for cue in cues.finditer(view):
        if any(start <= cue.start() < end for start, end in barred):
            continue
        stop = ends.search(view, cue.end())
        return text[cue.start() : stop.start() if stop else len(text)].strip()
    return None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = values("bilat.relate", "ledger")
    ends = re.compile(f"[{re.escape(data['clause_ends'])}]")
    return _words(data["conditions"]), _words(data["not_conditions"]), ends


def _words(words: list[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in ordered), re.IGNORECASE)
