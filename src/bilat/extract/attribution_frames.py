"""Attributions without a verb: "according to S", "in her view", a label before a colon."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.attribution_contents import Contents
from bilat.extract.attribution_ground import (
    Attribution,
    trimmed,
)
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_LEAST_TURN = 12  # characters: less behind a name and a colon is a headline's
_LABEL_COLON = re.compile(r"(?:, [^:.]{2,70}|[^，。：:,.]{0,14})?[:：]\s*(?=[“「『\"])")


class Frames(Contents):
    """Finds the frames of a sentence."""

    def _prefix_frames(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> list[Attribution]:
        found = []
        for frame in self.analysis.layer("frame").within(sentence.start, sentence.end):
            if frame.key[0] != rules.language or self._quoted(frame.start, sentence):
                continue
            source = next(
                (a for a in actors if 0 <= a.start - frame.end <= (12 if rules.language == "zh" else 5)), None
            )
            if source is None or (source.kind == "pronoun" and source.pronoun is None):
                continue
            end = self._frame_end(frame, source, sentence, rules)
            if end is None:
                continue
            cites = rules.language == "zh" or self.analysis.layer("citing").any(source.end, end)
            inner = self._cited(source, actors, end) if cites else None
            content = self._frame_content(frame, end, sentence)
            if content:
                made = Attribution(source=source, cue=None, content=(content,), frame="prefix", sentence=sentence)
                found.append(self._relayed(made, source, inner) if inner else made)
        return found

    def _frame_end(self, frame: Mention, source: Actor, sentence: Sentence, rules: Grammar) -> int | None:
        suffixes = rules.prefix_frames[int(frame.key[1])].suffix
        if not suffixes:
            if owned := _own_account(rules).match(self.view, source.end, sentence.end):
                return owned.end()
            comma = re.compile(rules.raw["description"]).match(self.view, source.end, sentence.end)
            opens = trimmed(self.view, sentence.start, frame.start) is None
            if opens and comma and trimmed(self.view, comma.end(), sentence.end) is None:
                return source.end  # `According to X, the talks ...`: no description, for it would be all
            return comma.end() if comma else source.end
        window = self.view[source.end : min(sentence.end, source.end + 45)]
        best = None
        for suffix in suffixes:
            at = window.find(suffix)
            if at >= 0 and "，" not in window[:at] and (best is None or at + len(suffix) > best):
                best = at + len(suffix)
        return None if best is None else source.end + best

    def _cited(self, source: Actor, actors: Sequence[Actor], end: int) -> Actor | None:
        inside = [a for a in actors if source.end <= a.start and a.end <= end and a.voice != "media"]
        return inside[-1] if inside else None

    def _frame_content(self, frame: Mention, end: int, sentence: Sentence) -> Span | None:
        before = trimmed(self.view, sentence.start, frame.start)
        after = trimmed(self.view, end, sentence.end)
        opens = frame.start - sentence.start <= 20 or before is None
        if after is not None and after[1] - after[0] >= 6 and (opens or sentence.language == "zh"):
            return after
        return before or after

    def _possessive_frames(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> list[Attribution]:
        frames = rules.raw["possessive_frames"]
        found: list[Attribution] = []
        text = self.view[sentence.start : sentence.end]
        for noun in frames["nouns"]:
            if noun not in text:
                continue
            for match in re.finditer(rf"(?<=[’' srRh]) ?{re.escape(noun)}\b,?", text):
                at = sentence.start + match.start()
                source = next((a for a in actors if 0 <= at - a.end <= 3 and self._owns(a, at)), None)
                if source is None:
                    continue
                word = self.view[sentence.start : source.start].rstrip().rsplit(None, 1)[-1:]
                if not word or word[0] not in frames["before"]:
                    continue
                content = trimmed(self.view, sentence.start + match.end(), sentence.end)
                if content and content[1] - content[0] >= 6:
                    found.append(
                        Attribution(source=source, cue=None, content=(content,), frame="possessive", sentence=sentence)
                    )
        return found

    def _owns(self, actor: Actor, at: int) -> bool:
        owned = (*grammar("en").words("possessive_endings"), "'", "’")
        return actor.pronoun == "possessive" or self.view[actor.end : at].strip() in owned

    def _label(self, sentence: Sentence, actors: Sequence[Actor]) -> Attribution | None:
        """`X: "..."`: a speaker before a colon, and then nothing but the words."""
        first = next((a for a in actors if a.start - sentence.start <= 2), None)
        subject = None
        for actor in actors:
            colon = _LABEL_COLON.match(self.view, actor.end, sentence.end)
            if colon and (actor is first or actor.start - sentence.start < 60):
                subject = (actor, colon.end())
                break
        if subject is None:
            return self._turn_label(sentence, first)
        owned = self.view.startswith(self.analysis.grammar_of(sentence).words("possessives"), subject[0].end)
        said = self.analysis.layer("cue").any(subject[0].end, subject[1])
        if said and not (sentence.language == "zh" and owned and self._owns_words(subject[0], grammar("zh"))):
            return None
        content = trimmed(self.view, subject[1], sentence.end)
        if content is None or (subject[0].kind in ("pronoun",) and subject[0].pronoun is None):
            return None
        return Attribution(source=subject[0], cue=None, content=(content,), frame="label", sentence=sentence)

    def _turn_label(self, sentence: Sentence, first: Actor | None) -> Attribution | None:
        """`商务部发言人X：……` at the head of a Chinese paragraph: all of it are that official's words."""
        opens = sentence.language == "zh" and self.view[: sentence.start].rstrip(" \u3000")[-1:] in ("", "\n")
        if first is None or not opens or first.kind != "person" or first.voice != "official" or first.pronoun:
            return None
        content = trimmed(self.view, first.end + 1, sentence.end)
        if self.view[first.end : first.end + 1] != "：" or content is None or content[1] - content[0] < _LEAST_TURN:
            return None
        return Attribution(source=first, cue=None, content=(content,), frame="turn", sentence=sentence)

    def _relayed(self, attribution: Attribution, by: Actor, speaker: Actor) -> Attribution:
        if speaker.voice == "official" and speaker.kind in ("person", "body", "side", "joint"):
            return replace(attribution, source=speaker, via=_once(*attribution.via, by))
        return replace(attribution, source=by, via=_once(*attribution.via, by, speaker))


@functools.cache
def _own_account(rules: Grammar) -> re.Pattern[str]:
    """`according to X's own account`: what a source owns, up to the content."""
    nouns = "|".join(map(re.escape, rules.words("accounts")))
    return re.compile(rf"[’']s (?:\w+ ){{0,2}}(?:{nouns})\b,?" if nouns else "(?!)")


def _once(*via: Actor) -> tuple[Actor, ...]:
    """Those through whom a statement came, in order, each name once."""
    found: dict[str, Actor] = {}
    for actor in via:
        found.setdefault(actor.name, actor)
    return tuple(found.values())
