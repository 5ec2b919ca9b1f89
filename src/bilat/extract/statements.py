"""Statements: attributions with voice, mode, act, issues and stance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.attribution import Attribution, AttributionFinder
from bilat.extract.attribution_clauses import heard, seen_by_clauses
from bilat.extract.issues import StatementIssues
from bilat.extract.issues_words import issues_of
from bilat.extract.speech import Speech
from bilat.extract.statements_events import reports_event
from bilat.extract.statements_lists import items
from bilat.extract.statements_quoted import words_quoted
from bilat.extract.statements_verbs import by_verbs
from bilat.extract.transcript import Turn, transcript_turns
from bilat.languages.grammar import Grammar
from bilat.languages.sentences import Sentence
from bilat.model import Name, Span, Statement, cite

# Stance on the Goldstein-like scale of the record format, by act: the value of a plain act of that kind.
STANCE = {
    "commit": 5, "welcome": 4, "affirm": 1, "expect": 1, "describe": 0, "urge": -1, "deny": -2, "warn": -3,
    "demand": -4, "reject": -4, "accuse": -5, "threaten": -7,
}  # fmt: skip
_ANSWERABLE = frozenset({"official", "unnamed_official", "state_media", "business"})
_IN_OFFICE = frozenset({"official", "unnamed_official"})
_MIN_CONTENT = 3
_HEADING = 34  # characters
_STOPS = "。！？!?…；;：:，,”」』\"’）)"


class Said(NamedTuple):
    """A statement with the attribution that it was made from."""

    record: Statement
    attribution: Attribution


def find_statements(analysis: Analysis, actors: Sequence[Actor], *, readout: bool) -> tuple[list[Said], list[Actor]]:
    """All statements of a document in order, and its actors with pronouns resolved."""
    speeches = heard(analysis)
    attributions, resolved = find_attributions(analysis, actors, readout=readout, speeches=speeches)
    attributions = seen_by_clauses(analysis, resolved, attributions, speeches)
    maker = _Maker(analysis)
    taken = {attribution.cue.start for attribution in attributions if attribution.cue is not None}
    told = [one for attribution in attributions for one in by_verbs(analysis, attribution, taken)]
    single = [one for attribution in told for one in items(analysis, attribution)]
    said = [made for attribution in single if (made := maker.make(attribution)) is not None]
    return said, resolved


def find_attributions(
    analysis: Analysis, actors: Sequence[Actor], *, readout: bool, speeches: Sequence[Speech] = ()
) -> tuple[list[Attribution], list[Actor]]:
    """All attributions of a document in order, turns of a transcript among them, and its actors resolved.

    `speeches` is what the reader of Chinese clauses has heard: a verb within what another says needs its word.
    """
    finder = AttributionFinder(analysis, actors, readout=readout, speeches=speeches)
    turns = transcript_turns(analysis, actors)
    attributions: list[Attribution] = []
    if turns:
        asked: tuple[str, ...] = ()
        for turn in turns:
            if turn.question:
                asked = issues_of(analysis, [(s.start, s.end) for s in turn.sentences])
            attributions += [replace(a, asked=asked) for a in _turn(finder, turn)]
    else:
        attributions = finder.find(analysis.sentences)
    return attributions, sorted(finder.resolved, key=lambda a: a.start)


def _turn(finder: AttributionFinder, turn: Turn) -> Iterator[Attribution]:
    """A question holds only what it reports of others; every sentence of an answer is the speaker's own."""
    for sentence in turn.sentences:
        found = finder.find([sentence])
        if turn.speaker is None and not turn.question:  # the "we" of an answer is not who wrote the text
            yield from (a for a in found if a.source is None or a.source.voice != "author")
            continue
        inner = [a for a in found if _reports_another(a, turn)]
        yield from inner
        if turn.question or turn.speaker is None or _says_nothing(finder.analysis, sentence):
            continue
        if not any(_fills(a, sentence) for a in inner):
            yield Attribution(
                source=turn.speaker,
                cue=None,
                content=((sentence.start, sentence.end),),
                frame="turn",
                sentence=sentence,
            )


def _says_nothing(analysis: Analysis, sentence: Sentence) -> bool:
    """A greeting, a question back, a stage direction, or a refusal to comment."""
    text = analysis.view[sentence.start : sentence.end].strip()
    if text.endswith(("?", "？")) or text[:1] in "（([":
        return True
    names = ("no_comment", "pleasantries")
    return any(analysis.has(name, sentence.start, sentence.end) for name in names)


def _reports_another(attribution: Attribution, turn: Turn) -> bool:
    source = attribution.source
    if source is None or attribution.carried or (source.pronoun is not None and not turn.question):
        return False
    if source.pronoun in ("zero", "author") or not (source.named or turn.question):
        return False
    told = source.kind in ("person", "body") and source.voice == "official"  # whom an answer tells of by name
    if not turn.question and attribution.cue is not None and attribution.cue.kind != "say" and not told:
        return False
    if not turn.question and source.kind == "side":
        return False
    return source.voice in ("official", "media", "state_media", "unnamed_official", "expert", "business") and not (
        turn.speaker and source.name == turn.speaker.name
    )


def _fills(attribution: Attribution, sentence: Sentence) -> bool:
    return attribution.content[-1][1] - attribution.content[0][0] > 0.45 * (sentence.end - sentence.start)


def _is_heading(analysis: Analysis, sentence: Sentence) -> bool:
    """True for a short Chinese line without a mark at its end between others: what it says is told below it."""
    view = analysis.view
    alone = view[: sentence.start].rstrip(" \u3000")[-1:] == "\n" and view[sentence.end : sentence.end + 1] == "\n"
    short = sentence.end - sentence.start <= _HEADING and sentence.language == "zh"
    return alone and short and view[sentence.end - 1] not in _STOPS and "。" in view[sentence.end :]


def _is_refusal(rules: Grammar, words: str) -> bool:
    """True where the words only tell that somebody would not comment: 财政部尚未就此事发表评论."""
    pattern = str(rules.raw.get("refusal_to_comment", ""))
    return bool(pattern) and re.fullmatch(pattern, words) is not None


class _Maker:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.issues = StatementIssues(analysis)

    def make(self, attribution: Attribution) -> Said | None:
        source = attribution.source
        content = attribution.content
        if _is_heading(self.analysis, attribution.sentence):
            return None
        if source is None or source.voice is None or self._idle(attribution):
            return None
        issues = self.issues.of(attribution)
        if source.voice == "author" and attribution.cue is None:
            return None
        act = self._act(attribution)
        record = Statement(
            doc=self.analysis.document.id,
            evidence=cite(self.analysis.text, self._evidence(attribution)),
            confidence=self._confidence(attribution),
            inferred="speech carried on from the sentence before" if attribution.carried else None,
            speaker=self._speaker(source),
            voice=source.voice,
            mode=self._mode(attribution),
            act=act,
            issues=issues,
            stance=STANCE[act],
            via=tuple(actor.name for actor in attribution.via),
            content=content,
            cue=(attribution.cue.start, attribution.cue.end) if attribution.cue else None,
            source=source.span if source.end > source.start else None,
        )
        self.issues.told(record, attribution)
        return Said(record, attribution)

    def _idle(self, attribution: Attribution) -> bool:
        """No content worth the name, or a refusal to comment."""
        length = sum(end - start for start, end in attribution.content)
        if length < (_MIN_CONTENT if attribution.sentence.language == "zh" else 2 * _MIN_CONTENT):
            return True
        first, last = attribution.content[0][0], attribution.content[-1][1]
        view, rules = self.analysis.view, self._rules(attribution)
        words = view[first:last].strip(" \u3000，,。")
        first_clause = words.split("，", 1)[0]
        pointing = first_clause in rules.word_set("pointing_contents") or words.endswith(rules.words("pointing_words"))
        if pointing or _is_refusal(rules, words) or self._only_where(attribution):
            return True
        if reports_event(self.analysis, attribution) or words.startswith(rules.words("credits")):
            return True
        low = max(attribution.sentence.start, min(first, attribution.source.start if attribution.source else first))
        return self.analysis.has("no_comment", low, last)

    def _only_where(self, attribution: Attribution) -> bool:
        """`X wrote on social media on Monday`: the content tells but where and when something was said."""
        analysis, (start, end) = self.analysis, (attribution.content[0][0], attribution.content[-1][1])
        told = self._rules(attribution).word_set("where_told")
        if not told or attribution.cue is None or attribution.cue.kind != "say":
            return False
        rest = analysis.view[start:end]
        media = (m for m in analysis.layer("entity").within(start, end) if m.kind in ("outlet", "place"))
        days = ((one.start, one.end) for one in analysis.dates_in(start, end))
        for first, last in (*days, *((one.start, one.end) for one in media)):
            rest = rest.replace(analysis.view[first:last], " ")
        return all(word.strip(".,;\"“”") in told for word in rest.split())

    def _rules(self, attribution: Attribution) -> Grammar:
        return self.analysis.grammar_of(attribution.sentence)

    def _speaker(self, source: Actor) -> Name:
        return source.as_name()

    def _evidence(self, attribution: Attribution) -> Span:
        spans = [*attribution.content]
        if attribution.source and attribution.source.end > attribution.source.start:
            spans.append(attribution.source.span)
        if attribution.cue:
            spans.append((attribution.cue.start, attribution.cue.end))
        return min(s for s, _ in spans), max(e for _, e in spans)

    def _confidence(self, attribution: Attribution) -> float:
        if attribution.carried:
            return 0.6
        return 0.75 if attribution.source and attribution.source.pronoun else 0.85

    def _mode(self, attribution: Attribution) -> str:
        if attribution.frame == "turn":
            return "direct"
        quoted = sum(words_quoted(self.analysis, span) for span in attribution.content)
        total = sum(len(self.analysis.text[start:end].strip()) for start, end in attribution.content)
        if quoted >= 0.85 * total:
            return "direct"
        return "mixed" if quoted else "indirect"

    def _act(self, attribution: Attribution) -> str:
        """What the cue says is done; for a neutral cue, what the words themselves do.

        A negation is a denial in the mouth of those whom something is laid to; others tell what is not so. What those
        in office say is what they hold; others describe.
        """
        if attribution.act not in ("describe", "affirm"):
            return attribution.act
        start, end = attribution.content[0][0], attribution.content[-1][1]
        if any(word in self.analysis.view[start:end] for word in self._rules(attribution).words("not_sought")):
            return "deny"  # that no conflict is sought is no warning of one
        found = [m for m in self.analysis.layer("act").within(start, end) if m.kind != "none"]
        strong = [m for m in found if m.kind not in ("deny", "affirm")]
        if strong:
            return strong[0].kind
        if attribution.source is not None and attribution.source.voice not in _ANSWERABLE:
            found = [m for m in found if m.kind != "deny"]
        if found:
            return found[0].kind
        in_office = attribution.source is not None and attribution.source.voice in _IN_OFFICE
        return "affirm" if in_office and attribution.act == "describe" else attribution.act
