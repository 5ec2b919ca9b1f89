"""Phrases that the pack does not know yet, proposed from what governments say again and again.

Three kinds: `collocation` (a sequence of words that recurs and whose parts hold together, by the log-likelihood
ratio), `parallel` (parts of equal length in a row, as official Chinese likes them), `quoted` (a term between quotation
marks). Each must stand in several independent sources. They are candidates for a person to judge, never phrases.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bilat.languages.compiled_yaml import words
from bilat.languages.folding import fold
from bilat.languages.quotes import find_quotations
from bilat.languages.script import has_han, to_simplified
from bilat.model import Document, Record, Span, Statement
from bilat.packs import Pack
from bilat.relate.compare_words import Words
from bilat.relate.phrases import use_json
from bilat.relate.phrases_runs import Run, Sequences
from bilat.relate.phrases_uses import Finder, Use, finder, uses

_GOVERNMENT = frozenset({"official", "unnamed_official", "state_media"})
_OFFICIAL_TEXTS = frozenset({"official", "state_media"})
_CHANCE = 10.83  # chi-squared with one degree of freedom, p = 0.001
_HELD = 0.8  # of its occurrences beside one and the same unit: a piece of something longer
_WITHIN = 0.7  # of its occurrences within a longer candidate: told by that
_SHAPES = {"zh": (4, 12), "en": (3, 8)}  # least and most units: Han characters, words
_OWN = {"zh": 3, "en": 2}  # units that must remain once names and the words of issues are taken away
_TERM = {"zh": 4, "en": 2}  # units of a term between quotation marks at least
_NAMES = frozenset({"person", "body", "side", "joint", "office", "outlet", "thinktank", "forum", "place", "officials"})
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"[^.,;:!?()\[\]\n\"“”—–]+")
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*", re.IGNORECASE)
_CHAIN = re.compile(r"[\u3400-\u9fff]{3,}(?:[\u3001\uff0c][\u3400-\u9fff]{3,})+")
_MARKS = re.compile(r"[\u3001\uff0c]")
_LISTING = "\u3001"  # the mark between parts of a list; a comma may stand between any two clauses
_PAIR = 4  # characters of each of two parts
_MOST_PARTS = 8
_SENTENCE = re.compile(r"[.\u3002\uff01\uff1f!?;\uff1b]")
_LONGEST_TERM = 60  # characters between quotation marks; what is longer is speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A candidate. `words` as they first stand; `kinds` of evidence for it; `association`: the log-likelihood ratio of
    a collocation, None for the others; `sources`: independent ones; `uses`: all of them."""

    words: str
    kinds: tuple[str, ...]
    association: float | None
    sources: int
    uses: tuple[Use, ...]


def proposed(documents: Sequence[Document], records: Sequence[Record], pack: Pack, *, least: int = 3) -> list[Proposal]:
    """Candidates that stand in at least so many independent sources, those of most sources first."""
    passages = [*_passages(documents, records, pack)]
    kinds: dict[str, dict[str, float | None]] = {}
    for kind, found in (
        ("parallel", _parallel(passages, least)),
        ("quoted", _quoted(passages, pack)),
        ("collocation", _collocations(passages, pack, least)),
    ):
        for form, score in found.items():
            kinds.setdefault(form, {})[kind] = score
    if not kinds:
        return []
    official: dict[str, list[Span]] = {}
    for passage in passages:
        official.setdefault(passage.doc, []).append((passage.start, passage.end))
    by_form: dict[str, list[Use]] = {}
    for use in uses(documents, records, pack, Finder({form: form for form in kinds})):
        if any(start <= use.evidence.start and use.evidence.end <= end for start, end in official.get(use.doc, ())):
            by_form.setdefault(use.phrase, []).append(use)
    made = [_proposal(found, kinds[form]) for form, found in by_form.items()]
    return sorted(
        (one for one in made if one.sources >= least), key=lambda one: (-one.sources, -len(one.uses), one.words)
    )


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """A candidate as JSON, `type` phrase and `status` proposed; `evidence` as in records, each piece with its `doc`."""
    return {
        "type": "phrase",
        "id": proposal.words,
        "status": "proposed",
        "kinds": list(proposal.kinds),
        "association": round(proposal.association, 2) if proposal.association is not None else None,
        "count": len(proposal.uses),
        "sources": proposal.sources,
        "first": use_json(proposal.uses[0]),
        "last": use_json(proposal.uses[-1]),
        "uses": [use_json(use) for use in proposal.uses],
        "evidence": [{"doc": use.doc, **asdict(use.evidence)} for use in proposal.uses],
    }


def _proposal(found: Sequence[Use], kinds: Mapping[str, float | None]) -> Proposal:
    ordered = sorted(found, key=lambda use: (use.date or "~", use.doc, use.evidence.start))
    return Proposal(
        words=ordered[0].form,
        kinds=tuple(kinds),
        association=kinds.get("collocation"),
        sources=len({use.source for use in ordered}),
        uses=tuple(ordered),
    )


@dataclass(frozen=True, slots=True)
class _Passage:
    """What a government says, [start, end) of a document, without known phrases."""

    doc: str
    start: int
    end: int
    view: str


def _passages(documents: Sequence[Document], records: Sequence[Record], pack: Pack) -> Iterator[_Passage]:
    said: dict[str, list[Span]] = {}
    for record in records:
        if isinstance(record, Statement) and record.voice in _GOVERNMENT:
            said.setdefault(record.doc, []).extend(record.content)
    for document in documents:
        spans = said.get(document.id, [])
        if document.outlet_kind in _OFFICIAL_TEXTS:
            spans = [*document.kept] or [(0, len(document.text))]
        if not spans:
            continue
        view = to_simplified(document.text)
        for start, end in _joined(spans):
            last = start
            for _, known, after in finder(pack).find(fold(view[start:end])):
                yield from _piece(document.id, last, start + known, view)
                last = start + after
            yield from _piece(document.id, last, end, view)


def _piece(doc: str, start: int, end: int, view: str) -> Iterator[_Passage]:
    if end > start:
        yield _Passage(doc, start, end, view[start:end])


def _joined(spans: Sequence[Span]) -> list[Span]:
    """The spans without overlaps: nested statements are read once."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _parallel(passages: Sequence[_Passage], least: int) -> dict[str, float | None]:
    """Recurring chains of parts of equal length: two or more of four characters, three or more of another length."""
    counts: Counter[str] = Counter()
    for passage in passages:
        for match in _CHAIN.finditer(passage.view):
            counts.update(set(_chains(match.group())))
    return {fold(chain).text: None for chain, count in counts.items() if count >= least}


def _chains(row: str) -> Iterator[str]:
    """The even stretches of a row of parts. What stands before the first part, or behind the last, is cut off it."""
    parts = re.split(_MARKS, row)
    marks = re.findall(_MARKS, row)
    for first in range(len(parts) - 1):
        for last in range(first + 1, min(first + _MOST_PARTS, len(parts))):
            inner = {len(part) for part in parts[first + 1 : last]}
            size = min(inner, default=_PAIR)
            if len(inner) > 1 or not size <= min(len(parts[first]), len(parts[last])):
                continue
            if inner or marks[first] == _LISTING:
                yield "".join((parts[first][-size:], *parts[first + 1 : last], parts[last][:size]))


def _quoted(passages: Sequence[_Passage], pack: Pack) -> dict[str, float | None]:
    """Terms between quotation marks: short, and no sentence."""
    found: dict[str, float | None] = {}
    for passage in passages:
        for quotation in find_quotations(passage.view):
            inner = passage.view[quotation.inner_start : quotation.inner_end]
            if quotation.title or not quotation.balanced or len(inner) > _LONGEST_TERM or _SENTENCE.search(inner):
                continue
            language = "zh" if has_han(inner) else "en"
            units = tuple(inner) if language == "zh" else tuple(inner.lower().split())
            if _TERM[language] <= len(units) <= _SHAPES[language][1] and _own(units, language, pack):
                found[fold(inner).text] = None
    return found


def _collocations(passages: Sequence[_Passage], pack: Pack, least: int) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for language, runs in (("zh", _han_runs(passages)), ("en", _word_runs(passages))):
        fewest, most = _SHAPES[language]
        joint = "" if language == "zh" else " "
        sequences = Sequences(runs, longest=most, least=least, joint=joint)
        edges = _edges(language)
        keys = {
            key
            for key in sequences.counts
            if len(key) >= fewest and key[0] not in edges and key[-1] not in edges and _own(key, language, pack)
        }
        keys -= sequences.held(keys, _HELD)
        scored = {key: sequences.association(key) for key in keys}
        firm = {key: score for key, score in scored.items() if score >= _CHANCE}
        for key in _longest(firm, sequences):
            found[fold(joint.join(key)).text] = firm[key]
    return found


def _longest(firm: Mapping[tuple[str, ...], float], sequences: Sequences) -> list[tuple[str, ...]]:
    """Without those that mostly stand within a longer one."""
    kept = []
    for key in firm:
        longer = (
            other
            for other in firm
            if len(other) > len(key) and sequences.counts[other] >= _WITHIN * sequences.counts[key]
        )
        if not any(key == other[at : at + len(key)] for other in longer for at in range(len(other) - len(key) + 1)):
            kept.append(key)
    return kept


def _own(key: tuple[str, ...], language: str, pack: Pack) -> bool:
    """True where enough remains of a sequence without what the pack knows and, in English, the words of grammar."""
    text = ("" if language == "zh" else " ").join(key)
    for hit in reversed(_known(pack).hits(text)):
        text = text[: hit.start] + " " + text[hit.end :]
    if language == "zh":
        return sum(len(part) for part in text.split()) >= _OWN["zh"]
    return sum(word not in _edges("en") for word in text.split()) >= _OWN["en"]


def _han_runs(passages: Sequence[_Passage]) -> list[Run]:
    return [Run(tuple(match.group())) for passage in passages for match in _HAN_RUN.finditer(passage.view)]


def _word_runs(passages: Sequence[_Passage]) -> list[Run]:
    clauses = (match.group() for passage in passages for match in _CLAUSE.finditer(passage.view))
    return [Run(tuple(words)) for clause in clauses if (words := [w.lower() for w in _WORD.findall(clause)])]


@functools.lru_cache(maxsize=8)
def _known(pack: Pack) -> Words:
    """Names, and the words of issues and instruments, in small letters: what consists of them is no phrase."""
    said = [term.surface for term in pack.terms if term.kind in _NAMES]
    for issue in pack.issues.values():
        said += [word for words in (*issue.words.values(), *issue.weak.values()) for word in words]
    for instrument in pack.instruments.values():
        said += [word for words in instrument.words.values() for word in words]
    return Words({word.lower(): ("known",) for word in said})


@functools.cache
def _edges(language: str) -> frozenset[str]:
    return frozenset(words("bilat.relate", "phrases")["edges"][language])
