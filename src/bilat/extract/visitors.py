"""Who makes a visit: the person right before its word, who is invited, or whoever speaks of it."""

from __future__ import annotations

from bilat.extract.actors import Actor
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence
from bilat.model import Span


class Visitors:
    """Looks among the parties of one document for those who travel."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.analysis = parties.analysis
        self.view = parties.view

    def of(self, word: Mention, sentence: Sentence, comma: Span, to: str | None) -> list[Actor]:
        """Who travels: the person right before the word (invited or travelling), else the subject of the sentence.

        `to`: the state visited. Where only its own people would travel, it is whoever speaks: `said he would visit`.
        """
        found = self._found(word, sentence, comma)
        goes = not found and event_list(sentence.language, "drops_subjects") and self.analysis.has("future", *comma)
        codes = self.parties.codes
        if to in codes and sentence.language == "zh" and (found or goes) and all(a.side == to for a in found):
            before = self.parties.people.within(sentence.start, word.start)
            before = [a for a in before if a.side in codes and a.side != to]
            if before and not any(a.side == to for a in found if a.end > before[-1].end and a.start >= comma[0]):
                return before[-1:]  # X说，已接受Y的邀请，计划4月访华
        if to not in codes or any(a.side != to for a in found):
            return found
        named = {a.name for a in found}
        spoke = [a for a, content in self.parties.speakers if content[0] <= word.start < content[1]]
        spoke = [a for a in spoke if a.side in codes and a.side != to and a.name not in named][:1]
        return spoke or self._invited(word, comma, to) or found

    def listed(self, visitor: Actor) -> list[Actor]:
        """`X, Y and Z are to visit`: those of the visitor's side in the list that ends with the visitor."""
        links = {"、", ",", "，", *event_list("en", "list_ands"), *event_list("zh", "list_ands")}
        found: list[Actor] = []
        for actor in self.parties.people.before(visitor.start):
            gap = self.view[actor.end : (found or [visitor])[-1].start]
            if gap.strip() not in links or actor.side != visitor.side or actor.name == visitor.name:
                break
            found.append(actor)
        return found

    def apart(self, clause: Span, language: str, *, held: bool) -> bool:
        """`先后`, `both`: each makes a visit of his own; so they do, where one is to come, unless it is told as one."""
        if any(word in self._words(clause) for word in event_list(language, "in_turn")):
            return True
        return not held and not any(word in self._words(clause) for word in event_list(language, "as_one"))

    def _words(self, clause: Span) -> str:
        return f" {self.view[slice(*clause)]} "

    def _invited(self, word: Mention, comma: Span, to: str | None) -> list[Actor]:
        """`当场邀他再度访华`: the guest, by a pronoun: the last who was named and is not of the host's side."""
        inviting, they = (event_list(word.key[2], name) for name in ("inviting", "other_party"))
        lead = self.view[comma[0] : word.start]
        if not any(verb + one in lead for verb in inviting for one in they):
            return []
        named = (a for a in self.parties.people.before(word.start) if a.named and a.side in self.parties.codes)
        return [guest] if (guest := next((a for a in named if a.side != to), None)) else []

    def _found(self, word: Mention, sentence: Sentence, comma: Span) -> list[Actor]:
        if word.key[1] == "invite":
            return self.parties.people.begun(word.end, word.end + 2)
        near = [a for a in self.parties.of_span(word, comma) if a.end <= word.start]
        if near:
            return [near[-1]]
        if word.key[2] == "zh" and any(
            a.voice == "unnamed_official" and comma[0] <= a.start and a.end <= word.start for a in self.parties.actors
        ):
            return []  # 财政部官员上周访华: nobody whom we could name
        done = self.analysis.has("completed", *comma)
        if word.key[1] == "noun" and word.end - word.start <= 2 and not done:
            return []
        before = [a for a in self.parties.of_span(word, (sentence.start, comma[1])) if a.end <= word.start]
        before = [a for a in before if not self._companion(a, sentence)]
        if before:
            return before[-1:]
        after = [a for a in self.parties.of_span(word, comma) if a.start >= word.end]
        if after:
            return after[:1]
        if self.parties.is_fronted(comma, sentence):  # 除了4月前往X进行访问外，Y还……
            return self.parties.of_span(word, (comma[1], sentence.end), strict=False)[:1]
        tellers = self.parties.people.within(sentence.start, word.start)
        joint = self.parties.joint(word, (sentence.start, sentence.end))
        if not tellers and joint is not None:
            return self.parties.pair(joint, None)
        return tellers[:1]

    def _companion(self, actor: Actor, sentence: Sentence) -> bool:
        """Behind "with": not the one who travels."""
        words = self.analysis.grammar_of(sentence).words("companion_markers")
        before = self.view[max(sentence.start, actor.start - 6) : actor.start].rstrip()
        return any(before.endswith(word) for word in words)
