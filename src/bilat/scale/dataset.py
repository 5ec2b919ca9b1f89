"""A dataset: its parts, an entry for every shard that is whole, and the manifest that tells of all of them.

manifest.json                     what it was made of and with; `complete` once all is there
document/part-000000.parquet      a table a type of record, a part a shard
refused/part-000000.parquet       what could not be read, and why
shards/000000.json                written after a shard's parts: rows and digests
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bilat.errors import UsageError
from bilat.scale.batch import Entry, entry_name
from bilat.scale.shards import Shard
from bilat.scale.storage import Storage, finished_name

_MANIFEST = "manifest.json"
_FORMAT = "bilat dataset 1"
_OURS = re.compile(r"[a-z_]+/part-\d{6,}\.parquet|shards/\d{6,}\.json|manifest\.json")


class Dataset:
    """What lies at a folder or URL. `made_with`: all that its content follows from besides the inputs."""

    def __init__(self, url: str, made_with: Mapping[str, Any]) -> None:
        self.storage = Storage(url)
        self._head = {"format": _FORMAT, **made_with}

    def begin(self) -> None:
        """Take the place, or take it up again. Raises UsageError where something else is there."""
        told = self.storage.read(_MANIFEST)
        if told is None:
            other = next((name for name in self.storage.names() if not _OURS.fullmatch(finished_name(name))), None)
            if other is not None:
                raise UsageError(f"{self.storage.url} is no dataset and holds {other!r}; give another -o")
            self._write({"complete": False})
            return
        try:
            manifest = json.loads(told)
            before = {key: manifest[key] for key in self._head}
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{self.storage.url}/{_MANIFEST} is no manifest of bilat's; give another -o") from error
        for key, value in self._head.items():
            if before[key] != value:
                said = f"made with {key} {before[key]}, this run has {value}"
                raise UsageError(f"{self.storage.url} was {said}; give another -o, or the same options")

    def kept(self, shard: Shard) -> Entry | None:
        """The entry of a shard that was worked on before, of the same articles, and whose parts are as written."""
        told = self.storage.read(entry_name(shard.number))
        try:
            entry: Entry = json.loads(told or b"")
            same = entry["input"] == shard.digest()
            return entry if same and all(map(self._whole, entry["parts"])) else None
        except (ValueError, KeyError, TypeError):
            return None

    def finish(self, inputs: Sequence[Mapping[str, Any]], shards: int) -> dict[str, Any]:
        """Remove what belongs to no shard of this run and write the manifest, which is returned."""
        entries = [json.loads(self.storage.read(entry_name(number)) or b"") for number in range(shards)]
        known = {_MANIFEST, *(entry_name(number) for number in range(shards))}
        known |= {part["path"] for entry in entries for part in entry["parts"]}
        for name in list(self.storage.names()):
            if name not in known and _OURS.fullmatch(finished_name(name)):
                self.storage.remove(name)
        counted = ("articles", "documents", "refused")
        totals: dict[str, Any] = {key: sum(entry[key] for entry in entries) for key in counted}
        totals["rows"] = dict(sorted(_rows(entries).items()))
        manifest = {"complete": True, "totals": totals, "inputs": list(inputs), "shards": entries}
        return self._write(manifest)

    def refused(self, entry: Entry) -> Iterator[dict[str, str]]:
        """The rows of a shard's refusals: where, why, remedy."""
        from pyarrow import parquet

        for part in entry["parts"]:
            if part["path"].startswith("refused/") and part["rows"]:
                with self.storage.open(part["path"]) as stream:
                    yield from parquet.read_table(stream).to_pylist()

    def _whole(self, part: Mapping[str, Any]) -> bool:
        data = self.storage.read(part["path"])
        return data is not None and hashlib.sha256(data).hexdigest() == part["sha256"]

    def _write(self, more: Mapping[str, Any]) -> dict[str, Any]:
        manifest = {**self._head, **more}
        self.storage.write(_MANIFEST, (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())
        return manifest


def _rows(entries: Sequence[Entry]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in entries:
        for part in entry["parts"]:
            table = part["path"].split("/")[0]
            found[table] = found.get(table, 0) + part["rows"]
    return found
