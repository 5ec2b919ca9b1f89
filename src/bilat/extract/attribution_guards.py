"""Chinese verbs of saying that say nothing where they stand: in a modifier, as what is wanted, asked or only shown."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from bilat.extract.actors import Actor
from bilat.extract.attribution_ground import Attribution, Ground
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span

_PRESS = ("media", "state_media")
_ENDS = ("", "，", "。", "；", "\n")
_MARKS = "，,；;：:。"
_GLOSSES = ("（", "(")
_OPENING = 10  # characters within which a sentence of a speech names the side that it is of
_NOUN = 2  # characters of a noun like 分析: a verb follows it in a longer cue
_OPENER = 5  # characters behind a verb: a time that opens there is what was spoken of
_HEAD = 2  # characters: a mark may stand before the subject that begins a sentence
_REACH = 12  # characters before a cue within which a negation of its own may stand


class Guards(Ground):
    """Tells whether a cue of a Chinese sentence makes a statement at all."""

    def tells(self, cue: Mention, sentence: Sentence) -> bool:
        """False for a verb in a modifier (传达的意涵), of a time (回应时指), wanted (想表达), in a name (倡议（…）)."""
        rules = grammar("zh")
        after, before = self.view[cue.end :][:3], self.view[max(sentence.start, cue.start - 4) : cue.start]
        if after.startswith(_GLOSSES) and re.match("[（(][A-Za-z]", after):
            return False
        if before.endswith(rules.words("impersonal")) or self._is_impersonal(cue, before):
            return False
        if self.when(cue, sentence):
            return False
        if after.startswith(rules.raw["possessive"]) and not after.startswith(rules.words("links_content")):
            return False
        if cue.kind != "say" or cue.key[0] != "describe":
            return True
        if after.startswith(rules.words("time_nouns")) and self._cue_follows(cue, sentence):
            return False
        if before.endswith(rules.words("doing")) and after[:1] in _ENDS:
            return False  # 就此作出回应
        lead = self.view[self._clause(cue.start, sentence) : cue.start].lstrip()
        return not before.endswith(rules.words("unsaid_before")) and not lead.startswith(rules.words("definers"))

    def _is_impersonal(self, cue: Mention, before: str) -> bool:
        """`，分析认为，`: at the head of a clause the noun of the verb is all the subject that there is."""
        rules = grammar("zh")
        there_is = rules.words("existential")
        if before.endswith(there_is):
            return self.view.startswith(rules.words("existential_cues"), cue.start)
        if before.endswith(tuple(word + noun for word in there_is for noun in rules.words("existential_cues"))):
            return True  # 有消息称
        nouns = self.view.startswith(rules.words("impersonal_cues"), cue.start)
        return nouns and cue.end - cue.start > _NOUN and before.rstrip()[-1:] in ("", *_MARKS)

    def when(self, cue: Mention, sentence: Sentence) -> Span | None:
        """答复有关……的询问时，他表示: the clause of a verb that tells when the next verb's words were said."""
        rules = grammar("zh")
        if sentence.language != "zh" or not self.view.startswith(rules.words("noun_taking_cues"), cue.start):
            return None
        time = re.match(rules.raw["time_clause"], self.view[cue.end : sentence.end])
        opening = re.sub(rules.raw["no_time_openers"], "", time.group()[:_OPENER]) if time else ""
        if time is None or any(word in opening for word in rules.words("time_openers")):
            return None
        return cue.start, cue.end + time.end()

    def belongs(self, cue: Mention, source: Actor) -> bool:
        """False where the subject does not say it: a negation or a passive between, a thing that shows."""
        rules = grammar("zh")
        if self._is_schedule(cue, source):
            return False
        if source.end <= source.start or source.end > cue.start or cue.kind != "say" or cue.key[0] != "describe":
            return True
        between = self.view[source.end : cue.start]
        clause = between[max(between.rfind(mark) for mark in _MARKS) + 1 :]
        if any(word in clause[-_REACH:] for word in rules.words("unsaid_by")) or clause.startswith(
            rules.words("yet_to_say")
        ):
            return False
        shown = self.view.startswith(rules.words("shows"), cue.start)
        return not (shown and (clause != between or source.kind in ("person", "joint")))

    def _is_schedule(self, cue: Mention, source: Actor) -> bool:
        """X预计于年底访美: what is planned for a person in office, who forecasts nothing."""
        rules = grammar("zh")
        planned = self.view[cue.start : cue.end] in rules.word_set("schedule_cues")
        follows = re.match(rules.raw["schedule_follows"], self.view[cue.end : cue.end + 3]) is not None
        return planned and follows and source.kind in ("person", "joint") and source.voice == "official"

    def unheard(self, cue: Mention) -> bool:
        """True where the reader of clauses has read the text, and no verb of saying there."""
        at = bisect.bisect_left(self.heard, (cue.start, cue.start))
        near = self.heard[max(0, at - 2) : at + 2]
        return bool(self.heard) and not any(start < cue.end and cue.start < end for start, end in near)

    def goes_on(self, sentence: Sentence, found: Sequence[Attribution]) -> bool:
        """True in a Chinese report where a sentence goes on with the words of the one who spoke before it.

        A quotation by itself whose verbs have sides for subjects, and `美方愿…` of the speaker's own side.
        """
        speaker = self.state.speaker
        speaks = speaker is not None and speaker.kind == "person" and bool(self.state.frame)
        here = sentence.language == "zh" and self.state.spoke_in == sentence.paragraph
        sources = [f.source for f in found if f.source is not None and f.cue is not None]
        if not speaks or speaker is None or not here or not sources or len(sources) < len(found) or found[0].carried:
            return False
        if self._wholly_quoted(sentence) is not None:
            return all(source.kind in ("side", "joint") for source in sources)
        first, cue = sources[0], found[0].cue
        wishes = len(found) == 1 and cue is not None and cue.kind in ("think", "take")
        own = first.kind == "side" and not first.pronoun and first.side == speaker.side
        return wishes and own and first.start - sentence.start <= _HEAD

    def speak_together(self, attribution: Attribution) -> bool:
        """双方都说, 双方均表示: both of them speak, and nobody tells it of them."""
        cue, source = attribution.cue, attribution.source
        if cue is None or source is None or cue.key[1] != "zh":
            return False
        return self.view.startswith(grammar("zh").words("all_of_them"), source.end) and cue.start - source.end <= _HEAD

    def may_go_on(self, sentence: Sentence) -> bool:
        """What a Chinese sentence must be to go on with a speech: no question, no note in brackets, and, where a
        reporter and no government tells it, of what the sides do."""
        text = self.view[sentence.start : sentence.end]
        rules = grammar("zh")
        if text.startswith(_GLOSSES) or text.endswith(("？", "?")) or any(w in text for w in rules.words("asks_back")):
            return False
        official = self.analysis.document.outlet_kind in ("official", "state_media")
        head = text[:_OPENING]
        return official or any(word in head for word in rules.words("speaking_sides"))

    def asks(self, attribution: Attribution) -> bool:
        """True for a question of the press: what is asked is nobody's statement."""
        cue, source = attribution.cue, attribution.source
        if cue is None or source is None or cue.key[1] != "zh":
            return False
        asked = self.view[cue.start : cue.end] in grammar("zh").word_set("asking")
        return asked and source.voice in _PRESS

    def _clause(self, at: int, sentence: Sentence) -> int:
        return max(sentence.start, max(self.view.rfind(mark, sentence.start, at) for mark in "；;。：:") + 1)

    def _cue_follows(self, cue: Mention, sentence: Sentence) -> bool:
        stop = next((at for at in range(cue.end, sentence.end) if self.view[at] in "；;。"), sentence.end)
        following = self.analysis.layer("cue").within(cue.end, stop)
        return any(m.kind != "none" for m in following)
