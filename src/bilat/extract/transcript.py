"""Transcripts: who takes which turn. A turn is a question (its asker's words are no statement) or an answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bilat.extract.actors import Actor, ActorFinder
from bilat.extract.analysis import Analysis
from bilat.languages.grammar import transcript_label
from bilat.languages.sentences import Sentence

_COLON = re.compile(r"[:：]")
_GLOSS = re.compile(r"\s*[（(][^（）()]{1,30}[)）]$")  # behind a name: who that is
_LONGEST_LABEL = 40
_SURNAME = 2  # characters of a Chinese surname at most
_LEAST_TURNS = 4
_LEAST_SHARE = 0.4  # of the paragraphs that bear a label


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn: who speaks (None where the label names nobody known), whether it asks, and its sentences."""

    speaker: Actor | None
    question: bool
    sentences: tuple[Sentence, ...]


def transcript_turns(analysis: Analysis, actors: Sequence[Actor]) -> list[Turn]:
    """The turns of a transcript; empty where the document is none. Text before the first turn has no turn."""
    paragraphs = _paragraphs(analysis)
    labels = {number: _label(analysis, sentences[0]) for number, sentences in paragraphs.items()}
    known = {number: label for number, label in labels.items() if label}
    askers = _askers(analysis, known, paragraphs)
    repeated = len({label[0] for label in known.values()}) < len(known)
    many = len(known) >= max(_LEAST_TURNS, _LEAST_SHARE * len(paragraphs)) and len(askers) >= 2 and repeated
    if not many and not (
        askers and (_answers(analysis, known, paragraphs) or _answered(analysis, known, askers, actors))
    ):
        return []
    turns: list[Turn] = []
    speakers: dict[str, Actor | None] = {}
    for number, sentences in paragraphs.items():
        label = labels[number]
        if label is None and _is_metadata(analysis, sentences[0]):
            turns.append(Turn(None, True, ()))  # what follows `责任编辑：` is nobody's turn
            continue
        if label is None:
            if turns:
                last = turns.pop()
                turns.append(replace(last, sentences=(*last.sentences, *sentences)))
            continue
        text, end = label
        question = number in askers
        speaker = None if question else _speaker(analysis, text, sentences[0], actors, speakers, end)
        turns.append(Turn(speaker, question, _cut(sentences, end)))
    return turns


def _paragraphs(analysis: Analysis) -> dict[int, list[Sentence]]:
    """The sentences of each paragraph; where questions stand within a paragraph, a label begins one of its own."""
    found: dict[int, list[Sentence]] = {}
    asked = [s for s in analysis.sentences if (label := _label(analysis, s)) and _asks(analysis, label[0], s)]
    inline = len(asked) > len({s.paragraph for s in asked})
    last: int | None = None
    for sentence in analysis.sentences:
        if sentence.paragraph != last or (inline and _is_turn(analysis, sentence)):
            found[len(found)] = []
        found[len(found) - 1].append(sentence)
        last = sentence.paragraph
    return found


def _asks(analysis: Analysis, label: str, sentence: Sentence) -> bool:
    return label in analysis.grammar_of(sentence).words("question_labels")


def _is_turn(analysis: Analysis, sentence: Sentence) -> bool:
    """True for a sentence that a label opens in which nothing is said: no `李成钢表示：`."""
    label = _label(analysis, sentence)
    if label is None or _asks(analysis, label[0], sentence):
        return label is not None
    return not analysis.layer("cue").any(sentence.start, label[1])


def _label(analysis: Analysis, sentence: Sentence) -> tuple[str, int] | None:
    """The label of a turn and where its words begin: before a colon, or a question label by itself."""
    line = analysis.view[sentence.start : sentence.start + _LONGEST_LABEL + 1]
    words = analysis.grammar_of(sentence).words("bare_labels")
    bare = next((word for word in words if line.startswith((word + " ", word + ". ", word + "\u3000"))), None)
    if bare is not None:
        return bare, sentence.start + len(bare)
    colon = _COLON.search(line)
    if colon is None:
        return None
    text = _GLOSS.sub("", line[: colon.start()].strip())
    if _is_metadata(analysis, sentence):
        return None
    if text not in words and not transcript_label(sentence.language).match(text):
        return None
    return text, sentence.start + colon.end()


def _is_metadata(analysis: Analysis, sentence: Sentence) -> bool:
    """True for `责任编辑：X`, `来源：Y`: what a page says of itself."""
    head = _COLON.split(analysis.view[sentence.start : sentence.start + _LONGEST_LABEL], maxsplit=1)
    words = analysis.grammar_of(sentence).words("metadata_labels")
    return len(head) > 1 and head[0].strip(" 　【[（(") in words


def _answers(
    analysis: Analysis, labels: Mapping[int, tuple[str, int]], paragraphs: Mapping[int, Sequence[Sentence]]
) -> bool:
    """True where a turn bears the label of an answer: 答记者问 may be but one question with its answer."""
    return any(
        text in analysis.grammar_of(paragraphs[number][0]).words("answer_labels")
        for number, (text, _) in labels.items()
    )


def _answered(
    analysis: Analysis, labels: Mapping[int, tuple[str, int]], askers: Collection[int], actors: Sequence[Actor]
) -> bool:
    """True where the text says that it is answers, and the turn right behind a question bears an official's name."""
    behind = [labels[number + 1] for number in askers if number + 1 in labels and number + 1 not in askers]
    people = [a for a in actors if a.kind == "person" and a.voice == "official" and a.entity]
    named = any(
        0 < end - a.end <= 1 + len(text) and a.end - a.start <= len(text) for text, end in behind for a in people
    )
    return named and _answering(analysis, actors, min(end for _, end in labels.values())) is not None


def _askers(
    analysis: Analysis, labels: Mapping[int, tuple[str, int]], paragraphs: Mapping[int, Sequence[Sentence]]
) -> set[int]:
    """The paragraphs that ask: by the word of their label, or because turns under that label end in questions."""
    ends: dict[str, list[bool]] = {}
    for number, (text, _) in labels.items():
        turn = analysis.view[paragraphs[number][0].start : paragraphs[number][-1].end]
        ends.setdefault(text, []).append("?" in turn[-40:] or "？" in turn[-40:])
    most = max(ends, key=lambda text: len(ends[text]) * (1.5 - sum(ends[text]) / len(ends[text])), default="")
    found = set()
    for number, (text, _) in labels.items():
        words = analysis.grammar_of(paragraphs[number][0]).words("question_labels")
        named = any(word == text or (len(word) > 1 and word in text) for word in words)
        if named or (text != most and sum(ends[text]) * 2 > len(ends[text])):
            found.add(number)
    return found


def _speaker(
    analysis: Analysis,
    text: str,
    sentence: Sentence,
    actors: Sequence[Actor],
    speakers: dict[str, Actor | None],
    end: int,
) -> Actor | None:
    """Whom a label names: an actor in it, a person known by that surname, else the name itself.

    A bare "Answer" is the person interviewed, where the text before says that it is an interview; else nobody.
    """
    last = analysis.view.find(text, sentence.start, end) + len(text)  # behind the name, before its gloss
    gloss = [m.kind for m in analysis.layer("role").within(last, end)]
    here = [a for a in actors if a.start >= sentence.start and a.end <= last and a.end < end and a.voice]
    if here and (here[-1].kind == "person" or not text.isupper()):
        speakers[text] = here[-1]
    elif text not in speakers:
        written = analysis.text[last - len(text) : last]  # in its own script
        unnamed = text in analysis.grammar_of(sentence).words("unnamed_labels")
        surname = text.split()[-1].title()
        named = [a for a in actors if a.kind == "person" and a.name.split()[-1] == surname]
        capitals = _in_capitals(analysis, text) if text.isupper() and not unnamed else None
        capitals = capitals or _by_surname(analysis, text, sentence)
        if unnamed:
            asked = _interviewed(analysis, actors, sentence.start)
            speakers[text] = replace(asked, surface=written) if asked else None
        elif capitals is not None:
            speakers[text] = replace(capitals, surface=written)
        elif named:
            speakers[text] = replace(named[0], surface=written)
        elif (before := _begun_by(text, speakers, actors)) is not None:
            speakers[text] = replace(before, surface=written)
        elif here:
            speakers[text] = here[-1]
        else:
            voice = "business" if gloss[:1] == ["business"] else "expert"
            speakers[text] = Actor(
                start=sentence.start, end=end - 1, kind="person", name=written, surface=written, voice=voice
            )
    found = speakers[text]
    return replace(found, start=sentence.start, end=max(sentence.start + 1, min(last, end - 1))) if found else None


def _begun_by(text: str, speakers: Mapping[str, Actor | None], actors: Sequence[Actor]) -> Actor | None:
    """Of whom a Chinese label is but the surname: a speaker before, else the only person named who has it."""
    if text[0] <= "\u2e80" or len(text) > _SURNAME:
        return None
    spoke = [a for label, a in speakers.items() if a is not None and label != text and label.startswith(text)]
    people = {a.name: a for a in actors if a.kind == "person" and not a.pronoun and a.surface.startswith(text)}
    return next(iter(spoke), None) or (next(iter(people.values())) if len(people) == 1 else None)


def _in_capitals(analysis: Analysis, label: str) -> Actor | None:
    """Whom a label in capitals names: read as a text of its own, with the names' usual letters."""
    text = label.title()
    document = replace(analysis.document, text=text, kept=((0, len(text)),), title_span=None)
    found = [a for a in ActorFinder(Analysis(document, analysis.pack)).find() if a.kind == "person" and a.entity]
    return found[-1] if found else None


def _by_surname(analysis: Analysis, label: str, sentence: Sentence) -> Actor | None:
    """`MR. KIRBY`: who alone of that surname speaks for a body on the day of the text."""
    honorific, _, surname = label.partition(" ")
    titles = {word.rstrip(".").lower() for word in analysis.grammar_of(sentence).words("honorifics")}
    if honorific.rstrip(".").lower() not in titles or not surname:
        return None
    pack, date = analysis.pack, analysis.document.published
    desks = {key for key, office in pack.offices.items() if office.level == "working"}
    found = [
        entity
        for entity in pack.entities.values()
        if entity.name.rsplit(" ", 1)[-1].lower() == surname.lower()
        and any(tenure.office in desks and (date is None or tenure.covers(date)) for tenure in entity.tenures)
    ]
    return _in_capitals(analysis, found[0].name) if len(found) == 1 else None


def _interviewed(analysis: Analysis, actors: Sequence[Actor], start: int) -> Actor | None:
    if not analysis.has("interview", 0, max(start, analysis.sentences[0].end if analysis.sentences else 0)):
        before = _answering(analysis, actors, start) or _spokesperson(actors, start)
        return before or _introduced_below(analysis, actors, start)
    people = [a for a in actors if a.end <= start and a.kind == "person" and a.voice]
    experts = [a for a in people if a.voice in ("expert", "business")]
    found = experts or people
    return found[0] if found else None


def _introduced_below(analysis: Analysis, actors: Sequence[Actor], start: int) -> Actor | None:
    """The one whom a note behind the answers calls the person interviewed: （受访者X是……）."""
    for sentence in reversed([s for s in analysis.sentences if s.start > start]):
        if analysis.has("interview", sentence.start, sentence.end):
            people = [a for a in actors if sentence.start <= a.start < sentence.end and a.kind == "person" and a.voice]
            return people[0] if people else None
    return None


def _answering(analysis: Analysis, actors: Sequence[Actor], start: int) -> Actor | None:
    """The official of whom the text before the first turn says that the answers are theirs: 发言人就……答记者问."""
    for sentence in reversed([s for s in analysis.all_sentences if s.end <= start]):
        text = analysis.view[sentence.start : sentence.end]
        words = [w for w in analysis.grammar_of(sentence).words("answering") if w in text]
        if words:
            before = sentence.start + text.index(words[0])
            named = [a for a in actors if sentence.start <= a.start and a.end <= before and a.voice == "official"]
            named = [a for a in named if a.kind in ("person", "body", "role")]
            if named:
                return named[0]
    return None


def _spokesperson(actors: Sequence[Actor], start: int) -> Actor | None:
    """The one who speaks for a government, where the text before the first turn names but one."""
    people = [a for a in actors if a.end <= start and a.kind == "person" and a.voice == "official" and a.entity]
    speakers = {a.entity: a for a in people if a.level == "working"}
    return next(iter(speakers.values())) if len(speakers) == 1 else None


def _cut(sentences: Sequence[Sentence], end: int) -> tuple[Sentence, ...]:
    rest = [sentence for sentence in sentences if sentence.end > end]  # `SEC. X:` may be cut behind its stop
    if not rest:
        return ()
    return (replace(rest[0], start=max(end, rest[0].start)), *rest[1:])
