"""Words in a whole text: the issues that they raise, whom they name, and what they leave in doubt.

`extract` reads the same vocabulary sentence by sentence; here it is read over whole accounts, of which the sentences
that no attribution covers ("they also discussed fentanyl") are a part.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import ahocorasick_rs

from bilat.languages.dates import find_dates
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.languages.script import full_width_marks, to_simplified
from bilat.languages.sentences import split_sentences
from bilat.languages.surfaces import Surfaces
from bilat.model import Document, Span
from bilat.packs import Pack
from bilat.packs.contacts import contact_words

_DAY = len("2025-06-05")
_NO_ISSUE = ""  # the key of words that only look like one


class Hit(NamedTuple):
    """An occurrence at [start, end) of the text; `key` is the id of the issue or the entity."""

    start: int
    end: int
    key: str


class Words:
    """An automaton over surface forms, each with the keys that it may stand for; the leftmost longest wins."""

    def __init__(self, forms: dict[str, tuple[str, ...]]) -> None:
        self._surfaces = Surfaces(forms)

    def hits(self, view: str) -> list[Hit]:
        """All occurrences in a simplified view, in order."""
        hits: list[Hit] = []
        reached = 0
        for start, end, keys in sorted(self._surfaces.found(view), key=lambda one: (one[0], -one[1])):
            if start >= reached:
                hits += [Hit(start, end, key) for key in keys if key != _NO_ISSUE]
                reached = end
        return hits


@functools.lru_cache(maxsize=8)
def issue_words(pack: Pack, *, weak: bool = False) -> Words:
    """The words that raise an issue by themselves, or the weak ones; words that only look like one are swallowed."""
    forms: dict[str, list[str]] = {}
    for issue in pack.issues.values():
        for words in (issue.weak if weak else issue.words).values():
            for form in (cased for word in words for cased in _cased(word)):
                if issue.id not in forms.setdefault(form, []):
                    forms[form].append(issue.id)
    for word in pack.not_issues:
        forms[word] = [_NO_ISSUE]
    return Words({form: tuple(keys) for form, keys in forms.items()})


@functools.lru_cache(maxsize=8)
def actor_words(pack: Pack, *, joint: bool = False) -> Words:
    """The names of people, bodies and states that stand for one of them only; the phrases for both sides, if asked."""
    forms: dict[str, set[str]] = {}
    kinds = ("person", "body", "side", *(("joint",) if joint else ()))
    for term in pack.terms:
        if term.kind in kinds:
            forms.setdefault(term.surface, set()).update(term.ids)
    return Words({form: tuple(ids) for form, ids in forms.items() if len(ids) == 1})


@functools.cache
def listed(name: str) -> Words:
    """The words of a list of all languages' grammars; those of `not_` that list only look like one."""
    forms: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        rules = grammar(language)
        forms |= {form: (name,) for word in rules.words(name) for form in _cased(word)}
        forms |= {form: (_NO_ISSUE,) for word in rules.words(f"not_{name}") for form in _cased(word)}
    return Words(forms)


@functools.lru_cache(maxsize=64)
def view_of(text: str) -> str:
    """The simplified view of a text, which shares its offsets."""
    return full_width_marks(to_simplified(text))


def within(hits: Sequence[Hit], spans: Sequence[Span]) -> list[Hit]:
    """The hits that lie wholly in one of the spans."""
    return [hit for hit in hits if any(start <= hit.start and hit.end <= end for start, end in spans)]


def named_in(document: Document, pack: Pack) -> frozenset[str]:
    """The ids of the people, bodies and states that the kept text names; of a name that several have, all of them."""
    hits = _naming_words(pack).hits(view_of(document.text))
    return frozenset(hit.key for hit in within(hits, document.kept or ((0, len(document.text)),)))


@functools.lru_cache(maxsize=8)
def _naming_words(pack: Pack) -> Words:
    """The names of people, bodies and states, without surnames of several; places are swallowed, of which a part may
    look like one."""
    forms: dict[str, dict[str, None]] = {}
    for term in pack.terms:
        if term.kind in ("person", "body", "side") and not (term.weak and len(term.ids) > 1):
            forms.setdefault(term.surface, {}).update(dict.fromkeys(term.ids))
    for term in pack.terms:
        if term.kind == "place":
            forms.setdefault(term.surface, {_NO_ISSUE: None})
    return Words({form: tuple(ids) for form, ids in forms.items()})


def contacts_in(document: Document, pack: Pack) -> frozenset[str]:
    """The kinds of interaction (call, meeting, ...) that words of the kept text name."""
    hits = _contact_words(pack).hits(view_of(document.text))
    return frozenset(hit.key for hit in within(hits, document.kept or ((0, len(document.text)),)))


def contact_hits(view: str, pack: Pack) -> list[Span]:
    """Where words of a simplified view name an interaction."""
    return [(hit.start, hit.end) for hit in _contact_words(pack).hits(view)]


@functools.lru_cache(maxsize=8)
def _contact_words(pack: Pack) -> Words:
    forms: dict[str, tuple[str, ...]] = {}
    for word in contact_words(pack):
        if word.layer == "event":
            key = _NO_ISSUE if word.kind == "none" else word.kind
            forms |= {form: (*forms.get(form, ()), key) for form in _cased(word.form)}
    return Words(forms)


def days_in(document: Document) -> tuple[str, ...]:
    """The days that the kept text names, ISO dates without those cut to a month or a year, the first of a span and the
    last."""
    view = view_of(document.text)
    found = find_dates(view, split_sentences(view), published=document.published)
    kept = document.kept or ((0, len(view)),)
    inside = (one for one in found if any(start <= one.start < end for start, end in kept))
    days = {day for one in inside if one.kind in ("point", "range") for day in (one.date, one.end_date) if day}
    return tuple(sorted(day for day in days if len(day) == _DAY))


def places_in(document: Document, pack: Pack) -> frozenset[str]:
    """The names of the pack's places of which a form stands anywhere in the text."""
    names, automaton = _place_words(pack)
    found = automaton.find_matches_as_indexes(view_of(document.text), overlapping=True)
    return frozenset(names[index] for index, _, _ in found)


@functools.lru_cache(maxsize=8)
def _place_words(pack: Pack) -> tuple[list[str], ahocorasick_rs.AhoCorasick]:
    forms = [(name, form) for name, told in place_forms(pack).items() for form in told]
    return [name for name, _ in forms], ahocorasick_rs.AhoCorasick([form for _, form in forms])


@functools.lru_cache(maxsize=8)
def place_forms(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """The surface forms of the pack's places by the place's name."""
    forms: dict[str, list[str]] = {}
    for term in pack.terms:
        if term.kind == "place" and len(term.ids) == 1:
            forms.setdefault(pack.entities[term.ids[0]].name, []).append(term.surface)
    return {name: tuple(found) for name, found in forms.items()}


def _cased(word: str) -> tuple[str, ...]:
    """A word as given and, where it begins in lower case, as at the beginning of a sentence."""
    return (word, word[0].upper() + word[1:]) if word[0].islower() else (word,)
