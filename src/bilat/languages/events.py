"""The words for interactions, as data: what kind of contact a word names, and how it came about."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from bilat.languages import compiled_yaml


class EventWord(NamedTuple):
    """A surface form in a layer: `event` (kind is call, meeting, ...), or a detail such as `request` or `recall`."""

    form: str
    layer: str
    kind: str
    key: tuple[str, ...]


@functools.cache
def _data(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = compiled_yaml.words("bilat.languages", f"data/events_{language}")
    return loaded


@functools.cache
def event_words(language: str) -> tuple[EventWord, ...]:
    """The event words of `en` or `zh`."""
    found: list[EventWord] = []
    data = _data(language)
    for entry in data["events"]:
        key = (entry.get("level", ""), entry.get("form", ""), language)
        found += [EventWord(form, "event", entry["kind"], key) for form in entry["words"]]
    for layer, words in data["details"].items():
        if isinstance(words, dict):
            for kind, forms in words.items():
                found += [EventWord(form, layer, kind, (language,)) for form in forms]
        else:
            found += [EventWord(form, layer, layer, (language,)) for form in words]
    return tuple(found)


@functools.cache
def event_list(language: str, name: str) -> tuple[str, ...]:
    """A list of words beside which event words are looked at, empty where the language has no such list."""
    return tuple(_data(language)["lists"].get(name, ()))
