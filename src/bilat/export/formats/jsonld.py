"""schema.org: articles, events, what was said of them, and reviews of claims by those who made the reviews."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bilat.export.formats.dataset import Dataset, Happening
from bilat.export.formats.leftout import LeftOut
from bilat.export.formats.registry import Written
from bilat.model import Compliance, Document, Name, Statement

Node = dict[str, Any]
_PERSON = "person/"


def write(dataset: Dataset, path: Path) -> Written:
    """One JSON-LD document. A planned event is scheduled, a cancelled one cancelled; schema.org cannot tell a proposal
    from a plan, so that a proposed event is left out."""
    lost = [
        LeftOut(id=dataset.id(record), type="interaction", why="schema.org cannot mark what is only proposed")
        for happening in dataset.happenings
        if happening.best.status == "proposed"
        for record in happening.all
    ]
    nodes = [_clean(node) for node in _nodes(dataset)]
    made = {"@context": "https://schema.org", "@graph": nodes}
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="surrogatepass")
    return Written(files=(path,), count=len(nodes), what="nodes", refused=tuple(lost))


def _nodes(dataset: Dataset) -> Iterator[Node]:
    yield from map(_article, dataset.documents)
    yield from (_event(one) for one in dataset.happenings if one.best.status != "proposed")
    done: set[str] = set()
    for record in dataset.records:
        if isinstance(record, Statement | Compliance) and dataset.id(record) not in done:
            done.add(dataset.id(record))
            yield _claim(dataset, record) if isinstance(record, Statement) else _review(dataset, record)


def _article(document: Document) -> Node:
    opinion = "opinion" in document.flags
    return {
        "@type": "OpinionNewsArticle" if opinion else "Article", "@id": _ref(document.id), "headline": document.title,
        "url": document.url, "datePublished": document.published, "inLanguage": document.language,
        "isBasedOn": document.original_url, "author": _called("Person", document.author),
        "publisher": _called("Organization", document.outlet), "keywords": list(document.flags),
    }  # fmt: skip


def _event(happening: Happening) -> Node:
    best = happening.best
    cancelled = best.status == "cancelled"
    words = [best.kind, best.level, best.status, best.forum]
    people = [_somebody(name) for name in best.participants]
    return {
        "@type": "Event", "@id": _ref(happening.id), "name": _title(happening), "startDate": best.date,
        "endDate": best.end_date, "location": _called("Place", best.place), "attendee": people,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}",
        "keywords": [word for word in words if word],
        "subjectOf": [{"@id": _ref(doc)} for doc in dict.fromkeys(record.doc for record in happening.all)],
    }  # fmt: skip


def _title(happening: Happening) -> str:
    best = happening.best
    who = ", ".join(name.name for name in best.participants)
    return f"{best.kind.replace('_', ' ')}: {who}" if who else best.kind.replace("_", " ")


def _claim(dataset: Dataset, record: Statement) -> Node:
    """What somebody said: word for word a Quotation, in other words a Claim."""
    text = dataset.document_of(record).text
    said = None if dataset.text == "none" else " … ".join(text[start:end] for start, end in record.content)
    direct = record.mode == "direct"
    return {
        "@type": "Quotation" if direct else "Claim", "@id": _ref(dataset.id(record)), "text": said,
        "creator": _somebody(record.speaker), "isPartOf" if direct else "appearance": {"@id": _ref(record.doc)},
        "keywords": [record.act, *record.issues], "datePublished": dataset.document_of(record).published,
    }  # fmt: skip


def _review(dataset: Dataset, record: Compliance) -> Node:
    """A claim that an undertaking was kept or broken: the author of the review is the side that says so."""
    claimed = record.commitment if dataset.text != "none" else None
    return {
        "@type": "ClaimReview", "@id": _ref(dataset.id(record)), "claimReviewed": claimed,
        "author": _called("Organization", _party(dataset, record.by)),
        "reviewRating": {"@type": "Rating", "alternateName": record.claim},
        "itemReviewed": {"@type": "Claim", "author": _called("Organization", _party(dataset, record.about))},
        "datePublished": dataset.document_of(record).published, "isPartOf": {"@id": _ref(record.doc)},
    }  # fmt: skip


def _party(dataset: Dataset, code: str | None) -> str | None:
    return next((side.name for side in dataset.pack.sides if side.code == code), code)


def _somebody(name: Name) -> Node:
    person = (name.entity or "").startswith(_PERSON) or (name.entity is None and name.office is not None)
    return {"@type": "Person" if person else "Organization", "name": name.name}


def _called(kind: str, name: str | None) -> Node | None:
    return {"@type": kind, "name": name} if name else None


def _ref(key: str) -> str:
    return f"urn:bilat:{key}"


def _clean(node: Node) -> Node:
    """Without what is not known."""
    kept = {key: _clean(value) if isinstance(value, dict) else value for key, value in node.items()}
    return {key: value for key, value in kept.items() if value not in (None, [], {})}
