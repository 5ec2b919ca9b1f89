"""Names that stand aside from the sentence: a dateline's agency, and a name glossed in brackets behind itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilat.extract.actors_model import Token
from bilat.extract.analysis import Analysis
from bilat.languages.compiled_patterns import compiled
from bilat.languages.grammar import grammar

_NAMED = frozenset({"person", "unknown", "office", "body", "outlet", "thinktank", "role"})
_DATELINE = compiled(
    r"^[ \u3000]*(?:【[^】\n]{2,24}】|[（(][^）)\n]{2,30}[）)]|〔[^〕\n]{2,30}〕|《[^》\n]{4,24}》)", re.MULTILINE
)
_GLOSS = compiled(r"[（(][A-Za-z][^（）()\u2e80-\uffff]{1,58}(?:[，,；;][^（）()\n]{0,20})?[）)]")


def without_asides(analysis: Analysis, tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a text less those in a Chinese dateline and in a gloss right behind a name or a title in 《》."""
    view = analysis.view
    ends = grammar("zh").words("dateline_ends")
    aside = [m.span() for m in _DATELINE.finditer(view) if m.group()[:-1].endswith(ends)]
    named = {t.end for t in tokens if t.kind in _NAMED}
    for gloss in _GLOSS.finditer(view):
        at = gloss.start()
        while view[at - 1 : at] == " ":
            at -= 1
        if at in named or view[at - 1 : at] == "》":
            aside.append(gloss.span())
    if not aside:
        return list(tokens)
    return [t for t in tokens if not any(start <= t.start and t.end <= end for start, end in aside)]
