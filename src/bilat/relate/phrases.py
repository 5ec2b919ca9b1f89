"""Formulaic phrases over documents: first and last use, by whom, how often, variants, official translations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bilat.languages.folding import fold
from bilat.languages.script import has_han, to_simplified
from bilat.model import Document, Evidence, Record
from bilat.packs import Pack, Phrase
from bilat.relate.phrases_uses import Finder, Use, finder, forms, uses

KNOWN, SEARCHED = "known", "searched"
_LEAST_PART = {True: 2, False: 4}  # Han characters, Latin letters, of which a query must have as many to find a part


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseEntry:
    """A phrase and its uses in some documents, the earliest first, those without a date last.

    `status`: `known` (of the pack) or `searched` (words of a reader's that the pack does not know as a phrase; without
    labels). `labels`: its official renderings by language. `sources`: how many independent sources use it. `by_month`
    (YYYY-MM), `by_side` (`other` for neither side) and `by_form`: how many uses.
    """

    id: str
    status: str
    labels: Mapping[str, str]
    side: str | None
    first_known: Mapping[str, str | None] | None
    uses: tuple[Use, ...]
    sources: int
    by_month: Mapping[str, int] = field(hash=False)
    by_side: Mapping[str, int] = field(hash=False)
    by_form: Mapping[str, int] = field(hash=False)

    @property
    def first(self) -> Use | None:
        """The earliest dated use."""
        return next((use for use in self.uses if use.date), None)

    @property
    def last(self) -> Use | None:
        """The latest dated use."""
        return next((use for use in reversed(self.uses) if use.date), None)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words of every use."""
        return tuple(use.evidence for use in self.uses)


def phrases(documents: Sequence[Document], records: Sequence[Record], pack: Pack) -> list[PhraseEntry]:
    """The pack's phrases that stand in the documents, those of most sources first."""
    return _entries(uses(documents, records, pack, finder(pack)), pack.phrases.values(), pack)


def listed(pack: Pack) -> list[PhraseEntry]:
    """All phrases of the pack, in its order, without uses: what there is where no documents are given."""
    return [_entry(phrase, (), pack) for phrase in pack.phrases.values()]


def search(query: str, documents: Sequence[Document], records: Sequence[Record], pack: Pack) -> list[PhraseEntry]:
    """The phrases that a query names, in any language and script, with their uses, most used first.

    What the pack does not know is searched as it stands. A query of nothing but marks gives nothing.
    """
    named = find(query, pack)
    if named:
        known = {entry.id: entry for entry in phrases(documents, records, pack)}
        entries = [known.get(phrase.id) or _entry(phrase, (), pack) for phrase in named]
        return sorted(entries, key=lambda entry: -len(entry.uses))
    folded = fold(to_simplified(query)).text
    if not folded.strip():
        return []
    found = uses(documents, records, pack, Finder({folded: query}))
    return [_entry(Phrase(id=query, labels={}), found, pack, status=SEARCHED)]


def find(query: str, pack: Pack) -> list[Phrase]:
    """The pack's phrases that a query names: by id or a whole form, else by a part of one."""
    folded = fold(to_simplified(query)).text.strip()
    whole = [phrase for phrase in pack.phrases.values() if query == phrase.id or folded in forms(pack)[phrase.id]]
    if whole or len(folded.replace(" ", "")) < _LEAST_PART[has_han(folded)]:
        return whole
    return [one for one in pack.phrases.values() if any(_is_part(folded, form) for form in forms(pack)[one.id])]


def _is_part(query: str, form: str) -> bool:
    """Han characters within a form; of words, all in their order, others between them or not."""
    if has_han(query):
        return query in form
    words = iter(form.split())
    return all(word in words for word in query.split())


def _entries(found: Iterable[Use], known: Iterable[Phrase], pack: Pack) -> list[PhraseEntry]:
    by_phrase: dict[str, list[Use]] = {}
    for use in found:
        by_phrase.setdefault(use.phrase, []).append(use)
    entries = [_entry(phrase, by_phrase[phrase.id], pack) for phrase in known if phrase.id in by_phrase]
    return sorted(entries, key=lambda entry: (-entry.sources, -len(entry.uses), entry.id))


def _entry(phrase: Phrase, found: Sequence[Use], pack: Pack, *, status: str = KNOWN) -> PhraseEntry:
    ordered = sorted(found, key=lambda use: (use.date or "~", use.doc, use.evidence.start))
    codes = [side.code for side in pack.sides]
    sides = Counter(use.side if use.side in codes else "other" for use in ordered)
    return PhraseEntry(
        id=phrase.id,
        status=status,
        labels=phrase.labels,
        side=phrase.side,
        first_known=_first_known(phrase, pack),
        uses=tuple(ordered),
        sources=len({use.source for use in ordered}),
        by_month=dict(sorted(Counter(use.date[:7] for use in ordered if use.date and len(use.date) > 4).items())),
        by_side={side: sides[side] for side in (*codes, "other") if sides[side]},
        by_form=_by_form(ordered),
    )


def _by_form(found: Sequence[Use]) -> dict[str, int]:
    """How often each variant stands: those that fold alike are one, told as it first stands."""
    shown: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for use in found:
        key = fold(to_simplified(use.form)).text
        counts[shown.setdefault(key, use.form)] += 1
    return dict(counts.most_common())


def _first_known(phrase: Phrase, pack: Pack) -> dict[str, str | None] | None:
    if phrase.first is None:
        return None
    person = pack.entities.get(phrase.first_by or "")
    return {"date": phrase.first, "by": person.name if person else None, "source": phrase.first_source}


def use_json(use: Use) -> dict[str, Any]:
    """A use as JSON: its fields as they are."""
    return {name: value for name, value in asdict(use).items() if name != "phrase"}


def entry_json(entry: PhraseEntry) -> dict[str, Any]:
    """An entry as JSON, `type` phrase; `evidence` as in records, each piece with its `doc`."""
    first, last = entry.first, entry.last
    speakers = Counter(use.speaker.name for use in entry.uses if use.speaker)
    return {
        "type": "phrase",
        "id": entry.id,
        "status": entry.status,
        "labels": dict(entry.labels),
        "side": entry.side,
        "first_known": entry.first_known,
        "count": len(entry.uses),
        "documents": len({use.doc for use in entry.uses}),
        "sources": entry.sources,
        "first": use_json(first) if first else None,
        "last": use_json(last) if last else None,
        "by_month": dict(entry.by_month),
        "by_side": dict(entry.by_side),
        "by_speaker": dict(speakers.most_common()),
        "variants": dict(entry.by_form),
        "uses": [use_json(use) for use in entry.uses],
        "evidence": [{"doc": use.doc, **asdict(use.evidence)} for use in entry.uses],
    }
