"""Measures: the state of an instrument as a text tells it, with value, imposer, layer, dates and status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.measures_amounts import LENGTHS, AmountReader
from bilat.extract.measures_changes import ChangeReader
from bilat.extract.measures_dates import Term
from bilat.extract.measures_guards import MeasureGuards
from bilat.extract.measures_imposer import ImposerReader
from bilat.extract.measures_named import NamedReader, telling
from bilat.extract.measures_status import StatusReader
from bilat.extract.questions import asked, is_question
from bilat.languages.quantities import Quantity
from bilat.languages.sentences import Sentence
from bilat.model import Measure, Span, cite
from bilat.packs import Instrument

_POINTS = "percentage points"
_TURN = re.compile(r"[^:：，,。.]{1,24}[:：]")


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
        self.context = _Context()
        self.imposers = ImposerReader(analysis, actors)
        self.statuses = StatusReader(analysis)
        self.changes = ChangeReader(analysis)
        self.guards = MeasureGuards(analysis, self.imposers.actors)
        self.named = NamedReader(analysis, self.statuses)
        instruments = analysis.pack.instruments.values()
        rates = frozenset(i.id for i in instruments if i.manner == "rate")
        self.amounts = AmountReader(analysis, rates, self._units_of("pledge"))

    def find(self) -> list[Measure]:
        """All measures in order, the same state told twice only once."""
        found: dict[tuple[object, ...], tuple[Measure, bool]] = {}
        for sentence in self.analysis.sentences:
            if sentence.paragraph != self.context.paragraph:
                previous = self.context
                self.context = _Context(paragraph=sentence.paragraph, imposer=None, tariff=False)
                next_one = previous.paragraph == sentence.paragraph - 1
                if next_one and (sentence.end - sentence.start < 40 or self._is_turn(sentence)):
                    self.context.tariff = previous.tariff
            for measure, told in self._sentence(sentence):
                key = (
                    measure.instrument,
                    measure.imposed_by,
                    measure.layer,
                    measure.value,
                    measure.unit,
                    measure.status,
                )
                before = found.setdefault(key, (measure, told))[0]
                if not (before.effective or before.expires) and measure.expires:
                    found[key] = (measure, told)  # the same, told with its end
        return telling(list(found.values()))

    def _is_turn(self, sentence: Sentence) -> bool:
        """A paragraph that opens with who speaks: a talk goes on about what it was about."""
        return bool(_TURN.match(self.view, sentence.start, sentence.end))

    # -- one sentence

    def _sentence(self, sentence: Sentence) -> list[tuple[Measure, bool]]:
        """The measures of a sentence, each with whether it tells more than that there is one."""
        mentions = self.named.of(sentence)
        again = None if mentions else self.named.again(sentence)
        mentions = [again] if again is not None else mentions
        amounts = self.amounts.of(sentence)
        if is_question(self.analysis, sentence):
            mentions = [m for m in mentions if not asked(self.analysis, sentence, m.start)]
            amounts = [q for q in amounts if not asked(self.analysis, sentence, q.start)]
        made: list[tuple[Measure, bool]] = []
        valued: set[int] = set()
        if self._names("rate", mentions):
            self.context.tariff = True
        self.context.truce = self.context.truce or self._names("truce", mentions)
        self.context.goods = self.context.goods or self._names("pledge", mentions)
        for amount in amounts:
            chosen = self._instrument_for(amount, mentions, sentence)
            if chosen is None:
                continue
            instrument, mention = chosen
            if mention is not None and not self._apart(mention, amount):
                valued.add(mention.start)
            measure = self._measure(instrument, mention, amount, sentence)
            if measure is not None:
                made.append((measure, True))
        made = self._without_own_pause(made, mentions)
        return made + self._named(sentence, [m for m in mentions if m.start not in valued], made)

    def _apart(self, mention: Mention, amount: Quantity) -> bool:
        """A length of time in another part of the sentence: what becomes of it, and not yet that it is there."""
        return amount.unit in LENGTHS and any(mark in self.view[mention.end : amount.start] for mark in "；;")

    def _named(
        self, sentence: Sentence, mentions: Sequence[Mention], made: Sequence[tuple[Measure, bool]]
    ) -> list[tuple[Measure, bool]]:
        """The measures that a sentence names without an amount: each instrument once, one that either side may have
        once for each of them."""
        told = {(m.instrument, m.imposed_by) for m, _ in made}
        found = []
        for mention in mentions:
            instrument = self.analysis.pack.instruments[mention.key[0]]
            whose = {by for one, by in told if one == instrument.id}
            only_one = instrument.manner or instrument.imposed_by
            if whose and only_one and not self._ended(instrument, mention, sentence):
                continue
            if not self.named.tells_state(instrument, mention, sentence):
                continue
            measure = self._measure(instrument, mention, None, sentence)
            if measure is None or (whose and not instrument.manner and {measure.imposed_by, None} & whose):
                continue
            found.append((measure, self._tells_more(measure, instrument, mention, sentence)))
            told.add((instrument.id, measure.imposed_by))
        return found

    def _ended(self, instrument: Instrument, mention: Mention, sentence: Sentence) -> bool:
        """A clause without an amount that tells the end of a rate, beside others that tell of other rates."""
        low, high = self.statuses.clause(mention.start, mention.end, sentence)
        words = self.analysis.layer("status").within(low, high)
        ended = any(w.key[0] in ("struck_down", "withdrawn", "lapsed") for w in words)
        return instrument.manner == "rate" and ended and not self.analysis.quantities_in(low, high)

    def _without_own_pause(
        self, made: list[tuple[Measure, bool]], mentions: Sequence[Mention]
    ) -> list[tuple[Measure, bool]]:
        """A side that holds its own tariff back for a time makes no truce, where none is named."""
        instruments = self.analysis.pack.instruments
        rates = {m.imposed_by for m, _ in made if instruments[m.instrument].manner == "rate"}
        if len(rates) != 1 or not rates <= {side.code for side in self.analysis.pack.sides}:
            return made
        if self.context.truce or self._names("truce", mentions):
            return made
        return [one for one in made if instruments[one[0].instrument].manner != "truce"]

    def _tells_more(self, measure: Measure, instrument: Instrument, mention: Mention, sentence: Sentence) -> bool:
        if measure.layer or measure.effective or measure.expires:
            return True
        anchor = (mention.start, mention.end)
        return self.statuses.told(instrument, anchor, self.statuses.clause(*anchor, sentence), sentence)

    def _instrument_for(
        self, amount: Quantity, mentions: Sequence[Mention], sentence: Sentence
    ) -> tuple[Instrument, Mention | None] | None:
        instruments = self.analysis.pack.instruments
        unit = "points" if amount.unit == _POINTS else amount.unit
        fitting = [m for m in mentions if unit in instruments[m.key[0]].valued]
        if unit == "percent":
            fitting += [m for m in mentions if instruments[m.key[0]].share and self._of_revenue(amount)]
        if unit in LENGTHS and self.amounts.lasted(amount, sentence):
            return None
        if unit in LENGTHS:
            fitting = self._suspended_for(amount, fitting, sentence)
            clause = self.statuses.clause(amount.start, amount.end, sentence)
            if (
                not fitting
                and self.context.tariff
                and self._pauses(sentence)
                and self._of_tariffs(amount, mentions, sentence)
                and not self._on_all(self._layer(clause))
            ):
                return self._of_manner("truce")
        if unit in ("percent", "points") and not self.amounts.is_rate(amount, sentence):
            fitting = [m for m in fitting if instruments[m.key[0]].manner != "rate"]
            if not fitting:
                return None
        if fitting:
            mention = min(fitting, key=lambda m: self._gap(m, amount))
            return instruments[mention.key[0]], mention
        if unit in self._units_of("pledge") and (self.context.goods or unit.endswith("tonnes")):
            return self._of_manner("pledge")
        if unit == "points" and not mentions and self._undone(amount, sentence):
            self.context.tariff = True  # percentage points that are cancelled or held back are a tariff's
        if unit == "percent" and not mentions and not self.context.tariff and self.amounts.bears(amount, sentence):
            self.context.tariff = True
        if unit in ("percent", "points") and self.context.tariff and not mentions:
            return None if self.amounts.of_else(sentence) else self._of_manner("rate")
        return None

    def _undone(self, amount: Quantity, sentence: Sentence) -> bool:
        clause = self.statuses.clause(amount.start, amount.end, sentence)
        return any(w.key[0] in ("withdrawn", "suspended") for w in self.analysis.layer("status").within(*clause))

    def _on_all(self, layer: str | None) -> bool:
        """True for a layer that falls on everybody's goods."""
        return any(x.id == layer and x.on_all for x in self.analysis.pack.layers)

    def _names(self, manner: str, mentions: Sequence[Mention]) -> bool:
        instruments = self.analysis.pack.instruments
        return any(m.key and m.key[0] in instruments and instruments[m.key[0]].manner == manner for m in mentions)

    def _of_manner(self, manner: str) -> tuple[Instrument, None] | None:
        """The pack's instrument of a manner, for an amount that names none; None where the pack has none."""
        found = next((i for i in self.analysis.pack.instruments.values() if i.manner == manner), None)
        return (found, None) if found else None

    def _units_of(self, manner: str) -> tuple[str, ...]:
        found = self._of_manner(manner)
        return found[0].valued if found else ()

    def _of_revenue(self, amount: Quantity) -> bool:
        window = self.view[max(0, amount.start - 8) : amount.end + 16]
        words = [word for instrument in self.analysis.pack.instruments.values() for word in instrument.share]
        return any(word in window for word in words)

    def _suspended_for(self, amount: Quantity, fitting: list[Mention], sentence: Sentence) -> list[Mention]:
        low, high = self.statuses.clause(amount.start, amount.end, sentence)
        own = [m for m in fitting if low <= m.start < high and not self._of_manners([m], ("rate", "truce", "pledge"))]
        fitting = own or fitting
        return [m for m in fitting if abs(m.start - amount.start) < 60] if self._pauses(sentence) or fitting else []

    def _of_tariffs(self, amount: Quantity, mentions: Sequence[Mention], sentence: Sentence) -> bool:
        """A length of time in a clause of tariffs; in one that names nothing, in a sentence of nothing but tariffs."""
        low, high = self.statuses.clause(amount.start, amount.end, sentence)
        of_tariffs = self._of_manners(mentions, ("rate", "truce"))
        here = [m for m in of_tariffs if low <= m.start < high]
        others = [m for m in mentions if m not in of_tariffs and not self._of_manners([m], ("pledge",))]
        pledged = [m for m in mentions if m not in of_tariffs and m not in others]
        if any(low <= m.start < high for m in (*others, *pledged)):
            return False
        percents = sum(q.unit in ("percent", _POINTS) for q in self.amounts.of(sentence))
        if percents == 1 and not here and not self._paused(sentence):
            return False  # `a surcharge of 10 percent, for 150 days`: it is how long the rate holds
        return bool(here) or self.context.truce or (bool(of_tariffs or percents) and not others)

    def _of_manners(self, mentions: Sequence[Mention], manners: tuple[str, ...]) -> list[Mention]:
        instruments = self.analysis.pack.instruments
        return [m for m in mentions if m.key and instruments[m.key[0]].manner in manners]

    def _pauses(self, sentence: Sentence) -> bool:
        return self.context.truce or self._paused(sentence)

    def _paused(self, sentence: Sentence) -> bool:
        """True where a sentence itself names a truce or says that something is suspended."""
        words = self.analysis.layer("status").within(sentence.start, sentence.end)
        named = self.analysis.layer("instrument").within(sentence.start, sentence.end)
        return self._names("truce", named) or any(w.key[0] == "suspended" for w in words)

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
        if not instrument.imposed_by and self.guards.elsewhere((start, end), sentence):
            return None
        if mention is not None and self.guards.is_no_act(instrument, mention, sentence):
            return None
        clause = self.statuses.clause(*anchor, sentence)
        imagined = amount is not None and instrument.manner and self.statuses.imagined(sentence, anchor)
        if imagined and not self.statuses.presupposed(anchor, sentence):
            return None
        if amount is not None and instrument.manner == "pledge" and self.amounts.is_made(amount, sentence):
            return None
        rated = instrument.manner == "rate"
        layer = self._layer(clause, anchor) or (self._carried(clause) if rated and mention is None else None)
        part = layer if rated or self._right_before(start) else None
        imposer = self.imposers.imposer(instrument, anchor, clause, sentence, layer=part, before=self.context.imposer)
        threat = self.statuses.threat(anchor, sentence) if self.statuses.conditional(anchor, sentence) else None
        if rated and threat is not None:
            imposer = self.imposers.threatener(threat, clause, anchor, sentence) or imposer
        if layer and next(x.imposed_by for x in self.analysis.pack.layers if x.id == layer) not in (imposer, None):
            layer = None
        if rated:
            self.context.imposer, self.context.layer = imposer, layer
            self.imposers.last = imposer or self.imposers.last
        status = self._status(instrument, anchor, clause, sentence, amount)
        if self.guards.rumoured(anchor, sentence) and not (
            status == "in_force" and self.guards.ends((start, end), sentence)
        ):
            return None
        untold = amount is None and self.statuses.none_told(anchor, sentence)
        if status == "announced" and not instrument.status and (untold or self.statuses.denied(anchor, sentence)):
            return None
        if status == "withdrawn" and self._for_a_time(anchor, clause, sentence):
            status = "suspended"
        term = self._term(instrument, [*spans], amount, clause, sentence)
        value, unit = self._value(instrument, amount)
        if status == "in_force" and self.statuses.is_later(term.effective):
            term = term._replace(effective=None)  # a day to come is another's
        if instrument.manner in ("truce", "pledge") and self.statuses.run_out(term.effective, value, unit):
            status = "lapsed"
        low, high = max(sentence.start, min(start, clause[0])), min(sentence.end, max(end, clause[1]))
        return Measure(
            doc=self.analysis.document.id,
            evidence=cite(self.analysis.text, self._stripped(low, high)),
            confidence=0.8 if mention is not None else 0.65,
            instrument=instrument.id,
            imposed_by=imposer,
            target=instrument.target or (None if self._on_all(layer) else self.imposers.target(imposer)),
            layer=layer if rated else None,
            value=value,
            unit=unit,
            effective=term.effective,
            expires=term.expires,
            date_basis=term.basis,
            status=status,
        )

    def _right_before(self, start: int) -> bool:
        """`Section 301 ship fees`, 301船舶收费: the part of a stack is a part of its name."""
        return any(m.end >= start - 1 for m in self.analysis.layer("layer").within(start - 12, start))

    def _carried(self, clause: Span) -> str | None:
        """The layer that was spoken of before, where a clause names nobody and nothing on which another could fall."""
        named = self.analysis.layer("target").any(*clause) or any(a.side for a in self.imposers.actors.within(*clause))
        return None if named else self.context.layer

    def _for_a_time(self, anchor: Span, clause: Span, sentence: Sentence) -> bool:
        """`lifted for 90 days`, 停征90天: what ends for a length of time is held back."""
        behind = [q for q in self.amounts.of(sentence) if anchor[1] <= q.start < clause[1]]
        return bool(behind) and behind[0].unit in LENGTHS

    def _term(
        self, instrument: Instrument, spans: list[Span], amount: Quantity | None, clause: Span, sentence: Sentence
    ) -> Term:
        """The measure's term; a length of time in its clause is how long it lasts."""
        lengths = [q for q in self.amounts.of(sentence) if q.unit in LENGTHS and clause[0] <= q.start < clause[1]]
        length = amount if amount is not None and amount.unit in LENGTHS else (lengths[0] if lengths else None)
        return self.statuses.terms.term(spans, sentence, due=instrument.manner == "pledge", length=length)

    def _stripped(self, low: int, high: int) -> Span:
        while low < high and self.view[low] in " ，,；;\u3000":
            low += 1
        return low, high

    def _status(
        self, instrument: Instrument, anchor: Span, clause: Span, sentence: Sentence, amount: Quantity | None
    ) -> str:
        of_rate = amount is not None and instrument.manner == "rate"
        if amount and of_rate and self.changes.is_past(amount, sentence):
            return "withdrawn"
        return self.statuses.status(instrument, anchor, clause, sentence)

    def _value(self, instrument: Instrument, amount: Quantity | None) -> tuple[float | int | None, str | None]:
        if amount is None:
            return None, None
        unit = "points" if amount.unit == _POINTS else amount.unit
        if unit == "percent" and instrument.share:
            unit = next((u for u in instrument.valued if u.startswith("percent of ")), unit)
        if amount.per:
            unit = f"{unit} a {amount.per}"
        return amount.value, unit

    def _layer(self, clause: Span, anchor: Span | None = None) -> str | None:
        """The part of a stack that a clause names: the nearest to an amount, else the last."""
        found = self.analysis.layer("layer").within(*clause)
        if not found or anchor is None:
            return found[-1].key[0] if found else None
        return min(reversed(found), key=lambda m: max(anchor[0] - m.end, m.start - anchor[1])).key[0]
