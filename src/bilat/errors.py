"""The errors that bilat raises, one tree.

BilatError
├── InputError        a document that cannot be read; the batch goes on without it
├── PackError         a pack whose data breaks its own rules
└── UsageError        a request that makes no sense; nothing was done

Each says in one line what was wrong, where, and what to do about it.
"""

from __future__ import annotations


class BilatError(Exception):
    """Root of all errors raised on purpose."""


class InputError(BilatError):
    """One input was refused. `where` names it, `why` says what is wrong, `remedy` what to do."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        super().__init__(f"{where}: {why}; {remedy}")
        self.where = where
        self.why = why
        self.remedy = remedy


class PackError(BilatError):
    """A pack's data is missing or breaks a rule of its schema."""


class UsageError(BilatError):
    """The caller asked for something impossible."""
