"""One automaton over everything that packs and languages know by surface form; texts are scanned once.

A mention is a typed occurrence. Mentions live in layers: within a layer the leftmost longest wins, layers may overlap.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from bilat.languages.grammar import LANGUAGES, WORD_LISTS, grammar
from bilat.languages.resources import collector_paused
from bilat.languages.surfaces import Surfaces
from bilat.packs import Pack
from bilat.packs.contacts import contact_words

ENTITY_KINDS = frozenset({"person", "office", "body", "outlet", "thinktank", "place", "forum", "side", "joint"})


class Mention(NamedTuple):  # a text has hundreds: see _Entry
    """A typed occurrence at [start, end). `key` is the entity ids, the act, the issue, ... as the layer has it."""

    start: int
    end: int
    layer: str
    kind: str
    key: tuple[str, ...]
    weak: bool = False


class _Entry(NamedTuple):  # there are tens of thousands: a tuple is made in a quarter of a frozen dataclass's time
    layer: str
    kind: str
    key: tuple[str, ...]
    weak: bool


_Hit = tuple[int, int, _Entry]  # start, end with a minus: in order, the longest first


class Lexicon:
    """The automaton of a pack and the languages."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        entries: dict[str, list[_Entry]] = {}
        for surface, entry in _entries(pack):
            kept = entries.setdefault(surface, [])
            if entry not in kept:
                kept.append(entry)
        self.entries: Mapping[str, Sequence[_Entry]] = entries
        self._surfaces = Surfaces(entries)

    def complete(self) -> None:
        """Make what is else made for the first Chinese text."""
        _ = self._surfaces.of_han

    def scan(self, view: str) -> dict[str, list[Mention]]:
        """All mentions of a text by layer, in order, none overlapping within its layer."""
        raw: defaultdict[str, list[_Hit]] = defaultdict(list)
        for start, end, entries in self._surfaces.found(view):
            for entry in entries:
                raw[entry[0]].append((start, -end, entry))
        people = [(start, -end) for start, end, entry in raw.get("entity", ()) if entry.kind == "person"]
        named = {at for start, end in people for at in range(start + 1, end)}
        raw["event"] = [hit for hit in raw.get("event", ()) if hit[0] not in named]  # 何立峰会面: no 峰会
        return {layer: _leftmost_longest(found) for layer, found in raw.items()}


@functools.lru_cache(maxsize=8)
def lexicon(pack: Pack) -> Lexicon:
    """The lexicon of a pack, built once."""
    with collector_paused():
        return Lexicon(pack)


def _leftmost_longest(found: list[_Hit]) -> list[Mention]:
    kept: list[Mention] = []
    last_start = last_end = -1
    for start, minus_end, entry in sorted(found, key=itemgetter(0, 1)) if len(found) > 1 else found:
        end = -minus_end
        if start >= last_end or (start, end) == (last_start, last_end):
            kept.append(Mention(start, end, *entry))
            last_start, last_end = start, end
    return kept


def _entries(pack: Pack) -> list[tuple[str, _Entry]]:
    found: list[tuple[str, _Entry]] = []
    for term in pack.terms:
        found.append((term.surface, _Entry("entity", term.kind, term.ids, term.weak)))
        entity = pack.entities.get(term.ids[0])
        if entity is not None and entity.event:
            key = (entity.level or "", "noun", term.language)
            found.append((term.surface, _Entry("event", entity.event, key, False)))
    for issue in pack.issues.values():
        found += _worded(issue.words, "issue", "issue", (issue.id,))
        found += _worded(issue.weak, "weak_issue", "issue", (issue.id,))
    for word in pack.not_issues:
        found += [(word, _Entry(layer, "none", (), False)) for layer in ("issue", "weak_issue")]
    for instrument in pack.instruments.values():
        found += _worded(instrument.words, "instrument", "word", (instrument.id,))
        found += _worded(instrument.needs, f"needs:{instrument.id}", "word", (instrument.id,))
        found += _worded(instrument.loose, "instrument", "loose", (instrument.id,))
        found += _worded(instrument.loose_needs, f"beside:{instrument.id}", "word", (instrument.id,))
        found += [(word, _Entry("instrument", "exception", (), False)) for word in instrument.exceptions]
        for own in instrument.statuses:
            found += _worded(own.words, f"status:{instrument.id}", "status", (own.status,))
    for layer in pack.layers:
        found += _worded(layer.words, "layer", "layer", (layer.id,))
    for side, words in pack.targets.items():
        found += _worded(words, "target", side, (side,))
    for status in pack.statuses:
        found += _worded(status.words, "status", "status", (status.status,))
    found += _wishes(pack)
    for contact in contact_words(pack):
        found += [(form, _Entry(contact.layer, contact.kind, contact.key, False)) for form in _cased(contact.form)]
    for language in LANGUAGES:
        found += _language_entries(language)
    return found


def _wishes(pack: Pack) -> list[tuple[str, _Entry]]:
    """To hope that a side does something is to urge it: the language's words of wishing with the sides' names."""
    names = [(term.surface, term.language) for term in pack.terms if term.kind == "side"]
    found: list[tuple[str, _Entry]] = []
    for name, language in names:
        for form in (word + name for word in grammar(language).words("wish")):
            found.append((form, _Entry("cue", "take", ("urge", language), False)))
            found.append((form, _Entry("act", "urge", (language,), False)))
    return found


def _worded(words: object, layer: str, kind: str, key: tuple[str, ...]) -> list[tuple[str, _Entry]]:
    assert hasattr(words, "items")
    entry = _Entry(layer, kind, key, False)
    return [(form, entry) for forms in words.items() for word in forms[1] for form in _cased(word)]


def _cased(word: str) -> tuple[str, ...]:
    """A word as given and, where it begins in lower case, as it stands at the beginning of a sentence."""
    return (word, word[0].upper() + word[1:]) if word[0].islower() else (word,)


def _language_entries(language: str) -> list[tuple[str, _Entry]]:
    rules = grammar(language)
    found: list[tuple[str, _Entry]] = []
    for cue in rules.cues:
        found += [(form, _Entry("cue", cue.frame, (cue.act, language), False)) for form in _cased(cue.form)]
    for role in rules.roles:
        found += [(form, _Entry("role", role.voice, (language,), False)) for form in _cased(role.form)]
    for kind, forms in rules.pronouns.items():
        found += [(form, _Entry("pronoun", kind, (language,), False)) for form in forms]
    for number, frame in enumerate(rules.prefix_frames):
        for form in frame.forms:
            found.append((form, _Entry("frame", "prefix", (language, str(number)), False)))
    for name in WORD_LISTS:
        found += [(form, _Entry(name, name, (language,), False)) for word in rules.words(name) for form in _cased(word)]
        found += [(form, _Entry(name, "none", (language,), False)) for form in rules.words(f"not_{name}")]
    for act, forms in rules.raw["acts"].items():
        found += [(form, _Entry("act", act, (language,), False)) for word in forms for form in _cased(word)]
    found += [(form, _Entry("act", "none", (language,), False)) for form in rules.words("not_acts")]
    for label, forms in rules.raw["phases"].items():
        found += [(form, _Entry("phase", label, (language,), False)) for form in forms]
    return found
