"""An extractor: in transcripts, `EXAMPLIA: we agree` is a statement of the side that the pack calls so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilat import Document, Name, Record, Statement
from bilat.model import cite
from bilat.packs import Pack

_LINE = re.compile(r"^(?P<who>[A-Z][A-Z ]+): (?P<words>.+)$", re.MULTILINE)


def extract(document: Document, pack: Pack) -> Iterator[Record]:
    """A statement for each such line. bilat checks it against the text as it checks its own."""
    sides = {side.name.upper(): side for side in pack.sides}
    for found in _LINE.finditer(document.text):
        side = sides.get(found["who"])
        if side is not None:
            yield Statement(
                doc=document.id,
                evidence=cite(document.text, found.span()),
                speaker=Name(name=side.name, surface=found["who"], entity=f"side/{side.code}", side=side.code),
                voice="official",
                mode="direct",
                act="describe",
                content=(found.span("words"),),
                source=found.span("who"),
            )
