"""What a guard finds: why a record is not what its text says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing wrong. guard: which check found it (`evidence`, `whole`, `names`, `sides`, `numbers`, `dates`,
    `status`, `words`, `terms`); reason: what is wrong, for people."""

    guard: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a record is set aside. `record`: its id; `type`: its type; `doc`: its document's id."""

    record: str
    type: str
    doc: str
    guard: str
    reason: str
