"""Which issues a statement is about. By the rules: those that its words raise, with the topic set before them; else
what the words around it are about. By a pack's learned weights, where it has such: what these and the words weigh."""

from __future__ import annotations

from bilat.extract.analysis import Analysis
from bilat.extract.attribution import Attribution
from bilat.extract.issues_around import Around
from bilat.extract.issues_features import Seen, features
from bilat.extract.issues_learned import learned
from bilat.extract.issues_words import issues_named, issues_of
from bilat.languages.sentences import Sentence
from bilat.model import Statement

_MOST = 6  # issues of one statement
_CARRIED = 2  # issues taken over from the words around
_OPENING = 40  # characters within which a sentence names its topic


class StatementIssues:
    """The issues of a document's statements, in their order: of the words first, of what is around them else."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._around = Around(analysis)
        self._previous: tuple[str, ...] = ()
        self._previous_paragraph = -1

    def of(self, attribution: Attribution) -> tuple[str, ...]:
        """As the pack's learned weights choose, or by the rules where it has none."""
        weights, rules = learned(self.analysis.pack), self.by_rules(attribution)
        return weights.choose(self.features(attribution)) or rules[:1] if weights else rules

    def features(self, attribution: Attribution) -> dict[str, float]:
        """What the learned weights judge a statement by."""
        content = attribution.content
        seen = Seen(
            named=issues_named(self.analysis, content),
            topic=self._topic(attribution),
            chosen=self.by_rules(attribution),
            around=self._around.weights(attribution, self._said(attribution)),
        )
        return features(self.analysis, content, seen)

    def by_rules(self, attribution: Attribution) -> tuple[str, ...]:
        """What the words raise, with the topic set before them; else what the passage around them is about."""
        topic = self._topic(attribution)
        found = issues_of(self.analysis, attribution.content)
        if topic:
            return (*topic, *(issue for issue in found if issue not in topic))[:_MOST] if found else topic
        if not found:
            return self._around.present(attribution, self._said(attribution))
        if all(self.analysis.pack.issues[issue].aspect for issue in found):
            return (*found, *self._around.matter(attribution, self._said(attribution), found))[:_MOST]
        return found[:_MOST]

    def _said(self, attribution: Attribution) -> tuple[str, ...]:
        """What the same paragraph had somebody say last."""
        return self._previous if self._previous_paragraph == attribution.sentence.paragraph else ()

    def told(self, record: Statement, attribution: Attribution) -> None:
        """The statement that was made of an attribution: the next ones may go on about the same."""
        self._previous = record.issues
        self._previous_paragraph = attribution.sentence.paragraph

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
