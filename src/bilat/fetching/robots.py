"""robots.txt as RFC 9309 has it: the groups of one's own name or else of everybody, the longest rule that matches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

_MOST = 500_000  # bytes that are read of one
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SAFE = "/?=&:;@,+!~'()#[]"


@dataclass(frozen=True, slots=True)
class _Rule:
    """`parts`: what stands between the stars of the path; `ends`: whether the path has to end with it."""

    allows: bool
    parts: tuple[str, ...]
    ends: bool
    length: int

    def matches(self, path: str) -> bool:
        """Each part is sought behind the one before it: in time that grows with the path alone."""
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        at = len(first)
        for number, part in enumerate(rest, start=1):
            if self.ends and number == len(rest):
                return len(path) - len(part) >= at and path.endswith(part)
            at = path.find(part, at)
            if at < 0:
                return False
            at += len(part)
        return not self.ends or at == len(path)


class Rules:
    """What a robots.txt asks of one program. Without a rule that matches, everything is allowed."""

    def __init__(self, rules: Iterable[_Rule]) -> None:
        # The longest first; of two as long the one that allows.
        self._rules = sorted(rules, key=lambda rule: (-rule.length, not rule.allows))

    def allow(self, path: str) -> bool:
        """Whether a path, with its query, may be asked for."""
        wanted = _normal(path or "/")
        return next((rule.allows for rule in self._rules if rule.matches(wanted)), True)


EVERYTHING = Rules(())
NOTHING = Rules((_Rule(False, ("/",), False, 1),))


def parse(content: bytes, agent: str) -> Rules:
    """The rules for a program of this name (its product token)."""
    groups: dict[str, list[_Rule]] = {}
    for names, rules in _groups(content[:_MOST].decode("utf-8", "replace").removeprefix("\ufeff")):
        for name in names:
            groups.setdefault(name, []).extend(rules)
    return Rules(groups.get(agent.lower(), groups.get("*", [])))


def _groups(text: str) -> Iterator[tuple[list[str], list[_Rule]]]:
    names: list[str] = []
    rules: list[_Rule] = []
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            if rules:
                yield names, rules
                names, rules = [], []
            token = _TOKEN.match(value)
            names.append("*" if value.startswith("*") else token[0].lower() if token else "")
        elif key in ("allow", "disallow") and names and (rule := _rule(key == "allow", value)):
            rules.append(rule)
        elif key in ("allow", "disallow") and names:
            rules.append(_Rule(True, ("/",), False, 0))  # an empty one forbids nothing
    yield names, rules


def _rule(allows: bool, path: str) -> _Rule | None:
    if not path.startswith(("/", "*")):
        return None
    ends = path.endswith("$")
    body = path.removesuffix("$")
    parts = tuple(_normal(part) for part in re.split(r"\*+", body))
    return _Rule(allows, parts, ends, len(path))


def _normal(path: str) -> str:
    """Percent signs where they are needed and nowhere else, so that two ways to write a path are one."""
    return quote(unquote(path, errors="replace"), safe=_SAFE)
