"""The content of an attribution: before, behind or around its source and cue."""

from __future__ import annotations

import re

from bilat.extract.actors import Actor
from bilat.extract.attribution_antecedents import Antecedents
from bilat.extract.attribution_ground import (
    CLOSERS,
    OPENERS,
    SPACE,
    TRIM_LEFT,
    trimmed,
)
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_RESUMED = 15  # characters behind an interruption: less is when or where it was said
_INSET = re.compile(r", [^,.;:]{2,40},(?= )")  # `Greer, on Fox, called ...`
_CLOSED = (*",?!—–:;", *CLOSERS)  # before a source that stands behind what is said
_ADDRESSEE = 90  # characters: "told Fox News in an interview on Thursday"


class Contents(Antecedents):
    """Finds what is said."""

    def _content(
        self, cue: Mention, source: Actor, sentence: Sentence, rules: Grammar, inverted: bool, end: int
    ) -> tuple[Span, ...]:
        first = min(cue.start, source.start) if source.end > source.start else cue.start
        if inverted:
            end = self._past_description(source, sentence)
        first = self._phrase_begin(first, sentence, rules)
        before = self._before(first, sentence, rules)
        end = self._past_addressee(end, cue, before, rules)
        after = self._after(end, sentence, rules, cue)
        quoted = self._quotation_before(sentence) if first - sentence.start <= 30 and before is None else ()
        trailing = before is not None and self._is_trailing(first, end, sentence, rules, cue, inverted)
        trailing = trailing and not (rules.language == "en" and self._is_participle(cue))
        trailing = trailing and before is not None and not self._tells_where(before, rules)
        if trailing and before is not None:
            rest = after is not None and self._resumes(end, after) and not self._begins_with_participle(after)
            return (before, after) if rest and after is not None else (before,)
        lead = self._object_before(cue, source, rules)
        if (
            after is not None
            and rules.language == "zh"
            and after[1] - after[0] <= 3
            and cue.kind != "say"
            and lead is None
        ):
            return (self._clause_of(cue, source, sentence),)
        if after is not None:
            opening = self._condition_before(before, rules)
            return (*quoted, *(s for s in (opening, lead) if s), after)
        if lead is not None:
            return (*quoted, lead)
        if before is None:
            return quoted
        if (rules.language == "zh" and cue.kind != "say") or cue.key[0] == "deny":
            return (self._clause_of(cue, source, sentence),)
        closed = rules.language == "zh" or self.view[sentence.start : first].rstrip()[-1:] in _CLOSED
        return (before,) if cue.kind != "take" and closed else ()

    def _tells_where(self, before: Span, rules: Grammar) -> bool:
        """`Speaking on "Face the Nation," X said that ...`: where it was said stands before the source."""
        words = self.view[before[0] : before[1]].split(None, 1)
        return bool(words) and words[0] in rules.words("speaking_openers")

    def _begins_with_participle(self, after: Span) -> bool:
        cues = self.analysis.layer("cue").within(after[0], after[0] + 24)
        return any(c.start == after[0] and c.kind != "none" and self._is_participle(c) for c in cues)

    def _phrase_begin(self, first: int, sentence: Sentence, rules: Grammar) -> int:
        """Where the phrase of an English source that has content before it begins: `..., a former U.S. negotiator`."""
        if rules.language != "en":
            return first
        articles = "|".join(map(re.escape, rules.words("articles")))
        adding = "|".join(map(re.escape, rules.words("adding")))
        head = self.view[sentence.start : first]
        described = rf"(?:{articles}) (?:[\w.’'-]+ ){{0,4}}|(?:[a-z’'-]+ ){{1,3}}"
        lead = re.search(rf"[,?!”\"’'] ((?:(?:{adding}) )?(?:{described})?)$", head)
        titled = re.search(r"[,?!”\"’'] ((?:[\w.’'-]+ ){2,5})$", head) if lead is None else None
        if titled is not None and self.analysis.layer("entity").any(sentence.start + titled.start(1), first):
            return sentence.start + titled.start(1)  # `..., White House adviser X had told ...`
        return sentence.start + lead.start(1) if lead else first

    def _past_description(self, source: Actor, sentence: Sentence) -> int:
        """Where the description of an inverted source ends: at the quotation or the sentence end that follows."""
        for quotation in self.analysis.quotations_in(source.end, sentence.end):
            if quotation.start >= source.end and quotation.end - quotation.start > 12:
                return quotation.start
        return sentence.end

    def _before(self, first: int, sentence: Sentence, rules: Grammar) -> Span | None:
        """What stands before source and cue; in Chinese only up to a mark, for the rest describes the source."""
        end = first
        if rules.language == "zh":
            marks = [self.view.rfind(mark, sentence.start, first) for mark in '，：；,”」』"’']
            end = max(marks) + 1
        return trimmed(self.view, self._quotation_start(sentence), end) if end > sentence.start else None

    def _quotation_start(self, sentence: Sentence) -> int:
        """Where the quotation begins in which a sentence stands, if that is in the same paragraph."""
        quotation = self.analysis.quotation_at(sentence.start)
        if quotation is None or quotation.start >= sentence.start:
            return sentence.start
        return quotation.start if "\n" not in self.view[quotation.start : sentence.start] else sentence.start

    def _clause_of(self, cue: Mention, source: Actor, sentence: Sentence) -> Span:
        """The whole clause of a cue whose object is too short, or stands before it, to be content by itself."""
        low = min(cue.start, source.start) if source.end > source.start else cue.start
        comma = max(self.view.rfind(mark, sentence.start, low) for mark in "，；：") + 1
        return trimmed(self.view, max(comma, sentence.start), sentence.end) or (low, cue.end)

    def _condition_before(self, before: Span | None, rules: Grammar) -> Span | None:
        """`If ..., an official said, ...`: the condition is part of what is said."""
        if before is None or not any(
            m.start == before[0] for m in self.analysis.layer("conditional").within(before[0], before[0] + 12)
        ):
            return None
        return before if rules.language == "zh" else None

    def _after(self, end: int, sentence: Sentence, rules: Grammar, cue: Mention) -> Span | None:
        start = end
        if rules.language == "en":
            start = self._past_day(self._skip_addressee(start, sentence, rules, cue), sentence, rules)
        while start < sentence.end and self.view[start] in rules.words("cue_tails"):
            start += 1
        if rules.language == "zh" and self.view[cue.start : cue.end] in rules.words("addressee_verbs"):
            comma = self.view.find("，", start, min(sentence.end, start + 14))
            start = comma + 1 if comma >= 0 else start
        chinese = rules.language == "zh"
        stop = self._next_source(start, sentence, rules) if chinese else self._next_clause(start, sentence, rules)
        return trimmed(self.view, start, stop)

    def _next_clause(self, start: int, sentence: Sentence, rules: Grammar) -> int:
        """`..., while Y said ...`: where another subject with a verb of saying begins a clause of its own."""
        for mark in rules.words("speaker_breaks"):
            at = self.view.find(mark, start, sentence.end)
            while at >= 0:
                if not self._quoted(at, sentence) and self._says_something(at + len(mark), sentence):
                    return at
                at = self.view.find(mark, at + 1, sentence.end)
        return sentence.end

    def _says_something(self, at: int, sentence: Sentence) -> bool:
        """True where a clause begins with somebody who says something, or nothing."""
        actor = next((a for a in self.actors.within(at, sentence.end) if a.start - at <= 1 and a.voice), None)
        if actor is None:
            return False
        inset = _INSET.match(self.view, actor.end, sentence.end)
        end = inset.end() if inset is not None else actor.end
        return any(c.start - end <= 1 for c in self.analysis.layer("cue").within(end, end + 18))

    def _next_source(self, start: int, sentence: Sentence, rules: Grammar) -> int:
        """Where a new subject with a cue of its own begins: behind a semicolon, or with 则, 却 and the like."""
        skip = len(self.view[start : sentence.end]) - len(self.view[start : sentence.end].lstrip(TRIM_LEFT))
        opening = next((q for q in self.analysis.quotations_in(start, sentence.end) if q.start == start + skip), None)
        if (
            opening is not None
            and opening.end - opening.start > 5
            and self.view[opening.end : opening.end + 1] in ("，", ",")
        ):
            rest = self.analysis.quotations_in(opening.end, sentence.end)
            if self._subject_and_cue(opening.end + 1, sentence) or not rest or opening.end - opening.start > 12:
                return opening.end
        own = rules.words("own_voice")
        for match in re.finditer("[；;，,]", self.view[start + skip : sentence.end]):
            at = start + skip + match.end()
            if self.view.startswith(own, at) and not self._quoted(at, sentence):
                return at - 1  # 但我: the one who tells speaks again
            if self._quoted(at, sentence) or not self._subject_and_cue(at, sentence):
                continue
            actor = next(a for a in self.actors.within(at, sentence.end) if a.start - at <= 14)
            follows = any(self.view.startswith(w, actor.end) for w in rules.words("followers"))
            contrast = self.view.startswith(rules.words("contrast"), at) and not self._of_outer(actor, start)
            if match.group() in "；;" or follows or contrast or self._is_introduced(actor, at, rules):
                return at - 1
        return sentence.end

    def _is_introduced(self, actor: Actor, at: int, rules: Grammar) -> bool:
        """`，一位参加谈判的官员说，`: somebody new speaks, whom the text has not named."""
        opens = self.view.startswith(rules.words("indefinite"), at)
        return opens and actor.kind == "role" and actor.voice in ("unnamed_official", "expert", "business")

    def _of_outer(self, actor: Actor, start: int) -> bool:
        """True where an actor is of the side that was speaking before `start`."""
        before = [a for a in self.actors.within(max(0, start - 30), start) if a.side]
        return bool(before) and before[-1].side == actor.side

    def _subject_and_cue(self, at: int, sentence: Sentence) -> bool:
        """True where a clause begins with an actor that a reporting cue follows."""
        here = (a for a in self.actors.within(at, sentence.end) if a.start - at <= 14)
        actor = next((a for a in here if a.voice or a.pronoun in ("body", "outlet")), None)
        if actor is None or self._blocked(actor, sentence):
            return False
        comma = min(
            (c for m in "，,；" if (c := self.view.find(m, actor.end, sentence.end)) >= 0), default=sentence.end
        )
        return any(c.kind != "none" for c in self.analysis.layer("cue").within(actor.end, min(comma, actor.end + 14)))

    def _skip_addressee(self, start: int, sentence: Sentence, rules: Grammar, cue: Mention) -> int:
        """Past "reporters on Friday that": the complementizer within reach, else the colon or quotation."""
        window = self.view[start : min(sentence.end, start + 90)]
        quotation = next((q for q in self.analysis.quotations_in(start, start + 90) if q.start >= start), None)
        reach = quotation.start - start if quotation else len(window)
        that = re.match(rules.raw["to_clause"], window[: reach + 1])
        if that and self._says_in(start, start + that.end()):
            return start  # `It said X told Y that ...`
        if that and cue.kind in ("say", "think"):
            return start + that.end()
        if that and that.end() <= 6:
            return start + that.end()
        addressee = self.view[cue.start : cue.end] in rules.word_set("addressee_verbs")
        if addressee and quotation is not None and reach <= 60:
            return quotation.start
        if addressee:
            them = re.match(rules.raw["addressee"], window)
            return start + them.end() if them else start
        return start

    def _says_in(self, start: int, end: int) -> bool:
        """True where somebody right at the beginning of a stretch says something within it."""
        actor = next((a for a in self.actors.within(start, end) if a.start - start <= 1 and a.voice), None)
        cues = self.analysis.layer("cue").within(actor.end, end) if actor is not None else ()
        helpers = ("", *grammar("en").words("finite"))  # `Y had assured them that`
        return any(
            cue.kind in ("say", "think") and self.view[actor.end : cue.start].strip() in helpers
            for cue in cues
            if actor is not None
        )

    def _past_day(self, start: int, sentence: Sentence, rules: Grammar) -> int:
        """`agreed on Wednesday to open ...`: behind the day on which it was said."""
        for date in self.analysis.dates_in(start, sentence.end):
            before = self.view[start : date.start].strip()
            behind = self.view[date.end : date.end + 4].lstrip().split(" ")[0]
            if before in ("", *rules.words("day_openers")) and behind in rules.words("infinitive"):
                return date.end
        return start

    def _is_trailing(
        self, first: int, end: int, sentence: Sentence, rules: Grammar, cue: Mention, inverted: bool
    ) -> bool:
        """True where source and cue come after the content, or interrupt it between marks."""
        head = self.view[sentence.start : first].rstrip(SPACE)
        if inverted:
            return True
        if not head or (len(head) < 6 and not self._names_somebody(head, sentence)):
            return False
        stop = sentence.end if rules.language == "zh" else self._next_clause(end, sentence, rules)
        rest = self.view[end:stop].strip(TRIM_LEFT + CLOSERS)
        if rules.language == "zh":
            quoted = self.view[sentence.start : max(self.view.rfind(m, sentence.start, first) for m in '”」』"') + 1]
            closes = len(quoted) > 6 and quoted[0] in OPENERS
            return cue.kind in ("say", "think") and (not rest or closes)
        closing = head[-1] in ",?!" or head[-1] in CLOSERS
        if not closing:
            return False
        if head[-1] in CLOSERS or head[-1] in "?!":
            return True
        if re.match(rules.raw["to_clause"], self.view[end : sentence.end]):
            return False  # `..., X told reporters later that ...`
        follows = self.view[end : end + 4]
        told = any(w in rules.word_set("addressee_verbs") for w in self.view[cue.start : cue.end].split(" "))
        rest = re.split(rules.raw["goes_on_saying"], rest)[0]
        if told and len(rest) < _ADDRESSEE and not re.search(r",|\bthat\b", rest):
            return True
        if not rest or follows[:1] in (",", "."):
            return True
        if re.fullmatch(rules.raw["addressee"], f" {rest} ") and self._is_clause(head, rules):
            return True  # `Firms that ... would lose their licences, she warned Li`
        return any(rest.startswith(f"{word} ") for word in rules.words("tail_openers"))

    def _is_clause(self, head: str, rules: Grammar) -> bool:
        """True for words that are a main clause: with a finite verb, and no time, place or condition ahead."""
        words = head.split()
        opens = {*rules.words("tail_openers"), *rules.words("subordinate"), *rules.words("conditional")}
        return words[0].lower() not in opens and not rules.word_set("finite").isdisjoint(words)

    def _past_addressee(self, end: int, cue: Mention, before: Span | None, rules: Grammar) -> int:
        """`Xi, he told the room, wants ...`: behind whom it was told, where a comma follows as one went before."""
        told = any(w in rules.word_set("addressee_verbs") for w in self.view[cue.start : cue.end].split(" "))
        if before is None or rules.language != "en" or not told or not self.view.startswith(",", before[1]):
            return end
        room = re.compile(r" (?!that\b)[\w.’'-]+(?: (?!that\b)[\w.’'-]+){0,5}(?=,)").match(self.view, end)
        return room.end() if room else end

    def _names_somebody(self, head: str, sentence: Sentence) -> bool:
        """`Xi, he told them, wants ...`: what stands before the interruption is a subject, and no adverb."""
        end = sentence.start + len(head.rstrip(","))
        return any((a.start, a.end) == (sentence.start, end) for a in self.actors.within(sentence.start, end))

    def _resumes(self, end: int, after: Span) -> bool:
        """True where the content goes on behind an interrupting source and cue."""
        if self.view[after[0] - 1 : after[0]] in OPENERS or self.view[after[0]] in OPENERS:
            return True
        if self.view[after[0]] > "\u2e80":
            return True
        return self.view[end : end + 2] == ", " and after[1] - after[0] > _RESUMED

    def _object_before(self, cue: Mention, source: Actor, rules: Grammar) -> Span | None:
        """对…表示, 以…形容: the object stands between the source and the cue, behind a preposition."""
        if rules.language != "zh" or source.end > cue.start or source.end <= source.start:
            return None
        span = trimmed(self.view, source.end, cue.start)
        if span is None or span[1] - span[0] < 4:
            return None
        if cue.kind == "say" and any(a.kind == "outlet" for a in self.actors.within(*span)):
            return None  # 对《环球时报》说: who was told
        between = self.view[span[0] : span[1]]
        toward = re.search(rules.raw["toward_stance"], self.view[span[0] : cue.end + 8])
        if toward and toward.start() <= 4 and toward.end("thing") <= len(between):
            return span[0] + toward.start(), span[1]
        for word in rules.words("object_markers"):
            at = between.find(word)
            if 0 <= at <= 4 and "，" not in between[at:] and len(between) - at >= 5:
                return span[0] + at, span[1]
        return None

    def _quotation_before(self, sentence: Sentence) -> tuple[Span, ...]:
        """The quotation that ends right before a sentence which holds but a source and a cue.

        It stands in the same paragraph and began there as a sentence of its own: else it is part of what another said.
        """
        for quotation in reversed(self.analysis.quotations_in(max(0, sentence.start - 3), sentence.start)):
            lead = self.view[max(0, quotation.start - 2) : quotation.start].rstrip(" \u3000")
            opens = not lead or lead[-1] in "\n。！？!?.…" or lead[-1] in CLOSERS
            apart = "\n" in self.view[quotation.start : sentence.start]
            closed = sentence.language == "zh" and "。" in self.view[quotation.end : sentence.start]
            if quotation.depth == 0 and 0 <= sentence.start - quotation.end <= 2 and opens and not apart and not closed:
                return ((quotation.inner_start, quotation.inner_end),)
        return ()
