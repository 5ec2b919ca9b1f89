"""Formulaic phrases in the brief: each with its renderings, its first and last use, and who says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.edition import Edition
from bilat.export.passages import Words, words
from bilat.languages.folding import fold
from bilat.languages.script import to_simplified
from bilat.model import Record
from bilat.relate.phrases import PhraseEntry
from bilat.relate.phrases_uses import Use

_SPEAKERS = 4  # named for one phrase
_FORMS = 4  # variants shown for one phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRow:
    """A phrase to show. `name` is its rendering in the page's language, `others` those in the other languages, each
    with its language; `forms` the variants that stand in the texts; `by` who says it how often, `first` and `last` who
    said it when; `tone` the hue of the side whose phrase it is."""

    key: str
    name: str
    others: tuple[tuple[str, str], ...]
    tone: str
    side: str
    count: int
    documents: int
    first: str
    last: str
    by: tuple[tuple[str, str, int], ...]
    forms: tuple[str, ...]
    known_since: str
    sources: tuple[int, ...]
    words: Words


def phrase_rows(edition: Edition, entries: Sequence[PhraseEntry]) -> list[PhraseRow]:
    """The phrases that the edition's documents use, in the order given."""
    return [_row(edition, entry) for entry in entries if entry.uses]


def noted(entries: Sequence[PhraseEntry]) -> tuple[Record, ...]:
    """The uses as records, so that their words are marked in the documents' texts."""
    return tuple(_as_record(use) for entry in entries for use in entry.uses)


def _as_record(use: Use) -> Record:
    return Record(doc=use.doc, evidence=(use.evidence,), confidence=1.0)


def _row(edition: Edition, entry: PhraseEntry) -> PhraseRow:
    say, lang = edition.say, edition.say.lang
    records = [_as_record(use) for use in entry.uses]
    name = entry.labels.get(lang) or entry.id
    # The two scripts of one language are one rendering: of Chinese, a Chinese page shows its own script only.
    shown = [code for code in ("en", "zh-Hans") if code.split("-")[0] != lang.split("-")[0]]
    counts = Counter((_who(edition, use), edition.tone(use.side)) for use in entry.uses)
    first, last = entry.first, entry.last
    same = first is None or first is last or (first.date == last.date if last else True)
    return PhraseRow(
        key="phrase-" + entry.id,
        name=name,
        others=tuple((code, entry.labels[code]) for code in shown if code in entry.labels),
        tone=edition.tone(entry.side),
        side=edition.side(entry.side) if entry.side else "",
        count=len(entry.uses),
        documents=len({use.doc for use in entry.uses}),
        first=_told(edition, first) if first else say.t("undated"),
        last="" if same or last is None else _told(edition, last),
        by=tuple((who, tone, count) for (who, tone), count in counts.most_common(_SPEAKERS)),
        forms=_variants(entry),
        known_since=_known_since(edition, entry),
        sources=tuple(edition.numbers(records)),
        words=words(edition, records),
    )


def _variants(entry: PhraseEntry) -> tuple[str, ...]:
    """The forms in the texts that are none of its renderings, however written."""
    rendered = {fold(to_simplified(label)).text for label in entry.labels.values()}
    return tuple(form for form in entry.by_form if fold(to_simplified(form)).text not in rendered)[:_FORMS]


def _known_since(edition: Edition, entry: PhraseEntry) -> str:
    """The date that the pack has a source for, where the documents do not themselves show an earlier use."""
    known = entry.first_known["date"] if entry.first_known else None
    earlier = entry.first is not None and known is not None and str(entry.first.date) < known
    return edition.say.date(known) if known and not earlier else ""


def _told(edition: Edition, use: Use) -> str:
    return edition.say.t("phrases.told", date=edition.say.date(use.date), who=_who(edition, use))


def _who(edition: Edition, use: Use) -> str:
    if use.speaker is not None:
        return edition.who(use.speaker)
    return edition.say.t("phrases.text")
