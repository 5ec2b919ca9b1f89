"""The parties of a document's interactions: who can be one, and whom a phrase for both sides stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_clauses import prepares
from bilat.extract.layers import Layer
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
_PREPARED = 30  # characters from somebody to a verb of preparing: 为X与Y周四的会晤铺路
_HYPHENS = ("-", "–", "—", "/")


class Parties:
    """Looks up the parties of the events of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], said: Sequence[Said]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = Layer(_first_person(a, said) for a in actors)
        self.people = Layer(a for a in self.actors if self.is_party(a))
        self.joints = [a for a in self.actors if a.kind == "joint"]
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
        return is_official(actor) and actor.level != "working" and not self._describes(actor) and not self._owns(actor)

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

    def by_delegation(self, word: Mention, span: Span) -> bool:
        """`两国官员会晤`, `与中国代表团会谈`: those who meet are told of, and not by name."""
        words = event_list(word.key[2], "delegations")
        return any(self.view.find(form, span[0], word.start) >= 0 for form in words)

    def is_fronted(self, comma: Span, sentence: Sentence) -> bool:
        """`After a call with X, ...`: the clause of an event word stands before the main clause."""
        lead = self.view[comma[0] : comma[1]].strip(" \u3000")
        openers, closers = event_list(sentence.language, "fronted"), event_list(sentence.language, "fronted_closers")
        fronted = comma[0] <= sentence.start + 1 and comma[1] < sentence.end
        return fronted and lead.startswith(openers) and (not closers or lead.endswith(closers))

    def subject_before(self, word: Mention, sentence: Sentence) -> Actor | None:
        """Whose doing a verb is that has nobody before it in its clause.

        The last party before in the sentence, the speaker of the words it stands in, or, where the language drops
        subjects, the first party of the sentence before in the paragraph; None where there is none of these.
        """
        here = self.people.within(sentence.start, word.start)
        here = [a for a in here if not self.tells(a, word)]
        if here:
            return here[-1]
        speaker = next((a for a, content in self.speakers if content[0] <= word.start < content[1]), None)
        if speaker is not None or not event_list(sentence.language, "drops_subjects"):
            return speaker
        before = self.analysis.kept.before(sentence)
        told = self.people.begun(before.start, before.end) if before else []
        return told[0] if told else None

    def in_company(self, span: Span, sentence: Sentence) -> bool:
        """同X通话: a stretch without a subject names right behind a word of company whom something is done with."""
        company = event_list(sentence.language, "company") if event_list(sentence.language, "drops_subjects") else ()
        here = self.people.within(*span)[:1]
        return bool(company) and any(self.view[span[0] : a.start].endswith(company) for a in here)

    def compound(self, word: Mention) -> list[Actor]:
        """`the X-Y meeting`: the two whose names make one word before that of the event."""
        second = next(self.people.before(word.start), None)
        if second is None or word.start - second.end > _COMPOUND:
            return []
        gap = self.view[second.end : word.start].strip()
        first = next(self.people.before(second.start), None)
        if first is None or self.view[first.end : second.start] not in _HYPHENS:
            return []
        if gap and gap not in event_list(word.key[2], "event_adjectives"):
            return []
        return [first, second] if first.side != second.side else []

    def of_span(self, word: Mention, span: Span, *, strict: bool = True) -> list[Actor]:
        """The parties that a stretch names, without who merely tells of the event; `strict`: or is of another one."""
        found = [a for a in self.people.within(*span) if not self.tells(a, word) and not self._is_spoken_of(a, word)]
        return [a for a in found if not (strict and self._of_another(a, word))]

    def _is_spoken_of(self, actor: Actor, word: Mention) -> bool:
        """`In a phone call, X stressed what Y and Z had agreed`: in what is said behind the event."""
        return any(
            content[0] <= actor.start < content[1] and word.end <= source[0] < content[0]
            for source, content in self.tellers
        )

    def _of_another(self, actor: Actor, word: Mention) -> bool:
        """True where an event word of another kind stands between a person and this one."""
        low, high = min(actor.end, word.end), max(actor.start, word.start)
        if prepares(self.analysis, word.key[2], (low, high), high + _PREPARED):
            return True  # `the talks set the stage for a meeting between X and Y`
        others = self.events.within(low, high)
        made_for = FAMILY.get(word.kind, word.kind) == "meeting"  # people travel to meet: the journey parts nobody
        others = [m for m in others if not (made_for and m.kind == "visit" and m.start < word.start)]
        if word.key[2] == "zh" and actor.start >= word.end:  # 会谈是在X与Y通话之后安排的: of the verb behind them
            stop = next((at for at in range(actor.end, len(self.view)) if self.view[at] in "，；。\n"), actor.end)
            behind = self.events.within(actor.end, stop)
            others += [m for m in behind if m.kind == "call"]
        return any(FAMILY.get(m.kind, m.kind) != FAMILY.get(word.kind, word.kind) for m in others)

    def tells(self, actor: Actor, word: Mention) -> bool:
        """True for the source of a statement in whose content the event word stands, and not as the means of it."""
        return not self._says_by_means(actor, word) and any(
            source[0] <= actor.start < source[1] and content[0] <= word.start < content[1]
            for source, content in self.tellers
        )

    def _says_by_means(self, actor: Actor, word: Mention) -> bool:
        """`X told Y by phone`: between who says it and the means stands nobody but whom it is said to."""
        if word.key[1] != "medium" or set(self.view[actor.end : word.start]) & set(",;:"):
            return False
        between = self.people.within(actor.end, word.start)
        return len(between) == 1 and between[0].side != actor.side

    def joint(self, word: Mention, span: Span) -> Actor | None:
        """A phrase for both sides together in a stretch, the nearest to the event word."""
        found = [a for a in self.joints if span[0] <= a.start and a.end <= span[1]]
        found = [a for a in found if not any(m.start != word.start for m in self.events.within(a.start, a.end))]
        found = [a for a in found if not self._in_clause_behind(a, word) and not self._in_what_is_said(a, word)]
        found = [] if self.compound(word) else found
        return min(found, key=lambda a: abs(a.start - word.start)) if found else None

    def owns(self, joint: Actor, word: Mention) -> bool:
        """`the call between the leaders`, 两国元首通话: a phrase for both right beside an event word."""
        if joint.start < word.end and word.start < joint.end:
            return True  # 两国元首会面: one word for both
        rules = grammar(word.key[2])
        dated = self.analysis.dates_in(joint.end, word.start)
        before = self.view[dated[-1].end if dated and dated[0].start == joint.end else joint.end : word.start].strip()
        after = self.view[word.end : joint.start].strip()
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


def is_official(actor: Actor) -> bool:
    """A person of the pack who speaks for a government."""
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
