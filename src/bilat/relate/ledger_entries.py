"""What a ledger is made of: undertakings and the claims about them; and those that the register has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bilat.errors import PackError
from bilat.model import Evidence
from bilat.packs import Pack
from bilat.relate.ledger_text import Amount, amounts, condition
from bilat.relate.state_rows import ALWAYS, last_day
from bilat.relate.state_source import table

# A claim in the register's `claims` cell, in which ` | ` stands between claims.
_CLAIM = re.compile(r"(\d{4}(?:-\d{2}){0,2}|\?) (\w+|-) (kept|breached|partial|disputed|noted) (\w+): (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody said of an undertaking. `by`: a side, None for others (`text` names them); `claim`: kept,
    breached, partial, disputed, or noted for what is said without judging; `about`: whose conduct; `date` may be
    partial, None where unknown: such a claim is shown and counts for nothing."""

    by: str | None
    claim: str
    about: str | None
    date: str | None
    text: str
    doc: str
    evidence: tuple[Evidence, ...]
    record: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One undertaking. `account`: the side by whose account alone it is known. `timing`: `none` without a due date,
    `upcoming`, `overdue` (due by the day asked, nobody with a date says it was kept), `past` (due, and said to be kept)
    or `unknown` (due after the last day that the sources cover). `status`: `open`, or what the latest dated claims
    say: kept, breached, partial; `disputed` where they differ. `register_id` is None where only documents tell."""

    id: str
    register_id: str | None
    name: str | None
    parties: tuple[str, ...]
    person: str | None = None
    to: str | None = None
    action: str | None = None
    date: str | None = None
    due: str | None = None
    amounts: tuple[Amount, ...] = ()
    condition: str | None = None
    issues: tuple[str, ...] = ()
    interaction: str | None = None
    occasion: str | None = None
    account: str | None = None
    status: str = "open"
    timing: str = "none"
    claims: tuple[Claim, ...] = ()
    records: tuple[str, ...] = ()
    evidence: tuple[tuple[str, Evidence], ...] = ()
    sources: tuple[str, ...] = ()
    single_source: bool = False
    note: str | None = None
    as_of: str = ALWAYS


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as a JSON object; `evidence` items carry the document they stand in."""
    body = {"type": "ledger_entry"} | asdict(entry)
    body["evidence"] = [{"doc": doc, **asdict(item)} for doc, item in entry.evidence]
    body["as_of"] = None if entry.as_of == ALWAYS else entry.as_of
    return body


def from_register(pack: Pack, row: Mapping[str, str]) -> tuple[Entry, list[Claim]]:
    """A commitment of the register, and the claims about it that the register has.

    Raises PackError where a claim is not written as claims are.
    """
    source = table(pack, "commitments")
    cells = {"account": "", "issues": "", "claims": "", "as_of": ""} | {key: value or "" for key, value in row.items()}
    codes = tuple(side.code for side in pack.sides)
    claims = [_written(part, row["id"], pack) for part in cells["claims"].split(" | ") if part]
    entry = Entry(
        id=f"register/{row['id']}",
        register_id=row["id"],
        name=cells["occasion"] or None,
        parties=codes if cells["made_by"] == "both" else (cells["made_by"],),
        person=cells["made_by_person"] or None,
        to=None if cells["to"] in ("", "both") else cells["to"],
        action=cells["text"],
        date=cells["date"],
        due=cells["due_date"] or None,
        amounts=amounts(cells["text"]),
        condition=condition(cells["text"]),
        issues=tuple(issue for issue in cells["issues"].split("; ") if issue),
        interaction=cells["interaction"] or None,
        occasion=cells["occasion"] or None,
        account=cells["account"] or None,
        evidence=((source.doc, source.evidence(row["id"], "id", "text")),),
        sources=tuple(url for url in cells["sources"].split(" | ") if url),
        single_source=cells["single_source"] == "yes",
        note=cells["note"] or None,
        as_of=last_day(cells["as_of"]) if cells["as_of"] else ALWAYS,
    )
    return entry, claims


def _written(part: str, row: str, pack: Pack) -> Claim:
    match = _CLAIM.fullmatch(part)
    if match is None:
        raise PackError(f"register row {row}: claim {part!r} is not `DATE|? BY|- CLAIM ABOUT: text`")
    date, by, claim, about, text = match.groups()
    source = table(pack, "commitments")
    return Claim(
        by=None if by == "-" else by,
        claim=claim,
        about=about,
        date=None if date == "?" else date,
        text=text,
        doc=source.doc,
        evidence=(source.within(row, "claims", part),),
    )
