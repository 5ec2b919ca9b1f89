"""Which issues a passage raises, by the pack's vocabulary, and which a statement is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.attribution import Attribution
from bilat.languages.sentences import Sentence
from bilat.model import Span, Statement

_MOST = 4  # issues of one statement
_CARRIED = 2  # issues taken over from the words around
_OPENING = 40  # characters within which a sentence names its topic


def issues_of(analysis: Analysis, spans: Sequence[Span], *, weak: bool = False) -> tuple[str, ...]:
    """Issue ids raised in the spans, most often raised first; with `weak`, by weak words where no other is there.

    A broad issue is dropped where another is raised; an issue that another one narrows is dropped beside it.
    """
    found = settle(analysis, _counted(analysis, "issue", spans))
    return found or (settle(analysis, _counted(analysis, "weak_issue", spans)) if weak else ())


def _counted(analysis: Analysis, layer: str, spans: Sequence[Span]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for start, end in spans:
        counts.update(m.key[0] for m in analysis.layer(layer).within(start, end) if m.kind != "none")
    return counts


def settle(analysis: Analysis, counts: Counter[str]) -> tuple[str, ...]:
    """The issues that remain of all that were counted."""
    issues = analysis.pack.issues
    narrowed = {broader for issue in counts for broader in issues[issue].narrows}
    kept = [issue for issue in counts if issue not in narrowed]
    narrow = [issue for issue in kept if not issues[issue].broad]
    kept = narrow or kept
    return tuple(sorted(kept, key=lambda issue: (-counts[issue], issue)))


class StatementIssues:
    """The issues of a document's statements, in their order: of the words first, of what is around them else."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._previous: tuple[str, ...] = ()
        self._previous_paragraph = -1

    def of(self, attribution: Attribution) -> tuple[str, ...]:
        """What the words raise, with the topic set before them; else what the passage around them is about.

        Words that only tell an aspect of a matter (that it was kept, that it gives leverage) take the matter from
        what stands before them.
        """
        topic = self._topic(attribution)
        found = issues_of(self.analysis, attribution.content)
        if topic:
            return (*topic, *(issue for issue in found if issue not in topic))[:_MOST] if found else topic
        if found and not self._aspects(found):
            return found[:_MOST]
        if found:
            return (*found, *self._matter(attribution, found))[:_MOST]
        around = (issues for context in self._contexts(attribution) if (issues := context()))
        return next(around, ())

    def told(self, record: Statement, attribution: Attribution) -> None:
        """The statement that was made of an attribution: the next ones may go on about the same."""
        self._previous = record.issues
        self._previous_paragraph = attribution.sentence.paragraph

    def _aspects(self, found: Sequence[str]) -> bool:
        return all(self.analysis.pack.issues[issue].aspect for issue in found)

    def _matter(self, attribution: Attribution, found: Sequence[str]) -> tuple[str, ...]:
        """What an aspect is one of: told earlier in the sentence, asked about, or last named in the paragraph."""
        sentence, first = attribution.sentence, attribution.content[0][0]
        begin = self._paragraph_start(sentence)
        sources: Iterator[tuple[str, ...]] = (
            issues
            for issues in (
                issues_of(self.analysis, [(sentence.start, first)]),
                attribution.asked,
                self._last_named(begin, sentence.start),
            )
        )
        for issues in sources:
            concrete = [issue for issue in issues if not self._aspects([issue]) and issue not in found]
            if concrete:
                return (concrete[0],)
        return ()

    def _last_named(self, start: int, end: int) -> tuple[str, ...]:
        """The issues of the last word between two places that raises one that is no aspect."""
        named = [m for m in self.analysis.layer("issue").within(start, end) if m.kind != "none"]
        named = [m for m in named if not self._aspects(m.key[:1])]
        return tuple(m.key[0] for m in named if (m.start, m.end) == (named[-1].start, named[-1].end))

    def _contexts(self, attribution: Attribution) -> list[Callable[[], tuple[str, ...]]]:
        """Where to look for what words without an issue are about, in this order."""
        sentence, first = attribution.sentence, attribution.content[0][0]
        begin = self._paragraph_start(sentence)
        title = self.analysis.document.title_span or (0, 0)
        goes_on = self._previous_paragraph == sentence.paragraph
        return [
            lambda: issues_of(self.analysis, [(sentence.start, first)])[:_CARRIED],
            lambda: self._previous[:_CARRIED] if goes_on else (),
            lambda: issues_of(self.analysis, attribution.content, weak=True)[:_CARRIED],
            lambda: issues_of(self.analysis, [(begin, sentence.end)])[:1],
            lambda: attribution.asked[:_CARRIED],
            lambda: issues_of(self.analysis, [title])[:1],
            lambda: self._previous[:1],
        ]

    def _paragraph_start(self, sentence: Sentence) -> int:
        """Where the first sentence of a sentence's paragraph begins."""
        return self.analysis.kept.paragraph_start(sentence)

    def _topic(self, attribution: Attribution) -> tuple[str, ...]:
        """`On Taiwan, ...`, 谈到台湾，: what a sentence, or the first of its paragraph, sets before the source."""
        sentence = attribution.sentence
        first = self.analysis.kept.at(self._paragraph_start(sentence)) or sentence
        may_go_on = attribution.carried or attribution.source is not None
        for candidate in dict.fromkeys((sentence, first) if may_go_on else (sentence,)):
            comma = self._first_comma(candidate)
            if comma < 0:
                continue
            words = self.analysis.layer("topic").within(candidate.start, comma)
            if not any(w.start - candidate.start <= 2 or self._right_behind_actor(w.start) for w in words):
                continue
            topic = issues_of(self.analysis, [(candidate.start, comma)])
            if topic and comma < attribution.content[-1][1]:
                return topic[:_CARRIED]
        return ()

    def _first_comma(self, sentence: Sentence) -> int:
        """Where the opening of a sentence ends; -1 where no mark ends it soon."""
        places = (self.analysis.view.find(mark, sentence.start, sentence.start + _OPENING) for mark in "，,：:")
        return min((at for at in places if at >= 0), default=-1)

    def _right_behind_actor(self, position: int) -> bool:
        """`S谈到台湾，`: the topic word follows the speaker's name."""
        return any(m.end == position for m in self.analysis.layer("entity").within(max(0, position - 30), position))
