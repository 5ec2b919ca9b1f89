"""Further verbs of one speaker: `X说A，又要求B` is two statements of X, each with its own verb and issues."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from bilat.extract.analysis import Analysis
from bilat.extract.attribution_ground import Attribution, trimmed
from bilat.extract.lexicon import Mention

_LEAST = 4  # code points of what stands before and behind a further verb
_MARKS = "，；,;"


def by_verbs(analysis: Analysis, attribution: Attribution, taken: Collection[int]) -> list[Attribution]:
    """The attribution, or one for each verb of its speaker, in the order of the text.

    `taken`: where the cues of the document's other attributions begin; what is told by them is no part of this one.
    """
    if len(attribution.content) != 1 or attribution.cue is None:
        return [attribution]
    start, end = attribution.content[0]
    parts: list[Attribution] = []
    current = attribution
    for mark, begin, cue in _further(analysis, attribution, taken):
        before, behind = trimmed(analysis.view, start, mark), trimmed(analysis.view, begin, end)
        told = behind is not None and max(behind[1] - cue.end, cue.start - begin) >= _LEAST
        if before is None or behind is None or before[1] - before[0] < _LEAST or not told:
            continue
        parts.append(replace(current, content=(before,)))
        current, start = replace(attribution, cue=cue, frame=cue.kind, content=(behind,)), begin
    return [*parts, current]


def _further(
    analysis: Analysis, attribution: Attribution, taken: Collection[int]
) -> Iterator[tuple[int, int, Mention]]:
    """Each further verb that heads a clause of a content, outside of quotations: the mark before its clause, where the
    words begin (behind a verb of saying, else with the whole clause), and the verb."""
    rules = analysis.grammar_of(attribution.sentence)
    lead, noun = rules.raw.get("further_lead", ""), rules.raw.get("further_noun", "")
    start, end = attribution.content[0]
    for cue in analysis.layer("cue").within(start + _LEAST, end) if lead else ():
        if cue.kind == "none" or cue.start in taken or cue.key[1] != rules.language:
            continue
        mark = max(analysis.view.rfind(sign, start, cue.start) for sign in _MARKS)
        heads = re.fullmatch(lead, analysis.view[mark + 1 : cue.start]) if mark >= 0 else None
        if heads is None or re.match(noun, analysis.view[cue.end : end]) or analysis.quotation_at(cue.start):
            continue
        if mark + 1 == cue.start and analysis.view[cue.start : cue.end] in rules.word_set("consequences"):
            continue  # `，说明分歧可以磋商`
        if heads["they"] and cue.kind != "say" and _names_person(analysis, start, mark):
            continue
        yield mark, cue.end if cue.kind == "say" and not heads["about"] else mark + 1, cue


def _names_person(analysis: Analysis, start: int, end: int) -> bool:
    """True where a person is named for whom a pronoun behind may stand."""
    return any(m.kind == "person" for m in analysis.layer("entity").within(start, end))
