"""Commitments, and claims that they were kept or broken, read from the statements of the two sides."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bilat.extract.analysis import Analysis
from bilat.extract.claim_words import CLAIMS, claim_words
from bilat.extract.statements import Said
from bilat.languages.grammar import LANGUAGES, grammar
from bilat.languages.script import has_han
from bilat.model import Commitment, Compliance, Span, Statement, cite, record_id

# Characters within which an undertaking's subject opens it, and those after it within which what is to come is told.
_OPENING = {"en": (14, 14), "zh": (0, 4)}
_BRACKET = re.compile(r"\s*[（(][^()（）]{1,40}[)）][:：]?\s*")  # a dateline at the head of what is said
_OPENING_WORDS = 30  # characters of what is said in which a word of willingness tells how all of it is meant
_CLAUSES = "，,；;"
_DENIED = {"en": 16, "zh": 3}  # characters from a negation to the word of promising that it denies
_BROKEN = 24  # characters behind a word of breaking in which stands what is broken
_STOPS = "。.；;"  # after one of these somebody else may be spoken of


def find_compliance(analysis: Analysis, said: Sequence[Said]) -> Iterator[Compliance]:
    """Claims by a side that an undertaking was kept, partly kept or broken; one that is made again stands once, with
    all the words in which it is made."""
    made: dict[tuple[str | None, ...], Compliance] = {}
    for claim in _claims_made(analysis, said):
        key = (claim.commitment, claim.by, claim.claim, claim.about)
        first = made.get(key)
        made[key] = replace(first, evidence=first.evidence + claim.evidence) if first else claim
    yield from made.values()


def _claims_made(analysis: Analysis, said: Sequence[Said]) -> Iterator[Compliance]:
    codes = [side.code for side in analysis.pack.sides]
    for item in said:
        record = item.record
        if record.speaker.side not in codes or record.voice not in ("official", "state_media", "unnamed_official"):
            continue
        low, high = record.evidence[0].start, record.evidence[0].end
        for layer, claim in CLAIMS:
            words = [w for w in claim_words(analysis, layer, low, high) if _claims(analysis, w, low, layer)]
            if not words:
                continue
            start = words[0][0]
            if claim == "kept" and _wanted(analysis, low, start):
                break  # `should honour`: what is asked for has not been done
            if claim == "kept" and analysis.has("negation", max(low, start - 6), start):
                claim = "breached"
            about = _about(analysis, (low, start), record.speaker.side or "", codes, claim)
            if claim == "breached" and record.act in ("deny", "reject") and analysis.has("alleged", low, start):
                claim, about = "disputed", record.speaker.side
            yield Compliance(
                doc=analysis.document.id,
                evidence=cite(analysis.text, (low, high)),
                confidence=0.7,
                commitment=_commitment_name(analysis, (low, high)),
                by=record.speaker.side,
                claim=claim,
                about=about,
                statement=record_id(record),
            )
            break


def _claims(analysis: Analysis, word: Span, low: int, layer: str) -> bool:
    """A word that tells of what was done (`will honour` promises), and of an undertaking (违反市场规则 breaks none)."""
    if _ahead(analysis, low, word[0]):
        return False
    behind = analysis.view[word[1] : word[1] + _BROKEN]
    others = (w for language in LANGUAGES for w in grammar(language).words("other_duties"))
    return layer != "breached" or not any(w in behind for w in others)


def _ahead(analysis: Analysis, low: int, position: int) -> bool:
    """`will honour`, 将履行: a promise, not a claim of what was done."""
    return analysis.has("future", max(low, position - 8), position)


def _wanted(analysis: Analysis, low: int, position: int) -> bool:
    """Somebody is asked to do it, or it is a condition, in the same sentence up to the word."""
    begin = max(low, *(analysis.view.rfind(mark, low, position) + 1 for mark in _STOPS))
    return analysis.has("urged", begin, position) or analysis.has("conditional", begin, position)


def _about(analysis: Analysis, span: Span, by: str, codes: Sequence[str], claim: str) -> str | None:
    """Whose conduct: the last side named before the claim; else the other's for a breach, one's own otherwise."""
    sides = [
        analysis.pack.entities[key].side
        for mention in analysis.layer("entity").within(*span)
        if mention.kind in ("side", "person", "adjective")
        for key in mention.key
    ]
    named = [side for side in sides if side in codes and (claim != "breached" or side != by)]
    if named:
        return named[-1]
    if claim == "breached":
        return next((code for code in codes if code != by), None)
    return by


def _commitment_name(analysis: Analysis, span: Span) -> str | None:
    """The undertaking by the place where it was agreed, where the passage names one; else by its first issue."""
    mentions = analysis.layer("entity").within(*span)
    sides = {(m.start, m.end) for m in mentions if m.kind == "side"}
    for mention in mentions:
        if mention.kind == "forum":
            return analysis.pack.entities[mention.key[0]].name
        if (
            mention.kind == "place"
            and not mention.key[0].startswith("country/")
            and (mention.start, mention.end) not in sides
        ):
            return f"{analysis.pack.entities[mention.key[0]].name} understanding"
    issues = [m.key[0] for m in analysis.layer("issue").within(*span) if m.kind != "none"]
    specific = [i for i in issues if i not in ("agreement_compliance", "bilateral_relations")]
    return f"{analysis.pack.issues[specific[0]].labels['en']} undertaking" if specific else None


def find_commitments(analysis: Analysis, said: Sequence[Said]) -> Iterator[Commitment]:
    """Undertakings: what a side, or both, say that they will do."""
    codes = [side.code for side in analysis.pack.sides]
    taken: list[Span] = []
    for item in said:
        record = item.record
        if record.act != "commit" or record.voice != "official" or record.speaker.side not in (*codes, "both"):
            continue
        start, end = record.content[0][0], record.content[-1][1]
        if any(start < high and low < end for low, high in taken) or _is_wish(analysis, record, (start, end)):
            continue
        taken.append((start, end))
        for part, side in _parts(analysis, (start, end), record.speaker.side or "", codes):
            if side != record.speaker.side and _claims_in(analysis, *part):
                continue  # what the other side has or has not done is a claim, not an undertaking
            parties = tuple(codes) if side == "both" else (side,)
            # A day before the text came out is when something was, not by when it is owed.
            told = (analysis.document.published or "")[:10]
            due = [d.date for d in analysis.dates_in(*part) if d.date and not _before(d.date, told)]
            yield Commitment(
                doc=analysis.document.id,
                evidence=record.evidence,
                confidence=0.65,
                name=_commitment_name(analysis, part) or "undertaking",
                parties=parties,
                to=next((c for c in codes if c not in parties), None) if len(parties) == 1 else None,
                action=analysis.text[part[0] : part[1]],
                due=due[-1] if due else None,
                issues=record.issues,
            )


def _parts(analysis: Analysis, span: Span, speaker: str, codes: Sequence[str]) -> Iterator[tuple[Span, str]]:
    """What is undertaken, cut where a clause has another side for its subject: each stretch with whose it is."""
    start, end = span
    cuts = [(start, _subject(analysis, span, codes) or speaker)]
    for at in (i + 1 for i in range(start, end) if analysis.view[i] in _CLAUSES):
        clause = (at + len(analysis.view[at:end]) - len(analysis.view[at:end].lstrip()), end)
        side = _subject(analysis, clause, codes) if clause[0] < end else None
        if side is not None and side != cuts[-1][1]:
            cuts.append((clause[0], side))
    for (low, side), high in zip(cuts, [*(low for low, _ in cuts[1:]), end], strict=True):
        stretch = analysis.view[low:high].rstrip()
        yield (low, low + len(stretch.rstrip(_CLAUSES)) if high < end else high), side


def _is_wish(analysis: Analysis, record: Statement, span: Span) -> bool:
    """Willingness without anything that could be counted, dated or lifted; what is denied; a breach that is told."""
    start, end = span
    opening = min(c[0] for c in (record.cue, *record.content) if c) if record.cue else start
    reach = _DENIED["zh" if has_han(analysis.view[start:end]) else "en"]
    if analysis.has("negation", max(0, opening - reach), opening) or _told_breach(analysis, span):
        return True
    cue = analysis.view[record.cue[0] : record.cue[1]] if record.cue else ""
    willing = any(word in f"{cue} {analysis.view[start : start + _OPENING_WORDS]}" for word in _willing())
    counted = any(q.unit != "countries" for q in analysis.quantities_in(start, end))
    return willing and not counted and not analysis.layer("instrument").any(start, end)


def _told_breach(analysis: Analysis, span: Span) -> bool:
    return bool(claim_words(analysis, "breached", *span))


@functools.cache
def _willing() -> tuple[str, ...]:
    return tuple(word for language in LANGUAGES for word in grammar(language).words("willing"))


def _subject(analysis: Analysis, span: Span, codes: Sequence[str]) -> str | None:
    """The side that the words themselves say acts: the one that they open with, or that stands before what is to come.
    A speaker who tells what the other side will do undertakes nothing."""
    start, end = span
    bracket = _BRACKET.match(analysis.view, start, end)
    start = bracket.end() if bracket else start
    language = "zh" if has_han(analysis.view[start:end]) else "en"
    before, after = _OPENING[language]
    for mention in analysis.layer("entity").within(start, end):
        if mention.kind not in ("side", "person") or mention.start - start > before:
            continue
        sides = {analysis.pack.entities[key].side for key in mention.key}
        owner = analysis.view[mention.end : mention.end + 1] in ("'", "’", grammar("zh").raw["possessive"])
        acts = mention.start == start or analysis.has("future", mention.end, mention.end + after)
        if len(sides) == 1 and sides <= set(codes) and acts and not owner:
            return sides.pop()
        return None
    return None


def _claims_in(analysis: Analysis, start: int, end: int) -> bool:
    return any(claim_words(analysis, layer, start, end) for layer, _ in CLAIMS)


def _before(date: str, day: str) -> bool:
    """Whether every day that a date can mean lies before another; both may be cut."""
    length = min(len(date), len(day))
    return date[:length] < day[:length]
