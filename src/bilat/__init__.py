"""Follows the relationship between two states from what is published about it.

    from bilat import run, to_json
    result = run(["articles/"])          # a Run: documents, records, refused inputs
    rows = [to_json(record) for record in result.records]

The names below are the public ones; each is loaded when first asked for, so that `import bilat` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bilat.errors import BilatError, InputError, PackError, UsageError
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
    "Phase",
    "Record",
    "Reference",
    "Run",
    "Silence",
    "StanceShift",
    "Statement",
    "UsageError",
    "__version__",
    "document_json",
    "record_id",
    "run",
    "to_json",
]

_HOMES = ("bilat.errors", "bilat.model", "bilat.pipeline")  # the lightest first


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("bilat")
    if name in __all__:
        for home in map(importlib.import_module, _HOMES):
            if hasattr(home, name):
                return getattr(home, name)
    raise AttributeError(f"module 'bilat' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
