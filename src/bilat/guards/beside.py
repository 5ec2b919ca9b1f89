"""What else a document tells, looked up by place: each record is checked beside all others, however many they are."""

from __future__ import annotations

import bisect
import functools
from collections import defaultdict
from collections.abc import Sequence

from bilat.languages.sentences import LONGEST
from bilat.model import Evidence, Record, Span, Statement, record_id

_NEAR = 200  # statements before one that may matter to it


def spans_of(record: Statement) -> list[Span]:
    """Content, cue and source of a statement."""
    return [*record.content, *(span for span in (record.cue, record.source) if span)]


class Beside:
    """The records of one document."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._statements = [record for record in records if isinstance(record, Statement)]
        self._said = sorted((record for record in self._statements if record.evidence), key=_begins)
        self._begins = [_begins(record) for record in self._said]

    def before(self, record: Record) -> Sequence[Statement]:
        """The last statements that begin before a record does, in order."""
        at = bisect.bisect_left(self._begins, _begins(record))
        return self._said[max(0, at - _NEAR) : at]

    def with_evidence(self, evidence: tuple[Evidence, ...]) -> Sequence[Statement]:
        """The statements that rest on these very words."""
        return self._by_evidence.get(evidence, ())

    def by_id(self, key: str | None) -> Statement | None:
        """The statement of an id."""
        return self._by_id.get(key)

    def told_around(self, place: int) -> Sequence[Span]:
        """What is said, by whom and with which words, as far as a sentence from a place: spans that do not overlap."""
        low = bisect.bisect_left(self._ends, place - LONGEST)
        return self._told[low : bisect.bisect_right(self._starts, place + LONGEST)]

    @functools.cached_property
    def _by_evidence(self) -> dict[tuple[Evidence, ...], list[Statement]]:
        found: dict[tuple[Evidence, ...], list[Statement]] = defaultdict(list)
        for record in self._statements:
            found[record.evidence].append(record)
        return dict(found)

    @functools.cached_property
    def _by_id(self) -> dict[str | None, Statement]:
        return {record_id(record): record for record in reversed(self._statements)}

    @functools.cached_property
    def _told(self) -> list[Span]:
        merged: list[Span] = []
        for start, end in sorted(span for record in self._statements for span in spans_of(record)):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._told]

    @functools.cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self._told]


def _begins(record: Record) -> int:
    return record.evidence[0].start
