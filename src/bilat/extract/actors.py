"""Who can speak or act in a text: named people, offices, bodies, sides, roles, pronouns, each with where it stands.

Mentions that touch ("the Chinese commerce ministry spokesperson X") make one actor, whose head is the
person, else the body or the role. Titles resolve by date, bare names of bodies by what else the document speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.unknown_people import UnknownPerson, find_unknown_people
from bilat.languages.grammar import grammar
from bilat.model import Name, Span
from bilat.packs import Entity, Office

# Which kind a span is where it may be several: the first that fits.
_KINDS = (
    "person",
    "officials",
    "body",
    "outlet",
    "thinktank",
    "joint",
    "office",
    "side",
    "adjective",
    "forum",
    "place",
)
_GAPS = frozenset({"", " ", "·", "、", "’s ", "'s "})
_HOME_BONUS = 1.5  # a bare body name means the home state's unless the text speaks clearly of the other's people


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody at [start, end), the whole noun phrase.

    kind: person, body, outlet, thinktank, side, joint, role, account, pronoun.
    """

    start: int
    end: int
    kind: str
    name: str
    surface: str
    entity: str | None = None
    side: str | None = None
    office: str | None = None
    voice: str | None = None
    level: str | None = None
    pronoun: str | None = None
    named: bool = True

    def as_name(self) -> Name:
        """The actor as a name in a record."""
        return Name(name=self.name, surface=self.surface, entity=self.entity, side=self.side, office=self.office)

    @property
    def span(self) -> Span:
        """[start, end) of the noun phrase."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    weak: bool = False
    person: UnknownPerson | None = None


class ActorFinder:
    """Finds the actors of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.pack = analysis.pack
        self.date = analysis.document.published or _latest_date(analysis)
        self.people = self._count_people()
        self.by_body = self._count_bodies()
        self.namesakes: dict[tuple[str, ...], str] = {}

    def find(self) -> list[Actor]:
        """All actors in order, none overlapping."""
        tokens = self._tokens()
        found: list[Actor] = []
        group: list[_Token] = []
        for token in tokens:
            if group and not self._joins(group[-1], token):
                found += self._actor(group)
                group = []
            group.append(token)
        if group:
            found += self._actor(group)
        return self._settle_unnamed(found)

    def _settle_unnamed(self, actors: Sequence[Actor]) -> list[Actor]:
        """An official without name or side is the one told of before, or belongs to the body named last before."""
        settled: list[Actor] = []
        last: Actor | None = None
        for actor in actors:
            if actor.voice == "unnamed_official" and actor.kind == "role":
                if actor.side is None and not actor.name.startswith("unnamed "):
                    actor = self._unnamed_like(actor, last, settled)
                last = actor
            elif actor.kind == "role" and actor.voice == "official" and actor.side is None:
                actor = self._same_title_before(actor, settled)
            settled.append(actor)
        return settled

    def _same_title_before(self, actor: Actor, before: Sequence[Actor]) -> Actor:
        """A bare title is whoever was last introduced by a phrase that ends in it."""
        for earlier in reversed(before):
            if earlier.side and earlier.surface.endswith(actor.surface):
                return replace(earlier, start=actor.start, end=actor.end, surface=actor.surface, named=False)
        return actor

    def _unnamed_like(self, actor: Actor, last: Actor | None, before: Sequence[Actor]) -> Actor:
        near = [a for a in before if a.kind == "body" and a.voice == "official" and actor.start - a.end < 24]
        if near:
            token = _Token(near[-1].start, near[-1].end, "body", (near[-1].entity or "",))
            found = self._unnamed(_Token(actor.start, actor.end, "role", ("unnamed_official",)), [token], near[-1].side)
            return replace(found, surface=actor.surface)
        words = {*grammar("en").words("inheriting"), *grammar("zh").words("inheriting")}
        if last is not None and last.name.startswith("unnamed ") and any(actor.surface.endswith(w) for w in words):
            return replace(actor, name=last.name, side=last.side)
        known = next((s for s in self.pack.sides if s.code == self._issuer()), None)
        if known is not None:
            return replace(actor, name=known.unnamed_official, side=known.code)
        return actor

    def _issuer(self) -> str | None:
        """Whose account an official document is: the side of the first body, office or person that it names."""
        if self.analysis.document.outlet_kind != "official":
            return None
        for mention in self.analysis.layer("entity").items:
            for key in mention.key:
                entity = self.pack.entities.get(key)
                side = entity.side if entity else self.pack.offices[key].side if key in self.pack.offices else None
                if side in {s.code for s in self.pack.sides}:
                    return side
        return None

    # -- tokens

    def _tokens(self) -> list[_Token]:
        found = [_Token(c.start, c.end, c.kind, c.ids, c.weak) for c in self._entities()]
        taken = [(t.start, t.end) for t in found if t.kind not in ("place", "forum", "adjective", "side")]
        unknown = find_unknown_people(self.analysis, taken)
        found += [_Token(p.start, p.end, "unknown", (), False, p) for p in unknown]
        roles = [_Token(m.start, m.end, "role", (m.kind, *m.key)) for m in self.analysis.layer("role").items]
        accounts = [_Token(m.start, m.end, "account", m.key) for m in self.analysis.layer("accounts").items]
        pronouns = [_Token(m.start, m.end, "pronoun", (m.kind, *m.key)) for m in self.analysis.layer("pronoun").items]
        kept: list[_Token] = []
        order = {"unknown": 0, "role": 2, "pronoun": 3, "account": 4}
        for token in sorted(
            [*found, *roles, *pronouns, *accounts], key=lambda t: (t.start, -(t.end - t.start), order.get(t.kind, 1))
        ):
            if kept and token.start < kept[-1].end:
                if token.kind == "unknown" and token.end > kept[-1].end:
                    kept[-1] = token
                continue
            kept.append(token)
        return kept

    def _entities(self) -> Iterable[_Choice]:
        groups: dict[Span, list[Mention]] = {}
        for mention in self.analysis.layer("entity").items:
            groups.setdefault((mention.start, mention.end), []).append(mention)
        strong: set[str] = set()
        for (start, end), mentions in groups.items():
            if mentions[0].kind == "none":
                continue
            mention = min(mentions, key=lambda m: _KINDS.index(m.kind))
            if mention.weak and not self._weak_counts(mention, strong):
                mentions = [m for m in mentions if not m.weak]
                if not mentions:
                    continue
                mention = min(mentions, key=lambda m: _KINDS.index(m.kind))
            if mention.kind == "person":
                strong.update(mention.key)
            yield _Choice(start, end, mention.kind, mention.key, mention.weak)

    def _weak_counts(self, mention: Mention, strong: set[str]) -> bool:
        """A weak alias counts right after a title, or once the full name was there and it cannot be a pronoun."""
        before = self.analysis.layer("entity").within(max(0, mention.start - 40), mention.start)
        if any(m.kind == "office" and mention.start - m.end <= 1 for m in before):
            return True
        surface = self.analysis.view[mention.start : mention.end]
        is_word = self.analysis.layer("pronoun").any(mention.start, mention.end)
        return not is_word and len(surface) > 1 and any(key in strong for key in mention.key)

    # -- groups

    def _joins(self, left: _Token, right: _Token) -> bool:
        if right.kind == "pronoun" or left.kind in ("pronoun", "joint", "account"):
            return False
        gap = self.analysis.view[left.end : right.start]
        if gap not in _GAPS and gap not in grammar("zh").words("actor_joiners"):
            return False
        if left.kind in ("person", "unknown"):
            return not gap and right.kind in ("role", "office") and self._is_han(right.start)
        if gap == "、":
            return left.kind == "office" and right.kind in ("office", "person") and right.end - left.start < 24
        if left.kind == "role" and right.kind not in ("person", "unknown", "role"):
            return False
        if left.kind == "side" and right.kind == "side":
            return False
        if left.kind == "outlet" and right.kind not in ("role", "unknown"):
            return False
        return not (left.kind == "office" and right.kind in ("side", "place", "body"))

    def _actor(self, group: list[_Token]) -> list[Actor]:
        while group and group[-1].kind in ("place", "forum", "adjective"):
            group = group[:-1]
        if not group:
            return []
        head = next((t for t in group if t.kind in ("person", "unknown")), group[-1])
        start, end = group[0].start, group[-1].end
        make = {
            "person": self._person,
            "unknown": self._unknown,
            "office": self._office,
            "body": self._body,
            "role": self._role,
            "side": self._side,
            "joint": self._joint,
            "outlet": self._outlet,
            "thinktank": self._thinktank,
            "pronoun": self._pronoun,
            "officials": self._officials,
            "account": self._account,
        }[head.kind]
        actor = make(head, group)
        if actor is None:
            return []
        start = self._with_determiner(start)
        return [replace(actor, start=start, end=end, surface=self.analysis.text[start:end])]

    def _with_determiner(self, start: int) -> int:
        """Where the noun phrase begins with the article or number before it."""
        before = self.analysis.view[max(0, start - 12) : start]
        for word in grammar("en").words("determiners"):
            if before.endswith(word + " ") and not before[: -len(word) - 1][-1:].isalpha():
                return start - len(word) - 1
        return start

    def _base(self, head: _Token, kind: str, name: str, **more: object) -> Actor:
        surface = self.analysis.text[head.start : head.end]
        values: dict[str, object] = {
            "start": head.start,
            "end": head.end,
            "kind": kind,
            "name": name,
            "surface": surface,
        }
        return Actor(**(values | more))  # type: ignore[arg-type]

    def _person(self, head: _Token, group: list[_Token]) -> Actor:
        entity = self._choose_person(head.ids, group)
        actor = self._known(entity, head)
        if actor.voice == "official" and self._is_former(head, group):
            return replace(actor, voice="expert", side=None)
        return actor

    def _known(self, entity: Entity, head: _Token) -> Actor:
        office = self._office_at(entity)
        return self._base(
            head, "person", entity.name, entity=entity.id, side=entity.side, voice=entity.voice,
            office=office.name if office else None, level=office.level if office else None,
        )  # fmt: skip

    def _is_former(self, head: _Token, group: list[_Token]) -> bool:
        """A pack person introduced by a former office speaks as an expert."""
        start = group[0].start
        window = self.analysis.view[max(0, start - 30) : start]
        cut = max(window.rfind(mark) for mark in "，。；,.;\n")
        if not self._out_of_office(head.ids):
            return False
        described = any(t.kind == "thinktank" for t in group) or self._of_thinktank(head)
        return described or self.analysis.has("former", max(0, start - 30) + cut + 1, head.start)

    def _of_thinktank(self, head: _Token) -> bool:
        """`Name, ... at the Institute, said`: described by where the person is now."""
        if not self.analysis.view.startswith((", ", "（", "("), head.end):
            return False
        mentions = self.analysis.layer("entity").within(head.end, head.end + 130)
        cue = next((c.start for c in self.analysis.layer("cue").within(head.end, head.end + 130)), head.end + 130)
        return any(m.kind == "thinktank" and m.start < cue for m in mentions)

    def _out_of_office(self, ids: Sequence[str]) -> bool:
        """True where none of the people holds an office on the date; the pack's "former ..." is none."""
        date = self.date
        tenures = [t for i in ids for t in self.pack.entities[i].tenures]
        return date is not None and not any(t.covers(date) and not self._is_past_office(t.office) for t in tenures)

    def _is_past_office(self, office: str) -> bool:
        found = self.pack.offices.get(office)
        return found is not None and found.name.lower().startswith("former ")

    def _choose_person(self, ids: Sequence[str], group: list[_Token]) -> Entity:
        chosen = self._chosen_person(ids, group)
        if len(ids) > 1:
            self.namesakes[tuple(ids)] = chosen.id
        return chosen

    def _chosen_person(self, ids: Sequence[str], group: list[_Token]) -> Entity:
        """Among namesakes: who holds the office named beside, was meant before, is in office, is named most."""
        if len(ids) > 1:
            offices = {i for token in group if token.kind == "office" for i in token.ids}
            for key in ids:
                if any(tenure.office in offices for tenure in self.pack.entities[key].tenures):
                    return self.pack.entities[key]
            if tuple(ids) in self.namesakes:
                return self.pack.entities[self.namesakes[tuple(ids)]]
            ids = sorted(ids, key=lambda key: (self._out_of_office([key]), -self.people[key]))
        return self.pack.entities[ids[0]]

    def _office_at(self, entity: Entity) -> Office | None:
        if not entity.tenures:
            return None
        current = [t for t in entity.tenures if self.date is None or t.covers(self.date)]
        tenure = current[-1] if current else entity.tenures[-1]
        return self.pack.offices.get(tenure.office)

    def _unknown(self, head: _Token, group: list[_Token]) -> Actor:
        assert head.person is not None
        voice = head.person.voice
        roles = [t for t in group if t.kind == "role"]
        if voice is None and roles:
            voice = {"unnamed_official": "official"}.get(roles[-1].ids[0], roles[-1].ids[0])
        if self.analysis.has("former", max(0, group[0].start - 6), head.start):
            voice = "expert"
        elif any(t.kind in ("office", "body") for t in group):
            voice = "official" if voice in (None, "expert", "official") and self._official_group(group) else voice
        side = self._group_side(group) if voice == "official" else None
        start, end = head.person.full or (head.start, head.end)
        return self._base(head, "person", self.analysis.text[start:end], voice=voice or "expert", side=side)

    def _official_group(self, group: list[_Token]) -> bool:
        bodies = [self.pack.entities[i] for t in group if t.kind == "body" for i in t.ids]
        return any(t.kind == "office" for t in group) or any(b.voice == "official" for b in bodies)

    def _office(self, head: _Token, group: list[_Token]) -> Actor | None:
        side = self._group_side([t for t in group if t is not head])
        holders = [
            (self.people[person.id], office, person)
            for office_id in head.ids
            for office in [self.pack.offices[office_id]]
            for person in self._holders(office_id)
            if side is None or office.side == side
        ]
        if not holders:
            known = [self.pack.offices[i] for i in head.ids if side is None or self.pack.offices[i].side == side]
            office_side = known[0].side if len({o.side for o in known}) == 1 and known else side
            return self._base(
                head, "role", self.analysis.text[head.start : head.end], voice="official", side=office_side, named=False
            )
        home = self._home(head.start)
        codes = {s.code for s in self.pack.sides}
        count, office, person = max(holders, key=lambda h: (h[1].side in codes, h[1].side == home, h[0]))
        ours = self._publisher_side() == office.side
        if count == 0 and not ours and len({h[1].side for h in holders if h[1].side in codes}) > 1:
            return self._base(head, "role", self.analysis.text[head.start : head.end], voice="official", named=False)
        same = {h[2].id for h in holders if h[1].id == office.id}
        if count == 0 and len(same) > 1 and office.body is not None and office.body in self.pack.entities:
            body = self.pack.entities[office.body]  # several hold it: the body speaks, we do not know by whom
            return self._base(head, "body", body.name, entity=body.id, side=body.side, voice="official", named=False)
        actor = self._known(person, head)
        return replace(actor, office=office.name, level=office.level, named=False)

    def _publisher_side(self) -> str | None:
        """The state whose official text this is, by the first person or body named in it: a bare title is its own."""
        if self.analysis.document.outlet_kind != "official":
            return None
        for mention in self.analysis.layer("entity").items:
            if mention.kind in ("person", "body") and len(mention.key) == 1:
                entity = self.pack.entities.get(mention.key[0])
                if entity is not None and entity.country in {side.code for side in self.pack.sides}:
                    return entity.country
        return None

    def _holders(self, office: str) -> list[Entity]:
        return [
            person
            for person in self.pack.entities.values()
            for tenure in person.tenures
            if tenure.office == office and (self.date is None or tenure.covers(self.date))
        ]

    def _body(self, head: _Token, group: list[_Token]) -> Actor:
        body = self._choose_body(head, group)
        kind = "body"
        return self._base(head, kind, body.name, entity=body.id, side=body.side, voice=body.voice or "official")

    def _choose_body(self, head: _Token, group: list[_Token]) -> Entity:
        candidates = [self.pack.entities[i] for i in head.ids]
        if len(candidates) == 1:
            return candidates[0]
        side = self._group_side([t for t in group if t is not head])
        if side:
            sided = [c for c in candidates if c.side == side]
            if sided:
                return sided[0]
        country = self._country_before(head.start)
        near = [c for c in candidates if c.country and c.country == country]
        if near:
            return near[0]
        home = self._home(head.start)
        return max(candidates, key=lambda c: self.by_body[c.id] + _HOME_BONUS * (c.side == home))

    def _home(self, position: int) -> str | None:
        """The state whose own titles and ministries a text of this language names without saying whose."""
        language = "zh" if self._is_han(position) else "en"
        return next((side.code for side in self.pack.sides if language in side.languages), None)

    def _country_before(self, position: int) -> str | None:
        """The country of the last body or person named before, within reach: an unprefixed ministry belongs there."""
        for mention in reversed(self.analysis.layer("entity").within(max(0, position - 120), position)):
            if mention.kind not in ("body", "person", "office"):
                continue
            for key in mention.key:
                entity = self.pack.entities.get(key)
                if entity and entity.country:
                    return entity.country
        return None

    def _role(self, head: _Token, group: list[_Token]) -> Actor:
        voice, language = head.ids[0], head.ids[1]
        bodies = [t for t in group if t.kind == "body"]
        side = self._group_side(group)
        surface = self.analysis.text[head.start : head.end]
        if voice == "official" and bodies:
            body = self._choose_body(bodies[-1], group)
            if body.voice == "official":
                return self._base(head, "body", body.name, entity=body.id, side=body.side, voice="official")
        if voice == "official" and side is None and bodies:
            voice = "business"
        if voice == "unnamed_official":
            return self._unnamed(head, group, side)
        outlets = [t for t in group if t.kind == "outlet"]
        if voice == "media" and outlets:
            return self._outlet(outlets[-1], group)
        if voice == "official":
            holder = self._title_holder(head, side)
            if holder is not None:
                return replace(holder, named=False)
        side = side if voice == "official" else None
        if language == "zh":
            surface = self.analysis.text[self._phrase_start(group[0].start) : head.end]
        return self._base(head, "role", surface, voice=voice, side=side, named=False)

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
        for word in sorted(grammar("zh").words("contrast"), key=len, reverse=True):
            if self.analysis.view.startswith(word, begin):
                return begin + len(word)
        return begin

    def _title_holder(self, head: _Token, side: str | None) -> Actor | None:
        """A bare title ("the Secretary", 发言人) is the last person named before who holds an office of that title."""
        title = self.analysis.view[head.start : head.end]
        people = [m for m in self.analysis.layer("entity").within(0, head.start) if m.kind == "person"]
        for mention in reversed(people):
            entity = self.pack.entities[mention.key[0]]
            before = self.analysis.view[max(0, mention.start - 40) : mention.start].rsplit(".", 1)[-1]
            if title in before and (side is None or entity.side == side):
                return self._known(entity, head)
        title = title.lower()
        for mention in reversed(people):
            entity = self.pack.entities[mention.key[0]]
            office = self._office_at(entity)
            if office and (side is None or entity.side == side) and any(title in t.lower() for t in office.titles):
                return self._known(entity, head)
        return None

    def _officials(self, head: _Token, group: list[_Token]) -> Actor:
        return self._unnamed(head, group, self.pack.entities[head.ids[0]].side)

    def _unnamed(self, head: _Token, group: list[_Token], side: str | None) -> Actor:
        """Officials without a name, as the pack calls those of each side; former ones speak as experts."""
        start = group[0].start
        former = self.analysis.has("former", max(0, start - (1 if self._is_han(start) else 10)), head.end)
        name = self.analysis.text[head.start : head.end]
        country = next(
            (e.country for t in group for i in t.ids if (e := self.pack.entities.get(i)) and e.country), None
        )
        known = next((s for s in self.pack.sides if s.code == side), None)
        if known is not None:
            name = known.unnamed_official
        elif country and f"country/{country}" in self.pack.entities:
            name = f"unnamed {self.pack.entities[f'country/{country}'].name} official"
        if former:
            name = name.replace("unnamed ", "unnamed former ", 1)
            return self._base(head, "role", name, voice="expert", named=False)
        return self._base(head, "role", name, side=known.code if known else None, voice="unnamed_official", named=False)

    def _is_han(self, at: int) -> bool:
        return self.analysis.view[at] > "\u2e80"

    def _account(self, head: _Token, group: list[_Token]) -> Actor | None:
        """A published account speaks for whoever published it: a person, body, side or outlet in the same phrase."""
        for token in reversed(group[:-1]):
            if token.kind in ("person", "body", "side", "outlet", "office"):
                owner = self._actor([token])
                return replace(owner[0], kind="account", pronoun="account", named=False) if owner else None
        return self._base(head, "account", self.analysis.text[head.start : head.end], pronoun="account", named=False)

    def _group_side(self, group: Sequence[_Token]) -> str | None:
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

    def _side(self, head: _Token, _group: list[_Token]) -> Actor:
        entity = self.pack.entities[head.ids[0]]
        return self._base(head, "side", entity.name, entity=entity.id, side=entity.side, voice="official")

    def _joint(self, head: _Token, _group: list[_Token]) -> Actor:
        level = self.pack.entities[head.ids[0]].level
        return self._base(head, "joint", "both", side="both", voice="official", level=level)

    def _outlet(self, head: _Token, _group: list[_Token]) -> Actor:
        entity = self.pack.entities[head.ids[0]]
        side = entity.side if entity.voice in ("state_media", "official") else None
        return self._base(head, "outlet", entity.name, entity=entity.id, side=side, voice=entity.voice or "media")

    def _thinktank(self, head: _Token, _group: list[_Token]) -> Actor:
        entity = self.pack.entities[head.ids[0]]
        return self._base(head, "thinktank", entity.name, entity=entity.id, voice="expert")

    def _pronoun(self, head: _Token, _group: list[_Token]) -> Actor:
        kind = head.ids[0]
        surface = self.analysis.text[head.start : head.end]
        if kind == "both":
            return self._base(head, "joint", "both", side="both", voice="official", pronoun=kind, named=False)
        if kind == "author":
            return self._base(head, "pronoun", "author", voice="author", pronoun=kind, named=False)
        return self._base(head, "pronoun", surface, pronoun=kind, named=False)

    # -- the document as context

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


@dataclass(frozen=True, slots=True)
class _Choice:
    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    weak: bool


def _latest_date(analysis: Analysis) -> str | None:
    """The latest day, month or year that the text itself states: the best that is known of when it was written."""
    return max((d.date for d in analysis.dates if d.date and d.basis == "stated" and d.date[0] in "12"), default=None)
