"""Who can speak or act in a text: named people, offices, bodies, sides, roles, pronouns, each with where it stands.

Mentions that touch ("the Chinese commerce ministry spokesperson X") make one actor, whose head is the
person, else the body or the role. Titles resolve by date, bare names of bodies by what else the document speaks of.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from bilat.extract.actors_bodies import Bodies
from bilat.extract.actors_context import Context
from bilat.extract.actors_model import Actor, Token, actor_of
from bilat.extract.actors_people import People
from bilat.extract.actors_roles import Roles
from bilat.extract.actors_tokens import groups
from bilat.extract.analysis import Analysis
from bilat.languages.grammar import grammar

__all__ = ["Actor", "ActorFinder"]


@functools.cache
def _determiners() -> tuple[str, ...]:
    """Articles and numbers, each with the space behind it."""
    return tuple(f"{word} " for word in grammar("en").words("determiners"))


def _account_of(analysis: Analysis, end: int) -> tuple[int, int, int] | None:
    """央视旗下“玉渊谭天”: where the name of the account that an outlet runs begins and ends, and its quotation."""
    run = _runs_account().match(analysis.view, end)
    behind = run is not None and any(c.kind != "none" for c in analysis.layer("cue").within(run.end(), run.end() + 6))
    return (*run.span("name"), run.end()) if run is not None and behind else None


@functools.cache
def _runs_account() -> re.Pattern[str]:
    return re.compile(grammar("zh").raw["runs_account"])


class ActorFinder:
    """Finds the actors of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        context = Context(analysis)
        people = People(context)
        bodies = Bodies(context, people)
        self.roles = Roles(context, people, bodies)
        self.makers = {
            "person": people.person,
            "unknown": people.unknown,
            "office": people.office,
            "body": bodies.body,
            "role": self.roles.role,
            "side": bodies.side,
            "joint": bodies.joint,
            "outlet": bodies.outlet,
            "thinktank": bodies.thinktank,
            "pronoun": bodies.pronoun,
            "officials": self.roles.officials,
            "account": self._account,
        }

    def find(self) -> list[Actor]:
        """All actors in order, none overlapping."""
        found: list[Actor] = []
        for group in groups(self.analysis):
            found += self._actor(group)
        return self.roles.settle(found)

    def _actor(self, group: list[Token]) -> list[Actor]:
        while group and group[-1].kind in ("place", "forum", "adjective"):
            group = group[:-1]
        if not group:
            return []
        head = next((t for t in group if t.kind in ("person", "unknown")), group[-1])
        start, end = group[0].start, group[-1].end
        actor = self.makers[head.kind](head, group)
        if actor is None:
            return []
        start = self._with_determiner(start)
        if actor.voice in ("media", "state_media") and (account := _account_of(self.analysis, end)) is not None:
            first, last, close = account
            name = self.analysis.text[first:last]
            actor, end = replace(actor, kind="outlet", name=name, entity=None, voice="media", named=True), close
        surface = self.analysis.text[start:end]
        if (actor.start, actor.end, actor.surface) == (start, end, surface):
            return [actor]
        return [replace(actor, start=start, end=end, surface=surface)]

    def _with_determiner(self, start: int) -> int:
        """Where the noun phrase begins with the article or number before it."""
        before = self.analysis.view[max(0, start - 12) : start]
        for word in _determiners() if before.endswith(_determiners()) else ():
            if before.endswith(word) and not before[: -len(word)][-1:].isalpha():
                return start - len(word)
        return start

    def _account(self, head: Token, group: list[Token]) -> Actor | None:
        """A published account speaks for whoever published it: a person, body, side or outlet in the same phrase."""
        for token in reversed(group[:-1]):
            if token.kind in ("person", "body", "side", "outlet", "office", "adjective"):
                by_side = token.kind == "adjective" and self.makers["side"](token, group)  # `the Chinese readout`
                owner = [by_side] if by_side else self._actor([token])
                return replace(owner[0], kind="account", pronoun="account", named=False) if owner else None
        return actor_of(
            self.analysis, head, "account", self.analysis.text[head.start : head.end], pronoun="account", named=False
        )
