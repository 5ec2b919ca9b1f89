"""Small hands for drawing: SVG elements as safe markup, and how wide a label will be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape


def el(tag: str, *children: Markup | str, **attributes: object) -> Markup:
    """An SVG element; text children are escaped, `cls` becomes class, underscores hyphens, None is left out."""
    said = "".join(
        f' {"class" if name == "cls" else name.replace("_", "-")}="{escape(_plain(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(str(escape(child)) for child in children)
    return Markup(f"<{tag}{said}>{inside}</{tag}>")  # every part is escaped or ours


def join(parts: Iterable[Markup]) -> Markup:
    """Elements one after another."""
    return Markup("").join(parts)


def path(*points: object) -> str:
    """Path data of commands and numbers."""
    return " ".join(_plain(point) for point in points)


def width(text: str, size: float) -> float:
    """About how many pixels a label takes at a font size: full-width signs one em, the others a good half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.56 for char in text)


def shorten(text: str, room: float, size: float) -> str:
    """The label cut to fit some pixels, with an ellipsis; empty where nothing sensible fits."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…" if len(text) > 2 else ""


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    return str(value)
