"""The status of a measure: what the words around an instrument, or an amount of it, say has become of it."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.measures_dates import TermReader
from bilat.languages.grammar import grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span
from bilat.packs import Instrument

# What ends or checks a measure says more than that it was announced or stands: "scrap the rule it had announced".
_STRONG = frozenset({"withdrawn", "suspended", "struck_down", "lapsed", "challenged", "available"})
_ENDS = frozenset({"withdrawn", "suspended", "lapsed", "struck_down"})
_UNDONE = ("withdrawn", "suspended")
_TOLD_OF = ("announced", "in_force")  # what may have come to nothing
_NEXT = {"en": 45, "zh": 16}  # characters of the next sentence in which what was told may be called false
_WOULD = 30  # characters from a word of possibility to what it makes doubtful
_THREATS = ("threaten", "warn")
_ATTRIBUTE = 11  # characters before an amount in which its attribute stands
_NO_NEW = {"en": 28, "zh": 10}  # characters from a negation to the name of what was not announced
_KEPT = 24  # characters before a rate in which a word of keeping it stands
_NOW = 24  # characters before an amount in which a word of today stands
_ENDS_DENIAL = "；;。"
_MARKS = re.compile("[，；：。,;:]")
_LENGTHS = {"days": 1, "weeks": 7, "months": 30, "years": 365}  # in days


class StatusReader:
    """Reads the status of the measures of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.terms = TermReader(analysis)

    def status(self, instrument: Instrument, anchor: Span, clause: Span, sentence: Sentence) -> str:
        """The status that the words of the clause, else those around it up to the next instrument or amount, give."""
        if self._kept(anchor, sentence):
            return "in_force"
        own = self._words(clause, instrument)
        words = own or self._words(self._around(instrument, anchor, sentence), instrument)
        words = words or self._of_the_whole(clause, sentence)
        goes_on = any(self.view[w.start : w.end] in grammar(sentence.language).words("goes_on_as") for w in own)
        ahead = self.is_ahead(sentence, anchor) and not goes_on
        if self.presupposed(anchor, sentence):
            held = self._words((max(sentence.start, anchor[0] - _ATTRIBUTE), anchor[0]), instrument)
            return "suspended" if any(w.key[0] == "suspended" for w in held) else "in_force"
        if self._is_now(anchor, sentence):
            return "in_force"
        if self.threat(anchor, sentence) is not None and self.conditional(anchor, sentence):
            return "announced"
        if instrument.manner == "truce":  # a truce: its own words are those of suspending and of extending
            words = [w for w in words if w.key[0] == "lapsed"]
            if not words and self.analysis.has("truce_states", *clause) and self._is_named(instrument, anchor):
                return "in_force"
        unreal = self.imagined(sentence, anchor) or self.unreal(clause, anchor)
        if not words:
            unsure = ahead or unreal or self.at_odds(clause, sentence)
            made = instrument.status or ("announced" if unsure else "in_force")
            return self.settled(instrument, anchor, sentence) or made
        strong = [w for w in words if w.key[0] in _STRONG]
        word = _nearest(strong or words, anchor)
        status = word.key[0]
        if status in _TOLD_OF and (settled := self.settled(instrument, anchor, sentence)):
            return settled
        if self._negated(word, sentence):
            return "in_force" if status in _ENDS or status == "available" else "announced"
        if status == "in_force" and instrument.status:
            return instrument.status  # a sale or a purchase that is agreed: other words of the clause tell of others
        if status in _UNDONE and (self._urged(word, sentence) or self.denied(anchor, sentence, by=word.start)):
            return "in_force"
        if status in _UNDONE and self._only_discussed(word, sentence):
            return "in_force"
        if status == "lapsed" and ahead:
            return "in_force"
        if status == "in_force" and self.at_odds(clause, sentence):
            return "announced"
        past = self.view[word.start : word.end] in self.analysis.grammar_of(sentence).words("past_states")
        ahead = ahead and not (past and not self._word_ahead(sentence, anchor))
        if status in ("withdrawn", "in_force") and (ahead or unreal or self._hedged(word)):
            return "announced"
        return status

    def settled(self, instrument: Instrument, anchor: Span, sentence: Sentence) -> str | None:
        """What became of a measure that was threatened or announced, by the words behind it up to the next one."""
        start, end = anchor[1], self._until_another(instrument, anchor, sentence)
        if self.analysis.has("never_done", start, end):
            return "withdrawn"
        return "announced" if self.analysis.has("not_done_yet", start, end) else None

    def _is_named(self, instrument: Instrument, anchor: Span) -> bool:
        """True where the anchor is a word for the instrument, and no amount of it."""
        return any(m.key == (instrument.id,) for m in self.analysis.layer("instrument").within(*anchor))

    def _until_another(self, instrument: Instrument, anchor: Span, sentence: Sentence) -> int:
        """Where the next amount stands, or the next instrument that is another one; the sentence's end without one."""
        named = self.analysis.layer("instrument").within(anchor[1], sentence.end)
        others = [m.start for m in named if m.key and m.key[0] != instrument.id]
        others += [q.start for q in self.analysis.quantities_in(anchor[1], sentence.end)]
        return min(others, default=sentence.end)

    def denied(self, anchor: Span, sentence: Sentence, *, by: int | None = None) -> bool:
        """True where somebody denies what is told of a measure, ahead of it (否认将加征) or of the word at `by`, or
        where it is called false behind it, at the head of the next sentence at the latest."""
        ahead = self.analysis.layer("cue").within(sentence.start, anchor[0] if by is None else by)
        if any(cue.key[0] == "deny" and self._reaches(cue, anchor) for cue in ahead):
            return True
        behind = min(len(self.view), sentence.end + _NEXT[sentence.language])
        return self.analysis.has("untrue", anchor[1], behind)

    def none_told(self, anchor: Span, sentence: Sentence) -> bool:
        """`announced no new tariffs`, 并无新关税公布: a negation before the name of a measure, and between them at most
        words of newness and of announcing."""
        low = max(sentence.start, anchor[0] - _NO_NEW[sentence.language])
        before = [m for m in self.analysis.layer("negation").within(low, anchor[0]) if m.kind != "none"]
        return bool(before) and bool(_newly(sentence.language).fullmatch(self.view, before[-1].end, anchor[0]))

    def _reaches(self, cue: Mention, anchor: Span) -> bool:
        """A denial holds up to the next mark that ends what is said."""
        return not any(mark in self.view[cue.end : anchor[0]] for mark in _ENDS_DENIAL)

    def told(self, instrument: Instrument, anchor: Span, clause: Span, sentence: Sentence) -> bool:
        """Whether a word tells the status, and not only the instrument's name."""
        around = self._around(instrument, anchor, sentence)
        return bool(self._words(clause, instrument) or self._words(around, instrument))

    def is_later(self, date: str | None) -> bool:
        """True for a date, of any precision, behind that of the document."""
        published = self.analysis.document.published
        return bool(date and published and date[: len(published)] > published[: len(date)])

    def run_out(self, effective: str | None, value: float | int | None, unit: str | None) -> bool:
        """True where a length of time, counted from a full date, had passed when the text was published."""
        published = self.analysis.document.published
        if not (published and len(published) == 10 and effective and len(effective) == 10 and value and unit):
            return False
        if unit not in _LENGTHS:
            return False
        passed = datetime.date.fromisoformat(published) - datetime.date.fromisoformat(effective)
        return float(value) * _LENGTHS[unit] < passed.days

    def imagined(self, sentence: Sentence, anchor: Span) -> bool:
        """In a condition or what follows from it, which may stand first (`would climb to 157 percent if ...`): not a
        state, but where somebody threatens to impose it."""
        return self.conditional(anchor, sentence) and self.threat(anchor, sentence) is None

    def presupposed(self, anchor: Span, sentence: Sentence) -> bool:
        """`the suspended 24 points would snap back`, 暂停中的24%: right before an amount, what holds in any case."""
        before = self.view[max(sentence.start, anchor[0] - _NOW) : anchor[0]].rstrip()
        return before.endswith(self.analysis.grammar_of(sentence).words("presupposed"))

    def conditional(self, anchor: Span, sentence: Sentence) -> bool:
        """A condition ahead of it, or behind it and a word of possibility ahead."""
        if self.analysis.has("conditional", sentence.start, anchor[0]):
            return True
        would = self.analysis.has("modality", max(sentence.start, anchor[0] - _WOULD), anchor[0])
        return would and self.analysis.has("conditional", anchor[1], sentence.end)

    def threat(self, anchor: Span, sentence: Sentence) -> int | None:
        """Where the verb of `warned that he will impose a 200% tariff if ...` stands; None where nobody threatens."""
        cues = [m for m in self.analysis.layer("cue").within(sentence.start, anchor[0]) if m.key[0] in _THREATS]
        imposed = bool(cues) and self.analysis.has("imposing", cues[0].end, anchor[1] + _WOULD)
        return cues[0].start if imposed else None

    def is_ahead(self, sentence: Sentence, anchor: Span) -> bool:
        """A date after the publication stands near, or a word of what is to come; none of today right before it."""
        if self._is_now(anchor, sentence):
            return False
        published = self.analysis.document.published
        if published:
            for date in self.analysis.dates_in(sentence.start, sentence.end):
                near = self.is_later(date.date) and abs(date.start - anchor[0]) < 60
                if near and not self.terms.is_end(date, sentence):
                    return True
        return self._word_ahead(sentence, anchor)

    def _word_ahead(self, sentence: Sentence, anchor: Span) -> bool:
        return self.analysis.has("future", max(sentence.start, anchor[0] - 40), min(sentence.end, anchor[1] + 20))

    def _kept(self, anchor: Span, sentence: Sentence) -> bool:
        """`suspended 24 points but kept 10`, 保留10%: right before a rate, a word of keeping it."""
        before = self.view[max(sentence.start, anchor[0] - _KEPT) : anchor[0]]
        if not _kept_at(sentence.language).search(before):
            return False
        behind = (anchor[1], self.clause(*anchor, sentence)[1])  # `keeps 24 points on ice`
        return not any(w.key[0] in _STRONG for w in self.analysis.layer("status").within(*behind))

    def _of_the_whole(self, clause: Span, sentence: Sentence) -> list[Mention]:
        """`struck down the tariffs, among them the 10 percent ...`: a part has the status of the clause before."""
        lead = self.view[clause[0] : clause[1]].lstrip().lower()
        if clause[0] <= sentence.start or not lead.startswith(self.analysis.grammar_of(sentence).words("among_them")):
            return []
        before = self.clause(clause[0] - 1, clause[0] - 1, sentence)
        return [w for w in self.analysis.layer("status").within(*before) if w.key[0] in _STRONG]

    def _is_now(self, anchor: Span, sentence: Sentence) -> bool:
        """`at present about 57 percent`, 目前为47%: right before an amount, a word of today."""
        before = self.view[max(sentence.start, anchor[0] - _NOW) : anchor[0]]
        return bool(_now(sentence.language).search(before))

    def clause(self, start: int, end: int, sentence: Sentence) -> Span:
        """The part of the sentence between marks that holds [start, end); a mark within a number parts nothing."""
        first = max(self._marks(sentence.start, start), default=sentence.start - 1) + 1
        return first, next(self._marks(end, sentence.end), sentence.end)

    def _marks(self, start: int, end: int) -> Iterator[int]:
        for mark in _MARKS.finditer(self.view, start, end):
            at = mark.start()
            if not (self.view[at - 1 : at].isdigit() and self.view[at + 1 : at + 2].isdigit()):
                yield at

    def _around(self, instrument: Instrument, anchor: Span, sentence: Sentence) -> Span:
        """From the instrument or amount before the anchor to the one behind it."""
        analysis = self.analysis
        others = [(m.start, m.end) for m in analysis.layer("instrument").within(sentence.start, sentence.end)]
        others += [(q.start, q.end) for q in analysis.quantities_in(sentence.start, sentence.end)]
        low = max((end for _, end in others if end <= anchor[0]), default=sentence.start)
        named = [m for m in analysis.layer("instrument").within(sentence.start, anchor[0]) if m.key != (instrument.id,)]
        if named or (low > sentence.start and instrument.manner == "rate"):  # between another and a mark: that one's
            low = max(low, self.clause(*anchor, sentence)[0])
        high = min((start for start, _ in others if start >= anchor[1]), default=sentence.end)
        return low, high

    def unreal(self, clause: Span, anchor: Span) -> bool:
        """`whether`, `avoid`, 可能 ahead of it in its clause: it need not come about."""
        return self.analysis.has("unreal", clause[0], anchor[0]) or self.analysis.has("modality", clause[0], anchor[0])

    def _words(self, span: Span, instrument: Instrument) -> list[Mention]:
        """The words of status in a span, but for those in a short quotation: a title, a slogan, a catchword. Where the
        instrument's own words tell (to suspend imports is no suspension of a ban), those of all do not count."""
        found = []
        own = self.analysis.layer(f"status:{instrument.id}").within(*span)
        for word in own or self.analysis.layer("status").within(*span):
            quotation = self.analysis.quotation_at(word.start)
            if quotation is None or quotation.end - quotation.start > 20:
                found.append(word)
        return found

    def _negated(self, word: Mention, sentence: Sentence) -> bool:
        reach = 6 if sentence.language == "zh" else 24
        low = max(sentence.start, word.start - reach)
        joints = self.analysis.grammar_of(sentence).words("joints")
        low = max([low, *(at + 1 for joint in joints if (at := self.view.rfind(joint, low, word.start)) >= 0)])
        return self.analysis.has("negation", low, word.start)

    def _urged(self, word: Mention, sentence: Sentence) -> bool:
        """Somebody wants it done: it has not been done."""
        reach = 24 if sentence.language == "zh" else 70
        return self.analysis.has("urged", max(sentence.start, word.start - reach), word.start)

    def at_odds(self, clause: Span, sentence: Sentence) -> bool:
        """`the odds that the duty takes effect`, 落实的机会: it is reckoned how likely it is."""
        words = self.analysis.grammar_of(sentence).words("odds")
        return any(word in self.view[clause[0] : clause[1]] for word in words)

    def _only_discussed(self, word: Mention, sentence: Sentence) -> bool:
        """`the agenda ran from fees to a pause of the tariffs`: talked about, and nothing agreed."""
        found = [m for m in self.analysis.layer("discussed").within(sentence.start, word.start) if m.kind != "none"]
        return bool(found) and not self.analysis.has("will", found[-1].end, word.start)

    def _hedged(self, word: Mention) -> bool:
        return self.analysis.has("modality", max(0, word.start - 30), word.start)


@functools.cache
def _now(language: str) -> re.Pattern[str]:
    """A word of today at the end of a text, with a small word or two behind it."""
    words = "|".join(re.escape(word) for word in grammar(language).words("now"))
    return re.compile(rf"\b(?:{words})(?: [a-z]+){{0,2}} $" if language == "en" else rf"(?:{words})[^，。；、]{{0,3}}$")


@functools.cache
def _kept_at(language: str) -> re.Pattern[str]:
    """A word of keeping at the end of a text, with a small word or two behind it."""
    words = "|".join(re.escape(word) for word in grammar(language).words("kept_at"))
    return re.compile(
        rf"\b(?:{words})(?: (?:a|an|the|its|their|at|about|some)){{0,2}} $"
        if language == "en"
        else rf"(?:{words})[^，。；、]{{0,2}}$"
    )


def _nearest(words: list[Mention], anchor: Span) -> Mention:
    return min(words, key=lambda w: min(abs(w.start - anchor[1]), abs(anchor[0] - w.end)))


@functools.cache
def _newly(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, grammar(language).words("newly")))
    return re.compile(rf"\s*(?:(?:{words})\s*)*", re.IGNORECASE)
