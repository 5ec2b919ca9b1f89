"""Who said what: source, cue and content, by one engine over the mentions of either language.

Orders: source-cue-content, content-source-cue, content-cue-source, prefix frames (according to S), possessive
frames (in her view), a label before a colon, quotations without a cue, and sentences that carry a speech on.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.quotes import Quotation
from bilat.languages.sentences import Sentence
from bilat.model import Span

_ADDRESSEE = 70  # characters: "told Fox News in an interview on Thursday"
_NEAR, _FAR = 5, 14  # words between an English subject and its verb, plain and with a description of the subject
_SPACE = " \t\u3000\u00a0"
_TRIM_LEFT = _SPACE + "，,：:、—–-…。.；;）)"
_TRIM_RIGHT = _SPACE + "，,：:、—–-；;（("
_CLOSERS = "”」』’\"'"
_OPENERS = '“「『‘"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution: spans in code points. `via`: actors who relay it, outermost first. frame: how it was found."""

    source: Actor | None
    cue: Mention | None
    content: tuple[Span, ...]
    via: tuple[Actor, ...] = ()
    frame: str = "say"
    sentence: Sentence
    carried: bool = False
    asked: tuple[str, ...] = ()  # in a transcript: the issues of the question that is answered

    @property
    def act(self) -> str:
        """What the cue says the speaker does; `describe` without a cue."""
        return self.cue.key[0] if self.cue else "describe"


@dataclass(slots=True)
class _State:
    """Who spoke last, for pronouns, dropped subjects and speeches that run on."""

    speaker: Actor | None = None
    person: Actor | None = None
    paragraph: int = -1
    frame: str = ""
    account: Actor | None = None
    spoke_in: int = -1  # the paragraph in which the speaker was last named or heard


class AttributionFinder:
    """Finds the attributions of one document, sentence by sentence."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor], *, readout: bool) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = actors
        self._actor_starts = [a.start for a in actors]
        self.readout = readout
        self.state = _State()
        self.resolved: list[Actor] = []  # all actors of the sentences read so far, pronouns as whom they stand for

    def find(self, sentences: Iterable[Sentence]) -> list[Attribution]:
        """All attributions of the sentences, in order."""
        found: list[Attribution] = []
        for sentence in sentences:
            found += self._sentence(sentence)
        return found

    # -- one sentence

    def _sentence(self, sentence: Sentence) -> list[Attribution]:
        actors = self.actors_in(sentence.start, sentence.end)
        resolved = [self._resolve(a, sentence) for a in actors]
        self.resolved += resolved
        found: list[Attribution] = []
        rules = self.analysis.grammar_of(sentence)
        label = self._label(sentence, resolved)
        whole = self._wholly_quoted(sentence)
        if whole is not None and self._attributed_after(whole):
            pass  # the sentence that names who said it makes the statement
        elif label:
            found.append(label)
        else:
            found += self._prefix_frames(sentence, resolved, rules)
            found += self._possessive_frames(sentence, resolved, rules)
            found = self._cues(sentence, resolved, rules, found)
            found = self._within_speech(sentence, self._merge(found))
            found = found or self._without_cue(sentence, resolved)
        self._remember(sentence, resolved, found)
        return found

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
            return True
        if source.kind == "joint":
            return attribution.act not in ("commit", "affirm") and attribution.frame != "take"
        return source.kind == "side" and source.pronoun is None and source.side is not None and speaker.kind == "person"

    def _carry(self, sentence: Sentence, speaker: Actor) -> list[Attribution]:
        content = _trimmed(self.view, sentence.start, sentence.end)
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

    def actors_in(self, start: int, end: int) -> list[Actor]:
        """The actors that lie in [start, end)."""
        low = bisect.bisect_left(self._actor_starts, start)
        high = bisect.bisect_left(self._actor_starts, end, low)
        return [a for a in self.actors[low:high] if a.end <= end]

    def _resolve(self, actor: Actor, sentence: Sentence) -> Actor:
        """A pronoun as whom it stands for: the latest person who spoke or was a subject."""
        if actor.pronoun in ("person", "possessive", "object"):
            antecedent = self._antecedent(actor, sentence)
            if antecedent:
                return replace(
                    antecedent, start=actor.start, end=actor.end, surface=actor.surface, pronoun=actor.pronoun
                )
        if actor.pronoun == "plural":
            joint = self._joint_before(sentence)
            if joint is not None:
                return replace(joint, start=actor.start, end=actor.end, surface=actor.surface)
        if actor.pronoun == "plural" and self.state.speaker is not None:
            return replace(
                self.state.speaker, start=actor.start, end=actor.end, surface=actor.surface, pronoun="plural"
            )
        if actor.pronoun == "body":
            before = [a for a in self.actors if a.end <= actor.start and a.kind == "body" and not a.pronoun]
            owner = before[-1] if before else self.state.speaker
            return (
                replace(owner, start=actor.start, end=actor.end, surface=actor.surface, pronoun="body")
                if owner
                else actor
            )
        if actor.pronoun == "account":
            return self._account(actor, sentence)
        if actor.pronoun == "latter":
            named = ("person", "body", "outlet", "role")
            here = [a for a in self.actors_in(sentence.start, actor.start) if a.kind in named and not a.pronoun]
            before = here or [a for a in self.actors if a.end <= actor.start and a.kind == "person"]
            if before:
                return replace(before[-1], start=actor.start, end=actor.end, surface=actor.surface, pronoun="latter")
        if actor.kind == "role" and actor.voice == "unnamed_official" and actor.side is None:
            return self._same_official(actor, sentence)
        return actor

    def _same_official(self, actor: Actor, sentence: Sentence) -> Actor:
        """`this official`: the unnamed one of whom the text spoke last."""
        words = self.analysis.grammar_of(sentence).words("this_person")
        lead = self.view[max(0, actor.start - 6) : actor.end]
        told = [a for a in self.resolved if a.kind == "role" and a.voice == "unnamed_official" and a.side]
        if not told or not any(word in lead for word in words):
            return actor
        return replace(told[-1], start=actor.start, end=actor.end, surface=actor.surface)

    def _joint_before(self, sentence: Sentence) -> Actor | None:
        """Both sides, where the sentence before in the paragraph began with them."""
        before = [s for s in self.analysis.sentences if s.paragraph == sentence.paragraph and s.end <= sentence.start]
        if not before:
            return None
        joint = [a for a in self.actors_in(before[-1].start, before[-1].start + 40) if a.kind == "joint"]
        return joint[0] if joint else None

    def _account(self, actor: Actor, sentence: Sentence) -> Actor:
        """A text speaks for whoever issued it: its owner in the sentence, else that of the last account told of."""
        reach = 14 if sentence.language == "zh" else 24
        near = [
            a
            for a in self.actors_in(max(sentence.start, actor.start - reach), actor.start)
            if a.voice and a.kind != "joint"
        ]
        if actor.kind == "pronoun" and actor.start - sentence.start > 2:
            return replace(actor, voice=None)
        owner: Actor | None = actor if actor.voice else (near[-1] if near else None)
        owner = owner or self.state.account
        if owner is None:
            return replace(actor, voice=None)
        return replace(owner, start=actor.start, end=actor.end, surface=actor.surface, pronoun="account")

    def _antecedent(self, actor: Actor, sentence: Sentence) -> Actor | None:
        here = [a for a in self.actors_in(sentence.start, actor.start) if a.kind == "person" and not a.pronoun]
        before = [a for a in here if not self._blocked(a, sentence) or self._is_topic(a, sentence)]
        if before:
            cues = [
                c for c in self.analysis.layer("cue").within(before[0].end, actor.start) if c.kind in ("say", "think")
            ]
            told = [a for a in here if cues and a.start >= cues[0].end]
            return told[-1] if told and sentence.language == "zh" else before[0]
        state = self.state
        if (
            state.speaker is not None
            and state.speaker.kind in ("person", "role")
            and state.spoke_in == sentence.paragraph
        ):
            return state.speaker
        first = next((s.start for s in self.analysis.sentences if s.paragraph == sentence.paragraph), sentence.start)
        earlier = [a for a in self.actors_in(first, sentence.start) if a.kind == "person" and not a.pronoun]
        if earlier:
            return earlier[-1]
        return state.speaker if state.speaker is not None and state.speaker.kind in ("person", "role") else state.person

    def _is_topic(self, actor: Actor, sentence: Sentence) -> bool:
        """`As for X, ...`, 至于X: set before the sentence as what it is about."""
        lead = self.view[sentence.start : actor.start].strip()
        return lead in self.analysis.grammar_of(sentence).word_set("topic")

    def _remember(self, sentence: Sentence, actors: Sequence[Actor], found: Sequence[Attribution]) -> None:
        people = [a for a in actors if a.kind == "person" and a.pronoun != "plural" and not self._blocked(a, sentence)]
        if people:
            self.state.person = people[0]
        accounts = [a for a in actors if a.pronoun == "account" and a.voice]
        if accounts:
            self.state.account = accounts[-1]
        sources = [f.source for f in found if f.source is not None]
        if sources:
            self.state.speaker = sources[-1] if not found[-1].carried else self.state.speaker
            self.state.frame = found[-1].frame
            self.state.spoke_in = sentence.paragraph
        elif people and (self.state.speaker is None or people[0].name != self.state.speaker.name):
            self.state.speaker = people[0]
            self.state.spoke_in = sentence.paragraph
            self.state.frame = ""
        else:
            self.state.frame = ""
        self.state.paragraph = sentence.paragraph

    # -- cues

    def _cues(
        self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar, found: Sequence[Attribution]
    ) -> list[Attribution]:
        made: list[Attribution] = list(found)
        for cue in self._ordered_cues(sentence, actors, rules):
            if any(_touches(cue, f) for f in found) or self._negated(cue, sentence, rules) or self._is_noun(cue, rules):
                continue
            outer = next((m for m in made if any(s <= cue.start < e for s, e in m.content)), None)
            source, inverted, end = self._source(cue, sentence, actors, rules)
            if source is None and outer is None and made and self._is_participle(cue):
                source = made[-1].source  # "..., the ministry said, accusing the other side of ..."
            if source is not None and source.voice == "author" and self._speech_goes_on(sentence):
                continue  # "I think" in a quotation: whoever is quoted
            if source is None or source.voice is None or (source.kind == "thinktank" and cue.kind == "take"):
                continue
            if outer is not None and (joined := self._before_and(outer, source, cue, sentence)) is not None:
                made[made.index(outer)] = joined
                outer = None
            if outer is not None and not self._is_inner(outer, source, cue, sentence):
                continue
            content = self._content(cue, source, sentence, rules, inverted, end)
            if not content:
                continue
            attribution = Attribution(source=source, cue=cue, content=content, frame=cue.kind, sentence=sentence)
            attribution = self._cited_source(attribution, actors)
            attribution, lead = self._split(attribution)
            made += lead
            if outer is not None:
                attribution = self._chain(outer, attribution, made)
            made.append(attribution)
            made += self._coordinated(attribution, actors)
        return made

    def _is_noun(self, cue: Mention, rules: Grammar) -> bool:
        """背弃……的承诺: behind the possessive a word of promising or asking is a thing, unless its content follows."""
        if rules.language != "zh" or cue.kind == "say":
            return False
        owned = self.view[cue.start - 1 : cue.start] == rules.raw["possessive"]
        return owned and not self.view.startswith(tuple(rules.words("content_follows")), cue.end)

    def _speech_goes_on(self, sentence: Sentence) -> bool:
        """True for a quotation that fills its sentence, where somebody was speaking before: its "I" is that speaker."""
        speaker = self.state.speaker
        same = self.state.paragraph == sentence.paragraph
        going_on = speaker is not None and (same or self._block_quotation(sentence))
        return going_on and self._wholly_quoted(sentence) is not None

    def _split(self, attribution: Attribution) -> tuple[Attribution, list[Attribution]]:
        """A whole quotation before the source, and words after the cue, are two statements of one speaker."""
        content = attribution.content
        if len(content) < 2 or content[0][1] - content[0][0] < 8:
            return attribution, []
        whole = self.analysis.quotation_at(content[0][0])
        if whole is None or whole.end < content[0][1] - 1 or whole.start > content[0][0]:
            return attribution, []
        if content[1][0] < content[0][1] or self._quoted_part(content[1:]):
            return attribution, []
        return replace(attribution, content=content[1:]), [replace(attribution, content=content[:1])]

    def _quoted_part(self, content: Sequence[Span]) -> bool:
        return any(self.analysis.quotations_in(start, end) for start, end in content)

    def _coordinated(self, attribution: Attribution, actors: Sequence[Actor]) -> list[Attribution]:
        """`A、B都说`: the same content for each of the sources named in a row."""
        source, found = attribution.source, []
        while source is not None and attribution.sentence.language == "zh":
            before = [a for a in actors if a.voice and a.end < source.start and self.view[a.end : source.start] == "、"]
            source = before[-1] if before else None
            if source is not None and source.kind in ("person", "body", "outlet"):
                found.append(replace(attribution, source=source))
        return found

    def _ordered_cues(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> list[Mention]:
        """The cues of a sentence, those in an aside ("..., he said, ...") first: they govern all the rest."""
        cues = [
            cue for cue in self.analysis.layer("cue").within(sentence.start, sentence.end)
            if cue.kind != "none" and cue.key[1] == rules.language and not self._quoted(cue.start, sentence)
        ]  # fmt: skip
        if rules.language != "en":
            return cues
        return sorted(cues, key=lambda cue: (not self._is_aside(cue, sentence, actors), cue.start))

    def _is_aside(self, cue: Mention, sentence: Sentence, actors: Sequence[Actor]) -> bool:
        after = self.view[cue.end : cue.end + 1]
        if cue.kind == "take" or (after not in ",.;" and cue.end < sentence.end):
            return False
        near = [a for a in actors if 0 <= cue.start - a.end <= 2]
        return bool(near) and self.view[sentence.start : near[-1].start].rstrip().endswith((",", "”", '"'))

    def _negated(self, cue: Mention, sentence: Sentence, rules: Grammar) -> bool:
        """`has not said`, 没有提到: nothing was said. A negated belief or wish is one all the same."""
        if cue.key[0] != "describe":
            return False
        reach = 4 if rules.language == "zh" else 9
        before = self.view[max(sentence.start, cue.start - 2) : cue.start]
        if any(before.endswith(word) for word in rules.words("interrogative")):
            return True
        return self.analysis.has("negation", max(sentence.start, cue.start - reach), cue.start)

    def _cited_source(self, attribution: Attribution, actors: Sequence[Actor]) -> Attribution:
        """`A, citing B, said`: a named official B is the speaker, via A; anybody else leaves A as the speaker."""
        source, cue = attribution.source, attribution.cue
        if source is None or cue is None or source.start >= cue.start:
            return attribution
        citing = self.analysis.layer("citing").within(source.end, cue.start)
        cited = [a for a in actors if citing and a.start >= citing[0].end and a.end <= cue.start and a.voice]
        if not cited:
            return attribution
        return self._relayed(attribution, source, cited[-1])

    def _relayed(self, attribution: Attribution, by: Actor, speaker: Actor) -> Attribution:
        if speaker.voice == "official" and speaker.kind in ("person", "body", "side", "joint"):
            return replace(attribution, source=speaker, via=(*attribution.via, by))
        return replace(attribution, source=by, via=(*attribution.via, by, speaker))

    def _quoted(self, position: int, sentence: Sentence) -> bool:
        """True inside a quotation that begins or ends within the sentence's text around a position."""
        quotation = self.analysis.quotation_at(position)
        return quotation is not None and not (quotation.start <= sentence.start and quotation.end >= sentence.end - 1)

    def _is_inner(self, outer: Attribution, source: Actor, cue: Mention, sentence: Sentence) -> bool:
        """Within another's content only a new source that stands in that content makes an attribution of its own."""
        if source.pronoun == "author" or (source.end > cue.start and not source.start >= cue.end):
            return False
        if outer.source is not None and source.name == outer.source.name:
            return False
        if not any(s <= source.start < e for s, e in outer.content):
            return False
        if outer.source is not None and outer.source.voice == "official" and outer.source.pronoun != "account":
            return source.kind in ("person", "body") and cue.kind == "say" and source.named
        if source.kind in ("side", "joint") and self._gap_words(outer, source) > 2:
            return cue.kind != "think" and cue.key[0] in ("describe", "deny", "accuse") and sentence.language == "zh"
        return source.voice is not None

    def _gap_words(self, outer: Attribution, source: Actor) -> int:
        """How much stands between an outer cue and an inner source, in characters that are not marks."""
        begin = outer.content[0][0]
        return len(self.view[begin : source.start].strip(_TRIM_LEFT + _OPENERS))

    def _chain(self, outer: Attribution, inner: Attribution, made: list[Attribution]) -> Attribution:
        """An inner source right behind the outer cue is whom the outer one relays: the outer one goes into `via`."""
        assert inner.source is not None
        assert inner.cue is not None
        near = self.view[inner.source.end : inner.cue.start]
        direct = len(near) <= (10 if inner.sentence.language == "zh" else 40) and not re.search("[，,：；;]", near)
        if (
            outer.source
            and direct
            and inner.cue.kind == "say"
            and self._gap_words(outer, inner.source) <= 2
            and outer in made
        ):
            made.remove(outer)
            relayed = self._relayed(inner, outer.source, inner.source)
            return replace(relayed, via=(*outer.via, *relayed.via))
        return inner

    # -- the source

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
        if not before or self._is_participle(cue) or before[-1] not in ",”\"'’?!—":
            return None
        for actor in actors:
            gap = self.view[cue.end : actor.start]
            if actor.pronoun in ("account", "object") and actor.kind == "pronoun":
                continue
            if actor.start >= cue.end and gap.strip() in ("", "the", "The") and len(gap) <= 5:
                return actor
        return None

    def _before_and(
        self, outer: Attribution, source: Actor, cue: Mention, sentence: Sentence
    ) -> Attribution | None:
        """`X reiterated the commitment and urged Y to ...`: the first statement, ending where the second verb begins.

        Only where what the first verb takes is a thing: a clause ("said that both agreed and hoped ...") goes on.
        """
        if outer.source is None or outer.cue is None or source.name != outer.source.name or len(outer.content) != 1:
            return None
        start, end = outer.content[0]
        rules = self.analysis.grammar_of(sentence)
        words = self.view[start : cue.start].rstrip()
        link = next((w for w in rules.words("coordination") if words.endswith((f" {w}", f",{w}"))), None)
        if rules.language != "en" or link is None or self._is_participle(cue) or self._quoted(cue.start, sentence):
            return None
        clause = self.view[outer.cue.end : start].strip().endswith("that") or any(
            a.start - start <= 1 and not self.view.startswith(("'s", "’s"), a.end) for a in self.actors_in(start, end)
        )
        if clause and outer.cue.kind != "take":
            return None
        span = _trimmed(self.view, start, start + len(words) - len(link))
        return replace(outer, content=(span,)) if span is not None else None

    def _is_participle(self, cue: Mention) -> bool:
        """`, accusing`: an English form that has the subject of the clause before it."""
        return self.view[cue.start : cue.end].split(" ")[0].endswith("ing")

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
        for actor in actors:
            if actor.start < window or actor.end > cue.start or not actor.voice or self._blocked(actor, sentence):
                continue
            if actor.pronoun == "object" or self._quoted(actor.start, sentence) or not self._beside(actor, cue, rules):
                continue
            return actor
        return self._shared_subject(cue, sentence, actors, window)

    def _beside(self, actor: Actor, cue: Mention, rules: Grammar) -> bool:
        between = self.view[actor.end : cue.start]
        inset = re.match(r"(?:,|\s\(|\s—|\s-)\s?(.{3,170}?)(?:,|\)|—|-)\s", between)
        while inset:
            between = between[inset.end() - 1 :]
            inset = re.match(r"\s?(?:,|\(|—)\s?(.{3,120}?)(?:,|\)|—)\s", between)
        words = between.split()
        inside = [a for a in self.actors_in(cue.start - len(between), cue.start) if a.voice]
        modified = bool(words) and words[0] in rules.word_set("affiliations")  # Kennedy of the Center for ...
        if any(not (modified and self._is_modifier(a, rules)) for a in inside):
            return False
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

    def _pick(self, free: Sequence[Actor], cue: Mention) -> Actor:
        """The Chinese subject: a person right before the cue, else the first of the last clause that has an actor."""
        last = free[-1]
        near = len(self.view[last.end : cue.start].strip(_SPACE))
        if (near <= 4 and last.kind in ("person", "role", "outlet")) or (
            near <= 2 and last.kind in ("joint", "side", "body")
        ):
            return last
        comma = max(self.view.rfind(mark, 0, last.start) for mark in "，：；,")
        clause = [a for a in free if a.start > comma]
        people = [a for a in clause if a.kind in ("person", "role")]
        if not clause:
            return last
        if clause[0].kind in ("side", "body") and people and not self._apart(clause[0], people[0]):
            return people[0]
        return clause[0]

    def _apart(self, first: Actor, second: Actor) -> bool:
        return len(self.view[first.end : second.start].strip(_SPACE + grammar("zh").raw["possessive"])) > 8

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
                _OPENERS + "《"
            )
            if before.endswith(rules.words("not_blockers")):
                return False
            if before.endswith(rules.words("subject_blockers")):
                return not self._is_subject_anyway(actor, sentence)
            owns = self.view[actor.end : actor.end + 1] == rules.raw["possessive"] and actor.kind != "role"
            return owns and not self._owns_words(actor, rules)
        words = self.view[sentence.start : start].rstrip().rsplit(None, 2)
        tail = words[-1] if words else ""
        if tail == "as" and self.view[sentence.start : start].rstrip()[:-2].rstrip().endswith((",", "”", '"')):
            return False  # "..., as the minister told reporters"
        two = " ".join(words[-2:])
        if (
            tail in ("the", "The", "a", "an", "then", "his", "her", "its", "then-President", "former")
            and len(words) > 1
        ):
            tail = words[-2]
        blockers = rules.word_set("subject_blockers")
        return tail in blockers or two in blockers or self.view[actor.end : actor.end + 2] in ("'s", "’s")

    def _owns_words(self, actor: Actor, rules: Grammar) -> bool:
        """的解释是, 的一句话说得…: what the actor owns are words, so that the actor is their source."""
        if any(m.start == actor.end for m in self.analysis.layer("cue").within(actor.end, actor.end + 8)):
            return True
        after = self.view[actor.end + 1 : actor.end + 9]
        return any(word in after for word in rules.raw["cue_nouns"]["forms"])

    def _without_count(self, before: str, rules: Grammar) -> str:
        """What stands before 两名, 一位 and the like: the count belongs to the noun phrase."""
        for word in sorted(rules.words("indefinite"), key=len, reverse=True):
            if before.endswith(word):
                return before[: -len(word)]
        return before

    def _is_subject_anyway(self, actor: Actor, sentence: Sentence) -> bool:
        """和, 与 between two subjects; 据, 在 are frames of their own; 对…表示 keeps its object blocked."""
        before = self.view[max(sentence.start, actor.start - 2) : actor.start]
        if before.endswith(self.analysis.grammar_of(sentence).words("and_words")):
            left = [a for a in self.actors_in(sentence.start, actor.start) if actor.start - a.end <= 1]
            return False if left else actor.start - sentence.start <= 1
        return False

    def _clause_start(self, cue: Mention, sentence: Sentence, rules: Grammar) -> int:
        start = sentence.start
        for mark in rules.words("clause_breaks"):
            at = self.view.rfind(mark, start, cue.start)
            if at >= 0 and (rules.language == "zh" or self._has_subject(at + len(mark), cue.start)):
                start = max(start, at + len(mark))
        for quotation in self.analysis.quotations_in(start, cue.start):
            if quotation.depth == 0 and quotation.end <= cue.start and quotation.end - quotation.start > 25:
                start = max(start, quotation.end)
        return start

    def _has_subject(self, start: int, end: int) -> bool:
        return any(a.start >= start and a.end <= end for a in self.actors_in(start, end))

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
        standing = self.view[sentence.start : cue.start].strip(_TRIM_LEFT)
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
        between = self.view[window : cue.start].strip(_SPACE + ",")
        if window > sentence.start and free[0].end <= window and len(between) <= 20:
            return free[0]
        words = self.view[free[0].end : cue.start].split()
        return (
            free[0]
            if words and words[-1].strip(",") in self.analysis.grammar_of(sentence).words("coordination")
            else None
        )

    # -- the content

    def _content(
        self, cue: Mention, source: Actor, sentence: Sentence, rules: Grammar, inverted: bool, end: int
    ) -> tuple[Span, ...]:
        first = min(cue.start, source.start) if source.end > source.start else cue.start
        if inverted:
            end = self._past_description(source, sentence)
        first = self._phrase_begin(first, sentence, rules)
        before = self._before(first, sentence, rules)
        after = self._after(end, sentence, rules, cue)
        quoted = self._quotation_before(sentence) if first - sentence.start <= 30 and before is None else ()
        trailing = before is not None and self._is_trailing(first, end, sentence, rules, cue, inverted)
        trailing = trailing and not (rules.language == "en" and self._is_participle(cue))
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
        return (before,) if cue.kind != "take" else ()

    def _begins_with_participle(self, after: Span) -> bool:
        cues = self.analysis.layer("cue").within(after[0], after[0] + 24)
        return any(c.start == after[0] and c.kind != "none" and self._is_participle(c) for c in cues)

    def _phrase_begin(self, first: int, sentence: Sentence, rules: Grammar) -> int:
        """Where the phrase of an English source that has content before it begins: `..., a former U.S. negotiator`."""
        if rules.language != "en":
            return first
        articles = "|".join(map(re.escape, rules.words("articles")))
        head = self.view[sentence.start : first]
        lead = re.search(rf"[,?!”\"’'] ((?:as )?(?:(?:{articles}) (?:[\w.’'-]+ ){{0,4}})?)$", head)
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
        return _trimmed(self.view, sentence.start, end) if end > sentence.start else None

    def _clause_of(self, cue: Mention, source: Actor, sentence: Sentence) -> Span:
        """The whole clause of a cue whose object is too short, or stands before it, to be content by itself."""
        low = min(cue.start, source.start) if source.end > source.start else cue.start
        comma = max(self.view.rfind(mark, sentence.start, low) for mark in "，；：") + 1
        return _trimmed(self.view, max(comma, sentence.start), sentence.end) or (low, cue.end)

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
            start = self._skip_addressee(start, sentence, rules, cue)
        while start < sentence.end and self.view[start] in rules.words("cue_tails"):
            start += 1
        if rules.language == "zh" and self.view[cue.start : cue.end] in rules.words("addressee_verbs"):
            comma = self.view.find("，", start, min(sentence.end, start + 14))
            start = comma + 1 if comma >= 0 else start
        stop = self._next_source(start, sentence, rules) if rules.language == "zh" else sentence.end
        return _trimmed(self.view, start, stop)

    def _next_source(self, start: int, sentence: Sentence, rules: Grammar) -> int:
        """Where a new subject with a cue of its own begins: behind a semicolon, or with 则, 却 and the like."""
        skip = len(self.view[start : sentence.end]) - len(self.view[start : sentence.end].lstrip(_TRIM_LEFT))
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
            actor = next(a for a in self.actors_in(at, sentence.end) if a.start - at <= 14)
            follows = any(self.view.startswith(w, actor.end) for w in rules.words("followers"))
            if match.group() in "；;" or follows:
                return at - 1
        return sentence.end

    def _subject_and_cue(self, at: int, sentence: Sentence) -> bool:
        """True where a clause begins with an actor that a reporting cue follows."""
        actor = next((a for a in self.actors_in(at, sentence.end) if a.start - at <= 14 and a.voice), None)
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
        that = re.match(r"(?:[^,;:.]{0,70}?|, [^,]{0,40}, )\bthat\b ", window[: reach + 1])
        if that and cue.kind in ("say", "think"):
            return start + that.end()
        if that and that.end() <= 6:
            return start + that.end()
        addressee = self.view[cue.start : cue.end] in rules.word_set("addressee_verbs")
        if addressee and quotation is not None and reach <= 60:
            return quotation.start
        if addressee:
            them = re.match(
                r" (?:[A-Z]\w+|reporters|lawmakers|him|her|them|the \w+|a \w+ \w+ \w+)(?: \w+day)? ", window
            )
            return start + them.end() if them else start
        return start

    def _is_trailing(
        self, first: int, end: int, sentence: Sentence, rules: Grammar, cue: Mention, inverted: bool
    ) -> bool:
        """True where source and cue come after the content, or interrupt it between marks."""
        head = self.view[sentence.start : first].rstrip(_SPACE)
        if inverted:
            return True
        if not head or len(head) < 6:
            return False
        rest = self.view[end : sentence.end].strip(_TRIM_LEFT + _CLOSERS)
        if rules.language == "zh":
            quoted = self.view[sentence.start : max(self.view.rfind(m, sentence.start, first) for m in '”」』"') + 1]
            closes = len(quoted) > 6 and quoted[0] in _OPENERS
            return cue.kind in ("say", "think") and (not rest or closes)
        closing = head[-1] in ",?!" or head[-1] in _CLOSERS
        if not closing:
            return False
        if head[-1] in _CLOSERS or head[-1] in "?!":
            return True
        follows = self.view[end : end + 4]
        told = self.view[cue.start : cue.end] in rules.word_set("addressee_verbs")
        if told and len(rest) < _ADDRESSEE and not re.search(r",|\bthat\b", rest):
            return True
        if not rest or follows[:1] in (",", "."):
            return True
        return any(rest.startswith(f"{word} ") for word in rules.words("tail_openers"))

    def _resumes(self, end: int, after: Span) -> bool:
        """True where the content goes on behind an interrupting source and cue."""
        if self.view[after[0] - 1 : after[0]] in _OPENERS or self.view[after[0]] in _OPENERS:
            return True
        if self.view[after[0]] > "\u2e80":
            return True
        return self.view[end : end + 2] == ", " and after[1] - after[0] > 25

    def _object_before(self, cue: Mention, source: Actor, rules: Grammar) -> Span | None:
        """对…表示, 以…形容: the object stands between the source and the cue, behind a preposition."""
        if rules.language != "zh" or source.end > cue.start or source.end <= source.start:
            return None
        span = _trimmed(self.view, source.end, cue.start)
        if span is None or span[1] - span[0] < 4:
            return None
        if cue.kind == "say" and any(a.kind == "outlet" for a in self.actors_in(span[0], span[1])):
            return None  # 对《环球时报》说: who was told
        between = self.view[span[0] : span[1]]
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
            opens = not lead or lead[-1] in "\n。！？!?.…" or lead[-1] in _CLOSERS
            apart = "\n" in self.view[quotation.start : sentence.start]
            if quotation.depth == 0 and 0 <= sentence.start - quotation.end <= 2 and opens and not apart:
                return ((quotation.inner_start, quotation.inner_end),)
        return ()

    # -- frames

    def _prefix_frames(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> list[Attribution]:
        found = []
        for frame in self.analysis.layer("frame").within(sentence.start, sentence.end):
            if frame.key[0] != rules.language or self._quoted(frame.start, sentence):
                continue
            source = next(
                (a for a in actors if 0 <= a.start - frame.end <= (12 if rules.language == "zh" else 5)), None
            )
            if source is None or (source.kind == "pronoun" and source.pronoun is None):
                continue
            end = self._frame_end(frame, source, sentence, rules)
            if end is None:
                continue
            inner = self._cited(source, actors, end)
            content = self._frame_content(frame, end, sentence)
            if content:
                made = Attribution(source=source, cue=None, content=(content,), frame="prefix", sentence=sentence)
                found.append(self._relayed(made, source, inner) if inner else made)
        return found

    def _frame_end(self, frame: Mention, source: Actor, sentence: Sentence, rules: Grammar) -> int | None:
        suffixes = rules.prefix_frames[int(frame.key[1])].suffix
        if not suffixes:
            comma = re.compile(r"(?:, (?:who|which|a|an|the)\b[^,]*)?").match(self.view, source.end, sentence.end)
            return comma.end() if comma else source.end
        window = self.view[source.end : min(sentence.end, source.end + 45)]
        best = None
        for suffix in suffixes:
            at = window.find(suffix)
            if at >= 0 and "，" not in window[:at] and (best is None or at + len(suffix) > best):
                best = at + len(suffix)
        return None if best is None else source.end + best

    def _cited(self, source: Actor, actors: Sequence[Actor], end: int) -> Actor | None:
        inside = [a for a in actors if source.end <= a.start and a.end <= end and a.voice != "media"]
        return inside[-1] if inside else None

    def _frame_content(self, frame: Mention, end: int, sentence: Sentence) -> Span | None:
        before = _trimmed(self.view, sentence.start, frame.start)
        after = _trimmed(self.view, end, sentence.end)
        opens = frame.start - sentence.start <= 20 or before is None
        if after is not None and after[1] - after[0] >= 6 and (opens or sentence.language == "zh"):
            return after
        return before or after

    def _possessive_frames(self, sentence: Sentence, actors: Sequence[Actor], rules: Grammar) -> list[Attribution]:
        frames = rules.raw["possessive_frames"]
        found: list[Attribution] = []
        if not any(noun in self.view[sentence.start : sentence.end] for noun in frames["nouns"]):
            return found
        for noun in frames["nouns"]:
            for match in re.finditer(
                rf"(?<=[’' srRh]) ?{re.escape(noun)}\b,?", self.view[sentence.start : sentence.end]
            ):
                at = sentence.start + match.start()
                source = next((a for a in actors if 0 <= at - a.end <= 3 and self._owns(a, at)), None)
                if source is None:
                    continue
                word = self.view[sentence.start : source.start].rstrip().rsplit(None, 1)[-1:]
                if not word or word[0] not in frames["before"]:
                    continue
                content = _trimmed(self.view, sentence.start + match.end(), sentence.end)
                if content and content[1] - content[0] >= 6:
                    found.append(
                        Attribution(source=source, cue=None, content=(content,), frame="possessive", sentence=sentence)
                    )
        return found

    def _owns(self, actor: Actor, at: int) -> bool:
        return actor.pronoun == "possessive" or self.view[actor.end : at].strip() in ("'s", "’s", "'", "’")

    def _label(self, sentence: Sentence, actors: Sequence[Actor]) -> Attribution | None:
        """`X: "..."`: a speaker before a colon, and then nothing but the words."""
        first = next((a for a in actors if a.start - sentence.start <= 2), None)
        subject = None
        for actor in actors:
            colon = re.compile(r"(?:, [^:.]{2,70}|[^，。：:,.]{0,14})?[:：]\s*(?=[“「『\"])").match(
                self.view, actor.end, sentence.end
            )
            if colon and (actor is first or actor.start - sentence.start < 60):
                subject = (actor, colon.end())
                break
        if subject is None or self.analysis.layer("cue").any(subject[0].end, subject[1]):
            return None
        content = _trimmed(self.view, subject[1], sentence.end)
        if content is None or (subject[0].kind in ("pronoun",) and subject[0].pronoun is None):
            return None
        return Attribution(source=subject[0], cue=None, content=(content,), frame="label", sentence=sentence)

    # -- no cue

    def _without_cue(self, sentence: Sentence, actors: Sequence[Actor]) -> list[Attribution]:
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
        if quotation is not None or self._partly_quoted(sentence):
            return self._carry(sentence, speaker)
        if self.readout and self.state.frame and self._carries_on(sentence, actors):
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

    def _carries_on(self, sentence: Sentence, actors: Sequence[Actor]) -> bool:
        """A sentence of a readout goes on with the speech unless it tells of an event."""
        del actors
        return not self.analysis.layer("event").any(sentence.start, min(sentence.end, sentence.start + 12))

    def _wholly_quoted(self, sentence: Sentence) -> Quotation | None:
        quotation = self.analysis.quotation_at(sentence.start)
        if quotation is None:
            quotation = self.analysis.quotation_at(min(sentence.start + 1, sentence.end - 1))
        if quotation and quotation.start <= sentence.start + 1 and quotation.end >= sentence.end - 2:
            return quotation
        return None

    def _attributed_after(self, quotation: Quotation) -> bool:
        """True where a sentence that follows a quotation in its line names who said it."""
        line = self.view[quotation.end : quotation.end + 60].split("\n", 1)[0]
        stop = min((at for mark in "，。！？：,.!?:" if (at := line.find(mark)) >= 0), default=len(line))
        cues = self.analysis.layer("cue").within(quotation.end, quotation.end + stop)
        return any(c.kind in ("say", "think") for c in cues)

    def _partly_quoted(self, sentence: Sentence) -> bool:
        """Quoted words, not a mere term: they are still those of whoever was speaking."""
        least = 6 if sentence.language == "zh" else 9
        for quotation in self.analysis.quotations_in(sentence.start, sentence.end):
            inner = self.view[max(quotation.inner_start, sentence.start) : min(quotation.inner_end, sentence.end)]
            if quotation.depth == 0 and len(inner) >= least and (sentence.language == "zh" or " " in inner):
                return True
        return False

    # -- merging

    def _merge(self, found: Sequence[Attribution]) -> list[Attribution]:
        """One attribution for cues of the same source whose contents lie within each other."""
        kept: list[Attribution] = []
        for attribution in sorted(found, key=lambda f: (f.content[0][0], -f.content[-1][1])):
            same = [k for k in kept if k.source and attribution.source and k.source.name == attribution.source.name]
            if any(_covers(k, attribution) for k in same):
                continue
            kept.append(attribution)
        return kept


def _touches(cue: Mention, attribution: Attribution) -> bool:
    """True where a frame of its own already uses the cue: between its source and its content."""
    if attribution.frame != "prefix" or attribution.source is None:
        return False
    return attribution.source.start <= cue.start < attribution.content[0][0]


def _covers(outer: Attribution, inner: Attribution) -> bool:
    return all(any(s <= a and b <= e for s, e in outer.content) for a, b in inner.content)


def _trimmed(view: str, start: int, end: int) -> Span | None:
    """A span without marks and spaces at its edges; None where nothing is left."""
    while start < end and view[start] in _TRIM_LEFT:
        start += 1
    while end > start and view[end - 1] in _TRIM_RIGHT:
        end -= 1
    while end > start and view[end - 1] in "。.！!？?":
        end -= 1
    return (start, end) if end - start >= 2 else None


def language_grammar(sentence: Sentence) -> Grammar:
    """The grammar of a sentence."""
    return grammar(sentence.language)
