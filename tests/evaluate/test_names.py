"""Names that stand for the same, and names that do not."""

from __future__ import annotations

import pytest

from bilat import packs
from bilat.evaluate.names import NameBook
from bilat.model import Name


@pytest.fixture
def book() -> NameBook:
    return NameBook(packs.load("us-cn"), {"Rosa Vance": ["Vance of Holm", "罗莎"], "Holm Institute": ["Holm"]})


@pytest.mark.parametrize(
    ("gold", "name", "surface", "entity"),
    [
        ("Rosa Vance", "Rosa Vance", "she", None),
        ("Rosa Vance", "she", "Vance of Holm", None),
        ("Rosa Vance", "前部长罗莎", "她", None),
        ("Marco Rubio", "Marco Rubio", "he", "person/marco-rubio"),
        ("Marco Rubio", "鲁比奥", "鲁比奥", None),
        ("卢比奥", "Marco Rubio", "he", "person/marco-rubio"),
    ],
)
def test_the_same(book: NameBook, gold: str, name: str, surface: str, entity: str | None) -> None:
    assert book.same(gold, Name(name=name, surface=surface, entity=entity))


@pytest.mark.parametrize(
    ("gold", "name", "surface", "entity"),
    [
        ("Rosa Vance", "Holm Institute", "Holm", None),
        ("Rosa Vance", "somebody", "she", None),
        ("Marco Rubio", "Wang Yi", "he", "person/wang-yi"),
        # Two known names stand inside: it cannot be told which is meant.
        ("Rosa Vance", "罗莎 and Holm", "they", None),
        # The entity decides over what the surface could mean as well.
        ("Wang Yi", "Wang Wentao", "Wang", "person/wang-wentao"),
    ],
)
def test_not_the_same(book: NameBook, gold: str, name: str, surface: str, entity: str | None) -> None:
    assert not book.same(gold, Name(name=name, surface=surface, entity=entity))


def test_a_spelling_belongs_to_the_last_that_lists_it() -> None:
    book = NameBook(packs.load("us-cn"), {"Aland": ["Ministry X"], "Ministry X": ["Aland"]})
    assert book.same("Aland", Name(name="Ministry X", surface="it"))
    assert book.same("Ministry X", Name(name="Aland", surface="it"))
