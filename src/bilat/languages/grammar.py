"""The grammar of a language as data: reporting cues, role nouns, pronouns and function words, by name."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from bilat.languages.compiled_yaml import words

LANGUAGES = ("en", "zh")

# The lists of words that are matched in texts, as they are called in the grammar files.
WORD_LISTS = (
    "negation", "modality", "future", "proposed", "cancelled", "postponed", "not_held", "conditional", "contrast",
    "topic", "citing", "former", "anonymous", "indefinite", "no_comment", "via_frames", "accounts", "silence",
    "leverage", "softer", "harder", "scenario", "deadline", "kept", "breached", "partly_kept",
    "topic_only", "scheduled", "accepted",
    "trade_talks", "pleasantries", "interview", "cycle", "denial", "urged", "until", "mention_verbs",
    "measure_nouns", "unreal", "alleged", "wanted", "never_done", "not_done_yet", "untrue",
    "mutual", "truce_states", "buying", "imposing", "will", "forward", "forward_behind", "discussed",
)  # fmt: skip


class Cue(NamedTuple):
    """A reporting cue. frame: say, take or none (looks like one and is not); act as in the record format."""

    form: str
    frame: str
    act: str


class PrefixFrame(NamedTuple):
    """`according to SOURCE`: words before the source, and words after it where the language has them."""

    forms: tuple[str, ...]
    suffix: tuple[str, ...]


class Role(NamedTuple):
    """A noun for people of a kind, and the voice they speak in; `none` for what only looks like one (记者会)."""

    form: str
    voice: str


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """One language's grammar. `lists` holds everything that is a plain list of words, `raw` the file itself."""

    language: str
    cues: tuple[Cue, ...]
    prefix_frames: tuple[PrefixFrame, ...]
    roles: tuple[Role, ...]
    pronouns: dict[str, tuple[str, ...]]
    lists: dict[str, tuple[str, ...]]
    sets: dict[str, frozenset[str]]
    raw: dict[str, Any]

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, empty where the language has no such list."""
        return self.lists.get(name, ())

    def word_set(self, name: str) -> frozenset[str]:
        """The words of a list as a set."""
        return self.sets.get(name, frozenset())


@functools.cache
def grammar(language: str) -> Grammar:
    """The grammar of `en` or `zh`. Raises FileNotFoundError for a language without data."""
    raw = words("bilat.languages", f"data/grammar_{language}")  # `no` and `on` are words here
    issued = ("".join(parts) for parts in itertools.product(*raw["issuing"]))  # 发布声明称
    return Grammar(
        language=language,
        cues=(
            *(Cue(form, e["frame"], e["act"]) for e in raw["cues"] for form in dict.fromkeys(e["forms"])),
            *(Cue(form, "say", "describe") for form in issued if form),
        ),
        prefix_frames=tuple(PrefixFrame(tuple(f["forms"]), tuple(f["suffix"])) for f in raw["prefix_frames"]),
        roles=tuple(Role(form, r["voice"]) for r in raw["roles"] for form in dict.fromkeys(r["forms"])),
        pronouns={kind: tuple(forms) for kind, forms in raw["pronouns"].items()},
        lists={name: tuple(value) for name, value in raw.items() if _is_words(value)},
        sets={name: frozenset(value) for name, value in raw.items() if _is_words(value)},
        raw=raw,
    )


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def stands_for(pronoun: str) -> str | None:
    """`he` or `she`, of which a word is a form in either language; None of other words."""
    return _stand_for().get(pronoun.lower())


@functools.cache
def _stand_for() -> dict[str, str]:
    rows = [grammar(language).raw["stands_for"] for language in LANGUAGES]
    return {form: pronoun for row in rows for pronoun, forms in row.items() for form in forms}


@functools.cache
def transcript_label(language: str) -> re.Pattern[str]:
    """What may stand before the colon of a turn in a transcript."""
    return re.compile(str(grammar(language).raw["transcript_label"]))
