"""The records, as shared by every part of bilat.

All are frozen, slotted and keyword-only. Offsets count Unicode code points of `Document.text`, the text as it was
read; ends are exclusive; `text[start:end] == quote` holds for every `Evidence`. Dates are ISO 8601 strings cut to what
is known (`2025`, `2025-06`, `2025-06-05`). Sides are ISO 3166-1 alpha-2 codes, `both`, or None for everybody else.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The exact words that a record rests on."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Somebody or something named: a person, a body, a side.

    `name` is the pack's canonical English name or, where the pack does not know the entity, the surface form;
    `entity` is the pack's id or None.
    """

    name: str
    surface: str
    entity: str | None = None
    side: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as it was read, with what stands in it about itself. Nothing is guessed: unknown is None."""

    id: str
    text: str
    path: str | None = None
    url: str | None = None
    title: str | None = None
    title_span: Span | None = None
    language: str
    published: str | None = None
    author: str | None = None
    outlet: str | None = None
    outlet_kind: str = "unknown"
    cited_sources: tuple[str, ...] = ()
    original_url: str | None = None
    flags: tuple[str, ...] = ()
    kept: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has. `type` is the class's own, `id` follows from the content, `doc` is the document's id."""

    doc: str
    evidence: tuple[Evidence, ...]
    confidence: float = 0.5
    inferred: str | None = None  # why, where bilat infers a thing rather than reads it
    proposed_by: str | None = None  # where a language model did (and the version of its prompt), or a plugin


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction(Record):
    kind: str
    status: str
    date: str | None = None
    end_date: str | None = None
    date_basis: str | None = None
    level: str | None = None
    participants: tuple[Name, ...] = ()
    place: str | None = None
    forum: str | None = None
    duration_minutes: int | None = None
    initiated_by: str | None = None
    register_id: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    speaker: Name
    voice: str
    mode: str
    act: str
    issues: tuple[str, ...] = ()
    stance: int = 0
    via: tuple[str, ...] = ()
    interaction: str | None = None
    content: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Record):
    side: str
    issue: str
    interaction: str | None = None
    basis: str = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Record):
    name: str
    parties: tuple[str, ...] = ()
    to: str | None = None
    action: str | None = None
    due: str | None = None
    issues: tuple[str, ...] = ()
    interaction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance(Record):
    commitment: str | None
    by: str | None
    claim: str
    about: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    instrument: str
    imposed_by: str | None = None
    target: str | None = None
    layer: str | None = None
    value: float | int | None = None
    unit: str | None = None
    effective: str | None = None
    expires: str | None = None
    date_basis: str | None = None
    status: str = "in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceShift(Record):
    who: Name
    direction: str
    from_: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage(Record):
    side: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Record):
    pattern: tuple[str, ...] = ()
    label: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook(Record):
    kind: str
    condition: str | None = None
    outcome: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Record):
    event: str
    docs: tuple[str, ...]
    issue: str
    outcome: str
    sides: dict[str, tuple[str, ...]]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Record):
    url: str
    restored_url: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Record):
    date: str | None = None
    end_date: str | None = None
    kind: str = "point"
    date_basis: str | None = None


TYPES: dict[type[Record], str] = {
    Interaction: "interaction",
    Statement: "statement",
    Silence: "silence",
    Commitment: "commitment",
    Compliance: "compliance",
    Measure: "measure",
    StanceShift: "stance_shift",
    Leverage: "leverage",
    Phase: "phase",
    Outlook: "outlook",
    Comparison: "comparison",
    Reference: "reference",
    DateMention: "date",
}

# What other steps fill in later or weigh differently never changes a record's id.
_NOT_IN_ID = frozenset({"confidence", "register_id", "event", "interaction", "inferred", "proposed_by"})

_LEFT_OUT = frozenset({"inferred", "proposed_by"})  # of a record's JSON object where they are None


def digest(*parts: object) -> str:
    """Sixteen hex digits of the parts' canonical JSON: the same on every machine."""
    return _short_hash(_CANONICAL.encode(parts))


def _short_hash(canonical: str) -> str:
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def record_id(record: Record) -> str:
    """The stable id of a record, `type/digest`."""
    return _id(type(record), {name: getattr(record, name) for name in _names(type(record)) if name not in _NOT_IN_ID})


def _id(kind: type[Record], content: dict[str, Any]) -> str:
    return f"{TYPES[kind]}/{_short_hash(_CANONICAL_RECORDS.encode((content,)))}"


def cite(text: str, *spans: Span) -> tuple[Evidence, ...]:
    """Evidence for spans of a text.

    Raises ValueError for a span that is empty or lies outside the text.
    """
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no text at [{start}, {end})")
    return tuple(Evidence(start=start, end=end, quote=text[start:end]) for start, end in spans)


def to_json(record: Record) -> dict[str, Any]:
    """A record as the JSON object of the published format."""
    kind = type(record)
    fields = {name: _plain(getattr(record, name)) for name in _names(kind)}
    told = {name: value for name, value in fields.items() if name not in _NOT_IN_ID}
    body: dict[str, Any] = {"type": TYPES[kind], "id": _id(kind, told)}  # as `record_id`, of what is plain already
    for name, value in fields.items():
        if value is not None or name not in _LEFT_OUT:
            body[name.rstrip("_")] = value
    return body


def document_json(document: Document, *, with_text: bool = False) -> dict[str, Any]:
    """A document as the JSON object of the published format; with_text adds the text as read."""
    body = {field.name: _plain(getattr(document, field.name)) for field in dataclasses.fields(document)}
    text = body.pop("text")
    title_span = body.pop("title_span")
    first = title_span or (document.kept[0] if document.kept else (0, len(text)))
    evidence = cite(text, (first[0], first[1])) if text else ()
    ordered = {"type": "document", "id": document.id, "doc": document.id, "evidence": _plain(evidence)}
    ordered |= body | {"confidence": 1.0}
    if with_text:
        ordered["text"] = text
    return ordered


# Kinds of interaction by what they are kinds of: a report may call a summit a meeting.
FAMILY = {"video_call": "call", "talks": "meeting", "summit": "meeting"}
_SCALARS = frozenset({str, int, float, bool, type(None)})


_FIELD_NAMES: dict[type, tuple[str, ...]] = {}  # to ask a dataclass for its fields is slow


def _names(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's fields; none for any other class."""
    names = _FIELD_NAMES.get(kind)
    if names is None:
        told = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
        names = _FIELD_NAMES[kind] = tuple(field.name for field in told)
    return names


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _SCALARS:
        return value
    names = _names(kind)
    if names:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
_CANONICAL_RECORDS = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
