"""Where a text comes from and what kind it is: outlet's kind, cited sources, address of the original, flags."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bilat.languages.compiled_patterns import compiled
from bilat.languages.initials import branches, gated
from bilat.model import Span
from bilat.reading.layout import Layout
from bilat.reading.outlets import outlet_kind
from bilat.reading.parts import Parts
from bilat.reading.script import converted_by_machine
from bilat.reading.vocabulary import data, either, lowered

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"\n]*\"")


class Provenance(NamedTuple):
    """What a text shows of its origin; the fields are those of the document."""

    outlet_kind: str
    cited_sources: tuple[str, ...]
    original_url: str | None
    flags: tuple[str, ...]


def provenance(
    layout: Layout, text: str, view: str, *, language: str, outlet: str | None, kinds: Mapping[str, str]
) -> Provenance:
    """What the text shows of its origin. `kinds` maps lower-case aliases of known outlets to their kind."""
    parts = Parts.of(layout)
    found = _original().search(view) if "://" in view else None
    original = text[found.start("url") : found.end("url")].rstrip(".,;:)。，）】」") if found else None
    return Provenance(
        outlet_kind=outlet_kind(parts, outlet, original, kinds),
        cited_sources=cited(layout),
        original_url=original,
        flags=_flags(parts, text, language),
    )


@functools.cache
def _original() -> re.Pattern[str]:
    return re.compile(data("provenance")["original"], re.IGNORECASE)


@functools.cache
def _cited() -> tuple[dict[str, re.Pattern[str]], ...]:
    return tuple(
        {key: compiled(gated([item]) if key == "outlets" else item) for key, item in rules.items()}
        for rules in data("provenance")["cited"].values()
    )


def cited(layout: Layout) -> tuple[str, ...]:
    """The outlets that the article names as sources, as written, in order of appearance."""
    found: dict[str, None] = {}
    for line, keep in zip(layout.lines, layout.keep, strict=True):
        if not keep:
            continue
        names = [span for rules in _cited()[line.text.isascii() :] for span in _cited_in(line.view, rules)]
        for start, end in sorted(names):
            found[line.text[start:end].strip("《》 ")] = None
    return tuple(found)


def _cited_in(view: str, rules: Mapping[str, re.Pattern[str]]) -> Iterator[Span]:
    for match in rules["outlets"].finditer(view):
        start, end = match.span()
        if "tail" in rules["outlets"].groupindex and match["tail"]:
            while start > max(match.start() - 6, 0) and "\u4e00" <= view[start - 1] <= "\u9fff":
                if rules["stop"].search(view[max(start - 4, 0) : start]):
                    break
                start -= 1
            if start == match.start():
                continue
        if rules["before"].search(view[max(start - 40, 0) : start]) or rules["after"].match(view[end : end + 40]):
            yield start, end


def _flags(parts: Parts, text: str, language: str) -> tuple[str, ...]:
    rules = data("provenance")
    everything = f"{parts.title}\n{parts.article}\n{parts.around}"
    platform = either("provenance", "self_media").search(parts.around.lower())
    credited = re.search(rules["credited"], parts.around)
    head = "\n".join((*(line[:60] for line in parts.top), parts.around))
    shown = {
        "opinion": _opinion(parts) >= float(rules["opinion_needed"]),
        "machine_translated": language == "en" and _translated(everything) >= float(rules["translated_needed"]),
        "script_converted": language == "zh-Hant" and converted_by_machine(text),
        "repost": bool(platform and credited) or bool(either("provenance", "repost").search(head.lower())),
        "censored_urls": "*" in text and bool(re.search(rules["masked_url"], text)),
    }
    return tuple(flag for flag, is_so in shown.items() if is_so)


class _Sign(NamedTuple):
    """What is counted in a text. `bounded`: a match begins with a word, which is quicker to see afterwards."""

    pattern: re.Pattern[str]
    bounded: bool
    weight: float
    times: int

    def count(self, text: str) -> int:
        if not self.bounded:
            return len(self.pattern.findall(text))
        starts = (match.start() for match in self.pattern.finditer(text))
        return sum(not start or not text[start - 1].isalnum() for start in starts)


@functools.cache
def _weighted(*keys: str) -> tuple[_Sign, ...]:
    node = data("provenance")
    for key in keys:
        node = node[key]
    rows: list[dict[str, str]] = node  # type: ignore[assignment]
    return tuple(_sign(row, lowered(row["is"]) if keys[0] == "opinion" else row["is"]) for row in rows)


def _sign(row: Mapping[str, str], pattern: str) -> _Sign:
    bounded = pattern.startswith(r"\b") and len(list(branches(pattern))) == 1
    return _Sign(
        re.compile(pattern.removeprefix(r"\b") if bounded else pattern),
        bounded,
        float(row["weight"]),
        int(row.get("times", 1)),
    )


def _opinion(parts: Parts) -> float:
    """How much the text argues in its own voice: what is quoted or said by somebody named does not count."""
    unquoted = _QUOTED.sub(" ", parts.article)
    lines = [line for line in unquoted.split("\n") if not re.match(r"^[^\s：:]{1,24}(?: [A-Z]+)?[：:]", line)]
    texts = {"title": parts.title, "notice": parts.around, "text": "\n".join(lines)}
    total = 0.0
    for where, text in texts.items():
        low = text.lower()
        total += sum(sign.weight * min(sign.count(low), 2) for sign in _weighted("opinion", where))
    return total


def _translated(text: str) -> float:
    return sum(sign.weight for sign in _weighted("translated") if sign.count(text) >= sign.times)
