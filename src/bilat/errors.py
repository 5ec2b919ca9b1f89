"""The errors that bilat raises, one tree.

BilatError
├── InputError        a document that cannot be read; the batch goes on without it
├── PackError         a pack whose data breaks its own rules
├── StoreError        a workspace that cannot be read or written just now; nothing of the step was done
└── UsageError        a request that makes no sense; nothing was done

Each says in one line what was wrong, where, and what to do about it.
"""

from __future__ import annotations

_LONGEST = 300  # characters of a part of a message


def one_line(text: str) -> str:
    """A text from outside as part of a line for people: no line ends, no signs that steer a terminal, not endless."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: _LONGEST + 1])
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"


class BilatError(Exception):
    """Root of all errors raised on purpose."""


class InputError(BilatError):
    """One input was refused. `where` names it, `why` says what is wrong, `remedy` what to do."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        super().__init__(f"{one_line(where)}: {one_line(why)}; {remedy}")
        self.where = where
        self.why = why
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """As which it goes from one process to another."""
        return type(self), (self.where, self.why, self.remedy)


class PackError(BilatError):
    """A pack's data is missing or breaks a rule of its schema."""


class StoreError(BilatError):
    """A workspace that cannot be read or written: a full disk, a server that went away, damage.

    `passing`: true where the same step can be tried again in a moment.
    """

    def __init__(self, what: str, *, passing: bool = False) -> None:
        super().__init__(what)
        self.passing = passing


class UsageError(BilatError):
    """The caller asked for something impossible."""
