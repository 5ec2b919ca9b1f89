"""The measures of a picture: one for wide screens and paper, one for phones. All in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from bilat.export.axis import Axis


@dataclass(frozen=True, slots=True)
class Frame:
    """The room for a picture: time runs from `left` to `right`, row names stand left of it, or above where narrow."""

    width: int
    left: int
    right: int
    font: int
    narrow: bool

    @property
    def tick(self) -> float:
        """The least distance of two ticks."""
        return 44.0 if self.narrow else 58.0


WIDE = Frame(1080, 190, 944, 13, False)
NARROW = Frame(344, 10, 334, 12, True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A frame with its axis."""

    frame: Frame
    axis: Axis

    def inside(self, x: float) -> float:
        """A pixel held within the plotting room."""
        return min(float(self.frame.right), max(float(self.frame.left), x))
