"""What lists are asked for: filters, and a page at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bilat.errors import UsageError

MOST = 500  # rows of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None or empty leaves a matter open. Several values of one matter: any of them.

    `since`, `until`: ISO days, both included, cut or not. `sides`: sides, `both`, or `other`. `speaker`: a key of
    `View.people`. `kinds`: of interactions. `documents`: of search, whether documents themselves are looked for too.
    """

    since: str | None = None
    until: str | None = None
    sides: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    outlet_kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    speaker: str | None = None
    event: str | None = None
    types: tuple[str, ...] = ()


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a list, each a JSON-ready object. `next` is the cursor of the page after it, None on the last one."""

    rows: tuple[dict[str, Any], ...]
    next: str | None = None
    total: int | None = field(default=None)  # where it is known without counting


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list that is ordered by day and number (or id), the latest first."""

    day: str
    key: str

    def __str__(self) -> str:
        return f"{self.day}~{self.key}"

    @classmethod
    def read(cls, text: str | None) -> Cursor | None:
        """The place that a cursor names. Raises UsageError for what is none."""
        if text is None:
            return None
        day, sign, key = text.partition("~")
        if not sign or not key:
            raise UsageError(f"{text!r} is no place in this list; begin without one")
        return cls(day, key)

    @property
    def number(self) -> int:
        """The key as a number. Raises UsageError where it is none."""
        return self._number(self.key)

    @property
    def share(self) -> float:
        """The day's place taken by a share (0.0 to 1.0). Raises UsageError where it is none."""
        if not re.fullmatch(r"[01](\.[0-9]{1,20})?", self.day):
            raise self._nowhere()
        return float(self.day)

    @property
    def count(self) -> int:
        """The day's place taken by a count. Raises UsageError where it is none."""
        return self._number(self.day)

    def _number(self, text: str) -> int:
        """A number of rows, as a database holds it: not negative, below 2^63."""
        found = int(text) if re.fullmatch("[0-9]{1,19}", text) else 2**63
        if found >= 2**63:
            raise self._nowhere()
        return found

    def _nowhere(self) -> UsageError:
        return UsageError(f"'{self}' is no place in this list; begin without one")


def cut(rows: Sequence[Any], limit: int) -> tuple[Sequence[Any], bool]:
    """The rows of a page, of which one more than fit was asked for, and whether there are more."""
    return rows[:limit], len(rows) > limit


def bounded(limit: int) -> int:
    """A page's length, within what is allowed."""
    return max(1, min(limit, MOST))
