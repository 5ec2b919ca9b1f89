"""Whether a name is that of the one whom the words mean, and whether the pack says the same of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bilat.extract.lexicon import Mention
from bilat.guards.problem import Finding
from bilat.guards.text import Text
from bilat.languages.grammar import grammar, stands_for
from bilat.model import Name, Span
from bilat.packs import Entity

BOTH, AUTHOR = "both", "author"
_WHERE = frozenset({"side", "place", "forum"})  # what a phrase that names somebody may name beside them
_TOGETHER = frozenset({"both", "plural"})
_OUTSIDE = frozenset({"expert", "business", "media"})  # nouns for people who do not speak for a state
_SOMEBODY = frozenset({"person", "object", "possessive"})


def known(name: Name, text: Text) -> Iterator[Finding]:
    """What the pack says of an entity is what the record says: its name, its side, an office that it held."""
    if name.entity is None:
        return
    entity = text.pack.entities.get(name.entity)
    if entity is None:
        yield Finding("names", f"nobody is known as {name.entity}")
        return
    if name.name != entity.name:
        yield Finding("names", f"{name.entity} is {entity.name}, not {name.name}")
    if name.side is not None and name.side != entity.side:
        yield Finding("sides", f"{entity.name} is of {entity.side}, not of {name.side}")
    if name.side is None and entity.side in text.codes and entity.kind != "person":
        yield Finding("sides", f"{entity.name} is of {entity.side}")
    held = {text.pack.offices[t.office].name for t in entity.tenures if t.office in text.pack.offices}
    if name.office is not None and name.office not in held:
        yield Finding("names", f"{entity.name} never was {name.office}")


def meant(name: Name, text: Text, span: Span) -> bool | None:
    """Whether the words of a span mean whom a name says; None where they name nobody (a pronoun, a title alone)."""
    pronouns = {m.kind for m in text.analysis.layer("pronoun").within(*span) if (m.start, m.end) == span}
    mentions = [m for m in text.entities(span) if m.kind != "adjective"]
    together = bool(pronouns & _TOGETHER) or any(m.kind == "joint" for m in mentions)
    entity = text.pack.entities.get(name.entity or "")
    if name.side == BOTH:
        return together or len(text.sides_named([span])) > 1
    if together and entity is not None:
        return _of_level(entity, mentions, text)
    if AUTHOR in pronouns and name.name == AUTHOR:
        return True
    own = stands_for(text.view[span[0] : span[1]]) if pronouns else None
    if entity is not None and own and entity.pronoun not in (None, own):
        return False  # she is not he
    if entity is not None and entity.kind in pronouns and not own:
        return True  # "the ministry", "the newspaper": which one it is, the words do not say
    if pronouns:
        person = entity.kind == "person" if entity else not name.name.startswith("unnamed ")
        return None if person or not pronouns & _SOMEBODY else False
    if entity is None:
        return False if together else _meant_unknown(name, text, span, mentions)
    return _meant_known(entity, text, span, mentions)


def _of_level(entity: Entity, mentions: Sequence[Mention], text: Text) -> bool:
    """"The two leaders" are people who have been leaders; "the two" are people whom the text names."""
    levels = {text.pack.entities[key].level for m in mentions if m.kind == "joint" for key in m.key} - {None}
    own = {text.pack.offices[t.office].level for t in entity.tenures if t.office in text.pack.offices}
    named = (m for m in text.analysis.layer("entity").items if m.kind != "none")
    return bool(levels & own) if levels else any(_can_be(entity, m.key, text) for m in named)


def _meant_known(entity: Entity, text: Text, span: Span, mentions: Sequence[Mention]) -> bool | None:
    shared = _shares(entity.name, text.view[span[0] : span[1]])
    persons = [m for m in mentions if m.kind == "person"]
    if persons:
        return any(_can_be(entity, m.key, text) for m in persons)
    for group in ([m for m in mentions if m.kind not in _WHERE], mentions):
        if group:
            return any(_can_be(entity, m.key, text) for m in group) or shared
    if shared:
        return True
    voices = {m.kind for m in text.mentions("role", [span])}
    if voices and voices <= _OUTSIDE and entity.voice == "official":
        return False
    if voices and entity.kind == "person" and voices <= _OUTSIDE | {"official"}:
        return None if _titled(entity, text.view[span[0] : span[1]], text) else False
    return None if voices or text.has([span], "accounts", "pronoun") else False


def _meant_unknown(name: Name, text: Text, span: Span, mentions: Sequence[Mention]) -> bool | None:
    words = text.text[span[0] : span[1]]
    if name.name in words or words in name.name or _shares(name.name, words):
        return True
    if name.name.startswith("unnamed "):
        return not any(m.kind == "person" for m in mentions)
    return None if not mentions and text.has([span], "role", "pronoun") else False


def _can_be(entity: Entity, keys: Sequence[str], text: Text) -> bool:
    """True where a mention means an entity: by its name, by an office of its own, or by its body's people."""
    for key in keys:
        if key == entity.id or key in {t.office for t in entity.tenures}:
            return True
        office, other = text.pack.offices.get(key), text.pack.entities.get(key)
        if office is not None and office.body == entity.id:
            return True
        if other is not None and other.kind != "person" and _speaks_for(entity, other):
            return True
    return False


def _speaks_for(entity: Entity, other: Entity) -> bool:
    """A state goes by the names of its bodies and places; a body by that of its state."""
    if entity.kind == "side":
        return entity.side in (other.side, other.country)
    return entity.kind == "body" and other.side == entity.side and other.kind in ("side", "place", "officials")


def _shares(name: str, words: str) -> bool:
    """True where a part of a name stands among words."""
    there = {word.strip(".,'’").casefold() for word in words.replace("-", " ").split()}
    return any(len(part) > 1 and part.casefold() in there for part in name.replace("-", " ").split())


def places_of(name: Name, text: Text) -> list[int]:
    """Where a text names somebody: by a name or title that can be theirs, or by the name itself."""
    own = name.surface if name.surface and not stands_for(name.surface) else ""  # `he` may be anybody
    found = [at for words in {name.name, own} if words for at, _ in text.occurrences(words)]
    entity = text.pack.entities.get(name.entity or "")
    if entity is not None:
        mentions = text.analysis.layer("entity").items
        found += [m.start for m in mentions if m.kind != "none" and _can_be(entity, m.key, text)]
        titles = [m for m in text.analysis.layer("role").items if m.kind == "official"]
        found += [m.start for m in titles if _titled(entity, text.view[m.start : m.end], text)]
    return sorted(set(found))


def stood_for(name: Name, text: Text, start: int, words: str = "", *, since: int = 0) -> bool:
    """Whether a pronoun or a title at a position can stand for somebody: named last before it, or first in the last
    sentence that names anybody, or holder of an office of that title. `since`: named there or behind."""
    own = [at for at in places_of(name, text) if since <= at < start]
    if not own:
        return False
    entity = text.pack.entities.get(name.entity or "")
    if words and entity is not None and _titled(entity, words, text):
        return True
    others = ((at, keys) for at, keys in text.people if own[-1] < at < start and name.entity not in keys)
    between = [at for at, keys in others if any(_agrees(text.pack.entities.get(key), words) for key in keys)]
    return not between or _is_subject(own, between, text)


def _agrees(entity: Entity | None, words: str) -> bool:
    """True where a pronoun may stand for somebody, as far as is known of them: he is not she."""
    pronoun = stands_for(words) if words else None
    return entity is None or None in (pronoun, entity.pronoun) or entity.pronoun == pronoun


def _is_subject(own: Sequence[int], others: Sequence[int], text: Text) -> bool:
    """True where somebody is named first in the last sentence that names anybody."""
    sentence = text.sentence_at(others[-1])
    here = [at for at in own if sentence is not None and sentence.start <= at < others[-1]]
    return bool(here) and not any(sentence is not None and sentence.start <= at < here[0] for at in others)


def _titled(entity: Entity, words: str, text: Text) -> bool:
    """True where words are a title of an office that somebody held, or the beginning or the end of one. Who is the
    secretary of something goes before who is the general secretary."""
    articles = (*grammar("en").words("bare_articles"), *grammar("en").words("articles"))
    title = " ".join(word for word in words.split() if word not in articles).casefold()
    if not title or not any(one.endswith(title) or one.startswith(title) for one in _titles(entity, text)):
        return False
    if not title.isascii() or any(one.startswith(title) for one in _titles(entity, text)):
        return True
    named = {text.pack.entities[key].id: text.pack.entities[key] for _, keys in text.people for key in keys}
    return not any(one.startswith(title) for other in named.values() for one in _titles(other, text))


def _titles(entity: Entity, text: Text) -> list[str]:
    offices = [office for t in entity.tenures if (office := text.pack.offices.get(t.office))]
    return [one.casefold() for office in offices for one in (office.name, *office.titles)]
