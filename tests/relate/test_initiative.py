"""Indicators of initiative: what they rest on, what stays unknown, and both sides by the same lines."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.model import Comparison, Document, Interaction, Name, Record, Statement, cite
from bilat.packs import Pack
from bilat.packs.schema import Conduct
from bilat.relate.events import assign, events
from bilat.relate.initiative import Indicator, indicator_json, indicators
from bilat.relate.initiative_events import country_of
from bilat.relate.phases import stages

OTHER = {"US": "CN", "CN": "US", "both": "both", "": "", None: None}
PLACES = {
    "place/washington": "place/beijing",
    "place/beijing": "place/washington",
    "place/geneva": "place/geneva",
    "": "",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.load("us-cn")


def by_event(found: Sequence[Indicator], event: str) -> dict[str, list[str | None]]:
    told: dict[str, list[str | None]] = {}
    for one in found:
        if one.event == event:
            told.setdefault(one.name, []).append(one.side)
    return told


def test_who_asked_hosted_and_travelled_by_the_register(pack: Pack) -> None:
    found = indicators(pack)
    assert by_event(found, "event/call-2025-06-05-leader") == {"asked": ["US"]}
    assert by_event(found, "event/summit-2026-05-13-leader") == {
        "asked": ["CN"],
        "hosted": ["CN"],
        "travelled": ["US"],
    }
    assert by_event(found, "event/talks-2025-05-10-minister") == {"hosted": [None], "travelled": ["both"]}
    assert by_event(found, "event/call-2026-02-04-leader") == {"asked": [None]}


def test_a_contradiction_is_shown_with_what_is_known_of_it(pack: Pack) -> None:
    asked = [one for one in indicators(pack) if one.event == "event/call-2025-11-24-leader" and one.name == "asked"]
    assert [one.contested for one in asked] == [True]
    assert asked[0].note


def test_who_moved_first_and_when_that_is_not_known(pack: Pack) -> None:
    moves = {one.date: one for one in indicators(pack) if one.name == "moved_first"}
    assert moves["2025-04-02"].side == "US"
    assert moves["2025-09-29"].side == "US"
    assert moves["2025-02-01"].side == "US"  # the order, three days before it began and was answered
    assert moves["2018-07-06"].side is None  # both on one day
    assert moves["2018-07-06"].basis == "same_day"
    assert all(len(one.rows) >= 2 for one in moves.values())


def test_nothing_that_became_known_later(pack: Pack) -> None:
    early = indicators(pack, known_by="2025-06-04")
    assert all((one.date or "") <= "2025-06-04" for one in early)
    assert indicators(pack, known_by="2025-06-05", since="2025-06-05")


def test_the_country_of_a_place(pack: Pack) -> None:
    assert country_of(pack, "place/mar-a-lago") == "US"
    assert country_of(pack, "place/geneva") == "CH"
    assert country_of(pack, "country/SG") == "SG"
    assert country_of(pack, "side/CN") == "CN"
    assert country_of(pack, None) is None
    assert country_of(pack, "place/nowhere") is None


def test_json_carries_the_document_of_each_evidence(pack: Pack) -> None:
    for one in indicators(pack, since="2025-06-01", until="2025-06-30"):
        row = indicator_json(one)
        assert row["type"] == "initiative"
        assert row["id"].startswith("initiative/")
        assert all(set(item) == {"doc", "start", "end", "quote"} for item in row["evidence"])


# Accounts: one text of each side about one call.

SAID = {
    "US": "The President spoke with President Xi Jinping on July 4, 2026. President Trump raised fentanyl with him.",
    "CN": "President Xi Jinping spoke with President Trump on July 4, 2026. President Xi raised Taiwan with him.",
}


def readout(side: str, published: str | None) -> Document:
    return Document(
        id=f"doc/{side}", text=SAID[side], title=SAID[side][:30], title_span=(0, 30), language="en",
        published=published, outlet=f"Ministry of {side}", outlet_kind="official", kept=((0, len(SAID[side])),),
    )  # fmt: skip


def told(side: str) -> list[Record]:
    people = (
        Name(name="Donald Trump", surface="Trump", entity="person/donald-trump", side="US"),
        Name(name="Xi Jinping", surface="Xi Jinping", entity="person/xi-jinping", side="CN"),
    )
    speaker = people[0] if side == "US" else people[1]
    text, end = SAID[side], len(SAID[side])
    start = text.index("2026. ") + 6
    return [
        Interaction(
            doc=f"doc/{side}", evidence=cite(text, (0, start - 1)), kind="call", status="held", date="2026-07-04",
            date_basis="stated", level="leader", participants=people,
        ),
        Statement(
            doc=f"doc/{side}", evidence=cite(text, (start, end)), speaker=speaker, voice="official", mode="indirect",
            act="describe", issues=("fentanyl",) if side == "US" else ("taiwan",), content=((start, end),),
        ),
    ]  # fmt: skip


def accounts_of(pack: Pack, days: dict[str, str | None]) -> list[Indicator]:
    documents = [readout(side, day) for side, day in days.items()]
    records = [record for side in days for record in told(side)]
    linked = [record for record in records if isinstance(record, Interaction)]
    found = events(linked, documents, pack)
    related: list[Record] = [*assign(linked, found), *(r for r in records if not isinstance(r, Interaction))]
    for side in days if len(days) > 1 else ():
        issue = "fentanyl" if side == "US" else "taiwan"
        related.append(
            Comparison(
                doc=f"doc/{side}", evidence=cite(SAID[side], (0, 5)), event=found[0].id, docs=tuple(sorted(days)),
                issue=issue, outcome=f"only_{side}", sides={"US": (), "CN": ()},
            )
        )  # fmt: skip
    told_of = indicators(pack, events=found, documents=documents, records=related, since="2026-07-01")
    return [one for one in told_of if one.name in ("published_first", "raised_alone")]


def test_whose_account_came_out_first_and_what_it_alone_names(pack: Pack) -> None:
    for first, second in (("US", "CN"), ("CN", "US")):
        found = accounts_of(pack, {first: "2026-07-04", second: "2026-07-05"})
        assert [(one.side, one.basis) for one in found if one.name == "published_first"] == [(first, "accounts")]
        alone = {one.side: one.items for one in found if one.name == "raised_alone"}
        assert alone == {"US": ("fentanyl",), "CN": ("taiwan",)}


def test_one_day_one_account_or_no_date_tell_nothing(pack: Pack) -> None:
    cases: list[tuple[dict[str, str | None], str]] = [
        ({"US": "2026-07-04", "CN": "2026-07-04"}, "same_day"),
        ({"US": "2026-07-04"}, "one_account"),
        ({"CN": "2026-07-04"}, "one_account"),
    ]
    for days, basis in cases:
        found = [one for one in accounts_of(pack, days) if one.name == "published_first"]
        assert [(one.side, one.basis) for one in found] == [(None, basis)]


# The two sides in each other's place: the same register with every side changed over.

DAYS = st.dates(min_value=datetime.date(2030, 1, 1), max_value=datetime.date(2030, 12, 31))
SIDES = st.sampled_from(["US", "CN"])


@st.composite
def registers(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    common = {"sources": "https://example.org", "note": ""}
    interactions = [
        common
        | {
            "id": f"i-{number}", "date": draw(DAYS).isoformat(), "end_date": "",
            "kind": draw(st.sampled_from(["call", "meeting", "talks", "summit"])),
            "level": draw(st.sampled_from(["leader", "minister", "vice_minister", "working"])),
            "status": draw(st.sampled_from(["held", "held", "held", "planned", "cancelled"])),
            "us_participants": "", "cn_participants": "", "place": draw(st.sampled_from(sorted(PLACES))),
            "initiated_by": draw(st.sampled_from(["US", "CN", "both", ""])), "outcome": "",
            "single_source": "no", "contested": "no",
        }
        for number in range(draw(st.integers(0, 7)))
    ]  # fmt: skip
    instruments = [
        common
        | {
            "id": f"m-{number}", "instrument": draw(st.sampled_from(["tariff", "port_fees", "purchases"])),
            "layer": "", "name": "", "known_as": "", "imposed_by": draw(SIDES), "target": "", "target_side": "",
            "announced": "", "effective": draw(DAYS).isoformat(), "value": str(draw(st.integers(1, 30))),
            "unit": "percent", "status": draw(st.sampled_from(["in_force", "announced", "suspended", "withdrawn"])),
            "expires": "", "expires_basis": "", "outcome": "", "later": "", "as_of": "2031-01-31", "heard_as": "",
            "single_source": "no",
        }
        for number in range(draw(st.integers(1, 8)))
    ]  # fmt: skip
    return {"interactions": interactions, "instruments": instruments}


def mirrored(register: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    def over(row: dict[str, str]) -> dict[str, str]:
        changed = {key: OTHER[row[key]] for key in ("initiated_by", "imposed_by") if key in row}
        return row | changed | ({"place": PLACES[row["place"]]} if "place" in row else {})  # type: ignore[operator]

    return {name: [over(row) for row in rows] for name, rows in register.items()}


def with_register(pack: Pack, register: dict[str, list[dict[str, str]]]) -> Pack:
    tables = {name: tuple(rows) for name, rows in register.items()}
    return replace(pack, register=tables, conduct=Conduct(complete_since="2029-01-01"))


def faces(found: Sequence[Indicator], turn: dict[Any, Any]) -> list[tuple[Any, ...]]:
    places = {"Washington": "Beijing", "Beijing": "Washington"} if turn["US"] == "CN" else {}
    shown = []
    for one in found:
        items = tuple(sorted(" ".join(turn.get(word, word) for word in item.split()) for item in one.items))
        items = tuple(places.get(item, item) for item in items)
        shown.append((one.name, turn[one.side], one.date, one.event, one.basis, items, one.contested))
    return sorted(shown, key=repr)


@settings(max_examples=60, deadline=None)
@given(registers())
def test_sides_changed_over_change_over_the_initiative_and_leave_the_phases(
    register: dict[str, list[dict[str, str]]],
) -> None:
    bundled = packs.load("us-cn")
    one, other = with_register(bundled, register), with_register(bundled, mirrored(register))
    here, there = indicators(one), indicators(other)
    assert faces(here, dict(OTHER)) == faces(there, {key: key for key in OTHER})
    mine = [(s.label, s.start, s.end, s.rule, s.confidence) for s in stages(one)]
    assert mine == [(s.label, s.start, s.end, s.rule, s.confidence) for s in stages(other)]
