"""Forms of both scripts in one text: each occurrence once, Latin forms as whole words, in whichever automaton."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.surfaces import Surfaces

FORMS = {"US": 1, "U.S.": 2, "US关税": 3, "关税": 4, "é": 5, "税": 6, "$5": 7, "税US": 8}
LATIN = "[A-Za-z0-9À-ɏ]"


def plain(text: str) -> set[tuple[int, int, int]]:
    """What patterns find."""
    found = set()
    for form, known in FORMS.items():
        before = f"(?<!{LATIN})" if re.match(LATIN, form[0]) else ""
        behind = f"(?!{LATIN})" if re.match(LATIN, form[-1]) else ""
        for match in re.finditer(f"(?={before}{re.escape(form)}{behind})", text):
            found.add((match.start(), match.start() + len(form), known))
    return found


@given(st.lists(st.sampled_from([*FORMS, "U", "5", "ɏ", " ", ".", "关", "a"]), max_size=10))
def test_what_patterns_find(parts: list[str]) -> None:
    text = "".join(parts)
    found = list(Surfaces(FORMS).found(text))
    assert set(found) == plain(text)
    assert len(found) == len(set(found))


def test_a_text_without_chinese_asks_for_no_chinese_forms() -> None:
    surfaces = Surfaces(FORMS)
    assert list(surfaces.found("The US")) == [(4, 6, 1)]
    assert "of_han" not in vars(surfaces)
    assert sorted(surfaces.found("US关税")) == [(0, 2, 1), (0, 4, 3), (2, 4, 4), (3, 4, 6)]
    assert "of_han" in vars(surfaces)
