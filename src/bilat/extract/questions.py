"""Which part of a question asks: what stands ahead of its last clause is told."""

from __future__ import annotations

from bilat.extract.analysis import Analysis
from bilat.languages.sentences import Sentence

_MARKS = {"zh": "，；：,;:", "en": ":;"}
_CLOSING = '”」』"'


def is_question(analysis: Analysis, sentence: Sentence) -> bool:
    """True for a sentence that ends with a question mark, within quotation marks or not."""
    return analysis.view[sentence.start : sentence.end].rstrip(_CLOSING).endswith(("?", "？"))


def asked(analysis: Analysis, sentence: Sentence, position: int) -> bool:
    """True where a place lies in the clause of a question that asks: the last one, and any that a word of asking opens
    or ends (`Will ...`, 是否…)."""
    if not is_question(analysis, sentence):
        return False
    view, marks = analysis.view, _MARKS[sentence.language]
    end = next((at for at in range(position, sentence.end) if _parts(view, at, marks)), None)
    if end is None:
        return True
    start = next((at + 1 for at in range(position, sentence.start, -1) if _parts(view, at, marks)), sentence.start)
    clause = view[start:end].strip()
    words = analysis.grammar_of(sentence).words("asks")
    if sentence.language == "en":
        return clause.startswith(tuple(f"{word} " for word in words))
    return any(word in clause for word in words)


def _parts(view: str, at: int, marks: str) -> bool:
    """A mark that is not within a number or a time."""
    return view[at] in marks and not (view[at - 1 : at].isdigit() and view[at + 1 : at + 2].isdigit())
