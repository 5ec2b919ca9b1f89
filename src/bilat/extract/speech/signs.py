"""Signs of speech in a sentence: verbs, frames, nouns of saying, passives; where each stands and what it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bilat.extract.speech.layout import Layout
from bilat.extract.speech.subjects import Subjects
from bilat.languages.speech import Frame, SpeechRules
from bilat.model import Span

_COLON = re.compile("[：:]")
_UNITS, _UNIT = 5, 28  # units (an adverb, an occasion, a place) that may open a clause; code points of one, at most
_LEAD = _UNITS * _UNIT
_SHORT = 36  # code points of which all ways to cut them can be tried

OBJECT_KINDS = frozenset({"want", "stand", "demand", "accuse", "deny", "mute"})


@dataclass(slots=True)
class Sign:
    """A sign at [start, end). `floor` is where its clause begins: between the two stands the subject, if any.

    cue: its words. lead: content that stands before them. begin: where content may begin behind them. source: known
    already for frames, whose subject lies within them. fixed: content that is known already.
    """

    kind: str
    start: int
    end: int
    floor: int
    cue: list[Span] = field(default_factory=list)
    lead: list[Span] = field(default_factory=list)
    begin: int = 0
    source: Span | None = None
    fixed: Span | None = None
    sourceless: bool = False
    word: str = ""


class Signs:
    """Finds the signs of a sentence, in order."""

    def __init__(self, layout: Layout, subjects: Subjects, rules: SpeechRules) -> None:
        self.layout = layout
        self.view = layout.view
        self.subjects = subjects
        self.rules = rules

    def find(self, start: int, end: int) -> list[Sign]:
        """All signs in [start, end)."""
        found = [
            *self._openings(start, end),
            *self._patterns(start, end),
        ]  # fmt: skip
        taken = [(s.start, s.end) for s in found]
        found += self._mute(start, end, taken)
        taken = [(s.start, s.end) for s in found]
        found += [s for s in self._verbs(start, end) if not any(a < s.end and s.start < b for a, b in taken)]
        return sorted(found, key=lambda s: (s.start, s.end))

    def _openings(self, start: int, end: int) -> list[Sign]:
        found: list[Sign] = []
        last = start
        for a, b in self.rules.openings.find(self.view[start:end]):
            at, word = start + a, self.view[start + a : start + b]
            if at < last:
                continue
            sign = self._opening(at, start + b, word, start, end)
            if sign is not None:
                found.append(sign)
                last = sign.end
        return found

    def _opening(self, at: int, behind: int, word: str, start: int, end: int) -> Sign | None:
        floor = self.layout.clause_start(at, start)
        if word in self.rules.sets["unnamed"]:
            if not self._opens(floor, at) or self.view[behind : behind + 1] == self.rules.possessive:
                return None
            return Sign("unnamed", at, behind, floor, [(at, behind)], begin=behind, sourceless=True)
        if word in self.rules.sets["citing"]:
            return self._citing(at, behind, floor, end)
        frame = next((f for f in self.rules.frames if word in f.before), None)
        clause = self.view[behind : self.layout.clause_end(behind, end)]
        if any(citing in clause for citing in self.rules.sets["citing"] if len(citing) > 1):
            return None
        if frame is None or word in self.rules.sets["not_frames"] or not self._opens(floor, at):
            return None
        return self._frame(frame, at, behind, floor, end)

    def _opens(self, floor: int, at: int) -> bool:
        if at - floor <= _SHORT:
            return self.rules.zero.fullmatch(self.view, floor, at) is not None
        return at - floor <= _LEAD and self._reaches(floor, at)

    def _reaches(self, floor: int, at: int) -> bool:
        """As `rules.zero` would find: five units in a row from one place to another. The ways to cut a long stretch
        into units are too many to try, the places that they reach are not."""
        unit, reached = self.rules.zero_unit, {floor}
        for _ in range(_UNITS):
            begun = [place for place in reached if unit.match(self.view, place, at)]
            reached = {
                end
                for place in begun
                for end in range(place + 1, min(place + _UNIT, at) + 1)
                if unit.fullmatch(self.view, place, end)
            }
            if at in reached:
                return True
        return False

    def _frame(self, frame: Frame, at: int, behind: int, floor: int, end: int) -> Sign | None:
        stop = self.layout.clause_end(behind, end)
        clause = self.view[behind:stop]
        best: tuple[int, int] | None = None
        for word in frame.behind:
            place = clause.rfind(word) if frame.comma else clause.find(word)
            if place <= 0 or (frame.comma and place + len(word) != len(clause)):
                continue
            if best is None or len(word) > best[1] - best[0]:
                best = (behind + place, behind + place + len(word))
        if best is None:
            bare = frame.comma and 1 < len(clause) <= 24 and self.view[stop : stop + 1] in ("，", ",")
            if not bare or not (self.subjects.is_agent(behind, stop) or self.subjects.is_document(behind, stop)):
                return None
            return Sign("frame", at, stop, floor, [(at, behind)], begin=stop, source=(behind, stop))
        source = self.subjects.noun_phrase(behind, best[0])
        if source is None:
            return None
        return Sign("frame", at, best[1], floor, [(at, behind), best], begin=best[1], source=source)

    def _citing(self, at: int, behind: int, floor: int, end: int) -> Sign | None:
        """`A cites B's words, saying X`: one sign for A's citing, and one within it for B's words."""
        stop = self.layout.clause_end(behind, end)
        if stop - behind < 3:
            return None
        cited = self.rules.cited.match(self.view, behind, stop)
        if cited is None:
            return Sign("cite", at, behind, floor, [(at, behind)], begin=behind)
        cue = [(at, behind)]
        if cited["verb"]:
            cue.append(cited.span("verb"))
        elif cited.end() < stop:
            return None
        sign = Sign("cited", at, cited.end(), floor, cue, begin=cited.end())
        sign.lead = [(behind, cited.end("noun"))]
        sign.source = cited.span("who")
        sign.fixed = cited.span("noun")
        return sign

    def _patterns(self, start: int, end: int) -> list[Sign]:
        found: list[Sign] = []
        for match in self.rules.naming.finditer(self.view, start, end):
            floor = self.layout.clause_start(match.start(), start)
            cue = [match.span("by"), match.span("verb")]
            sign = Sign("name", match.start(), match.end(), floor, cue, [match.span("thing")], match.end())
            found.append(sign)
        for match in self.rules.passive.finditer(self.view, start, end):
            floor = self.layout.clause_start(match.start(), start)
            thing = self.layout.trimmed(self.subjects.led(floor, match.start()), match.start())
            agent = match.span("agent") if match["agent"] else None
            sign = Sign("passive", match.start(), match.end(), floor, [(match.start(), match.end())], begin=match.end())
            sign.lead, sign.source, sign.sourceless = [thing] if thing else [], agent, agent is None
            if thing:
                found.append(sign)
        for match in self.rules.lack.finditer(self.view, start, end):
            floor = self.layout.clause_start(match.start(), start)
            cue = [match.span("no"), match.span("noun")]
            sign = Sign("want", match.start(), match.end(), floor, cue, [match.span("thing")], match.end())
            found.append(sign)
        for match in self.rules.nouns.finditer(self.view, start, end):
            sign_or_none = self._noun(match.start("noun"), match.end("noun"), match.end(), start)
            if sign_or_none is not None:
                found.append(sign_or_none)
        return found

    def _noun(self, at: int, noun_end: int, behind: int, start: int) -> Sign | None:
        floor = self.layout.clause_start(at, start)
        owner_end = at - 1 if self.view[at - 1 : at] == self.rules.possessive else at
        if self.view[behind : behind + 1] in (self.rules.possessive, "") or (owner_end == at and at > floor):
            return None
        if at == floor:
            unowned = self.view[at:noun_end] in self.rules.sets["zero_nouns"]
            return Sign("say", at, behind, floor, [(at, behind)], begin=behind) if unowned else None
        source = self.subjects.noun_phrase(floor, owner_end)
        if source is None or not self.subjects.is_agent(*source):
            return None
        return Sign("noun", at, behind, floor, [(at, noun_end)], begin=behind, source=source)

    def _mute(self, start: int, end: int, taken: list[Span]) -> list[Sign]:
        """Refusals to speak: the refusing is the cue, what is refused the content."""
        found = []
        for match in self.rules.silence.finditer(self.view, start, end):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            floor = self.layout.clause_start(match.start(), start)
            verb, after = match.span("verb"), match.end()
            stop = self.layout.clause_end(after, end)
            thing = self.layout.trimmed(after, stop)
            if self.view.startswith(self.rules.lists["not_behind_mute"], after):
                continue
            sign = Sign("mute", match.start(), match.end(), floor, [(match.start(), verb[0])], begin=after)
            if match["topic"]:
                sign.fixed = (match.start("topic"), verb[1])
                sign.cue = [(match.start(), match.start("topic"))]
            elif thing is not None:
                sign.cue, sign.fixed = [(match.start(), verb[1])], thing
            else:
                sign.fixed = verb
            found.append(sign)
        return found

    def _verbs(self, start: int, end: int) -> list[Sign]:
        found: list[Sign] = []
        for a, b in self.rules.verbs.find(self.view[start:end]):
            at, behind = start + a, start + b
            kind = self.rules.kind_of.get(self.view[at:behind])
            if kind is None or self.layout.within_name(at):
                continue
            if found and found[-1].end == at and self._is_source_noun(found[-1]):
                found.pop()
            if found and found[-1].end == at and self._wants_to(found[-1], kind, behind):
                continue
            if found and found[-1].end == at:  # "回应称", "分析认为", "明确指出"
                last = found[-1]
                tail = self.rules.tail.fullmatch(self.view, at, behind)
                if tail or (last.kind == "say" and kind in ("say", "ask")):
                    last.end, last.begin, last.cue = behind, behind, [(last.start, behind)]
                    last.kind = kind if kind == "ask" or last.word in self.rules.sets["light_verbs"] else last.kind
                    last.kind = "say" if last.kind in OBJECT_KINDS and tail else last.kind
                    last.word = self.view[last.start : behind]
                    continue
            floor = self.layout.clause_start(at, start)
            found.append(Sign(kind, at, behind, floor, [(at, behind)], begin=behind, word=self.view[at:behind]))
        found = [sign for sign in found if self._is_verb(sign)]
        return found + self._colons(start, end, found)

    def _colons(self, start: int, end: int, found: list[Sign]) -> list[Sign]:
        """`X snapped back: "..."`: a subject, a verb of any kind, and a colon."""
        made = []
        for match in _COLON.finditer(self.view, start + 2, max(start + 2, end - 2)):
            colon = match.start()
            if not self.layout.is_mark(colon):
                continue
            floor = self.layout.clause_start(colon, start)
            if any(floor <= s.start < colon for s in found) or self.layout.quote_at(colon) is not None:
                continue
            subject = self.subjects.first_of(floor, colon)
            if subject is None or not 0 < colon - subject[1] <= 16 or self.view[subject[1]] == self.rules.possessive:
                continue
            quoted = self.layout.quote_from(colon + 1) is not None
            if quoted or set(self.view[subject[1] : colon]) & self.rules.speech_chars:
                sign = Sign("colon", subject[1], colon, floor, [(subject[1], colon)], begin=colon, source=subject)
                made.append(sign)
        return made

    def _wants_to(self, last: Sign, kind: str, behind: int) -> bool:
        """`愿意相信`, `想说`: one cue of two verbs, the second of which tells the kind."""
        if last.kind != "want" or kind not in ("say", "think"):
            return False
        last.kind, last.word = kind, self.view[last.start : behind]
        last.end, last.begin, last.cue = behind, behind, [(last.start, behind)]
        return True

    def _is_source_noun(self, sign: Sign) -> bool:
        """`分析指`, `有评论称`: at the beginning of a clause the noun is the source of the verb behind it."""
        if sign.word not in self.rules.sets["source_nouns"]:
            return False
        before = self.view[self.subjects.led(sign.floor, sign.start) : sign.start]
        return not before or before[-1] in self.rules.sets["existential"] or before[-1] == self.rules.possessive

    def _is_verb(self, sign: Sign) -> bool:
        self._stance(sign)
        if sign.kind == "none":
            return False
        self._tailed(sign)
        self._negated(sign)
        if sign.word in self.rules.sets["negated_only"] and sign.cue[0][0] == sign.start:
            return False
        after = self.view[sign.end : sign.end + 1]
        linked = self.rules.content_is.match(self.view, sign.end)
        if linked:
            sign.begin = linked.end()
            return True
        if after == self.rules.possessive or self.rules.noun_after.match(self.view, sign.end):
            return False
        if sign.word in self.rules.sets["mark_verbs"] and not self._speech_follows(sign.begin):
            return False
        before = self.view[max(sign.floor, sign.cue[0][0] - 4) : sign.cue[0][0]]
        if before.endswith(self.rules.lists["verb_before"]):
            return True
        return not before.endswith(self.rules.lists["noun_before"])

    def _stance(self, sign: Sign) -> None:
        """`对X表示欢迎`: what is said of X is what the verb names."""
        if sign.word not in self.rules.stance_verbs:
            return
        stance = self.rules.stance.match(self.view, sign.end)
        if stance is None:
            return
        thing = self.rules.toward.search(self.view, sign.floor, sign.start)
        if thing is None:
            sign.kind = "none" if self._at_edge(stance.end()) else sign.kind
            return
        sign.kind, sign.fixed = "stance", stance.span()
        if thing is not None:
            sign.lead = [thing.span("thing")]

    def _at_edge(self, at: int) -> bool:
        return at >= len(self.view) or self.layout.is_mark(at) or not self.view[at].isalnum()

    def _tailed(self, sign: Sign) -> None:
        tail = self.rules.tail.match(self.view, sign.end) if sign.kind != "stance" else None
        if tail and tail.group() in self.rules.sets["say_tails"] and self._speech_follows(tail.end()):
            sign.end = sign.begin = tail.end()
            sign.cue = [(sign.start, sign.end)]
            sign.kind = "say"
        while self.view[sign.begin : sign.begin + 1] and self.view[sign.begin] in self.rules.sets["verb_particles"]:
            sign.begin += 1

    def _speech_follows(self, at: int) -> bool:
        return self.view[at : at + 1] != "" and (self.layout.is_mark(at) or self.view[at] in "“「『\"'")

    def _negated(self, sign: Sign) -> None:
        negation = self.rules.negation.search(self.view, sign.floor, sign.start)
        if negation is not None and negation.end() == sign.start:
            sign.cue = [(negation.start(), sign.cue[0][1])]
