"""The YAML that comes with bilat, parsed once: what it holds is kept as JSON where Python keeps compiled modules.

Parsing takes a third of the time of a short command. For what is kept the rules of byte code hold: it lies in the
folder `__pycache__` beside the file, or in that of PYTHONPYCACHEPREFIX; nothing is written where the folder is
read-only or PYTHONDONTWRITEBYTECODE is set. It begins with the digest of the text that it was made of: of another
text, and where it is broken, it counts for nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import sys
import threading
from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

_BILAT = Path(__file__).parents[1]
_MADE = b"1"  # to be counted up where a parser comes to make something else of the same text


def words(package: str, name: str) -> Any:
    """What `NAME.yaml` of a package of bilat's holds, every scalar a string. Raises FileNotFoundError."""
    return words_of(resources.files(package).joinpath(f"{name}.yaml"))


def words_of(file: Traversable) -> Any:
    """What a YAML file holds, every scalar a string. Raises FileNotFoundError, yaml.YAMLError."""
    return _compiled(file, "words", _strings)


def values(package: str, name: str) -> Any:
    """What `NAME.yaml` of a package of bilat's holds, numbers and truth values as such. Raises FileNotFoundError."""
    return _compiled(resources.files(package).joinpath(f"{name}.yaml"), "values", _values)


def _strings(text: str) -> Any:
    from bilat.languages.plain_yaml import strings

    return strings(text)


def _values(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _compiled(file: Traversable, kind: str, parse: Callable[[str], Any]) -> Any:
    raw = file.read_bytes()
    place = _place(file, kind)
    if place is None:
        return parse(raw.decode("utf-8"))
    digest = hashlib.sha256(_MADE + raw).hexdigest().encode()
    with contextlib.suppress(OSError, ValueError):
        made_of, _, kept = place.read_bytes().partition(b"\n")
        if made_of == digest:
            return json.loads(kept)
    found = parse(raw.decode("utf-8"))
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError, TypeError):
            _keep(place, digest, found)
    return found


def _place(file: Traversable, kind: str) -> Path | None:
    """Where a file's content is kept; None for one that did not come with bilat."""
    if not isinstance(file, Path) or _BILAT not in file.parents:
        return None
    with contextlib.suppress(NotImplementedError):
        return Path(importlib.util.cache_from_source(str(file))).with_name(f"{file.name}.{kind}.json")
    return None


def _keep(place: Path, digest: bytes, found: Any) -> None:
    """Written under another name and renamed, so that nobody reads a half. Raises OSError, TypeError."""
    written = json.dumps(found, ensure_ascii=False)
    if json.loads(written) != found:  # a number as a key
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        beside.write_bytes(digest + b"\n" + written.encode())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
