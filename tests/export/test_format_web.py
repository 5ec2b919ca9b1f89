"""Web annotations, schema.org, FollowTheMoney and iCalendar, each checked by a reader or the rules of the format."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import jsonschema
import pytest
import rdflib
from datasets import bundled, made, written_by_hand
from followthemoney import model as ftm

from bilat.export.formats import Dataset, export
from bilat.export.formats.dataset import data
from bilat.export.formats.ics import _escaped, _folded
from bilat.model import Commitment, Document, Interaction, Measure, Name, cite

Make = Callable[[], Dataset]
# The Web Annotation Data Model (W3C Recommendation, 2017), as far as it binds what is exported.
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": {"type": "string", "format": "uri"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": [
            "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
            "identifying", "linking", "moderating", "questioning", "replying", "tagging",
        ]},
        "body": {"type": "object", "required": ["type", "value"], "properties": {"type": {"const": "TextualBody"}}},
        "target": {"type": "array", "minItems": 1, "items": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "string", "format": "uri"},
                "selector": {"type": "array", "minItems": 1, "items": {"oneOf": [
                    {"required": ["type", "start", "end"], "additionalProperties": False, "properties": {
                        "type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 0}}},
                    {"required": ["type", "exact"], "additionalProperties": False, "properties": {
                        "type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"},
                        "prefix": {"type": "string"}, "suffix": {"type": "string"}}},
                ]}},
            },
        }},
    },
}  # fmt: skip


@pytest.mark.parametrize("text", ["quotes", "none"])
@pytest.mark.parametrize("make", [bundled, written_by_hand])
def test_annotations_keep_to_the_data_model_and_find_their_words(make: Make, text: Any, tmp_path: Path) -> None:
    dataset = make()
    dataset = made(dataset.documents, dataset.records, text=text)
    export(dataset, "annotations", tmp_path / "out.json")
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (told["@context"], told["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    notes = told["first"]["items"]
    assert told["total"] == len(notes) == len(dataset.rows)
    texts = {d.url or f"urn:bilat:{d.id}": d.text for d in dataset.documents}
    validator = jsonschema.Draft202012Validator(ANNOTATION)
    for note, row in zip(notes, dataset.rows, strict=True):
        validator.validate(note)
        assert json.loads(note["body"]["value"])["id"] == row["id"]
        for target in note["target"]:
            whole = texts[target["source"]]
            place = target["selector"][0]
            words = whole[place["start"] : place["end"]]
            assert words
            if text == "none":
                assert len(target["selector"]) == 1
            else:
                quote = target["selector"][1]
                assert words == quote["exact"]
                assert quote["prefix"] + quote["exact"] + quote["suffix"] in whole


def test_the_annotations_schema_refuses_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "urn:x", "type": "Annotation", "target": [{"type": "SpecificResource"}]}, ANNOTATION)


# Of schema.org's vocabulary (release 29): the properties of each class, its own and those of what it is a kind of.
THING = {"name", "url", "subjectOf", "description"}
WORK = THING | {
    "headline", "datePublished", "inLanguage", "isBasedOn", "author", "publisher", "keywords", "text", "creator",
    "isPartOf", "about",
}  # fmt: skip
SCHEMA_ORG = {
    "Article": WORK, "OpinionNewsArticle": WORK, "Quotation": WORK | {"spokenByCharacter"},
    "Claim": WORK | {"appearance", "firstAppearance", "claimInterpreter"},
    "ClaimReview": WORK | {"claimReviewed", "reviewRating", "itemReviewed", "reviewBody", "reviewAspect"},
    "Rating": THING | {"alternateName", "ratingValue", "author"},
    "Event": THING | {"startDate", "endDate", "location", "attendee", "eventStatus", "keywords", "organizer", "about"},
    "Place": THING, "Person": THING, "Organization": THING, "Thing": THING,
}  # fmt: skip


@pytest.mark.parametrize("make", [bundled, written_by_hand])
def test_schema_org_uses_its_classes_and_their_properties(make: Make, tmp_path: Path) -> None:
    dataset = make()
    graph = schema_org(dataset, tmp_path)
    found: dict[str, set[str]] = {}
    for subject, kind in graph.subject_objects(rdflib.RDF.type):
        name = str(kind).removeprefix("https://schema.org/")
        used = {str(p).removeprefix("https://schema.org/") for p in graph.predicates(subject) if p != rdflib.RDF.type}
        found.setdefault(name, set()).update(used)
    assert {"Article", "Event", "Claim"} <= set(found) <= set(SCHEMA_ORG)
    assert {name: used - SCHEMA_ORG[name] for name, used in found.items() if used - SCHEMA_ORG[name]} == {}


def schema_org(dataset: Dataset, folder: Path) -> rdflib.Graph:
    """The export as triples; the context, which lies on the web, as what it says: names are schema.org's."""
    export(dataset, "jsonld", folder / "out.json")
    told = json.loads((folder / "out.json").read_text("utf-8"))
    assert told["@context"] == "https://schema.org"
    text = json.dumps(told | {"@context": {"@vocab": "https://schema.org/"}})
    return rdflib.Graph().parse(data=text, format="json-ld")


def test_a_review_is_by_the_side_that_says_so(tmp_path: Path) -> None:
    dataset = bundled()
    export(dataset, "jsonld", tmp_path / "out.json")
    nodes = json.loads((tmp_path / "out.json").read_text("utf-8"))["@graph"]
    reviews = {node["@id"]: node for node in nodes if node["@type"] == "ClaimReview"}
    records = {row["id"]: row for row in dataset.rows if row["type"] == "compliance"}
    assert len(reviews) == len(records) > 0
    names = {side.code: side.name for side in dataset.pack.sides}
    for key, row in records.items():
        review = reviews[f"urn:bilat:{key}"]
        assert review["reviewRating"]["alternateName"] == row["claim"]
        assert review.get("author", {}).get("name") == names.get(row["by"], row["by"])


def test_cancelled_and_planned_events_are_told_apart(tmp_path: Path) -> None:
    text = "A summit was planned, another cancelled, a third proposed."
    document = Document(id="d", text=text, language="en", published="2025-03-04")
    records = [
        Interaction(doc="d", evidence=cite(text, (0, 8)), kind="summit", status=status, date="2025-04-01")
        for status in ("planned", "cancelled", "proposed")
    ]
    outcome = export(made([document], records), "jsonld", tmp_path / "out.json")
    nodes = json.loads((tmp_path / "out.json").read_text("utf-8"))["@graph"]
    events = [(n["eventStatus"], n["keywords"][-1]) for n in nodes if n["@type"] == "Event"]
    assert events == [
        ("https://schema.org/EventScheduled", "planned"), ("https://schema.org/EventCancelled", "cancelled")
    ]  # fmt: skip
    assert [one.why for one in outcome.lost if not one.fields] == ["schema.org cannot mark what is only proposed"]


@pytest.mark.parametrize("text", ["quotes", "none"])
@pytest.mark.parametrize("make", [bundled, written_by_hand])
def test_followthemoney_reads_every_entity(make: Make, text: Any, tmp_path: Path) -> None:
    dataset = make()
    export(made(dataset.documents, dataset.records, text=text), "ftm", tmp_path / "out.jsonl")
    entities = {}
    for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        entity = ftm.get_proxy(told, cleaned=False)
        assert {prop.name: entity.get(prop) for prop in entity.iterprops()} == {
            name: entity.get(name) for name in told["properties"]
        }
        for name, values in told["properties"].items():
            prop = entity.schema.get(name)
            assert prop is not None, (entity.schema.name, name)
            assert data("ftm")["types"][name] == prop.type.name
            assert [v for v in values if not prop.type.validate(v)] == [], name
        assert all(entity.get(name) for name in entity.schema.required)
        entities[entity.id] = entity
    values = [pair for entity in entities.values() for pair in entity.itervalues()]
    references = [(prop, value) for prop, value in values if prop.type.name == "entity"]
    assert references
    assert all(entities[value].schema.is_a(prop.range) for prop, value in references)


def test_followthemoneys_statements_are_the_entities_again(tmp_path: Path) -> None:
    export(bundled(), "ftm", tmp_path / "out.jsonl")
    entities = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    with (tmp_path / "out.statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    values = {(e["id"], e["schema"], p, v) for e in entities for p, found in e["properties"].items() for v in found}
    assert {(row["entity_id"], row["schema"], row["prop"], row["value"]) for row in rows} == values
    assert len({row["id"] for row in rows}) == len(rows) == len(values)


def calendar(dataset: Dataset, folder: Path) -> dict[str, icalendar.Event]:
    export(dataset, "ics", folder / "out.ics")
    read = icalendar.Calendar.from_ical((folder / "out.ics").read_bytes())
    assert read["VERSION"] == "2.0"
    assert not read.errors
    for event in read.walk("VEVENT"):
        assert not event.errors
        assert event.DTSTART < event.DTEND
    return {str(event["UID"]): event for event in read.walk("VEVENT")}


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_a_calendar_parser_reads_what_is_due(lang: str, tmp_path: Path) -> None:
    dataset = made(bundled().documents, bundled().records, lang=lang)
    events = calendar(dataset, tmp_path)
    assert len(events) > 5
    lines = (tmp_path / "out.ics").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in b"".join(lines), *lines:
        line.decode("utf-8")
    ends = [event for key, event in events.items() if "tariff-truce" in key]
    assert datetime.date(2026, 11, 10) in [event.DTSTART for event in ends]


def test_what_is_due_is_sure_or_tentative(tmp_path: Path) -> None:
    text = "They plan to meet on May 5, 2026; the levy ends on June 6, 2026; beans are due in July 2026; rails in 2027."
    document = Document(id="d", text=text, language="en", published="2026-05-01", outlet="Paper; of record, daily")
    who = (Name(name="Ada, Lin", surface="Ada", side="US"),)
    evidence = cite(text, (0, 32))
    records = [
        Interaction(doc="d", evidence=evidence, kind="meeting", status="planned", date="2026-05-05", participants=who),
        Interaction(doc="d", evidence=evidence, kind="call", status="held", date="2026-04-30", participants=who),
        Measure(doc="d", evidence=evidence, instrument="tariff", imposed_by="US", expires="2026-06-06"),
        Commitment(doc="d", evidence=evidence, name="beans", parties=("CN",), due="2026-07"),
        Commitment(doc="d", evidence=evidence, name="rails", parties=("CN",), due="2027"),
    ]
    dataset = made([document], records, made="2026-05-02")
    events = calendar(dataset, tmp_path).values()
    told = {(str(e["SUMMARY"]), e.DTSTART, e.DTEND, str(e["STATUS"])) for e in events}
    day = datetime.date
    assert ("China: beans", day(2026, 7, 1), day(2026, 8, 1), "TENTATIVE") in told
    assert ("United States: Tariff", day(2026, 6, 6), day(2026, 6, 7), "TENTATIVE") in told
    assert any(start == day(2026, 5, 5) and "Ada, Lin" in title for title, start, _, _ in told)
    assert not any(start == day(2026, 4, 30) for _, start, _, _ in told)
    lost = export(dataset, "ics", tmp_path / "out.ics").lost
    assert sorted(one.why for one in lost if not one.fields and one.type != "document") == [
        "held, so that it is not due", "only the year is known"
    ]  # fmt: skip


def test_lines_fold_between_characters_and_signs_are_escaped() -> None:
    text = "中" * 60
    parts = _folded(f"SUMMARY:{text}")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert "".join(part[1:] if at else part for at, part in enumerate(parts)) == f"SUMMARY:{text}"
    assert _escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d e"
