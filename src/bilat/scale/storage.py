"""Where a dataset lies: a folder or a URL. Every file appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from typing import Any

import fsspec

_UNFINISHED = ".unfinished-"


class Storage:
    """Files by their names within a dataset (`statement/part-000000.parquet`). All methods may raise OSError."""

    def __init__(self, url: str) -> None:
        self.url = url
        system, root = fsspec.core.url_to_fs(url)
        self._system: Any = system
        self._root = str(root).rstrip("/")
        self._local = "file" in ([system.protocol] if isinstance(system.protocol, str) else system.protocol)

    def write(self, name: str, data: bytes) -> None:
        """Write or replace a file, in one step: whoever looks sees the old one or the new one.

        An object store does so by itself; on a disk the file is written under another name, and renamed.
        """
        path = f"{self._root}/{name}"
        if not self._local:
            self._system.pipe_file(path, data)
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        unfinished = f"{path}{_UNFINISHED}{uuid.uuid4().hex}"
        try:
            with open(unfinished, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(unfinished, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.remove(unfinished)
            raise

    def read(self, name: str) -> bytes | None:
        """All of a file; None where there is none."""
        try:
            data: bytes = self._system.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def open(self, name: str) -> Any:
        """A file as a stream of bytes. Raises FileNotFoundError."""
        return self._system.open(f"{self._root}/{name}", "rb")

    def names(self) -> Iterator[str]:
        """The names of all files, those that were never finished among them; none where there is no folder yet."""
        with contextlib.suppress(FileNotFoundError):
            for path in sorted(self._system.find(self._root)):
                yield str(path)[len(self._root) + 1 :]

    def remove(self, name: str) -> None:
        """Remove a file; harmless where there is none."""
        with contextlib.suppress(FileNotFoundError):
            self._system.rm_file(f"{self._root}/{name}")


def finished_name(name: str) -> str:
    """The name that a file was to have when finished."""
    return name.split(_UNFINISHED)[0]
