"""Search finds Chinese words of two characters in either script, English words, and only what the filters allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat import Document
from bilat.cli.workspace import _bracketed
from bilat.errors import UsageError
from bilat.model import Name, Statement, cite
from bilat.store import Filters, View, Writer
from bilat.store.words import fold, spans, terms, words

HAN = "稀土出口管制台灣臺湾问题美國国务卿"


@given(st.text(alphabet=st.one_of(st.sampled_from(HAN + "ＡbÉİßﬁ 'é，。\"「」-_1"), st.characters()), max_size=40))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=HAN + "ab ,。", min_size=1, max_size=30), st.data())
def test_every_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    own = list(words(text))
    for term in terms(f'"{part}"') if '"' not in part else ():
        wanted = list(term.words)
        places = [at for at in range(len(own)) if own[at : at + len(wanted) - 1] == wanted[:-1]]
        ends = [own[at + len(wanted) - 1] for at in places if at + len(wanted) <= len(own)]
        whole = any(end == wanted[-1] or (term.open and end.startswith(wanted[-1])) for end in ends)
        # A part of a Latin word is no word; whatever else is cut out of a text stands in it.
        assert whole or any(char in "ab" for char in part)


def statement(document: Document, quote: str, *, side: str, voice: str, issue: str) -> Statement:
    start = document.text.index(quote)
    return Statement(
        doc=document.id, evidence=cite(document.text, (start, start + len(quote))), voice=voice, mode="indirect",
        act="describe", speaker=Name(name=f"A speaker of {side}", surface="x", side=side), issues=(issue,),
        content=((start, start + len(quote)),),
    )  # fmt: skip


TEXTS = {
    "hans": ("zh-Hans", "2025-03-01", "中方表示将加强稀土出口管制。台湾问题不容干涉。"),
    "hant": ("zh-Hant", "2025-03-02", "美方稱稀土供應恢復正常。臺灣問題另議。"),
    "en": ("en", "2025-03-03", "Officials said rare earth exports resumed. Tariffs on soybeans fell."),
    "rare": ("en", "", "It is rare to see the earth from there."),
}


@pytest.fixture
def view(workspace: str) -> View:
    writer = Writer(workspace)
    for name, (language, published, text) in TEXTS.items():
        document = Document(
            id=f"doc/{name}", text=text, language=language, published=published or None,
            outlet_kind="official" if name == "hans" else "media",
        )  # fmt: skip
        first = text.split("。" if language != "en" else ".")[0]
        told = statement(document, first, side="CN" if name == "hans" else "US", voice="official", issue="trade")
        writer.add(document, [told], pack="us-cn", extractor="x")
    return View(writer.engine)


def found(view: View, query: str, filters: Filters | None = None, kind: str = "document") -> list[str]:
    hits = view.search(query, filters or Filters(), kind=kind)
    for row in hits.rows:
        text = TEXTS[str(row.get("doc", row["id"])).removeprefix("doc/")][2]
        assert row["marks"], "what was found is shown"
        assert [text[a:b] for a, b in row["passages"]] == row["words"]
        assert all(0 <= start < end <= len(text) for start, end in row["marks"])
    return [str(row.get("doc", row["id"])).removeprefix("doc/") for row in hits.rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("稀土", ["hant", "hans"]), ("臺灣", ["hant", "hans"]), ("台湾", ["hant", "hans"]),
        ("台灣問題", ["hant", "hans"]),
        ("稀土出口", ["hans"]), ("土出", ["hans"]), ("湾", ["hant", "hans"]), ("常", ["hant"]), ("口土", []),
        ("rare earth", ["en", "rare"]), ('"rare earth"', ["en"]), ("“rare earth”", ["en"]), ("RARE", ["en", "rare"]),
        ("rare-earth", ["en"]), ("soybean", ["en"]), ('"soybean"', []), ("tariff", ["en"]), ("ex", []),
        ("稀土 管制", ["hans"]), ("「稀土」", ["hant", "hans"]), ("稀土 earth", []),
    ],
)  # fmt: skip
def test_words_are_found(view: View, query: str, expected: list[str]) -> None:
    assert found(view, query) == expected
    assert sorted(row["id"] for row in view.search(query, kind="document", order="relevance").rows) == sorted(
        f"doc/{name}" for name in expected
    )


def test_marks_are_the_words(view: View) -> None:
    row = view.search("臺灣", kind="document").rows[1]
    assert [TEXTS["hans"][2][a:b] for a, b in row["marks"]] == ["台湾"]
    row = view.search('"rare earth"', kind="statement").rows[0]
    assert [TEXTS["en"][2][a:b] for a, b in row["marks"]] == ["rare earth"]


def test_statements_are_found_by_what_they_say(view: View) -> None:
    assert found(view, "稀土", kind="statement") == ["hant", "hans"]
    assert found(view, "臺灣", kind="statement") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(sides=("CN",)), ["hans"]), (Filters(sides=("US",)), ["hant"]),
        (Filters(sides=("US", "CN")), ["hant", "hans"]),
        (Filters(voices=("expert",)), []), (Filters(issues=("trade",)), ["hant", "hans"]),
        (Filters(issues=("tariffs",)), []),
        (Filters(outlet_kinds=("official",)), ["hans"]), (Filters(languages=("zh-Hant",)), ["hant"]),
        (Filters(since="2025-03-02"), ["hant"]), (Filters(until="2025-03-01"), ["hans"]),
        (Filters(since="2025-03"), ["hant", "hans"]),
        (Filters(speaker="A speaker of CN"), ["hans"]),
    ],
)  # fmt: skip
def test_filters_narrow(view: View, filters: Filters, expected: list[str]) -> None:
    for kind in ("document", "statement"):
        assert found(view, "稀土", filters, kind) == expected


def test_pages_of_hits(view: View) -> None:
    for order in ("latest", "relevance"):
        first = view.search("稀土", kind="document", limit=1, order=order)
        second = view.search("稀土", kind="document", limit=1, order=order, after=first.next)
        assert (first.total, first.more, second.next) == (2, False, None)
        assert {first.rows[0]["id"], second.rows[0]["id"]} == {"doc/hans", "doc/hant"}


@pytest.mark.parametrize("query", ["", "  ", "。，", '""', "-"])
def test_a_query_without_a_word_is_told(view: View, query: str) -> None:
    with pytest.raises(UsageError, match="no word"):
        view.search(query)


@pytest.mark.parametrize(
    "query",
    ['" OR words', "a' OR 1=1 --", "x:y*", "NEAR(稀土)", "稀土\x00", "{words}: x", "😀土", "zzsidezzcn", "a\\", "a:*"],
)
def test_no_query_breaks_out(view: View, query: str) -> None:
    """Signs that mean something to the databases are no more than marks between words."""
    assert found(view, query) in ([], ["hant", "hans"])


def test_a_long_text_is_found_to_its_end(workspace: str) -> None:
    text = "前言。" + "，".join(f"第{n}段 word{n}" for n in range(30_000)) + "最后的稀土。"
    with Writer(workspace) as writer:
        writer.add(Document(id="doc/long", text=text, language="zh-Hans"), [], pack="us-cn", extractor="x")
        view = View(writer.engine)
        assert [row["id"] for row in view.search("稀土", kind="document").rows] == ["doc/long"]
        assert [row["id"] for row in view.search("word29999", kind="document").rows] == ["doc/long"]


def test_spans_do_not_overlap() -> None:
    assert spans("稀土稀土出口", terms("稀土 稀土出口")) == [(0, 2), (2, 6)] or spans("稀土", terms("稀土")) == [(0, 2)]


def _address(view: View) -> str:
    return view.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def test_an_alert_finds_what_came_last_whatever_its_day(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came now may be older than all else that has the word."""
    from bilat.store import searches

    monkeypatch.setattr(searches, "_HITS", 1)
    monkeypatch.setattr(searches, "_BACK", (1, 1 << 62))
    with Writer(view.engine.url.database if view.engine.dialect.name == "sqlite" else _address(view)) as writer:
        writer.save_search("rare", Filters(), query="earth")
        writer.save_search("a side", Filters(sides=("US",)))
        assert view.alert("rare") == []
        text = "Officials said rare earth exports stopped."
        document = Document(id="doc/old", text=text, language="en", published="2019-01-01")
        told = statement(document, text[:-1], side="US", voice="official", issue="trade")
        writer.add(document, [told], pack="us-cn", extractor="x")
        for name in ("rare", "a side"):
            assert [row["doc"] for row in view.alert(name)] == ["doc/old"]
        assert [row["doc"] for row in view.alert("rare", everything=True)] == ["doc/old", "doc/en"]
        assert len(view.alert("a side", everything=True)) == 4
        writer.mark_seen("rare")
        assert view.alert("rare") == []


def test_a_hit_is_shown_from_shortly_before_the_words() -> None:
    words = "The two ministers spoke for an hour about what divides them, above all the tariffs of April."
    at = words.index("tariffs")
    row = {"passages": [[100, 100 + len(words)]], "words": [words], "marks": [[100 + at, 107 + at]]}
    assert _bracketed(row, 0) == "…them, above all the [tariffs] of April."
    assert _bracketed({**row, "marks": [[104, 107]]}, 0) == f"The [two]{words[7:]}"
    han = "双方就元首通话重要共识的落实以及经贸磋商的下一步安排交换意见，谈到关税"
    row = {"passages": [[0, len(han)]], "words": [han], "marks": [[len(han) - 2, len(han)]]}
    assert _bracketed(row, 0) == f"…{han[-26:-2]}[关税]"
