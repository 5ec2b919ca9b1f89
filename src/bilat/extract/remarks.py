"""Phase patterns that a text names: how dealings go round, in a row of words or a list of short items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilat.extract.analysis import Analysis
from bilat.languages.compiled_patterns import compiled
from bilat.languages.sentences import Sentence
from bilat.model import Phase, cite

_PHASE_GAP = re.compile(r"^\s*(?:[—–\-→~～、，,/]+|—+| then | and )\s*\w{0,12}$")


def find_phases(analysis: Analysis) -> Iterator[Phase]:
    """Patterns that a text names: phase words in a row, or a list of short items that it calls a cycle."""
    named_before = False
    for sentence in analysis.sentences:
        run: list[tuple[int, int, str]] = []
        found = False
        for word in analysis.layer("phase").within(sentence.start, sentence.end):
            if run and not _PHASE_GAP.match(analysis.view[run[-1][1] : word.start]):
                for phase in _phase(analysis, run):
                    yield phase
                    found = True
                run = []
            run.append((word.start, word.end, word.kind))
        for phase in _phase(analysis, run):
            yield phase
            found = True
        named = analysis.has("cycle", sentence.start, sentence.end)
        if not found and (named or named_before):
            yield from _called_cycle(analysis, sentence)
        named_before = named


_ITEMS_HAN = compiled(r"[\u4e00-\u9fff]{2,6}(?:(?:[—–→]+|、)[\u4e00-\u9fff]{2,6}){2,}")
_ITEMS_LATIN = compiled(
    r"(?<=[:\s\"“(])[A-Za-z]+(?: [a-z]+)?"
    r"(?:(?:, | – | — |-> )(?:and |then )?[A-Za-z]+(?: [a-z]+){0,2}){2,}(?=[.;:\"”)\s,]|$)"
)


def _called_cycle(analysis: Analysis, sentence: Sentence) -> Iterator[Phase]:
    """A list of at least three short items beside a word for a cycle; its items stand as written."""
    pattern = _ITEMS_HAN if sentence.language == "zh" else _ITEMS_LATIN
    found = pattern.search(analysis.view, sentence.start, sentence.end)
    if found is None:
        return
    items = [part.strip() for part in re.split(r"—+|–|→|->|、|,", analysis.text[found.start() : found.end()])]
    yield Phase(
        doc=analysis.document.id, evidence=cite(analysis.text, found.span()), confidence=0.6,
        pattern=tuple(item for item in items if item),
    )  # fmt: skip


def _phase(analysis: Analysis, run: Sequence[tuple[int, int, str]]) -> Iterator[Phase]:
    labels = [label for _, _, label in run]
    if len(run) >= 3 and len(set(labels)) >= 3:
        span = (run[0][0], run[-1][1])
        yield Phase(
            doc=analysis.document.id, evidence=cite(analysis.text, span), confidence=0.85,
            pattern=tuple(labels),
        )  # fmt: skip
