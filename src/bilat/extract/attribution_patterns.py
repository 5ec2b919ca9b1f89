"""Attributions without a cue, by what stands around their source: `"..." is how X put it`, `X let them know that`."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.attribution_frames import Frames
from bilat.extract.attribution_ground import Attribution, trimmed
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_LEAST = 6  # code points of content: less is a word of the frame
_INSET = re.compile(r", [^,.;:]{3,80},(?= )")  # `X, a senator from Montana, used ...`
_HEAD = 90  # code points before a source in which what leads to it can begin


class Patterns(Frames):
    """Finds the frames of a sentence that a language declares by patterns."""

    def _patterned_frames(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> list[Attribution]:
        for actor in actors:
            if actor.voice is None or actor.pronoun == "object" or self._quoted(actor.start, sentence):
                continue
            found = self._patterned(actor, sentence, rules)
            if found is not None and found[0][1] - found[0][0] >= _LEAST:
                content, (start, end) = found
                key = (self._act_of(start, end), rules.language)
                cue = Mention(start, end, "cue", "say", key) if end > start else None
                frame = "say" if cue else "possessive"
                return [Attribution(source=actor, cue=cue, content=(content,), frame=frame, sentence=sentence)]
        return []

    def _act_of(self, start: int, end: int) -> str:
        """What a noun of saying does, where it is a verb of it as well: 要求, 抱怨."""
        verbs = (m.key[0] for m in self.analysis.layer("cue").within(start, end) if m.kind != "none")
        return next(verbs, "describe")

    def _patterned(self, actor: Actor, sentence: Sentence, rules: Grammar) -> tuple[Span, Span] | None:
        """What is said, and the words that tell that the actor says it."""
        head = self.view[max(sentence.start, actor.start - _HEAD) : actor.start]
        head = head if actor.start - sentence.start <= _HEAD else " " + head  # no place for `^`
        inset = _INSET.match(self.view, actor.end, sentence.end)
        at = inset.end() if inset is not None and not self.analysis.quotations_in(*inset.span()) else actor.end
        for where, before, behind in _frames(rules.language):
            lead = before.search(head)
            tail = behind.match(self.view, at, sentence.end) if lead is not None else None
            if lead is None or tail is None:
                continue
            ahead = (actor.start - len(lead.group()), actor.start)
            content = self._framed(where, ahead, tail, sentence)
            if content is None:
                continue
            words = tail.span() if content[0] >= tail.start() or not lead.group() else (content[1], ahead[1])
            return content, (words[0], words[0] + len(self.view[slice(*words)].rstrip()))
        return None

    def _framed(self, where: str, ahead: Span, tail: re.Match[str], sentence: Sentence) -> Span | None:
        after = trimmed(self.view, tail.end(), sentence.end)
        if where == "after" or (where == "either" and after is not None and after[1] - after[0] >= _LEAST):
            return after
        if where == "quoted":
            said = [q for q in self.analysis.quotations_in(sentence.start, ahead[1]) if q.end <= ahead[1]]
            return (said[-1].start, said[-1].end) if said else None
        if where == "previous":
            return next(iter(self._quotation_before(sentence)), None)
        clause = max(self.view.rfind(mark, sentence.start, ahead[0]) for mark in ";:") + 1
        return trimmed(self.view, max(clause, sentence.start), ahead[0])


@functools.cache
def _frames(language: str) -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """The frames: where the content is, what ends right before the source, what begins right behind it."""
    rows = grammar(language).raw.get("speech_frames", ())
    return [(row["content"], re.compile(f"(?:{row['before']})$"), re.compile(row["behind"])) for row in rows]
