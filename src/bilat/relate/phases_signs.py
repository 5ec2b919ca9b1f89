"""Signs: what happened, as the rules of the phases see it. Here those of the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bilat.model import Evidence
from bilat.packs import Pack
from bilat.relate.ledger_entries import from_register
from bilat.relate.phases_rules import Rules
from bilat.relate.state_rows import Row, first_day, last_day, lines, next_day
from bilat.relate.state_source import table

_SPOKEN = frozenset({"call", "video_call", "meeting", "summit", "talks", "visit"})  # a letter is no contact of two
_FACE_TO_FACE = frozenset({"meeting", "summit", "talks", "visit"})
_OVER = frozenset({"suspended", "withdrawn", "lapsed"})
_OPPOSITE = {"escalation": "easing", "easing": "escalation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something that happened.

    `tags`: what it is to the rules (`phases.yaml` lists them). `side`: whose act, `both`, or None. `first` and `day`:
    the days between which it lies, the same where the day is known; it counts from `day`. `until`: its last day, where
    it took several. `known`: from when it was known. `what`: the instrument, or the kind of interaction; `names`: all
    names of that instrument. `row`: the register's row; `records`: ids of documents' records; `evidence`: with the
    document that each stands in. `single`: one source only.
    """

    tags: frozenset[str]
    side: str | None
    first: str
    day: str
    known: str
    what: str
    names: frozenset[str] = frozenset()
    layer: str | None = None
    text: str | None = None
    until: str | None = None
    row: str | None = None
    records: tuple[str, ...] = ()
    evidence: tuple[tuple[str, Evidence], ...] = ()
    sources: tuple[str, ...] = ()
    single: bool = False

    @property
    def id(self) -> str:
        """The register's row, else the first record."""
        return f"register/{self.row}" if self.row else self.records[0]


def register_signs(pack: Pack, rules: Rules) -> list[Sign]:
    """All signs of a pack's register, in order of their days."""
    found = [*_interactions(pack), *_measures(pack, rules), *_claims(pack), *_moves(pack)]
    return in_order(found)


def in_order(signs: Sequence[Sign]) -> list[Sign]:
    """Signs in the one order in which they are read, whatever order they come in."""
    return sorted(signs, key=lambda sign: (sign.day, sign.first, sign.id, sorted(sign.tags), sign.text or ""))


def covered_until(pack: Pack) -> str | None:
    """The last day that a pack's register covers; None where it has no measures."""
    return max((row.as_of for line in lines(pack) for row in line), default=None)


def contact_tags(kind: str, level: str | None) -> frozenset[str] | None:
    """The tags of an interaction that was held; None where it is no contact of the two sides with each other."""
    if kind not in _SPOKEN:
        return None
    if level is None:
        return frozenset({"contact"})
    if level == "leader":
        return frozenset({"contact", "leaders"})
    tags = {"contact", "negotiators"}
    if kind == "talks":
        tags.add("talks")
    if level == "minister" and kind in _FACE_TO_FACE:
        tags.add("met")
    return frozenset(tags)


def _interactions(pack: Pack) -> Iterator[Sign]:
    source = table(pack, "interactions")
    for row in pack.register.get("interactions", ()):
        tags = contact_tags(row["kind"], row["level"].replace("-", "_") or None)
        if tags is None:
            continue
        if row["status"] != "held":
            tags = {"planned": frozenset({"planned"}), "cancelled": frozenset({"broken_off"})}.get(row["status"])
        if tags is None:
            continue
        yield Sign(
            tags=tags,
            side="both",
            first=first_day(row["date"]),
            day=last_day(row["date"]),
            known=last_day(row["end_date"] or row["date"]) if row["status"] == "held" else first_day(row["date"]),
            what=row["kind"],
            text=row["outcome"] or None,
            until=last_day(row["end_date"]) if row["end_date"] else None,
            row=row["id"],
            evidence=((source.doc, source.evidence(row["id"], "id", "status")),),
            sources=_sources(row),
            single=row["single_source"] == "yes",
        )


def _measures(pack: Pack, rules: Rules) -> Iterator[Sign]:
    for line in lines(pack):
        if line[0].layer in pack.conduct.summaries:
            continue
        effect = effect_of(pack, rules, line[0].shown, line[0].instrument)
        before: Row | None = None
        for row in line:
            step = step_of(row, before, effect, pack.conduct.readings.get(row.id))
            if step:
                yield _measure(pack, row, step)
            before = row
        if effect == "truce":
            yield from _truce_ends(pack, line)


def effect_of(pack: Pack, rules: Rules, *names: str) -> str | None:
    """What imposing an instrument is, by the first of its names that the pack, else the general list, has."""
    for names_of in (pack.conduct.effects, rules.effects):
        for name in names:
            if name in names_of:
                return names_of[name]
    return None


def step_of(row: Row, before: Row | None, effect: str | None, reading: str | None = None) -> frozenset[str] | None:
    """What a state is as a step from the one before; None where it is none. `reading`: what the pack says it is."""
    if reading is not None or effect in (None, "neutral"):
        return frozenset({reading}) if reading in _OPPOSITE else None
    imposed = row.status in ("in_force", "announced", "available")
    if effect == "irritant":
        return frozenset({"irritant"}) if imposed else None
    if effect == "truce":
        return frozenset({"easing", "truce"}) if row.status == "in_force" else None
    harder = _harder(row, before)
    if harder is None:
        return None
    step = "escalation" if harder else "easing"
    return frozenset({step if effect == "burden" else _OPPOSITE[step]})


def _harder(row: Row, before: Row | None) -> bool | None:
    """Whether a state holds more than the one before; None where it holds the same, or nobody's act made it."""
    if row.status in _OVER:
        return False
    if row.status not in ("in_force", "announced", "available") or row.value == 0:
        return None
    if before is None or before.status not in ("in_force", "announced"):
        return True
    if row.value is not None and before.value is not None and row.unit == before.unit:
        return None if row.value == before.value else row.value > before.value
    return None if row.value is None and before.value is None else True


def _measure(pack: Pack, row: Row, tags: frozenset[str]) -> Sign:
    source = table(pack, "instruments")
    announced, effective = row.cells["announced"], row.cells["effective"]
    # The announcement is the act; a measure that starts before it is dated by its start.
    date = announced if announced and (not effective or last_day(announced) <= last_day(effective)) else effective
    return Sign(
        tags=tags,
        side=row.imposed_by,
        first=first_day(date),
        day=last_day(date),
        known=row.known,
        what=row.shown,
        names=row.names,
        layer=row.layer,
        text=row.cells["outcome"] or None,
        row=row.id,
        evidence=((source.doc, source.evidence(row.id, "id", "status")),),
        sources=_sources(row.cells),
        single=row.cells["single_source"] == "yes",
    )


def _truce_ends(pack: Pack, line: Sequence[Row]) -> Iterator[Sign]:
    """Ends that were set beforehand and that nothing is known to have followed."""
    source = table(pack, "instruments")
    for place, row in enumerate(line):
        if row.end is None or row.status != "in_force":
            continue
        after = next_day(row.end)
        if any(later.begins <= after for later in line[place + 1 :]):
            continue
        yield Sign(
            tags=frozenset({"truce_end"}),
            side=row.imposed_by,
            first=after,
            day=after,
            known=row.end_known,
            what=row.shown,
            layer=row.layer,
            row=row.id,
            evidence=((source.doc, source.evidence(row.id, "expires", "expires")),),
            sources=_sources(row.cells),
            single=row.cells["single_source"] == "yes",
        )


def _claims(pack: Pack) -> Iterator[Sign]:
    """Undertakings, and dated claims that the other side broke, or kept, them."""
    for row in pack.register.get("commitments", ()):
        entry, claims = from_register(pack, row)
        if entry.date:
            yield Sign(
                tags=frozenset({"undertaking"}),
                side=row["made_by"],
                first=first_day(entry.date),
                day=last_day(entry.date),
                known=last_day(entry.date),
                what=entry.occasion or "",
                text=entry.action,
                row=row["id"],
                evidence=entry.evidence,
                sources=entry.sources,
                single=entry.single_source,
            )
        for claim in claims:
            if claim.date is None or claim.by is None or claim.claim not in ("breached", "kept"):
                continue
            if claim.claim == "breached" and claim.by == claim.about:
                continue
            yield Sign(
                tags=frozenset({"breach" if claim.claim == "breached" else "kept"}),
                side=claim.by,
                first=first_day(claim.date),
                day=last_day(claim.date),
                known=last_day(claim.date),
                what=entry.occasion or "",
                text=claim.text,
                row=row["id"],
                evidence=tuple((claim.doc, item) for item in claim.evidence),
                sources=entry.sources,
                single=entry.single_source,
            )


_MOVE_TAGS: Mapping[str, frozenset[str]] = {
    "truce": frozenset({"easing", "truce"}),
    "agreement": frozenset({"easing", "agreement"}),
}


def _moves(pack: Pack) -> Iterator[Sign]:
    """Steps that are neither an interaction nor a state of an instrument that the register follows."""
    source = table(pack, "moves")
    for row in pack.register.get("moves", ()):
        yield Sign(
            tags=_MOVE_TAGS.get(row["kind"], frozenset({row["kind"]})),
            side=row["side"],
            first=first_day(row["date"]),
            day=last_day(row["date"]),
            known=last_day(row["date"]),
            what=row["instrument"] or row["kind"],
            text=row["text"],
            row=row["id"],
            evidence=((source.doc, source.evidence(row["id"], "id", "text")),),
            sources=_sources(row),
            single=row["single_source"] == "yes",
        )


def _sources(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(url for url in (row.get("sources") or "").split(" | ") if url)
