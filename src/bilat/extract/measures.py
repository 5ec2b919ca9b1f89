"""Measures: the state of an instrument as a text tells it, with value, imposer, layer, dates and status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.languages.grammar import grammar
from bilat.languages.quantities import Quantity
from bilat.languages.sentences import Sentence
from bilat.model import Measure, Span, cite
from bilat.packs import Instrument

_DURATIONS = ("days", "weeks", "months", "years")
_POINTS = "percentage points"


@dataclass(slots=True)
class _Context:
    """What the paragraph was about so far."""

    paragraph: int = -1
    tariff: bool = False
    goods: bool = False
    truce: bool = False
    imposer: str | None = None
    layer: str | None = None


class MeasureFinder:
    """Finds the measures of one document."""

    def __init__(self, analysis: Analysis, actors: Sequence[Actor]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = actors
        self.codes = tuple(side.code for side in analysis.pack.sides)
        self.context = _Context()
        sides = [a.side for a in actors if a.side in self.codes and a.kind == "person"]
        self.last_imposer: str | None = sides[0] if sides else None

    def find(self) -> list[Measure]:
        """All measures in order, the same state told twice only once."""
        found: dict[tuple[object, ...], Measure] = {}
        for sentence in self.analysis.sentences:
            if sentence.paragraph != self.context.paragraph:
                previous = self.context
                self.context = _Context(paragraph=sentence.paragraph, imposer=None, tariff=False)
                if previous.paragraph == sentence.paragraph - 1 and sentence.end - sentence.start < 40:
                    self.context.tariff = previous.tariff
            for measure in self._sentence(sentence):
                key = (
                    measure.instrument,
                    measure.imposed_by,
                    measure.layer,
                    measure.value,
                    measure.unit,
                    measure.status,
                )
                found.setdefault(key, measure)
        return list(found.values())

    # -- one sentence

    def _sentence(self, sentence: Sentence) -> list[Measure]:
        if self.view[sentence.start : sentence.end].rstrip('”」』"').endswith(("?", "？")):
            return []
        mentions = self._instruments(sentence)
        amounts = self.analysis.quantities_in(sentence.start, sentence.end)
        amounts = sorted([*amounts, *self._elliptic(sentence, amounts)], key=lambda q: q.start)
        made: list[Measure] = []
        valued: set[int] = set()
        if any(m.key[0] == "tariff" for m in mentions):
            self.context.tariff = True
        self.context.truce = self.context.truce or any(m.key[0] == "tariff_truce" for m in mentions)
        self.context.goods = self.context.goods or any(m.key[0] == "purchases" for m in mentions)
        for amount in amounts:
            chosen = self._instrument_for(amount, mentions, sentence)
            if chosen is None:
                continue
            instrument, mention = chosen
            if mention is not None:
                valued.add(mention.start)
            measure = self._measure(instrument, mention, amount, sentence)
            if measure is not None:
                made.append(measure)
        told = {m.instrument for m in made}
        for mention in mentions:
            instrument = self.analysis.pack.instruments[mention.key[0]]
            if mention.start in valued or instrument.id in told or not self._tells_state(instrument, mention, sentence):
                continue
            measure = self._measure(instrument, mention, None, sentence)
            if measure is not None:
                made.append(measure)
                told.add(instrument.id)
        return made

    def _elliptic(self, sentence: Sentence, amounts: Sequence[Quantity]) -> list[Quantity]:
        """`to 30 percent from 145 percent, and Beijing's to 10 from 125`: numbers whose unit stood before."""
        rules = self.analysis.grammar_of(sentence)
        units = [
            q for q in amounts if q.unit == "percent" or q.unit in self.analysis.pack.instruments["purchases"].valued
        ]
        if not units or not rules.words("elliptic_before"):
            return []
        before = "|".join(map(re.escape, rules.words("elliptic_before")))
        pattern = re.compile(
            rf"\b(?:{before}) (?P<value>\d+(?:\.\d+)?)(?P<scale> million| billion)?"
            r"(?=[,.;]| (?:from|to|for|by|in|and)\b)"
        )
        found = []
        for match in pattern.finditer(self.view, sentence.start, sentence.end):
            start, end = match.span("value")[0], match.end()
            like = [q for q in units if q.start < start and ("million" in q.unit) == bool(match["scale"])]
            if (
                like
                and not any(q.start < end and start < q.end for q in amounts)
                and not self.analysis.dates_in(start, end + 1)
            ):
                value = float(match["value"])
                found.append(replace(like[-1], start=start, end=end, value=int(value) if value.is_integer() else value))
        return found

    def _instruments(self, sentence: Sentence) -> list[Mention]:
        found = []
        for mention in self.analysis.layer("instrument").within(sentence.start, sentence.end):
            if mention.kind == "exception":
                continue
            instrument = self.analysis.pack.instruments[mention.key[0]]
            needed = any(instrument.needs.get(sentence.language, ()))
            if needed and not self.analysis.layer(f"needs:{instrument.id}").any(sentence.start, sentence.end):
                continue
            found.append(mention)
        return found

    def _tells_state(self, instrument: Instrument, mention: Mention, sentence: Sentence) -> bool:
        """A bare tariff or purchase word tells no state; other instruments do once they are named."""
        if instrument.id == "purchases":
            return False
        if instrument.id == "tariff_truce":
            dated = any(d.date for d in self.analysis.dates_in(sentence.start, sentence.end))
            return dated and self.analysis.has("deadline", sentence.start, sentence.end)
        if self._only_imagined(instrument.id, mention, sentence):
            return False
        if instrument.id == "tariff":
            low, high = self._clause(mention.start, mention.end, sentence)
            words = self.analysis.layer("status").within(low, high)
            return bool(words) or self._layer(low, high) is not None
        return True

    def _only_imagined(self, instrument_id: str, mention: Mention, sentence: Sentence) -> bool:
        """In a condition or a guess that does not speak of lifting or resuming it, an instrument need not exist."""
        if instrument_id == "sanctions_delisting":
            return False
        guessed = self.analysis.has("conditional", sentence.start, mention.start) or self.analysis.has(
            "modality", max(sentence.start, mention.start - 24), mention.start
        )
        words = self.analysis.layer("status").within(sentence.start, sentence.end)
        return guessed and not any(w.key[0] in ("withdrawn", "suspended", "in_force") for w in words)

    def _instrument_for(
        self, amount: Quantity, mentions: Sequence[Mention], sentence: Sentence
    ) -> tuple[Instrument, Mention | None] | None:
        instruments = self.analysis.pack.instruments
        unit = "points" if amount.unit == _POINTS else amount.unit
        fitting = [m for m in mentions if unit in instruments[m.key[0]].valued]
        if unit == "percent":
            fitting += [
                m for m in mentions if "percent of revenue" in instruments[m.key[0]].valued and self._of_revenue(amount)
            ]
        if unit in _DURATIONS:
            fitting = self._suspended_for(amount, fitting, sentence)
            clause = self._clause(amount.start, amount.end, sentence)
            if not fitting and self.context.tariff and self._pauses(sentence) and self._layer(*clause) != "surcharge":
                return instruments["tariff_truce"], None
        if fitting:
            mention = min(fitting, key=lambda m: self._gap(m, amount))
            return instruments[mention.key[0]], mention
        if unit in instruments["purchases"].valued and (self.context.goods or unit.endswith("tonnes")):
            return instruments["purchases"], None
        if unit in ("percent", "points") and self.context.tariff and not mentions:
            return instruments["tariff"], None
        return None

    def _of_revenue(self, amount: Quantity) -> bool:
        window = self.view[max(0, amount.start - 8) : amount.end + 16]
        words = [word for instrument in self.analysis.pack.instruments.values() for word in instrument.share]
        return any(word in window for word in words)

    def _suspended_for(self, amount: Quantity, fitting: list[Mention], sentence: Sentence) -> list[Mention]:
        return [m for m in fitting if abs(m.start - amount.start) < 60] if self._pauses(sentence) or fitting else []

    def _pauses(self, sentence: Sentence) -> bool:
        words = self.analysis.layer("status").within(sentence.start, sentence.end)
        named = self.analysis.layer("instrument").within(sentence.start, sentence.end)
        truce = any("tariff_truce" in m.key for m in named)
        return truce or self.context.truce or any(w.key[0] == "suspended" for w in words)

    def _gap(self, mention: Mention, amount: Quantity) -> int:
        """Distance in characters; a clause mark between counts as far."""
        low, high = min(mention.end, amount.end), max(mention.start, amount.start)
        between = self.view[low:high]
        return len(between) + 25 * sum(between.count(mark) for mark in "；;。") + 10 * between.count("，")

    # -- one measure

    def _measure(
        self, instrument: Instrument, mention: Mention | None, amount: Quantity | None, sentence: Sentence
    ) -> Measure | None:
        spans = [(x.start, x.end) for x in (mention, amount) if x is not None]
        start, end = spans[0] if len(spans) == 1 else (min(s for s, _ in spans), max(e for _, e in spans))
        anchor = (amount.start, amount.end) if amount is not None else (start, end)
        clause = self._clause(*anchor, sentence)
        if (
            amount is not None
            and instrument.id in ("tariff", "tariff_truce", "purchases")
            and self._imagined(sentence, anchor)
        ):
            return None
        layer = self._layer(*clause) or (self.context.layer if instrument.id == "tariff" and mention is None else None)
        imposer = self._imposer(instrument, anchor, clause, sentence, layer)
        status = self._status(instrument, anchor, clause, sentence)
        if instrument.id == "tariff":
            self.context.imposer, self.context.layer = imposer, layer
            self.last_imposer = imposer or self.last_imposer
        date = self._date(anchor, sentence)
        value, unit = self._value(instrument, amount)
        low, high = max(sentence.start, min(start, clause[0])), min(sentence.end, max(end, clause[1]))
        return Measure(
            doc=self.analysis.document.id,
            evidence=cite(self.analysis.text, self._stripped(low, high)),
            confidence=0.8 if mention is not None else 0.65,
            instrument=instrument.id,
            imposed_by=imposer,
            target=instrument.target or self._target(imposer, layer),
            layer=layer if instrument.id == "tariff" else None,
            value=value,
            unit=unit,
            effective=date[0] if date else None,
            date_basis=date[1] if date else None,
            status=status,
        )

    def _stripped(self, low: int, high: int) -> Span:
        while low < high and self.view[low] in " ，,；;\u3000":
            low += 1
        return low, high

    def _value(self, instrument: Instrument, amount: Quantity | None) -> tuple[float | int | None, str | None]:
        if amount is None:
            return None, None
        unit = "points" if amount.unit == _POINTS else amount.unit
        if instrument.id == "chip_export_control" and unit == "percent":
            unit = "percent of revenue"
        if amount.per:
            unit = f"{unit} a {amount.per}"
        return amount.value, unit

    def _imagined(self, sentence: Sentence, anchor: Span) -> bool:
        """In a condition or what follows from it: not a state."""
        return self.analysis.has("conditional", sentence.start, anchor[0])

    def _clause(self, start: int, end: int, sentence: Sentence) -> Span:
        marks = "，；：。" if sentence.language == "zh" else ",;:"
        first = max(sentence.start, max(self.view.rfind(mark, sentence.start, start) for mark in marks) + 1)
        ends = [at for mark in marks if (at := self.view.find(mark, end, sentence.end)) >= 0]
        return first, min([*ends, sentence.end])

    def _layer(self, start: int, end: int) -> str | None:
        found = self.analysis.layer("layer").within(start, end)
        return found[-1].key[0] if found else None

    def _imposer(
        self, instrument: Instrument, anchor: Span, clause: Span, sentence: Sentence, layer: str | None
    ) -> str | None:
        if instrument.imposed_by is not None:
            return instrument.imposed_by
        of_layer = next((x.imposed_by for x in self.analysis.pack.layers if x.id == layer), None)
        for span in (clause, (sentence.start, anchor[1])):
            side = (of_layer if span == clause else None) or self._by_target(span) or self._by_actor(span, anchor)
            if side is not None:
                return side
        found = of_layer or self.context.imposer or self._by_target((anchor[0], sentence.end)) or self._by_agent(anchor)
        return found or (self.last_imposer if instrument.id == "tariff" else None)

    def _by_agent(self, anchor: Span) -> str | None:
        """`sanctioned by China`: the actor right behind."""
        after = [a for a in self.actors if 0 <= a.start - anchor[1] <= 5 and a.side in self.codes]
        return after[0].side if after else None

    def _by_target(self, span: Span) -> str | None:
        """`on Chinese goods`, 对美关税: the target is named behind a preposition, the imposer is the other side."""
        for mention in reversed(self.analysis.layer("target").within(*span)):
            return next((code for code in self.codes if code != mention.kind), None)
        return None

    def _by_actor(self, span: Span, anchor: Span) -> str | None:
        before = [a for a in self.actors if span[0] <= a.start and a.end <= anchor[0] and a.side in self.codes]
        before = [a for a in before if not self._is_object(a)]
        joint = [a for a in self.actors if span[0] <= a.start and a.end <= anchor[0] and a.kind == "joint"]
        if joint and (not before or joint[-1].start > before[-1].start):
            return "both"
        return before[-1].side if before else None

    def _is_object(self, actor: Actor) -> bool:
        """Behind a preposition that makes the actor the one it falls on."""
        before = self.view[max(0, actor.start - 9) : actor.start].rstrip()
        words = {*grammar("en").words("object_prepositions"), *grammar("zh").words("object_prepositions")}
        return any(before.endswith(word) for word in words)

    def _target(self, imposer: str | None, layer: str | None) -> str | None:
        if layer == "surcharge":
            return None
        return next((code for code in self.codes if code != imposer), None) if imposer in self.codes else None

    def _date(self, anchor: Span, sentence: Sentence) -> tuple[str, str | None] | None:
        dates = [
            d
            for d in self.analysis.dates_in(sentence.start, sentence.end)
            if d.date and d.kind in ("point", "vague", "range")
        ]
        if not dates:
            return None
        best = min(dates, key=lambda d: abs(d.start - anchor[0]) + (15 if d.start > anchor[0] else 0))
        return (str(best.date), best.basis) if abs(best.start - anchor[0]) < 60 else None

    # -- status

    def _status(self, instrument: Instrument, anchor: Span, clause: Span, sentence: Sentence) -> str:
        words = self._status_words(clause)
        if not words:
            words = self._status_words((clause[0], sentence.end)) or self._status_words((sentence.start, clause[1]))
        future = self._is_future(sentence, anchor)
        if instrument.id == "sanctions_delisting" and not words:
            return "available"
        if not words:
            return "announced" if future or self._imagined(sentence, anchor) else "in_force"
        word = min(words, key=lambda w: min(abs(w.start - anchor[1]), abs(anchor[0] - w.end)))
        status = word.key[0]
        if self._negated(word, sentence) or (status in ("withdrawn", "suspended") and self._urged(word, sentence)):
            return "in_force" if status in ("withdrawn", "suspended", "lapsed", "struck_down") else "announced"
        if status in ("withdrawn", "in_force") and (future or self._imagined(sentence, anchor) or self._hedged(word)):
            return "announced"
        return status

    def _status_words(self, span: Span) -> list[Mention]:
        found = []
        for word in self.analysis.layer("status").within(*span):
            quotation = self.analysis.quotation_at(word.start)
            if quotation is None or quotation.end - quotation.start > 20:
                found.append(word)
        return found

    def _negated(self, word: Mention, sentence: Sentence) -> bool:
        reach = 6 if sentence.language == "zh" else 24
        return self.analysis.has("negation", max(sentence.start, word.start - reach), word.start)

    def _urged(self, word: Mention, sentence: Sentence) -> bool:
        """Somebody wants it done: it has not been done."""
        reach = 24 if sentence.language == "zh" else 70
        return self.analysis.has("urged", max(sentence.start, word.start - reach), word.start)

    def _hedged(self, word: Mention) -> bool:
        return self.analysis.has("modality", max(0, word.start - 30), word.start)

    def _is_future(self, sentence: Sentence, anchor: Span) -> bool:
        published = self.analysis.document.published
        if published:
            for date in self.analysis.dates_in(sentence.start, sentence.end):
                if (
                    date.date
                    and date.date[: len(published)] > published[: len(date.date)]
                    and abs(date.start - anchor[0]) < 60
                ):
                    return True
        return self.analysis.has("future", max(sentence.start, anchor[0] - 40), min(sentence.end, anchor[1] + 20))
