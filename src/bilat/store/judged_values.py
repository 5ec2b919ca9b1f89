"""What a person may correct, and whether a corrected value is one that the field can have."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from typing import Any

from bilat.errors import UsageError
from bilat.languages.compiled_yaml import words
from bilat.store.rows import first_day

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NAME = {"name", "surface", "entity", "side", "office"}


@functools.cache
def judgeable() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """By record type and field, what the field may hold (`judgeable.yaml`)."""
    return words("bilat.store", "judgeable")  # type: ignore[no-any-return]


def read_value(kind: str, field: str, given: Any, before: Mapping[str, Any]) -> Any:
    """A corrected value as the record holds it, from JSON or from what was typed; `before` is the record as shown.

    Raises UsageError for a field that cannot be corrected, or a value that it cannot have.
    """
    fields = judgeable().get(kind)
    if fields is None:
        raise UsageError(f"a {kind} has nothing to correct; reject it where it is wrong")
    if field not in fields:
        raise UsageError(f"{field!r} of a {kind} cannot be corrected; these can: {', '.join(fields)}")
    rule = fields[field]
    value = _unquoted(given) if isinstance(given, str) and rule["is"] != "any" else given
    if value is None or value == "":
        if rule.get("nullable") != "true":
            raise UsageError(f"{field} of a {kind} cannot be unknown; reject the record where it is wrong")
        return None
    try:
        return _CHECKS[rule["is"]](value, rule, before.get(field))
    except (ValueError, TypeError) as error:
        raise UsageError(f"{given!r} cannot be the {field} of a {kind}: {error}") from error


def _unquoted(text: str) -> Any:
    """What was typed, as JSON where it is JSON."""
    try:
        return json.loads(text) if text[:1] in '{["' or text == "null" else text
    except ValueError:
        return text


def _any(value: Any, _rule: Mapping[str, Any], _old: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it takes words")
    return value.strip()


def _one_of(value: Any, rule: Mapping[str, Any], _old: Any) -> str:
    if value not in rule["values"]:
        raise ValueError(f"it is one of {', '.join(rule['values'])}")
    return str(value)


def _date(value: Any, _rule: Mapping[str, Any], _old: Any) -> str:
    if not isinstance(value, str) or not _DATE.fullmatch(value) or not first_day(value):
        raise ValueError("write it as YYYY-MM-DD, YYYY-MM or YYYY")
    return value


def _number(value: Any, _rule: Mapping[str, Any], _old: Any) -> int | float:
    if isinstance(value, bool):
        raise ValueError("it takes a number")
    found = float(value)
    if found != found or found in (float("inf"), float("-inf")):
        raise ValueError("it takes a number")
    return int(found) if found == int(found) else found


def _items(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    if not isinstance(value, list):
        raise ValueError("it takes a list")
    return value


def _list(value: Any, _rule: Mapping[str, Any], _old: Any) -> list[str]:
    items = _items(value)
    if not all(isinstance(item, str) for item in items):
        raise ValueError("write words with commas between them")
    return [item for item in items if item]


def _name(value: Any, _rule: Mapping[str, Any], old: Any) -> dict[str, Any]:
    """A name of the record format; words alone keep what the record knew of nobody else."""
    if isinstance(value, str):
        surface = old["surface"] if isinstance(old, Mapping) else value
        return {"name": value, "surface": surface, "entity": None, "side": None, "office": None}
    if not isinstance(value, Mapping) or not isinstance(value.get("name"), str) or not set(value) <= _NAME:
        raise ValueError('write a name, or {"name": ..., "entity": ..., "side": ..., "office": ...}')
    if not all(item is None or isinstance(item, str) for item in value.values()):
        raise ValueError("the parts of a name are words")
    empty = dict.fromkeys(("entity", "side", "office"))
    return {"surface": value["name"]} | empty | dict(value)


def _names(value: Any, rule: Mapping[str, Any], _old: Any) -> list[dict[str, Any]]:
    items = _items(value)
    return [_name(item, rule, None) for item in items if item]


_CHECKS = {
    "any": _any, "one_of": _one_of, "date": _date, "number": _number, "list": _list, "name": _name, "names": _names,
}  # fmt: skip
