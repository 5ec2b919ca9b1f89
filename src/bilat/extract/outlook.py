"""What a text expects: scenarios, interactions to come, deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.lookup import Places
from bilat.extract.outlook_ahead import AheadReader
from bilat.extract.statements import Said
from bilat.extract.status import status_of
from bilat.languages.events import event_list
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.languages.sentences import Sentence
from bilat.model import Interaction, Outlook, Span, cite

_WHOM = {"zh": 10, "en": 30}  # characters behind a verb in which stands whom somebody is to meet
_AHEAD = {"zh": 12, "en": 40}  # characters around a noun in which a word says that it is to come


def find_outlook(analysis: Analysis, said: Sequence[Said], met: Sequence[Interaction]) -> Iterator[Outlook]:
    """Outlook records in the order of the text, each once for its span and kind."""
    seen: set[tuple[str, Span]] = set()
    ahead = [one for one in met if one.status in ("planned", "proposed")]
    reader = AheadReader(analysis)
    to_come = Places(((quote.start, quote.end), one) for one in ahead for quote in one.evidence)
    for sentence in analysis.sentences:
        for kind, span, condition in _in_sentence(analysis, sentence, to_come, reader):
            if (kind, span) in seen:
                continue
            seen.add((kind, span))
            yield Outlook(
                doc=analysis.document.id,
                evidence=cite(analysis.text, span),
                confidence=0.7,
                kind=kind,
                condition=condition,
                outcome=analysis.text[span[0] : span[1]],
                by=_speaker(said, sentence),
            )


def _speaker(said: Sequence[Said], sentence: Sentence) -> str | None:
    for item in said:
        if any(start < sentence.end and end > sentence.start for start, end in item.record.content):
            return item.record.speaker.name
    return None


def _in_sentence(
    analysis: Analysis, sentence: Sentence, to_come: Places[Interaction], reader: AheadReader
) -> Iterator[tuple[str, Span, str | None]]:
    whole = (sentence.start, sentence.end)
    conditions = [m for m in analysis.layer("conditional").within(*whole) if m.kind != "none"]
    if conditions and _looks_ahead(analysis, sentence, conditions[0].start):
        yield "scenario", whole, analysis.text[conditions[0].start : _comma(analysis, conditions[0].end, sentence)]
    elif _told_scenario(analysis, whole) or reader.hangs(sentence):
        yield "scenario", whole, None
    words = analysis.layer("event").within(*whole)
    named = any(_expected(analysis, word, sentence, to_come) or reader.expects(word, sentence) for word in words)
    if named or reader.goes(sentence):
        yield "expected_interaction", whole, None
    for word in analysis.layer("deadline").within(*whole):
        dates = [
            d for d in analysis.dates_in(*whole) if d.kind in ("point", "vague") and abs(d.start - word.start) < 60
        ]
        if dates:
            yield "deadline", whole, None
            return
    if reader.due(sentence):
        yield "deadline", whole, None


def _told_scenario(analysis: Analysis, whole: Span) -> bool:
    """`in the worst case`, or a word of how things may turn out beside one of what may come."""
    words = (word for language in LANGUAGES for word in grammar(language).words("scenario_said"))
    if any(word in analysis.view[slice(*whole)].lower() for word in words):
        return True
    return analysis.has("scenario", *whole) and (analysis.has("future", *whole) or analysis.has("modality", *whole))


def _expected(analysis: Analysis, word: Mention, sentence: Sentence, to_come: Places[Interaction]) -> bool:
    """An interaction to come: one that was read from the sentence, or a noun or a journey that the words around say
    will come about. What stands behind it (`after the talks`, 会谈后) lies in the past."""
    whole = (sentence.start, sentence.end)
    if word.kind == "none" or analysis.view.startswith(event_list(sentence.language, "over_behind") or "\0", word.end):
        return False
    if not (to_come.any_over(whole) or _comes_about(analysis, word, sentence)):
        return False
    return status_of(analysis, word, sentence, whole) in ("planned", "proposed")


def _comes_about(analysis: Analysis, word: Mention, sentence: Sentence) -> bool:
    """The words right around an event word put it in the time to come, or say with whom."""
    low = max(sentence.start, word.start - _AHEAD[sentence.language])
    if word.key[1] == "noun":
        ahead = any(analysis.has(layer, low, word.start) for layer in ("future", "modality"))
        return ahead or any(d.date for d in analysis.dates_in(low, word.start))
    if word.key[1] == "verb":
        return _people(analysis, word.end, min(sentence.end, word.end + _WHOM[sentence.language]))
    going = event_list(sentence.language, "going_ahead")
    return bool(going) and analysis.view.endswith(going, 0, word.start) and _people(analysis, low, word.start)


def _people(analysis: Analysis, start: int, end: int) -> bool:
    return any(m.kind in ("person", "office") for m in analysis.layer("entity").within(start, end))


def _comma(analysis: Analysis, position: int, sentence: Sentence) -> int:
    """The first comma behind a position that is not one within a number; the sentence's end without one."""
    view = analysis.view
    found = (at for at in range(position, sentence.end) if view[at] in "，,")
    return next((at for at in found if not (view[at - 1].isdigit() and view[at + 1 : at + 2].isdigit())), sentence.end)


def _looks_ahead(analysis: Analysis, sentence: Sentence, position: int) -> bool:
    """A condition opens a scenario unless it asks a question or sits inside a longer word's clause of the past."""
    del position
    text = analysis.view[sentence.start : sentence.end].rstrip('”」』"')
    return not text.endswith(("？", "?")) or len(text) > 24
