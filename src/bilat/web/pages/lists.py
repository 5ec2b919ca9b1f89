"""What lists on the pages are made of: filters out of an address, and rows in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bilat.store import Filters
from bilat.web.site import Asked, event_path, side_tone

_SHORT = 420


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part, as the page writes it."""

    name: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event of a list. `differ`: names of the facts on which its reports differ."""

    href: str
    id: str
    kind: str
    title: str
    when: str
    iso: str
    status: str
    level: str | None
    place: str | None
    people: tuple[Person, ...]
    reports: int
    known: bool
    differ: tuple[str, ...]


def event_row(page: Asked, row: Mapping[str, Any]) -> EventRow:
    """An event as the View gives it, in the words of the page."""
    say, labels = page.say, page.site.labels
    sides = page.site.labels.sides
    people = [
        Person(labels.known(one["entity"] or one["name"], page.lang) or one["name"], side_tone(sides, one["side"]))
        for one in row.get("people") or [{"name": n, "entity": None, "side": None} for n in row["participants"]]
    ]
    place = labels.place(row["place"], page.lang) if row["place"] else None
    title = say.event_title(row["kind"], [one.name for one in people], place=place, level=row["level"])
    return EventRow(
        href=page.url(event_path(row["id"])), id=row["id"], kind=row["kind"], title=title,
        when=say.dates(row["date"], row["end_date"]) if row["date"] else say.t("undated"), iso=row["date"] or "",
        status=row["status"], level=row["level"],
        place=place, people=tuple(people),
        reports=row["reports"], known=bool(row["register_id"]),
        differ=tuple(say.t(f"site.fields.{name}") for name in row["differ"]),
    )  # fmt: skip


def who(page: Asked, name: Mapping[str, Any]) -> str:
    """A name of a record as the page writes it."""
    labels = page.site.labels
    for key in (name.get("entity"), name.get("name")):
        known = labels.known(key, page.lang) if key else None
        if known:
            return known
    if name.get("side") == "both":
        return page.say.t("side.both")
    return str(name.get("name") or page.say.t("unknown"))


def side_name(page: Asked, code: str | None) -> str:
    """A side's name; `both` and none have words of the interface."""
    if code is None:
        return page.say.t("side.none")
    return page.say.t("side.both") if code == "both" else page.site.labels.side(code, page.lang)


def words_of(record: Mapping[str, Any]) -> str:
    """The words that a record rests on, cut where they are long."""
    quote = " ".join(str(record["evidence"][0]["quote"]).split()) if record["evidence"] else ""
    return quote if len(quote) <= _SHORT else quote[: _SHORT - 1].rstrip() + "…"


def filters_of(page: Asked) -> Filters:
    """The filters that a page's address names; unknown values find nothing, and say so by an empty list."""
    query = page.request.query_params

    def several(name: str) -> tuple[str, ...]:
        return tuple(value for value in query.getlist(name) if value)[:20]

    return Filters(
        since=query.get("since") or None, until=query.get("until") or None, sides=several("side"),
        voices=several("voice"), issues=several("issue"), outlet_kinds=several("outlet_kind"),
        languages=several("language"), levels=several("level"), kinds=several("kind"),
        statuses=several("status"), acts=several("act"), speaker=query.get("speaker") or None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Narrow:
    """A filter of a list: its name in the address, its title, and its options."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def narrow(page: Asked, *names: str) -> list[Narrow]:
    """The filters of a list, with what the address chose."""
    return [Narrow(name, page.say.t(f"site.fields.{name}"), tuple(_choices(page, name))) for name in names]


def _choices(page: Asked, name: str) -> Sequence[Choice]:
    say, labels, pack = page.say, page.site.labels, page.site.pack
    taken = page.request.query_params.getlist(name)
    options: list[tuple[str, str]]
    if name == "side":
        options = [(code, labels.side(code, page.lang)) for code in labels.sides]
        options += [("both", say.t("side.both")), ("other", say.t("side.none"))]
    elif name == "issue":
        options = [(issue, labels.issue(issue, page.lang)) for issue in pack.issues]
    else:
        options = [(code, say.term(name, code)) for code in CODES[name]]
    return [Choice(value, shown, value in taken) for value, shown in options]


# The codes of the record format that lists are narrowed by.
CODES: dict[str, tuple[str, ...]] = {
    "level": ("leader", "minister", "vice_minister", "working"),
    "kind": ("call", "video_call", "meeting", "summit", "talks", "visit", "letter"),
    "status": ("held", "planned", "proposed", "cancelled"),
    "voice": ("official", "unnamed_official", "state_media", "media", "expert", "business", "author"),
    "outlet_kind": ("official", "state_media", "media", "self_media", "think_tank"),
    "act": (
        "affirm", "commit", "welcome", "urge", "demand", "accuse", "deny", "warn", "threaten", "reject", "expect",
        "describe",
    ),
}  # fmt: skip
