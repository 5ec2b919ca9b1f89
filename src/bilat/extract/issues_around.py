"""What a passage without an issue of its own is about: the issues that are most present around it.

Each place where an issue is raised near the words gives it weight: before them in the sentence, in the sentences just
before and behind, in the paragraph so far, in the question that is answered, in what the same paragraph had somebody
say last, in weak words, and in the document as a whole. The heaviest issue is taken, and a second one that is nearly
as heavy. The weights were chosen on the careful readings, and rounded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bilat.extract.analysis import Analysis
from bilat.extract.attribution import Attribution
from bilat.extract.issues_words import issues_of
from bilat.languages.sentences import Sentence

_SENTENCE, _ASKED, _WEAK, _SAID, _REST, _PARAGRAPH, _BEFORE, _BEHIND = 2.5, 1.5, 1.25, 1.0, 1.0, 0.75, 0.5, 0.75
_DOCUMENT = 2.0  # times the issue's share of the document's issue words
_LEAST = 0.8  # weight of an issue that is taken
_NEARLY = 0.9  # of the heaviest one's weight
_NEAR, _SO_FAR = 3, 12  # sentences


class Around:
    """The issues around the words of a document's statements."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        named = Counter(m.key[0] for m in analysis.layer("issue").items if m.kind != "none")
        self._share = {issue: count / named.total() for issue, count in named.items()}
        self._known: dict[int, tuple[str, ...]] = {}

    def present(self, attribution: Attribution, said: Sequence[str]) -> tuple[str, ...]:
        """The one or two issues most present, the heaviest first; `said`: of the statement before in the paragraph."""
        weights = self.weights(attribution, said)
        ranked = sorted(weights, key=lambda issue: (-weights[issue], issue))[:2]
        least = max(_LEAST, _NEARLY * weights[ranked[0]]) if ranked else 0
        return tuple(issue for issue in ranked if weights[issue] >= least)

    def matter(self, attribution: Attribution, said: Sequence[str], aspects: Sequence[str]) -> tuple[str, ...]:
        """What aspects are said of: the issue most present beside them, if it is one that can be kept or given."""
        issues = self.analysis.pack.issues
        weights = self.weights(attribution, said)
        others = [issue for issue in weights if not issues[issue].aspect and issue not in aspects]
        heaviest = min(others, key=lambda issue: (-weights[issue], issue), default=None)
        if heaviest is None or weights[heaviest] < _LEAST or issues[heaviest].general:
            return ()
        return (heaviest,)

    def weights(self, attribution: Attribution, said: Sequence[str]) -> dict[str, float]:
        """The weight of every issue around a statement's words."""
        sentence = attribution.sentence
        first, last = attribution.content[0][0], attribution.content[-1][1]
        near = self.analysis.kept.around(sentence, _SO_FAR, 1)
        before = [one for one in near if one.end <= sentence.start]
        weights: dict[str, float] = defaultdict(float)
        for issue, share in self._share.items():
            weights[issue] += _DOCUMENT * share
        _add(weights, issues_of(self.analysis, [(sentence.start, first)]), _SENTENCE, falling=False)
        _add(weights, issues_of(self.analysis, [(last, sentence.end)]), _REST, falling=False)
        _add(weights, attribution.asked, _ASKED, falling=False)
        _add(weights, issues_of(self.analysis, attribution.content, weak=True), _WEAK)
        _add(weights, said, _SAID)
        begin = before[0].start if before else sentence.start
        _add(weights, issues_of(self.analysis, [(begin, sentence.end)]), _PARAGRAPH)
        for one in before[-_NEAR:]:
            _add(weights, self._of(one), _BEFORE)
        for one in near:
            if one.start >= sentence.end:
                _add(weights, self._of(one), _BEHIND)
        return weights

    def _of(self, sentence: Sentence) -> tuple[str, ...]:
        if sentence.start not in self._known:
            self._known[sentence.start] = issues_of(self.analysis, [(sentence.start, sentence.end)])
        return self._known[sentence.start]


def _add(weights: dict[str, float], issues: Iterable[str], weight: float, *, falling: bool = True) -> None:
    """Adds to the weights of issues, half as much for the second one, a third for the third, where it is `falling`."""
    for place, issue in enumerate(issues, 1):
        weights[issue] += weight / place if falling else weight
