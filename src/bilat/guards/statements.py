"""Guards of statements: who speaks, how, what is done with the words, and that the words are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilat.extract.statements import STANCE
from bilat.extract.statements_quoted import words_quoted
from bilat.guards.beside import Beside, spans_of
from bilat.guards.evidence import ended, whole
from bilat.guards.names import AUTHOR, BOTH, known, meant, places_of, stood_for
from bilat.guards.problem import Finding
from bilat.guards.text import Text, covered, evidence_spans
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.model import Name, Record, Span, Statement

_NEUTRAL = frozenset({"describe", "affirm"})
_LABEL_END = re.compile(r"\s?(?:[（(][^（）()]{1,30}[)）])?\s?[:：]")  # a name may be glossed in brackets
_LABEL = 40  # characters that the label of a turn may take
_COMMAS = "，,"
_OPENING = 4  # characters: whose condition it is may stand before the word for it
_QUOTED = 0.5  # of the words of what is called indirect, the most that may stand in quotation marks


def check_statement(record: Statement, text: Text, beside: Beside) -> Iterator[Finding]:
    """What is wrong with a statement. `beside`: the other records of its document."""
    spans = spans_of(record)
    inside = evidence_spans(record)
    if not record.content or any(not any(a <= s and e <= b and s < e for a, b in inside) for s, e in spans):
        yield Finding("evidence", "its source, cue and content do not all stand in its evidence")
        return
    for span in record.content:
        yield from whole(span, text, [other for other in spans if other != span], name="content")
    told = [*spans, *beside.told_around(record.content[-1][1])]
    yield from ended(record.content[-1], text, told, name="content")
    if _only_condition(record.content[-1], text, spans):
        yield Finding("whole", "its content ends with its condition, before what follows from it")
    yield from _speaker(record, text, beside)
    yield from _voice(record, text)
    yield from _act(record, text)
    yield from _mode(record, text)
    unknown = [issue for issue in record.issues if issue not in text.pack.issues]
    if unknown:
        yield Finding("terms", f"the pack has no issue {unknown[0]}")


def _only_condition(span: Span, text: Text, own: Sequence[Span]) -> bool:
    """True for a clause with a word of condition and nothing else, behind which the sentence goes on."""
    start, end = span
    sentence = text.sentence_at(end - 1)
    said = text.view[start:end].rstrip(_COMMAS)
    if sentence is None or not text.has([(start, end)], "conditional") or any(mark in said for mark in _COMMAS):
        return False
    opened = any(m.start - start <= _OPENING for m in text.mentions("conditional", [span]))
    at = start + len(said)
    goes_on = text.view[at : at + 1] in tuple(_COMMAS) and at + 2 < sentence.end
    return opened and goes_on and not any(low <= at + 2 < high for low, high in own if (low, high) != span)


def _speaker(record: Statement, text: Text, beside: Beside) -> Iterator[Finding]:
    speaker, source = record.speaker, record.source
    yield from known(speaker, text)
    if source is not None and text.text[source[0] : source[1]] != speaker.surface:
        yield Finding("names", f"its source is {text.text[source[0] : source[1]]!r}, not {speaker.surface!r}")
        return
    if source is None and speaker.surface and not any(text.occurrences(speaker.surface)):
        yield Finding("names", f"{speaker.surface!r} does not stand in the text")
        return
    if source is not None and speaker.side != BOTH and _together(source, text):
        yield Finding("names", f"{speaker.surface!r} means both sides, not {speaker.name}")
        return
    if source is not None and _is_bare_label(source, text):  # 答：, of whom the text said before that they answer
        if not any(at < _first_turn(text) or _interviewed(at, text) for at in places_of(speaker, text)):
            yield Finding("names", f"nobody called {speaker.name} answers here")
        return
    told = meant(speaker, text, source) if source is not None else None
    if told is False:
        yield Finding("names", f"{speaker.surface!r} does not mean {speaker.name}")
    elif told is None and not _stood_for(record, text, beside):
        yield Finding("names", f"{speaker.name} is not the one spoken of before {speaker.surface!r}")
    yield from _side(record, text)


def _is_bare_label(source: Span, text: Text) -> bool:
    words = text.view[slice(*source)].strip()
    bare = any(words in grammar(language).words("unnamed_labels") for language in LANGUAGES)
    return bare and _heads_turn(source, text)


def _first_turn(text: Text) -> int:
    """Where the first turn begins whose label names nobody: who is asked was named before."""
    labels = tuple(f"{word}：" for language in LANGUAGES for word in grammar(language).words("unnamed_labels"))
    plain = text.view.replace(":", "：")
    return next((s.start for s in text.analysis.all_sentences if plain.startswith(labels, s.start)), len(plain))


def _interviewed(at: int, text: Text) -> bool:
    """True where a name stands in a note behind the turns that tells who was interviewed."""
    note = text.sentence_at(at)
    return note is not None and text.has([(note.start, note.end)], "interview")


def _together(source: Span, text: Text) -> bool:
    words = [*text.mentions("pronoun", [source]), *text.entities(source)]
    return any(m.kind in ("both", "joint") and (m.start, m.end) == source for m in words)


def _stood_for(record: Statement, text: Text, beside: Beside) -> bool:
    """Whether somebody whom a pronoun, or nothing, stands for was named last before, or spoke last before."""
    speaker, source = record.speaker, record.source
    start = (source or record.content[0])[0]
    said = beside.before(record)
    near = text.paragraphs([(start, start + 1)], before=1)
    here = text.paragraphs([(start, start + 1)])
    around = [[r for r in said if covered(r.content[0][0], spans)] for spans in (here, near)]
    last = said[-1:] if source else around[0] or around[1] or said[-2:]
    if (speaker.entity or speaker.name) in {r.speaker.entity or r.speaker.name for r in last}:
        return True
    if any(speaker.name in r.via for r in last):  # who told what another said
        return True
    if _in_account(speaker, start, text):
        return True
    if source is None and said:
        return stood_for(speaker, text, start, since=text.paragraphs([(start, start + 1)])[0][0])
    words = text.view[slice(*source)] if source else ""
    return stood_for(speaker, text, start, words, since=_turned(said[-1], start, text) if said else 0)


def _turned(last: Statement, start: int, text: Text) -> int:
    """Where the last statement began, in the same paragraph: who spoke goes on until somebody else is named."""
    first, here = text.sentence_at(last.content[0][0]), text.sentence_at(start)
    same = first is not None and here is not None and first.paragraph == here.paragraph
    person = text.pack.entities.get(last.speaker.entity or "")
    return last.evidence[0].start if same and person is not None and person.kind == "person" else 0


def _in_account(speaker: Name, start: int, text: Text) -> bool:
    """True where an account of theirs (a post, a readout) is spoken of just before, in the same paragraph."""
    own = [at for at in places_of(speaker, text) if at < start]
    first, last = text.sentence_at(own[-1]) if own else None, text.sentence_at(start)
    same = first is not None and last is not None and first.paragraph == last.paragraph
    return same and text.has([(own[-1], start)], "accounts")


def _voice(record: Statement, text: Text) -> Iterator[Finding]:
    """The voice is one that the speaker can have: without a name, an author's, a medium's own."""
    entity = text.pack.entities.get(record.speaker.entity or "")
    if (record.voice == AUTHOR) != (record.speaker.name == AUTHOR):
        yield Finding("words", f"{record.speaker.name} does not speak as {record.voice}")
    if record.voice == "unnamed_official" and entity is not None:
        yield Finding("words", f"{entity.name} is no official without a name")
    own = {"outlet": {(entity.voice if entity else None) or "media"}, "thinktank": {"expert"}}
    if entity is not None and record.voice not in own.get(entity.kind, {record.voice}):
        yield Finding("words", f"{entity.name} does not speak as {record.voice}")


def _side(record: Statement, text: Text) -> Iterator[Finding]:
    """The side of somebody whom the pack does not know is one that the words about them name."""
    speaker = record.speaker
    if speaker.entity is not None or speaker.side in (None, "both"):
        return
    told = next((side.code for side in text.pack.sides if side.unnamed_official == speaker.name), None)
    named = text.sides_named([record.source]) if record.source else set()
    named = named or text.sides_named(text.paragraphs(evidence_spans(record), before=1))
    if told not in (None, speaker.side) or (named and speaker.side not in named):
        yield Finding("sides", f"nothing makes {speaker.name} one of {speaker.side}")


def _act(record: Statement, text: Text) -> Iterator[Finding]:
    """What is done is what the cue says, or, of a cue that says no more than "said", what the words themselves do."""
    if record.act not in STANCE:
        yield Finding("terms", f"there is no act {record.act}")
        return
    cues = text.mentions("cue", [record.cue]) if record.cue else []
    told = {act for m in cues for act in m.key[:1]} - {"none"}
    if told & _NEUTRAL or not told:
        reach = (record.content[0][0], record.content[-1][1])
        told |= _NEUTRAL | {m.kind for m in text.mentions("act", [reach])}
        unsought = (word for language in LANGUAGES for word in grammar(language).words("not_sought"))
        told |= {"deny"} if any(word in text.view[slice(*reach)] for word in unsought) else set()
    if record.act not in told:
        yield Finding("words", f"no word says that they {record.act}")
    if (STANCE[record.act] > 0) != (record.stance > 0) or (STANCE[record.act] < 0) != (record.stance < 0):
        yield Finding("words", f"a stance of {record.stance} is not that of {record.act}")


def _mode(record: Statement, text: Text) -> Iterator[Finding]:
    quoted = sum(_in_marks(span, text) for span in record.content)
    total = sum(end - start for start, end in record.content)
    turn = _in_turn(record, text)
    said = sum(words_quoted(text.analysis, span) for span in record.content)
    if record.mode == "indirect" and (turn or said > _QUOTED * total):
        yield Finding("words", "its content is told in the speaker's own words")
    least = _QUOTED * total if record.mode == "direct" else 1
    if record.mode != "indirect" and quoted < least and not turn:
        yield Finding("words", f"too little of its content stands in quotation marks for {record.mode}")


def _in_marks(span: Span, text: Text) -> int:
    quotations = [q for q in text.analysis.quotations_in(*span) if q.depth == 0]
    return sum(min(q.end, span[1]) - max(q.start, span[0]) for q in quotations)


def _in_turn(record: Statement, text: Text) -> bool:
    """True where the source is the label of a turn: at the beginning of a paragraph, with a colon behind it."""
    if record.source is not None:
        return _heads_turn(record.source, text)
    here = text.paragraphs([(record.content[0][0], record.content[0][1])])
    colon = text.view.find("：", here[0][0], here[0][0] + _LABEL) if here else -1
    head = (here[0][0], colon)
    return colon > 0 and any(_can_end(at, head, record, text) for at in places_of(record.speaker, text))


def _can_end(at: int, head: Span, record: Record, text: Text) -> bool:
    """True for a place of a name in the label at the head of a paragraph."""
    return head[0] <= at < head[1] < record.evidence[0].start and not set(text.view[at : head[1]]) & set("，。；")


def _heads_turn(source: Span, text: Text) -> bool:
    begin, end = source
    sentence = text.sentence_at(begin)
    first = sentence is not None and not text.view[sentence.start : begin].strip()
    return first and _LABEL_END.match(text.view, end) is not None
