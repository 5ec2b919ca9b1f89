"""Who said what: source, cue and content, by one engine over the mentions of either language.

Orders: source-cue-content, content-source-cue, content-cue-source, prefix frames (according to S), possessive
frames (in her view), a label before a colon, quotations without a cue, and sentences that carry a speech on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.attribution_ground import (
    OPENERS,
    TRIM_LEFT,
    Attribution,
    language_grammar,
    trimmed,
)
from bilat.extract.attribution_running import Running
from bilat.extract.lexicon import Mention
from bilat.languages.events import event_list
from bilat.languages.grammar import Grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_ASIDE = re.compile("[,”\"]\\s*(?:[a-z’'-]+ ){0,3}$")  # up to a subject: `..., state news agency X reported`
_TAIL = 48  # characters: "after the meeting in Busan on Thursday"
_GOES_ON = re.compile(r", (?:and|but) (?=[a-z]+ )")  # `..., it said in a readout, and told them ...`
_ENDS = "。！？；\n"

__all__ = ["Attribution", "AttributionFinder", "language_grammar"]


class AttributionFinder(Running):
    """Finds the attributions of one document, sentence by sentence."""

    def find(self, sentences: Iterable[Sentence]) -> list[Attribution]:
        """All attributions of the sentences, in order."""
        found: list[Attribution] = []
        for sentence in sentences:
            found += self._sentence(sentence)
        return found

    def _sentence(self, sentence: Sentence) -> list[Attribution]:
        actors = self.actors.within(sentence.start, sentence.end)
        resolved = [self._resolve(a, sentence) for a in actors]
        self.resolved += resolved
        found: list[Attribution] = []
        rules = self.analysis.grammar_of(sentence)
        label = self._label(sentence, resolved)
        whole = self._wholly_quoted(sentence)
        if whole is not None and self._attributed_after(whole):
            pass  # the sentence that names who said it makes the statement
        elif label:
            found.append(label)
        else:
            found += self._prefix_frames(sentence, resolved, rules)
            found += self._possessive_frames(sentence, resolved, rules)
            found += [] if found else self._patterned_frames(sentence, resolved, rules)
            found = self._cues(sentence, resolved, rules, found)
            found = self._within_speech(sentence, self._merge(found))
            found = [f for f in found if not self.asks(f)] if found else self._without_cue(sentence)
            if self.state.speaker is not None and self.goes_on(sentence, found):
                found = self._carry(sentence, self.state.speaker)
        self._remember(sentence, resolved, found)
        return found

    def _cues(
        self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar, found: Sequence[Attribution]
    ) -> list[Attribution]:
        made: list[Attribution] = list(found)
        for cue in self._ordered_cues(sentence, actors, rules):
            if self._says_nothing(cue, sentence, rules, found):
                continue
            around = [m for m in made if any(s <= cue.start < e for s, e in m.content)]
            outer = next((m for m in around if _follows(cue, m)), around[0] if around else None)
            source, inverted, end = self._source(cue, sentence, actors, rules)
            told = source is not None and source.kind == "person" and source.named
            if outer is not None and rules.language == "zh" and not told and self.unheard(cue):
                continue
            if source is None and outer is None and made and self._is_participle(cue) and self._goes_on(cue, rules):
                source = made[-1].source  # "..., the ministry said, accusing the other side of ..."
            if source is not None and not inverted and outer is None:
                source = self._with_partners(source, cue, actors, rules)
            if source is not None and source.voice == "author" and self._speech_goes_on(sentence):
                continue  # "I think" in a quotation: whoever is quoted
            if source is None or source.voice is None or (source.kind == "thinktank" and cue.kind == "take"):
                continue
            if rules.language == "zh" and not self.belongs(cue, source):
                continue
            if outer is not None and (joined := self._before_and(outer, source, cue, sentence)) is not None:
                made[made.index(outer)] = joined
                outer = None
            if outer is not None and not self._is_inner(outer, source, cue, sentence):
                continue
            content = self._content(cue, source, sentence, rules, inverted, end)
            for aside in (m for m in around if m.cue is not None and m.cue.start > cue.start):
                content = _within(content, aside.content)
            if not content:
                continue
            begins = min(source.start, content[0][0])
            if outer is not None and outer.frame == "prefix" and outer.content[0][0] <= begins:
                content = _within(content, outer.content)  # `"...," X said, according to Y`
            attribution = Attribution(source=source, cue=cue, content=content, frame=cue.kind, sentence=sentence)
            attribution = self._cited_source(attribution, actors)
            attribution, lead = self._split(attribution)
            made += lead
            if outer is not None:
                attribution = self._chain(outer, attribution, made)
            made.append(attribution)
            made += self._coordinated(attribution, actors)
        return made

    def _says_nothing(
        self, cue: Mention, sentence: Sentence, rules: Grammar, found: Sequence[Attribution]
    ) -> bool:
        """A verb of a frame, a negated one, a noun, or one that tells nothing where it stands."""
        if any(_touches(cue, f) or _is_told_behind(cue, f) for f in found):
            return True
        if self._negated(cue, sentence, rules) or self._is_noun(cue, rules) or self._lacks_object(cue, rules):
            return True
        return rules.language == "zh" and not self.tells(cue, sentence)

    def _lacks_object(self, cue: Mention, rules: Grammar) -> bool:
        """`a call, which X had asked for, ...`: what it takes stands before it, and is no content."""
        lead = re.split("[,;]", self.view[max(0, cue.start - _TAIL) : cue.start])[-1].split(None, 1)
        closed = self.view[cue.end : cue.end + 1] in ",.;"
        return cue.kind == "take" and closed and bool(lead) and lead[0] in rules.words("relative_things")

    def _is_noun(self, cue: Mention, rules: Grammar) -> bool:
        """背弃……的承诺, "doubts about its promises": behind a possessive a word of promising or asking is a thing,
        unless its content follows."""
        if cue.kind == "say":
            return False
        owned = self.view[max(0, cue.start - 8) : cue.start].endswith(tuple(rules.words("possessives")))
        return owned and not self.view.startswith(tuple(rules.words("content_follows")), cue.end)

    def _speech_goes_on(self, sentence: Sentence) -> bool:
        """True for a quotation that fills its sentence, where somebody was speaking before: its "I" is that speaker."""
        speaker = self.state.speaker
        same = self.state.paragraph == sentence.paragraph
        going_on = speaker is not None and (same or self._block_quotation(sentence))
        return going_on and self._wholly_quoted(sentence) is not None

    def _split(self, attribution: Attribution) -> tuple[Attribution, list[Attribution]]:
        """A whole quotation before the source, and words after the cue, are two statements of one speaker."""
        content = attribution.content
        if len(content) < 2 or content[0][1] - content[0][0] < 8:
            return attribution, []
        whole = self.analysis.quotation_at(content[0][0])
        if whole is None or whole.end < content[0][1] - 1 or whole.start > content[0][0]:
            return attribution, []
        if content[1][0] < content[0][1] or self._quoted_part(content[1:]):
            return attribution, []
        return replace(attribution, content=content[1:]), [replace(attribution, content=content[:1])]

    def _quoted_part(self, content: Sequence[Span]) -> bool:
        return any(self.analysis.quotations_in(start, end) for start, end in content)

    def _coordinated(self, attribution: Attribution, actors: Sequence[Actor]) -> list[Attribution]:
        """`A、B都说`, `A and B said`: the same content for each of the sources named in a row."""
        source, found = attribution.source, []
        rules = self.analysis.grammar_of(attribution.sentence)
        while source is not None and attribution.cue is not None and source.end <= attribution.cue.start:
            before = [a for a in actors if a.voice and a.end < source.start and self._links(a, source, rules)]
            source = before[-1] if before else None
            if source is not None and source.kind in ("person", "body", "outlet"):
                found.append(replace(attribution, source=source))
        return found

    def _ordered_cues(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> list[Mention]:
        """The cues of a sentence, those in an aside ("..., he said, ...") first: they govern all the rest."""
        cues = [
            cue for cue in self.analysis.layer("cue").within(sentence.start, sentence.end)
            if cue.kind != "none" and cue.key[1] == rules.language and not self._quoted(cue.start, sentence)
        ]  # fmt: skip
        cues = [cue for cue in cues if cue.kind != "take" or not self._within_thing(cue, sentence, rules)]
        cues = [cue for cue in cues if not self._rings(cue) and not self._visits(cue, rules)]
        if rules.language == "zh":
            return _in_a_row(cues, self.view)
        return sorted(cues, key=lambda cue: (not self._is_aside(cue, sentence, actors), cue.start))

    def _goes_on(self, cue: Mention, rules: Grammar) -> bool:
        """`..., warning`, but no `a boss warning a pupil`: the participle is of the clause before."""
        before = self.view[: cue.start].rstrip()
        return before[-1:] in ",—–-)”\"" or before.rsplit(None, 1)[-1].strip("“‘") in rules.words("participle_leads")

    def _rings(self, cue: Mention) -> bool:
        """`X called Y to discuss ...`: a call, and nothing that Y is called."""
        words = self.analysis.layer("event").within(cue.start, cue.end)
        if not any(w.key[1] == "before_person" for w in words):
            return False
        person = next((a for a in self.actors.within(cue.end, cue.end + 40) if a.start - cue.end <= 1), None)
        if person is None or person.kind != "person":
            return False
        return self.view[person.end :][:4] in event_list("en", "ringing_for")

    def _visits(self, cue: Mention, rules: Grammar) -> bool:
        """`X saw Y on Saturday`: somebody was met, and nothing expected of him."""
        if self.view[cue.start : cue.end] not in rules.words("seeing"):
            return False
        seen = next((a for a in self.actors.within(cue.end, cue.end + 60) if a.start - cue.end <= 1), None)
        behind = self.view[seen.end :].split(None, 1)[:1] if seen is not None and seen.kind == "person" else []
        return bool(behind) and not behind[0].endswith((rules.raw["participle_ending"], *rules.words("adding")))

    def _within_thing(self, cue: Mention, sentence: Sentence, rules: Grammar) -> bool:
        """就中国支持……表示关切: a verb within what a stance is taken on."""
        pattern = rules.raw.get("toward_stance")
        things = re.finditer(pattern, self.view[sentence.start : sentence.end]) if pattern else ()
        return any(m.start("thing") <= cue.start - sentence.start < m.end("thing") for m in things)

    def _is_aside(self, cue: Mention, sentence: Sentence, actors: Sequence[Actor]) -> bool:
        if cue.kind == "take":
            return False
        near = [a for a in actors if 0 <= cue.start - a.end <= 2]
        if cue.kind == "say" and self.view[: cue.start].rstrip()[-1:] in (",", "”", '"'):
            behind = self._inverted(cue, sentence, actors)
            if behind is not None and behind.named and behind.kind in ("person", "body", "outlet"):
                return True  # `..., said X`
        if not near or _ASIDE.search(self.view[sentence.start : near[-1].start]) is None:
            return False
        after = self.view[cue.end : cue.end + 1]
        return after in ",.;" or cue.end >= sentence.end or self._ends_in_tail(cue, sentence)

    def _ends_in_tail(self, cue: Mention, sentence: Sentence) -> bool:
        """`..., X told reporters after the meeting.`: behind the cue stands only when or where it was said."""
        rules = self.analysis.grammar_of(sentence)
        tail = re.split(_GOES_ON, self.view[cue.end : sentence.end])[0].strip()
        if len(tail) > _TAIL or not any(tail.startswith(f"{word} ") for word in rules.words("tail_openers")):
            return False
        if re.search(r"[,;:]", tail) or self.analysis.quotations_in(cue.end, cue.end + len(tail)):
            return False
        return not re.match(rules.raw["to_clause"], self.view[cue.end : sentence.end])

    def _negated(self, cue: Mention, sentence: Sentence, rules: Grammar) -> bool:
        """`has not said`, 没有提到: nothing was said. A negated belief or wish is one all the same."""
        if cue.key[0] != "describe":
            return False
        reach = 4 if rules.language == "zh" else 9
        before = self.view[max(sentence.start, cue.start - 2) : cue.start]
        if before.endswith(rules.words("interrogative")):
            return True
        return self.analysis.has("negation", max(sentence.start, cue.start - reach), cue.start)

    def _cited_source(self, attribution: Attribution, actors: Sequence[Actor]) -> Attribution:
        """`A, citing B, said`: a named official B is the speaker, via A; anybody else leaves A as the speaker."""
        source, cue = attribution.source, attribution.cue
        if source is None or cue is None or source.start >= cue.start:
            return attribution
        citing = self.analysis.layer("citing").within(source.end, cue.start)
        cited = [a for a in actors if citing and a.start >= citing[0].end and a.end <= cue.start and a.voice]
        if not cited:
            return attribution
        return self._relayed(attribution, source, cited[-1])

    def _is_inner(self, outer: Attribution, source: Actor, cue: Mention, sentence: Sentence) -> bool:
        """Within another's content only a new source that stands in that content makes an attribution of its own."""
        if source.pronoun == "author" or (source.end > cue.start and not source.start >= cue.end):
            return False
        if outer.source is not None and source.name == outer.source.name:
            return False
        if not any(s <= source.start < e for s, e in outer.content):
            return False
        if source.pronoun == "latter" and sentence.language == "zh":
            return True
        told = outer.cue is not None and outer.cue.start > cue.start and source.named
        if told and self._gap_words(outer, source) <= 2:
            return source.kind in ("person", "body")  # `X demanded ..., the ministry said on Wednesday`
        if outer.source is not None and outer.source.voice == "official" and outer.source.pronoun != "account":
            return source.kind in ("person", "body") and cue.kind == "say" and source.named
        other = outer.source is not None and source.side != outer.source.side
        if source.kind == "side" and cue.kind == "think" and other:
            return False  # one side's account tells what the other agreed to
        if source.kind in ("side", "joint") and self._gap_words(outer, source) > 2:
            return cue.kind != "think" and cue.key[0] in ("describe", "deny", "accuse") and sentence.language == "zh"
        return source.voice is not None

    def _gap_words(self, outer: Attribution, source: Actor) -> int:
        """How much stands between an outer cue and an inner source, in characters that are not marks."""
        begin = outer.content[0][0]
        return len(self.view[begin : source.start].strip(TRIM_LEFT + OPENERS))

    def _chain(self, outer: Attribution, inner: Attribution, made: list[Attribution]) -> Attribution:
        """An inner source right behind the outer cue is whom the outer one relays: the outer one goes into `via`."""
        assert inner.source is not None
        assert inner.cue is not None
        near = self.view[inner.source.end : inner.cue.start]
        aside = inner.content[0][0] < inner.source.start
        direct = len(near) <= (10 if inner.sentence.language == "zh" else 40) and not re.search("[，,：；;]", near)
        if (
            outer.source
            and direct
            and (inner.cue.kind == "say" or self._tells_of_person(outer, inner))
            and (aside or self._gap_words(outer, inner.source) <= 2)
            and outer in made
        ):
            made.remove(outer)
            relayed = self._relayed(inner, outer.source, inner.source)
            named = {actor.name for actor in outer.via}
            return replace(relayed, via=(*outer.via, *(actor for actor in relayed.via if actor.name not in named)))
        return inner

    def _tells_of_person(self, outer: Attribution, inner: Attribution) -> bool:
        """`X raised the case, the ministry said`, `according to the ministry, X raised the case`: X did, via it."""
        assert inner.cue is not None
        behind = outer.cue is not None and outer.cue.start > inner.cue.start
        person = inner.source is not None and inner.source.kind == "person" and inner.cue.kind == "take"
        return person and inner.sentence.language == "en" and (behind or outer.frame == "prefix")

    def _before_and(self, outer: Attribution, source: Actor, cue: Mention, sentence: Sentence) -> Attribution | None:
        """`X reiterated the commitment and urged Y to ...`: the first statement, ending where the second verb begins.

        Only where what the first verb takes is a thing: a clause ("said that both agreed and hoped ...") goes on.
        """
        if outer.source is None or outer.cue is None or source.name != outer.source.name or len(outer.content) != 1:
            return None
        start, end = outer.content[0]
        rules = self.analysis.grammar_of(sentence)
        words = self.view[start : cue.start].rstrip()
        link = next((w for w in rules.words("coordination") if words.endswith((f" {w}", f",{w}"))), None)
        if rules.language != "en" or link is None or self._is_participle(cue) or self._quoted(cue.start, sentence):
            return None
        opened = self.view[outer.cue.end : start].strip().endswith(rules.raw["clause_opener"])
        owned = rules.words("possessive_endings")
        clause = opened or any(
            a.start - start <= 1 and not self.view.startswith(owned, a.end) for a in self.actors.within(start, end)
        )
        if clause and outer.cue.kind != "take":
            return None
        span = trimmed(self.view, start, start + len(words) - len(link))
        return replace(outer, content=(span,)) if span is not None else None

    def _merge(self, found: Sequence[Attribution]) -> list[Attribution]:
        """One attribution for cues of the same source whose contents lie within each other."""
        kept: list[Attribution] = []
        for attribution in sorted(found, key=lambda f: (f.content[0][0], -f.content[-1][1])):
            same = [k for k in kept if k.source and attribution.source and k.source.name == attribution.source.name]
            if any(_covers(k, attribution) for k in same):
                continue
            kept.append(attribution)
        return kept


def _within(content: Sequence[Span], outer: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of a content that lie within another one."""
    last = max(end for _, end in outer)
    return tuple((start, min(end, last)) for start, end in content if start < last)


def _follows(cue: Mention, attribution: Attribution) -> bool:
    """True for a further verb of the subject of a verb before it: `X protested to Y and demanded ...`."""
    before = attribution.cue
    return before is not None and before.key[1] == "en" and before.kind == "take" and before.end < cue.start


def _in_a_row(cues: Sequence[Mention], view: str) -> list[Mention]:
    """Two verbs of saying with nothing between them (透露称) are one cue; where one does more (明确否认), both do."""
    found: list[Mention] = []
    for cue in cues:
        joined = found and cue.kind == found[-1].kind == "say" and cue.start == found[-1].end
        if joined and view[cue.end : cue.end + 1] not in _ENDS:  # 回答提问。 tells nothing
            last = found.pop()
            key = last.key if cue.key[0] in ("describe", "affirm") and last.key[0] != "describe" else cue.key
            cue = Mention(last.start, cue.end, last.layer, last.kind, key)
        found.append(cue)
    return found


def _touches(cue: Mention, attribution: Attribution) -> bool:
    """True where a frame of its own already uses the cue: between its source and its content, or as its words."""
    own = attribution.cue
    if own is not None and own.start < cue.end and cue.start < own.end:
        return True
    if attribution.frame != "prefix" or attribution.source is None:
        return False
    return attribution.source.start <= cue.start < attribution.content[0][0]


def _is_told_behind(cue: Mention, attribution: Attribution) -> bool:
    """True for a verb of doing behind `..., according to X, after a meeting at which they sought ...`."""
    source = attribution.source
    trails = attribution.frame == "prefix" and source is not None and attribution.content[-1][1] <= source.start
    return trails and source is not None and cue.kind == "take" and cue.key[1] == "en" and source.end <= cue.start


def _covers(outer: Attribution, inner: Attribution) -> bool:
    return all(any(s <= a and b <= e for s, e in outer.content) for a, b in inner.content)
