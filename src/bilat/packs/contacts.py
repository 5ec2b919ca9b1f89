"""The words for contacts that texts about a relationship are read with: those of the languages, and the pack's own."""

from __future__ import annotations

from collections.abc import Iterator

from bilat.languages.events import EventWord, event_words
from bilat.languages.grammar import LANGUAGES
from bilat.packs.schema import Pack


def contact_words(pack: Pack) -> Iterator[EventWord]:
    """Every word that names a contact: of the languages, then of the pack ("trip to Ayland")."""
    for language in LANGUAGES:
        yield from event_words(language)
    for contact in pack.contacts:
        for language, words in contact.words.items():
            key = (contact.level or "", contact.form, language)
            yield from (EventWord(form=word, layer="event", kind=contact.kind, key=key) for word in words)
