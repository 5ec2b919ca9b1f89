"""Transcripts: who takes which turn. A turn is a question (its asker's words are no statement) or an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.languages.grammar import transcript_label
from bilat.languages.sentences import Sentence

_COLON = re.compile(r"[:：]")
_LONGEST_LABEL = 40
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
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in analysis.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    labels = {number: _label(analysis, sentences[0]) for number, sentences in paragraphs.items()}
    asking = [label for n, label in labels.items() if label and _asks(analysis, label, paragraphs[n])]
    known = [label for label in labels.values() if label]
    if len(known) < max(_LEAST_TURNS, _LEAST_SHARE * len(paragraphs)) or len(asking) < 2:
        return []
    turns: list[Turn] = []
    speakers: dict[str, Actor] = {}
    for number, sentences in paragraphs.items():
        label = labels[number]
        if label is None:
            if turns:
                last = turns[-1]
                turns[-1] = Turn(last.speaker, last.question, (*last.sentences, *sentences))
            continue
        text, end = label
        question = _asks(analysis, label, sentences)
        speaker = None if question else _speaker(text, sentences[0], actors, speakers, end)
        turns.append(Turn(speaker, question, _cut(sentences, end)))
    return turns


def _label(analysis: Analysis, sentence: Sentence) -> tuple[str, int] | None:
    line = analysis.view[sentence.start : sentence.start + _LONGEST_LABEL + 1]
    colon = _COLON.search(line)
    if colon is None:
        return None
    text = line[: colon.start()].strip()
    if not transcript_label(sentence.language).match(text):
        return None
    return text, sentence.start + colon.end()


def _asks(analysis: Analysis, label: tuple[str, int], sentences: Sequence[Sentence]) -> bool:
    grammar = analysis.grammar_of(sentences[0])
    return any(word in label[0] for word in grammar.words("question_labels"))


def _speaker(
    text: str, sentence: Sentence, actors: Sequence[Actor], speakers: dict[str, Actor], end: int
) -> Actor | None:
    here = [a for a in actors if a.start >= sentence.start and a.end < end and a.voice]
    if here:
        speakers[text] = here[-1]
    elif text not in speakers:
        surname = text.split()[-1].title() if text.split() else text
        named = [a for a in actors if a.kind == "person" and a.name.split()[-1] == surname]
        if named:
            speakers[text] = replace(named[0], start=sentence.start, end=end - 1, surface=text)
        else:
            speakers[text] = Actor(
                start=sentence.start, end=end - 1, kind="person", name=text, surface=text, voice="expert"
            )
    return replace(speakers[text], start=sentence.start, end=end - 1)


def _cut(sentences: Sequence[Sentence], end: int) -> tuple[Sentence, ...]:
    first = sentences[0]
    if end >= first.end:
        return tuple(sentences[1:])
    return (replace(first, start=end), *sentences[1:])
