"""The grammar of dates: the rules of a language's data, compiled as texts call for them, and what they find."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from bilat.languages.compiled_patterns import compiled
from bilat.languages.dates_calendar import feasts
from bilat.languages.initials import initials, may_begin, parted, plain_words
from bilat.languages.resources import load
from bilat.languages.seeds import lowered

_REFERENCE = re.compile(r"@([A-Za-z]+\d?)")
# Full-width figures and letters are read as plain ones; the length stays.
FOLD = {0xFF01 + i: 0x21 + i for i in range(0x5E) if chr(0x21 + i).isalnum() or chr(0x21 + i) in "/:."}


class Found(NamedTuple):
    """A match of a rule: [start, end), the kind of the rule and what its groups hold, as written; `joint` and `second`
    are where the first of two dates ends and the other begins."""

    start: int
    end: int
    kind: str
    fields: dict[str, str]
    language: str
    second: int | None = None
    joint: int | None = None


class Rule(NamedTuple):
    """A rule as written: what it finds, its pattern with references, and what a text must hold for it to match."""

    kind: str
    written: str
    needs: str | None


class Grammar(NamedTuple):
    """A language's rules in the order in which they are tried; `seed` matches wherever a date may begin."""

    language: str
    seed: re.Pattern[str]
    rules: tuple[Rule, ...]
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
    """The grammar of 'en' or 'zh', made once; a rule is compiled where a text first calls for it."""
    data = load(f"dates_{language}")
    rules = tuple(Rule(rule["kind"], rule["re"], rule.get("needs")) for rule in data["rules"])
    return Grammar(language, compiled(parted(_expand(data["seed"], data, language))), rules, data)


@functools.cache
def _compiled(language: str, written: str) -> tuple[Callable[..., re.Match[str] | None], tuple[str, ...]]:
    """What matches a rule, and its groups in their order."""
    pattern = _expand(written, grammar(language).data, language)
    names = tuple(dict.fromkeys(re.findall(r"\(\?P<(\w+)>", pattern)))
    if "clk" not in names:
        pattern = re.sub(r"\(\?\(clk\)(?:[^()]|\([^()]*\))*\)\??", "", pattern)
    return compiled(pattern).match, names


@functools.cache
def _needed(language: str, needs: str) -> Callable[[str], object]:
    """What looks for what a text must hold, in lower case: to ignore case is ten times as slow."""
    pattern = _expand(needs, grammar(language).data, language).replace("(?i:", "(?:").lower()
    words = plain_words(pattern)
    return compiled(pattern).search if words is None else lambda low: any(word in low for word in words)


@functools.cache
def _beginning_with(language: str, char: str) -> tuple[Rule, ...]:
    """The rules that can match where a character stands, in their order."""
    return tuple(rule for rule in grammar(language).rules if may_begin(_first(language, rule.written), char))


@functools.cache
def _first(language: str, written: str) -> set[str] | None:
    return initials(_expand(written, grammar(language).data, language))


_Attempt = tuple[Callable[..., re.Match[str] | None], tuple[str, ...], str]  # what matches, its groups, the rule's kind


class Scanner:
    """Finds the dates of one text: of the rules only those are tried (and compiled) that can begin with the character
    at hand and whose needs the text holds."""

    def __init__(self, language: str, view: str) -> None:
        self.grammar, self._view = grammar(language), view
        self._low = lowered(view)
        self._held: dict[str, bool] = {}
        self._attempts: dict[str, list[_Attempt]] = {}

    def _attempts_at(self, char: str) -> list[_Attempt]:
        """What may match where a character stands."""
        found = self._attempts.get(char)
        if found is None:
            language = self.grammar.language
            rules = [rule for rule in _beginning_with(language, char) if rule.needs is None or self._holds(rule.needs)]
            found = self._attempts[char] = [(*_compiled(language, rule.written), rule.kind) for rule in rules]
        return found

    def _holds(self, needs: str) -> bool:
        held = self._held.get(needs)
        if held is None:
            held = self._held[needs] = bool(_needed(self.grammar.language, needs)(self._low))
        return held

    def scan(self, start: int, end: int) -> Iterator[Found]:
        """What the rules match within [start, end), from left to right, never overlapping; kind 'not' too."""
        at = start
        for seed in self.grammar.seed.finditer(self._view, start, end):
            first = seed.start()
            if first < at:
                continue
            for attempt, names, kind in self._attempts_at(self._view[first]):
                match = attempt(self._view, first, end)
                if match is not None:
                    if match.end() > first:
                        at = match.end()
                        yield _found(match, names, kind, self.grammar.language)
                    break


def _found(match: re.Match[str], names: tuple[str, ...], kind: str, language: str) -> Found:
    fields: dict[str, str] = {}
    second = joint = None
    after = match.start()
    for name in names:
        text = match[name]
        if text is not None:
            fields[name.rstrip("_")] = text
            if name.endswith("2") and (second is None or match.start(name) < second):
                second = match.start(name)
            if name in ("and", "to"):
                joint, after = match.span(name)
    if joint is not None and second is not None:
        second = after  # with what leads to the second date: 周 of 周一、周三
    return Found(match.start(), match.end(), kind, fields, language, second, joint)


@functools.cache
def _event_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    data = load(f"dates_{language}")
    if "event_tail" not in data:
        return None
    tail = _expand(data["event_tail"], data, language)
    return compiled(tail), compiled(_expand(data["event_head"], data, language))


def scan_events(view: str, start: int, end: int, language: str) -> Iterator[Found]:
    """Periods named by an event alone, in languages that put the event's kind last (X会晤期间)."""
    patterns = _event_patterns(language)
    if patterns is None or all(view.find(word, start, end) < 0 for word in grammar(language).data["event_needs"]):
        return
    for tail in patterns[0].finditer(view, start, end):
        head = patterns[1].search(view, max(start, tail.start() - 6), tail.start())
        if head:
            yield Found(head.start(), tail.end(), "event", {}, language)
