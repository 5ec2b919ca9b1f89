"""Who speaks under a role noun ("the ministry's spokesman", "two officials"), and officials who are not named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.actors_bodies import Bodies
from bilat.extract.actors_context import Context
from bilat.extract.actors_model import Actor, Token, actor_of
from bilat.extract.actors_people import People
from bilat.languages.grammar import grammar

_NEAR = 50  # characters from a role noun to the end of the body it belongs to
_DESK = 300  # characters from a body to a title that can only be that of its desk
_LONGEST_LINK = 3  # letters: `of`, `for`, `the` may stand between a title and a name


class Roles:
    """Resolves the role nouns of one document."""

    def __init__(self, context: Context, people: People, bodies: Bodies) -> None:
        self.analysis = context.analysis
        self.pack = context.pack
        self.context = context
        self.people = people
        self.bodies = bodies

    def role(self, head: Token, group: list[Token]) -> Actor | None:
        voice, language = head.ids[0], head.ids[1]
        bodies = [t for t in group if t.kind == "body"]
        side = self.context.group_side(group)
        surface = self.analysis.text[head.start : head.end]
        if voice == "official" and not bodies and (sender := self._sent_from(head)) is not None:
            return sender
        if voice == "official" and bodies:
            body = self.bodies.choose_body(bodies[-1], group)
            if body.voice == "official":
                return actor_of(
                    self.analysis, head, "body", body.name, entity=body.id, side=body.side, voice="official"
                )
        if voice == "official" and side is None and bodies:
            voice = "business"
        if voice == "unnamed_official":
            former = self.analysis.has("former", max(0, group[0].start - 1), head.start)
            if side is None and bodies and former:
                side = self.bodies.choose_body(bodies[-1], group).side
            return self._unnamed(head, group, side)
        outlets = [t for t in group if t.kind == "outlet"]
        if voice == "media" and outlets:
            return self.bodies.outlet(outlets[-1], group)
        if voice == "official":
            holder = self._title_holder(head, side)
            if holder is not None:
                return replace(holder, named=False)
        side = side if voice == "official" else None
        if language == "zh":
            start = self._phrase_start(group[0].start)
            surface, phrase = self.analysis.text[start : head.end], self.analysis.view[start : head.end]
            rules = grammar("zh")
            if phrase.endswith(rules.raw["possessive"]) and not any(w in phrase for w in rules.words("working_in")):
                return None
        return actor_of(self.analysis, head, "role", surface, voice=voice, side=side, named=False)

    def _sent_from(self, head: Token) -> Actor | None:
        """`a representative from the Commerce Ministry`, `a spokesperson for the embassy`: the body that speaks."""
        named = self.analysis.layer("entity").within(head.end, head.end + _NEAR)
        token = next((Token(m.start, m.end, "body", m.key) for m in named if m.kind == "body"), None)
        link = self.analysis.view[head.end : token.start].split() if token is not None else []
        rules = grammar("en")
        link = link[:-1] if link[1:] and link[-1] in rules.words("articles") else link
        if token is None or len(link) != 1 or link[0] not in rules.words("affiliations"):
            return None
        body = self.bodies.choose_body(token, [token])
        if body.voice != "official":
            return None
        return actor_of(self.analysis, head, "body", body.name, entity=body.id, side=body.side, voice="official")

    def _phrase_start(self, start: int) -> int:
        """Where the phrase around a Chinese role noun begins: behind the last mark, up to twenty characters back."""
        window = self.analysis.view[max(0, start - 20) : start]
        cut = max((window.rfind(mark) for mark in "，。；：、！？“”「」（）\n,;: \u3000"), default=-1)
        begin = start - len(window) + cut + 1
        kinds = ("person", "office", "outlet", "side", "joint")
        edges = [m.end for m in self.analysis.layer("entity").within(begin, start) if m.kind in kinds]
        edges += [m.end for m in self.analysis.layer("citing").within(begin, start)]
        edges += [m.end for m in self.analysis.layer("cue").within(begin, start) if m.kind != "none"]
        begin = max([begin, *edges])
        for words in ("by_whom", "contrast", "also"):  # 但也有专家
            led = [word for word in grammar("zh").words(words) if self.analysis.view.startswith(word, begin, start)]
            begin += max(map(len, led), default=0)
        return begin

    def _title_holder(self, head: Token, side: str | None) -> Actor | None:
        """A bare title ("the Secretary", 发言人) is the last person named before who holds an office of that title."""
        title = self.analysis.view[head.start : head.end]
        people = [m for m in self.analysis.layer("entity").within(0, head.start) if m.kind == "person"]
        for mention in reversed(people):
            entity = self.pack.entities[mention.key[0]]
            before = self.analysis.view[max(0, mention.start - 40) : mention.start].rsplit(".", 1)[-1]
            if _introduces(title, before) and (side is None or entity.side == side):
                return self.people.known(entity, head)
        title = title.lower()
        for mention in reversed(people):
            entity = self.pack.entities[mention.key[0]]
            office = self.context.office_at(entity)
            if office and (side is None or entity.side == side) and any(title in t.lower() for t in office.titles):
                return self.people.known(entity, head)
        return None

    def officials(self, head: Token, group: list[Token]) -> Actor:
        return self._unnamed(head, group, self.pack.entities[head.ids[0]].side)

    def _unnamed(self, head: Token, group: list[Token], side: str | None) -> Actor:
        """Officials without a name, as the pack calls those of each side; former ones speak as experts."""
        start = group[0].start
        former = self.analysis.has("former", max(0, start - (1 if self.context.is_han(start) else 10)), head.end)
        name = self.analysis.text[head.start : head.end]
        country = next(
            (
                entity.country
                for token in group
                for key in token.ids
                if token.kind != "outlet" and (entity := self.pack.entities.get(key)) and entity.country
            ),
            None,
        )
        known = next((s for s in self.pack.sides if s.code == side), None)
        if known is not None:
            name = known.unnamed_official
        elif country and f"country/{country}" in self.pack.entities:
            name = f"unnamed {self.pack.entities[f'country/{country}'].name} official"
        if former:
            name = name.replace("unnamed ", "unnamed former ", 1)
            return actor_of(self.analysis, head, "role", name, voice="expert", named=False)
        return actor_of(
            self.analysis, head, "role", name, side=known.code if known else None, voice="unnamed_official", named=False
        )

    def settle(self, actors: Sequence[Actor]) -> list[Actor]:
        """An official without name or side is the one told of before, or belongs to the body named last before."""
        actors = self._apposed(actors)
        settled: list[Actor] = []
        last: Actor | None = None
        for actor in actors:
            if actor.voice == "unnamed_official" and actor.kind == "role":
                if actor.side is None and not actor.name.startswith("unnamed "):
                    actor = self._unnamed_like(actor, last, settled)
                last = actor
            elif actor.kind == "role" and actor.voice == "official" and actor.side is None:
                actor = self._same_title_before(actor, settled)
                actor = self._spokesperson(actor, settled, actors) if actor.side is None else actor
            settled.append(actor)
        return settled

    def _apposed(self, actors: Sequence[Actor]) -> list[Actor]:
        """`the ministry's spokeswoman, Mao Ning, said`: a title and the name set behind it are one."""
        view, kept = self.analysis.view, list[Actor]()
        for actor in actors:
            title = kept[-1] if kept else None
            named = actor.kind == "person" and not actor.pronoun and view[actor.end : actor.end + 1] == ","
            if named and title is not None and view[title.end : actor.start] == ", " and self._is_title(title):
                kept.pop()
                surface = self.analysis.text[title.start : actor.end]
                actor = replace(actor, start=title.start, surface=surface)
            kept.append(actor)
        return kept

    def _is_title(self, actor: Actor) -> bool:
        roles = self.analysis.layer("role").within(actor.start, actor.end)
        return actor.kind in ("role", "body") and any(m.end == actor.end for m in roles)

    def _spokesperson(self, actor: Actor, before: Sequence[Actor], actors: Sequence[Actor]) -> Actor:
        """A bare 发言人 behind a ministry: who alone is named as speaking for it, else the ministry itself."""
        if self.analysis.view[actor.start : actor.end] not in grammar("zh").words("spokespeople"):
            return actor
        sentence = next((s for s in self.analysis.sentences if s.start <= actor.start < s.end), None)
        bodies = [a for a in before if sentence and a.start >= sentence.start and a.kind == "body" and a.side]
        if not bodies:
            return actor
        body = bodies[-1]
        offices = {o.name for o in self.pack.offices.values() if o.body == body.entity}
        named = {a.entity: a for a in actors if a.kind == "person" and a.office in offices and a.level == "working"}
        speaker = next(iter(named.values())) if len(named) == 1 else body
        return replace(speaker, start=actor.start, end=actor.end, surface=actor.surface, named=False)

    def _same_title_before(self, actor: Actor, before: Sequence[Actor]) -> Actor:
        """A bare title is whoever was last introduced by it; a spokesperson's, the body named last before."""
        title = actor.surface.rsplit(" ", 1)[-1]
        for earlier in reversed(before):
            if earlier.side and (earlier.surface.endswith(title) or title in earlier.surface.split(" ")):
                return replace(earlier, start=actor.start, end=actor.end, surface=actor.surface, named=False)
        near = [a for a in before if a.kind == "body" and a.voice == "official" and actor.start - a.end < _DESK]
        if near and title in grammar("en").words("desk_titles"):
            return replace(near[-1], start=actor.start, end=actor.end, surface=actor.surface, named=False)
        return actor

    def _unnamed_like(self, actor: Actor, last: Actor | None, before: Sequence[Actor]) -> Actor:
        near = [a for a in before if a.kind == "body" and a.voice == "official" and actor.start - a.end < 24]
        if near:
            token = Token(near[-1].start, near[-1].end, "body", (near[-1].entity or "",))
            found = self._unnamed(Token(actor.start, actor.end, "role", ("unnamed_official",)), [token], near[-1].side)
            return replace(found, surface=actor.surface)
        words = {*grammar("en").words("inheriting"), *grammar("zh").words("inheriting")}
        surface = self.analysis.view[actor.start : actor.end]
        if last is not None and last.name.startswith("unnamed ") and any(surface.endswith(w) for w in words):
            return replace(actor, name=last.name, side=last.side)
        known = next((s for s in self.pack.sides if s.code == self.context.issuer()), None)
        if known is not None:
            return replace(actor, name=known.unnamed_official, side=known.code)
        return actor


def _introduces(title: str, before: str) -> bool:
    """True where a title stands in the noun phrase that ends in a name: `Secretary of State Marco`, 发言人."""
    at = before.rfind(title)
    between = before[at + len(title) :].split()
    return at >= 0 and all(word[0].isupper() or len(word) <= _LONGEST_LINK for word in between)
