"""What kind of outlet published a text, by its name, its headline, and how it is written."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from bilat.languages.compiled_patterns import compiled
from bilat.reading.parts import Parts
from bilat.reading.view import simplified
from bilat.reading.vocabulary import data, either, joined

_LONGEST_TOP = 120  # characters of a line about the article that are looked at
_HOSTS = frozenset({"unknown", "state_media", "official"})  # kinds that pass on a government's own text as it is


def outlet_kind(parts: Parts, outlet: str | None, original: str | None, kinds: Mapping[str, str]) -> str:
    """`official`, `state_media`, `media`, `think_tank`, `self_media` or `unknown`.

    `kinds` maps lower-case names of known outlets to their kind. A government's own text is official whoever prints it,
    unless its dateline is that of an agency of the state, which then wrote it.
    """
    if either("provenance", "self_media").search(parts.around.lower()):
        return "self_media"
    if original and any(host in original for host in data("provenance")["self_media_hosts"]):
        return "self_media"
    if _dispatched(parts, kinds) == "state_media":
        return "state_media"
    known = kinds.get(outlet.lower()) or kinds.get(simplified(outlet).lower()) if outlet else None
    if (known or "unknown") in _HOSTS and _is_official(parts):
        return "official"
    return known or _by_manner(parts, simplified(outlet or ""))


def _is_official(parts: Parts) -> bool:
    if either("provenance", "official_title").search(parts.title.lower()):
        return True
    return any(either("provenance", "official_top").search(line[:_LONGEST_TOP].lower()) for line in parts.top)


def _dispatched(parts: Parts, kinds: Mapping[str, str]) -> str | None:
    """The kind of the agency that the article's dateline names."""
    opening = re.match(data("head")["opening"], parts.opening)
    if not opening:
        return None
    text = opening[0].lower()
    return next((kind for name, kind in kinds.items() if kind == "state_media" and _names(text, name)), None)


def _names(text: str, name: str) -> bool:
    at = text.find(name)
    return at >= 0 and not (name.isascii() and (text[at - 1 : at].isalpha() or text[at + len(name) :][:1].isalpha()))


def _by_manner(parts: Parts, outlet: str) -> str:
    """The kind of an outlet that is not known, by what the text shows."""
    rules = data("provenance")
    if _line("personal").search(parts.dropped.lower()):
        return "self_media"
    stated = " | ".join((outlet, *(line for line in parts.top if len(line) < _LONGEST_TOP)))
    if re.search(rules["think_tank"], stated, re.IGNORECASE):
        return "think_tank"
    if re.match(rules["state_title"], simplified(parts.title)):
        return "state_media"
    return "media" if re.search(rules["media"], outlet, re.IGNORECASE) or _is_press(parts) else "unknown"


@functools.cache
def _dateline() -> re.Pattern[str]:
    # Case counts here: the places of datelines stand in capitals.
    return compiled(joined("provenance", "press", "dateline"))


@functools.cache
def _line(*keys: str) -> re.Pattern[str]:
    return compiled(either("provenance", *keys).pattern, re.MULTILINE)


def _is_press(parts: Parts) -> bool:
    """Whether it is written as journalism: a genre, a byline, a dateline, or what only reporters write."""
    return bool(
        either("provenance", "press", "title").search(parts.title.lower())
        or any(_dateline().search(line) for line in (parts.opening, *parts.top))
        or _line("press", "around").search(parts.around.lower())
        or either("provenance", "press", "text").search(parts.article.lower())
    )
