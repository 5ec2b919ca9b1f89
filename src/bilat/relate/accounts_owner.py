"""Whose account a text says that it tells: `Xinhua's account`, the State Department readout, 外交部的通稿."""

from __future__ import annotations

import functools
import re

from bilat.model import Document
from bilat.packs import Pack
from bilat.relate.compare_unsaid import words_of
from bilat.relate.compare_words import Words, listed, view_of

_NEAR = 16  # characters between an owner and the account
_LONGEST = 40  # ... and the longest name of one
_PAUSE = re.compile(r"[，。；：！？、,.;:!?\n]")
_OFFICIAL_OUTLETS = frozenset({"official", "state_media"})


def account_named(document: Document, pack: Pack) -> str | None:
    """The side whose account the first half of a text is the first to name; None where it names none."""
    view = view_of(document.text)
    first, last = (document.kept[0][0], document.kept[-1][1]) if document.kept else (0, len(view))
    half = view[first : (first + last) // 2]
    for told in listed("accounts").hits(half):
        lead = half[max(0, told.start - _NEAR - _LONGEST) : told.start]
        owners = _owners(pack).hits(lead)
        if owners and _is_of(lead[owners[-1].end :]):
            return pack.entities[owners[-1].key].side
    return None


def _is_of(between: str) -> bool:
    """True for what may stand between an owner and the account: no other clause, and no word for an account of both."""
    return len(between) <= _NEAR and not _PAUSE.search(between) and not words_of("jointly").search(between)


@functools.lru_cache(maxsize=8)
def _owners(pack: Pack) -> Words:
    """The names of people, bodies, states and their outlets that stand for one of them only."""
    forms: dict[str, set[str]] = {}
    for term in pack.terms:
        official = term.kind == "outlet" and pack.entities[term.ids[0]].outlet_kind in _OFFICIAL_OUTLETS
        if official or term.kind in ("person", "body", "side"):
            forms.setdefault(term.surface, set()).update(term.ids)
    return Words({form: tuple(ids) for form, ids in forms.items() if len(ids) == 1})
