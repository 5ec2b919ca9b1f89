"""Where interactions took place: places and forums beside an event word, and events known by their place alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.interactions_candidates import conflict
from bilat.extract.interactions_clauses import Clauses
from bilat.extract.lexicon import Mention
from bilat.languages.events import event_list
from bilat.languages.grammar import grammar
from bilat.languages.sentences import Sentence
from bilat.model import Span
from bilat.packs import Entity
from bilat.packs.lookups import forum_places, held_at, lies_within, same_place

_SEAT = 60  # characters: the longest name of a think tank and a preposition
_OCCASION = 16  # characters
_TOPIC = 24  # characters
_LINK = 4  # and of such a preposition with its blanks
_AGREEMENT_REACH = {"zh": 8, "en": 30}


class PlaceFinder:
    """Looks places up for the events of one document."""

    def __init__(self, analysis: Analysis, tellers: Sequence[tuple[Span, Span]] = ()) -> None:
        self.analysis = analysis
        self.tellers = tellers
        self.pack = analysis.pack
        self.codes = {side.code for side in analysis.pack.sides}
        self.short_names = {s.code: tuple(a for a in s.adjectives if len(a) == 1) for s in analysis.pack.sides}

    def for_event(
        self, word: Mention, sentence: Sentence, clause: Span, clauses: Clauses
    ) -> tuple[Entity | None, Entity | None]:
        """The place and the forum nearest to an event word in its sentence."""
        places: list[tuple[int, Entity]] = []
        forums: list[tuple[int, Entity]] = []
        usual: list[tuple[int, Entity]] = []  # where a forum is known to have been held, if the text says nothing
        for mention in self.analysis.layer("entity").within(sentence.start, sentence.end):
            overlap = mention.start < word.end and word.start < mention.end
            gap = 0 if overlap else min(abs(word.start - mention.end), abs(mention.start - word.end))
            if mention.kind == "place" and (self._is_seat(mention) or not self._is_venue(mention, gap, sentence)):
                continue
            if clauses.of_another(mention.start, word, sentence) or self._of_the_telling(mention, word):
                continue
            if mention.kind == "place" and self._right_behind_another(mention, word, sentence, clauses):
                continue
            if not clause[0] <= mention.start < clause[1]:
                gap += 200
            for key in mention.key:
                entity = self.pack.entities.get(key)
                if entity is None:
                    continue
                if mention.kind == "place" and self._leads_on(mention):
                    gap += 100  # 瑞典斯德哥尔摩, 大阪G20峰会: the longer name says more
                if mention.kind == "forum":
                    forums.append((gap, entity))
                    held_at = self._place_of(entity)
                    if held_at is not None and (gap <= 2 or self._is_occasion(mention, sentence)):
                        usual.append((gap, held_at))
                elif mention.kind == "place":
                    places.append((gap, entity))
        place = self._nearest(places) or self._nearest(usual)
        return place, (min(forums, key=lambda f: f[0])[1] if forums else None)

    def _of_the_telling(self, mention: Mention, word: Mention) -> bool:
        """`told a station in Davos that the two would meet`: where it was said; what they said there is none either."""
        return any(
            (content[0] <= word.start < content[1] and source[0] <= mention.start < content[0])
            or word.end <= content[0] <= mention.start < content[1]
            for source, content in self.tellers
        )

    def _right_behind_another(self, mention: Mention, word: Mention, sentence: Sentence, clauses: Clauses) -> bool:
        """`their meeting last year led to the talks in California`: the place right behind an event word is its own."""
        if mention.start < word.end:
            return False
        reach = _LINK if sentence.language == "en" else 1
        before = clauses.events.within(max(word.end, mention.start - reach - 30), mention.start)
        before = [m for m in before if m.kind not in ("none", "back", "visit") and m.end > word.end]
        if not before or mention.start - before[-1].end > reach:
            return False
        apart = clauses.comma_clause(before[-1], sentence) != clauses.comma_clause(word, sentence)
        return apart or (sentence.language == "en" and self._is_venue(mention, 99, sentence))

    def _place_of(self, forum: Entity) -> Entity | None:
        """Where a forum that goes by the name of a city sits; else where the register's only event of it took place."""
        if forum.parent:
            return self.pack.entities.get(forum.parent)
        places = forum_places(self.pack).get(forum.id, ())
        return self.pack.entities.get(places[0]) if len(places) == 1 else None

    def _is_venue(self, mention: Mention, gap: int, sentence: Sentence) -> bool:
        """A place says where only behind a preposition of place, or right beside the event word."""
        if self._of_a_topic(mention, sentence):
            return False
        if gap <= 2 or self._before(mention, "forum"):
            return True
        roles = self.analysis.layer("role").within(max(0, mention.start - _SEAT), mention.start)
        if any(m.end == mention.start - 1 for m in roles):
            return False  # `people close to Beijing`
        before = self.analysis.layer("entity").within(max(0, mention.start - 12), mention.start)
        apposed = ("", *event_list(sentence.language, "place_nouns"))  # 马来西亚首都吉隆坡
        before = [m for m in before if m.kind == "place" and self.analysis.view[m.end : mention.start] in apposed]
        if before and self._is_venue(before[-1], 99, sentence):
            return True
        reach = 2 if sentence.language == "zh" else 9
        near = self.analysis.layer("venue").within(max(0, mention.start - reach), mention.start)
        others = event_list(sentence.language, "not_venues")
        near = [m for m in near if not (others and self.analysis.view[: m.start].endswith(others, max(0, m.start - 2)))]
        return any(m.end >= mention.start - 1 for m in near)

    def _of_a_topic(self, mention: Mention, sentence: Sentence) -> bool:
        """`the war in Ukraine`, `differences from Taiwan to trade`: what is spoken of."""
        before = self.analysis.view[max(sentence.start, mention.start - _TOPIC) : mention.start].rstrip()
        return before.endswith(event_list(sentence.language, "topic_heads") or "\0")

    def _is_occasion(self, mention: Mention, sentence: Sentence) -> bool:
        """`at the Munich conference`: a forum behind a preposition of place and an article."""
        before = self.analysis.view[max(sentence.start, mention.start - _OCCASION) : mention.start].rstrip()
        for article in self.analysis.grammar_of(sentence).words("bare_articles"):
            before = before.removesuffix(f" {article}")
        venues = self.analysis.layer("venue").within(mention.start - _OCCASION, mention.start)
        return any(before.endswith(self.analysis.view[m.start : m.end]) for m in venues)

    def _is_seat(self, mention: Mention) -> bool:
        """`the Institute in Washington`: where a think tank or a paper sits."""
        before = self.analysis.layer("entity").within(max(0, mention.start - _SEAT), mention.start)
        return any(m.kind in ("thinktank", "outlet") and mention.start - m.end <= _LINK for m in before)

    def _leads_on(self, mention: Mention) -> bool:
        """True for a place that another follows at once: a state before its city."""
        return self._before(mention, "place")

    def _before(self, mention: Mention, kind: str) -> bool:
        """True where a mention of a kind begins where another ends."""
        behind = self.analysis.layer("entity").within(mention.end, mention.end + 24)
        return any(m.kind == kind and m.start == mention.end for m in behind)

    def _nearest(self, places: list[tuple[int, Entity]]) -> Entity | None:
        cities = [p for p in places if not p[1].id.startswith("country/")]
        chosen = cities or places
        if not chosen:
            return None
        gap, place = min(chosen, key=lambda p: p[0])
        return place if gap < 120 else None

    def compatible(self, one: str, other: str) -> bool:
        """True for the same place, or a venue and its city, or a city and its country."""
        return same_place(self.pack, one, other)

    def lies_in(self, one: str, other: str) -> bool:
        """True for a city in its country, a venue in its city: the first says more."""
        return one != other and other in lies_within(self.pack, one)

    def in_register(self, place: str | None) -> bool:
        """True where the register knows an event that was held at a place."""
        entity = self.pack.entities.get(place or "")
        return entity is not None and self.register_event(entity, self.analysis.document.published) is not None

    def country(self, place: str) -> str | None:
        """The state in which a place lies, or which it is; None where the pack does not say."""
        entity = self.pack.entities.get(place)
        return entity.state if entity is not None else None

    def destination(self, word: Mention, sentence: Sentence) -> Entity | None:
        """Where a visit goes: named right behind or before its word, in the word, or behind a word of going to."""
        mentions = [
            m for m in self.analysis.layer("entity").within(sentence.start, sentence.end)
            if m.kind in ("place", "side", "body") and self._is_there(m.key[0])
        ]  # fmt: skip
        behind = [m for m in mentions if 0 <= m.start - word.end <= (2 if sentence.language == "zh" else 9)]
        inside = [m for m in mentions if word.start <= m.start < word.end]
        before = [m for m in mentions if 0 <= word.start - m.end <= 1]
        led = [m for m in mentions if m.start < word.start and self._led(m, sentence, word)]
        chosen = [*inside, *behind[:1], *before, *led[-1:]]
        if chosen:
            there = [m.key[0] for m in self.analysis.layer("entity").within(chosen[0].start, chosen[0].end)]
            places = [key for key in there if key.startswith(("place/", "country/"))]
            return self.pack.entities.get((places or [chosen[0].key[0]])[0])
        return self._in_word(word)

    def _is_there(self, key: str) -> bool:
        """Places and states; bodies only where a place goes by the same name."""
        return key.startswith(("place/", "country/", "side/"))

    def _led(self, mention: Mention, sentence: Sentence, word: Mention) -> bool:
        """对美国进行国事访问: behind a word of going to, with nothing but the visit's own words up to it."""
        between = self.analysis.view[mention.end : word.start]
        before = self.analysis.view[max(sentence.start, mention.start - 4) : mention.start].rstrip()
        openers = event_list(sentence.language, "destination_openers")
        return before.endswith(openers) and len(between) <= 12 and not set(between) & set("，,；;。")

    def _in_word(self, word: Mention) -> Entity | None:
        """访美, 访华行程: the word begins with, or ends in, a verb of going and what its side is called for short."""
        told = self.analysis.view[word.start : word.end]
        for side in self.pack.sides:
            short = self.short_names[side.code]
            if told.endswith(short) or told.startswith(short, 1):
                return self.pack.entities.get(f"side/{side.code}")
        return None

    def recalled(self, sentence: Sentence) -> Iterator[tuple[Entity, Span]]:
        """Places beside a word of agreeing or meeting, by which a text recalls an event."""
        reach = _AGREEMENT_REACH[sentence.language]
        names = frozenset(self.analysis.grammar_of(sentence).words("agreement_names"))
        for mention in self.analysis.layer("entity").within(sentence.start, sentence.end):
            if mention.kind != "place" or mention.key[0].startswith("country/"):
                continue
            if self._is_metonym(mention, sentence):
                continue
            after = self.analysis.view[mention.end : mention.end + 14].lstrip(" " + grammar("zh").raw["possessive"])
            if any(after.startswith(name) for name in names):
                continue
            window = (max(sentence.start, mention.start - reach), min(sentence.end, mention.end + reach))
            words = [m for m in self.analysis.layer("agreed_at").within(*window) if m.key[0] == sentence.language]
            if sentence.language == "en":
                near = [m for m in words if 0 <= mention.start - m.end <= 2]
                verbs = self.analysis.layer("agreed_verb").within(
                    max(sentence.start, mention.start - 45), mention.start
                )
                words = near or (verbs if verbs and self._is_venue(mention, 99, sentence) else [])
            if words:
                yield self.pack.entities[mention.key[0]], (mention.start, mention.end)

    def _is_metonym(self, mention: Mention, sentence: Sentence) -> bool:
        """A capital that may stand for its government is a place only behind a preposition of place."""
        same = [m for m in self.analysis.layer("entity").within(mention.start, mention.end) if m.kind == "side"]
        return bool(same) and not self._is_venue(mention, 99, sentence)

    def sentences_with(self, place: Entity) -> list[Span]:
        """The sentences that name a place."""
        found = []
        for sentence in self.analysis.sentences:
            for mention in self.analysis.layer("entity").within(sentence.start, sentence.end):
                if mention.kind == "place" and mention.key[0] == place.id:
                    found.append((sentence.start, sentence.end))
                    break
        return found

    def known_level(self, place: str | None, date: str | None) -> str | None:
        """The level at which all was held that the register knows at a place and, as far as it is told, on a date."""
        published = self.analysis.document.published
        rows = [row for row in held_at(self.pack, place) if not conflict(row["date"], date)] if place else []
        rows = [row for row in rows if published is None or row["date"][: len(published)] <= published]
        levels = {row["level"].replace("-", "_") for row in rows}
        return levels.pop() or None if len(levels) == 1 else None

    def register_event(self, place: Entity, published: str | None) -> Mapping[str, str] | None:
        """The latest event that the register knows at a place up to a date; None where it knows none."""
        rows = [
            row
            for row in held_at(self.pack, place.id)
            if published is None or row["date"][: len(published)] <= published[: len(row["date"])]
        ]
        return (
            max(rows, key=lambda row: (row["level"] == "leader", row["kind"] == "talks", row["date"])) if rows else None
        )
