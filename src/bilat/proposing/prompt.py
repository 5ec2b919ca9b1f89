"""The words in which a language model is asked (`prompt.yaml`), filled in for a pack and a piece of a document."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from bilat.languages.compiled_yaml import values
from bilat.model import Document
from bilat.packs import Pack


@dataclass(frozen=True, slots=True)
class Prompt:
    """`version`: as the file states it, and the beginning of the file's hash, so that no change goes unnoticed."""

    version: str
    system: str
    user: str


@functools.cache
def prompt() -> Prompt:
    """The prompt that is used everywhere."""
    raw = resources.files("bilat.proposing").joinpath("prompt.yaml").read_bytes()
    data = values("bilat.proposing", "prompt")
    version = f"{data['version']}-{hashlib.sha256(raw).hexdigest()[:8]}"
    return Prompt(version, data["system"], data["user"])


def messages(document: Document, text: str, pack: Pack) -> list[dict[str, str]]:
    """What is sent about a piece of a document, as an OpenAI-compatible service takes it."""
    asked = prompt()
    system = asked.system.format(
        sides=_listed([*(side.code for side in pack.sides), "both"]),
        issues=_listed(pack.issues),
        instruments=_listed(pack.instruments),
        layers=_listed(layer.id for layer in pack.layers),
    )
    user = asked.user.format(published=document.published or "a day that is not known", text=text)
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
