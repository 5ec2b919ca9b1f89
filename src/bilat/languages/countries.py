"""Countries as data: their codes, and the English names by which texts mean them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from bilat.languages.resources import load


@functools.cache
def alpha3() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 by alpha-2."""
    return {two: entry["code"] for two, entry in load("countries")["countries"].items()}


@functools.cache
def codes_by_name() -> Mapping[str, str]:
    """Alpha-3 codes, and IGO or NGO for bodies of no country, by English name, capital or people's name."""
    data = load("countries")
    found = {name: entry["code"] for entry in data["countries"].values() for name in entry["en"]}
    return found | {name: code for code, names in data["bodies"].items() for name in names}
