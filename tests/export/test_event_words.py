"""Types and parties of events by words: the vocabulary keeps to PLOVER, and does well on PLOVER's own gold records."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.export.formats.dataset import data
from bilat.export.formats.event_actors import named, parties
from bilat.export.formats.event_words import told
from bilat.languages.script import to_simplified, to_traditional

GOLD = Path("/work/shared/bench/plover/PLOVER_GSR_CAMEO.json")
BENCH = Path(__file__).parents[2] / "bench" / "plover.py"


@pytest.mark.parametrize("book", ["event_words", "event_words_zh"])
def test_the_vocabulary_keeps_to_the_types_and_modes(book: str) -> None:
    types = data("plover")["types"]
    words = data(book)
    for kind, behind in words.get("follows", {}).items():
        assert set(behind) <= set(types)
        assert set(behind.values()) <= set(types[kind]["modes"])
    assert set(words["types"]) == set(types)
    assert set(words["acts"].values()) <= set(types)
    assert set(words["together"]) <= set(types)
    for kind, groups in words["types"].items():
        for group in groups:
            assert set(group) <= {"mode", "forms", "base", "weak"}
            assert group.get("mode") in {None, *types[kind]["modes"]}, (kind, group.get("mode"))


# Sentences of our own.
SENTENCES = [
    ("Norway threatened to impose tariffs on Sweden.", "THREATEN", "restrict", ("NOR",), ("SWE",)),
    ("Peru will lift the visa rule for Chile next spring.", "AGREE", None, ("PER",), ("CHL",)),
    ("Ghana will boycott the fair in Togo.", "THREATEN", None, ("GHA",), ("TGO",)),
    ("Kenya refused to extend the lease held by Uganda.", "REJECT", None, ("KEN",), ("UGA",)),
    ("The envoy of Malta was accused of smuggling by Italy.", "ACCUSE", "disapprove", ("ITA",), ("MLT",)),
    ("Finland and Estonia held talks on ferries, a spokesman said.", "CONSULT", None, ("FIN", "EST"), ()),
    ("Thousands marched through Lisbon against a new tax.", "PROTEST", "demo", ("PRT",), ()),
    ("After the war with Iran, Iraq demanded a loan from its neighbour Kuwait.", "REQUEST", None, ("IRQ",), ("KWT",)),
    ("Canada sent reinforcements to the border.", "MOBILIZE", None, ("CAN",), ()),
    ("Chad withdrew its troops from Sudan.", "RETREAT", "withdraw", ("TCD",), ("SDN",)),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind", "mode", "source", "target"), SENTENCES)
def test_who_does_what_to_whom(
    sentence: str, kind: str, mode: str | None, source: tuple[str, ...], target: tuple[str, ...]
) -> None:
    event = told(sentence)[0]
    assert (event.type, event.mode) == (kind, mode)
    found = parties(sentence, event)
    assert found.source == source
    assert found.target in (target, target or found.source)


CHINESE = [
    ("挪威威胁加征瑞典商品的关税。", "THREATEN", "restrict"),
    ("如果对方一意孤行，我方将采取反制措施。", "THREATEN", "restrict"),
    ("我们将继续采购大豆。", "AGREE", None),
    ("该部敦促对方立即取消关税。", "REQUEST", "yield"),
    ("外长呼吁两国尽快谈判。", "REQUEST", "meet"),
    ("发言人谴责这一做法。", "ACCUSE", "disapprove"),
    ("商务部宣布对有关企业立案调查。", "ACCUSE", "investigate"),
    ("两国外长通了电话。", "CONSULT", "phone"),
    ("总理将访问首都。", "AGREE", None),
    ("总理访问了首都。", "CONSULT", "visit"),
    ("政府把两家企业列入实体清单。", "SANCTION", "sever"),
    ("该国拒绝谈判。", "REJECT", "meet"),
    ("绝不让步。", "REJECT", "yield"),
    ("数千人上街游行。", "PROTEST", "demo"),
    ("政府决定暂停加征关税。", "RETREAT", "ease"),
    ("将军出席了晚宴。", None, None),
]


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("sentence", "kind", "mode"), CHINESE)
def test_chinese_in_both_scripts(sentence: str, kind: str | None, mode: str | None, script: str) -> None:
    written = to_traditional(sentence) if script == "zh-Hant" else sentence
    events = told(written, script)
    first = (events[0].type, events[0].mode) if events else (None, None)
    assert first == (kind, mode)
    assert [(one.start, one.end) for one in events] == [(one.start, one.end) for one in told(sentence, "zh")]


def test_every_chinese_word_can_be_found() -> None:
    """Written in simplified characters: the view in which words are looked up has no others."""
    book = data("event_words_zh")
    groups = [group for listed in book["types"].values() for group in listed]
    forms = [form for group in groups for when in ("forms", "base", "weak") for form in group.get(when, ())]
    forms += [form for name in ("intent", "refusal", "none") for form in book[name]]
    assert [form for form in forms if to_simplified(form) != form] == []


def test_a_sentence_without_such_words_is_no_event() -> None:
    assert told("The sky over the harbour is blue.") == []


@given(st.text(max_size=200))
def test_any_text_is_read_and_offsets_lie_in_it(text: str) -> None:
    for event in told(text, "zh"):
        assert 0 <= event.start < event.end <= len(text)
    for event in told(text):
        assert 0 <= event.start < event.end <= len(text)
        parties(text, event)
    for name in named(text):
        assert 0 <= name.start < name.end <= len(text)


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_plover", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_plover"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not GOLD.is_file(), reason=f"PLOVER's gold records are not here ({GOLD})")
def test_the_gold_records() -> None:
    """Clearly better than the most frequent type and than keywords, on the half that the words were not made on."""
    module = bench()
    made_on, other = module.halves(module.gold(GOLD))
    assert (len(made_on), len(other)) == (165, 157)
    scores = {name: module.score(other, read) for name, read in module.readers(made_on).items()}
    ours, keywords, majority = scores["bilat"], scores["keywords"], scores["majority"]
    assert ours["type"] >= 0.68
    assert ours["type"] > keywords["type"] + 0.1
    assert ours["type"] > majority["type"] + 0.5
    assert ours["actors"] > keywords["actors"] + 0.1
    assert ours["all"] > keywords["all"] + 0.1
