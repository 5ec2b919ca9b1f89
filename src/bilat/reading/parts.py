"""A text in its parts, for what looks at each of them as a whole."""

from __future__ import annotations

from typing import NamedTuple

from bilat.reading.chrome import Kind
from bilat.reading.head import top_lines
from bilat.reading.layout import Layout

_OPENING = 100  # characters


class Parts(NamedTuple):
    """A text in its parts, all as the simplified view: `title`, `article` (kept lines), `around` (the other
    lines but for lists of other articles), `top` (what stands about the headline, and the first kept line), `dropped`
    (all lines that are not kept), `opening` (how the first line of the article begins, as written)."""

    title: str
    article: str
    around: str
    top: tuple[str, ...]
    dropped: str
    opening: str

    @classmethod
    def of(cls, layout: Layout) -> Parts:
        """The parts of a text that was laid out."""
        article: list[str] = []
        around: list[str] = []
        dropped: list[str] = []
        listed = False
        for index, (line, kind, keep) in enumerate(zip(layout.lines, layout.kinds, layout.keep, strict=True)):
            listed = (listed or kind is Kind.RELATED) and not keep
            if keep:
                article.append(line.view)
                continue
            dropped.append(line.view)
            if not listed and index != layout.title:
                around.append(line.view)
        title = layout.lines[layout.title].view if layout.title is not None else ""
        top = (*(line.view for _, line in top_lines(layout)), *article[:1])
        opening = article[0][:_OPENING] if article else ""
        return cls(title, "\n".join(article), "\n".join(around), top, "\n".join(dropped), opening)
