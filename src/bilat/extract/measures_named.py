"""Which words for instruments tell a state: named in earnest, or taken up again by a word such as `the rule`."""

from __future__ import annotations

from collections.abc import Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.measures_status import StatusReader
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Measure
from bilat.packs import Instrument

_MODAL = 24  # characters before an instrument in which a guess makes it one that need not exist
_MODAL_BEHIND = {"en": 10, "zh": 4}  # and behind it
_DENIED = {"en": 12, "zh": 4}  # characters from a negation to a truce that it denies
_WISHED = ("expect", "urge", "demand")
_UNSURE = ("negation", "urged", "modality", "conditional", "unreal")
_PARAGRAPHS = 4  # back to where an instrument may have been named that a word takes up
_STATES = ("withdrawn", "suspended", "in_force")
_OVER = frozenset({"withdrawn", "suspended", "struck_down", "lapsed"})


class NamedReader:
    """Reads the instruments that the sentences of one document name."""

    def __init__(self, analysis: Analysis, statuses: StatusReader) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.statuses = statuses
        self._named: list[tuple[int, Mention]] = []  # the paragraph and the instrument, as they were named

    def of(self, sentence: Sentence) -> list[Mention]:
        """The words for instruments of a sentence, in order; those that only a general word makes one are left out, and
        those in the name of a law."""
        found = []
        for mention in self.analysis.layer("instrument").within(sentence.start, sentence.end):
            if mention.kind == "exception" or self._in_law(mention, sentence):
                continue
            instrument = self.analysis.pack.instruments[mention.key[0]]
            loose = mention.kind == "loose"
            beside = f"beside:{instrument.id}" if loose else f"needs:{instrument.id}"
            needed = loose or any(instrument.needs.get(sentence.language, ()))
            if needed and not self.analysis.has(beside, sentence.start, sentence.end):
                continue
            found.append(mention)
            if not instrument.manner:
                self._named.append((sentence.paragraph, mention))
        return found

    def again(self, sentence: Sentence) -> Mention | None:
        """`BIS has suspended the rule`: the word that takes up an instrument named before, where it is told to be over;
        the mention has that instrument's id and the word's place."""
        for word in self.analysis.layer("measure_nouns").within(sentence.start, sentence.end):
            clause = self.statuses.clause(word.start, word.end, sentence)
            meant = self._meant(word, sentence)
            over = [m for m in self.analysis.layer("status").within(*clause) if m.key[0] in _OVER]
            if meant and over and not any(self.analysis.has(x, sentence.start, over[-1].start) for x in _UNSURE):
                return Mention(word.start, word.end, "instrument", "word", meant.key)
        return None

    def _meant(self, word: Mention, sentence: Sentence) -> Mention | None:
        """What a word takes up: the last instrument that is called so; for a word that fits all, the last one."""
        near = [m for paragraph, m in self._named if 0 <= sentence.paragraph - paragraph <= _PARAGRAPHS]
        rules = self.analysis.grammar_of(sentence)
        noun = self.view[word.start : word.end].lower()
        if noun.endswith(rules.words("measure_nouns_of_all")):
            return near[-1] if near else None
        head = noun[-2:] if sentence.language == "zh" else noun.rpartition(" ")[2].rstrip("s")
        return next((m for m in reversed(near) if head in self.view[m.start : m.end].lower()), None)

    def tells_state(self, instrument: Instrument, mention: Mention, sentence: Sentence) -> bool:
        """A bare tariff word tells no state, nor does a purchase that nobody promises, nor a truce of which nothing is
        told; other instruments do once they are named."""
        if instrument.manner == "pledge":
            return self._promised(instrument, mention, sentence)
        if instrument.manner == "truce":
            dated = any(d.date for d in self.analysis.dates_in(sentence.start, sentence.end))
            ends = dated and self.analysis.has("deadline", sentence.start, sentence.end)
            return ends or self._stands(mention, sentence)
        if self._only_imagined(instrument, mention, sentence):
            return False
        if instrument.manner == "rate":
            low, high = self.statuses.clause(mention.start, mention.end, sentence)
            words = self.analysis.layer("status").within(low, high)
            return bool(words) or self.analysis.layer("layer").any(low, high)
        return True

    def _stands(self, mention: Mention, sentence: Sentence) -> bool:
        """`the truce is holding`, 休战恐怕撑不住: what is told of a truce tells that there is one."""
        low, high = self.statuses.clause(mention.start, mention.end, sentence)
        denied = self.analysis.has("negation", max(low, mention.start - _DENIED[sentence.language]), mention.start)
        return not denied and self.analysis.has("truce_states", low, high)

    def _promised(self, instrument: Instrument, mention: Mention, sentence: Sentence) -> bool:
        """`China will buy`, 中方承诺采购: the side that is to buy, then a word of what is to come or is promised, then
        the verb; nobody only asks or hopes for it."""
        low, high = self.statuses.clause(mention.start, mention.end, sentence)
        verbs = self.analysis.layer("buying").within(low, high)
        if not any(verb.start < mention.end and mention.start < verb.end for verb in verbs):
            return False
        buyers = [m.end for m in self.analysis.layer("entity").within(low, mention.start) if self._is_of(m, instrument)]
        if not buyers or any(self.analysis.has(name, sentence.start, mention.start) for name in _UNSURE):
            return False
        between = (buyers[-1], mention.start)
        announced = any(w.key[0] == "announced" for w in self.analysis.layer("status").within(*between))
        announced = announced or self.analysis.has("future", *between) or self.analysis.has("will", *between)
        wished = any(c.key[0] in _WISHED for c in self.analysis.layer("cue").within(sentence.start, mention.start))
        return announced and not wished

    def _is_of(self, mention: Mention, instrument: Instrument) -> bool:
        """A name of the side whose instrument it is, or of one of its bodies, offices and people."""
        entity = self.analysis.pack.entities.get(mention.key[0]) if mention.key else None
        return entity is not None and entity.side == instrument.imposed_by

    def _only_imagined(self, instrument: Instrument, mention: Mention, sentence: Sentence) -> bool:
        """In a condition or a guess that does not speak of lifting or resuming it, an instrument need not exist."""
        if instrument.undoes:
            return False
        guessed = self.analysis.has("conditional", sentence.start, mention.start) or self.analysis.has(
            "modality", max(sentence.start, mention.start - _MODAL), mention.start
        )
        guessed = guessed or self.analysis.has("modality", mention.end, mention.end + _MODAL_BEHIND[sentence.language])
        layers = ("status", f"status:{instrument.id}")
        words = [w for layer in layers for w in self.analysis.layer(layer).within(sentence.start, sentence.end)]
        return guessed and not any(w.key[0] in _STATES for w in words)

    def _in_law(self, mention: Mention, sentence: Sentence) -> bool:
        """《…规定》: the name of a law is no state of what it governs."""
        words = tuple(word for language in LANGUAGES for word in grammar(language).words("laws"))
        titles = (q for q in self.analysis.quotations_in(mention.start, mention.end, titles=True) if q.title)
        return any(self.view[q.inner_start : q.inner_end].endswith(words) for q in titles if q.end <= sentence.end)


def telling(found: Sequence[tuple[Measure, bool]]) -> list[Measure]:
    """Measures without those that only name an instrument of which the text tells more; each with whether a word, an
    amount or a date tells its state."""
    kept: list[Measure] = []
    named: set[tuple[str, str | None]] = set()
    more = {(m.instrument, m.imposed_by) for m, told in found if told}
    for measure, told in found:
        own = (measure.instrument, measure.imposed_by)
        known = own in more or own in named or (own[1] is None and any(one == own[0] for one, _ in more))
        if told or not known:
            kept.append(measure)
        if not told:
            named.add(own)
    return kept
