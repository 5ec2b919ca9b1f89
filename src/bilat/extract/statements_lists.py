"""Lists told in one breath: `both agreed on three points: A; B; C` is a statement for each of its items."""

from __future__ import annotations

import re
from dataclasses import replace

from bilat.extract.analysis import Analysis
from bilat.extract.attribution_ground import Attribution, trimmed
from bilat.model import Span

_LEAST_ITEMS = 3
_LEAST = 4  # code points of an item
_LEAD = re.compile("[^；;。]{0,24}[：:]")  # `the outcome of the talks:`, before the first item
_COLONS = ("：", ":")


def items(analysis: Analysis, attribution: Attribution) -> list[Attribution]:
    """The attribution, or one for each item of the list that its content is, in the order of the text."""
    spans = _items(analysis, attribution)
    return [replace(attribution, content=(span,)) for span in spans] if spans else [attribution]


def _items(analysis: Analysis, attribution: Attribution) -> list[Span]:
    """The items of a content behind a colon that semicolons part; none where it is no list, or somebody's own words."""
    if len(attribution.content) != 1 or attribution.cue is None:
        return []
    start, end = attribution.content[0]
    view = analysis.view
    lead = _LEAD.match(view, start, end)
    begin = lead.end() if lead is not None else start
    rules = analysis.grammar_of(attribution.sentence)
    opened = lead is not None or view[attribution.cue.start : start].rstrip().endswith(_COLONS)
    opened = opened or view.startswith(rules.words("list_openers"), begin)
    if not opened or analysis.quotation_at(start) is not None:
        return []
    link = re.compile(rf"\s*(?:{'|'.join(rules.words('list_words'))})\b" if rules.words("list_words") else "(?!)")
    parts: list[Span] = []
    for match in re.finditer("[^；;]+", view[begin:end]):
        at, stop = begin + match.start(), begin + match.end()
        span = trimmed(view, linked.end() if (linked := link.match(view, at, stop)) else at, stop)
        if span is not None and span[1] - span[0] >= _LEAST:
            parts.append(span)
    return parts if len(parts) >= _LEAST_ITEMS else []
