"""A text or a file that somebody brings through the pages becomes a document of the workspace."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bilat.errors import InputError
from bilat.workspace import ingest, read_arrivals, relate

if TYPE_CHECKING:
    from fastapi import UploadFile

    from bilat.web.site import Site

_KINDS = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl", ".csv", ".warc", ".warc.gz")


def take_in(
    site: Site, *, text: str, url: str, title: str, published: str, file: UploadFile | None
) -> str:
    """The id of the document that the text or the file became, or was already. Raises InputError where it is none."""
    with tempfile.TemporaryDirectory(prefix="bilat-") as folder:
        path = _written(Path(folder), text, url, title, published, file)
        arrivals = read_arrivals([str(path)], stdin=None, pack_id=site.pack_id, bounds=site.bounds)
        found = list(ingest(site.writer, arrivals, pack_id=site.pack_id, bounds=site.bounds))
    relate(site.writer, pack_id=site.pack_id)
    site.writer.note_judged()  # who brought it sees at once what follows from it
    for outcome in found:
        if outcome.refusal is not None:
            raise outcome.refusal
    if not found or found[0].id is None:
        raise InputError("the pasted text", "holds nothing to read", "paste an article or a readout")
    return str(found[0].id)


def _written(folder: Path, text: str, url: str, title: str, published: str, file: UploadFile | None) -> Path:
    if file is not None and file.filename:
        suffix = next((kind for kind in _KINDS if str(file.filename).lower().endswith(kind)), None)
        if suffix is None:
            kinds = ", ".join(_KINDS)
            raise InputError(file.filename, "is of no kind that bilat reads", f"bring one of {kinds}")
        path = folder / f"upload{suffix}"
        path.write_bytes(file.file.read())
        return path
    if not text.strip():
        raise InputError("the pasted text", "is empty", "paste an article or a readout")
    row = {"text": text, "url": url.strip(), "title": title.strip(), "published": published.strip()}
    path = folder / "pasted.jsonl"
    path.write_text(json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
