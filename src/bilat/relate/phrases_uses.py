"""Where formulaic phrases stand in documents, and who says them there."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from bilat.languages.folding import Folded, fold
from bilat.languages.script import has_han, to_simplified
from bilat.model import Document, Evidence, Name, Record, Statement, cite, record_id
from bilat.packs import Pack, Phrase
from bilat.relate.duplicates import sources

_TEXT_VOICES = {"official": "official", "state_media": "state_media", "media": "media", "think_tank": "expert"}
_OWNED = frozenset({"official", "state_media"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A phrase in a document, once.

    `form`: the words as they stand there. `date`: the document's own, None where it has none. `speaker`, `side` and
    `voice`: of the statement that holds the words (`statement` is its id); where nobody is quoted, of the text itself.
    `source`: what counts as one source; copies and outlets of one family share it.
    """

    phrase: str
    form: str
    language: str
    doc: str
    evidence: Evidence
    date: str | None
    speaker: Name | None
    side: str | None
    voice: str | None
    statement: str | None
    source: str


class Finder:
    """An automaton over the folded forms of phrases; the leftmost longest form wins."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        """`forms` goes from each folded form to the id of its phrase."""
        self._ids = list(forms.values())
        self._edges = [(_is_latin(form[0]), _is_latin(form[-1])) for form in forms]
        self._automaton = ahocorasick_rs.AhoCorasick(list(forms))

    def find(self, folded: Folded) -> list[tuple[str, int, int]]:
        """(phrase, start, end) of all occurrences, in the text that the folded one was made from, in order."""
        text = folded.text
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        found, reached = [], 0
        for index, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if start < reached or self._cuts_a_word(index, start, end, text):
                continue
            found.append((self._ids[index], *folded.span(start, end)))
            reached = end
        return found

    def _cuts_a_word(self, index: int, start: int, end: int, text: str) -> bool:
        first, last = self._edges[index]
        before = first and start > 0 and _is_latin(text[start - 1])
        return before or (last and end < len(text) and _is_latin(text[end]))


@functools.lru_cache(maxsize=8)
def finder(pack: Pack) -> Finder:
    """The finder of all phrases of a pack."""
    return Finder({form: phrase for phrase, forms in forms(pack).items() for form in forms})


@functools.lru_cache(maxsize=8)
def forms(pack: Pack) -> Mapping[str, Mapping[str, str]]:
    """By phrase of a pack every form of it, folded, and as the pack writes it."""
    return {phrase.id: forms_of(phrase) for phrase in pack.phrases.values()}


def forms_of(phrase: Phrase) -> dict[str, str]:
    """Every form of a phrase, folded, and as it is written."""
    said = [phrase.labels.get("en", ""), phrase.labels.get("zh-Hans", "")]
    said += [word for words in phrase.words.values() for word in words]
    return {folded: word for word in said if (folded := fold(word).text)}


def uses(documents: Sequence[Document], records: Sequence[Record], pack: Pack, by: Finder) -> list[Use]:
    """All uses of the phrases of a finder, in the order of the documents and of their texts."""
    source_of = sources(documents, pack)
    said: dict[str, list[Statement]] = {}
    for record in records:
        if isinstance(record, Statement):
            said.setdefault(record.doc, []).append(record)
    found: list[Use] = []
    for document in documents:
        source = source_of.get(document.id, document.id)
        found += _uses_in(document, _Speakers(document, said.get(document.id, ()), pack), source, by)
    return found


def _uses_in(document: Document, speakers: _Speakers, source: str, by: Finder) -> Iterator[Use]:
    view = to_simplified(document.text)
    for first, last in document.kept or ((0, len(view)),):
        for phrase, start, end in by.find(fold(view[first:last])):
            evidence = cite(document.text, (first + start, first + end))[0]
            speaker, side, voice, statement = speakers.of(evidence.start, evidence.end)
            yield Use(
                phrase=phrase,
                form=evidence.quote,
                language=document.language if has_han(evidence.quote) else "en",
                doc=document.id,
                evidence=evidence,
                date=document.published,
                speaker=speaker,
                side=side,
                voice=voice,
                statement=statement,
                source=source,
            )


class _Speakers:
    """Whose words the spans of one document are."""

    def __init__(self, document: Document, statements: Sequence[Statement], pack: Pack) -> None:
        self.statements = statements
        owner = _outlets(pack).get(to_simplified(document.outlet or "").lower())
        name, side = owner or (document.outlet, None)
        self.side = side if document.outlet_kind in _OWNED else None
        self.voice = _TEXT_VOICES.get(document.outlet_kind)
        self.name = Name(name=name, surface=document.outlet or name, side=self.side) if name else None

    def of(self, start: int, end: int) -> tuple[Name | None, str | None, str | None, str | None]:
        """(speaker, side, voice, statement id) of the words at [start, end): the innermost statement's."""
        held = [(len_, place) for place, one in enumerate(self.statements) if (len_ := _room(one, start, end))]
        if not held:
            return self.name, self.side, self.voice, None
        one = self.statements[min(held)[1]]
        return one.speaker, one.speaker.side, one.voice, record_id(one)


def _room(statement: Statement, start: int, end: int) -> int:
    """The length of the part of a statement that holds [start, end); 0 where none does. Its content comes first."""
    parts = [last - first for first, last in statement.content if first <= start and end <= last]
    return min(parts, default=0)


@functools.lru_cache(maxsize=8)
def _outlets(pack: Pack) -> Mapping[str, tuple[str, str | None]]:
    """Canonical name and side of an outlet by its names in small letters, simplified."""
    return {
        term.surface.lower(): (pack.entities[term.ids[0]].name, pack.entities[term.ids[0]].side)
        for term in pack.terms
        if term.kind == "outlet"
    }


def _is_latin(char: str) -> bool:
    return (char.isascii() and char.isalnum()) or "\u00c0" <= char <= "\u024f"
