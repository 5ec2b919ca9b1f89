"""Texts with marked spans keep every code point, whatever the spans do to each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from page import Page
from sample import LABELS, sample

from bilat.export.edition import assemble, clean
from bilat.export.passages import anchor, full_text, words
from bilat.export.wording import Wording
from bilat.model import Document


@st.composite
def marked(draw: st.DrawFn) -> tuple[Document, list[tuple[int, int]]]:
    text = draw(st.text(alphabet=st.sampled_from("ab<&>\"' \r\n\t中國，。😀\0"), min_size=1, max_size=40))
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(sorted).filter(lambda s: s[0] < s[1]).map(lambda s: (s[0], s[1]))
    spans = draw(st.lists(span, max_size=8))
    kept = draw(st.lists(span, max_size=2, unique=True))
    kept = [k for k in kept if all(k == o or k[1] <= o[0] or o[1] <= k[0] for o in kept)]
    return Document(id="d", text=text, language="en", kept=tuple(kept)), spans


@given(marked())
def test_the_text_stays_the_text_and_every_span_has_its_anchor(case: tuple[Document, list[tuple[int, int]]]) -> None:
    document, spans = case
    document = clean(document)
    page = Page.of(f"<div>{full_text(document, 1, spans)}</div>")
    assert page.all("div")[0].text == document.text
    ids = [element.get("id") for element in page.elements if element.get("id")]
    assert sorted(ids) == sorted(anchor(1, *span) for span in set(spans))
    for start, end in spans:
        assert document.text[start:end].startswith(page.by_id(anchor(1, start, end)).text)


@given(marked())
def test_all_words_of_a_span_are_marked(case: tuple[Document, list[tuple[int, int]]]) -> None:
    document, spans = case
    page = Page.of(f"<div>{full_text(clean(document), 1, spans)}</div>")
    cited = {at for start, end in spans for at in range(start, end)}
    assert sum(len(one) for one in _texts(page.all("div")[0], inside=False)) == len(cited)


def _texts(element: object, *, inside: bool) -> list[str]:
    found: list[str] = []
    for child in element.children:  # type: ignore[attr-defined]
        if isinstance(child, str):
            found += [child] if inside else []
        else:
            found += _texts(child, inside=inside or "ev" in child.classes)
    return found


def test_a_passage_shows_its_surroundings_but_no_chrome() -> None:
    documents, records = sample()
    edition = assemble(documents, records, labels=LABELS, say=Wording("en"))
    for record in edition.records:
        for one in words(edition, [record]).passages:
            text = edition.documents[one.number - 1].text
            assert one.before.removeprefix("… ") + one.words + one.after.removesuffix(" …") in text
            assert "分享到" not in one.after
            assert "点赞" not in one.after
            assert len(one.before) <= 330
            assert len(one.after) <= 330


def test_two_sentences_stand_on_either_side() -> None:
    text = "One is here. Two is here. Three is here. Four is here. Five is here. Six is here."
    document = Document(id="d", text=text, language="en", kept=((0, len(text)),))
    start = text.index("Three is here.")
    from bilat.model import Outlook, cite

    record = Outlook(doc="d", kind="scenario", evidence=cite(text, (start, start + 14)))
    edition = assemble([document], [record], labels=LABELS, say=Wording("en"))
    (one,) = words(edition, [record]).passages
    assert one.before == "One is here. Two is here. "
    assert one.after == " Four is here. Five is here."
