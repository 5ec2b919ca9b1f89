"""The words of the pages: the brief's, and those that only the pages have."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from bilat.export.labels import LANGS, Lang
from bilat.export.wording import Wording
from bilat.languages.compiled_yaml import values


@functools.cache
def _own(lang: str) -> dict[str, Any]:
    data = values("bilat.web", f"i18n/{lang}")
    assert isinstance(data, dict)
    return data


@dataclass(frozen=True)
class PageWording(Wording):
    """One language of the pages. Keys that begin with `site.` are the pages' own."""

    def t(self, key: str, **values: object) -> str:
        """The string at a dotted key with its placeholders filled. Raises KeyError for a key that is not there."""
        group, _, rest = key.partition(".")
        if group != "site":
            return super().t(key, **values)
        node: Any = _own(self.lang)
        for part in rest.split("."):
            node = node[part]
        text = str(node)
        return text.format_map(values) if values else text


def chosen(asked: str | None, kept: str | None, accepted: str) -> Lang:
    """The language of a page: the one asked for, else the one chosen before, else the browser's, else English."""
    for one in (asked, kept):
        for lang in LANGS:
            if one == lang:
                return lang
    for part in accepted.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
            return "zh-Hant"
        if tag.startswith("zh"):
            return "zh-Hans"
        if tag.startswith("en"):
            return "en"
    return "en"
