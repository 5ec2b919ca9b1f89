"""The attributions of a Chinese text seen by its clauses: whose subject is another than was found, and who is unnamed.

The engine of attributions goes by the actors that a pack knows; the reader of speech goes by the noun phrases of the
clause. Where both see the same cue and the reader's subject is an actor that the engine passed over, that actor is the
source. What the reader alone hears people and bodies say, by words that the engine does not know as cues, is added.
Officials, experts and firms told of by a noun alone make attributions of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.attribution import Attribution
from bilat.extract.lexicon import Mention
from bilat.extract.lookup import Places
from bilat.extract.speech import Speech, read_speech
from bilat.languages.grammar import grammar
from bilat.languages.sentences import Sentence
from bilat.languages.speech import speech_rules
from bilat.model import Span

_KINDS = frozenset({"say", "think"})
_SPEAKERS = frozenset({"person", "body", "outlet"})  # of those whom the engine knows, who may say what it did not hear
_LEAST = 8  # code points of content: less is a word, no statement


def heard(analysis: Analysis) -> list[Speech]:
    """What the reader of clauses hears in a document: in a Chinese one, for it knows no other language."""
    return read_speech(analysis, analysis.document.kept) if analysis.document.language.startswith("zh") else []


def seen_by_clauses(
    analysis: Analysis, actors: Sequence[Actor], found: Sequence[Attribution], speeches: Sequence[Speech]
) -> list[Attribution]:
    """The attributions found, with the sources that their clauses have, and those of unnamed speakers, in order."""
    if not speeches:
        return list(found)
    by_cue = Places([(cue, s) for s in speeches if s.source and not s.zero for cue in s.cue])
    by_end: dict[int, list[Actor]] = defaultdict(list)
    for actor in actors:
        by_end[actor.end].append(actor)
    settled = [_settled(attribution, by_cue, by_end) for attribution in found]
    settled += _unnamed(analysis, speeches, by_end, settled)
    return sorted(settled, key=lambda a: a.sentence.start)


def _settled(
    attribution: Attribution, by_cue: Places[Speech], by_end: Mapping[int, Sequence[Actor]]
) -> Attribution:
    """With the actor that ends the subject of the attribution's own cue, where the engine took one outside of it."""
    cue, source = attribution.cue, attribution.source
    if cue is None or source is None or attribution.via or attribution.carried or source.end <= source.start:
        return attribution
    same = list({id(speech): speech for speech in by_cue.over((cue.start, cue.end))}.values())
    if len(same) != 1 or same[0].source is None or _shared(source.span, same[0].source):
        return attribution
    start, end = same[0].source
    inside = [a for a in by_end.get(end, ()) if start <= a.start and a.voice and a.kind in ("person", "joint")]
    return replace(attribution, source=inside[-1]) if inside else attribution


def _unnamed(
    analysis: Analysis,
    speeches: Sequence[Speech],
    by_end: Mapping[int, Sequence[Actor]],
    found: Sequence[Attribution],
) -> Iterator[Attribution]:
    """Attributions beside those found whose source is a noun phrase for somebody with a voice, and no actor known."""
    taken = Places([(span, None) for attribution in found for span in attribution.content])
    for speech in speeches:
        if speech.source is None or speech.kind not in _KINDS or speech.parent is not None or not speech.cue:
            continue
        if analysis.has("negation", *speech.cue[0]):
            continue  # 没有交代: nothing is said
        content = _content(speech, analysis.view)
        if content is None or taken.any_over(content):
            continue
        source = _actor(analysis, speech.source, by_end)
        sentence = analysis.kept.at(speech.cue[0][0])
        if source is not None and sentence is not None:
            yield _attribution(analysis, speech, source, content, sentence)


def _content(speech: Speech, view: str) -> Span | None:
    if speech.end is None or speech.lead or speech.end - speech.begin < _LEAST:
        return None
    return speech.begin, speech.begin + len(view[speech.begin : speech.end].rstrip("。"))


def _shared(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _actor(analysis: Analysis, span: Span, by_end: Mapping[int, Sequence[Actor]]) -> Actor | None:
    """Whom a noun phrase names: who stands at its end, else its own words with the voice of its last noun."""
    text = analysis.text[slice(*span)]
    named = [actor for actor in by_end.get(span[1], ()) if span[0] <= actor.start]
    if named:
        told = [actor for actor in named if actor.voice and actor.kind in _SPEAKERS and actor.pronoun != "account"]
        return told[-1] if told else None
    voice, rules = _voice(analysis, span), grammar("zh")
    view = analysis.view[slice(*span)]
    if voice is None or view.endswith(rules.raw["possessive"]) or view.startswith(rules.words("subject_blockers")):
        return None  # 对服务贸易的, 据一些媒体: no noun phrase by itself
    return Actor(start=span[0], end=span[1], kind="role", name=text, surface=text, voice=voice, named=False)


def _voice(analysis: Analysis, span: Span) -> str | None:
    view = analysis.view[slice(*span)]
    for voice, nouns in speech_rules().voices:
        if nouns.search(view):
            return voice
    return None


def _attribution(
    analysis: Analysis, speech: Speech, source: Actor, content: Span, sentence: Sentence
) -> Attribution:
    start, end = speech.cue[0]
    word = analysis.view[start:end]
    act = next((c.act for c in grammar("zh").cues if c.form == word and c.frame != "none"), "describe")
    cue = Mention(start, end, "cue", "say", (act, "zh"))
    return Attribution(source=source, cue=cue, content=(content,), frame="say", sentence=sentence)
