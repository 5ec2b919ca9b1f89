"""A name that is found on its own must mean one thing, or its entry must say that it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bilat.languages.script import has_han
from bilat.packs.raw import Entry, RawPack, name_of, place_of, words_of

STRONG = ("en", "zh")  # the fields of names that say on their own who is meant
NAMED = ("people", "bodies", "outlets", "thinktanks", "places", "countries", "forums")


def names(raw: RawPack) -> Iterator[str]:
    """Names that two entries share, that would be found inside other words, or that are said to be of two kinds."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)  # name -> owner -> where the owner is listed
    for file, section, entries in raw.sections():
        if section not in (*NAMED, "offices"):
            continue
        for entry in entries:
            place = place_of(f"{file}.yaml", entry)
            yield from _weak_and_strong(entry, f"{place}: {section}: {name_of(entry)}")
            for name in set(words_of(entry, *STRONG)) - set(words_of(entry, "weak")):
                if len(name) == 1 and has_han(name):
                    yield f"{place}: {name_of(entry)}: {name!r} is one character, and would be found inside other words"
                owners[name][name_of(entry)] = place
    for side in raw.section("pack", "sides"):
        for name in set(words_of(side, "names")) - set(words_of(side, "metonyms")):
            owners[name][f"side/{name_of(side)}"] = place_of("pack.yaml", side)
    for number, joint in enumerate(raw.section("pack", "joint")):
        for name in words_of(joint, *STRONG):
            owners[name][f"joint/{number}"] = place_of("pack.yaml", joint)
    for name, found in owners.items():
        if len(found) > 1:
            of = " and of ".join(f"{owner} ({found[owner]})" for owner in sorted(found))
            yield f"{name!r} is a name of {of}; keep it for one, or make it weak or bare"


def _weak_and_strong(entry: Entry, where: str) -> Iterator[str]:
    both = set(words_of(entry, "bare", "needs_side")) & set(words_of(entry, *STRONG))
    yield from (f"{where}: {name!r} cannot stand both alone and as a shared name" for name in sorted(both))
