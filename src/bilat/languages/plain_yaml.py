"""YAML of strings, lists and mappings, read three times as fast as by the base loader, which gives the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 100  # values within each other
_MOST = 2_000_000  # values, an alias counting for all that it stands for
_TOO_DEEP = "values are nested too deep"


def strings(text: str) -> Any:
    """The only document of a YAML text, every scalar a string (`no` and `on` are words); None where there is none.

    Built from the parser's events, without the tree of nodes in between and without a look at what type a scalar might
    be. Anchors and aliases hold; tags are passed over. Raises yaml.YAMLError where the text is no YAML, holds a second
    document, or has a key that is no string.
    """
    loader = _LOADER(text)
    try:
        event = loader.get_event  # the stream's start, then the document's
        event()
        if isinstance(event(), yaml.StreamEndEvent):
            return None
        try:
            found = _value(event(), event, {})
        except RecursionError:
            raise yaml.composer.ComposerError(None, None, _TOO_DEEP, None) from None
        event()  # the document's end
        after = event()
        if not isinstance(after, yaml.StreamEndEvent):
            raise yaml.composer.ComposerError(None, None, "expected a single document", after.start_mark)
        return found
    finally:
        loader.dispose()


def check_size(text: str) -> None:
    """See that a YAML text, with its aliases written out, is not built to exhaust whoever makes something of it.

    The parser's events alone are looked at: to compose deep nesting ends the process. Raises yaml.YAMLError.
    """
    sizes: dict[str | None, int] = {}
    open_: list[tuple[str | None, int]] = []  # anchor of a value that is being read, and the count at its beginning
    count = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            within = any(anchor == event.anchor for anchor, _ in open_)  # it stands for what it is a part of
            count += _MOST if within else sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, count))
            count += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            if anchor is not None:
                sizes[anchor] = count - before
        else:
            count += 1
        if len(open_) > _DEEPEST or count > _MOST:
            why = _TOO_DEEP if len(open_) > _DEEPEST else "its aliases stand for too much"
            mark: Any = event.start_mark
            raise yaml.composer.ComposerError(None, None, why, mark)


def _value(first: Any, event: Callable[[], Any], anchors: dict[str, Any]) -> Any:
    kind = first.__class__
    if kind is yaml.AliasEvent:
        if first.anchor not in anchors:
            raise yaml.composer.ComposerError(None, None, f"undefined alias {first.anchor!r}", first.start_mark)
        return anchors[first.anchor]
    if kind is yaml.ScalarEvent:
        return _kept(first, first.value, anchors)
    if kind is yaml.SequenceStartEvent:
        return _sequence(_kept(first, [], anchors), event, anchors)
    return _mapping(_kept(first, {}, anchors), event, anchors)


def _kept(first: Any, value: Any, anchors: dict[str, Any]) -> Any:
    if first.anchor is not None:
        anchors[first.anchor] = value
    return value


def _sequence(found: list[Any], event: Callable[[], Any], anchors: dict[str, Any]) -> list[Any]:
    while (item := event()).__class__ is not yaml.SequenceEndEvent:
        # most of all there is are plain words
        plain = item.__class__ is yaml.ScalarEvent and item.anchor is None
        found.append(item.value if plain else _value(item, event, anchors))
    return found


def _mapping(found: dict[str, Any], event: Callable[[], Any], anchors: dict[str, Any]) -> dict[str, Any]:
    while (key := event()).__class__ is not yaml.MappingEndEvent:
        name = _value(key, event, anchors)
        if not isinstance(name, str):
            raise yaml.constructor.ConstructorError(None, None, "found a key that is no string", key.start_mark)
        found[name] = _value(event(), event, anchors)
    return found
