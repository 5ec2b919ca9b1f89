"""Words that claim that an undertaking was broken, partly kept or kept: fixed ones, and patterns of the language."""

from __future__ import annotations

import functools
import re

from bilat.extract.analysis import Analysis
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.model import Span

# The layers of claims and what they claim. In this order: of several claims in one stretch the hardest is made.
CLAIMS = (("breached", "breached"), ("partly_kept", "partial"), ("kept", "kept"))


def claim_words(analysis: Analysis, layer: str, start: int, end: int) -> list[Span]:
    """The words in [start, end) that make the claim of a layer (`breached`, `partly_kept`, `kept`), in order.

    Loose ones (`on track`, 进展顺利) count only where the stretch speaks of an undertaking.
    """
    found = [(m.start, m.end) for m in analysis.layer(layer).within(start, end)]
    found += [m.span() for m in _pattern("claim_patterns", layer).finditer(analysis.view, start, end)]
    if _pattern("claim_patterns", "undertakings").search(analysis.view, start, end):
        found += [m.span() for m in _pattern("loose_claims", layer).finditer(analysis.view, start, end)]
    return sorted(found)


@functools.cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    """The patterns under a name of a table, of all languages; {it} in them is any word for an undertaking."""
    rules = [grammar(language).raw for language in LANGUAGES]
    found = [one.replace("{it}", f"(?:{'|'.join(raw['claim_patterns']['undertakings'])})")
             for raw in rules for one in raw[table].get(name, ())]  # fmt: skip
    return re.compile("|".join(f"(?:{one})" for one in found) or r"(?!)")
