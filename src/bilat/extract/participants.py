"""Who took part in a call or a meeting: the people around its word, less those who merely tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bilat.extract.actors import Actor
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties, is_official
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span

_PAIR = 2  # more people than this in a clause are not all of one interaction


class Participants:
    """Looks among the parties of one document for those of an event word."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.analysis = parties.analysis
        self.view = parties.view

    def beside(self, word: Mention, sentence: Sentence, comma: Span, clause: Span, *, level: str | None) -> list[Actor]:
        """The parties in the clause of an event word; where that has too few, in the stretch up to the next stop."""
        if self.view[: word.start].endswith(event_list(word.key[2], "such")):
            return []
        if compound := self.parties.compound(word):
            return compound
        if self._is_attended(word, sentence):
            present = self._present(word, sentence, comma)
            if len({a.side for a in present}) > 1:
                return present
        near = self.parties.of_span(word, comma)
        if near and len({a.side for a in near}) == 1 and (main := self._main_subject(word, sentence, comma, near)):
            return [main, *near]
        if company := self._with_company(near or self._linked_below(comma, sentence), sentence):
            return company
        if near and comma != clause and self._has_own_day(comma, sentence):
            return [*self._subject(near, word, sentence), *near]  # a clause with its own day is its own meeting
        if not near and (pair := self._of_title(word, sentence, comma)):
            return pair
        wide = near if len({a.entity for a in near}) >= 2 else self.parties.of_span(word, clause)
        if len({a.side for a in wide}) < 2 and (near or word.key[1] == "noun"):
            wide = near
        if not near and len({a.entity for a in wide}) > _PAIR and len(self.parties.events.within(*clause)) > 1:
            return []  # which of them, and in which of the interactions told of?
        several = len({a.entity for a in wide}) > _PAIR
        people = near if several and near and self._subject(near, word, sentence) else wide
        pointing = word.key[2] == "zh" and self.view[: word.start].endswith(
            self.analysis.grammar_of(sentence).words("anaphoric")
        )
        if not people and word.kind != "talks" and not pointing:
            people = self.parties.of_span(word, clause, strict=False)
            people = people if len({a.side for a in people}) > 1 or word.key[1] != "noun" else []
        people = people or self._below(word, clause)
        if level == "leader" and word.kind == "summit":
            people = [a for a in people if a.level == "leader"]
        if not people and self._hosts_somebody(word, sentence, comma):
            subject = self.parties.subject_before(word, sentence)
            people = [subject] if subject is not None else []
        people = self._of_one_level(people, word)
        return [*self._subject(people, word, sentence), *people]

    def _with_company(self, near: Sequence[Actor], sentence: Sentence) -> list[Actor]:
        """他表示，自己曾与X会晤，并……: who meets X stands before, and nobody of what follows takes part."""
        company = event_list(sentence.language, "company")
        if len(near) != 1 or not company or not event_list(sentence.language, "drops_subjects"):
            return []
        lead = self.view[sentence.start : near[0].start]
        if near[0].level != "working" and not lead.endswith(company):
            return []
        before = self.parties.people.within(sentence.start, near[0].start)
        before = [a for a in before if a.side in self.parties.codes and a.side != near[0].side]
        return [before[-1], near[0]] if before else []

    def _linked_below(self, comma: Span, sentence: Sentence) -> list[Actor]:
        """与司长X会晤: officials of the working level in whose company a clause names somebody."""
        company = event_list(sentence.language, "company")
        found = [a for a in self.parties.actors if comma[0] <= a.start and a.end <= comma[1] and a.kind == "person"]
        found = [a for a in found if a.level == "working" and a.voice == "official" and a.side in self.parties.codes]
        openers = (self.view.rfind(word, comma[0], a.start) for a in found for word in company)
        return found if any(0 <= at - comma[0] <= 1 for at in openers) else []

    def _below(self, word: Mention, span: Span) -> list[Actor]:
        """Named officials of the working level, where nobody above is told of and both sides are among them."""
        found = [a for a in self.parties.actors if span[0] <= a.start and a.end <= span[1] and is_official(a)]
        found = [a for a in found if a.level == "working"]
        found = [a for a in found if not self.parties.tells(a, word)]
        return found if {a.side for a in found} >= set(self.parties.codes) else []

    def _is_attended(self, word: Mention, sentence: Sentence) -> bool:
        """True where a word of attending belongs to an event noun: no other stands nearer before it."""
        attending = self.analysis.layer("attendance").within(sentence.start, sentence.end)
        if word.key[1] not in ("noun", "numbered") or FAMILY.get(word.kind, word.kind) != "meeting" or not attending:
            return False
        before = [m for m in self.parties.events.within(sentence.start, attending[0].start) if m.kind != "visit"]
        return not before or FAMILY.get(before[-1].kind, before[-1].kind) == "meeting"

    def _hosts_somebody(self, word: Mention, sentence: Sentence, comma: Span) -> bool:
        """`同中方官员会谈`: without a subject, but in the company of somebody who acts for a state."""
        if not event_list(sentence.language, "drops_subjects"):
            return False
        company = event_list(sentence.language, "company")
        here = [a for a in self.parties.actors if comma[0] <= a.start and a.end <= word.start and a.voice]
        return any(self.view[comma[0] : a.start].endswith(company) for a in here)

    def _present(self, word: Mention, sentence: Sentence, comma: Span) -> list[Actor]:
        """Who took part: named in the clause of an event word, or from the word of attending on."""
        attending = self.analysis.layer("attendance").within(sentence.start, sentence.end)[0]
        low = min(attending.start, comma[1])
        listed = self.parties.of_span(word, (low, sentence.end), strict=False)
        return [*self.parties.of_span(word, (comma[0], low)), *listed]

    def _main_subject(self, word: Mention, sentence: Sentence, comma: Span, near: Sequence[Actor]) -> Actor | None:
        """`After a call with X, Y met Z`: a fronted clause with one party has the subject of the main clause."""
        if not self.parties.is_fronted(comma, sentence):
            return None
        after = self.parties.of_span(word, (comma[1], sentence.end), strict=False)
        return after[0] if after and after[0].side != near[0].side else None

    def _of_title(self, word: Mention, sentence: Sentence, comma: Span) -> list[Actor]:
        """`In a phone call on Friday, X said ...`: X and whom of the other side the title names beside X."""
        title = self.analysis.document.title_span
        if title is None or not self.parties.is_fronted(comma, sentence):
            return []
        main = self.parties.of_span(word, (comma[1], sentence.end), strict=False)[:1]
        others = [a for a in self.parties.people if title[0] <= a.start and a.end <= title[1]]
        others = [a for a in others if main and a.side in self.parties.codes and a.side != main[0].side]
        return [*main, *others] if len({a.entity for a in others}) == 1 else []

    def _has_own_day(self, comma: Span, sentence: Sentence) -> bool:
        """True where a clause names a day or a part of one."""
        if any(d.date for d in self.analysis.dates_in(*comma)):
            return True
        lead = self.view[comma[0] : comma[1]].lstrip()
        return lead.startswith(self.analysis.grammar_of(sentence).words("dayparts"))

    def _subject(self, people: Sequence[Actor], word: Mention, sentence: Sentence) -> list[Actor]:
        """Where only one side is named beside the word, the first person of the other side earlier in the sentence."""
        sides = {a.side for a in people}
        if len(sides) != 1 or (word.key[1] == "noun" and not people):
            return []
        before = self.parties.of_span(word, (sentence.start, word.start), strict=False)
        others = [a for a in before if a.side in self.parties.codes and a.side not in sides]
        if not others and word.key[1] in ("verb", "with", "had", "before_person"):
            # `no reason, he wrote, to see Xi`: the one who speaks is meant
            before = self.parties.people.within(sentence.start, word.start)
            others = [a for a in before if a.side in self.parties.codes and a.side not in sides]
        if others or word.key[1] not in ("object", "with", "before_person", "verb"):
            return others[:1]
        subject = self.parties.subject_before(word, sentence)
        return [subject] if subject is not None and subject.side not in sides else []

    def _of_one_level(self, people: Sequence[Actor], word: Mention) -> list[Actor]:
        """Where people of several levels are named, those of the level of the nearest, if both sides are among them."""
        if not people:
            return []
        nearest = min(people, key=lambda a: min(abs(word.start - a.end), abs(a.start - word.end)))
        same = [a for a in people if a.level == nearest.level or a.level is None or nearest.level is None]
        links = (*event_list(word.key[2], "list_ands"), "、")
        same += [b for a, b in pairwise(people) if a in same and b not in same and self.view[a.end : b.start] in links]
        return same if len({a.side for a in same}) >= 2 else list(people)
