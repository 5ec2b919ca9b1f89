"""Whom pronouns, accounts and "this official" stand for, by who spoke and was spoken of before."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.attribution_ground import Attribution
from bilat.extract.attribution_sources import Sources
from bilat.extract.layers import Layer
from bilat.languages.grammar import stands_for
from bilat.languages.sentences import Sentence

_ASIDE = 16  # characters behind a pronoun within which its verb ends
_VERB = 5  # characters within which the verb of a Chinese pronoun begins and ends


class Antecedents(Sources):
    """Resolves actors sentence by sentence, and remembers what the next ones need."""

    def _resolve(self, actor: Actor, sentence: Sentence) -> Actor:
        """A pronoun as whom it stands for: the latest person who spoke or was a subject."""
        if actor.pronoun in ("person", "possessive", "object"):
            antecedent = self._antecedent(actor, sentence)
            if antecedent:
                return replace(
                    antecedent, start=actor.start, end=actor.end, surface=actor.surface, pronoun=actor.pronoun
                )
        if actor.pronoun == "plural":
            joint = self._pair_before(actor, sentence) or self._joint_before(sentence)
            joint = joint or self._pair_told_of(actor, sentence)
            if joint is not None:
                return replace(joint, start=actor.start, end=actor.end, surface=actor.surface)
        if actor.pronoun == "plural" and (several := self._several_before(actor, sentence)) is not None:
            return replace(several, start=actor.start, end=actor.end, surface=actor.surface, pronoun="plural")
        if actor.pronoun == "plural" and self.state.speaker is not None:
            return replace(
                self.state.speaker, start=actor.start, end=actor.end, surface=actor.surface, pronoun="plural"
            )
        if actor.pronoun in ("body", "outlet"):
            owner = next(self._of_kind(actor.pronoun).before(actor.start), None)
            if owner is None and actor.pronoun == "body":
                owner = self._own_body(self.state.speaker)
            return (
                replace(owner, start=actor.start, end=actor.end, surface=actor.surface, pronoun=actor.pronoun)
                if owner
                else actor
            )
        if actor.pronoun == "account":
            return self._account(actor, sentence)
        if actor.pronoun == "latter":
            named = ("person", "body", "outlet", "role")
            here = [a for a in self.actors.within(sentence.start, actor.start) if a.kind in named and not a.pronoun]
            before = here[-1] if here else next(self.people.before(actor.start), None)
            if before:
                return replace(before, start=actor.start, end=actor.end, surface=actor.surface, pronoun="latter")
        if actor.kind == "role" and actor.voice == "unnamed_official" and actor.side is None:
            return self._same_official(actor, sentence)
        return actor

    def _of_kind(self, kind: str) -> Layer[Actor]:
        """The bodies or the outlets that are named."""
        if kind not in self._by_kind:
            self._by_kind[kind] = Layer(a for a in self.actors if self._is_of_kind(a, kind))
        return self._by_kind[kind]

    def _is_of_kind(self, actor: Actor, kind: str) -> bool:
        """A body or an outlet, also where a text of its own is told of: `a Foreign Ministry statement`."""
        entity = self.analysis.pack.entities.get(actor.entity or "")
        own_text = actor.pronoun == "account" and entity is not None and entity.kind == kind
        return own_text or (actor.kind == kind and not actor.pronoun)

    def _own_body(self, speaker: Actor | None) -> Actor | None:
        """The body that a speaker's office belongs to; else the speaker."""
        pack = self.analysis.pack
        office = next((o for o in pack.offices.values() if speaker and o.name == speaker.office), None)
        body = pack.entities.get(office.body) if office and office.body else None
        if speaker is None or body is None:
            return speaker
        return replace(speaker, kind="body", name=body.name, entity=body.id, office=None, level=None, named=False)

    def _same_official(self, actor: Actor, sentence: Sentence) -> Actor:
        """`this official`: the unnamed one of whom the text spoke last."""
        words = self.analysis.grammar_of(sentence).words("this_person")
        lead = self.view[max(0, actor.start - 6) : actor.end]
        if not any(word in lead for word in words):
            return actor
        roles = (a for a in reversed(self.resolved) if a.kind == "role" and a.voice == "unnamed_official" and a.side)
        told = next(roles, None)
        if told is None:
            return actor
        return replace(told, start=actor.start, end=actor.end, surface=actor.surface)

    def _several_before(self, actor: Actor, sentence: Sentence) -> Actor | None:
        """The officials or experts without names whom the sentence told of before a `they`."""
        here = [a for a in self.actors.within(sentence.start, actor.start) if not a.pronoun and a.voice != "media"]
        return here[-1] if here and here[-1].kind == "role" else None

    def _pair_before(self, actor: Actor, sentence: Sentence) -> Actor | None:
        """`X and Y convened in Sweden, where they agreed`: people of both sides named in a row."""
        rules = self.analysis.grammar_of(sentence)
        people = self.people.within(sentence.start, actor.start)
        for left, right in itertools.pairwise(people):
            sides = {left.side, right.side}
            if sides == {side.code for side in self.analysis.pack.sides} and self._links(left, right, rules):
                return self._both(left, right)
        return None

    def _pair_told_of(self, actor: Actor, sentence: Sentence) -> Actor | None:
        """`X met Y. They agreed ...`: in a readout, the one person of each side whom the paragraph named before."""
        if not self.readout or actor.start - sentence.start > 2:
            return None
        first = self.analysis.kept.paragraph_start(sentence)
        paragraph = [*itertools.takewhile(lambda a: a.start >= first, reversed(self.resolved))][::-1]
        names = {a.name: a for a in paragraph if a.kind == "person" and a.side}
        pair = list(names.values())
        codes = {side.code for side in self.analysis.pack.sides}
        return self._both(*pair) if len(pair) == len(codes) and {a.side for a in pair} == codes else None

    def _joint_before(self, sentence: Sentence) -> Actor | None:
        """Both sides, where the sentence before in the paragraph began with them."""
        before = self.analysis.kept.before(sentence)
        if before is None:
            return None
        joint = [a for a in self.actors.within(before.start, before.start + 40) if a.kind == "joint"]
        return joint[0] if joint else None

    def _account(self, actor: Actor, sentence: Sentence) -> Actor:
        """A text speaks for whoever issued it: its owner in the sentence, else that of the last account told of."""
        reach = 14 if sentence.language == "zh" else 24
        near = [
            a
            for a in self.actors.within(max(sentence.start, actor.start - reach), actor.start)
            if a.voice and a.kind != "joint" and "，" not in self.view[a.end : actor.start]
        ]
        near = [a for a in near if not self._blocked(a, sentence)] or near
        if actor.kind == "pronoun" and actor.start - sentence.start > 2:
            issuer = self._issuer(actor, sentence) if self._says(actor) else None
            return self._standing_in(actor, issuer) if issuer else replace(actor, voice=None)
        owner: Actor | None = actor if actor.voice else (near[-1] if near else None)
        owner = owner or self.state.account or (self._publisher() if actor.kind == "account" else None)
        if owner is None:
            return replace(actor, voice=None)
        return replace(owner, start=actor.start, end=actor.end, surface=actor.surface, pronoun="account")

    def _publisher(self) -> Actor | None:
        """Whose `the post` is that nobody's was told of before: whoever was speaking, where they speak for a side."""
        speaker = self.state.speaker
        return speaker if speaker is not None and speaker.voice == "official" and speaker.kind != "joint" else None

    def _says(self, actor: Actor) -> bool:
        """`..., it said in a statement`: set behind a comma or a quotation, with a verb of saying right behind."""
        aside = self.view[: actor.start].rstrip()[-1:] in (",", "”", '"')
        return aside and any(
            cue.kind == "say" and cue.start - actor.end <= 1
            for cue in self.analysis.layer("cue").within(actor.end, actor.end + 24)
        )

    def _issuer(self, actor: Actor, sentence: Sentence) -> Actor | None:
        """Whom an `it` that says something stands for: the sentence's subject, else the body named last before."""
        kinds = ("body", "outlet", "side", "thinktank")
        here = [a for a in self.actors.within(sentence.start, actor.start) if a.kind in kinds and a.voice]
        here = [a for a in here if not self._quoted(a.start, sentence) and not self._blocked(a, sentence)]
        if here:
            return here[0]
        named = (a for a in reversed(self.resolved) if a.kind in kinds and a.kind != "side" and a.voice)
        body = next((a for a in named if not a.pronoun), None)
        account = self.state.account  # `The post has ... . It adds that`
        later = account is not None and (body is None or body.start < account.start)
        return account if later else body

    @staticmethod
    def _standing_in(actor: Actor, owner: Actor) -> Actor:
        return replace(owner, start=actor.start, end=actor.end, surface=actor.surface, pronoun="body")

    def _going_on(self, actor: Actor, sentence: Sentence) -> Actor | None:
        """`Xi will come in the fall, he added`: who was speaking in the paragraph, where nobody else has begun to."""
        speaker = self.state.speaker
        aside = self.view[sentence.start : actor.start].rstrip()[-1:] in (",", "，", "”", '"')
        here = speaker is not None and speaker.kind == "person" and self.state.spoke_in == sentence.paragraph
        if not aside or not here or speaker is None or not self._may_mean(actor, speaker):
            return None
        cues = [c for c in self.analysis.layer("cue").within(sentence.start, actor.end + _ASIDE) if c.kind != "none"]
        cues = [c for c in cues if c.start >= actor.end or not self._quoted(c.start, sentence)]
        if not cues or cues[0].kind == "take" or not 0 <= cues[0].start - actor.end <= 1:
            return None
        ends = self.view[cues[0].end : sentence.end].strip("。.")
        return speaker if sentence.language == "en" or not ends else None

    def _antecedent(self, actor: Actor, sentence: Sentence) -> Actor | None:
        if actor.pronoun == "person" and (going_on := self._going_on(actor, sentence)) is not None:
            return going_on
        here = [a for a in self.people.within(sentence.start, actor.start) if self._may_mean(actor, a)]
        asked = [self.when(c, sentence) for c in self.analysis.layer("cue").within(sentence.start, actor.start)]
        here = [a for a in here if not any(time and time[0] <= a.start < time[1] for time in asked)]
        if not self._quoted(actor.start, sentence):
            here = [a for a in here if not self._quoted(a.start, sentence)]  # `"..., President X ...," he said`
        here = [a for a in here if not self._is_interrupted(a, actor, sentence)]
        before = [a for a in here if not self._blocked(a, sentence) or self._is_topic(a, sentence)]
        if before:
            cues = [
                c for c in self.analysis.layer("cue").within(before[0].end, actor.start) if c.kind in ("say", "think")
            ]
            told = [a for a in before if cues and a.start >= cues[0].end]
            if cues and self._speaks_on(actor, sentence):
                return before[0]
            return told[-1] if told and sentence.language == "zh" else before[0]
        state = self.state
        speaker = state.speaker if state.speaker is not None and self._may_mean(actor, state.speaker) else None
        if state.teller is not None and state.speaker is not None and self._told_of_in_quotation(state.speaker, actor):
            return state.teller
        if speaker is not None and speaker.kind in ("person", "role") and state.spoke_in == sentence.paragraph:
            teller = state.outer if sentence.language == "zh" and not self.readout else None
            return teller if teller is not None and self._may_mean(actor, teller) else speaker
        first = self.analysis.kept.paragraph_start(sentence)
        earlier = [a for a in self.people.within(first, sentence.start) if self._may_mean(actor, a)]
        if self.analysis.quotation_at(actor.start) is None:
            earlier = [a for a in earlier if self.analysis.quotation_at(a.start) is None]
        if earlier:
            return self._subject_of_last(earlier)
        if speaker is not None and speaker.kind in ("person", "role"):
            return speaker
        if state.person is None or self._may_mean(actor, state.person):
            return state.person
        return next((a for a in self.people.before(first) if self._may_mean(actor, a)), None)

    def _is_interrupted(self, somebody: Actor, pronoun: Actor, sentence: Sentence) -> bool:
        """`Xi, he told us, wants ...`: whom the words that the telling interrupts are about does not tell them."""
        rules = self.analysis.grammar_of(sentence)
        if sentence.language != "en" or self.view[somebody.end : pronoun.start] != ", ":
            return False
        cues = self.analysis.layer("cue").within(pronoun.end, pronoun.end + _ASIDE)
        if not any(cue.kind in ("say", "think") and cue.start - pronoun.end <= 1 for cue in cues):
            return False
        return self.view[sentence.start : somebody.start].strip() in ("", *rules.words("contrast"))

    def _may_mean(self, pronoun: Actor, somebody: Actor) -> bool:
        """False where the pack has it that the press speaks of somebody by another pronoun: she is not he."""
        entity = self.analysis.pack.entities.get(somebody.entity or "")
        own = stands_for(pronoun.surface)
        return own is None or entity is None or entity.pronoun in (None, own)

    def _speaks_on(self, actor: Actor, sentence: Sentence) -> bool:
        """X指出，……，但他预期: with a verb of thinking behind it, he is who has been speaking."""
        rules = self.analysis.grammar_of(sentence)
        if sentence.language != "zh" or not self.view[: actor.start].endswith(rules.words("speaks_on")):
            return False
        cues = self.analysis.layer("cue").within(actor.end, actor.end + _VERB)
        return any(cue.kind == "think" for cue in cues)

    def _told_of_in_quotation(self, speaker: Actor, actor: Actor) -> bool:
        """`"The Secretary also stressed ...," she added`: whom the quotation names does not say it."""
        quotation = self.analysis.quotation_at(max(0, self.view.rfind(",", 0, actor.start)))
        if quotation is None or actor.start - quotation.end > 2:
            return False
        named = self.actors.within(quotation.start, quotation.end)
        return any(a.name == speaker.name and not a.pronoun for a in named)

    def _outermost(self, sentence: Sentence, found: Sequence[Attribution]) -> Actor | None:
        """Who told of the others: the first person who speaks in a sentence, or who relays them."""
        here = [a for f in found for a in (*f.via, *((f.source,) if f.source else ())) if a.kind in ("person", "role")]
        here = [a for a in here if sentence.start <= a.start and a.end > a.start]
        return min(here, key=lambda a: a.start, default=None)

    def _subject_of_last(self, people: Sequence[Actor]) -> Actor:
        """Of the last sentence that names some of the people, the first who is no object."""
        last = self.analysis.kept.at(people[-1].start)
        here = [a for a in people if last is not None and a.start >= last.start and not self._blocked(a, last)]
        return here[0] if here else people[-1]

    def _is_topic(self, actor: Actor, sentence: Sentence) -> bool:
        """`As for X, ...`, 至于X: set before the sentence as what it is about."""
        lead = self.view[sentence.start : actor.start].strip()
        return lead in self.analysis.grammar_of(sentence).word_set("topic")

    def _remember(self, sentence: Sentence, actors: Sequence[Actor], found: Sequence[Attribution]) -> None:
        people = [a for a in actors if a.kind == "person" and a.pronoun != "plural" and not self._blocked(a, sentence)]
        people = [a for a in people if self.analysis.quotation_at(a.start) is None]  # whom a quotation names is told of
        if people:
            self.state.person = people[0]
        accounts = [a for a in actors if a.pronoun == "account" and a.voice]
        if accounts:
            self.state.account = accounts[-1]
        sources = [f.source for f in found if f.source is not None]
        if sources:
            self.state.outer = self._outermost(sentence, found)
            self.state.speaker = sources[-1] if not found[-1].carried else self.state.speaker
            self.state.teller = found[-1].via[0] if found[-1].via else None
            self.state.frame = found[-1].frame
            self.state.spoke_in = sentence.paragraph
        elif people and (self.state.speaker is None or people[0].name != self.state.speaker.name):
            self.state.speaker, self.state.outer = people[0], None
            self.state.spoke_in = sentence.paragraph
            self.state.frame = ""
        else:
            self.state.frame = ""
        self.state.paragraph = sentence.paragraph
