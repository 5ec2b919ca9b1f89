"""W3C Web Annotation: every record as an annotation of its document, by position (code points) and by quotation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bilat.export.formats.dataset import Dataset, Row
from bilat.export.formats.registry import Written

_AROUND = 32  # code points of the text before and after a quotation, which tell it from others like it
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write(dataset: Dataset, path: Path) -> Written:
    """An AnnotationCollection with all annotations on its first page."""
    notes = [annotation(dataset, row) for row in dataset.rows if row["evidence"]]
    page: dict[str, Any] = {"type": "AnnotationPage", "startIndex": 0, "items": notes}
    made: dict[str, Any] = {"@context": CONTEXT, "id": "urn:bilat:collection", "type": "AnnotationCollection"}
    made |= {"label": dataset.title or "bilat", "total": len(notes), "first": {"id": "urn:bilat:page:1", **page}}
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="surrogatepass")
    return Written(files=(path,), count=len(notes), what="annotations")


def annotation(dataset: Dataset, row: Row) -> Row:
    """One record: its fields are the body, the passages that it rests on the targets."""
    fields = {name: value for name, value in row.items() if name != "evidence" and value not in (None, [])}
    return {
        "id": f"urn:bilat:{row['id']}", "type": "Annotation",
        "motivation": "describing" if row["type"] == "document" else "classifying",
        "generator": {"id": "urn:bilat", "type": "Software", "name": "bilat"},
        "body": {
            "type": "TextualBody", "purpose": "classifying", "format": "application/json",
            "value": json.dumps(fields, ensure_ascii=False),
        },
        "target": [_target(dataset, row["doc"], one) for one in row["evidence"]],
    }  # fmt: skip


def _target(dataset: Dataset, doc: str, evidence: Row) -> Row:
    document = dataset.by_id[doc]
    start, end = evidence["start"], evidence["end"]
    selectors: list[Row] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if dataset.text != "none":
        before, after = document.text[max(0, start - _AROUND) : start], document.text[end : end + _AROUND]
        selectors.append({"type": "TextQuoteSelector", "exact": evidence["quote"], "prefix": before, "suffix": after})
    return {"type": "SpecificResource", "source": document.url or f"urn:bilat:{doc}", "selector": selectors}
