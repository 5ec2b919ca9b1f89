"""Every colour of writing is readable on every ground it stands on, in the light and in the dark (WCAG 2.1, AA)."""

from __future__ import annotations

import re

import pytest

from bilat.export.brief import asset

WRITING = ("ink", "soft", "one", "two", "other")
GROUNDS = ("paper", "tint")


def palettes() -> dict[str, dict[str, str]]:
    """The colours of the style sheet by scheme."""
    style = asset("brief.css")
    parts = {"light": style.split(":root{", 1)[1].split("}", 1)[0]}
    parts["dark"] = style.split("prefers-color-scheme:dark){:root{", 1)[1].split("}", 1)[0]
    parts["print"] = style.split("@media print{", 1)[1].split(":root{", 1)[1].split("}", 1)[0]
    return {name: dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})\b", part)) for name, part in parts.items()}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_writing_is_readable(scheme: str) -> None:
    colours = palettes()[scheme]
    for ground in GROUNDS:
        for writing in WRITING:
            assert contrast(colours[writing], colours[ground]) >= 4.5, (writing, ground)
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5


def test_the_two_sides_have_equal_weight() -> None:
    """Neither side's hue stands out more than the other's."""
    for colours in palettes().values():
        one, two = (contrast(colours[side], colours["paper"]) for side in ("one", "two"))
        assert 0.7 < one / two < 1.4


def test_black_on_white_is_the_most_there_is() -> None:
    assert round(contrast("#000000", "#fff"), 1) == 21.0
