"""An office is held by one at a time, unless it says that several hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bilat.packs.raw import RawPack, name_of, place_of

_OPEN = "9999"  # the end of a tenure that goes on


class _Term(NamedTuple):
    start: str
    end: str
    who: str
    place: str


def overlaps(raw: RawPack) -> Iterator[str]:
    """Tenures of one office that cannot both be right, as far as their dates, which may be cut, tell."""
    several = {name_of(office) for office in raw.section("bodies", "offices") if office.get("several") == "true"}
    for office, terms in _terms(raw).items():
        terms.sort()
        for number, first in enumerate(terms):
            for second in terms[number + 1 :]:
                if not _certain(first, second):
                    continue
                if first.who == second.who:
                    yield f"{second.place}: {second.who}: holds {office} twice at once, from {second.start}"
                elif office not in several:
                    yield (
                        f"{second.place}: {second.who}: holds {office} from {second.start}, when {first.who} "
                        f"({first.place}) still does; end that tenure, or write `several: true` at the office"
                    )


def _terms(raw: RawPack) -> dict[str, list[_Term]]:
    found: dict[str, list[_Term]] = defaultdict(list)
    for person in raw.section("people", "people"):
        tenures = person.get("offices", [])
        for tenure in tenures if isinstance(tenures, list) else []:
            if isinstance(tenure, Mapping) and all(
                isinstance(tenure.get(key, ""), str) for key in ("id", "from", "to")
            ):
                start, end = tenure.get("from", ""), tenure.get("to") or _OPEN
                place = place_of("people.yaml", person)
                found[tenure.get("id", "")].append(_Term(start, end, name_of(person), place))
    return found


def _certain(first: _Term, second: _Term) -> bool:
    """True where the second begins before the first ends, at the coarser precision of the two dates."""
    size = min(len(first.end), len(second.start))
    return second.start[:size] < first.end[:size]
