"""The grammar of dates: the rules of a language's data, compiled into one pattern, and what it finds."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bilat.languages.dates_calendar import feasts
from bilat.languages.resources import load

_REFERENCE = re.compile(r"@([A-Za-z]+\d?)")
# Full-width figures and letters are read as plain ones; the length stays.
FOLD = {0xFF01 + i: 0x21 + i for i in range(0x5E) if chr(0x21 + i).isalnum() or chr(0x21 + i) in "/:."}


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule: [start, end), the kind of the rule and what its groups hold, as written; `joint` and `second`
    are where the first of two dates ends and the other begins."""

    start: int
    end: int
    kind: str
    fields: dict[str, str]
    language: str
    second: int | None = None
    joint: int | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's rules: `seed` matches wherever a date may begin, the pattern of all `rules` there."""

    language: str
    seed: re.Pattern[str]
    rules: str
    kinds: dict[str, str]
    groups: dict[str, tuple[tuple[str, str], ...]]
    data: dict[str, Any]


def _alternation(words: Any) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def _expand(pattern: str, data: dict[str, Any], language: str) -> str:
    words, parts = data["words"], data["parts"]

    def replacement(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in parts:
            return _expand(parts[name], data, language)
        if name == "feasts":
            return _alternation(n for n in feasts() if n.isascii() == (language == "en") or "’" in n)
        if name in words:
            return _alternation(words[name])
        return _alternation(data[name])

    for name in ("daybefore", "yearbefore", "before"):
        if name in data:
            looks = "|".join(f"(?<={entry})" for entry in data[name])
            pattern = pattern.replace(f"(?<=@{name})", f"(?:{looks})")
    return _REFERENCE.sub(replacement, pattern)


@functools.cache
def grammar(language: str) -> Grammar:
    """The grammar of 'en' or 'zh', made once; its rules are compiled where the first seed is met."""
    data = load(f"dates_{language}")
    compiled, kinds, groups = [], {}, {}
    for index, rule in enumerate(data["rules"]):
        tag = f"r{index}"
        body = _expand(rule["re"], data, language)
        names = dict.fromkeys(re.findall(r"\(\?P<(\w+)>", body))
        body = re.sub(r"\(\?P<(\w+)>", rf"(?P<{tag}_\1>", body)
        body = re.sub(r"\(\?P=(\w+)\)", rf"(?P={tag}_\1)", body)
        if "clk" in names:
            body = re.sub(r"\(\?\(clk\)", f"(?({tag}_clk)", body)
        else:
            body = re.sub(r"\(\?\(clk\)(?:[^()]|\([^()]*\))*\)\??", "", body)
        kinds[tag] = rule["kind"]
        groups[tag] = tuple((f"{tag}_{name}", name) for name in names)
        compiled.append(f"(?P<{tag}>{body})")
    seed = re.compile(_expand(data["seed"], data, language))
    return Grammar(language, seed, "|".join(compiled), kinds, groups, data)


@functools.cache
def _compiled(rules: str) -> re.Pattern[str]:
    return re.compile(rules)


def scan(view: str, start: int, end: int, rules: Grammar) -> Iterator[Found]:
    """What the rules match within [start, end), from left to right, never overlapping; matches of kind 'not' too."""
    at = start
    for seed in rules.seed.finditer(view, start, end):
        first = seed.start()
        if first < at:
            continue
        match = _compiled(rules.rules).match(view, first, end)
        if match is None or match.end() == first:
            continue
        at = match.end()
        tag = match.lastgroup or ""
        fields = {}
        second = joint = None
        after = first
        for group, name in rules.groups[tag]:
            text = match[group]
            if text is not None:
                fields[name.rstrip("_")] = text
                if name.endswith("2") and (second is None or match.start(group) < second):
                    second = match.start(group)
                if name in ("and", "to"):
                    joint, after = match.span(group)
        if joint is not None and second is not None:
            second = after  # with what leads to the second date: 周 of 周一、周三
        yield Found(match.start(), match.end(), rules.kinds[tag], fields, rules.language, second, joint)


@functools.cache
def _event_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    data = load(f"dates_{language}")
    if "event_tail" not in data:
        return None
    tail = _expand(data["event_tail"], data, language)
    return re.compile(tail), re.compile(_expand(data["event_head"], data, language))


def scan_events(view: str, start: int, end: int, language: str) -> Iterator[Found]:
    """Periods named by an event alone, in languages that put the event's kind last (X会晤期间)."""
    patterns = _event_patterns(language)
    if patterns is None:
        return
    for tail in patterns[0].finditer(view, start, end):
        head = patterns[1].search(view, max(start, tail.start() - 6), tail.start())
        if head:
            yield Found(head.start(), tail.end(), "event", {}, language)
