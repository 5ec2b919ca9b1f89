"""The tone of what somebody says on an issue, over time, by the stance that each statement's act has.

A statement's stance is a figure from -10 (conflict) to +10 (cooperation) by what is done in it (see the record
format). Tone is the mean stance of the statements of one issue and one month, told with their number and range. A
shift lies between two successive days on which the same person spoke of the same issue, where the means of these
days lie at least `THRESHOLD` apart. Copies of a text count once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bilat.model import Statement, record_id

THRESHOLD = 5.0  # points of the scale: from an expectation to a demand or a rejection, for instance
_DAY, _MONTH = 10, 7  # characters of an ISO date


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement with the date of its document (ISO, may be cut, or None). `copy`: in a copy of another document."""

    statement: Statement
    date: str | None
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """The stance of what was said on an issue in a period (YYYY-MM, or YYYY where no more is known, or None)."""

    issue: str
    period: str | None
    said: tuple[Said, ...]

    @property
    def mean(self) -> float:
        """The mean stance."""
        return mean(self.said)

    @property
    def range(self) -> tuple[int, int]:
        """The least and the greatest stance."""
        stances = [one.statement.stance for one in self.said]
        return min(stances), max(stances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A change from one day to the next on which somebody spoke of an issue. `softer` is towards cooperation."""

    issue: str
    before: Tone
    after: Tone

    @property
    def change(self) -> float:
        """How far the mean moved."""
        return self.after.mean - self.before.mean

    @property
    def direction(self) -> str:
        """softer or harder."""
        return "softer" if self.change > 0 else "harder"


def mean(said: Sequence[Said]) -> float:
    """The mean stance of statements, at least one."""
    return sum(one.statement.stance for one in said) / len(said)


def tones(said: Iterable[Said]) -> list[Tone]:
    """The tone by issue and month, in order; copies are left out."""
    return _grouped(said, _MONTH)


def shifts(said: Iterable[Said], *, threshold: float = THRESHOLD) -> list[Shift]:
    """The shifts by issue and day, in order; statements without a day or a stance are left out."""
    dated = [one for one in said if one.date and len(one.date) >= _DAY and one.statement.stance]
    days = _grouped(dated, _DAY)
    return [
        Shift(issue=before.issue, before=before, after=after)
        for before, after in pairwise(days)
        if before.issue == after.issue and abs(after.mean - before.mean) >= threshold
    ]


def _grouped(said: Iterable[Said], length: int) -> list[Tone]:
    groups: dict[tuple[str, str | None], list[Said]] = {}
    for one in said:
        if not one.copy:
            for issue in one.statement.issues:
                groups.setdefault((issue, one.date[:length] if one.date else None), []).append(one)
    made = [
        Tone(issue=issue, period=period, said=tuple(sorted(group, key=lambda one: record_id(one.statement))))
        for (issue, period), group in groups.items()
    ]
    return sorted(made, key=lambda tone: (tone.issue, tone.period or "~"))
