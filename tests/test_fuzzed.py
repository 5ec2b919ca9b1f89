"""A small part of what bench/fuzz.py tries, always the same; and what it found, each as it was found."""

from __future__ import annotations

import json
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bilat import packs
from bilat.errors import BilatError
from bilat.languages.numerals import parse_number
from bilat.languages.quantities import find_quantities
from bilat.languages.sentences import LONGEST, split_sentences

BENCH = Path(__file__).parents[1] / "bench"
pytestmark = pytest.mark.skipif(not BENCH.exists(), reason="the folder bench is not here")


@pytest.fixture(scope="module")
def fuzz() -> Iterator[Any]:
    """bench/fuzz.py."""
    sys.path.insert(0, str(BENCH))
    try:
        import fuzz as found

        yield found
    finally:
        sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def cases(fuzz: Any) -> Any:
    """Its cases, which are not those of the script."""
    return fuzz.Cases(7)


@pytest.fixture
def bounded() -> Iterator[None]:
    """What takes more than ten seconds of the processor hangs."""

    def late(*_: object) -> NoReturn:
        raise TimeoutError("takes longer than 10 CPU seconds")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, 10)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("number", range(2))
@pytest.mark.parametrize("kind", ["file", "encoded", "stdin", "answer", "bulk", "pack", "model", "api"])
@pytest.mark.usefixtures("bounded")
def test_mutated_documents_of_every_kind(fuzz: Any, cases: Any, tmp_path: Path, kind: str, number: int) -> None:
    _, batch, chance = cases.of(number, kind)
    if kind == "api":
        batch = batch[:1]
    fuzz.do(kind, batch, tmp_path, chance)


def test_the_same_number_is_the_same_case(cases: Any) -> None:
    assert cases.of(5)[:2] == cases.of(5)[:2]
    assert cases.of(5)[1] != cases.of(6)[1]


def test_what_a_case_has_to_hold_is_looked_at(fuzz: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise KeyError("a fault")

    monkeypatch.setattr("bilat.pipeline.screened", broken)
    with pytest.raises(KeyError, match="a fault"):
        fuzz.do("file", [(".txt", b"Rubio said so.")], tmp_path, random.Random(1))


STEEP = (
    "一", "十", "万亿", "twenty-", "one hundred ", "A", "A.", "Rubio said ", "“a,” Rubio said. ",
    "If China agrees, then ", "a tariff of 25% ", "China agreed to buy soybeans. ", "1.", "《a》。",
    "Ms. Ann Lee said. ",
)  # fmt: skip


@pytest.mark.parametrize("unit", STEEP)
@pytest.mark.usefixtures("bounded", "fuzz")
def test_what_was_steep_is_so_no_longer(unit: str) -> None:
    """Each of these took minutes, or grew with the square of the text, at some stage."""
    from fuzzing import growth, hostile

    pack = packs.load("us-cn")
    seconds = growth.stages(hostile.repeated(unit, 5000), pack)
    assert sum(seconds.values()) < 6, seconds


@pytest.mark.parametrize("unit", ["她。", "该机构", "后者", "该局。", "稿。", "Xi met Trump. "])
@pytest.mark.usefixtures("bounded", "fuzz")
def test_what_grew_with_the_square_does_so_no_longer(unit: str) -> None:
    """Four times as much took ten times as long in extraction: each sentence looked through all people of the text."""
    from fuzzing import growth, hostile

    seconds = growth.stages(hostile.repeated(unit, 20_000), packs.load("us-cn"))
    assert seconds["extract"] < 4, seconds


def test_no_sentence_is_endless_and_none_of_it_is_lost() -> None:
    for unit in ("a", "中", "a, ", "a “", "《", "3.5 "):
        text = unit * 5000
        found = split_sentences(text)
        assert max(sentence.end - sentence.start for sentence in found) <= LONGEST
        told = "".join(text[sentence.start : sentence.end] for sentence in found)
        assert told.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("number", ["9" * 400, "亿" * 60, "1" + ",000" * 200, "九" * 5000, "9" * 100 + "亿" * 16])
def test_numbers_beyond_all_numbers_are_none(number: str) -> None:
    value = parse_number(number)
    assert value is None or value < float("inf")
    for quantity in find_quantities(f"about {number} dollars, {number}美元, {number}% and {number} days"):
        assert quantity.value < float("inf")


@pytest.mark.parametrize(
    "text", ["1" + "万" * 60 + "周", "5" + "亿" * 40, "1" + "万两" * 28 + "个", "2" + "0万十" * 25]
)
@pytest.mark.usefixtures("bounded")
def test_units_in_a_row_are_read_in_one_way(text: str) -> None:
    """Thirty of them took longer than any document may."""
    assert all(quantity.value < float("inf") for quantity in find_quantities(text))


@pytest.mark.usefixtures("bounded")
def test_a_number_of_many_digits_before_a_speaker(tmp_path: Path) -> None:
    from bilat.pipeline import run

    path = tmp_path / "a.txt"
    path.write_text("20" + "9" * 40 + "6-02-05 09:40\u3000国外交部发言人表示，双方将继续磋商。\n" * 2)
    assert run([str(path)]).documents


def _record(kind: str, fields: str) -> str:
    return f'{{"records": [{{"type": "{kind}", "quote": "said", {fields}}}]}}'


@pytest.mark.parametrize(
    "reply",
    [
        "[" * 100_000, '{"records": ' + "[" * 900 + "]" * 900 + "}", "```" + "\n" * 100_000, "```json\n" * 1000,
        '{"records": [{"type": ["a"]}]}', '{"records": [{"type": "statement", "quote": "\\ud800"}]}',
        _record("measure", '"instrument": "tariff", "status": "in_force", "value": 1e999'),
        _record("measure", '"instrument": "tariff", "status": "in_force", "value": NaN'),
        _record("interaction", '"kind": "call", "status": "held", "date": "2025-99-99"'),
        _record("interaction", '"kind": "call", "status": "held", "duration_minutes": ' + "9" * 400),
    ],
)
@pytest.mark.usefixtures("bounded")
def test_replies_of_a_model_that_are_built_to_harm(fuzz: Any, tmp_path: Path, reply: str) -> None:
    fuzz.do("model", [("json", reply.encode())], tmp_path, random.Random(0))


def test_a_form_token_may_hold_any_sign(tmp_path: Path) -> None:
    from tests.web.served import pages

    with pages(tmp_path / "w.db") as client:
        client.get("/")
        assert client.post("/documents", data={"form_token": "中文é", "text": "a"}).status_code in (400, 403)


def test_a_link_has_no_control_characters() -> None:
    """They are taken away around an address, as browsers do, and nothing with one inside is an address."""
    from bilat.fetching import listed

    places = ("\x01\x02 https://a.example/1\x7f", "https://a.exam\x01ple/2", " https://a.example/3\n")
    feed = "".join(f"<url><loc>{place}</loc></url>" for place in places)
    told = listed(f"<?xml version='1.1'?><urlset>{feed}</urlset>".encode(), "application/xml")
    assert told is not None
    assert all(url.startswith("https://a.example/") for url in told.urls)
    assert "https://a.example/3" in told.urls


ROW = "Rubio met Wang Yi in Beijing on June 3, 2025. China suspended the tariff of 25% on soybeans for {} days."
ADDRESSES = ("http://[", "//[x", "http://\u2100.example/a/b", "https://[v1.x]/a", "http://a.example:99999/a", "a", "")


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_that_is_none_breaks_no_batch(url: str, tmp_path: Path) -> None:
    """A row's `url` is whatever somebody wrote; copies are looked for by it, and exports tell its host."""
    from bilat.export.formats import Dataset, export
    from bilat.fetching import listed
    from bilat.pipeline import run

    path = tmp_path / "rows.jsonl"
    texts = (ROW.format(90), ROW.format(90) + " He thanked him.")
    path.write_text("\n".join(json.dumps({"text": text, "url": url, "published": "2025-06-10"}) for text in texts))
    found = run([str(path)])
    assert (len(found.documents), found.refused) == (2, ())
    documents, records = tuple(found.documents), tuple(found.records)
    made = Dataset(documents=documents, records=records, pack=packs.load("us-cn"), made="2026-01-01")
    assert export(made, "gdelt", tmp_path / "gdelt").written.count > 0
    feed = f"<rss version='2.0'><channel><item><link>{url}</link></item><item><link>http://b.example/</link></item>"
    told = listed(f"{feed}</channel></rss>".encode(), "application/rss+xml")
    assert told is not None
    assert "http://b.example/" in told.urls


@pytest.mark.parametrize("days", ["9,999,999,999", "9" * 60])
def test_a_length_of_time_beyond_the_calendar_has_not_passed(days: str, tmp_path: Path) -> None:
    from bilat.model import Measure
    from bilat.pipeline import run

    path = tmp_path / "a.txt"
    text = "By Ann Lee, June 10, 2025\n\n" + ROW.format(days)
    path.write_text(text + f" The tariff was suspended on May 12, 2025 for {days} days.\n")
    found = run([str(path)])
    assert found.refused == ()
    assert all(one.status != "expired" for one in found.records if isinstance(one, Measure))


@pytest.mark.parametrize("told", ["Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31", "0001-01-01", "1 Jan 1601 00:00:00 Z"])
def test_a_date_that_stands_for_none_is_none(told: str) -> None:
    """Programs write such days for "never"; days are counted from a publication's, to both sides."""
    from bilat.reading.stated import iso_date

    assert iso_date(told) is None


def test_errors_of_bilat_are_one_line_wherever_they_come_from() -> None:
    from bilat.errors import InputError

    with pytest.raises(BilatError) as told:
        raise InputError("a\nb", "c\x1b[0m", "d")
    assert str(told.value).isprintable()


def test_a_sitemap_of_which_an_address_alone_is_left() -> None:
    from bilat.fetching.links import listed

    found = listed(b"<loc>https://a.example/1</loc><urlset></urlset>", "")
    assert found is not None
    assert (found.kind, found.urls, found.lists) == ("sitemap", (), ())


def test_a_sitemap_of_which_nothing_can_be_read_is_no_list() -> None:
    from bilat.fetching.links import listed

    assert listed(b"\x00<urlset/>", "") is None
