"""The source of a cue: the subject beside it, behind it, dropped, or shared with the clause before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.attribution_ground import OPENERS, SPACE, TRIM_LEFT
from bilat.extract.attribution_guards import Guards
from bilat.extract.lexicon import Mention
from bilat.languages.events import event_list
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.sentences import Sentence

_CITED = 20  # characters from a verb of citing to the noun for whom it cites
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_APART = 500  # code points between a subject and its verb, with all that is set in
_NEAR, _FAR = 5, 14  # words between an English subject and its verb, plain and with a description of the subject
_RELATIVE = 22  # and with `who ...` between


class Sources(Guards):
    """Finds who a cue belongs to."""

    def _source(
        self, cue: Mention, sentence: Sentence, actors: Sequence[Actor], rules: Grammar
    ) -> tuple[Actor | None, bool, int]:
        """The source of a cue, whether it stands behind it, and where cue and source end."""
        if rules.language == "en":
            after = self._inverted(cue, sentence, actors)
            if after is not None:
                return after, True, after.end
        left = self._left_source(cue, sentence, actors, rules)
        return left, False, cue.end

    def _inverted(self, cue: Mention, sentence: Sentence, actors: Sequence[Actor]) -> Actor | None:
        """`"...," said X`: a source right behind the cue, with content and a mark before it."""
        before = self.view[sentence.start : cue.start].rstrip()
        if self.view[cue.start : cue.end] in self.analysis.grammar_of(sentence).word_set("addressee_verbs"):
            return None  # `..., X told the paper`
        if cue.kind == "take" and before[-1:] == ",":
            return None  # `X, in a post, thanked Y`
        if not before or self._is_participle(cue) or before[-1] not in ",”\"'’?!—":
            return None
        for actor in actors:
            gap = self.view[cue.end : actor.start]
            if actor.pronoun in ("account", "object") and actor.kind == "pronoun":
                continue
            bare = ("", *self.analysis.grammar_of(sentence).words("bare_articles"))
            if actor.start >= cue.end and gap.strip() in bare and len(gap) <= 5:
                behind = self.view[actor.end : actor.end + 12].split(None, 1)
                finite = bool(behind) and behind[0] in self.analysis.grammar_of(sentence).words("finite")
                return None if finite and before[-1] == "," else actor  # `X, an economist, said Y would ...`
        return None

    def _left_source(self, cue: Mention, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> Actor | None:
        if rules.language == "en":
            return self._left_english(cue, sentence, actors, rules)
        window = self._clause_start(cue, sentence, rules)
        candidates = [
            a for a in actors if a.end <= cue.start and a.start >= window and not self._quoted(a.start, sentence)
        ]
        owners = {a.start for a in candidates if not a.pronoun}  # 其首席执行官: the pronoun owns, the other speaks
        free = [
            a
            for a in candidates
            if a.voice and not self._blocked(a, sentence) and self._reaches(a, cue)
            and not (a.pronoun and a.end in owners)
        ]  # fmt: skip
        return self._pick(free, cue) if free else self._dropped_subject(cue, sentence, actors)

    def _left_english(self, cue: Mention, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> Actor | None:
        """The leftmost free actor that the cue can be the verb of: beside it, or with an inset in commas between."""
        window = self._clause_start(cue, sentence, rules)
        relative = self._of_relative(cue, actors, rules)
        if relative is not None:
            return relative
        for actor in actors:
            if actor.start < window or actor.end > cue.start or not actor.voice or self._blocked(actor, sentence):
                continue
            if actor.pronoun == "object" or self._quoted(actor.start, sentence) or not self._beside(actor, cue, rules):
                continue
            return actor
        return self._shared_subject(cue, sentence, actors, window)

    def _of_relative(self, cue: Mention, actors: Sequence[Actor], rules: Grammar) -> Actor | None:
        """`spoke with Y, who had stated that ...`: the person whom a relative clause goes on about."""
        for actor in reversed(actors):
            if actor.end > cue.start or actor.kind != "person" or actor.pronoun:
                continue
            words = self.view[actor.end : cue.start].lstrip(",").split()
            near = len(words) <= _NEAR + 1 and not re.search(r"[,;:]", self.view[actor.end + 1 : cue.start])
            return actor if words and words[0] in rules.words("relative_persons") and near and actor.voice else None
        return None

    def _beside(self, actor: Actor, cue: Mention, rules: Grammar) -> bool:
        if cue.start - actor.end > _APART:
            return False
        between = self.view[actor.end : cue.start]
        set_behind = self.view[: actor.start].rstrip().endswith(",") or "," in self.view[actor.start : actor.end]
        if between.strip() == "," and actor.kind == "person" and set_behind:
            return True  # `X and his counterpart, Y, agreed`
        inset = re.match(r"(?:,|\s\(|\s—|\s-)\s?(.{3,170}?)(?:,|\)|—|-)\s", between)
        while inset:
            between = between[inset.end() - 1 :]
            inset = re.match(r"\s?(?:,|\(|—)\s?(.{3,120}?)(?:,|\)|—)\s", between)
        words = between.split()
        gaps = rules.word_set("side_gaps")
        inside = [a for a in self.actors.within(cue.start - len(between), cue.start) if a.voice]
        if words and words[0] in rules.words("relative_persons") and len(words) <= _RELATIVE and "," not in between:
            return not any(a.kind in ("person", "body", "thinktank") and not a.pronoun for a in inside)
        modified = bool(words) and words[0] in rules.word_set("affiliations")  # Kennedy of the Center for ...
        if any(not (modified and self._is_modifier(a, rules)) for a in inside):
            return False
        if actor.kind == "side" and any(w.islower() and not w.endswith("ly") and w not in gaps for w in words[:1]):
            return False  # `China hawks remain worried`
        if len(words) > (_FAR if modified else _NEAR) or any(mark in between for mark in ';:,"“”'):
            return False
        for actor in inside:  # what a name is made of is no word of the clause
            between = between.replace(self.view[actor.start : actor.end], "")
        return not {w.lower() for w in between.split()} & rules.word_set("clause_words")

    def _is_modifier(self, actor: Actor, rules: Grammar) -> bool:
        """Behind "of", "at", "in" and the like, it says where the subject belongs."""
        words = self.view[max(0, actor.start - 24) : actor.start].split()
        words = words[:-1] if words and words[-1] in rules.words("articles") else words
        return bool(words) and words[-1] in rules.word_set("affiliations")

    def _with_partners(self, source: Actor, cue: Mention, actors: Sequence[Actor], rules: Grammar) -> Actor:
        """`X and Y agreed`: both sides, where the people named in a row before a cue are of the two of them."""
        kinds = ("person", "side")
        people = [a for a in actors if a.end <= cue.start and a.kind in kinds and a.voice == "official"]
        people = [a for a in people if not a.pronoun and (a.kind == "person" or self._stands_alone(a, source, rules))]
        if source not in people:
            return source
        at = people.index(source)
        first, last = at, at
        while first > 0 and self._links(people[first - 1], people[first], rules):
            first -= 1
        while last + 1 < len(people) and self._links(people[last], people[last + 1], rules):
            last += 1
        row = people[first : last + 1]
        codes = {side.code for side in self.analysis.pack.sides}
        if {a.side for a in row} != codes or not self._verb_follows(row[-1], cue, rules):
            return source
        return self._both(*row)

    def _stands_alone(self, side: Actor, source: Actor, rules: Grammar) -> bool:
        """A state's name that is no adjective: before "and", or the subject itself."""
        behind = self.view[side.end : side.end + 8].split()
        return side == source or (bool(behind) and behind[0] in rules.words("subject_links"))

    def _both(self, *row: Actor) -> Actor:
        """People of both sides, named in a row, as the two sides together."""
        levels = {a.level for a in row}
        return replace(
            row[0], end=row[-1].end, surface=self.analysis.text[row[0].start : row[-1].end],
            kind="joint", name="both", entity=None, side="both", office=None,
            level=levels.pop() if len(levels) == 1 else None, named=False,
        )  # fmt: skip

    def _links(self, left: Actor, right: Actor, rules: Grammar) -> bool:
        between = self.view[left.end : right.start].strip()
        for pattern in event_list(rules.language, "counterparts"):  # `X and his counterpart, Y`
            between = re.sub(pattern, "", between).strip()
        return between in rules.words("subject_links")

    def _verb_follows(self, last: Actor, cue: Mention, rules: Grammar) -> bool:
        """In Chinese `A和B` may also be `A with B`: only where the verb is at once behind, or 都, 均 and the like."""
        between = self.view[last.end : cue.start].strip()
        if rules.language != "zh":
            return True
        at_once = not between and (cue.kind != "say" or cue.key[0] != "describe")
        return at_once or between.startswith(rules.words("subject_tails"))

    def _pick(self, free: Sequence[Actor], cue: Mention) -> Actor:
        """The Chinese subject: a person right before the cue, else the first of the last clause that has an actor."""
        last = free[-1]
        between = _BRACKETS.sub("", self.view[last.end : cue.start]).strip(SPACE)
        near = len(between) if "，" not in between else _FAR
        if (near <= 4 and last.kind in ("person", "role", "outlet")) or (
            near <= 2 and last.kind in ("joint", "side", "body")
        ):
            return last
        comma = max(self.view.rfind(mark, 0, last.start) for mark in "，：；,")
        clause = [a for a in free if a.start > comma]
        people = [a for a in clause if a.kind in ("person", "role")]
        if not clause:
            return last
        if clause[0].kind in ("side", "body", "thinktank") and people and not self._apart(clause[0], people[0]):
            return people[0]
        if clause[0].kind == "role" and people[1:] and self._introduces(clause[0], people[1]):
            return people[1]
        return clause[0]

    def _apart(self, first: Actor, second: Actor) -> bool:
        between = _BRACKETS.sub("", self.view[first.end : second.start])
        return len(between.strip(SPACE + grammar("zh").raw["possessive"])) > 8

    def _introduces(self, role: Actor, person: Actor) -> bool:
        """美国智库……主任X: the noun is of the body that a person belongs to, named right behind in one phrase."""
        if person.kind != "person" or "，" in self.view[role.end : person.start]:
            return False
        return bool(self.analysis.layer("role").within(role.end, person.end))

    def _reaches(self, actor: Actor, cue: Mention) -> bool:
        """No other sentence between the actor and the cue."""
        between = self.view[actor.end : cue.start]
        return not re.search("[。；！？]", between) and len(between) <= 70

    def _blocked(self, actor: Actor, sentence: Sentence) -> bool:
        """True behind a preposition or a verb that makes the actor an object."""
        rules = self.analysis.grammar_of(sentence)
        start = actor.start
        if rules.language == "zh":
            before = self._without_count(self.view[max(sentence.start, start - 8) : start], rules).rstrip(
                OPENERS + "《"
            )
            if before.endswith(rules.words("not_blockers")):
                return False
            if before.endswith(rules.words("subject_blockers")):
                return not self._is_subject_anyway(actor, sentence)
            if actor.kind == "role" and self._is_cited(actor, sentence, rules):
                return True
            owns = self.view[actor.end : actor.end + 1] == rules.raw["possessive"] and actor.kind != "role"
            return owns and not self._owns_words(actor, rules)
        words = self.view[sentence.start : start].rstrip().rsplit(None, 2)
        tail = words[-1] if words else ""
        before = self.view[sentence.start : start].rstrip()
        if tail in rules.words("adding") and before[: -len(tail)].rstrip().endswith((",", "”", '"')):
            return False  # "..., as the minister told reporters"
        two = " ".join(words[-2:])
        if tail in rules.words("noun_openers") and len(words) > 1:
            tail = words[-2]
        if tail in rules.words("subordinate") and any(
            cue.kind in ("say", "think") and cue.start - actor.end <= 1
            for cue in self.analysis.layer("cue").within(actor.end, actor.end + 24)
        ):
            return False  # `came after X said that ...`
        blockers = rules.word_set("subject_blockers")
        return tail in blockers or two in blockers or self.view.startswith(rules.words("possessive_endings"), actor.end)

    def _is_cited(self, actor: Actor, sentence: Sentence, rules: Grammar) -> bool:
        """援引一位驻香港的基金经理: behind a verb of citing, with but a description between."""
        for citing in self.analysis.layer("citing").within(max(sentence.start, actor.start - _CITED), actor.start):
            between = self.view[citing.end : actor.start]
            if citing.kind != "none" and not set(between) & set("，；：") and between.endswith(rules.raw["possessive"]):
                return True
        return False

    def _owns_words(self, actor: Actor, rules: Grammar) -> bool:
        """的解释是, 的一句话说得…: what the actor owns are words, so that the actor is their source."""
        if any(m.start == actor.end for m in self.analysis.layer("cue").within(actor.end, actor.end + 8)):
            return True
        after = self.view[actor.end + 1 : actor.end + 9]
        return any(word in after for word in rules.raw["cue_nouns"]["forms"])

    def _without_count(self, before: str, rules: Grammar) -> str:
        """What stands before 两名, 一位 and the like: the count belongs to the noun phrase."""
        found = [len(word) for word in rules.words("indefinite") if before.endswith(word)]
        return before[: -max(found)] if found else before

    def _is_subject_anyway(self, actor: Actor, sentence: Sentence) -> bool:
        """和, 与 between two subjects; 据, 在 are frames of their own; 对…表示 keeps its object blocked."""
        before = self.view[max(sentence.start, actor.start - 2) : actor.start]
        if before.endswith(self.analysis.grammar_of(sentence).words("and_words")):
            left = [a for a in self.actors.within(sentence.start, actor.start) if actor.start - a.end <= 1]
            return False if left else actor.start - sentence.start <= 1
        return False

    def _clause_start(self, cue: Mention, sentence: Sentence, rules: Grammar) -> int:
        start = sentence.start
        for mark in rules.words("clause_breaks"):
            at = self.view.rfind(mark, start, cue.start)
            if at >= 0 and mark.strip(" ,") in rules.words("relatives") and self.view[: cue.start].rstrip()[-1:] == ",":
                continue  # `X, who chairs the China committee, cautioned`: the clause has closed
            if at >= 0 and (rules.language == "zh" or self._has_subject(at + len(mark), cue.start)):
                start = max(start, at + len(mark))
        for quotation in self.analysis.quotations_in(start, cue.start):
            if quotation.depth == 0 and quotation.end <= cue.start and quotation.end - quotation.start > 25:
                start = max(start, quotation.end)
        return start

    def _has_subject(self, start: int, end: int) -> bool:
        return any(a.start >= start and a.end <= end for a in self.actors.within(start, end))

    def _dropped_subject(self, cue: Mention, sentence: Sentence, actors: Sequence[Actor]) -> Actor | None:
        """Chinese drops the subject: the first free actor of the sentence, else who spoke before in the paragraph."""
        if cue.kind == "take" and cue.start - sentence.start > 2 and self.view[cue.start - 1] not in "，、,；。：":
            return None
        free = [
            a
            for a in actors
            if a.end <= cue.start and a.voice and not self._blocked(a, sentence) and a.kind != "outlet"
        ]
        free = [a for a in free if not self._quoted(a.start, sentence)]
        if free:
            return free[0]
        standing = self.view[sentence.start : cue.start].strip(TRIM_LEFT)
        if standing.endswith(grammar("zh").words("agreement_names")):
            return None  # 协议写明: what is written says it
        if (
            len(standing) <= 14
            and self.state.speaker is not None
            and self.state.paragraph
            in (
                sentence.paragraph,
                sentence.paragraph - 1 if self.readout else sentence.paragraph,
            )
        ):
            return replace(self.state.speaker, start=cue.start, end=cue.start, surface="", pronoun="zero")
        return None

    def _shared_subject(self, cue: Mention, sentence: Sentence, actors: Sequence[Actor], window: int) -> Actor | None:
        """`X said A and warned B`: the subject of the clause before."""
        free = [a for a in actors if a.voice and a.end <= cue.start and not self._blocked(a, sentence)]
        free = [a for a in free if not self._quoted(a.start, sentence)]
        if not free:
            return None
        between = self.view[window : cue.start].strip(SPACE + ",")
        if window > sentence.start and free[0].end <= window and len(between) <= 20:
            return free[0]
        words = self.view[free[0].end : cue.start].split()
        return (
            free[0]
            if words and words[-1].strip(",") in self.analysis.grammar_of(sentence).words("coordination")
            else None
        )
