"""The issues that an account raises about its interaction: whoever it makes say them, and the topics that it lists.

Statements carry most of them. The sentences around them count too: "they also discussed fentanyl" is no statement, and
an account that says it has raised fentanyl. What others say in a report of the account, what the report says was left
out, and what it recalls of other interactions does not count.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bilat.languages.sentences import split_sentences
from bilat.model import Document, Interaction, Record, Silence, Span, Statement, record_id
from bilat.packs import Pack
from bilat.relate.accounts import Account
from bilat.relate.compare_judged import judgements
from bilat.relate.compare_spans import inside, narrow, overlaps, span_of, spans_of, where_gathered
from bilat.relate.compare_unsaid import data, unsaid, words_of
from bilat.relate.compare_words import Hit, actor_words, contact_hits, issue_words, listed, view_of, within
from bilat.relate.events import Event

_OWN = frozenset({"official", "unnamed_official", "state_media"})


@dataclass(slots=True)
class Raised:
    """Where an account raises an issue: the ids of its statements that name it, and of those that go on about it, and
    the passages, best evidence first."""

    statements: list[str] = field(default_factory=list)
    going_on: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def raised(
    account: Account, document: Document, records: Sequence[Record], event: Event, pack: Pack
) -> dict[str, Raised]:
    """By issue where the account raises it, in the order of the text.

    A statement that has a general issue only from the words around it goes on about it: it raises none by itself.
    """
    reading = _Reading(account, document, records, event, pack)
    found: dict[str, Raised] = {}
    goes_on: list[tuple[Statement, str]] = []
    for statement in reading.statements:
        named = reading.named_by(statement)
        for issue in reading.issues_of(statement):
            if issue not in named and issue in data()["by_word"]:
                goes_on.append((statement, issue))
                continue
            entry = found.setdefault(issue, Raised())
            entry.statements.append(record_id(statement))
            entry.spans.append((statement.evidence[0].start, statement.evidence[0].end))
    for sentence, issues in reading.sentences():
        for issue in issues:
            entry = found.setdefault(issue, Raised())
            if not any(start < sentence[1] and sentence[0] < end for start, end in entry.spans):
                entry.spans.append(sentence)
                entry.statements += reading.statements_in(sentence)
    for statement, issue in goes_on:
        if issue in found:
            found[issue].going_on.append(record_id(statement))
    return found


class _Reading:
    """An account with what in it belongs to the account."""

    def __init__(
        self, account: Account, document: Document, records: Sequence[Record], event: Event, pack: Pack
    ) -> None:
        self.account, self.document, self.pack, self._event = account, document, pack, event
        self.view = view_of(document.text)
        self._sentences = [(one.start, one.end) for one in split_sentences(self.view)]
        self._took_part = {name.entity for name in event.participants if name.entity}
        interactions = [record for record in records if isinstance(record, Interaction)]
        self._mine = spans_of(record for record in interactions if record.event == event.id)
        self._of_others = spans_of(record for record in interactions if record.event != event.id)
        self._held = spans_of(record for record in interactions if record.status == "held")
        self._held_else = spans_of(r for r in interactions if r.status == "held" and r.event != event.id)
        self._sides = {entity.id for entity in pack.entities.values() if entity.kind == "side"}
        self._ahead = spans_of(record for record in interactions if record.status in ("planned", "proposed"))
        self._arranged = [record for record in interactions if record.status in ("planned", "proposed")]
        self._silences = [record for record in records if isinstance(record, Silence)]
        # A report of an account that says what the account leaves out: what the side says of it elsewhere is no part.
        said = [record for record in records if isinstance(record, Statement)]
        self.statements = [s for s in said if self._is_of_account(s) and not self._asked(span_of(s))]
        told = {one.issue for one in self._silences if one.basis == "stated" and self._leaves_out(one)}
        own = [s for s in self.statements if s.speaker.side == account.side and s.speaker.entity in self._took_part]
        there = {key for s in own for key in self._named(s)}
        self._left_out = frozenset(() if account.official else told - there)
        self._others = [span for s in said if not self._is_of_account(s) for span in s.content]

    def _leaves_out(self, silence: Silence) -> bool:
        """True where the side leaves out the issue itself, which is named, and not something that belongs to it."""
        names = {part for label in self.pack.issues[silence.issue].labels.values() for part in label.lower().split()}
        said = " ".join(view_of(evidence.quote) for evidence in silence.evidence).lower()
        return silence.side == self.account.side and any(name.removesuffix("s") in said for name in names)

    def _is_of_account(self, statement: Statement) -> bool:
        """Officials of the side, and both sides together; of the other side those who took part, as the account tells
        it. In a government's own text everybody official."""
        if statement.voice not in _OWN:
            return False
        if statement.speaker.side is None:  # an official of nobody knows whom belongs to a report's own side
            return not self.account.official and statement.speaker.entity is None
        if self.account.official or statement.speaker.side == "both":
            return True
        if statement.speaker.side == self.account.side:
            here = statement.speaker.entity is None or statement.speaker.entity in self._took_part
            return here or not self._of_another(statement)
        speaker = statement.speaker.entity
        return speaker in self._took_part or speaker in self._sides

    def _of_another(self, statement: Statement) -> bool:
        """Said in a sentence that tells of another interaction which was held, and not of this one."""
        around = [span for span in self._sentences if overlaps(span, statement.content)]
        return any(overlaps(span, self._held_else) and not overlaps(span, self._mine) for span in around)

    def _asked(self, span: Span) -> bool:
        """In a paragraph that ends in a question: what a reporter asks, the account does not say."""
        end = self.view.find("\n", span[1])
        return self.view[span[0] : len(self.view) if end < 0 else end].rstrip(' \t”」"').endswith(("?", "？"))

    def _unanswered(self, span: Span) -> bool:
        """`Asked about X, he declined to comment`, `... said that it was not part of the talks`: X is not raised."""
        sentence = self.view[span[0] : span[1]]
        refused = any(low >= span[0] and high <= span[1] for low, high in self._unsaid)
        if listed("no_comment").hits(sentence):
            return True
        return bool(words_of("asked").search(sentence)) and (refused or bool(words_of("evaded").search(sentence)))

    def issues_of(self, statement: Statement) -> tuple[str, ...]:
        """The issues of a statement that count for the account: none that its sentence says was not raised."""
        around = [span for span in self._sentences if overlaps(span, statement.content)]
        if not self.account.official and any(self._unanswered(span) for span in around):
            return ()
        hits = within(self._all_hits, around)
        raised_in = {hit.key for hit in hits if not self._is_unsaid(hit)}
        left_out = ({hit.key for hit in hits} - raised_in) | self._never_said | self._left_out
        left_out |= (self._in_passing - set(data()["said"])) | set(data()["manner"])
        if any(overlaps(span, self._held) and not overlaps(span, self._ahead) for span in around):
            left_out |= set(data()["recalled"])
        return tuple(issue for issue in statement.issues if issue not in left_out)

    def named_by(self, statement: Statement) -> frozenset[str]:
        """The issues that a word of a statement's sentences names, and by weak words those that accounts tell in plain
        words. What else it has by a weak word alone ("to deal with", "talks") is no topic of an account."""
        around = [span for span in self._sentences if overlaps(span, statement.content)]
        around += self._answered(around[:1])
        weak = (hit.key for span in around for hit in issue_words(self.pack, weak=True).hits(self.view[slice(*span)]))
        plain = frozenset(data()["plain"])
        return frozenset(hit.key for hit in within(self._all_hits, around)) | (plain & frozenset(weak))

    def _answered(self, first: Sequence[Span]) -> list[Span]:
        """The question before the paragraph of a sentence: an answer takes up what it names."""
        for span in first:
            before = self.view[: max(self.view.rfind("\n", 0, span[0]), 0)].rstrip()
            if before.endswith(("?", "？")):
                return [(before.rfind("\n") + 1, len(before))]
        return []

    def _named(self, statement: Statement) -> set[str]:
        """The issues that a statement's own words name, and not to say that they were not raised."""
        return {hit.key for hit in within(self._all_hits, statement.content) if not self._is_unsaid(hit)}

    def sentences(self) -> Iterator[tuple[Span, tuple[str, ...]]]:
        """The sentences of the account with the issues that their words raise, what others say in them left aside."""
        for span in self._sentences:
            if self._is_read(span):
                issues = dict.fromkeys((*self._raised_in(span), *self._arranged_in(span)))
                if issues:
                    yield span, tuple(issues)

    def _raised_in(self, span: Span) -> tuple[str, ...]:
        """The issues that a sentence names; in the report's own words, none of what is background."""
        passing = self._in_passing | self._left_out | set(data()["manner"])
        if not self._counts(span):
            if overlaps(span, [*self._others, *self._of_others]) or not self._beside(span):
                return ()
            passing |= set(data()["background"])
        if overlaps(span, self._held):
            passing |= set(data()["setting"])
        # What is asked of one who answers in the same sentence is taken up, though others ask.
        answered = self.statements_in(span) and words_of("asked").search(self.view, *span)
        others = () if answered else self._others
        hits = [hit for hit in self._hits(span) if not inside(hit, others) and not self._is_unsaid(hit)]
        content = [part for one in self.statements for part in one.content]
        hits = [hit for hit in hits if not (hit.key in data()["by_sense"] and inside(hit, content))]
        return narrow((hit.key for hit in hits if hit.key not in passing), self.pack)

    def _arranged_in(self, span: Span) -> Iterator[str]:
        """The issues under which a sentence raises what it tells was arranged: a visit, ministers' meeting."""
        for record in self._arranged:
            issue = data()["arranged"].get(record.kind)
            told = [(one.start, one.end) for one in record.evidence]
            here = [one for one in told if overlaps(span, [one]) and not overlaps(one, self._others)]
            named = any(hit.key == issue and not self._is_unsaid(hit) for hit in self._hits(span))
            if issue and here and (named or not overlaps(span, self._unsaid)):
                yield issue

    def _hits(self, span: Span) -> list[Hit]:
        return within(self._all_hits, [span])

    @functools.cached_property
    def _all_hits(self) -> list[Hit]:
        contacts = contact_hits(self.view, self.pack)
        words = [
            hit
            for hit in issue_words(self.pack).hits(self.view)
            if not where_gathered(self.view, hit) and not (hit.key == data()["contact"] and inside(hit, contacts))
        ]
        words += [hit for hit in judgements(self.view, words, self._event) if hit.key in self.pack.issues]
        return sorted(words, key=lambda hit: hit.start)

    @functools.cached_property
    def _together(self) -> list[Hit]:
        """Where both sides are told of as one: what they did together is of every account."""
        named = actor_words(self.pack, joint=True).hits(self.view)
        return [hit for hit in named if self.pack.entities[hit.key].kind == "joint" and not inside(hit, self._others)]

    @functools.cached_property
    def _unsaid(self) -> list[Span]:
        return list(unsaid(self.view, self._sentences, [hit.start for hit in self._all_hits]))

    @functools.cached_property
    def _never_said(self) -> frozenset[str]:
        """The issues that are named only to say that they were not raised; other statements may carry them on."""
        said = {hit.key for hit in self._all_hits if not self._is_unsaid(hit)}
        return frozenset(hit.key for hit in self._all_hits) - said

    @functools.cached_property
    def _in_passing(self) -> frozenset[str]:
        """The issues that only words of passing mention name."""
        forms: dict[str, set[str]] = {}
        for hit in self._all_hits:
            forms.setdefault(hit.key, set()).add(self.view[hit.start : hit.end].lower())
        passing: Mapping[str, Sequence[str]] = data()["passing"]
        return frozenset(issue for issue, words in passing.items() if forms.get(issue, {""}) <= set(words))

    def _is_unsaid(self, hit: Hit) -> bool:
        silent = spans_of(record for record in self._silences if record.issue == hit.key)
        return any(start <= hit.start < end for start, end in (*self._unsaid, *silent))

    def _is_read(self, span: Span) -> bool:
        """Sentences of the article that are no question, and no answer that is none."""
        middle = (span[0] + span[1]) // 2
        kept = any(start <= middle < end for start, end in self.document.kept)
        return kept and not self._asked(span) and not self._unanswered(span)

    def _counts(self, span: Span) -> bool:
        """All of a government's own account; in a report the sentences in which the account speaks, that tell of the
        event, or that tell of both sides together and of no other event."""
        if self.account.official or self.statements_in(span) or overlaps(span, self._mine):
            return True
        if self._between(span):
            return True
        if overlaps(span, self._of_others):
            return False
        return bool(within(self._together, [span])) or self._goes_on(span)

    def _beside(self, span: Span) -> bool:
        """A sentence of a paragraph in which the account speaks, or the event is told."""
        start, end = self.view.rfind("\n", 0, span[0]) + 1, self.view.find("\n", span[1])
        own = [*self._mine, *(part for one in self.statements for part in one.content)]
        return overlaps((start, len(self.view) if end < 0 else end), own)

    def _between(self, span: Span) -> bool:
        """A sentence of a paragraph in which one who took part speaks right before it and right after it."""
        if overlaps(span, self._others):
            return False
        at = self._sentences.index(span)
        beside = self._sentences[max(at - 1, 0) : at + 2]
        near = len(beside) == 3 and "\n" not in self.view[beside[0][1] : beside[2][0]]
        return near and all(overlaps(one, self._spoken) for one in (beside[0], beside[2]))

    @functools.cached_property
    def _spoken(self) -> list[Span]:
        """What those of the account's own side say who took part."""
        side = self.account.side
        own = (s for s in self.statements if s.speaker.side == side and s.speaker.entity in self._took_part)
        return [span for one in own for span in one.content]

    def _goes_on(self, span: Span) -> bool:
        """A sentence that lists topics, or that tells more of those who took part, with nobody else speaking in it."""
        if overlaps(span, self._others):
            return False
        topics = words_of("topics").search(self.view, *span)
        return topics is not None or bool(within(self._participants, [span]))

    @functools.cached_property
    def _participants(self) -> list[Hit]:
        return [hit for hit in actor_words(self.pack).hits(self.view) if hit.key in self._took_part]

    def statements_in(self, span: Span) -> list[str]:
        """The ids of the account's statements that a sentence holds."""
        return [record_id(one) for one in self.statements if overlaps(span, one.content)]
