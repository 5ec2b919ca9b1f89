"""The stretch of a sentence that an event word rules."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.layers import Layer
from bilat.extract.lexicon import Mention
from bilat.languages.events import event_list
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_VERBS = ("verb", "with", "object", "before_person")
_COUNTERPART = 40  # characters
_BRACKET_REACH = 60  # characters that a bracket may hold before a mark
_PARTING = re.compile("[，,；;：:。]")


def in_brackets(view: str, at: int, low: int) -> bool:
    """True for a mark within （…） that opens behind `low` in the line: X（Name，又译Y）."""
    line = view.rfind("\n", low, at) + 1 or low
    opens = max(view.rfind("（", line, at), view.rfind("(", line, at))
    return opens >= 0 and opens > max(view.rfind("）", line, at), view.rfind(")", line, at))


def prepares(analysis: Analysis, language: str, between: Span, stop: int) -> bool:
    """`set the stage for`, 为……铺路 (the verb up to `stop`): what is behind a stretch is prepared by what is before."""
    opened = any(opener in analysis.view[slice(*between)] for opener in event_list(language, "prepares"))
    return opened and (language == "en" or analysis.has("purpose", between[1], stop))


class Clauses:
    """Cuts the sentences of one document around event words."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor] = ()) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.listing = frozenset([*_commas_of_lists(analysis, actors), *_commas_of_names(analysis, actors)])
        self.people = Layer(a for a in actors if a.kind == "person")
        self.events = analysis.layer("event")
        self._starts = [s.start for s in analysis.sentences]
        marks = (match.start() for match in _PARTING.finditer(self.view))
        marks = (at for at in marks if at not in self.listing)
        self._parting = [at for at in marks if not in_brackets(self.view, at, max(0, at - _BRACKET_REACH))]

    def clause(self, word: Mention, sentence: Sentence) -> Span:
        """The stretch around an event word up to the marks that part it from the other event words."""
        marks = "。；;！？：" if sentence.language == "zh" else ";:"
        start = max((self.view.rfind(mark, sentence.start, word.start) + 1 for mark in marks), default=0)
        ends = [at for mark in marks if (at := self.view.find(mark, word.end, sentence.end)) >= 0]
        return max(start, sentence.start), min([*ends, sentence.end])

    def comma_clause(self, word: Mention, sentence: Sentence) -> Span:
        """The stretch around an event word up to the nearest commas that do not part people of one list."""
        before = bisect.bisect_left(self._parting, word.start) - 1
        after = bisect.bisect_left(self._parting, word.end)
        start = self._parting[before] + 1 if before >= 0 else 0
        end = self._parting[after] if after < len(self._parting) else sentence.end
        start = max(start, sentence.start)
        return (word.start if self._second_verb(word, start) else start), min(end, sentence.end)

    def _second_verb(self, word: Mention, start: int) -> bool:
        """`met X on Friday and spoke with Y on Saturday`: behind another verb, whose people and day are its own."""
        if word.layer != "event" or word.key[1] not in _VERBS:
            return False
        if not self.view.endswith(event_list(word.key[2], "verb_links") or "\0", start, word.start):
            return False
        before = [m for m in self.events.within(start, word.start) if m.key[1] in _VERBS and m.kind != "visit"]
        return bool(before) and bool(self.people.within(before[-1].end, word.start))

    def comma_around(self, at: int, sentence: Sentence) -> int:
        """Where the clause that a place lies in ends."""
        after = bisect.bisect_left(self._parting, at)
        return min(self._parting[after] if after < len(self._parting) else sentence.end, sentence.end)

    def of_another(self, at: int, word: Mention, sentence: Sentence) -> bool:
        """`..., saw X yesterday, met Y today`: what stands at `at` lies in another event word's clause, with people
        of its own."""
        own = self.comma_clause(word, sentence)
        if own[0] <= at < own[1]:
            return False
        for other in self.events.within(sentence.start, sentence.end):
            clause = self.comma_clause(other, sentence)
            if other.kind == "visit" and self.view.startswith(event_list(sentence.language, "led_by_company"), own[0]):
                continue  # 26日赴X，与Y磋商: the journey is made for it
            if other.kind in ("none", "back") or other.key[1] == "numbered" or not clause[0] <= at < clause[1]:
                continue
            if self._names(clause) and self._names(own) and not self._names(clause) & self._names(own):
                return True
        return False

    def _names(self, span: Span) -> set[str]:
        return {a.entity or a.name for a in self.people.within(*span)}

    def opens_with_daypart(self, word: Mention, sentence: Sentence) -> bool:
        """`In the afternoon ...`, 下午…… at the head of an event word's clause: the day told of before."""
        start, end = self.comma_clause(word, sentence)
        return self.view[start:end].lstrip().startswith(self.analysis.grammar_of(sentence).words("dayparts"))

    def trimmed(self, start: int, end: int) -> Span:
        """A stretch without the blanks and commas that it begins with."""
        while start < end and self.view[start] in " \u3000，,":
            start += 1
        return start, end

    def before(self, sentence: Sentence) -> int:
        """Where the sentence before in the same paragraph begins; -2 where there is none."""
        before = self.analysis.kept.before(sentence)
        return before.start if before is not None else -2

    def just_before(self, sentence: Sentence) -> int:
        """Where the sentence before begins, of whatever paragraph; -2 where there is none."""
        at = bisect.bisect_left(self._starts, sentence.start)
        return self._starts[at - 1] if at else -2

    def is_ahead(self, word: Mention, sentence: Sentence) -> bool:
        """`Before the summit, ...`, 在……前: told only to say when something else is."""
        start, end = self.comma_clause(word, sentence)
        lead = self.view[start:end].strip(" \u3000")
        openers, closers = event_list(sentence.language, "ahead"), event_list(sentence.language, "ahead_closers")
        return lead.startswith(openers) and (not closers or lead.endswith(closers))

    def is_definite(self, word: Mention, sentence: Sentence) -> bool:
        """`the meeting`: a thing that the text takes as known."""
        before = self.view[sentence.start : word.start].split()
        return bool(before) and before[-1] in self.analysis.grammar_of(sentence).words("definite")

    def opens_with_it(self, word: Mention, sentence: Sentence) -> bool:
        """`The meeting ...`, 会谈……: a sentence that begins with the thing goes on about the one just told of."""
        before = self.view[sentence.start : word.start].strip()
        return before in self.analysis.grammar_of(sentence).words("definite_heads")

    def is_anaphoric(self, word: Mention, sentence: Sentence) -> bool:
        """`this call`, 此次会谈: told before."""
        before = self.view[sentence.start : word.start]
        words = (*self.analysis.grammar_of(sentence).words("anaphoric"), *event_list(sentence.language, "pointing"))
        return before.endswith(words)


def _commas_of_lists(analysis: Analysis, actors: Sequence[Actor]) -> Iterator[int]:
    """The commas between people of one list: `A, B and C`, `A, B, and C`. A bare comma between two parts clauses."""
    people = [a for a in actors if a.kind == "person"]
    links = [_link(analysis, left, right) for left, right in itertools.pairwise(people)]
    for at, link in enumerate(links):
        following = links[at + 1] if at + 1 < len(links) else None
        listed = at > 0 and links[at - 1] == "comma"
        if link == "comma and" and (listed or not _acts(analysis, people[at + 1])):
            yield people[at].end
        if link == "comma" and following is not None:
            yield people[at].end


def _commas_of_names(analysis: Analysis, actors: Sequence[Actor]) -> Iterator[int]:
    """`with his counterpart, Minister X`: the comma before the name of somebody who is told of already."""
    for actor in actors:
        before = analysis.view[max(0, actor.start - _COUNTERPART) : actor.start].rstrip()
        if actor.kind == "person" and before.endswith(","):
            named = (pattern for language in LANGUAGES for pattern in event_list(language, "counterparts"))
            if any(re.search(pattern, before) for pattern in named):
                yield analysis.view.rindex(",", 0, actor.start)


def _acts(analysis: Analysis, person: Actor) -> bool:
    """`X met Y, and Z talked with ...`: a verb right behind makes somebody the subject of a clause of its own."""
    behind = (person.end, person.end + 24)
    words = [*analysis.layer("event").within(*behind), *analysis.layer("cue").within(*behind)]
    return any(word.start - person.end <= 1 for word in words)


def _link(analysis: Analysis, left: Actor, right: Actor) -> str | None:
    """How two people stand next to each other: `comma`, `and`, `comma and`; None where they are no list."""
    gap = analysis.view[left.end : right.start]
    comma = gap[:1] in (",", "，")
    words = gap[comma:].strip()
    if words and not any(words in grammar(language).words("list_words") for language in LANGUAGES):
        return None
    return " ".join(["comma"] * comma + ["and"] * bool(words)) or None
