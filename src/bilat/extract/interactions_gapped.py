"""Further interactions of one verb: `saw A on Saturday and, a day earlier, B`: each a person with a day of his own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import Candidate
from bilat.extract.interactions_details import Details
from bilat.extract.lexicon import Mention
from bilat.extract.parties import Parties
from bilat.languages.dates import DateExpression
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence

_FORMS = ("object", "verb", "with", "before_person")  # verbs with somebody behind
_DAY = 10  # characters of an ISO day
_LEAD = 28  # characters of a title between a day and a name
_BEHIND = 5  # characters between a name and its day: ` on `


class Gapped:
    """Reads the sentences of one document for such lists."""

    def __init__(self, analysis: Analysis, parties: Parties, details: Details) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.parties = parties
        self.details = details

    def in_sentence(self, sentence: Sentence, words: Sequence[Mention], found: Sequence[Candidate]) -> list[Candidate]:
        """One more event for each further person with a day of his own behind the verb of an event of `found`."""
        verbs = [w for w in words if w.key[1] in _FORMS and w.kind != "visit"]
        told = [c for c in found if c.family in ("call", "meeting") and len(c.people) > 1 and len(c.date or "") == _DAY]
        if len(verbs) != 1 or len(told) != 1 or not event_list(sentence.language, "list_links"):
            return []
        like, more = told[0], []
        for actor, date in self._further(verbs[0], sentence, like):
            key = actor.entity or actor.name
            like.people.pop(key, None)
            one = replace(
                like, people={k: a for k, a in like.people.items() if a.side != actor.side}, date=date.date,
                end_date=None, basis=date.basis, minutes=None, level=None, spans=[(sentence.start, sentence.end)],
                kind="meeting" if like.family == "meeting" else like.kind, definite=False, anaphoric=False,
            )  # fmt: skip
            one.add([actor])
            more.append(self.details.settle_kind(one))
        return more

    def _further(self, verb: Mention, sentence: Sentence, like: Candidate) -> Iterator[tuple[Actor, DateExpression]]:
        """The people behind the first one, each with the day right behind or before the name."""
        behind = self.parties.people.within(verb.end, sentence.end)
        subjects = {a.side for a in self.parties.people.within(sentence.start, verb.start)}
        days = [d for d in self.analysis.dates_in(verb.end, sentence.end) if len(d.date or "") == _DAY]
        end = None
        for actor in behind:
            if actor.side in subjects or actor.side not in self.parties.codes:
                return
            day = self._day_of(actor, days)
            if day is None or (end is not None and not self._listed(end, min(actor.start, day.start), sentence)):
                return
            stop = max(actor.end, day.end)
            if end is not None and day.date != like.date and self._ends(stop, sentence):
                yield actor, day
            end = stop

    def _day_of(self, actor: Actor, days: Sequence[DateExpression]) -> DateExpression | None:
        behind = [d for d in days if 0 <= d.start - actor.end <= _BEHIND and "," not in self.view[actor.end : d.start]]
        before = [d for d in days if 0 <= actor.start - d.end <= _LEAD and not self._of_somebody(d, actor)]
        return next(iter([*behind, *before[-1:]]), None)

    def _of_somebody(self, date: DateExpression, actor: Actor) -> bool:
        """True where between a day and a name stands anything but a comma and a title."""
        between = self.view[date.end : actor.start].strip(" ,")
        return bool(between) and not self.analysis.layer("entity").any(date.end, actor.end)

    def _listed(self, start: int, end: int, sentence: Sentence) -> bool:
        between = " ".join(self.view[start:end].replace(",", " ").split())
        for word in event_list(sentence.language, "company"):
            between = between.removesuffix(f" {word}")
        return not between or between in event_list(sentence.language, "list_links")

    def _ends(self, at: int, sentence: Sentence) -> bool:
        """Behind an item stands a mark, a link or a place, and no verb: `and X on Saturday praised him`."""
        behind = self.view[at : sentence.end].split(maxsplit=1)
        lists = ("list_links", "stays", "day_parts")
        links = {word for name in lists for word in event_list(sentence.language, name)}
        return not behind or behind[0].rstrip(",.;") in links or not behind[0][0].isalpha()
