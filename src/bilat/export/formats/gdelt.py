"""GDELT 2.0: its events and mentions, column for column, with the codes of CAMEO."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bilat.export.edition import web_link
from bilat.export.formats.coded import Actor, Coded, coded
from bilat.export.formats.dataset import Dataset, data
from bilat.export.formats.days import first_day, is_whole
from bilat.export.formats.leftout import LeftOut
from bilat.export.formats.registry import Written
from bilat.model import TYPES

Row = dict[str, Any]
_ROOT_EVENT, _FROM_THE_WEB, _FROM_A_CITATION = 1, 1, 2


def write(dataset: Dataset, path: Path) -> Written:
    """A path that ends in a suffix is the file of events, with that of mentions beside it (NAME.mentions.SUFFIX); any
    other is a folder with both. An event that has no day, or that CAMEO cannot mark as what it is, is left out."""
    events, lost = coded(dataset)
    rows, mentions = [], []
    for event in events:
        why = _why_not(event)
        if why:
            lost += [LeftOut(id=dataset.id(r), type=TYPES[type(r)], why=why) for r in event.records]
            continue
        rows.append(event_row(dataset, event))
        mentions += list(mention_rows(dataset, event))
    if path.suffix:
        places = (path, path.with_name(f"{path.stem}.mentions{path.suffix}"))
    else:
        path.mkdir(parents=True, exist_ok=True)
        places = (path / "export.CSV", path / "mentions.CSV")
    _save(places[0], data("gdelt")["events"], rows)
    _save(places[1], data("gdelt")["mentions"], mentions)
    return Written(files=places, count=len(rows), what=f"events and {len(mentions)} mentions", refused=tuple(lost))


def _why_not(event: Coded) -> str | None:
    if event.tense in data("gdelt")["why_not"]:
        return str(data("gdelt")["why_not"][event.tense])
    if not is_whole(event.start):
        return "GDELT needs a day, and none is known"
    if not event.source:
        return "GDELT needs an actor, and none is known"
    return None


def event_row(dataset: Dataset, event: Coded) -> Row:
    """An event in GDELT's columns; what bilat does not measure (tone, coordinates) stays empty."""
    code = data("gdelt")["planned"] if event.tense == "planned" else event.code["cameo"]
    day = first_day(event.start)
    assert day is not None
    docs = list(dict.fromkeys(record.doc for record in event.records))
    outlets = {dataset.by_id[doc].outlet or doc for doc in docs}
    return {
        "GLOBALEVENTID": number(event.id), "SQLDATE": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}", "Year": day.year,
        "FractionDate": f"{_fraction(day):.4f}", **_actors(1, event.source), **_actors(2, _second(event)),
        "IsRootEvent": _ROOT_EVENT, "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2],
        "QuadClass": _quad(code), "GoldsteinScale": data("gdelt")["goldstein"][code],
        "NumMentions": len(event.records), "NumSources": len(outlets), "NumArticles": len(docs),
        "ActionGeo_FullName": event.place, "DATEADDED": _stamp(dataset.made),
        "SOURCEURL": dataset.by_id[docs[0]].url,
    }  # fmt: skip


def mention_rows(dataset: Dataset, event: Coded) -> Iterator[Row]:
    """A mention for each record that tells of an event. Offsets are code points of the text as read."""
    for record in event.records:
        document = dataset.document_of(record)
        link = web_link(document.url)
        yield {
            "GLOBALEVENTID": number(event.id), "EventTimeDate": _stamp(event.start),
            "MentionTimeDate": _stamp(document.published) or _stamp(dataset.made),
            "MentionType": _FROM_THE_WEB if document.url else _FROM_A_CITATION,
            "MentionSourceName": urlsplit(link).netloc if link else document.outlet,
            "MentionIdentifier": document.url or document.id, "ActionCharOffset": record.evidence[0].start,
            "InRawText": 1, "Confidence": max(10, round(record.confidence * 10) * 10),
            "MentionDocLen": len(document.text),
        }  # fmt: skip


def number(key: str) -> int:
    """A stable number for an id: GDELT's ids are integers."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:15], 16)


def _second(event: Coded) -> Sequence[Actor]:
    """Who is acted on; of an event that all do together, the others of it."""
    codes = {actor.code for actor in event.source[:1]}
    return event.target or tuple(actor for actor in event.source if actor.code not in codes)


def _actors(place: int, actors: Sequence[Actor]) -> Row:
    if not actors:
        return {}
    actor = actors[0]
    sector = data("gdelt")["sectors"].get(actor.sector, actor.sector) or ""
    country = actor.code if actor.code and actor.code not in ("IGO", "NGO") else None
    group = {"Type1Code": sector} if country else {"Type1Code": actor.code}
    row = {"Code": f"{actor.code or ''}{sector}" if country else actor.code, "Name": actor.name.upper()}
    row |= {"CountryCode": country, **group}
    return {f"Actor{place}{name}": value for name, value in row.items() if value}


def _quad(code: str) -> int:
    """CAMEO's quad class: 1 and 2 cooperation by word and deed, 3 and 4 conflict."""
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


def _fraction(day: datetime.date) -> float:
    """The year with the part of it that has passed, as GDELT counts it (a month is 30 days)."""
    return day.year + (day.month * 30 + day.day) / 365


def _stamp(date: str | None) -> str | None:
    day = first_day(date)
    return f"{day:%Y%m%d}000000" if day else None


def _save(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    lines = ("\t".join(_cell(row.get(column)) for column in columns) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
