"""Lines broken at a width are joined; other lines are not, and no offset moves."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from bilat.languages.sentences import split_sentences
from bilat.languages.wrapping import unwrapped

TOLD = (
    "Secretary Rubio spoke with Foreign Minister Wang Yi on Friday about tariffs and the flow of rare earths. "
    "He said that the United States would keep the lines open, and that officials of both sides would meet "
    "again in Geneva before the end of the month. The Ministry of Commerce in Beijing has not commented on it."
)


def test_sentences_run_over_the_lines_of_a_wrapped_text() -> None:
    for width in (64, 72, 80):
        wrapped = "Readout of a call\n\n" + textwrap.fill(TOLD, width) + "\n\nThe text was published on Friday.\n"
        view = unwrapped(wrapped)
        found = [view[s.start : s.end] for s in split_sentences(view)]
        assert found == [
            "Readout of a call",
            *TOLD.replace(". ", ".\n").split("\n"),
            "The text was published on Friday.",
        ]
        assert len(view) == len(wrapped)


def test_lines_that_are_paragraphs_stay() -> None:
    text = "Trade talks resume\nBy a reporter in Geneva\n" + TOLD.replace(". ", ".\n") + "\nshare this\nprint\n"
    assert unwrapped(text) == text


@given(st.text(alphabet='aB.,;\n \t"”中。-0$(', max_size=400))
def test_only_line_breaks_change_and_only_into_spaces(text: str) -> None:
    view = unwrapped(text)
    assert len(view) == len(text)
    assert all(a == b or (a == "\n" and b == " ") for a, b in zip(text, view, strict=True))


@given(st.lists(st.sampled_from(TOLD.split()), min_size=40, max_size=120), st.integers(50, 90))
def test_the_words_of_a_wrapped_text_are_those_of_the_text(words: list[str], width: int) -> None:
    text = " ".join(words)
    assert unwrapped(textwrap.fill(text, width)).split() == text.split()
