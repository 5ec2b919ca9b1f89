"""A citable dataset: a Frictionless data package with its tables, dictionary, version and citation."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bilat.export.formats.dataset import Dataset, fields
from bilat.export.formats.registry import Written
from bilat.export.formats.tables import by_kind, columns, write_csv
from bilat.model import digest

_TYPES = {
    "string": "string", "date": "string", "integer": "integer", "number": "number", "strings": "array", "span": "array",
    "spans": "array", "evidence": "array", "name": "object", "names": "array", "sides": "object",
}  # fmt: skip
_DATE = r"\d{4}(-\d{2}(-\d{2}(T.*)?)?)?"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip's earliest time: the same input gives the same file


def write(dataset: Dataset, path: Path) -> Written:
    """A folder, or a zip where the path ends in `.zip`."""
    if path.suffix == ".zip":
        with TemporaryDirectory() as folder:
            _folder(dataset, Path(folder))
            _zipped(Path(folder), path)
        return Written(files=(path,), count=len(dataset.rows), what="rows")
    files = _folder(dataset, path)
    return Written(files=files, count=len(dataset.rows), what="rows")


def _folder(dataset: Dataset, path: Path) -> tuple[Path, ...]:
    (path / "data").mkdir(parents=True, exist_ok=True)
    resources, files = [], []
    for kind, rows in by_kind(dataset).items():
        place = path / "data" / f"{kind}.csv"
        write_csv(place, columns(dataset, kind), rows)
        resources.append(_resource(dataset, kind, place))
        files.append(place)
    described = _described(dataset, resources)
    texts = {
        "datapackage.json": json.dumps(described, ensure_ascii=False, indent=1) + "\n",
        "README.md": _readme(dataset, described),
        "CITATION.cff": _citation(described),
    }
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8", errors="surrogatepass")
    return (*(path / name for name in texts), *files)


def _described(dataset: Dataset, resources: list[dict[str, Any]]) -> dict[str, Any]:
    made = digest([row["id"] for row in dataset.rows], dataset.text)
    sources = [
        {name: value for name, value in (("title", one.title or one.outlet or one.id), ("path", one.url)) if value}
        for one in dataset.documents
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"bilat-{dataset.pack.id}".lower(), "title": dataset.title or f"bilat: {dataset.pack.id}",
        "id": f"urn:bilat:dataset:{made}", "version": f"{version('bilat')}+{made[:8]}",
        "created": f"{dataset.made}T00:00:00Z",
        "description": "Records extracted from published texts, each with the passages that it rests on.",
        "contributors": [{"title": "bilat", "roles": ["generator"]}],
        "sources": sources, "resources": resources,
    }  # fmt: skip


def _resource(dataset: Dataset, kind: str, place: Path) -> dict[str, Any]:
    content = place.read_bytes()
    schema: dict[str, Any] = {
        "fields": [_field(name, told) for name, told in fields(kind).items() if name in columns(dataset, kind)],
        "primaryKey": ["id"], "missingValues": [""],
    }  # fmt: skip
    if kind != "document":
        schema["foreignKeys"] = [{"fields": ["doc"], "reference": {"resource": "document", "fields": ["id"]}}]
    return {
        "name": kind, "type": "table", "path": f"data/{place.name}", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }  # fmt: skip


def _field(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    field = {"name": name, "type": _TYPES[told["type"]], "description": told["about"]}
    if told["type"] == "date":
        field["constraints"] = {"pattern": _DATE}
    return field


def _readme(dataset: Dataset, described: Mapping[str, Any]) -> str:
    lines = [f"# {described['title']}", "", described["description"], ""]
    lines += [f"Version {described['version']}; {len(dataset.documents)} documents, {len(dataset.rows)} rows. "]
    lines += ["The words quoted are their publishers'; what is inferred is marked so with its reason.", ""]
    if dataset.text == "none":
        lines += ["This is the text-free edition: words of the texts stand as SHA-256, passages as offsets.", ""]
    for resource in described["resources"]:
        lines += [f"## {resource['path']}", "", "| column | type | what it holds |", "| --- | --- | --- |"]
        lines += [f"| {one['name']} | {one['type']} | {one['description']} |" for one in resource["schema"]["fields"]]
        lines.append("")
    return "\n".join(lines)


def _citation(described: Mapping[str, Any]) -> str:
    values = {
        "cff-version": "1.2.0", "type": "dataset", "message": "If you use this dataset, please cite it as below.",
        "title": described["title"], "version": described["version"], "date-released": described["created"][:10],
    }  # fmt: skip
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join([*lines, "authors:", "  - name: bilat", "identifiers:", "  - type: other",
                      f"    value: {described['id']}", ""])  # fmt: skip


def _zipped(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for place in sorted(one for one in folder.rglob("*") if one.is_file()):
            info = zipfile.ZipInfo(place.relative_to(folder).as_posix(), _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, place.read_bytes())
