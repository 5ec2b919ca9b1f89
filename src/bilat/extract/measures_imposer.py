"""Whose measure it is: by the agent, by the side on which it falls, by who acts, by what came before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.layers import Layer
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span
from bilat.packs import Instrument

_COUNTED = 12  # characters behind a count of firms or people in which stands whose they are
_SUFFERS = 24  # characters behind a side in which stands that something falls on it
_OWNED = re.compile(r"['’]s(?: [\w.-]+){0,3} ?")
_OWN_RATE = re.compile(r" ?(?:(?:to|at|of|own|still|now|about) )*")
_BESIDE = 24  # characters between a side and the name of what is its own
_NEXT_WORDS = re.compile(r"(?: [\w.-]+){0,2} ?")


class ImposerReader:
    """Reads who imposes the measures of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = Layer(actors)
        self.codes = tuple(side.code for side in analysis.pack.sides)
        self.of_instrument: dict[str, str] = {}  # who imposed it, where the document told of it before
        people = [a.side for a in actors if a.side in self.codes and a.kind == "person"]
        self.last: str | None = people[0] if people else None

    def imposer(
        self,
        instrument: Instrument,
        anchor: Span,
        clause: Span,
        sentence: Sentence,
        *,
        layer: str | None,
        before: str | None,
    ) -> str | None:
        """A side's code, `both`, or None. layer: the part of a stack; before: whose it was in this paragraph so far."""
        if instrument.imposed_by is not None:
            return instrument.imposed_by
        found = self._found(instrument, anchor, clause, sentence, layer, before)
        if found:
            self.of_instrument[instrument.id] = found
        return found

    def _found(
        self,
        instrument: Instrument,
        anchor: Span,
        clause: Span,
        sentence: Sentence,
        layer: str | None,
        before: str | None,
    ) -> str | None:
        agent = self._agent(anchor) or self._owned_here(clause, anchor)
        if agent is not None:
            return agent
        undone = self.of_instrument.get(instrument.undoes or "")
        if undone is not None:
            return undone
        if self._mutual(clause, sentence, anchor):
            return "both"
        of_layer = next((x.imposed_by for x in self.analysis.pack.layers if x.id == layer), None)
        part = max(self.view.rfind(mark, sentence.start, anchor[0]) for mark in "；;") + 1
        for span in (clause, (max(part, sentence.start), anchor[1]), (sentence.start, anchor[1])):
            side = self._falls_on(clause, anchor) if span == clause and of_layer else None
            side = side or (of_layer if span == clause else None) or self._by_target(span, anchor)
            side = side or self._by_actor(span, anchor)
            if side is not None:
                return side
        owner = self._owner(clause, anchor) or self._by_counted(anchor, clause) or self._of_topic(sentence, anchor)
        found = of_layer or owner or before or self._by_target((anchor[0], self._until_next(anchor, sentence)), anchor)
        if found is None and instrument.manner == "rate":
            found = self._acts_behind(anchor, sentence) or self.last
        return found

    def target(self, imposer: str | None) -> str | None:
        """The other side, where one of the two imposes."""
        return next((code for code in self.codes if code != imposer), None) if imposer in self.codes else None

    def _agent(self, anchor: Span) -> str | None:
        """`sanctioned by China`: a side behind a word for the agent, which the instrument's own words may take in."""
        words = grammar("en").words("agent_markers")
        for actor in self.actors:
            if actor.side in self.codes and anchor[0] < actor.start <= anchor[1] + 5:
                before = self.view[max(0, actor.start - 8) : actor.start].rstrip()
                if any(before.endswith(word) for word in words):
                    return actor.side
        return None

    def _mutual(self, clause: Span, sentence: Sentence, anchor: Span) -> bool:
        """`each other's ships`, 各自取消: what both do to one another, told in the clause, or in the sentence before it
        with nobody named since."""
        if self.analysis.has("mutual", *clause) and not self.analysis.layer("target").any(*clause):
            return not any(a.side in self.codes for a in self.actors.within(clause[0], anchor[0]))
        found = self.analysis.layer("mutual").within(sentence.start, anchor[0])
        return bool(found) and not any(
            a.side in self.codes for a in self.actors.within(found[-1].end, anchor[0])
        ) and not self.analysis.layer("target").any(found[-1].end, max(anchor[1], clause[1]))

    def threatener(self, at: int, clause: Span, anchor: Span, sentence: Sentence) -> str | None:
        """Whose a threat is by who utters it (at: its verb), where the clause of the measure names nobody."""
        if any(a.side in self.codes for a in self.actors.within(max(clause[0], at), anchor[0])):
            return None
        before = [a for a in self.actors.within(sentence.start, at) if a.side in self.codes]
        return before[-1].side if before else self.last

    def _falls_on(self, clause: Span, anchor: Span) -> str | None:
        """对大陆加征…反制: whose it is by whom it falls on, named before it in its clause."""
        found = self.analysis.layer("target").within(clause[0], anchor[0])
        return next((code for code in self.codes if code != found[-1].kind), None) if found else None

    def _by_target(self, span: Span, anchor: Span) -> str | None:
        """`on Chinese goods`, 对美关税: the target is named behind a preposition, the imposer is the other side. What
        stands behind the measure, before another amount, tells before what stands ahead of it."""
        found = self.analysis.layer("target").within(*span)
        amounts = [q.start for q in self.analysis.quantities_in(anchor[1], span[1])] if span[1] > anchor[1] else []
        behind = [m for m in found if anchor[1] <= m.start < min([span[1], *amounts])]
        ahead = [m for m in found if m.start < anchor[1]]
        for mention in [*behind[:1], *reversed(ahead), *found]:
            return next((code for code in self.codes if code != mention.kind), None)
        return None

    def _owner(self, clause: Span, anchor: Span) -> str | None:
        """`China's 125 percent duty`, `a Chinese levy`: by the possessive or adjective a few words before."""
        for mention in reversed(self.analysis.layer("entity").within(clause[0], anchor[0])):
            if _OWNED.fullmatch(self.view[mention.end : anchor[0]]) or (
                mention.kind == "adjective" and _NEXT_WORDS.fullmatch(self.view[mention.end : anchor[0]])
            ):
                return self._side_of(mention)
        return None

    def _of_topic(self, sentence: Sentence, anchor: Span) -> str | None:
        """`America's tariffs come in three parts: ...`: whose they are, at the head of the sentence."""
        heads = self.analysis.layer("entity").begun(sentence.start, sentence.start + 2)
        named = self.analysis.layer("instrument").begun(heads[0].end, heads[0].end + 2) if heads else []
        return self._side_of(heads[0]) if named and named[0].end <= anchor[0] else None

    def _owned_here(self, clause: Span, anchor: Span) -> str | None:
        """`duties on Chinese goods come down to 30 percent and China's to 10`, `24 points of U.S. tariffs`: whose it is
        stands nearer than on whom something falls, before the amount or between it and its name."""
        named = [m for m in self.analysis.layer("instrument").within(anchor[1], clause[1]) if m.kind != "exception"]
        for mention in self.analysis.layer("entity").within(anchor[1], named[0].start) if named else ():
            led = self.view[anchor[1] : mention.start].strip() in ("", *_all("of_words"))
            if led and mention.kind in ("adjective", "side") and len(self.view[mention.end : named[0].start]) < _BESIDE:
                return self._side_of(mention)
        before = self.analysis.layer("entity").within(clause[0], anchor[0])[-1:]
        if not before or before[0].kind not in ("adjective", "side"):
            return None
        owns = self.view[before[0].end - 2 : before[0].end].endswith(_all("genitives"))
        # 美方10%的关税
        owns = owns or (bool(named) and self.view.startswith(grammar("zh").words("genitives"), anchor[1]))
        right_behind = _OWN_RATE.fullmatch(self.view[before[0].end : anchor[0]])
        fallen = self.analysis.layer("target").any(before[0].start - 9, before[0].end)
        return self._side_of(before[0]) if owns and right_behind and not fallen else None

    def _acts_behind(self, anchor: Span, sentence: Sentence) -> str | None:
        """`On top of the 20 percent already charged, Washington laid ...`: who acts in what follows, where nobody is
        named before."""
        behind = [a for a in self.actors.begun(anchor[1], sentence.end) if a.side in self.codes]
        behind = [a for a in behind if not self._is_object(a)]
        return behind[0].side if behind else None

    def _by_counted(self, anchor: Span, clause: Span) -> str | None:
        """`against 20 American firms`, 对20家美国企业: what is counted belongs to the side on which it falls."""
        amounts = self.analysis.quantities_in(anchor[0], anchor[1])
        counted = [q for q in amounts if q.unit in ("firms", "persons")]
        if not counted:
            return None
        found = self.analysis.layer("entity").within(counted[0].start, min(clause[1], counted[0].end + _COUNTED))
        side = next((code for m in found if (code := self._side_of(m))), None)
        return self.target(side)

    def _side_of(self, mention: Mention) -> str | None:
        entity = self.analysis.pack.entities.get(mention.key[0]) if mention.key else None
        return entity.side if entity is not None and entity.side in self.codes else None

    def _until_next(self, anchor: Span, sentence: Sentence) -> int:
        """Where the next instrument of a sentence stands; its end where there is none."""
        named = self.analysis.layer("instrument").within(anchor[1], sentence.end)
        return next((m.start for m in named if m.kind != "exception"), sentence.end)

    def _by_actor(self, span: Span, anchor: Span) -> str | None:
        here = self.actors.within(span[0], anchor[0])
        sided = [a for a in here if a.side in self.codes and not self._is_bare_account(a) and not self._is_counted(a)]
        if sided and self._suffers(sided[-1]):
            return self.target(sided[-1].side)
        before = [a for a in sided if not self._is_object(a)]
        joint = [a for a in here if a.kind == "joint"]
        if joint and (not before or joint[-1].start > before[-1].start):
            return "both"
        return before[-1].side if before else None

    def _suffers(self, actor: Actor) -> bool:
        """`China faces 145 percent`, 中国一栏为34%: it is on whom a rate falls."""
        words = {*grammar("en").words("suffers"), *grammar("zh").words("suffers")}
        return self.view[actor.end : actor.end + _SUFFERS].lstrip(" ’'s").startswith(tuple(words))

    def _is_bare_account(self, actor: Actor) -> bool:
        """`the statement`: what is published imposes nothing."""
        return actor.kind == "account" and not self.analysis.layer("entity").any(actor.start, actor.end)

    def _is_counted(self, actor: Actor) -> bool:
        """Within an amount: `20 U.S. military firms`."""
        return any(q.start < actor.start < q.end for q in self.analysis.quantities_in(actor.start - 20, actor.end + 40))

    def _is_object(self, actor: Actor) -> bool:
        """Behind a preposition that makes the actor the one it falls on."""
        before = self.view[max(0, actor.start - 9) : actor.start].rstrip()
        words = {*grammar("en").words("object_prepositions"), *grammar("zh").words("object_prepositions")}
        return any(before.endswith(word) for word in words)


def _all(name: str) -> tuple[str, ...]:
    """The words of a list in all languages."""
    return tuple(word for language in LANGUAGES for word in grammar(language).words(name))
