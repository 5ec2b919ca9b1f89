"""Follows the relationship between two states from what is published about it.

    import bilat
    result = bilat.read(["articles/"])   # documents, records, refused inputs; shows itself in a notebook
    result.to_pandas("statement")        # a frame of all statements, with the words that they rest on
    result.compare("2025-11-24")         # the two governments' accounts side by side

The names below are the public ones; each is loaded when first asked for, so that `import bilat` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bilat.errors import BilatError, InputError, PackError, StoreError, UsageError
    from bilat.model import (
        Commitment,
        Comparison,
        Compliance,
        DateMention,
        Document,
        Evidence,
        Interaction,
        Leverage,
        Measure,
        Name,
        Outlook,
        Phase,
        Record,
        Reference,
        Silence,
        StanceShift,
        Statement,
        document_json,
        record_id,
        to_json,
    )
    from bilat.pipeline import Run, run
    from bilat.results import Passage, Result, Table, changes, load, read, state

    __version__: str

__all__ = [
    "BilatError",
    "Commitment",
    "Comparison",
    "Compliance",
    "DateMention",
    "Document",
    "Evidence",
    "InputError",
    "Interaction",
    "Leverage",
    "Measure",
    "Name",
    "Outlook",
    "PackError",
    "Passage",
    "Phase",
    "Record",
    "Reference",
    "Result",
    "Run",
    "Silence",
    "StanceShift",
    "Statement",
    "StoreError",
    "Table",
    "UsageError",
    "__version__",
    "changes",
    "document_json",
    "load",
    "read",
    "record_id",
    "run",
    "state",
    "to_json",
]

_HOMES = ("bilat.errors", "bilat.model", "bilat.pipeline", "bilat.results")  # the lightest first
_ELSEWHERE = {"read": "bilat.results"}  # homes that use a name of another's know it too


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("bilat")
    if name in __all__:
        homes = (_ELSEWHERE[name],) if name in _ELSEWHERE else _HOMES
        for home in map(importlib.import_module, homes):
            if hasattr(home, name):
                return getattr(home, name)
    raise AttributeError(f"module 'bilat' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
