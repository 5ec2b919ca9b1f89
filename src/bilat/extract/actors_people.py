"""Who a person is: by name, by a title alone, or by how the text introduces somebody unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors_context import Context
from bilat.extract.actors_model import Actor, Token, actor_of
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.packs import Entity, Office


class People:
    """Resolves the people of one document."""

    def __init__(self, context: Context) -> None:
        self.analysis = context.analysis
        self.pack = context.pack
        self.context = context
        self.namesakes: dict[tuple[str, ...], str] = {}

    def person(self, head: Token, group: list[Token]) -> Actor:
        entity = self._choose_person(head.ids, group)
        actor = self.known(entity, head)
        if actor.voice == "official" and self._is_former(head, group):
            return replace(actor, voice="expert", side=None)
        return actor

    def known(self, entity: Entity, head: Token) -> Actor:
        office = self.context.office_at(entity)
        return actor_of(self.analysis,
            head, "person", entity.name, entity=entity.id, side=entity.side, voice=entity.voice,
            office=office.name if office else None, level=office.level if office else None,
        )  # fmt: skip

    def _is_former(self, head: Token, group: list[Token]) -> bool:
        """A pack person introduced by a former office speaks as an expert."""
        start = group[0].start
        window = self.analysis.view[max(0, start - 30) : start]
        cut = max(window.rfind(mark) for mark in "，。；,.;\n")
        if not self.context.out_of_office(head.ids):
            return False
        described = any(t.kind == "thinktank" for t in group) or self._of_thinktank(head)
        return described or self.analysis.has("former", max(0, start - 30) + cut + 1, head.start)

    def _of_thinktank(self, head: Token) -> bool:
        """`Name, ... at the Institute, said`: described by where the person is now."""
        if not self.analysis.view.startswith((", ", "（", "("), head.end):
            return False
        mentions = self.analysis.layer("entity").within(head.end, head.end + 130)
        cue = next((c.start for c in self.analysis.layer("cue").within(head.end, head.end + 130)), head.end + 130)
        return any(m.kind == "thinktank" and m.start < cue for m in mentions)

    def _choose_person(self, ids: Sequence[str], group: list[Token]) -> Entity:
        chosen = self._chosen_person(ids, group)
        if len(ids) > 1:
            self.namesakes[tuple(ids)] = chosen.id
        return chosen

    def _chosen_person(self, ids: Sequence[str], group: list[Token]) -> Entity:
        """Among namesakes: who holds the office named beside, was meant before, is in office, is named most."""
        if len(ids) > 1:
            offices = {i for token in group if token.kind == "office" for i in token.ids}
            for key in ids:
                if any(tenure.office in offices for tenure in self.pack.entities[key].tenures):
                    return self.pack.entities[key]
            if tuple(ids) in self.namesakes:
                return self.pack.entities[self.namesakes[tuple(ids)]]
            ids = sorted(ids, key=lambda key: (self.context.out_of_office([key]), -self.context.people[key]))
        return self.pack.entities[ids[0]]

    def unknown(self, head: Token, group: list[Token]) -> Actor:
        assert head.person is not None
        voice = head.person.voice
        roles = [t for t in group if t.kind == "role"]
        if voice is None and roles:
            voice = {"unnamed_official": "official"}.get(roles[-1].ids[0], roles[-1].ids[0])
        if self.analysis.has("former", max(0, group[0].start - 6), head.start):
            voice = "expert"
        elif any(t.kind in ("office", "body") for t in group):
            voice = "official" if voice in (None, "expert", "official") and self._official_group(group) else voice
        side = self.context.group_side(group) if voice == "official" else None
        start, end = head.person.full or (head.start, head.end)
        return actor_of(
            self.analysis, head, "person", self.analysis.text[start:end], voice=voice or "expert", side=side
        )

    def _official_group(self, group: list[Token]) -> bool:
        bodies = [self.pack.entities[i] for t in group if t.kind == "body" for i in t.ids]
        return any(t.kind == "office" for t in group) or any(b.voice == "official" for b in bodies)

    def office(self, head: Token, group: list[Token]) -> Actor | None:
        """Who is called by an office alone; None where it is told who holds it (担任副总统期间)."""
        holding = (word for language in LANGUAGES for word in grammar(language).words("holding"))
        if self.analysis.view[max(0, head.start - 12) : head.start].rstrip().endswith(tuple(holding)):
            return None
        side = self.context.group_side([t for t in group if t is not head])
        holders = [
            (self.context.people[person.id], office, person)
            for office_id in head.ids
            for office in [self.pack.offices[office_id]]
            for person in self.context.holders(office_id)
            if side is None or office.side == side
        ]
        if not holders:
            known = [self.pack.offices[i] for i in head.ids if side is None or self.pack.offices[i].side == side]
            office_side = known[0].side if len({o.side for o in known}) == 1 and known else side
            return actor_of(
                self.analysis,
                head,
                "role",
                self.analysis.text[head.start : head.end],
                voice="official",
                side=office_side,
                named=False,
            )
        home = self.context.home(head.start)
        codes = {s.code for s in self.pack.sides}
        # a leader goes without a name at home; of ministers, the one whom the text names
        count, office, person = max(
            holders,
            key=lambda h: (h[1].side in codes, h[0] > 0 and h[1].level != "leader", h[1].side == home, h[0]),
        )
        ours = self.context.issuer() == office.side or self._is_ours(office, holders)
        if count == 0 and not ours and len({h[1].side for h in holders if h[1].side in codes}) > 1:
            return actor_of(
                self.analysis, head, "role", self.analysis.text[head.start : head.end], voice="official", named=False
            )
        same = {h[2].id for h in holders if h[1].id == office.id}
        if count == 0 and len(same) > 1 and office.body is not None and office.body in self.pack.entities:
            body = self.pack.entities[office.body]  # several hold it: the body speaks, we do not know by whom
            return actor_of(
                self.analysis, head, "body", body.name, entity=body.id, side=body.side, voice="official", named=False
            )
        actor = self.known(person, head)
        return replace(actor, office=office.name, level=office.level, named=False)

    def _is_ours(self, office: Office, holders: Sequence[tuple[int, Office, Entity]]) -> bool:
        """True for the leader of the home of a text that reports for no government and calls the other one by name."""
        reports = self.analysis.document.outlet_kind not in ("official", "state_media")
        others = any(count > 0 for count, other, _ in holders if other.side != office.side)
        return reports and office.level == "leader" and others
