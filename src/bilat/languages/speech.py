"""How a language without spaces says who said what: its verbs, frames and nouns as data, made ready to match."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from bilat.languages.compiled_patterns import compiled
from bilat.languages.compiled_yaml import words
from bilat.languages.seeds import Words


class Frame(NamedTuple):
    """`according to X`: words before the source, words behind it, and whether a comma alone may end it."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    comma: bool


class SpeechRules(NamedTuple):
    """The rules of one language. `kind_of` gives a verb's kind; patterns are compiled; `lists` holds the plain lists,
    `sets` the same as sets."""

    kind_of: dict[str, str]
    verbs: Words
    subjects: Words
    openings: Words
    documents: frozenset[str]
    frames: tuple[Frame, ...]
    lists: dict[str, tuple[str, ...]]
    sets: dict[str, frozenset[str]]
    negation: re.Pattern[str]
    silence: re.Pattern[str]
    toward: re.Pattern[str]
    time: re.Pattern[str]
    occasion: re.Pattern[str]
    adjuncts: re.Pattern[str]
    lead: re.Pattern[str]
    adverb: re.Pattern[str]
    adverbs: re.Pattern[str]
    adverb_tail: re.Pattern[str]
    zero: re.Pattern[str]
    zero_unit: re.Pattern[str]
    zero_occasion: re.Pattern[str]
    counted: re.Pattern[str]
    contrast: re.Pattern[str]
    carrying: re.Pattern[str]
    passive: re.Pattern[str]
    forecast: re.Pattern[str]
    naming: re.Pattern[str]
    cited: re.Pattern[str]
    nouns: re.Pattern[str]
    content_is: re.Pattern[str]
    stance: re.Pattern[str]
    stance_verbs: frozenset[str]
    tail: re.Pattern[str]
    addressee: re.Pattern[str]
    asked: re.Pattern[str]
    bare: re.Pattern[str]
    voices: tuple[tuple[str, re.Pattern[str]], ...]
    first_person_follows: re.Pattern[str]
    speech_chars: frozenset[str]
    possessive: str
    narrator: re.Pattern[str]
    run_breaks: frozenset[str]
    lack: re.Pattern[str]
    noun_after: re.Pattern[str]
    asks_back: re.Pattern[str]
    verbs_at_end: re.Pattern[str]


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w)))) + ")"


@functools.cache
def speech_rules(language: str = "zh") -> SpeechRules:
    """The rules of a language. Raises FileNotFoundError for a language without data."""
    return _compiled(words("bilat.languages", f"data/speech_{language}"))


def _compiled(raw: dict[str, Any]) -> SpeechRules:
    kind_of = {word: kind for kind, words in raw["verbs"].items() for word in words}
    adverb, time = one_of(raw["adverbs"]), raw["time"]
    lone = f"(?:{adverb}|{time}|{raw['manner']})"
    adjuncts = f"(?:{lone}|{raw['place_adjunct']}|{raw['adjunct']})"
    opener = one_of([*raw["openers"], *raw["carrying"]])
    frames = tuple(Frame(tuple(f["before"]), tuple(f["behind"]), f["comma"] == "true") for f in raw["frames"])
    lists = {name: tuple(value) for name, value in raw.items() if isinstance(value, list) and _plain(value)}
    starts = [*(w for f in frames for w in f.before), *raw["unnamed"], *raw["citing"], *raw["not_frames"]]
    return SpeechRules(
        kind_of=kind_of,
        verbs=Words([*kind_of, *raw["not_verbs"]]),
        subjects=Words([*raw["agents"], *raw["places"], *raw["documents"]]),
        openings=Words(starts),
        documents=frozenset(raw["documents"]),
        frames=frames,
        lists=lists,
        sets={name: frozenset(value) for name, value in lists.items()},
        negation=compiled(f"(?:{raw['negation']})(?:{raw['refusal']}){{0,2}}$"),
        silence=compiled(
            f"(?:{raw['negation']})(?:{raw['refusal']})*(?P<topic>{raw['refused_topic']})?(?P<verb>{one_of(raw['mute'])})"
        ),
        toward=compiled(raw["toward"]),
        time=compiled(time),
        occasion=compiled(f"{lone}{{0,4}}(?:{raw['occasion']}){adjuncts}{{0,3}}"),
        adjuncts=compiled(f"{adjuncts}{{1,4}}"),
        lead=compiled(f"(?:{_lead(raw)}|{time}|{opener}|[\\s，,“”「」『』\"']){{1,4}}"),
        adverb=compiled(lone),
        adverbs=compiled(f"{lone}{{1,5}}"),
        adverb_tail=compiled(f"{lone}{{1,5}}$"),
        zero=compiled(f"(?:{lone}|{opener}|{raw['place_adjunct']}|{raw['adjunct']}|\\s){{0,5}}"),
        zero_unit=compiled(f"(?:{lone}|{opener}|{raw['place_adjunct']}|{raw['adjunct']}|\\s)"),
        zero_occasion=compiled(f"(?:{opener}|\\s){{0,3}}(?:{raw['occasion']}){adjuncts}{{0,3}}"),
        counted=compiled(raw["counted"]),
        contrast=compiled(one_of(raw["contrasting"])),
        carrying=compiled(one_of(raw["carrying"])),
        passive=compiled(raw["passive"]),
        forecast=compiled(f"{one_of(raw['bare_forecast'])}(?={raw['forecast_follows']})"),
        naming=compiled(raw["naming"]),
        cited=compiled(raw["cited"]),
        nouns=compiled(f"(?P<noun>{one_of(raw['cue_nouns'])})(?:{raw['noun_links']})"),
        content_is=compiled(raw["content_is"]),
        stance=compiled(one_of(raw["stances"])),
        stance_verbs=frozenset(raw["stance_verbs"]),
        tail=compiled(one_of(raw["verb_tails"])),
        addressee=compiled(one_of(raw["addressees"])),
        asked=compiled(raw["asked"]),
        lack=compiled(raw["lack"]),
        noun_after=compiled(raw["noun_after"]),
        asks_back=compiled(raw["asks_back"]),
        run_breaks=frozenset(raw["run_breaks"]),
        narrator=compiled(raw["narrator"]),
        possessive=raw["possessive"],
        first_person_follows=compiled(raw["first_person_follows"]),
        speech_chars=frozenset(raw["speech_chars"]),
        voices=tuple((v["voice"], compiled(v["nouns"])) for v in raw["voices"]),
        bare=compiled(one_of(raw["bare_forecast"])),
        verbs_at_end=compiled(f"{one_of(raw['verb_tails'])}$"),
    )


def _lead(raw: dict[str, Any]) -> str:
    """What may begin a clause besides times and conjunctions: datelines, brackets, places."""
    return f"{raw['dateline']}|[（(][^）)]{{2,16}}[）)]|{raw['time_lead']}|{raw['place_adjunct']}"


def _plain(value: Sequence[object]) -> bool:
    return all(isinstance(item, str) for item in value)
