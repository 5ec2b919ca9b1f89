"""A text laid out in lines: what each is, where the parts begin, what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilat.reading.chrome import Kind
from bilat.reading.lines import Line

# What is never the article, wherever it stands below the head.
ALWAYS_OUT = frozenset(Kind) - {Kind.TEXT, Kind.SECTION, Kind.STAMP}


@dataclass
class Layout:
    """A text's lines, what each is, and where the parts begin (indices of lines).

    `body` is the first line of the article proper (after headline and byline), `title` the headline's line or None,
    `keep` tells of each line whether it is the article.
    """

    lines: Sequence[Line]
    kinds: list[Kind]
    body: int
    title: int | None = None
    keep: list[bool] = field(default_factory=list)

    @property
    def head(self) -> range:
        return range(self.body)
