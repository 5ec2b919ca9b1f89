"""Guards of measures: which instrument, whose, on whom, how much, since when, and what has become of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from bilat.extract.measures_amounts import LENGTHS, AmountReader
from bilat.extract.measures_changes import ChangeReader
from bilat.extract.measures_dates import counted
from bilat.extract.measures_status import StatusReader
from bilat.guards.figures import amount_told, bare_numbers, date_told
from bilat.guards.problem import Finding
from bilat.guards.text import Text, evidence_spans
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.model import Measure, Span

_MADE = frozenset({"announced", "in_force"})
_ENDS = frozenset({"withdrawn", "suspended", "lapsed", "struck_down"})
_HEDGE = 30  # characters from a hedge to the word of status that it makes doubtful
_FORMER = 24  # characters from a word that leads to a former amount to it
_LEAD = 12  # characters before a day
_WIDER = 4  # characters of an English text for one of a Chinese one


def check_measure(record: Measure, text: Text) -> Iterator[Finding]:
    """What is wrong with a measure."""
    instrument = text.pack.instruments.get(record.instrument)
    if instrument is None:
        yield Finding("terms", f"the pack has no instrument {record.instrument}")
        return
    spans = evidence_spans(record)
    scope, near = text.whole(spans), text.paragraphs(spans, before=1)
    told = text.mentions("instrument", scope if record.value is not None else spans)
    words = {m.key[0] for m in told if m.kind != "exception"}
    around = {m.key[0] for m in text.mentions("instrument", near) if m.kind != "exception"}
    paused = instrument.manner == "truce" and "suspended" in {m.key[0] for m in text.mentions("status", scope)}
    ended = {m.key[0] for m in text.mentions("status", scope)} & {"withdrawn", "suspended"}
    points = any(q.unit == "percentage points" for q in text.quantities(scope))
    paused = paused or (instrument.manner == "rate" and points and bool(ended))  # points taken off are a tariff's
    paused = paused or (instrument.manner == "rate" and _is_bare_rate(record, text, scope))
    if text.has(spans, "measure_nouns"):  # `the rule`: named before
        words |= {m.key[0] for m in text.mentions("instrument", text.paragraphs(spans, before=4)) if m.key}
    if record.instrument not in (around if instrument.manner else words) and not paused:
        yield Finding("words", f"no words name its instrument {record.instrument}")
    unit = (record.unit or "").partition(" a ")[0]
    if unit and unit not in instrument.valued:
        yield Finding("numbers", f"{record.instrument} is not told in {record.unit}")
    yield from amount_told(record.value, record.unit, text, spans, name="value", around=scope)
    yield from date_told(record.effective, text, scope, name="effective", first=True)
    if not _counted_on(record, text, scope):
        yield from date_told(record.expires, text, scope, name="expires")
    yield from _sides(record, text, spans)
    yield from _layer(record, text, spans, near)
    yield from _status(record, text, spans, scope)


def _is_bare_rate(record: Measure, text: Text, scope: list[Span]) -> bool:
    """True where words right around a percentage make it a rate, or those of one before it do."""
    rates = frozenset(i.id for i in text.pack.instruments.values() if i.manner == "rate")
    reader = AmountReader(text.analysis, rates, ())
    places = [a for a in text.quantities(text.paragraphs(scope, before=0)) if a.unit == record.unit]
    return any(reader.bears(a, sentence) for a in places if (sentence := text.sentence_at(a.start)) is not None)


def _counted_on(record: Measure, text: Text, scope: list[Span]) -> bool:
    """True where its last day is its first one and a length of time that the words tell."""
    if record.effective is None or len(record.effective) != 10:
        return False
    lengths = [q for q in text.quantities(scope) if q.unit in LENGTHS and isinstance(q.value, int)]
    return any(counted(record.effective, int(q.value), q.unit) == record.expires for q in lengths)


def _sides(record: Measure, text: Text, spans: list[Span]) -> Iterator[Finding]:
    instrument = text.pack.instruments[record.instrument]
    if instrument.imposed_by is not None and record.imposed_by != instrument.imposed_by:
        yield Finding("sides", f"{record.instrument} is imposed by {instrument.imposed_by}, not by {record.imposed_by}")
    if instrument.target is not None and record.target != instrument.target:
        yield Finding("sides", f"{record.instrument} falls on {instrument.target}, not on {record.target}")
    elif record.imposed_by in text.codes and record.target == record.imposed_by:
        yield Finding("sides", f"{record.imposed_by} is to have imposed it on itself")
    fallen = {m.kind for m in text.mentions("target", spans)}
    if instrument.imposed_by is None and len(fallen) == 1 and fallen == {record.imposed_by}:
        yield Finding("sides", f"it falls on {record.imposed_by}, which is to have imposed it")


def _layer(record: Measure, text: Text, spans: list[Span], near: list[Span]) -> Iterator[Finding]:
    if record.layer is None:
        return
    told = text.mentions("layer", spans) or text.mentions("layer", near)
    own = next((layer.imposed_by for layer in text.pack.layers if layer.id == record.layer), None)
    if own is not None and record.imposed_by not in (own, None):
        yield Finding("sides", f"{record.layer} is imposed by {own}, not by {record.imposed_by}")
    if record.layer not in {m.key[0] for m in told}:
        yield Finding("words", f"no words name its layer {record.layer}")


def _status(record: Measure, text: Text, spans: list[Span], scope: list[Span]) -> Iterator[Finding]:
    instrument = text.pack.instruments[record.instrument]
    near = _words(record, text, spans)
    told = near | _words(record, text, scope)
    if instrument.status:
        told.add(instrument.status)
    if record.status != "announced" and (_is_former(record, text, scope) or _is_past(record, text, scope)):
        told.add("withdrawn")
    if "withdrawn" in told and any(q.unit in LENGTHS for q in text.quantities(scope)):
        told.add("suspended")  # it ends for a length of time
    if StatusReader(text.analysis).run_out(record.effective, record.value, record.unit):
        told.add("lapsed")  # its time, counted from that day, was over
    if record.status not in told | _MADE:
        yield Finding("status", f"no word says that it is {record.status}")
    if record.status == "announced" and "announced" not in told and True not in _ahead(record, text, spans):
        yield Finding("status", "no word says that it is only announced")
    if record.status == "in_force" and _is_to_come(record.effective, text, scope):
        yield Finding("status", f"it is to be in force since {record.effective}, which is still to come")
    standing = record.status in ("in_force", "suspended")
    if standing and record.value is not None and _is_former(record, text, spans):
        yield Finding("status", "its amount is the former of two")
    stands = instrument.manner == "truce" and text.has(scope, "truce_states")
    only_made = record.status == "announced" and near and "announced" not in near and not instrument.status
    if only_made and True not in _ahead(record, text, spans):
        yield Finding("status", f"the words say that it is {min(near)}")
    if instrument.manner == "truce" and record.status == "announced" and record.expires and not told:
        yield Finding("status", "the words tell when it ends, not that it is still to begin")
    promised = near == {"announced"} or (instrument.status == "announced" and not told - {"announced"})
    promised = promised or (not told and _ahead(record, text, spans) == {True})
    if record.status == "in_force" and promised and not stands:
        yield Finding("status", "the words say that it is only announced")


def _is_to_come(date: str | None, text: Text, scope: list[Span]) -> bool:
    """True for a day behind that of the text, unless the words tell it as a last day (`until ...`)."""
    published = text.document.published or ""
    shared = min(len(published), len(date or ""))
    if (date or "")[:shared] <= published[:shared]:
        return False
    until = tuple(word for language in LANGUAGES for word in grammar(language).words("until"))
    return not any(
        found.date == date and text.view[max(0, found.start - _LEAD) : found.start].rstrip().endswith(until)
        for found in text.dates(scope)
    )


def _ahead(record: Measure, text: Text, spans: list[Span]) -> set[bool]:
    """Whether the words around the amount, or else the instrument, put it in the time to come or in a condition."""
    reader = StatusReader(text.analysis)
    places = [(a.start, a.end) for a in text.quantities(spans) if record.value in (a.value, a.low)]
    if record.value is None:
        places = [(m.start, m.end) for m in text.mentions("instrument", spans) if m.key[:1] == (record.instrument,)]
    found = ((place, sentence) for place in places if (sentence := text.sentence_at(place[0])) is not None)
    return {
        reader.is_ahead(sentence, place)
        or reader.conditional(place, sentence)
        or reader.unreal(reader.clause(*place, sentence), place)
        or reader.at_odds(reader.clause(*place, sentence), sentence)
        for place, sentence in found
    }


def _words(record: Measure, text: Text, spans: list[Span]) -> set[str]:
    """The statuses that words give, in force where what ends it is denied or only asked for."""
    found = set()
    for word in text.mentions(f"status:{record.instrument}", spans) or text.mentions("status", spans):
        sentence = text.sentence_at(word.start)
        low = sentence.start if sentence else word.start
        reach = 1 if text.view[word.start] > "\u2e80" else _WIDER
        denied = text.has([(max(low, word.start - 6 * reach), word.start)], "negation")
        asked = text.has([(max(low, word.start - 24 * reach), word.start)], "urged")
        if sentence and asked and any(text.view.startswith(w, word.start) for w in _attributes(sentence.language)):
            asked = False  # 若…，暂停中的…: what a condition would bring back is held back now
        if text.has([(max(low, word.start - _HEDGE), word.start)], "modality") or (denied and word.key[0] not in _ENDS):
            found.add("announced")
        found.add("in_force" if word.key[0] in _ENDS and (denied or asked) else word.key[0])
    behind = [(span[0], sentence.end) for span in spans if (sentence := text.sentence_at(span[0])) is not None]
    found |= {"withdrawn"} if text.has(behind, "never_done") else set()
    return found | ({"announced"} if text.has(behind, "not_done_yet") else set())


def _attributes(language: str) -> tuple[str, ...]:
    return grammar(language).words("presupposed")


def _is_former(record: Measure, text: Text, scope: list[Span]) -> bool:
    """True where its amount stands behind a word for the former of two ("from 20 percent")."""
    places = [a.start for a in text.quantities(scope) if record.value in (a.value, a.low)]
    places += [at for at, number in bare_numbers(text, scope) if number == record.value]
    return any(_former().search(text.view[max(0, at - _FORMER) : at]) for at in places)


def _is_past(record: Measure, text: Text, scope: list[Span]) -> bool:
    """True where its amount is one that another took the place of, or a peak of the past."""
    reader = ChangeReader(text.analysis)
    places = [a for a in text.quantities(scope) if record.value in (a.value, a.low)]
    return any(reader.is_past(at, sentence) for at in places if (sentence := text.sentence_at(at.start)) is not None)


@functools.cache
def _former() -> re.Pattern[str]:
    """`from about`, 从原来的: right before the former of two amounts."""
    marks, hedges = (
        "|".join(re.escape(word) for language in LANGUAGES for word in grammar(language).words(name))
        for name in ("former_rate_markers", "former_rate_hedges")
    )
    return re.compile(rf"(?:{marks})\s?(?:(?:{hedges})\s?)*$")
