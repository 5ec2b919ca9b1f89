"""The names that a pack gives to what the records only carry ids of, in the interface's languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["en", "zh-Hans", "zh-Hant"]
LANGS: tuple[Lang, ...] = ("en", "zh-Hans", "zh-Hant")

Names = Mapping[str, Mapping[str, str]]


def readable(identifier: str) -> str:
    """An id made readable: the part after the last slash, words apart, the first letter large."""
    tail = identifier.rsplit("/", 1)[-1] if "://" not in identifier else identifier
    text = tail.replace("_", " ").strip()
    if "/" in identifier and "://" not in identifier:
        return " ".join(word[:1].upper() + word[1:] for word in text.replace("-", " ").split())
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Display names: each mapping goes from id to {language: name}; what is missing is made readable.

    `sides` gives the two sides in the pack's order. `entities` may be keyed by id and by canonical name alike.
    `phrases` gives official renderings of formulaic phrases, keyed by the phrase as it stands in a text. `rates` names
    the instruments whose percentages are a rate over time, to be drawn as steps; None means all that have any.
    """

    sides: tuple[str, ...] = ()
    issues: Names = field(default_factory=dict)
    instruments: Names = field(default_factory=dict)
    layers: Names = field(default_factory=dict)
    side_names: Names = field(default_factory=dict)
    entities: Names = field(default_factory=dict)
    places: Names = field(default_factory=dict)
    phases: Names = field(default_factory=dict)
    phrases: Names = field(default_factory=dict)
    rates: tuple[str, ...] | None = None

    def issue(self, identifier: str, lang: str) -> str:
        """The issue's name in the language."""
        return _find(self.issues, identifier, lang) or readable(identifier)

    def instrument(self, identifier: str, lang: str) -> str:
        """The instrument's name in the language."""
        return _find(self.instruments, identifier, lang) or readable(identifier)

    def layer(self, identifier: str, lang: str) -> str:
        """The name of a part of a stack of measures."""
        return _find(self.layers, identifier, lang) or readable(identifier)

    def side(self, code: str, lang: str) -> str:
        """The side's name; an unknown code stays as it is."""
        return _find(self.side_names, code, lang) or code

    def known(self, identifier: str, lang: str) -> str | None:
        """The pack's name of an entity, by id or by canonical name; None where it has none in the language."""
        return _find(self.entities, identifier, lang)

    def entity(self, identifier: str, lang: str) -> str:
        """A person's or body's name, by id or by canonical name; an unknown name stays as written."""
        found = _find(self.entities, identifier, lang)
        return found or (readable(identifier) if _is_id(identifier) else identifier)

    def place(self, name: str, lang: str) -> str:
        """A place's name; an unknown one stays as written, an unknown id is made readable."""
        return _find(self.places, name, lang) or (readable(name) if _is_id(name) else name)

    def glosses(self, text: str, lang: str) -> list[tuple[str, str]]:
        """The formulaic phrases that stand in a text, each with its rendering in the language; none within another."""
        found = [phrase for phrase in self.phrases if phrase in text]
        outer = [phrase for phrase in found if not any(phrase != other and phrase in other for other in found)]
        rendered = [(phrase, _find(self.phrases, phrase, lang)) for phrase in outer]
        return [(phrase, rendering) for phrase, rendering in rendered if rendering and rendering != phrase]

    def phase(self, name: str, lang: str) -> str:
        """A phase's name; an unknown one stays as written."""
        return _find(self.phases, name, lang) or (readable(name) if "_" in name else name)


def _find(names: Names, identifier: str, lang: str) -> str | None:
    return names.get(identifier, {}).get(lang)


def _is_id(text: str) -> bool:
    return "/" in text and " " not in text and "://" not in text and text.isascii()
