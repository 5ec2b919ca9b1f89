"""Whether evidence stands in the text, and whether words that a record takes from it are whole: nothing cut off, no
condition, negation or hedge left out that rules them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bilat.guards.problem import Finding
from bilat.guards.text import Text, covered, is_latin
from bilat.languages.sentences import Sentence
from bilat.model import Record, Span

_MARKS = frozenset("，。、；：！？,.;:!?\"'“”‘’「」『』《》()（）[]【】—–-…·|/\n")
_CLOSING = frozenset("\"'”’」』")
_CLAUSE = frozenset("。.!?！？")  # behind one of these a new clause stands for itself
_SHOWN = 24
_CUE_GAP = 2  # an aspect particle may stand between a Chinese cue and its content
_RULING = ("negation", "modality", "conditional")


def standing(record: Record, text: Text) -> Iterator[Finding]:
    """Every piece of evidence stands in the text, word for word, where it says; there is at least one."""
    if record.doc != text.document.id:
        yield Finding("evidence", f"it is of {record.doc}, not of {text.document.id}")
    if not record.evidence:
        yield Finding("evidence", "it has no evidence")
    for item in record.evidence:
        if not (0 <= item.start < item.end and text.text[item.start : item.end] == item.quote):
            place = f"[{item.start}, {item.end})"
            yield Finding("evidence", f"its quote does not stand at {place}: {item.quote[:_SHOWN]!r}")


def whole(span: Span, text: Text, own: Sequence[Span] = (), *, name: str = "words") -> Iterator[Finding]:
    """Nothing of a clause is cut off at either end of a span. `own`: the record's other spans, which may touch it."""
    start, end = span
    first, last = text.sentence_at(start), text.sentence_at(end - 1)
    if first is None or last is None or end - start < 1:
        yield Finding("whole", f"its {name} begin or end outside of any sentence")
        return
    yield from _left(start, first, text, own, name)
    yield from _right(end, last, text, own, name)
    at = _behind(end, last, text)
    for quotation in text.analysis.quotations_in(start, end):
        if start <= quotation.inner_start <= end and at < min(quotation.inner_end, last.end):
            yield Finding("whole", f"its {name} end within a quotation")
            return


def _behind(end: int, sentence: Sentence, text: Text) -> int:
    """The first position behind an end that holds neither space nor mark; the sentence's end without one."""
    at = end
    while at < sentence.end and (text.view[at].isspace() or _is_mark(text.view[at])):
        at += 1
    return at


def ended(span: Span, text: Text, told: Iterable[Span], *, name: str) -> Iterator[Finding]:
    """Nothing is left over behind a span, to the end of its sentence, that nobody says. `told`: what is said, and who
    says it, in this record and those beside it."""
    sentence = text.sentence_at(span[1] - 1)
    if sentence is None or text.view[span[1] - 1] in _CLOSING:
        return  # behind a quotation the writer may go on
    at = _behind(span[1], sentence, text)
    if at >= sentence.end or covered(at, told):
        return
    frames = text.analysis.layer("frame").within(at, sentence.end)
    if not text.has([(at, sentence.end)], "cue") and not any(m.start == at for m in frames):
        yield Finding("whole", f"its {name} leave out {text.view[at : at + _SHOWN]!r} behind them")


def _left(start: int, sentence: Sentence, text: Text, own: Sequence[Span], name: str) -> Iterator[Finding]:
    view, at, first = text.view, start, sentence.start
    while at > sentence.start and view[at - 1].isspace():
        at -= 1
    if at <= sentence.start:
        return
    rules = text.analysis.grammar_of(sentence)
    for layer in _RULING:
        before = [m for m in text.mentions(layer, [(sentence.start, at)]) if m.end == at and not covered(m.start, own)]
        if before:
            yield Finding("whole", f"its {name} leave out {text.text[before[-1].start : before[-1].end]!r} before them")
            return
    opening = [m for m in text.mentions("conditional", [(sentence.start, start)]) if m.start == sentence.start]
    if opening and not any(low < start and high > sentence.start for low, high in own):
        yield Finding("whole", f"its {name} leave out the condition before them")
    if _closed(view, at) or covered(at - 1, own) or _is_mark(view[start]):
        return
    word = view[max(sentence.start, at - _SHOWN) : at].split()[-1:]
    led = word and word[0] in (*rules.words("complementizers"), *rules.raw["possessive_frames"]["nouns"])
    cues = [m for layer in ("cue", "citing") for m in text.analysis.layer(layer).within(max(first, at - _SHOWN), at)]
    adverbs = (*rules.words("followers"), *rules.words("coordination"))
    led = led or any(view.endswith(w, 0, at) and covered(at - len(w) - 1, own) for w in adverbs)
    led = led or view.startswith(rules.words("object_markers"), start)  # what they spoke of stands before the verb
    told = re.compile(rules.raw["addressee"])  # `X told Fox the talks went well`
    led = led or any(told.fullmatch(view, m.end, start) for m in cues)
    if not (led or any(at - m.end <= _CUE_GAP for m in cues)):
        yield Finding("whole", f"its {name} begin within a clause, behind {view[max(sentence.start, at - 12) : at]!r}")


def _right(end: int, sentence: Sentence, text: Text, own: Sequence[Span], name: str) -> Iterator[Finding]:
    view, at = text.view, end
    while at < sentence.end and view[at].isspace():
        at += 1
    if at >= sentence.end:
        return
    if not (_closed(view, at) or _opens(view, at) or covered(at, own) or _goes_on(text, sentence, at)):
        yield Finding("whole", f"its {name} end within a clause, before {view[at : at + 12]!r}")
        return
    before = at - 1
    at = _behind(at, sentence, text)
    if set(view[before:at]) & _CLAUSE or covered(at, own):
        return
    behind = [m for m in text.mentions("conditional", [(at, sentence.end)]) if m.start == at]
    if behind:
        yield Finding("whole", f"its {name} leave out the condition behind them: {view[at : at + _SHOWN]!r}")


def _closed(view: str, at: int) -> bool:
    """True where a mark stands right before a position, and no number goes on over it."""
    mark = view[at - 1 : at]
    return _is_mark(mark) and not (view[at - 2 : at - 1].isdigit() and mark in ".,," and view[at : at + 1].isdigit())


def _opens(view: str, at: int) -> bool:
    mark = view[at : at + 1]
    return _is_mark(mark) and not (view[at - 1 : at].isdigit() and mark in ".,," and view[at + 1 : at + 2].isdigit())


def _is_mark(char: str) -> bool:
    return char in _MARKS and char != ""


def _goes_on(text: Text, sentence: Sentence, at: int) -> bool:
    """True where a word stands at a position that begins a clause of its own."""
    rules = text.analysis.grammar_of(sentence)
    frames = (form for frame in rules.prefix_frames for form in frame.forms)
    words = (*rules.words("coordination"), *frames)
    rest = text.view[at : at + _SHOWN]
    return any(rest.startswith(word) and not is_latin(rest[len(word) : len(word) + 1] or " ") for word in words)


def quoted(
    words: str | None, text: Text, spans: Sequence[Span], *, name: str, opened_by: str | None = None
) -> Iterator[Finding]:
    """Words that a record takes from the text stand in its evidence to the letter, and whole.

    `opened_by`: a list of words one of which opens them, wherever in a clause that is.
    """
    if words is None:
        return
    found = list(text.occurrences(words, spans))
    if not found:
        yield Finding("words", f"its {name} is not in the words of the evidence: {words[:_SHOWN]!r}")
        return
    yield from min((list(_taken(span, text, f"{name}'s words", opened_by)) for span in found), key=len)


def _taken(span: Span, text: Text, name: str, opened_by: str | None) -> Iterator[Finding]:
    if opened_by is None:
        yield from whole(span, text, name=name)
    elif not any(m.start == span[0] for m in text.mentions(opened_by, [span])):
        yield Finding("whole", f"its {name} do not open with what makes them one")
    elif (sentence := text.sentence_at(span[1] - 1)) is not None:
        yield from _right(span[1], sentence, text, (), name)


