"""What every part of the engine of attributions stands on: the attribution, who spoke last, quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.extract.actors import Actor
from bilat.extract.analysis import Analysis
from bilat.extract.layers import Layer
from bilat.extract.lexicon import Mention
from bilat.extract.speech import Speech
from bilat.languages.grammar import Grammar, grammar
from bilat.languages.quotes import Quotation
from bilat.languages.sentences import Sentence
from bilat.model import Span

SPACE = " \t\u3000\u00a0"
TRIM_LEFT = SPACE + "，,：:、—–-…。.；;）)"
TRIM_RIGHT = SPACE + "，,：:、—–-；;（("
CLOSERS = "”」』’\"'"
OPENERS = '“「『‘"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution: spans in code points. `via`: actors who relay it, outermost first. frame: how it was found."""

    source: Actor | None
    cue: Mention | None
    content: tuple[Span, ...]
    via: tuple[Actor, ...] = ()
    frame: str = "say"
    sentence: Sentence
    carried: bool = False
    asked: tuple[str, ...] = ()  # in a transcript: the issues of the question that is answered

    @property
    def act(self) -> str:
        """What the cue says the speaker does; `describe` without a cue."""
        return self.cue.key[0] if self.cue else "describe"


@dataclass(slots=True)
class State:
    """Who spoke last, for pronouns, dropped subjects and speeches that run on."""

    speaker: Actor | None = None
    person: Actor | None = None
    paragraph: int = -1
    frame: str = ""
    account: Actor | None = None
    teller: Actor | None = None  # who relayed what the speaker said
    outer: Actor | None = None  # of those who spoke in the last sentence, the one who told of the others
    spoke_in: int = -1  # the paragraph in which the speaker was last named or heard


class Ground:
    """The document, its actors, and the state that the sentences read so far have left."""

    def __init__(
        self, analysis: Analysis, actors: Sequence[Actor], *, readout: bool, speeches: Sequence[Speech] = ()
    ) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.actors = Layer(actors)
        self.people = Layer(a for a in actors if a.kind == "person" and not a.pronoun)
        self._by_kind: dict[str, Layer[Actor]] = {}
        self.readout = readout
        self.heard = sorted(cue for speech in speeches for cue in speech.cue)
        self.state = State()
        self.resolved: list[Actor] = []  # all actors of the sentences read so far, pronouns as whom they stand for

    def _quoted(self, position: int, sentence: Sentence) -> bool:
        """True inside a quotation that begins or ends within the sentence's text around a position."""
        quotation = self.analysis.quotation_at(position)
        return quotation is not None and not (quotation.start <= sentence.start and quotation.end >= sentence.end - 1)

    def _wholly_quoted(self, sentence: Sentence) -> Quotation | None:
        quotation = self.analysis.quotation_at(sentence.start)
        if quotation is None:
            quotation = self.analysis.quotation_at(min(sentence.start + 1, sentence.end - 1))
        if quotation and quotation.start <= sentence.start + 1 and quotation.end >= sentence.end - 2:
            return quotation
        return None

    def _attributed_after(self, quotation: Quotation) -> bool:
        """True where a sentence that follows a quotation in its line names who said it."""
        line = self.view[quotation.end : quotation.end + 60].split("\n", 1)[0]
        stop = min((at for mark in "，。！？：,.!?:" if (at := line.find(mark)) >= 0), default=len(line))
        cues = self.analysis.layer("cue").within(quotation.end, quotation.end + stop)
        return any(c.kind in ("say", "think") for c in cues)

    def _is_participle(self, cue: Mention) -> bool:
        """`, accusing`: an English form that has the subject of the clause before it."""
        return cue.key[1] == "en" and self.view[cue.start : cue.end].split(" ")[0].endswith(
            grammar("en").raw["participle_ending"]
        )


def trimmed(view: str, start: int, end: int) -> Span | None:
    """A span without marks and spaces at its edges; None where nothing is left."""
    while start < end and view[start] in TRIM_LEFT:
        start += 1
    while end > start and view[end - 1] in TRIM_RIGHT:
        end -= 1
    while end > start and view[end - 1] in "。.！!？?":
        end -= 1
    return (start, end) if end - start >= 2 else None


def language_grammar(sentence: Sentence) -> Grammar:
    """The grammar of a sentence."""
    return grammar(sentence.language)
