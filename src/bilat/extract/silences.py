"""Silences: remarks that a side's account of an interaction leaves an issue out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.issues_words import issues_of
from bilat.extract.layers import Layer
from bilat.languages.grammar import grammar
from bilat.languages.sentences import Sentence
from bilat.model import Interaction, Silence, Span, cite, record_id

_APART = "，,；;。：:"  # a negation does not reach a verb behind one of these
_REACH = {"zh": 5, "en": 14}  # characters between a negation and a verb of mentioning
_BEHIND = {"zh": 10, "en": 30}  # and from words of silence to the account that they say it of: `absent from the post`
_SUBJECT = {"zh": 4, "en": 1}  # and from somebody to the words of silence of which they are the subject
_ADJECTIVE = 24  # and from the adjective of a state to the account
_NAMED = 48  # characters behind words of silence within which it is named what is left out
_BACK = 4  # sentences within which an account stays the one that is spoken of
_WORDS, _LEAD = 2, 14  # words and characters between whose an account is and the word for it
_MOST = 3  # issues that one remark can leave out


def find_silences(analysis: Analysis, actors: Sequence[Actor], held: Sequence[Interaction]) -> Iterator[Silence]:
    """Remarks that a side's account of an interaction leaves an issue out, by sentence."""
    if not analysis.layer("accounts").items and not held:
        return
    codes = {side.code for side in analysis.pack.sides}
    people = Layer(actors)
    named = (_with_owner(analysis, a, people) for a in (*actors, *_more_accounts(analysis)))
    owned = Layer(sorted((a for a in named if a.side in codes or a.side == "both"), key=lambda a: a.span))
    interaction = record_id(held[0]) if held else None
    seen: set[tuple[int, str, str]] = set()  # of a sentence: whose account leaves what out
    for number, sentence in enumerate(analysis.sentences):
        for words in _silent_words(analysis, sentence):
            account = _account(analysis, owned, words, number)
            if account is None:
                continue
            places = [_clauses_around(analysis, words, sentence), *_owner_of(account, people)]
            for side in sorted(codes) if account.side == "both" else [str(account.side)]:
                for issue in _left_out(analysis, words, account, number):
                    if (number, side, issue) in seen:
                        continue
                    seen.add((number, side, issue))
                    yield Silence(
                        doc=analysis.document.id, evidence=cite(analysis.text, *_apart(places)), confidence=0.7,
                        side=side, issue=issue, interaction=interaction,
                    )  # fmt: skip


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in grammar(language).raw["silence_patterns"]))


def _silent_words(analysis: Analysis, sentence: Sentence) -> list[Span]:
    """Words of silence; an account that does not mention, repeat, contain; one that "has not" an issue."""
    words = analysis.layer("silence").within(sentence.start, sentence.end)
    found = [(m.start, m.end) for m in words if m.kind != "none"]
    found += [m.span() for m in _pattern(sentence.language).finditer(analysis.view, sentence.start, sentence.end)]
    if analysis.has("accounts", sentence.start, sentence.end):
        found += [*_not_mentioned(analysis, sentence), *_lacking(analysis, sentence)]
    apart: list[Span] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _not_mentioned(analysis: Analysis, sentence: Sentence) -> Iterator[Span]:
    for verb in analysis.layer("mention_verbs").within(sentence.start, sentence.end):
        low = max(sentence.start, verb.start - _REACH[sentence.language])
        before = analysis.layer("negation").within(low, verb.start)
        apart = before and any(mark in analysis.view[before[-1].end : verb.start] for mark in _APART)
        if before and before[-1].kind != "none" and not apart:
            yield before[-1].start, verb.end


def _lacking(analysis: Analysis, sentence: Sentence) -> Iterator[Span]:
    lacking = analysis.grammar_of(sentence).words("lacks")
    for word in analysis.layer("negation").within(sentence.start, sentence.end):
        if analysis.view[word.start : word.end] not in lacking:
            continue
        near = word.end + (3 if sentence.language == "zh" else 1)
        within = analysis.layer("issue").within(word.end, near + 20)
        named = [m for m in within if m.start <= near and m.kind != "none"]
        apart = named and any(mark in analysis.view[word.end : named[0].start] for mark in _APART)
        if named and not apart and not analysis.layer("cue").any(word.end, named[0].start):
            yield word.start, named[0].end


def _clauses_around(analysis: Analysis, words: Span, sentence: Sentence) -> Span:
    marks = "；;。" if sentence.language == "zh" else ";:"
    low = max(analysis.view.rfind(mark, sentence.start, words[0]) for mark in marks) + 1
    ends = [at for mark in marks if (at := analysis.view.find(mark, words[1], sentence.end)) >= 0]
    low = max(low, sentence.start)
    while analysis.view[low] in " \u3000":
        low += 1
    return low, min([*ends, sentence.end])


# -- what is left out


def _left_out(analysis: Analysis, words: Span, account: Actor, number: int) -> tuple[str, ...]:
    """The issues named in or behind the words of silence, up to the next clause; else before them, else just before."""
    sentence = analysis.sentences[number]
    for span in _places(analysis, words, account, sentence):
        if found := _particular(analysis, span):
            return found[:_MOST]
    previous = analysis.sentences[number - 1] if number else None
    if previous is None or previous.paragraph != sentence.paragraph:
        return ()
    return _particular(analysis, (previous.start, previous.end))[:_MOST]


def _places(analysis: Analysis, words: Span, account: Actor, sentence: Sentence) -> Iterator[Span]:
    """Where it may stand what is left out, the likeliest place first; what tells of the account itself is no place."""
    start, end = words
    stops = [at for at in (analysis.view.find(mark, end, sentence.end) for mark in "，；") if at >= 0]
    stops += [account.start] if account.start >= end else []
    yield start, max(end, min([sentence.end, end + _NAMED, *stops]))
    if account.start >= start:  # `Not a word on it in X's post`, `Absent from X's post: ...`
        yield max(end, account.end), sentence.end
    clause = max(max(analysis.view.rfind(mark, sentence.start, start) for mark in "，,；;"), sentence.start)
    own = sentence.language == "en" and clause <= account.start < start  # `the readout of the call says nothing`
    yield clause, account.start if own else start
    yield sentence.start, account.start if own else start
    yield sentence.start, start


def _particular(analysis: Analysis, span: Span) -> tuple[str, ...]:
    """The issues of a stretch; the dealings themselves (a call, a visit) only where nothing else is named."""
    found = issues_of(analysis, [span])
    return tuple(issue for issue in found if not analysis.pack.issues[issue].general) or found


# -- whose account it is


def _account(analysis: Analysis, owned: Layer[Actor], words: Span, number: int) -> Actor | None:
    """The account that is silent: behind the words (`absent from the post`), in their clause, their subject, else the
    nearest one before."""
    sentence = analysis.sentences[number]
    here = [a for a in owned.within(sentence.start, sentence.end) if not _within(a, words)]
    accounts = [a for a in here if a.pronoun == "account"]
    inside = [a for a in owned.within(*words) if a.pronoun == "account"]
    if inside:
        return inside[0]
    if gapped := _gapped(analysis, words, sentence):
        return gapped
    behind = [a for a in accounts if 0 <= a.start - words[1] <= _BEHIND[sentence.language]]
    if behind and _leads_to(analysis, words, behind[0], here, sentence):
        return behind[0]
    before = [a for a in accounts if a.end <= words[0]]
    clause = max(analysis.view.rfind(mark, sentence.start, words[0]) for mark in "，,；;:：")
    if before and before[-1].start > clause:
        return before[-1]
    subject = [a for a in here if a.end <= words[0]][-1:]
    if subject and _is_subject(analysis, subject[0], words, sentence):
        return subject[0]
    if before:
        return before[-1]
    first = analysis.sentences[max(0, number - _BACK)].start
    earlier = [a for a in owned.within(first, sentence.start) if a.pronoun == "account"]
    return earlier[-1] if earlier else None


def _gapped(analysis: Analysis, words: Span, sentence: Sentence) -> Actor | None:
    """`..., but Beijing's does not`: whose account it is, with no word for one, right before the words of silence."""
    lead = analysis.layer("entity").within(max(sentence.start, words[0] - _ADJECTIVE), words[0])[-1:]
    entity = analysis.pack.entities.get(lead[0].key[0]) if lead and lead[0].key else None
    if entity is None or entity.state is None or not analysis.has("accounts", sentence.start, lead[0].start):
        return None
    owns = analysis.view[lead[0].start : lead[0].end].endswith(grammar(sentence.language).words("genitives"))
    if not owns or len(analysis.view[lead[0].end : words[0]].strip()) > _SUBJECT[sentence.language]:
        return None
    start, end = lead[0].start, lead[0].end
    return Actor(
        start=start, end=end, kind="account", name=entity.name, surface=analysis.text[start:end], side=entity.state,
        pronoun="account",
    )  # fmt: skip


def _more_accounts(analysis: Analysis) -> Iterator[Actor]:
    """`the American one`, 商务部的说法: words that mean an account right behind whose it is."""
    for sentence in analysis.sentences:
        for match in _further(sentence.language).finditer(analysis.view, sentence.start, sentence.end):
            start, end = match.span()
            lead = analysis.layer("entity").within(max(sentence.start, start - _ADJECTIVE), start)
            sided = [m for m in lead if (e := analysis.pack.entities.get(m.key[0])) is not None and e.state]
            if not sided or analysis.has("accounts", start, end) or _far(analysis.view[sided[-1].end : start]):
                continue
            entity = analysis.pack.entities[sided[-1].key[0]]
            yield Actor(
                start=sided[-1].start, end=end, kind="account", name=entity.name, surface=analysis.text[start:end],
                side=entity.state, pronoun="account",
            )  # fmt: skip


def _far(between: str) -> bool:
    """More between whose an account is and the word for it than a word or a possessive."""
    return any(mark in between for mark in _APART) or len(between.split()) > _WORDS or len(between.strip()) > _LEAD


@functools.cache
def _further(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(grammar(language).words("more_accounts"), key=len, reverse=True)))
    return re.compile(rf"\b(?:{words})\b" if language == "en" else words)


def _with_owner(analysis: Analysis, actor: Actor, actors: Layer[Actor]) -> Actor:
    """An account of each side's (`both versions`, 双方的通稿); nobody's is its adjective's, else the subject's."""
    if actor.pronoun != "account" or actor.kind == "pronoun":
        return actor
    sentence = analysis.kept.at(actor.start)
    rules = grammar("zh" if analysis.view[actor.end - 1] > "\u2e80" else "en")
    before = analysis.view[max(0, actor.start - 12) : actor.start].rstrip(" " + str(rules.raw.get("possessive", "")))
    phrase = analysis.view[actor.start : actor.end]
    beside = actors.within(actor.start - _ADJECTIVE, actor.start)
    joint = any(a.kind == "joint" and actor.start - a.end <= 1 for a in beside)
    if joint or before.endswith(rules.words("both_of")) or phrase.startswith(rules.words("both_of")):
        return replace(actor, side="both")
    if actor.side is not None or sentence is None:
        return actor
    low = max(sentence.start, actor.start - _ADJECTIVE)
    sides = [m.key[0] for m in analysis.layer("entity").within(low, actor.end) if m.key[0].startswith("side/")]
    if len(set(sides)) == 1:  # `Chinese official statements`
        return replace(actor, side=analysis.pack.entities[sides[0]].side)
    codes = {side.code for side in analysis.pack.sides}
    subjects = [a for a in actors.begun(sentence.start, actor.start) if a.side in codes and a.voice]
    return replace(actor, side=subjects[0].side) if subjects else actor


def _within(actor: Actor, words: Span) -> bool:
    return actor.start < words[1] and words[0] < actor.end


def _owner_of(account: Actor, actors: Layer[Actor]) -> Iterator[Span]:
    """Where the owner of `the post`, 稿子 is named: no other words tell whose account it is."""
    if account.pronoun == "account" and account.side != "both":
        named = [a for a in actors.begun(0, account.end) if a.side == account.side and not a.pronoun]
        same = [a for a in named if a.name == account.name]
        told = [a for a in actors.begun(0, account.start) if a.name == account.name and a.side == account.side]
        yield from (a.span for a in (same or named or told)[-1:])  # told: an account that itself names its owner


def _apart(places: Sequence[Span]) -> list[Span]:
    """The places without those that lie within another."""
    return [a for a in places if not any(a != b and b[0] <= a[0] and a[1] <= b[1] for b in places)]


def _leads_to(analysis: Analysis, words: Span, account: Actor, owned: Sequence[Actor], sentence: Sentence) -> bool:
    """True where words of silence are said of an account behind them: `absent from the post`, 没有出现在其通稿中."""
    leads = analysis.grammar_of(sentence).words("account_leads")
    if sentence.language == "en":
        last = analysis.view[words[0] : words[1]].split()[-1]
        return last in leads or any(word in leads for word in analysis.view[words[1] : account.start].split())
    owner = any(a.start == words[1] and a.end >= account.start - 1 for a in owned)
    return owner or account.start == words[1] or analysis.view.startswith(leads, words[1])


def _is_subject(analysis: Analysis, actor: Actor, words: Span, sentence: Sentence) -> bool:
    """`..., but X said nothing about it`: somebody right before the words of silence."""
    between = analysis.view[actor.end : words[0]].strip()
    return len(between) <= _SUBJECT[sentence.language] and not set(between) & set("，,；;：:、")
