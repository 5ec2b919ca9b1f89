"""Attributions as bare spans: source, cue and content, for everybody who speaks, whether a pack knows them or not.

This is what `bilat evaluate` scores against annotated corpora; a statement is an attribution with more read into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.extract.actors import ActorFinder
from bilat.extract.analysis import Analysis
from bilat.extract.attribution import Attribution
from bilat.extract.readout import is_readout
from bilat.extract.speech import read_speech
from bilat.extract.speech.layout import Layout
from bilat.extract.statements import find_attributions
from bilat.languages.sentences import language_of
from bilat.model import Document, Span
from bilat.packs import Pack


@dataclass(frozen=True, slots=True)
class AttributionSpans:
    """Who said what, where: spans of code points, end exclusive, in the order of the text.

    source: the noun phrase of whoever is said to say it, None where the text names no source ("it is reported").
    cue: the words of saying, empty where there are none (a label before a colon, a speech that runs on).
    content: what is said; never empty.
    """

    source: tuple[Span, ...] | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def attribution_spans(text: str, pack: Pack, *, outlet_kind: str = "unknown") -> list[AttributionSpans]:
    """All attributions of a text, in order of their first character."""
    kept = ((0, len(text)),)
    document = Document(id="", text=text, language=language_of(text), kept=kept, outlet_kind=outlet_kind)
    return spans_of(Analysis(document, pack))


def spans_of(analysis: Analysis) -> list[AttributionSpans]:
    """All attributions of a document that was analysed, in order of their first character."""
    found = _read(analysis) if analysis.document.language.startswith("zh") else _found(analysis)
    return sorted(set(found), key=lambda a: (min(*a.content, *a.content, *a.cue, *(a.source or ())), a.content))


def _read(analysis: Analysis) -> list[AttributionSpans]:
    layout = Layout(analysis)
    found = []
    for speech in read_speech(analysis, analysis.document.kept):
        said = layout.trimmed(speech.begin, speech.end) if speech.end is not None else None
        content = sorted({*speech.lead, *((said,) if said else ()), *speech.more})
        if content:
            source = (speech.source,) if speech.source else None
            found.append(AttributionSpans(source, tuple(sorted(speech.cue)), tuple(content)))
    return found


def _found(analysis: Analysis) -> list[AttributionSpans]:
    actors = ActorFinder(analysis).find()
    attributions, _ = find_attributions(analysis, actors, readout=is_readout(analysis, actors))
    return [_spans(group) for group in _speeches(attributions)]


def _speeches(attributions: Sequence[Attribution]) -> list[list[Attribution]]:
    """Sentences that carry a speech on are part of the attribution that began it."""
    groups: list[list[Attribution]] = []
    for attribution in attributions:
        source = attribution.source
        last = groups[-1][0].source if groups else None
        if attribution.carried and source is not None and last is not None and source.name == last.name:
            groups[-1].append(attribution)
        elif source is not None:
            groups.append([attribution])
    return groups


def _spans(group: Sequence[Attribution]) -> AttributionSpans:
    first = group[0]
    assert first.source is not None
    return AttributionSpans(
        source=(first.source.span,) if first.source.end > first.source.start else None,
        cue=((first.cue.start, first.cue.end),) if first.cue else (),
        content=tuple(span for attribution in group for span in attribution.content),
    )
