"""What a text remarks on beyond events and statements: silences, phase patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.issues_words import issues_of
from bilat.languages.compiled_patterns import compiled
from bilat.languages.sentences import Sentence
from bilat.model import Interaction, Phase, Silence, Span, cite, record_id

_PHASE_GAP = re.compile(r"^\s*(?:[—–\-→~～、，,/]+|—+| then | and )\s*\w{0,12}$")


_OWNER = {"zh": 10, "en": 24}  # characters between words of silence or an adjective and the account
_BESIDE = 8  # and between it and its owner, where it stands behind


def find_silences(analysis: Analysis, actors: Sequence[Actor], held: Sequence[Interaction]) -> Iterator[Silence]:
    """Remarks that a side's account of an interaction leaves an issue out."""
    codes = {side.code for side in analysis.pack.sides}
    seen: set[tuple[int, str, str]] = set()  # of a sentence: whose account leaves what out
    for number, sentence in enumerate(analysis.sentences):
        for start, end in _silent_words(analysis, sentence):
            window = _clauses_around(analysis, start, end, sentence)
            sides = _account_sides(analysis, actors, start, number, codes)
            issues = _left_out(analysis, start, end, sentence, number)
            if not sides or not issues:
                continue
            interaction = record_id(held[0]) if held else None
            for side in sides:
                for issue in issues:
                    if (number, side, issue) in seen:
                        continue
                    seen.add((number, side, issue))
                    yield Silence(
                        doc=analysis.document.id, evidence=cite(analysis.text, window), confidence=0.7,
                        side=side, issue=issue, interaction=interaction,
                    )  # fmt: skip


def _silent_words(analysis: Analysis, sentence: Sentence) -> Iterator[Span]:
    """Words of silence; an account that does not mention, repeat, contain; one that "has not" an issue."""
    fixed = analysis.layer("silence").within(sentence.start, sentence.end)
    yield from ((word.start, word.end) for word in fixed)
    if analysis.has("accounts", sentence.start, sentence.end):
        reach = 5 if sentence.language == "zh" else 14
        for verb in analysis.layer("mention_verbs").within(sentence.start, sentence.end):
            before = analysis.layer("negation").within(max(sentence.start, verb.start - reach), verb.start)
            known = any(word.start < verb.end and verb.start < word.end for word in fixed)
            if before and before[-1].kind != "none" and not known:
                yield before[-1].start, verb.end
        lacking = analysis.grammar_of(sentence).words("lacks")
        for word in analysis.layer("negation").within(sentence.start, sentence.end):
            if analysis.view[word.start : word.end] not in lacking:
                continue
            near = word.end + (3 if sentence.language == "zh" else 1)
            named = [
                m for m in analysis.layer("issue").within(word.end, near + 20) if m.start <= near and m.kind != "none"
            ]
            if named and not analysis.layer("cue").any(word.end, named[0].start):
                yield word.start, named[0].end


def _clauses_around(analysis: Analysis, start: int, end: int, sentence: Sentence) -> Span:
    marks = "；;。" if sentence.language == "zh" else ";:"
    low = max(analysis.view.rfind(mark, sentence.start, start) for mark in marks) + 1
    ends = [at for mark in marks if (at := analysis.view.find(mark, end, sentence.end)) >= 0]
    low = max(low, sentence.start)
    while analysis.view[low] in " \u3000":
        low += 1
    return low, min([*ends, sentence.end])


def _left_out(analysis: Analysis, start: int, end: int, sentence: Sentence, number: int) -> list[str]:
    """The issues named in or behind the words of silence, up to the next clause; else before them, else just before."""
    marks = [at for at in (analysis.view.find(mark, end, sentence.end) for mark in "，；") if at >= 0]
    after = issues_of(analysis, [(start, min([sentence.end, end + 45, *marks]))])
    if after:
        return list(after[:3])
    comma = max(analysis.view.rfind(mark, sentence.start, start) for mark in "，,；;")
    before = issues_of(analysis, [(max(sentence.start, comma), start)]) or issues_of(
        analysis, [(sentence.start, start)]
    )
    if before:
        return list(before[:2])
    previous = analysis.sentences[number - 1] if number else None
    if previous is None or previous.paragraph != sentence.paragraph:
        return []
    return list(issues_of(analysis, [(previous.start, previous.end)])[:2])


def _account_sides(
    analysis: Analysis, actors: Sequence[Actor], position: int, number: int, codes: set[str]
) -> list[str]:
    """Whose account it is: the last side or person before an account word in this sentence or the one before."""
    sentence = analysis.sentences[number]
    owned = _owner_named(analysis, actors, position, sentence, codes)
    if owned is not None:
        return [owned]
    start = analysis.sentences[max(0, number - 1)].start
    for low in (sentence.start, start):
        before = [a for a in actors if low <= a.start and a.end <= position and (a.side in codes or a.kind == "joint")]
        accounts = analysis.layer("accounts").within(low, position + 20)
        if accounts and before and before[-1].side in codes and position - before[-1].end <= 1:
            return [str(before[-1].side)]  # `..., but X said nothing about it in a post`
        if accounts and before:
            owners = [a for a in before if a.end <= accounts[-1].end]
            owner = (owners or before)[-1]
            return sorted(codes) if owner.kind == "joint" else [str(owner.side)]
    return []


def _owner_named(
    analysis: Analysis, actors: Sequence[Actor], position: int, sentence: Sentence, codes: set[str]
) -> str | None:
    """The owner that an account word has right beside it: `Chinese statements`, 没有出现在X的发文中."""
    reach = _OWNER[sentence.language]
    words = analysis.layer("accounts").within(sentence.start, min(sentence.end, position + 2 * reach))
    for word in (w for w in words if w.start > position):
        near = [a for a in actors if position <= a.start and a.end <= word.start and word.start - a.end <= _BESIDE]
        if near and near[-1].side in codes:
            return str(near[-1].side)
    before = [w for w in words if w.end <= position]
    if sentence.language == "zh" or not before or any(before[-1].end <= a.start and a.end <= position for a in actors):
        return None
    ahead = analysis.layer("entity").within(max(sentence.start, before[-1].start - reach), before[-1].start)
    sides = {str(analysis.pack.entities[m.key[0]].side) for m in ahead if m.key[0].startswith("side/")}
    return sides.pop() if len(sides) == 1 and sides <= codes else None


def find_phases(analysis: Analysis) -> Iterator[Phase]:
    """Patterns that a text names: phase words in a row, or a list of short items that it calls a cycle."""
    named_before = False
    for sentence in analysis.sentences:
        run: list[tuple[int, int, str]] = []
        found = False
        for word in analysis.layer("phase").within(sentence.start, sentence.end):
            if run and not _PHASE_GAP.match(analysis.view[run[-1][1] : word.start]):
                for phase in _phase(analysis, run):
                    yield phase
                    found = True
                run = []
            run.append((word.start, word.end, word.kind))
        for phase in _phase(analysis, run):
            yield phase
            found = True
        named = analysis.has("cycle", sentence.start, sentence.end)
        if not found and (named or named_before):
            yield from _called_cycle(analysis, sentence)
        named_before = named


_ITEMS_HAN = compiled(r"[\u4e00-\u9fff]{2,6}(?:(?:[—–→]+|、)[\u4e00-\u9fff]{2,6}){2,}")
_ITEMS_LATIN = compiled(
    r"(?<=[:\s\"“(])[A-Za-z]+(?: [a-z]+)?"
    r"(?:(?:, | – | — |-> )(?:and |then )?[A-Za-z]+(?: [a-z]+){0,2}){2,}(?=[.;:\"”)\s,]|$)"
)


def _called_cycle(analysis: Analysis, sentence: Sentence) -> Iterator[Phase]:
    """A list of at least three short items beside a word for a cycle; its items stand as written."""
    pattern = _ITEMS_HAN if sentence.language == "zh" else _ITEMS_LATIN
    found = pattern.search(analysis.view, sentence.start, sentence.end)
    if found is None:
        return
    items = [part.strip() for part in re.split(r"—+|–|→|->|、|,", analysis.text[found.start() : found.end()])]
    yield Phase(
        doc=analysis.document.id, evidence=cite(analysis.text, found.span()), confidence=0.6,
        pattern=tuple(item for item in items if item),
    )  # fmt: skip


def _phase(analysis: Analysis, run: Sequence[tuple[int, int, str]]) -> Iterator[Phase]:
    labels = [label for _, _, label in run]
    if len(run) >= 3 and len(set(labels)) >= 3:
        span = (run[0][0], run[-1][1])
        yield Phase(
            doc=analysis.document.id, evidence=cite(analysis.text, span), confidence=0.85,
            pattern=tuple(labels),
        )  # fmt: skip
