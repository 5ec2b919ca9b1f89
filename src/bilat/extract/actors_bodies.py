"""Who speaks without a name: bodies, sides, outlets, roles, officials who are not named."""

from __future__ import annotations

from bilat.extract.actors_context import Context
from bilat.extract.actors_model import Actor, Token, actor_of
from bilat.extract.actors_people import People
from bilat.packs import Entity

_HOME_BONUS = 1.5  # a bare body name means the home state's unless the text speaks clearly of the other's people


class Bodies:
    """Resolves what is no person in one document."""

    def __init__(self, context: Context, people: People) -> None:
        self.analysis = context.analysis
        self.pack = context.pack
        self.context = context
        self.people = people

    def body(self, head: Token, group: list[Token]) -> Actor:
        body = self.choose_body(head, group)
        kind = "body"
        return actor_of(
            self.analysis, head, kind, body.name, entity=body.id, side=body.side, voice=body.voice or "official"
        )

    def choose_body(self, head: Token, group: list[Token]) -> Entity:
        candidates = [self.pack.entities[i] for i in head.ids]
        if len(candidates) == 1:
            return candidates[0]
        side = self.context.group_side([t for t in group if t is not head])
        if side:
            sided = [c for c in candidates if c.side == side]
            if sided:
                return sided[0]
        country = self.context.country_before(head.start)
        near = [c for c in candidates if country is not None and c.state == country]
        if near:
            return near[0]
        home = self.context.home(head.start)
        return max(candidates, key=lambda c: self.context.by_body[c.id] + _HOME_BONUS * (c.side == home))

    def side(self, head: Token, _group: list[Token]) -> Actor:
        entity = self.pack.entities[head.ids[0]]
        return actor_of(self.analysis, head, "side", entity.name, entity=entity.id, side=entity.side, voice="official")

    def joint(self, head: Token, _group: list[Token]) -> Actor:
        level = self.pack.entities[head.ids[0]].level
        return actor_of(self.analysis, head, "joint", "both", side="both", voice="official", level=level)

    def outlet(self, head: Token, _group: list[Token]) -> Actor:
        entity = self.pack.entities[head.ids[0]]
        side = entity.side if entity.voice in ("state_media", "official") else None
        return actor_of(
            self.analysis, head, "outlet", entity.name, entity=entity.id, side=side, voice=entity.voice or "media"
        )

    def thinktank(self, head: Token, _group: list[Token]) -> Actor:
        entity = self.pack.entities[head.ids[0]]
        return actor_of(self.analysis, head, "thinktank", entity.name, entity=entity.id, voice="expert")

    def pronoun(self, head: Token, _group: list[Token]) -> Actor:
        kind = head.ids[0]
        surface = self.analysis.text[head.start : head.end]
        if kind == "both":
            return actor_of(
                self.analysis, head, "joint", "both", side="both", voice="official", pronoun=kind, named=False
            )
        if kind == "author":
            return actor_of(self.analysis, head, "pronoun", "author", voice="author", pronoun=kind, named=False)
        return actor_of(self.analysis, head, "pronoun", surface, pronoun=kind, named=False)
