"""Speech that goes on: sentences without a cue that are still the words of whoever was speaking."""

from __future__ import annotations

from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.attribution_ground import Attribution, trimmed
from bilat.extract.attribution_patterns import Patterns
from bilat.languages.sentences import Sentence

_LINK = 3  # code points between a body and the text that speaks for it
_NEAR = 60  # code points from a date to the word for what happened on it


class Running(Patterns):
    """Carries a speech from sentence to sentence."""

    def _within_speech(self, sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
        """While somebody's speech runs on, "China welcomes ..." and "we hope ..." are still that speaker's words."""
        speaker = self.state.speaker
        if not (self.readout and self.state.frame and speaker and self.state.paragraph == sentence.paragraph):
            return found
        if speaker.kind not in ("person", "role", "body"):
            return found
        if self.analysis.has("topic_only", sentence.start, sentence.end) and not found:
            return []
        others = [f for f in found if not self._is_of_speech(f, speaker)]
        if others or not found:
            return others
        return self._carry(sentence, speaker)

    def _is_of_speech(self, attribution: Attribution, speaker: Actor) -> bool:
        source = attribution.source
        if source is None or source.pronoun in ("author", "plural"):
            return source is None or self.view[source.start : source.end].lower() not in self._signed(attribution)
        if source.kind == "joint" and self.speak_together(attribution):
            return False
        if source.kind == "joint":
            done = attribution.act in ("commit", "affirm") or attribution.frame == "take"
            return not done and not self.announces(attribution)
        # A spokesperson's office is a person on one side and, where several hold it, a ministry on the other.
        speaks = speaker.kind in ("person", "body")
        said = attribution.frame == "say" and attribution.act in ("affirm", "describe")
        reported = self.analysis.document.outlet_kind not in ("official", "state_media")
        if said and reported and None not in (source.side, speaker.side) and source.side != speaker.side:
            return False  # the other side has said it
        return source.kind == "side" and source.pronoun is None and source.side is not None and speaks

    def announces(self, attribution: Attribution) -> bool:
        """双方宣布: done by both of them, in whoever's account."""
        cue, rules = attribution.cue, self.analysis.grammar_of(attribution.sentence)
        return cue is not None and self.view[cue.start : cue.end] in rules.word_set("announcing")

    def _signed(self, attribution: Attribution) -> frozenset[str]:
        """What only who writes a text calls himself: 笔者, `this writer`."""
        return self.analysis.grammar_of(attribution.sentence).word_set("signed")

    def _carry(self, sentence: Sentence, speaker: Actor) -> list[Attribution]:
        content = trimmed(self.view, sentence.start, sentence.end)
        if content is None:
            return []
        carried = replace(speaker, start=sentence.start, end=sentence.start, surface="", pronoun="zero")
        return [
            Attribution(
                source=carried,
                cue=None,
                content=(content,),
                frame=self.state.frame or "quote",
                sentence=sentence,
                carried=True,
            )
        ]

    def _without_cue(self, sentence: Sentence) -> list[Attribution]:
        speaker = self.state.speaker
        if speaker is None or speaker.kind == "joint":
            return []
        if self.state.paragraph != sentence.paragraph:
            if self._block_quotation(sentence):
                return self._carry(sentence, speaker)
            return self._carry(sentence, speaker) if self._runs_over(sentence) else []
        if self.analysis.has("topic_only", sentence.start, sentence.end):
            return []
        quotation = self._wholly_quoted(sentence)
        if quotation is not None or self._partly_quoted(sentence) or self.state.frame == "turn":
            return self._carry(sentence, speaker)
        if self.readout and self.state.frame and self._carries_on(sentence):
            return self._carry(sentence, speaker)
        return []

    def _block_quotation(self, sentence: Sentence) -> bool:
        """True for a quotation that fills the paragraph behind the one in which somebody spoke, and names nobody."""
        quotation = self._wholly_quoted(sentence)
        if quotation is None or not self.state.frame or sentence.paragraph - self.state.paragraph != 1:
            return False
        opens = self.view[: quotation.start].rstrip(" \u3000").endswith("\n")
        closes = self.view[quotation.end : quotation.end + 2].lstrip(" .。")[:1] in ("", "\n")
        return opens and closes

    def _runs_over(self, sentence: Sentence) -> bool:
        """A readout's next paragraph goes on with the speech where it takes up an issue and tells of no event."""
        return (
            self.readout
            and bool(self.state.frame)
            and sentence.paragraph - self.state.paragraph == 1
            and self.analysis.layer("issue").any(sentence.start, sentence.end)
            and not self.analysis.layer("event").any(sentence.start, sentence.end)
            and not self.analysis.has("topic_only", sentence.start, sentence.end)
        )

    def _carries_on(self, sentence: Sentence) -> bool:
        """A sentence of a readout goes on with the speech unless it tells of an event."""
        if sentence.language == "zh" and not self.may_go_on(sentence):
            return False
        if self._is_about_speaker(sentence) or self.analysis.has("silence", sentence.start, sentence.end):
            return False
        rumoured = self.view.startswith(self.analysis.grammar_of(sentence).words("rumours"), sentence.start)
        if rumoured or self._tells_of_event(sentence):
            return False  # `A week earlier, on Jan. 17, X spoke by telephone with Y`
        return not self.analysis.layer("event").any(sentence.start, min(sentence.end, sentence.start + 12))

    def _tells_of_event(self, sentence: Sentence) -> bool:
        """True where a word for what happened stands near a date."""
        days = self.analysis.dates_in(sentence.start, sentence.end)
        words = [w for w in self.analysis.layer("event").within(sentence.start, sentence.end) if w.kind != "none"]
        return any(-_NEAR <= word.start - day.end <= _NEAR for word in words for day in days)

    def _is_about_speaker(self, sentence: Sentence) -> bool:
        """True where the sentence calls the speaker by name, as nobody does of himself, or begins with an account."""
        speaker = self.state.speaker
        named = self.people.within(sentence.start, sentence.end)
        opens = next(iter(self.actors.within(sentence.start, sentence.end)), None)
        texts = [a for a in self.actors.within(sentence.start, sentence.end) if a.pronoun == "account"]
        texts = [a for a in texts if a.kind != "pronoun"]
        told = opens is not None and any(0 <= a.start - opens.end <= _LINK or a == opens for a in texts)
        return told or (speaker is not None and any(a.name == speaker.name for a in named))

    def _partly_quoted(self, sentence: Sentence) -> bool:
        """Quoted words, not a mere term: they are still those of whoever was speaking."""
        least = 6 if sentence.language == "zh" else 9
        for quotation in self.analysis.quotations_in(sentence.start, sentence.end):
            inner = self.view[max(quotation.inner_start, sentence.start) : min(quotation.inner_end, sentence.end)]
            if quotation.depth == 0 and len(inner) >= least and (sentence.language == "zh" or " " in inner):
                return True
        return False
