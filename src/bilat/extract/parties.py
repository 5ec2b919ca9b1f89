"""Who took part in an interaction: the people around an event word, less those who merely tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.statements import Said
from bilat.languages.events import event_list
from bilat.languages.grammar import grammar
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span
from bilat.packs.lookups import office_holders

_OWNED = 5  # words: `the meeting in Korea earlier today between`
_OWNED_REACH = 24  # characters
_COMPOUND = 20  # characters
_HYPHENS = ("-", "–", "—", "/")
_PAIR = 2  # more people than this in a clause are not all of one interaction


class Parties:
    """Looks up the parties of the events of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], said: Sequence[Said]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = actors = [_first_person(a, said) for a in actors]
        self.people = [a for a in actors if self.is_party(a)]
        self.joints = [a for a in actors if a.kind == "joint"]
        self.events = analysis.layer("event")  # the words that people may belong to
        self.codes = tuple(side.code for side in analysis.pack.sides)
        self.tellers = [
            (s.record.source, content)
            for s in said
            if s.record.source and s.attribution.cue is not None and s.attribution.cue.kind == "say"
            for content in s.record.content
        ]
        self.speakers = [
            (s.attribution.source, content)
            for s in said
            if s.attribution.source is not None and s.record.mode == "direct" and self.is_party(s.attribution.source)
            for content in s.record.content
        ]

    def is_party(self, actor: Actor) -> bool:
        """A named official above the working level; spokespeople tell of events, they do not hold them."""
        return _is_official(actor) and actor.level != "working" and not self._describes(actor) and not self._owns(actor)

    def _describes(self, actor: Actor) -> bool:
        """`an X go-between`: behind "an" a name says whose somebody else is."""
        lead = self.view[actor.start : actor.end].split(" ", 1)
        return actor.named and len(lead) > 1 and lead[0] in grammar("en").words("indefinite_articles")

    def _owns(self, actor: Actor) -> bool:
        """`his predecessor`, `X's administration`, 其前任: it is not the owner who takes part."""
        language = "en" if self.view[actor.start : actor.end].isascii() else "zh"
        behind = self.view[actor.end : actor.end + _OWNED_REACH]
        if actor.pronoun != "possessive":
            owners = tuple(event_list(language, "possessives"))
            if not behind.startswith(owners):
                return False
            behind = behind[max(len(owner) for owner in owners if behind.startswith(owner)) :]
        return behind.lstrip().startswith(event_list(language, "owned"))

    def _compound(self, word: Mention) -> list[Actor]:
        """`the X-Y meeting`: the two whose names make one word before that of the event."""
        before = [a for a in self.people if a.end <= word.start and word.start - a.end <= _COMPOUND]
        if not before:
            return []
        second = before[-1]
        gap = self.view[second.end : word.start].strip()
        first = [a for a in self.people if a.end < second.start and self.view[a.end : second.start] in _HYPHENS]
        if (gap and gap not in event_list(word.key[2], "event_adjectives")) or not first:
            return []
        return [first[-1], second] if first[-1].side != second.side else []

    def beside(self, word: Mention, sentence: Sentence, comma: Span, clause: Span, *, level: str | None) -> list[Actor]:
        """The parties in the clause of an event word; where that has too few, in the stretch up to the next stop."""
        if self.view[: word.start].endswith(event_list(word.key[2], "such")):
            return []
        if compound := self._compound(word):
            return compound
        if self._is_attended(word, sentence):
            present = self._present(word, sentence, comma)
            if len({a.side for a in present}) > 1:
                return present
        near = self._parties(word, comma)
        if near and comma != clause and self._has_own_day(comma, sentence):
            return [*self._subject(near, word, sentence), *near]  # a clause with its own day is its own meeting
        if near and len({a.side for a in near}) == 1 and (main := self._main_subject(word, sentence, comma, near)):
            return [main, *near]
        if company := self._with_company(near or self._linked_below(comma, sentence), sentence):
            return company
        wide = near if len({a.entity for a in near}) >= 2 else self._parties(word, clause)
        if len({a.side for a in wide}) < 2 and (near or word.key[1] == "noun"):
            wide = near
        if not near and len({a.entity for a in wide}) > _PAIR and len(self.events.within(*clause)) > 1:
            return []  # which of them, and in which of the interactions told of?
        several = len({a.entity for a in wide}) > _PAIR
        people = near if several and near and self._subject(near, word, sentence) else wide
        pointing = word.key[2] == "zh" and self.view[: word.start].endswith(
            self.analysis.grammar_of(sentence).words("anaphoric")
        )
        if not people and word.kind != "talks" and not pointing:
            people = self._parties(word, clause, strict=False)
            people = people if len({a.side for a in people}) > 1 or word.key[1] != "noun" else []
        people = people or self._below(word, clause)
        if level == "leader" and word.kind == "summit":
            people = [a for a in people if a.level == "leader"]
        if not people and self._hosts_somebody(word, sentence, comma):
            subject = self.subject_before(word, sentence)
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
        before = [a for a in self.people if sentence.start <= a.start and a.end <= near[0].start]
        before = [a for a in before if a.side in self.codes and a.side != near[0].side]
        return [before[-1], near[0]] if before else []

    def _linked_below(self, comma: Span, sentence: Sentence) -> list[Actor]:
        """与司长X会晤: officials of the working level in whose company a clause names somebody."""
        company = event_list(sentence.language, "company")
        found = [a for a in self.actors if comma[0] <= a.start and a.end <= comma[1] and a.kind == "person"]
        found = [a for a in found if a.level == "working" and a.voice == "official" and a.side in self.codes]
        openers = (self.view.rfind(word, comma[0], a.start) for a in found for word in company)
        return found if any(0 <= at - comma[0] <= 1 for at in openers) else []

    def by_delegation(self, word: Mention, span: Span) -> bool:
        """`两国官员会晤`, `与中国代表团会谈`: those who meet are told of, and not by name."""
        words = event_list(word.key[2], "delegations")
        return any(self.view.find(form, span[0], word.start) >= 0 for form in words)

    def _below(self, word: Mention, span: Span) -> list[Actor]:
        """Named officials of the working level, where nobody above is told of and both sides are among them."""
        found = [a for a in self.actors if span[0] <= a.start and a.end <= span[1] and _is_official(a)]
        found = [a for a in found if a.level == "working"]
        found = [a for a in found if not self._tells(a, word)]
        return found if {a.side for a in found} >= set(self.codes) else []

    def _is_attended(self, word: Mention, sentence: Sentence) -> bool:
        """True where a word of attending belongs to an event noun: no other stands nearer before it."""
        attending = self.analysis.layer("attendance").within(sentence.start, sentence.end)
        if word.key[1] not in ("noun", "numbered") or FAMILY.get(word.kind, word.kind) != "meeting" or not attending:
            return False
        before = [m for m in self.events.within(sentence.start, attending[0].start) if m.kind != "visit"]
        return not before or FAMILY.get(before[-1].kind, before[-1].kind) == "meeting"

    def _hosts_somebody(self, word: Mention, sentence: Sentence, comma: Span) -> bool:
        """`同中方官员会谈`: without a subject, but in the company of somebody who acts for a state."""
        if not event_list(sentence.language, "drops_subjects"):
            return False
        company = event_list(sentence.language, "company")
        here = [a for a in self.actors if comma[0] <= a.start and a.end <= word.start and a.voice]
        return any(self.view[comma[0] : a.start].endswith(company) for a in here)

    def _present(self, word: Mention, sentence: Sentence, comma: Span) -> list[Actor]:
        """Who took part: named in the clause of an event word, or from the word of attending on."""
        attending = self.analysis.layer("attendance").within(sentence.start, sentence.end)[0]
        low = min(attending.start, comma[1])
        listed = self._parties(word, (low, sentence.end), strict=False)
        return [*self._parties(word, (comma[0], low)), *listed]

    def _main_subject(self, word: Mention, sentence: Sentence, comma: Span, near: Sequence[Actor]) -> Actor | None:
        """`After a call with X, Y met Z`: a fronted clause with one party has the subject of the main clause."""
        if not self._is_fronted(comma, sentence):
            return None
        after = self._parties(word, (comma[1], sentence.end), strict=False)
        return after[0] if after and after[0].side != near[0].side else None

    def _is_fronted(self, comma: Span, sentence: Sentence) -> bool:
        """`After a call with X, ...`: the clause of an event word stands before the main clause."""
        lead = self.view[comma[0] : comma[1]].strip(" \u3000")
        openers, closers = event_list(sentence.language, "fronted"), event_list(sentence.language, "fronted_closers")
        fronted = comma[0] <= sentence.start + 1 and comma[1] < sentence.end
        return fronted and lead.startswith(openers) and (not closers or lead.endswith(closers))

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
        before = self._parties(word, (sentence.start, word.start), strict=False)
        others = [a for a in before if a.side in self.codes and a.side not in sides]
        if not others and word.key[1] in ("verb", "with", "had", "before_person"):
            # `no reason, he wrote, to see Xi`: the one who speaks is meant
            before = [a for a in self.people if sentence.start <= a.start and a.end <= word.start]
            others = [a for a in before if a.side in self.codes and a.side not in sides]
        if others or word.key[1] not in ("object", "with", "before_person", "verb"):
            return others[:1]
        subject = self.subject_before(word, sentence)
        return [subject] if subject is not None and subject.side not in sides else []

    def subject_before(self, word: Mention, sentence: Sentence) -> Actor | None:
        """Whose doing a verb is that has nobody before it in its clause.

        The last party before in the sentence, the speaker of the words it stands in, or, where the language drops
        subjects, the first party of the sentence before in the paragraph; None where there is none of these.
        """
        here = [a for a in self.people if sentence.start <= a.start and a.end <= word.start]
        here = [a for a in here if not self._tells(a, word)]
        if here:
            return here[-1]
        speaker = next((a for a, content in self.speakers if content[0] <= word.start < content[1]), None)
        if speaker is not None or not event_list(sentence.language, "drops_subjects"):
            return speaker
        before = self.analysis.kept.before(sentence)
        told = [a for a in self.people if before and before.start <= a.start < before.end]
        return told[0] if told else None

    def _parties(self, word: Mention, span: Span, *, strict: bool = True) -> list[Actor]:
        found = [a for a in self.people if span[0] <= a.start and a.end <= span[1]]
        return [a for a in found if not self._tells(a, word) and not (strict and self._of_another(a, word))]

    def _of_another(self, actor: Actor, word: Mention) -> bool:
        """True where an event word of another kind stands between a person and this one."""
        low, high = min(actor.end, word.end), max(actor.start, word.start)
        others = self.events.within(low, high)
        made_for = FAMILY.get(word.kind, word.kind) == "meeting"  # people travel to meet: the journey parts nobody
        others = [m for m in others if not (made_for and m.kind == "visit" and m.start < word.start)]
        if word.key[2] == "zh" and actor.start >= word.end:  # 会谈是在X与Y通话之后安排的: of the verb behind them
            stop = next((at for at in range(actor.end, len(self.view)) if self.view[at] in "，；。\n"), actor.end)
            behind = self.events.within(actor.end, stop)
            others += [m for m in behind if m.kind == "call"]
        return any(FAMILY.get(m.kind, m.kind) != FAMILY.get(word.kind, word.kind) for m in others)

    def _tells(self, actor: Actor, word: Mention) -> bool:
        """True for the source of a statement in whose content the event word stands."""
        return any(
            source[0] <= actor.start < source[1] and content[0] <= word.start < content[1]
            for source, content in self.tellers
        )

    def _of_one_level(self, people: Sequence[Actor], word: Mention) -> list[Actor]:
        """Where people of several levels are named, those of the level of the nearest, if both sides are among them."""
        if not people:
            return []
        nearest = min(people, key=lambda a: min(abs(word.start - a.end), abs(a.start - word.end)))
        same = [a for a in people if a.level == nearest.level or a.level is None or nearest.level is None]
        return same if len({a.side for a in same}) >= 2 else list(people)

    def joint(self, word: Mention, span: Span) -> Actor | None:
        """A phrase for both sides together in a stretch, the nearest to the event word."""
        found = [a for a in self.joints if span[0] <= a.start and a.end <= span[1]]
        found = [a for a in found if not any(m.start != word.start for m in self.events.within(a.start, a.end))]
        found = [a for a in found if not self._in_clause_behind(a, word) and not self._in_what_is_said(a, word)]
        found = [] if self._compound(word) else found
        return min(found, key=lambda a: abs(a.start - word.start)) if found else None

    def owns(self, joint: Actor, word: Mention) -> bool:
        """`the call between the leaders`, 两国元首通话: a phrase for both right beside an event word."""
        if joint.start < word.end and word.start < joint.end:
            return True  # 两国元首会面: one word for both
        rules = grammar(word.key[2])
        before, after = self.view[joint.end : word.start].strip(), self.view[word.end : joint.start].strip()
        if joint.end <= word.start:
            relative = before.split(" ", 1)[0] in rules.words("relative_persons")
            return relative or before in ("", *(word.strip() for word in rules.words("possessives")))
        words = after.split()
        return bool(words) and words[-1] in rules.words("event_owners") and len(words) <= _OWNED

    def _in_what_is_said(self, joint: Actor, word: Mention) -> bool:
        """X在会谈后说，双方……: the event stands with who speaks, the phrase for both in what is said."""
        return any(content[0] <= joint.start < content[1] and word.end <= content[0] for _, content in self.tellers)

    def _in_clause_behind(self, joint: Actor, word: Mention) -> bool:
        """`will meet X before the leaders go to Korea`: of the clause behind, which has an event word of its own."""
        sentence = self.analysis.kept.at(word.start)
        if sentence is None or joint.start < word.end or not self.events.within(joint.end, sentence.end):
            return False
        between = self.view[word.end : joint.start]
        return any(f" {w} " in between for w in self.analysis.grammar_of(sentence).words("subordinate"))

    def pair(self, joint: Actor, last: Sequence[Actor] | None) -> list[Actor]:
        """Whom a joint phrase stands for: holders of its level, the last pair told of, or the pair most spoken of."""
        if last and joint.level and {a.side for a in last} != set(self.codes):
            last = None  # the last pair told of was not of the two sides
        if joint.level is None:
            return list(last) if last else self._most_named(None)
        if last and all(a.level == joint.level for a in last):
            return list(last)
        named = self._most_named(joint.level)
        own = self._names_meeting(joint) or self._both_states()
        return named or (self._leaders(joint) if joint.level == "leader" and own else [])

    def _names_meeting(self, joint: Actor) -> bool:
        """`the X-Y summit`: the phrase for the two is that of their meeting."""
        return any((m.start, m.end) == (joint.start, joint.end) for m in self.events.within(joint.start, joint.end))

    def _both_states(self) -> bool:
        """True where the document names both states: else its leaders may be those of others."""
        named = {a.side for a in self.actors if a.kind in ("side", "person", "body") and not a.pronoun}
        others = any(a.side not in self.codes for a in self.people)
        return named >= set(self.codes) or not others

    def main_pair(self, level: str) -> list[Actor]:
        """The person of each side at a level whom the document names most; empty where one side has none."""
        return self._most_named(level)

    def most_spoken_of(self) -> list[Actor]:
        """The person of each side whom the document names most, where both are of one level; else the leaders."""
        pair = self._most_named(None)
        return pair if len({a.level for a in pair}) == 1 else self._most_named("leader")

    def _most_named(self, level: str | None) -> list[Actor]:
        """The person of each side whom the document names most, of one level where given."""
        counts: Counter[str] = Counter(a.entity for a in self.actors if a.entity and self.is_party(a))
        best: dict[str, Actor] = {}
        for actor in self.actors:
            if not self.is_party(actor) or actor.side not in self.codes or (level and actor.level != level):
                continue
            held = best.get(actor.side)
            if held is None or counts[actor.entity or ""] > counts[held.entity or ""]:
                best[actor.side] = actor
        return list(best.values()) if len(best) == 2 else []

    def _leaders(self, joint: Actor) -> list[Actor]:
        """The heads of both states at the document's date: the first office of leaders' level that the pack lists."""
        pack, date = self.analysis.pack, self.analysis.document.published
        found = []
        for code in self.codes:
            office = next((o for o in pack.offices.values() if o.side == code and o.level == "leader"), None)
            held = office_holders(pack).get(office.id, ()) if office else ()
            person = next((holder for holder, tenure in held if date and tenure.covers(date)), None)
            if office and person:
                found.append(Actor(
                    start=joint.start, end=joint.end, kind="person", name=person.name, surface=joint.surface,
                    entity=person.id, side=code, office=office.name, voice="official", level="leader", named=False,
                ))  # fmt: skip
        return found

    def visitors(self, word: Mention, sentence: Sentence, comma: Span, to: str | None) -> list[Actor]:
        """Who travels: the person right before the word (invited or travelling), else the subject of the sentence.

        `to`: the state visited. Where only its own people would travel, it is whoever speaks: `said he would visit`.
        """
        found = self._visitors(word, sentence, comma)
        goes = not found and event_list(sentence.language, "drops_subjects") and self.analysis.has("future", *comma)
        if to in self.codes and sentence.language == "zh" and (found or goes) and all(a.side == to for a in found):
            before = [a for a in self.people if sentence.start <= a.start and a.end <= word.start]
            before = [a for a in before if a.side in self.codes and a.side != to]
            if before and not any(a.side == to for a in found if a.end > before[-1].end and a.start >= comma[0]):
                return before[-1:]  # X说，已接受Y的邀请，计划4月访华
        if to not in self.codes or any(a.side != to for a in found):
            return found
        named = {a.name for a in found}
        spoke = [a for a, content in self.speakers if content[0] <= word.start < content[1]]
        return [a for a in spoke if a.side in self.codes and a.side != to and a.name not in named][:1] or found

    def _visitors(self, word: Mention, sentence: Sentence, comma: Span) -> list[Actor]:
        if word.key[1] == "invite":
            return [a for a in self.people if 0 <= a.start - word.end <= 1]
        near = [a for a in self._parties(word, comma) if a.end <= word.start]
        if near:
            return [near[-1]]
        if word.key[2] == "zh" and any(
            a.voice == "unnamed_official" and comma[0] <= a.start and a.end <= word.start for a in self.actors
        ):
            return []  # 财政部官员上周访华: nobody whom we could name
        done = self.analysis.has("completed", *comma)
        if word.key[1] == "noun" and word.end - word.start <= 2 and not done:
            return []
        before = [a for a in self._parties(word, (sentence.start, comma[1])) if a.end <= word.start]
        before = [a for a in before if not self._companion(a, sentence)]
        if before:
            return before[-1:]
        after = [a for a in self._parties(word, comma) if a.start >= word.end]
        if after:
            return after[:1]
        if self._is_fronted(comma, sentence):  # 除了4月前往X进行访问外，Y还……
            return self._parties(word, (comma[1], sentence.end), strict=False)[:1]
        tellers = [a for a in self.actors if sentence.start <= a.start and a.end <= word.start and self.is_party(a)]
        joint = self.joint(word, (sentence.start, sentence.end))
        if not tellers and joint is not None:
            return self.pair(joint, None)
        return tellers[:1]

    def _companion(self, actor: Actor, sentence: Sentence) -> bool:
        """Behind "with": not the one who travels."""
        words = self.analysis.grammar_of(sentence).words("companion_markers")
        before = self.view[max(sentence.start, actor.start - 6) : actor.start].rstrip()
        return any(before.endswith(word) for word in words)


def _is_official(actor: Actor) -> bool:
    return actor.kind == "person" and actor.voice == "official" and actor.entity is not None


def _first_person(actor: Actor, said: Sequence[Said]) -> Actor:
    """`I` and `we` in somebody's own words stand for that person."""
    if actor.pronoun != "author":
        return actor
    for statement in said:
        source = statement.attribution.source
        if source is None or source.kind != "person" or statement.record.mode != "direct":
            continue
        if any(start <= actor.start < end for start, end in statement.record.content):
            return replace(source, start=actor.start, end=actor.end, surface=actor.surface, named=False)
    return actor
