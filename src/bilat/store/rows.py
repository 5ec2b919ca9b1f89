"""Documents and records as rows, and back again."""

from __future__ import annotations

import calendar
import dataclasses
import functools
import hashlib
import json
import types
import typing
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Union, cast, get_args, get_origin

from bilat.model import TYPES, Document, Evidence, Record, digest, document_json, record_id, to_json

_KINDS = {name: kind for kind, name in TYPES.items()}
_DATES = {
    "interaction": ("date", "end_date"), "measure": ("effective", "expires"), "commitment": ("due", "due"),
    "phase": ("start", "end"), "date": ("date", "end_date"), "reference": ("published", "published"),
}  # fmt: skip
# What is said is the same whoever says it, and wherever: these fields tell records apart, not what they say.
NOT_SAID = frozenset({
    "type", "id", "doc", "evidence", "confidence", "inferred", "proposed_by", "interaction", "statement", "event",
})  # fmt: skip
DOUBTFUL = "doubtful"
_DOUBTFUL = 0.35  # confidence below which somebody should look at an interaction or measure
_WEIGHTY = frozenset({"interaction", "measure", "commitment"})


def dumps(value: object) -> str:
    """JSON as it stands in a column: the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text_hash(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal_of(row: Mapping[Any, Any]) -> str:
    """What a row of `events` was sealed with when it was written: the SHA-256 of its other columns."""
    return text_hash(dumps({key: value for key, value in sorted(row.items()) if key != "seal"}))


def first_day(date: str | None) -> str:
    """The first day that an ISO date stands for, cut or not; the empty string for what is no date."""
    return _edge(date, last=False)


def last_day(date: str | None) -> str:
    """The last day that an ISO date stands for, cut or not; the empty string for what is no date."""
    return _edge(date, last=True)


def _edge(date: str | None, *, last: bool) -> str:
    try:
        given = [int(part) for part in (date or "")[:10].split("-")]
        year, month = given[0], given[1] if len(given) > 1 else (12 if last else 1)
        ends = calendar.monthrange(year, month)[1]
        day = given[2] if len(given) > 2 else (ends if last else 1)
        return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= ends and year <= 9999 else ""
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return ""


def document_row(document: Document) -> dict[str, Any]:
    """The columns of `docs` that follow from a document itself."""
    body = document_json(document)
    for key in ("evidence", "doc", "type", "confidence"):
        body.pop(key, None)
    body["title_span"] = list(document.title_span) if document.title_span else None
    return {
        "id": document.id, "body": dumps(body), "language": document.language, "day": first_day(document.published),
        "outlet": document.outlet, "outlet_kind": document.outlet_kind, "url": document.url,
        "text_sha256": text_hash(document.text),
    }  # fmt: skip


def document_from(body: str, text: str) -> Document:
    """The document of a row of `docs` and its text."""
    told = json.loads(body)
    values: dict[str, Any] = {"text": text}
    for field in dataclasses.fields(Document):
        if field.name in told:
            values[field.name] = _read(_hints(Document)[field.name], told[field.name])
    return Document(**values)


def record_from(body: Mapping[str, Any], evidence: Iterable[Evidence]) -> Record:
    """The record of a JSON object. Raises KeyError for an unknown type."""
    kind = _KINDS[body["type"]]
    hints = _hints(cast(Hashable, kind))
    values = {}
    for field in dataclasses.fields(kind):
        name = field.name.rstrip("_")
        if name in body and name != "evidence":
            values[field.name] = _read(hints[field.name], body[name])
    return kind(**values, evidence=tuple(evidence))


@functools.cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    """A JSON value as what a field of a record holds."""
    if value is None or hint is Any:
        return value
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        options = [one for one in arguments if one is not type(None)]
        return _read(options[0], value) if len(options) == 1 else value
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return tuple(_read(arguments[0], item) for item in value)
        return tuple(value)
    if origin is dict:
        return {key: _read(arguments[1], item) for key, item in value.items()}
    if dataclasses.is_dataclass(hint):
        return hint(**value)  # type: ignore[operator]
    return value


def record_body(record: Record) -> dict[str, Any]:
    """A record as found, as `records.body` holds it: its JSON object without the evidence."""
    body = to_json(record)
    del body["evidence"]
    return body


def shown(body: Mapping[str, Any], *over: Mapping[str, Any] | None) -> dict[str, Any]:
    """A record as it is shown: as found, and over it what comparing gave and what people corrected."""
    found = dict(body)
    for changes in over:
        found |= changes or {}
    return found


def columns(body: Mapping[str, Any], *, outlet_kind: str, published: str | None) -> dict[str, Any]:
    """The columns of `records` by which lists are filtered and ordered, from a record as it is shown."""
    kind = body["type"]
    start, end = _DATES.get(kind, ("", ""))
    date = body.get(start) or published
    speaker = body.get("speaker") or body.get("who") or {}
    return {
        "type": kind,
        "day": first_day(date),
        "last": last_day(body.get(end) or date),
        "told": first_day(published),
        "side": _side(body),
        "speaker": speaker.get("entity") or speaker.get("name"),
        "voice": body.get("voice"),
        "act": body.get("act"),
        "kind": body.get("kind") or body.get("instrument") or body.get("claim"),
        "status": body.get("status") or body.get("outcome"),
        "level": body.get("level"),
        "outlet_kind": outlet_kind,
        "event": body.get("event"),
        "interaction": body.get("interaction"),
        "face": digest({k: v for k, v in body.items() if k not in NOT_SAID}) if kind != "statement" else None,
        "confidence": body["confidence"],
    }


def doubt(body: Mapping[str, Any]) -> str | None:
    """Why somebody should look at a record, if so."""
    return DOUBTFUL if body["type"] in _WEIGHTY and body["confidence"] < _DOUBTFUL else None


def issues(body: Mapping[str, Any]) -> Sequence[str]:
    """The issues that a record is about."""
    if body.get("issue"):
        return (str(body["issue"]),)
    return tuple(dict.fromkeys(body.get("issues") or ()))


def _side(body: Mapping[str, Any]) -> str | None:
    who = body.get("speaker") or body.get("who")
    if who:
        return who.get("side")  # type: ignore[no-any-return]
    return body.get("side") or body.get("imposed_by") or body.get("by")


def speaker(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Who speaks in a statement, if it is one."""
    return body.get("speaker") if body["type"] == "statement" else None


def as_record(body: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> Record:
    """The record of a row as it is shown, with its evidence's rows."""
    told = (Evidence(start=e["start"], end=e["end"], quote=e["quote"]) for e in evidence)
    return record_from(body, told)


__all__ = [
    "as_record", "columns", "document_from", "document_row", "doubt", "dumps", "first_day", "issues", "last_day",
    "record_body", "record_from", "record_id", "shown", "speaker", "text_hash",
]  # fmt: skip
