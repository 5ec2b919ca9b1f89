"""A relationship as data: one loader for all packs.

A pack is a folder of YAML files (see docs/packs.md): pack (the two sides), people, bodies (with offices), outlets,
thinktanks, places, forums, issues, phrases, instruments, and the register's CSV tables.
"""

from bilat.packs.loader import available, load
from bilat.packs.schema import (
    ContactWords,
    Entity,
    Instrument,
    Issue,
    Layer,
    Office,
    Pack,
    Phrase,
    Side,
    StatusWords,
    Tenure,
    Term,
)

__all__ = [
    "ContactWords",
    "Entity",
    "Instrument",
    "Issue",
    "Layer",
    "Office",
    "Pack",
    "Phrase",
    "Side",
    "StatusWords",
    "Tenure",
    "Term",
    "available",
    "load",
]
