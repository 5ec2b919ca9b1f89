"""`bilat phrases`: where the pack's phrases stand, who says them, and how one finds them."""

from __future__ import annotations

import json

import opencc
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.cli import main
from bilat.languages.folding import fold
from bilat.languages.script import to_simplified
from bilat.model import Document
from bilat.relate.phrases import PhraseEntry, entry_json, find, listed, phrases, search
from bilat.relate.phrases_uses import finder, forms_of, uses
from tests.relate.phrase_texts import PACK, TEXTS, ran, read

_TRADITIONAL = opencc.OpenCC("s2t")


def entries() -> dict[str, PhraseEntry]:
    return {entry.id: entry for entry in phrases(ran().documents, ran().records, PACK)}


def test_the_pack_has_phrases_of_both_sides_in_both_languages() -> None:
    assert len(PACK.phrases) >= 60
    assert all(phrase.labels["en"] and phrase.labels["zh-Hans"] for phrase in PACK.phrases.values())
    sides = [phrase.side for phrase in PACK.phrases.values()]
    assert min(sides.count(side.code) for side in PACK.sides) >= 20


def test_one_phrase_in_two_languages_is_one() -> None:
    entry = entries()["no-winners"]
    assert [use.date for use in entry.uses] == ["2025-04-11", "2025-05-12"]
    assert [use.form for use in entry.uses] == ["贸易战没有赢家", "there are no winners in a trade war"]
    assert entry.sources == 2
    assert entry.by_month == {"2025-04": 1, "2025-05": 1}
    assert (entry.first, entry.last) == (entry.uses[0], entry.uses[1])


def test_who_says_it() -> None:
    said = [
        (use.speaker.name if use.speaker else None, use.side, use.voice) for use in entries()["fight-to-the-end"].uses
    ]
    assert said == [
        ("China Ministry of Commerce", "CN", "official"),
        ("Lin Jian", "CN", "official"),
    ]
    assert entries()["fight-to-the-end"].by_side == {"CN": 2}
    assert entries()["decoupling"].by_side == {"US": 1}


def test_a_phrase_within_a_longer_one_is_not_counted_again() -> None:
    found = entries()
    assert "three-principles" in found
    assert not {"mutual-respect", "peaceful-coexistence", "win-win-cooperation"} & set(found)


def test_words_that_nobody_says_are_those_of_the_text() -> None:
    row = {"id": "x", "published": "2025", "outlet": "新华社", "language": "zh-Hans", "text": "合则两利、斗则俱伤。"}
    (entry,) = phrases(*_both([row]), PACK)
    assert (entry.uses[0].statement, entry.uses[0].voice, entry.uses[0].side) == (None, "state_media", "CN")
    assert entry.by_month == {}  # the year alone is no month
    assert entry.first is entry.uses[0]


def _both(rows: list[dict[str, str]]) -> tuple[tuple[Document, ...], tuple[object, ...]]:
    result = read(rows)
    return result.documents, result.records


def test_copies_are_one_source() -> None:
    copy = {**TEXTS[0], "id": "copy", "outlet": "大公报"}
    result = read([TEXTS[0], copy])
    entry = {e.id: e for e in phrases(result.documents, result.records, PACK)}["fight-to-the-end"]
    assert (len(entry.uses), entry.sources) == (2, 1)


@pytest.mark.parametrize(
    "query", ["Small Yard, High Fence", "小院高墙", "小院高牆", "small-yard-high-fence", "“小院高墙”"]
)
def test_a_phrase_is_found_in_any_language_and_script(query: str) -> None:
    assert [phrase.id for phrase in find(query, PACK)] == ["small-yard-high-fence"]


def test_a_part_finds_all_that_hold_it() -> None:
    assert {"three-principles", "peaceful-coexistence", "five-principles"} <= {p.id for p in find("和平共處", PACK)} | {
        p.id for p in find("peaceful coex", PACK)
    } | {p.id for p in find("和平共", PACK)}
    assert [phrase.id for phrase in find("meet halfway", PACK)] == ["meet-halfway"]
    assert find("的", PACK) == find("…", PACK) == []


def test_an_english_query_finds_its_chinese() -> None:
    (entry,) = search("fight to the end", ran().documents, ran().records, PACK)
    assert [use.form for use in entry.uses] == ["必将奉陪到底", "fight to the end"]


def test_what_the_pack_does_not_know_is_searched_as_it_stands() -> None:
    (entry,) = search("慎重處理", ran().documents, ran().records, PACK)
    assert (entry.status, [use.form for use in entry.uses], dict(entry.labels)) == ("searched", ["慎重处理"], {})
    assert search("“”", ran().documents, ran().records, PACK) == []


@pytest.mark.parametrize("phrase", PACK.phrases.values(), ids=lambda phrase: phrase.id)
def test_every_form_finds_its_phrase_in_either_script(phrase: object) -> None:
    for form in forms_of(phrase).values():  # type: ignore[arg-type]
        for text in (form, _TRADITIONAL.convert(form)):
            found = finder(PACK).find(fold(to_simplified(f"。{text}。")))
            assert [key for key, _, _ in found] == [phrase.id], text  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_script_makes_no_difference(data: st.DataObject) -> None:
    forms = st.sampled_from([form for phrase in PACK.phrases.values() for form in forms_of(phrase).values()])
    text = "，他说，".join(data.draw(st.lists(forms, min_size=1, max_size=5))) + "。"
    turned = "".join(
        other if data.draw(st.booleans()) and len(other := _TRADITIONAL.convert(char)) == 1 else char for char in text
    )
    if to_simplified(turned) != to_simplified(text):
        return  # a character whose traditional form stands for another one too
    assert _spans(turned) == _spans(text)


def _spans(text: str) -> list[tuple[str, int, int]]:
    document = Document(id="d", text=text, language="zh-Hans")
    return [(u.phrase, u.evidence.start, u.evidence.end) for u in uses([document], [], PACK, finder(PACK))]


def test_evidence_is_the_words() -> None:
    texts = {document.id: document.text for document in ran().documents}
    for entry in entries().values():
        for piece in entry_json(entry)["evidence"]:
            assert texts[piece["doc"]][piece["start"] : piece["end"]] == piece["quote"]


def test_without_documents_the_pack_is_listed() -> None:
    found = {entry.id: entry for entry in listed(PACK)}
    assert found["three-principles"].first_known == {
        "date": "2021-11-16", "by": "Xi Jinping", "source": PACK.phrases["three-principles"].first_source,
    }  # fmt: skip
    assert all(not entry.uses for entry in found.values())


def test_the_command(tmp_path: object) -> None:
    runner = CliRunner()
    listed_ = runner.invoke(main, ["phrases", "--format", "jsonl"])
    assert listed_.exit_code == 0
    assert len(listed_.stdout.splitlines()) == len(PACK.phrases)
    path = f"{tmp_path}/a.txt"
    with open(path, "w", encoding="utf-8") as out:
        out.write(TEXTS[0]["text"])
    one = runner.invoke(main, ["phrases", "trade wars have no winners", path, "--format", "json"])
    assert [(row["id"], row["count"]) for row in json.loads(one.stdout)] == [("no-winners", 1)]
    all_ = runner.invoke(main, ["phrases", path, "--format", "table"])
    assert all_.exit_code == 0
    assert "奉陪到底" in all_.stdout
    nobody = runner.invoke(main, ["phrases", "purple monkey", path])
    assert nobody.exit_code == 1
    assert "purple monkey" in nobody.stderr
