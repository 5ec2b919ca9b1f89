"""Whom a verb of saying belongs to: the noun phrase before it, without what stands around it in the clause."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from bilat.extract.analysis import Analysis
from bilat.languages.compiled_patterns import compiled
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.speech import SpeechRules
from bilat.model import Span

_SPEAKING = frozenset({"person", "office", "body", "outlet", "thinktank", "side", "joint", "place"})
_NAME = compiled("[\u4e00-\u9fff]{1,3}·[\u4e00-\u9fff·]+$|[A-Za-z.· -]{2,}$")
_NAME_TAIL = compiled("[\u4e00-\u9fff·A-Za-z. -]{1,9}$")
_LONGEST = 44
_REACH = 72  # code points of a clause before its verb: beyond them nothing is read as its subject


class Subject(NamedTuple):
    """What stands before a verb: a span, or None where the clause drops its subject.

    agent: it is a noun for those who speak; document: for what is written.
    """

    span: Span | None
    agent: bool = False
    document: bool = False


class Subjects:
    """Finds subjects in the view of one document."""

    def __init__(self, analysis: Analysis, rules: SpeechRules) -> None:
        self.view = analysis.view
        self.rules = rules
        self.names = grammar("zh")
        self._entity_ends = {m.end: m.start for m in analysis.layer("entity").items if m.kind in _SPEAKING}
        self._ends_in_order = sorted(self._entity_ends)
        self._before: dict[Span, Subject | None] = {}
        self._nouns: dict[Span, list[Span]] = {}
        self._agents: dict[Span, list[int]] = {}
        self._documents = tuple(rules.documents)
        self._no_openers, self._no_one = rules.lists["no_openers"], rules.lists["no_one"]
        self._role_ends = {m.end for m in analysis.layer("role").items}

    def before(self, start: int, end: int) -> Subject | None:
        """The subject in [start, end), the clause up to the verb; None where what stands there can be none."""
        if (start, end) not in self._before:
            self._before[start, end] = self._subject(start, end)
        return self._before[start, end]

    def _subject(self, start: int, end: int) -> Subject | None:
        if end - start > _REACH:
            return None
        start, end = self.led(start, end), self._stripped_right(start, end)
        if start >= end or self.rules.zero.fullmatch(self.view, start, end):
            return Subject(None)
        cut = self._cut(start, end)
        if cut is None and self.rules.zero_occasion.fullmatch(self.view, start, end):
            return Subject(None)
        end = cut if cut is not None else end
        start = self._existential(start, end)
        if end - start > _LONGEST or self.view.startswith(self._no_one, start):
            return None
        return Subject((start, end), self.is_agent(start, end), self.is_document(start, end))

    def led(self, start: int, end: int) -> int:
        """Past conjunctions, times and places that begin the clause."""
        while start < end and not self.view.startswith(self._no_openers, start):
            lead = self.rules.lead.match(self.view, start, end)
            if lead is None or lead.end() == start or self.view[lead.end()] == self.rules.possessive:
                break
            if lead.end() == end and self.is_agent(start, end):
                break
            start = lead.end()
        return start

    def _existential(self, start: int, end: int) -> int:
        """Behind 有 and a place: "有消息人士", "评论区有人"."""
        has = self.rules.sets["existential"]
        for at in range(start, min(end - 1, start + 9)):
            if self.view[at] in has and self.view[max(start, at - 1) : at] not in self.rules.sets["not_existential"]:
                rest = self.view[at + 1 : end]
                if at == start or (self.is_agent(at + 1, end) and len(rest) <= 12):
                    return at + 1
        return start

    def _stripped_right(self, start: int, end: int) -> int:
        """Without adverbs and times at the end; what ends a noun phrase is no adverb."""
        while start < end:
            tail = self.rules.adverb_tail.search(self.view, start, end)
            if tail is None or tail.start() == tail.end():
                break
            cut = self._behind_noun(start, tail.start(), end)
            if cut >= end:
                break
            end = cut
        while end > start and self.view[end - 1].isspace():
            end -= 1
        return end

    def _behind_noun(self, start: int, cut: int, end: int) -> int:
        """Where adverbs begin that were found from `cut` on: behind a noun that reaches beyond it."""
        if end in self._entity_ends and self._entity_ends[end] < cut:
            return end
        for a, b in self._nouns_in(start, end):
            reaches = b > cut and (a > start or b - a > 1) and (a < cut or b < end)
            if reaches and (b == end or self.rules.adverbs.fullmatch(self.view, b, end)):
                return b
        return cut

    def _cut(self, start: int, end: int) -> int | None:
        """Where the noun phrase ends before adjuncts and clauses of time; None where it goes to the end."""
        ends = self._agent_ends(start, end)
        for at in ends:
            if at >= end or self._counted(start, at):
                continue
            at = self._with_name(at, end)
            timed = self.rules.adverb.match(self.view, at, end) and self.rules.occasion.fullmatch(self.view, at, end)
            if timed or self.rules.adjuncts.fullmatch(self.view, at, end):
                return at
        for at in reversed(ends):
            at = self._with_name(at, end)
            if at < end and self.rules.occasion.fullmatch(self.view, at, end) and not self._counted(start, at):
                return at
        return self._name_then_adjunct(start, end)

    def _name_then_adjunct(self, start: int, end: int) -> int | None:
        """A name behind a title, then adjuncts: a day, an occasion."""
        nouns = self._nouns_in(start, end)
        for at in range(start + 2, min(end - 1, start + 30)):
            if any(a < at < b for a, b in nouns):
                continue
            if self.rules.adjuncts.fullmatch(self.view, at, end) and self.is_agent(start, at):
                return at
        return None

    def _with_name(self, at: int, end: int) -> int:
        """Past a Chinese name behind a title."""
        for length in (3, 2):
            if at + length <= end and is_surname(self.view[at : at + length], self.names):
                return at + length
        return at

    def _counted(self, start: int, end: int) -> bool:
        return self.rules.counted.match(self.view[start:end]) is not None

    def _nouns_in(self, start: int, end: int) -> list[Span]:
        """The nouns for those who speak, for places and documents, in [start, end)."""
        if (start, end) not in self._nouns:
            found = self.rules.subjects.find(self.view[start:end])
            self._nouns[start, end] = [(start + a, start + b) for a, b in found]
        return self._nouns[start, end]

    def _agent_ends(self, start: int, end: int) -> list[int]:
        if (start, end) not in self._agents:
            self._agents[start, end] = self._found_ends(start, end)
        return self._agents[start, end]

    def _found_ends(self, start: int, end: int) -> list[int]:
        single = self.rules.sets["single_agents"]
        nouns = self._nouns_in(start, end)
        found = {b for a, b in nouns if b - a > 1 or a > start or self.view[a:b] in single}
        low, high = bisect_right(self._ends_in_order, start), bisect_right(self._ends_in_order, end)
        known = [(self._entity_ends[at], at) for at in self._ends_in_order[low:high]]
        known = [(begin, at) for begin, at in known if begin >= start]
        found |= {at for _, at in known}
        return sorted(at for at in found if not any(a < at < b for a, b in known))

    def noun_phrase(self, start: int, end: int) -> Span | None:
        """The noun phrase in [start, end) without a time or an adverb at its edges; None where nothing is left."""
        start, end = self.led(start, end), self._stripped_right(start, end)
        return (start, end) if end > start else None

    def is_agent(self, start: int, end: int) -> bool:
        """True where the phrase ends in a noun for those who speak, in a name behind such a noun, or is a name."""
        ends = self._agent_ends(start, end)
        if end in ends:
            return not self.is_document(start, end) or end in self._entity_ends
        text = self.view[start:end]
        if _NAME.search(text) or text.endswith("》"):
            return True
        if ends and ends[-1] < end:
            rest = self.view[ends[-1] : end]
            if rest[0] in "“「『\"《" and rest[-1] in "”」』\"》":
                return True
            return bool(_NAME_TAIL.fullmatch(rest)) and not set(rest) & set(self.names.raw["name_not_chars"])
        return self._is_name(text)

    def _is_name(self, text: str) -> bool:
        if not 2 <= len(text) <= 4 or text in self.rules.sets["not_names"]:
            return False
        return is_surname(text, self.names)

    def is_side(self, start: int, end: int) -> bool:
        """True for a party to the talks, or the speaker's own side: what it wants is told within a speech."""
        text = self.view[start:end]
        return text in self.rules.sets["sides"] or text in self.rules.sets["first_person"]

    def is_document(self, start: int, end: int) -> bool:
        """True where the phrase ends in a noun for what is written or counted."""
        text = self.view[start:end]
        return text.endswith(self._documents)

    def first_of(self, start: int, end: int) -> Span | None:
        """The subject with which a sentence begins, before any verb: its first run of nouns for those who speak."""
        start = self._existential(self.led(start, end), end)
        ends = [at for at in self._agent_ends(start, end) if at - start <= 26]
        if not ends:
            return None
        last = ends[0]
        begins = {b: a for a, b in self._nouns_in(start, end)}
        for at in ends[1:]:
            begin = max(last, begins.get(at, self._entity_ends.get(at, at)))
            gap = self.view[last:begin]
            if len(gap) > 6 or self.rules.adjuncts.match(gap) or set(gap) & self.rules.run_breaks:
                break
            if set(gap) & set(self.names.raw["name_not_chars"]):
                break
            if any(gap[a:b] in self.rules.kind_of for a, b in self.rules.verbs.find(gap)):
                break
            last = at
        named = self._with_name(last, end)
        return start, named if named - last == 3 or self.rules.adjuncts.match(self.view, named) else last


def is_surname(text: str, names: Grammar) -> bool:
    """True where a word begins with a surname and could be a name by its length and characters."""
    fits = 2 <= len(text) <= 3 and text[0] in names.raw["surnames"]
    if not fits and not text.startswith(names.words("double_surnames")):
        return False
    return not text.startswith(names.words("name_stops")) and set(text).isdisjoint(names.raw["name_not_chars"])
