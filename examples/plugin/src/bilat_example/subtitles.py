"""A reader: subtitles (.srt) become one article, a subtitle a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_COUNTER = re.compile(r"\d+\s*|\d\d:\d\d:\d\d,\d{3} --> .*")


def read(raw: bytes, name: str) -> Iterator[Mapping[str, str]]:
    """The article of a file. Raises ValueError for what has no subtitles; bilat refuses the file then."""
    lines = raw.decode("utf-8-sig").splitlines()
    if not any("-->" in line for line in lines):
        raise ValueError("no subtitles in it")
    yield {"text": "\n".join(line for line in lines if line and not _COUNTER.fullmatch(line)), "title": name}
