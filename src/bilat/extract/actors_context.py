"""What the rest of a document says of who a name, a title or a ministry can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bilat.extract.actors_model import Token
from bilat.extract.analysis import Analysis
from bilat.packs import Entity, Office
from bilat.packs.lookups import office_holders


class Context:
    """The people and bodies of one document with their offices on its date."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.pack = analysis.pack
        self.date = analysis.document.published or _latest_date(analysis)
        self.codes = {side.code for side in self.pack.sides}
        self.people = self._count_people()
        self.by_body = self._count_bodies()

    def _count_people(self) -> Counter[str]:
        people: Counter[str] = Counter()
        for mention in self.analysis.layer("entity").items:
            if mention.kind == "person" and not mention.weak:
                people.update(mention.key)
        return people

    def _count_bodies(self) -> Counter[str]:
        """How often people of each body are named, and the body itself by a name that is its own."""
        bodies: Counter[str] = Counter()
        for person, count in self.people.items():
            for tenure in self.pack.entities[person].tenures:
                office = self.pack.offices.get(tenure.office)
                if office and office.body and (self.date is None or tenure.covers(self.date)):
                    bodies[office.body] += count
        for mention in self.analysis.layer("entity").items:
            if mention.kind == "body" and len(mention.key) == 1:
                bodies[mention.key[0]] += 2
            if mention.kind == "office":
                for key in mention.key:
                    body = self.pack.offices[key].body
                    if body and len(mention.key) == 1:
                        bodies[body] += 1
        return bodies

    def office_at(self, entity: Entity) -> Office | None:
        if not entity.tenures:
            return None
        current = [t for t in entity.tenures if self.date is None or t.covers(self.date)]
        tenure = current[-1] if current else entity.tenures[-1]
        return self.pack.offices.get(tenure.office)

    def holders(self, office: str) -> list[Entity]:
        return [
            person
            for person, tenure in office_holders(self.pack).get(office, ())
            if self.date is None or tenure.covers(self.date)
        ]

    def out_of_office(self, ids: Sequence[str]) -> bool:
        """True where none of the people holds an office on the date; the pack's "former ..." is none."""
        date = self.date
        tenures = [t for i in ids for t in self.pack.entities[i].tenures]
        return date is not None and not any(t.covers(date) and not self._is_past_office(t.office) for t in tenures)

    def _is_past_office(self, office: str) -> bool:
        found = self.pack.offices.get(office)
        return found is not None and found.name.lower().startswith("former ")

    def group_side(self, group: Sequence[Token]) -> str | None:
        for token in reversed(group):
            for key in token.ids:
                if token.kind == "office":
                    sides = {self.pack.offices[i].side for i in token.ids}
                    if len(sides) == 1:
                        return sides.pop()
                    break
                entity = self.pack.entities.get(key)
                if entity is not None and len(token.ids) == 1 and entity.side in {s.code for s in self.pack.sides}:
                    return entity.side
                if entity is not None and token.kind == "place" and entity.country in {s.code for s in self.pack.sides}:
                    return entity.country
        return None

    def home(self, position: int) -> str | None:
        """The state whose own titles and ministries a text of this language names without saying whose."""
        language = "zh" if self.is_han(position) else "en"
        return next((side.code for side in self.pack.sides if language in side.languages), None)

    def country_before(self, position: int) -> str | None:
        """The country of the last body or person named before, within reach: an unprefixed ministry belongs there."""
        low = max(0, position - 120)
        if self.is_han(position):  # 商务部 at the head of a Chinese paragraph: of no state told of in the one before
            low = max(low, self.analysis.view.rfind("\n", 0, position) + 1)
        for mention in reversed(self.analysis.layer("entity").within(low, position)):
            if mention.kind not in ("body", "person", "office"):
                continue
            for key in mention.key:
                entity = self.pack.entities.get(key)
                if entity and entity.state:
                    return entity.state
        return None

    def issuer(self) -> str | None:
        """Whose account an official document is: the side of the first body, office or person that it names.

        Whom a text calls by an office with the state's name (`China's Defense Minister`) is the other party to it.
        """
        if self.analysis.document.outlet_kind != "official":
            return None
        entities = self.analysis.layer("entity")
        for mention in entities.items:
            with_state = any(m.kind in ("side", "adjective") for m in entities.within(mention.start, mention.end))
            if mention.kind == "office" and with_state:
                continue
            sides = {self._side_of(key) for key in mention.key}
            if len(sides) == 1 and sides <= self.codes:
                return sides.pop()
        return None

    def _side_of(self, key: str) -> str | None:
        entity, office = self.pack.entities.get(key), self.pack.offices.get(key)
        return entity.side if entity else office.side if office else None

    def is_han(self, at: int) -> bool:
        return self.analysis.view[at] > "\u2e80"


def _latest_date(analysis: Analysis) -> str | None:
    """The latest day, month or year that the text itself states: the best that is known of when it was written."""
    return max((d.date for d in analysis.dates if d.date and d.basis == "stated" and d.date[0] in "12"), default=None)
