"""The trained readers: spans, determinism, refusal of models that are not ours, and a floor under what they find."""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.cli import main
from bilat.errors import PackError, UsageError
from bilat.evaluate.attribution import score
from bilat.evaluate.attribution_files import as_json, evaluate_attributions
from bilat.evaluate.marked import read_marked
from bilat.extract.readers import NAMES, Reader, open_reader, stored
from bilat.extract.readers.stretches import MOST_PIECES, stretches
from bilat.extract.readers.trained import TrainedReader
from bilat.extract.readers.wordpiece import WordPieces
from bilat.extract.readers.words import INSIDE, LINE_BREAK, MARK, OUTSIDE, Lexicon, cut

FIXTURE = Path(__file__).parents[2] / "fixtures" / "en-attribution" / "texts.txt"
POLNEAR = Path("/work/shared/bench/polnear/dev.jsonl")
FLOORS = {"default": 0.75, "accurate": 0.8}
POLNEAR_FLOORS = {"default": 0.62, "accurate": 0.66}
MODELS = [line.split()[1] for line in stored.HASHES.read_text("utf-8").splitlines()]
PIECES = ["He", " says", ", ", "“", "”", '"', "''", "\n", " that ", "Ms. Li", " told us", ".", "’s", "中", "\x00"]


@cache
def reader(name: str) -> Reader:
    if name == "accurate":
        pytest.importorskip("onnxruntime", reason="the extra `accurate` is not installed")
    return open_reader(name)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_lie_in_the_text_in_order_and_apart(name: str, text: str) -> None:
    for found in reader(name).read(text):
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
    other = open_reader(name)
    assert first == [other.read(text) for text in texts]


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
    with pytest.raises(UsageError, match="there are default, accurate"):
        open_reader("other")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(UsageError, match=r"pip install 'bilat\[accurate\]'"):
        open_reader("accurate")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "1", "text": "He said so.", "attributions": []}\n', "utf-8")
    result = CliRunner().invoke(main, ["evaluate", "--reader", "accurate", str(gold)])
    assert result.exit_code == 2
    assert "bilat[accurate]" in result.output


def test_the_default_reader_needs_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    (found,) = open_reader("default").read("The minister said that the talks would resume.")
    assert found.source == ((0, 12),)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_that_was_changed_is_refused(tmp_path: Path, name: str) -> None:
    model = tmp_path / name
    shutil.copy(stored.MODELS / name, model)
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
    assert sum(path.stat().st_size for path in files) < 30_000_000
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


def test_a_long_text_is_read_by_whole_sentences_and_every_word_once() -> None:
    pieces = WordPieces(["[UNK]", "[CLS]", "[SEP]", "[unused0]", "a", "##b", "."])
    text = "A ab ab. " * 90 + "ab " * 300 + "\nab."
    words = cut(text, Lexicon())
    found = list(stretches(words, pieces))
    assert sum(len(stretch.heads) for stretch in found) == len(words)
    assert all(len(stretch.pieces) == len(stretch.signs) <= MOST_PIECES for stretch in found)
    assert all((stretch.pieces[0], stretch.pieces[-1]) == (1, 2) for stretch in found)
    heads = np.concatenate([stretch.pieces[stretch.heads] for stretch in found])
    assert heads.tolist() == [pieces.pieces(form)[0] for form in words.forms]
    assert found[0].pieces[-2] == pieces.ids["."], "the first stretch ends where a sentence does"


def test_what_is_said_of_a_word_depends_on_its_sentence() -> None:
    """Not so for the default reader's vectors: the accurate reader's are of words in context."""
    accurate = reader("accurate")
    assert isinstance(accurate, TrainedReader)
    words = cut("The state said so. They state it.", accurate.lexicon)
    vectors = accurate.vectors(words)
    first, second = (i for i, form in enumerate(words.forms) if form == "state")
    assert not np.allclose(vectors[first], vectors[second])
