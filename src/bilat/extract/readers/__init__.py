"""Trained readers of English attributions behind one interface; models/MODEL.md is their card.

`default` runs on NumPy alone and is fast; `accurate` is right more often and needs ONNX Runtime (extra `accurate`).
"""

from typing import Protocol

from bilat.errors import UsageError
from bilat.extract.spans import AttributionSpans

__all__ = ["NAMES", "Reader", "open_reader"]

NAMES = ("default", "accurate")


class Reader(Protocol):
    """Finds who said what."""

    def read(self, text: str) -> list[AttributionSpans]:
        """All attributions of an English text; spans are code points of it, end exclusive."""
        ...


def open_reader(name: str = "default") -> Reader:
    """A reader by its name.

    Raises UsageError for an unknown name or where its extra is not installed, PackError for a broken model.
    """
    if name == "default":
        from bilat.extract.readers.default import DefaultReader

        return DefaultReader()
    if name == "accurate":
        from bilat.extract.readers.accurate import AccurateReader

        return AccurateReader()
    raise UsageError(f"{name}: no such reader; there are {', '.join(NAMES)}")
