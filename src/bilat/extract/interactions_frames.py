"""Which event words count: many name an interaction only in a frame of parties or places around them.

The form of a word in the language's data says which frame it needs: `noun` and `verb` none, `before_person` and
`object` somebody right behind, `with` two parties linked by a word of company, `had` these and a
verb of having before, `to_place` a place right behind, `medium` two parties before it or in company.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.layers import Layer
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.languages.events import event_list
from bilat.languages.quotes import Quotation
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span

_BY_STATE = ("side", "adjective", "officials", "body")  # kinds of mentions that say whose somebody is
_TO_DAY = 14  # characters from a verb of coming to its day
_AT_ONCE = 22  # characters from whom somebody asked to the end of a place: ` to the White House`
_ARTICLE = 2  # words: `with a`
_DELEGATES = 30  # characters behind the name of a state, that may have said it: `a Chinese team`
_BY_MEANS = 4  # words between a word of meeting and that of the means
_SERIES = {"zh": 10, "en": 30}  # characters from a number to the noun that it counts
_DAYS_REACH = 8  # characters: 磋商了整整两天
_HAD = 4  # words from "had" to what was had
_MARKS = 2  # quotation marks around a name
_TERM = 13  # characters: what stands in shorter quotation marks is a term or a rumour, not a telling
_REACH = {"zh": 12, "en": 48}  # characters from a verb to whom it is done with


class Frames:
    """Looks at the surroundings of the event words of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], parties: Parties, clauses: Clauses) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = Layer(actors)
        self.parties = parties
        self.clauses = clauses
        self._starts = [s.start for s in analysis.sentences]

    def counts(self, word: Mention) -> bool:
        """True where an event word stands in the frame that it needs, and for no term, rumour or interview."""
        sentence = self._sentence_at(word)
        if sentence is None:
            return False
        quotation = self.analysis.quotation_at(word.start)
        if quotation is not None and quotation.end - quotation.start < _TERM and not self._is_its_name(word, quotation):
            return False
        if word.kind == "visit" and self._is_interview(word, sentence):
            return False
        if self._of_a_forum(word):
            return False
        form = word.key[1]
        if form == "before_person":
            return self._person_follows(word) and not self._named_something(word)
        if form == "object":
            return self._person_follows(word) and not self._owner_follows(word) and self._party_before(word, sentence)
        if form == "with":
            return self.in_company(word, sentence)
        if form == "medium":
            return self._by_means(word, sentence)
        if form == "had":
            return self._is_had(word, sentence) and self.in_company(word, sentence)
        if form == "to_place":
            return self._place_follows(word)
        if form == "stay":
            return self._place_follows(word) and self._right_behind_somebody(word)
        if form == "signed":
            return self._by_two(word, sentence)
        if form == "numbered":
            return self.numbered(word, sentence)
        if form == "round":
            return self._round_somewhere(word, sentence)
        if form == "deal":
            return self._somewhere(word, sentence) and self.in_company(word, sentence)
        if form == "days":
            return self.for_days(word) and self._somebody_official(word, sentence)
        if form == "again":
            ahead = any(self.analysis.has(one, sentence.start, word.end) for one in ("future", "possible", "modality"))
            return ahead or self._agreed(word, sentence)
        if form == "invite":
            return self._person_follows(word) and self._place_follows_person(word)
        if form == "on_day":
            return self._person_comes(word, sentence)
        if form == "verb" and word.kind != "visit":
            return self._somebody_official(word, sentence)
        return True

    def _is_its_name(self, word: Mention, quotation: Quotation) -> bool:
        """举行「川习会」: nothing but the name of a summit of the two stands in the quotation marks."""
        return word.key[0] == "leader" and word.end - word.start >= quotation.end - quotation.start - _MARKS

    def _sentence_at(self, word: Mention) -> Sentence | None:
        at = bisect.bisect_right(self._starts, word.start) - 1
        sentence = self.analysis.sentences[at] if at >= 0 else None
        return sentence if sentence is not None and word.end <= sentence.end else None

    def numbered(self, word: Mention, sentence: Sentence) -> bool:
        """`the first session`, 下一轮……会议: one of a series, and not of something else's."""
        reach = _SERIES[sentence.language]
        return self.analysis.has("numbered", max(sentence.start, word.start - reach), word.end)

    def _by_two(self, word: Mention, sentence: Sentence) -> bool:
        """`X and Y signed`: right behind two people of both sides in one list, in a place or on a day."""
        clause = self.clauses.comma_clause(word, sentence)
        pair = self.parties.people.within(clause[0], word.start)[-2:]
        if len({a.side for a in pair}) < len(self.parties.codes):
            return False
        link = self.view[pair[0].end : pair[1].start].strip()
        linked = link in (*event_list(word.key[2], "list_ands"), *event_list(word.key[2], "company"), "、")
        where = [m for m in self.analysis.layer("entity").within(*clause) if m.kind in ("place", "body")]
        return linked and bool(where or any(d.date for d in self.analysis.dates_in(*clause)))

    def _somewhere(self, word: Mention, sentence: Sentence) -> bool:
        """在某地……谈: at the end of its clause, with a place before it."""
        start = self.clauses.comma_clause(word, sentence)[0]
        places = [m for m in self.analysis.layer("entity").within(start, word.start) if m.kind == "place"]
        return bool(places) and not self.view[word.end : word.end + 1].isalnum()

    def for_days(self, word: Mention) -> bool:
        """连谈两天: a length of days right behind."""
        lengths = self.analysis.quantities_in(word.end - 1, word.end + _DAYS_REACH)
        return any(q.unit == "days" and q.start - word.end <= 1 for q in lengths)

    def _round_somewhere(self, word: Mention, sentence: Sentence) -> bool:
        """日内瓦首轮, 下一轮可能在……举行: right behind a place at the head of a line, or before a verb of its own."""
        here = self.analysis.layer("entity").within(max(0, word.start - 12), word.start)
        here = [m for m in here if m.kind == "place" and self.view[m.end : word.start] in ("", "，")]
        if here and not self.view[word.end : word.end + 1].isalnum():
            return True
        goes_on = event_list(word.key[2], "goes_on_from_round")
        behind = (word.end, self.clauses.comma_clause(word, sentence)[1])
        return self.view.startswith(goes_on, word.end) and self.analysis.has("occurs", *behind)

    def _agreed(self, word: Mention, sentence: Sentence) -> bool:
        """同意再谈: behind a word of agreeing in its clause."""
        clause = self.clauses.comma_clause(word, sentence)
        return self.analysis.has("firm", clause[0], word.start)

    def _somebody_official(self, word: Mention, sentence: Sentence) -> bool:
        """Somebody who acts for a state in the clause of a verb, or as its subject before."""
        start, end = self.clauses.comma_clause(word, sentence)
        near = self.actors.within(start, end)
        near = [a for a in near if a.kind != "side"]
        if any(a.voice in ("official", "unnamed_official") or a.kind == "joint" for a in near):
            return True
        if self.analysis.has("working", start, end):
            return True
        return self.parties.subject_before(word, sentence) is not None

    def _place_follows_person(self, word: Mention) -> bool:
        """`invited X to the White House`, `asked X over`; `asked X to ...` only with the place right behind."""
        person = self.actors.begun(word.end, word.end + 2)[0]
        if self.view.startswith(event_list(word.key[2], "asked_over") or "\0", person.end):
            return not self.view[person.end + 5 : person.end + 6].isalpha()
        openers = event_list(word.key[2], "invited_to")
        after = self.view[person.end : person.end + 24]
        asked = self.view[word.start : word.end] in event_list(word.key[2], "asking_verbs")
        behind = self.analysis.layer("entity").within(person.end, person.end + (_AT_ONCE if asked else 36))
        return after.startswith(openers) and any(m.kind in ("place", "side", "body") for m in behind)

    def _person_comes(self, word: Mention, sentence: Sentence) -> bool:
        """`X will come in April`: somebody of a side right before, a day or an occasion right behind."""
        if not self._right_behind_somebody(word):
            return False
        day = any(d.date for d in self.analysis.dates.begun(word.end, min(sentence.end, word.end + _TO_DAY)))
        behind = self.view[word.end : sentence.end].lstrip()
        return day or behind.startswith(event_list(word.key[2], "occasions_of_visits"))

    def _right_behind_somebody(self, word: Mention) -> bool:
        """Somebody of a side, and nothing but `will`, `himself` up to the word."""
        subject = next(self.parties.people.before(word.start), None)
        if subject is None or subject.side not in self.parties.codes or word.start - subject.end > _TO_DAY + 1:
            return False
        return set(self.view[subject.end : word.start].split()) <= set(event_list(word.key[2], "auxiliaries"))

    def _of_a_forum(self, word: Mention) -> bool:
        """G20峰会, the APEC summit: the forum's, not one of the two sides."""
        if word.kind != "summit":
            return False
        near = self.analysis.layer("entity").within(max(0, word.start - 24), word.end)
        return any(m.kind == "forum" and m.end >= word.start - 1 for m in near)

    def _is_interview(self, word: Mention, sentence: Sentence) -> bool:
        """接受媒體訪問: the word for a visit also stands for an interview."""
        before = self.view[max(sentence.start, word.start - 14) : word.start]
        return any(
            (at := before.rfind(marker)) >= 0 and "，" not in before[at:]
            for marker in self.analysis.grammar_of(sentence).words("interview_markers")
        )

    def _person_follows(self, word: Mention) -> bool:
        pronouns = {"zh": ("person",), "invite": ("object", "person")}  # 见了他一小时, `invited him to Beijing`
        he = (*pronouns.get(word.key[2], ()), *pronouns.get(word.key[1], ()))
        behind = self.actors.begun(word.end, word.end + 2)
        return any(a.kind == "person" and (not a.pronoun or a.pronoun in he) for a in behind)

    def _named_something(self, word: Mention) -> bool:
        """`called X a liar`: behind the person stands what he was called."""
        person = self.actors.begun(word.end, word.end + 2)[0]
        after = self.view[person.end :][:4].split(" ")
        return len(after) > 1 and (after[1] in event_list(word.key[2], "articles") or after[1][:1] in "“\"")

    def _is_had(self, word: Mention, sentence: Sentence) -> bool:
        """`had his first conversation`: a verb of having within a few words before."""
        before = self.view[sentence.start : word.start].split()[-_HAD:]
        return any(verb in before for verb in event_list(sentence.language, "having"))

    def _owner_follows(self, word: Mention) -> bool:
        """`saw Xi's offer`: what follows the person is what the verb is about."""
        person = self.actors.begun(word.end, word.end + 2)[0]
        return self.view.startswith(event_list(word.key[2], "possessives"), person.end)

    def _party_before(self, word: Mention, sentence: Sentence) -> bool:
        """Somebody who can be the subject: a party, a joint phrase, in the clause or as the subject before it."""
        start = self.clauses.comma_clause(word, sentence)[0]
        near = any(start <= a.start and a.end <= word.start for a in (*self.parties.people, *self.parties.joints))
        return near or self.parties.subject_before(word, sentence) is not None

    def in_company(self, word: Mention, sentence: Sentence) -> bool:
        """Two parties, linked by a word of company, or both told of together right before the word."""
        clause = self.clauses.comma_clause(word, sentence)
        reach = _REACH[sentence.language]
        together = [
            a
            for a in self.parties.joints
            if clause[0] <= a.start and a.end <= word.start and word.start - a.end < reach
        ]
        if together:
            return True
        if self.with_delegates(word, sentence, clause):
            return True
        people = self.parties.people.within(*clause)
        linked = [a for a in people if self._linked(a, sentence)]
        linked = [a for a in linked if min(abs(a.start - word.end), abs(word.start - a.end)) < reach]
        others = [a for a in people if a not in linked and a.end <= word.start]
        subject = self.parties.subject_before(word, sentence)
        others += [subject] if subject is not None and not others else []
        return bool(linked) and (not others or any(one.side != other.side for one in linked for other in others))

    def with_delegates(self, word: Mention, sentence: Sentence, clause: Span) -> bool:
        """`X sat down with a Chinese team`: those of the other side by their state alone."""
        company, delegates = (event_list(sentence.language, name) for name in ("company", "delegates"))
        for mention in self.analysis.layer("entity").within(word.end, min(clause[1], word.end + _REACH["en"])):
            between = self.view[word.end : mention.start].split()
            behind = self.view[mention.start : mention.end + _DELEGATES].replace("’", " ").replace("'", " ").split()
            if mention.kind not in _BY_STATE or not between or between[0] not in company:
                continue
            of_them = [a for a in self.parties.people.within(clause[0], word.start) if not self.parties.tells(a, word)]
            others = [a for a in of_them if f"side/{a.side}" not in mention.key]
            if len(between) <= _ARTICLE and others and any(w.strip(",.") in delegates for w in behind[:4]):
                return True
        return False

    def _linked(self, actor: Actor, sentence: Sentence) -> bool:
        """Behind `with`, `to`, 同, 和: the other party."""
        before = self.view[max(sentence.start, actor.start - _REACH["en"]) : actor.start].rstrip()
        for pattern in event_list(sentence.language, "counterparts"):
            before = re.sub(pattern, "", before).rstrip()
        return before.endswith(event_list(sentence.language, "company"))

    def _by_means(self, word: Mention, sentence: Sentence) -> bool:
        """Two parties in contact by some means: `X pressed Y by phone`, `by phone with Y`, `By phone on Friday, X and
        Y agreed`."""
        start, stop = self.clauses.comma_clause(word, sentence)
        joints = (word.start - a.end for a in self.parties.joints if a.start >= start)
        if any(0 <= gap < _REACH[sentence.language] for gap in joints):
            return True
        if self.with_delegates(word, sentence, (start, stop)):
            return True
        before = self.parties.people.within(start, word.start)
        if not before and not self.analysis.layer("event").any(sentence.start, start):
            before = self.parties.people.within(sentence.start, start)  # behind an aside
        behind = self.parties.people.within(word.end, stop)
        gap = self.view[word.end : behind[0].start].split() if behind else []
        if gap and gap[0] in event_list(sentence.language, "company") and len(gap) <= _BY_MEANS:
            others = before or [a for a in [self.parties.subject_before(word, sentence)] if a is not None]
            before = [*(others or self.parties.people.within(stop, sentence.end)[:1]), behind[0]]
        elif not before and self.parties.is_fronted((start, stop), sentence):
            before = self._pair_of_main_clause(stop, sentence)
        sides = {a.side for a in before}
        return len(sides) > 1 and sides <= set(self.parties.codes)

    def _pair_of_main_clause(self, stop: int, sentence: Sentence) -> list[Actor]:
        """The first two people behind a fronted clause, with little between them."""
        pair = self.parties.people.within(stop, sentence.end)[:2]
        between = self.view[pair[0].end : pair[1].start] if len(pair) > 1 else ","
        parting = event_list(sentence.language, "clause_openers")
        far = len(between) > _DELEGATES or set(between) & set(",;:") or set(between.split()) & set(parting)
        return [] if far else pair

    def told_by_means(self, word: Mention, following: Mention) -> bool:
        """`met only on a screen`, `talks by phone`: the word of the means that follows tells of it."""
        means = FAMILY.get(following.kind, following.kind) == "call" and following.key[1] in ("medium", "noun")
        if not means or FAMILY.get(word.kind, word.kind) not in ("call", "meeting") or word.key[2] != following.key[2]:
            return False
        if word.key[1] == "medium" or (following.key[1] == "noun" and word.kind != "talks" and word.key[1] == "noun"):
            return False
        between = self.view[word.end : following.start].split()
        by = event_list(following.key[2], "by_means")
        prepared = following.key[1] == "medium" or any(w in by for w in between[:2])
        return bool(by) and prepared and len(between) <= _BY_MEANS and not set("".join(between)) & set(",;:")

    def _place_follows(self, word: Mention) -> bool:
        places = self.analysis.layer("entity").within(word.end, word.end + 30)
        reach = 2 if word.key[2] == "zh" else 5
        places = [m for m in places if m.start - word.end <= reach and m.kind in ("place", "side")]
        return any(not set(self.view[word.end : m.start]) & set("。，；！？,;.") for m in places)
