"""Whom a verb of saying belongs to: the noun phrase before it, without what stands around it in the clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilat.extract.analysis import Analysis
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.speech import SpeechRules
from bilat.model import Span

_SPEAKING = frozenset({"person", "office", "body", "outlet", "thinktank", "side", "joint", "place"})
_NAME = re.compile(r"[一-鿿]{1,3}·[一-鿿·]+$|[A-Za-z.· -]{2,}$")
_NAME_TAIL = re.compile(r"[一-鿿·A-Za-z. -]{1,9}$")
_LONGEST = 44


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb: a span, or None where the clause drops its subject.

    agent: it is a noun for those who speak; document: for what is written; topic: what a preposition sets before.
    """

    span: Span | None
    agent: bool = False
    document: bool = False
    topic: Span | None = None


class Subjects:
    """Finds subjects in the view of one document."""

    def __init__(self, analysis: Analysis, rules: SpeechRules) -> None:
        self.view = analysis.view
        self.rules = rules
        self.names = grammar("zh")
        self._entity_ends = {m.end: m.start for m in analysis.layer("entity").items if m.kind in _SPEAKING}
        self._role_ends = {m.end for m in analysis.layer("role").items}

    def before(self, start: int, end: int) -> Subject | None:
        """The subject in [start, end), the clause up to the verb; None where what stands there can be none."""
        start, end = self.led(start, end), self._stripped_right(start, end)
        if start >= end or self.rules.zero.fullmatch(self.view, start, end):
            return Subject(None, topic=self._topic(start, end))
        cut = self._cut(start, end)
        end = cut if cut is not None else end
        start = self._existential(start, end)
        if end - start > _LONGEST:
            return None
        return Subject((start, end), self.is_agent(start, end), self.is_document(start, end))

    def led(self, start: int, end: int) -> int:
        """Past conjunctions, times and places that begin the clause."""
        kept = tuple(self.rules.sets["no_openers"])
        while start < end and not self.view.startswith(kept, start):
            lead = self.rules.lead.match(self.view, start, end)
            if lead is None or lead.end() == start:
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
                if at == start or self.is_agent(at + 1, end) and len(rest) <= 12:
                    return at + 1
        return start

    def _stripped_right(self, start: int, end: int) -> int:
        while start < end:
            tail = self.rules.adverb_tail.search(self.view, start, end)
            if tail is None or tail.start() == tail.end() or self._is_name_end(start, tail.start(), end):
                break
            end = tail.start()
        while end > start and self.view[end - 1].isspace():
            end -= 1
        return end

    def _is_name_end(self, start: int, cut: int, end: int) -> bool:
        """What looks like an adverb may be the end of a noun phrase that a pack knows."""
        return end in self._entity_ends and self._entity_ends[end] < cut

    def _cut(self, start: int, end: int) -> int | None:
        """Where the noun phrase ends before prepositional phrases and clauses of time; None where it goes to the end."""
        ends = self._agent_ends(start, end)
        for at in ends:
            if at < end and self.rules.adjuncts.fullmatch(self.view, at, end) and not self._counted(start, at):
                return self._with_name(at, end)
        for at in reversed(ends):
            if at < end and self.rules.occasion.fullmatch(self.view, at, end) and not self._counted(start, at):
                return at
        named = self._name_then_adjunct(start, end)
        return named

    def _name_then_adjunct(self, start: int, end: int) -> int | None:
        """A name behind a title, then adjuncts: "国务卿鲁比奥22日在记者会"."""
        for at in range(start + 2, end):
            head = self.view[start:at]
            if len(head) > 30:
                break
            if self.rules.adjuncts.fullmatch(self.view, at, end) and self.is_agent(start, at):
                return at
        return None

    def _with_name(self, at: int, end: int) -> int:
        return at

    def _counted(self, start: int, end: int) -> bool:
        return self.rules.counted.match(self.view[start:end]) is not None

    def _agent_ends(self, start: int, end: int) -> list[int]:
        found = {start + b for a, b in self.rules.subjects.find(self.view[start:end]) if b - a > 1 or a > 0}
        found |= {at for at, begin in self._entity_ends.items() if start <= begin and at <= end}
        return sorted(found)

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

    def is_document(self, start: int, end: int) -> bool:
        """True where the phrase ends in a noun for what is written or counted."""
        text = self.view[start:end]
        return any(text.endswith(word) for word in self.rules.documents)

    def _topic(self, start: int, end: int) -> Span | None:
        return None

    def first_of(self, start: int, end: int) -> Span | None:
        """The subject with which a sentence begins, before any verb: its first run of nouns for those who speak."""
        start = self._existential(self.led(start, end), end)
        ends = [at for at in self._agent_ends(start, end) if at - start <= 26]
        if not ends:
            return None
        last = ends[0]
        for at in ends[1:]:
            gap = self.view[last:at]
            if at - last > 7 or self.rules.adjuncts.match(gap) or set(gap) & set(self.names.raw["name_not_chars"]):
                break
            if self.rules.verbs.find(gap):
                break
            last = at
        name = re.compile(r"[一-鿿·]{2,8}").match(self.view, last, end)
        if name:
            for length in (3, 2):
                rest = last + length
                if is_surname(self.view[last:rest], self.names) and self.rules.adjuncts.match(self.view, rest):
                    return start, rest
        return start, last


def is_surname(text: str, names: Grammar) -> bool:
    """True where a word begins with a surname and could be a name by its length and characters."""
    if any(text.startswith(word) for word in names.words("name_stops")):
        return False
    double = any(text.startswith(word) for word in names.words("double_surnames"))
    fits = 2 <= len(text) <= 3 and text[0] in names.raw["surnames"]
    return (fits or double) and not set(text) & set(names.raw["name_not_chars"])
