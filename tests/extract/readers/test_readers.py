"""The trained readers: spans, determinism, refusal of models that are not ours, and a floor under what they find."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.errors import PackError, UsageError
from bilat.evaluate.attribution import score
from bilat.evaluate.attribution_files import as_json, evaluate_attributions
from bilat.evaluate.marked import read_marked
from bilat.extract.readers import NAMES, Reader, open_reader, stored
from bilat.extract.readers.words import INSIDE, LINE_BREAK, MARK, OUTSIDE, Lexicon, cut

FIXTURE = Path(__file__).parents[2] / "fixtures" / "en-attribution" / "texts.txt"
POLNEAR = Path("/work/shared/bench/polnear/dev.jsonl")
FLOORS = {"default": 0.75}
POLNEAR_FLOORS = {"default": 0.62}
PIECES = ["He", " says", ", ", "“", "”", '"', "''", "\n", " that ", "Ms. Li", " told us", ".", "’s", "中", "\x00"]


@cache
def reader(name: str) -> Reader:
    return open_reader(name)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    for found in reader("default").read(text):
        assert found.content
        for part in (found.source or (), found.cue, found.content):
            ends = 0
            for begin, end in part:
                assert ends <= begin < end <= len(text)
                assert text[begin:end].strip() or "\n" in text[begin:end]
                ends = end


@pytest.mark.parametrize("name", NAMES)
def test_the_same_text_reads_the_same_whatever_was_read_before(name: str) -> None:
    texts = [text.text for text in read_marked(FIXTURE.read_text("utf-8").splitlines())]
    first = [reader(name).read(text) for text in texts]
    again = [reader(name).read(text) for text in reversed(texts)]
    assert first == again[::-1]
    assert first == [open_reader(name).read(text) for text in texts]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_read(name: str) -> None:
    assert reader(name).read("") == []
    assert reader(name).read("\n\n") == []


@pytest.mark.parametrize("name", NAMES)
def test_own_texts_are_read_well_enough(name: str) -> None:
    rows = [text.as_row() for text in read_marked(FIXTURE.read_text("utf-8").splitlines())]
    report = score([(row, [as_json(found) for found in reader(name).read(str(row["text"]))]) for row in rows])
    assert report.scores["FULL"].gold >= 30
    assert report.scores["FULL"].f1 >= FLOORS[name], report.table()


@pytest.mark.skipif(not POLNEAR.is_file(), reason="PolNeAR is not here; it may not ship")
@pytest.mark.parametrize("name", NAMES)
def test_polnear_development_part(name: str) -> None:
    reader(name)
    report = evaluate_attributions(POLNEAR, reader=name)
    assert report.scores["FULL"].f1 >= POLNEAR_FLOORS[name], report.table()


def test_an_unknown_reader_is_named() -> None:
    with pytest.raises(UsageError, match="there are default"):
        open_reader("other")


def test_a_model_that_was_changed_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "default.safetensors"
    shutil.copy(stored.MODELS / "default.safetensors", model)
    assert stored.checked(model)
    data = bytearray(model.read_bytes())
    data[-1] ^= 1
    model.write_bytes(data)
    with pytest.raises(PackError, match="SHA-256 is not the one"):
        stored.checked(model)


def test_a_model_that_is_not_listed_or_not_there_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.safetensors"
    with pytest.raises(PackError, match="no such model"):
        stored.checked(other)
    other.write_bytes(b"")
    with pytest.raises(PackError, match="not listed"):
        stored.checked(other)


def test_every_model_is_listed_small_and_described() -> None:
    listed = {line.split()[1] for line in stored.HASHES.read_text("utf-8").splitlines()}
    files = [path for path in stored.MODELS.iterdir() if path.suffix in (".safetensors", ".onnx")]
    assert {path.name for path in files} == listed
    assert all(path.stat().st_size < 30_000_000 for path in files)
    card = (stored.MODELS / "MODEL.md").read_text("utf-8")
    assert all(name in card for name in listed)


def test_words_and_their_surroundings() -> None:
    words = cut("Mr. Li said ''no''.\n\n\"Yes, he\nsaid", Lexicon())
    assert words.forms[:5] == ["Mr", ".", "Li", "said", "'"]
    assert words.forms.count(LINE_BREAK) == 2
    states = dict(zip(words.forms, words.states.tolist(), strict=True))
    assert (states["no"], states["Yes"], states["said"]) == (INSIDE, INSIDE, OUTSIDE)
    assert states["'"] == states['"'] == MARK
    sentences = dict(zip(words.forms, words.sentences.tolist(), strict=True))
    assert sentences["Mr"] == sentences["Li"] == 0
    assert sentences["Yes"] > 0
