"""The two accounts: one row an issue, the sides face to face, and what a side left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilat.export.edition import ACCOUNT_VOICES, Edition
from bilat.export.events import Event
from bilat.export.passages import Words, words
from bilat.export.statements import Row, row
from bilat.model import Comparison, Silence, Statement

_CELL = 3  # statements in a cell; the rest is in the list of statements
_OPEN = 3  # events shown open


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one side says on one issue. `state`: said, silent, observed (silent, seen by comparing), missing (the
    sources hold no account of that side), or empty (nothing of it in these sources)."""

    side: str
    name: str
    tone: str
    state: str
    rows: tuple[Row, ...] = ()
    more: int = 0
    words: Words | None = None


# What `relate.compare_conflict` gives as its reasons.
_BOTH_SAY = re.compile(
    r"(?P<kind>how long|how much|who asked|when|agreed): (?P<one>\w+)'s account says (?P<here>.+), "
    r"(?P<other>\w+)'s account says (?P<there>.+)"
)
_DENIED = re.compile(r"(\w+) denies what the other account says it agreed to")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """One issue: a cell for each side. `conflict` says in words that the accounts differ; `why` what was compared."""

    issue: str
    name: str
    cells: tuple[Cell, ...]
    conflict: bool
    words: Words | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The accounts of one interaction, or (event None) of everything the sources report."""

    event: Event | None
    rows: tuple[IssueRow, ...]
    first: str | None
    sources: tuple[int, ...]
    open: bool


@dataclass(slots=True)
class _Ground:
    """What the cells are filled from."""

    edition: Edition
    statements: dict[str, Statement] = field(default_factory=dict)
    silences: list[Silence] = field(default_factory=list)


def accounts(edition: Edition, events: Sequence[Event]) -> list[Accounts]:
    """The accounts of every compared event, the latest first; of all statements together where none was."""
    if len(edition.sides) < 2:
        return []
    ground = _Ground(edition, {edition.id(s): s for s in edition.of(Statement)}, edition.of(Silence))
    compared: dict[str, list[Comparison]] = {}
    for record in edition.of(Comparison):
        compared.setdefault(record.event, []).append(record)
    by_name = {name: event for event in events for name in event.names}
    found = [_of_event(ground, by_name.get(name), group, name) for name, group in compared.items()]
    found.sort(key=lambda one: one.event.date or "" if one.event else "", reverse=True)
    if not found:
        whole = _of_all(ground)
        return [whole] if whole.rows else []
    return [one if place < _OPEN else replace(one, open=False) for place, one in enumerate(found)]


def _of_event(ground: _Ground, event: Event | None, group: Sequence[Comparison], name: str) -> Accounts:
    edition = ground.edition
    names = (event.names if event else frozenset()) | {name}
    left_out = [s for s in ground.silences if s.interaction in names]
    rows, seen = [], set()
    for record in group:
        seen.add(record.issue)
        said = {
            side: [ground.statements[i] for i in record.sides.get(side, ()) if i in ground.statements]
            for side in edition.sides[:2]
        }
        rows.append(_row(ground, record.issue, said, left_out, comparison=record))
    rows += [
        _row(ground, s.issue, {}, left_out) for s in {s.issue: s for s in left_out}.values() if s.issue not in seen
    ]
    rows.sort(key=lambda one: (not one.conflict, -sum(cell.state == "said" for cell in one.cells)))
    docs = sorted({edition.number[doc] for record in group for doc in record.docs if doc in edition.number})
    return Accounts(event=event, rows=tuple(rows), first=_first(ground, group), sources=tuple(docs), open=True)


def _first(ground: _Ground, group: Sequence[Comparison]) -> str | None:
    """The side whose account came out first, where the documents' dates tell."""
    edition, dates = ground.edition, dict[str, str]()
    for record in group:
        for side in edition.sides[:2]:
            for key in record.sides.get(side, ()):
                statement = ground.statements.get(key)
                published = edition.published(statement) if statement else None
                if published:
                    dates[side] = min(dates.get(side, published), published)
    if len(dates) < 2 or len(set(dates.values())) < 2:
        return None
    return edition.side(min(dates, key=lambda side: dates[side]))


def _of_all(ground: _Ground) -> Accounts:
    """Every issue that a government's own voice speaks on, those first that both speak on."""
    edition = ground.edition
    sides = edition.sides[:2]
    said: dict[str, dict[str, list[Statement]]] = {}
    for statement in ground.statements.values():
        if statement.speaker.side in sides and statement.voice in ACCOUNT_VOICES:
            for issue in statement.issues:
                said.setdefault(issue, {}).setdefault(str(statement.speaker.side), []).append(statement)
    for silence in ground.silences:
        said.setdefault(silence.issue, {})
    rows = [_row(ground, issue, found, ground.silences) for issue, found in said.items()]
    weight = Counter({issue: sum(map(len, found.values())) for issue, found in said.items()})
    rows.sort(key=lambda one: (-sum(cell.state == "said" for cell in one.cells), -weight[one.issue], one.issue))
    return Accounts(event=None, rows=tuple(rows), first=None, sources=(), open=True)


def _row(
    ground: _Ground,
    issue: str,
    said: Mapping[str, Sequence[Statement]],
    silences: Sequence[Silence],
    *,
    comparison: Comparison | None = None,
) -> IssueRow:
    edition = ground.edition
    missing = comparison.missing if comparison else ()
    cells = tuple(_cell(ground, side, issue, said.get(side, ()), silences, missing) for side in edition.sides[:2])
    if comparison is not None:
        cells = tuple(_observed(edition, cell, comparison) for cell in cells)
    return IssueRow(
        issue=issue,
        name=edition.issue(issue),
        cells=cells,
        conflict=comparison is not None and comparison.outcome == "conflict",
        words=words(edition, [comparison]) if comparison and comparison.outcome == "conflict" else None,
        why=_why(edition, comparison.inferred) if comparison and comparison.inferred else None,
    )


def _why(edition: Edition, reason: str) -> str:
    """Why two accounts differ (`relate.compare_conflict`) in the words of the page; another reason as it stands."""
    say = edition.say
    if denied := _DENIED.fullmatch(reason):
        return say.t("accounts.why.denied", side=edition.side(denied[1]))
    told = _BOTH_SAY.fullmatch(reason)
    if told is None:
        return reason
    kind = told["kind"].replace(" ", "_")

    def value(text: str) -> str:
        if kind == "how_long":
            return say.minutes(int(text.removesuffix(" minutes")))
        return edition.side(text) if kind == "who_asked" else text

    values = {told["one"]: value(told["here"]), told["other"]: value(told["there"])}
    ordered = sorted(values, key=lambda code: (code not in edition.sides, [*edition.sides, code].index(code)))
    said = (say.t("accounts.why.says", side=edition.side(code), value=values[code]) for code in ordered)
    return say.t("accounts.why.of", what=say.t(f"accounts.why.{kind}"), says=say.t("accounts.why.and").join(said))


def _observed(edition: Edition, cell: Cell, comparison: Comparison) -> Cell:
    """In a comparison an empty cell is a silence seen by comparing; it rests on what was compared."""
    if cell.state != "empty":
        return cell
    return replace(cell, state="observed", words=words(edition, [comparison]))


def _cell(
    ground: _Ground,
    side: str,
    issue: str,
    said: Sequence[Statement],
    silences: Sequence[Silence],
    missing: Sequence[str],
) -> Cell:
    edition = ground.edition
    base = Cell(side=side, name=edition.side(side), tone=edition.tone(side), state="empty")
    if said:
        best = sorted(said, key=lambda s: (s.voice != "official", s.mode != "direct", -s.confidence))[:_CELL]
        best.sort(key=lambda s: (edition.number[s.doc], s.evidence[0].start))
        return replace(base, state="said", rows=tuple(row(edition, s) for s in best), more=len(said) - len(best))
    if side in missing:
        return replace(base, state="missing")
    silent = [s for s in silences if s.side == side and s.issue == issue]
    if silent:
        state = "silent" if any(s.basis == "stated" for s in silent) else "observed"
        return replace(base, state=state, words=words(edition, silent))
    return base
