"""Does a value fit its field, as `format.yaml` describes it? One small function a kind of field."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bilat.packs.raw import NULLS, RawPack, name_of, pack_format

_ID = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CLAIM = re.compile(r"(\S+) (\S+) (kept|breached|partial|disputed|noted) (\S+): .+")
_LANGUAGES = ("en", "zh")
_MANY = frozenset({"words", "listed", "titles", "worded", "targets", "hosts", "refs", "tenures", "statuses"})

Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What values may refer to."""

    sides: tuple[str, ...]
    ids: Mapping[str, frozenset[str]]
    side_of: Mapping[str, Any]  # by the id of a person

    @classmethod
    def of(cls, raw: RawPack) -> Known:
        people = {name_of(person): person.get("side") for person in raw.section("people", "people")}
        return cls(raw.sides(), raw.ids(), people)


def misfit(value: Any, spec: Spec, known: Known) -> str | None:
    """Why a value does not fit its field, in plain words; None where it does."""
    if isinstance(value, str) and value in NULLS and spec.get("nullable") == "true":
        return None
    if spec["is"] not in _MANY and not isinstance(value, str):
        return "should be one value, and is a list or a mapping"
    return next(_KINDS[spec["is"]](value, spec, known), None)


def is_date(value: str) -> bool:
    """True for a day of the calendar, a month or a year, as ISO 8601."""
    if not _DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _text(value: Any, _spec: Spec, _known: Known) -> Iterator[str]:
    if not isinstance(value, str):
        yield "has a list or a mapping where a word should be"
    elif value in NULLS or value != value.strip():
        yield f"{value!r} is empty or has spaces around it"


def _id(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    yield from _text(value, spec, known)
    begin = spec.get("of", "")
    if not str(value).startswith(begin) or not _ID.fullmatch(str(value).removeprefix(begin)):
        yield f"{value!r} should be {begin}NAME, the name in small letters, digits, - and _"


def _listed(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    if not isinstance(value, list):
        yield "should be a list"
        return
    if not value and spec.get("some") == "true":
        yield "should have at least one word"
    for item in value:
        yield from _text(item, spec, known)
    yield from (f"{item!r} stands there {n} times" for item, n in Counter(map(str, value)).items() if n > 1)


def _titles(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    yield from _by_key(value, pack_format()["titles"], _text, spec, known)


def _worded(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    yield from _by_key(value, _LANGUAGES, _listed, spec, known)


def _targets(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    yield from _by_key(value, known.sides, _worded, spec, known)


def _by_key(
    value: Any, keys: Any, check: Callable[[Any, Spec, Known], Iterator[str]], spec: Spec, known: Known
) -> Iterator[str]:
    if not isinstance(value, Mapping) or set(value) != set(keys):
        yield f"should have exactly {', '.join(keys)}"
        return
    for key, item in value.items():
        yield from (f"{key}: {problem}" for problem in check(item, spec, known))


def _side(value: Any, _spec: Spec, known: Known) -> Iterator[str]:
    if value not in known.sides:
        yield f"{value!r} is none of the sides {', '.join(known.sides)}"


def _party(value: Any, _spec: Spec, known: Known) -> Iterator[str]:
    if value not in (*known.sides, "both"):
        yield f"{value!r} is neither a side ({', '.join(known.sides)}) nor both"


def _level(value: Any, _spec: Spec, _known: Known) -> Iterator[str]:
    levels = pack_format()["levels"]
    if value not in levels:
        yield f"{value!r} is none of the levels {', '.join(levels)}"


def _one_of(value: Any, spec: Spec, _known: Known) -> Iterator[str]:
    if value not in spec["values"]:
        yield f"{value!r} is none of {', '.join(spec['values'])}"


def _flag(value: Any, _spec: Spec, _known: Known) -> Iterator[str]:
    if value not in ("true", "false"):
        yield f"{value!r} is neither true nor false"


def _yes_no(value: Any, _spec: Spec, _known: Known) -> Iterator[str]:
    if value not in ("yes", "no"):
        yield f"{value!r} is neither yes nor no"


def _number(value: Any, _spec: Spec, _known: Known) -> Iterator[str]:
    if not _NUMBER.fullmatch(str(value)):
        yield f"{value!r} is no number"


def _date(value: Any, _spec: Spec, _known: Known) -> Iterator[str]:
    if not is_date(str(value)):
        yield f"{value!r} is no date (YYYY, YYYY-MM or YYYY-MM-DD)"


def _country(value: Any, _spec: Spec, known: Known) -> Iterator[str]:
    organisations = pack_format()["organisations"]
    if value not in (*known.sides, *organisations) and f"country/{value}" not in known.ids["countries"]:
        yield f"{value!r} is neither a side, nor a country of places.yaml, nor {' or '.join(organisations)}"


def _hosts(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    yield from _listed(value, spec, known)
    if isinstance(value, list):
        yield from (f"{host!r} is no bare host name" for host in value if not _HOST.fullmatch(str(host)))


def _ref(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    sections = [spec["to"]] if isinstance(spec["to"], str) else spec["to"]
    if not any(value in known.ids[section] for section in sections):
        yield f"{value!r} is not among the {' or '.join(sections)}"


def _refs(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    for item in value if isinstance(value, list) else [part for part in str(value).split("; ") if part]:
        yield from _ref(item, spec, known)


def _tenures(value: Any, _spec: Spec, known: Known) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(tenure, Mapping) for tenure in value):
        yield "should be a list of {id, from, to}"
        return
    for tenure in value:
        office, start, end = (tenure.get(key) for key in ("id", "from", "to"))
        if office not in known.ids["offices"]:
            yield f"there is no office {office!r} in bodies.yaml"
        if not is_date(str(start)):
            yield f"{office}: from {start!r} is no date"
        if end is not None and not is_date(end):
            yield f"{office}: to {end!r} is no date"
        elif end is not None and end < str(start):
            yield f"{office}: ends ({end}) before it begins ({start})"
        if set(tenure) - {"id", "from", "to"}:
            yield f"{office}: unknown {', '.join(sorted(set(tenure) - {'id', 'from', 'to'}))}"


def _claims(value: Any, spec: Spec, known: Known) -> Iterator[str]:
    for part in str(value).split(" | "):
        match = _CLAIM.fullmatch(part)
        if match is None:
            yield f"{part!r} is not written as DATE|? BY|- CLAIM ABOUT: words"
            continue
        date, by, _, about = match.groups()
        yield from _date(date, spec, known) if date != "?" else ()
        yield from (problem for party in (by, about) if party != "-" for problem in _party(party, spec, known))


def _statuses(value: Any, _spec: Spec, known: Known) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        yield "should be a list of {status, en, zh}"
        return
    fields = pack_format()["files"]["instruments"]["statuses"]
    for entry in value:
        yield from (f"unknown field {key!r}" for key in entry if key not in fields)
        for key, spec in fields.items():
            problem = misfit(entry[key], spec, known) if key in entry else "is missing"
            if problem:
                yield f"{key}: {problem}"


_KINDS: Mapping[str, Callable[[Any, Spec, Known], Iterator[str]]] = {
    "text": _text,
    "id": _id,
    "words": _listed,
    "listed": _listed,
    "titles": _titles,
    "worded": _worded,
    "targets": _targets,
    "side": _side,
    "party": _party,
    "level": _level,
    "one_of": _one_of,
    "flag": _flag,
    "yes_no": _yes_no,
    "number": _number,
    "date": _date,
    "country": _country,
    "hosts": _hosts,
    "ref": _ref,
    "refs": _refs,
    "statuses": _statuses,
    "tenures": _tenures,
    "claims": _claims,
}
