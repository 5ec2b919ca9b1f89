"""Attributions without a cue, by what stands around their source: `"..." is how X put it`, `X let them know that ...`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from bilat.extract.actors import Actor
from bilat.extract.attribution_frames import Frames
from bilat.extract.attribution_ground import Attribution, trimmed
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_LEAST = 6  # code points of content: less is a word of the frame
_HEAD = 90  # code points before a source in which what leads to it can begin


class Patterns(Frames):
    """Finds the frames of a sentence that a language declares by patterns."""

    def _patterned_frames(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> Iterator[Attribution]:
        for actor in actors:
            if actor.voice is None or actor.pronoun == "object" or self._quoted(actor.start, sentence):
                continue
            content = self._patterned(actor, sentence, rules)
            if content is not None and content[1] - content[0] >= _LEAST:
                yield Attribution(source=actor, cue=None, content=(content,), frame="possessive", sentence=sentence)
                return

    def _patterned(self, actor: Actor, sentence: Sentence, rules: Grammar) -> Span | None:
        head = self.view[max(sentence.start, actor.start - _HEAD) : actor.start]
        opens = actor.start - sentence.start <= _HEAD
        for where, before, behind in _frames(rules.language):
            lead = before.search(head if opens else " " + head)
            tail = behind.match(self.view, actor.end, sentence.end) if lead is not None else None
            if lead is None or tail is None:
                continue
            if where == "after":
                return trimmed(self.view, tail.end(), sentence.end)
            if where == "quoted":
                said = [q for q in self.analysis.quotations_in(sentence.start, actor.start) if q.end <= actor.start]
                return (said[-1].start, said[-1].end) if said else None
            if where == "previous":
                return next(iter(self._quotation_before(sentence)), None)
            after = trimmed(self.view, tail.end(), sentence.end)
            if after is not None and after[1] - after[0] >= _LEAST:
                return after
            clause = max(self.view.rfind(mark, sentence.start, actor.start) for mark in ";:") + 1
            return trimmed(self.view, max(clause, sentence.start), actor.start - len(lead.group()))
        return None


@functools.cache
def _frames(language: str) -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """The frames: where the content is, what ends right before the source, what begins right behind it."""
    rows = grammar(language).raw.get("speech_frames", ())
    return [(row["content"], re.compile(f"(?:{row['before']})$"), re.compile(row["behind"])) for row in rows]
