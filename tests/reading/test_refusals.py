"""What cannot be read gives one line, quickly, and the batch goes on."""

from __future__ import annotations

import io
import json
import os
import pathlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.errors import InputError
from bilat.model import Document
from bilat.reading import read
from bilat.reading import sources as limits

SENTENCE = "The two sides met in Madrid on September 14, 2025, and agreed to meet again before the deadline.\n"


def refusal(path: pathlib.Path) -> InputError:
    [only] = list(read([str(path)]))
    assert isinstance(only, InputError)
    assert "\n" not in str(only)
    assert only.where
    assert only.why
    assert only.remedy
    return only


@pytest.mark.parametrize("suffix", [".txt", ".html", ".pdf", ".jsonl", ".md"])
@pytest.mark.parametrize("content", [b"", b" \n\t\n", "\ufeff".encode(), b"\x00" * 100, "　\n".encode()])
def test_empty_is_refused(tmp_path: pathlib.Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    refusal(path)


def test_binary_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    assert "binary" in refusal(path).why


def test_what_is_not_there_or_not_readable(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in refusal(tmp_path / "absent.txt").why
    dangling = tmp_path / "dangling.txt"
    dangling.symlink_to(tmp_path / "nowhere")
    assert "no such file" in refusal(dangling).why
    secret = tmp_path / "secret.txt"
    secret.write_text(SENTENCE)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(secret))

    monkeypatch.setattr("builtins.open", deny)
    assert "permission" in refusal(secret).why


def test_folder_that_may_not_be_listed(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", deny)
    assert "permission" in refusal(tmp_path).why


def test_unsupported_file_is_refused_by_name_and_skipped_in_a_folder(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.txt").write_text(SENTENCE)
    (tmp_path / ".hidden.txt").write_text(SENTENCE)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_text(SENTENCE)
    refusal(tmp_path / "a.json")
    assert [item.path for item in read([str(tmp_path)]) if isinstance(item, Document)] == [str(tmp_path / "b.txt")]
    assert len(list(read([str(tmp_path)]))) == 1


def test_folder_without_anything_to_read(tmp_path: pathlib.Path) -> None:
    refusal(tmp_path)


def test_pipe_is_refused_and_not_waited_for(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.txt"
    os.mkfifo(path)
    assert "regular" in refusal(path).why


def test_bad_ones_do_not_stop_the_batch(tmp_path: pathlib.Path) -> None:
    for name, content in {
        "a.txt": b"",
        "b.txt": SENTENCE.encode(),
        "c.pdf": b"%PDF-1.4 broken",
        "d.txt": b"ok then.",
    }.items():
        (tmp_path / name).write_bytes(content)
    kinds = [type(item).__name__ for item in read([str(tmp_path)])]
    assert kinds == ["InputError", "Document", "InputError", "Document"]


def test_file_above_the_limit_is_refused_unread(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(limits.LARGEST_FILE + 1)
    started = time.process_time()
    assert "64 MB" in refusal(path).why
    assert time.process_time() - started < 0.5


def test_one_endless_line_is_refused_quickly(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"word " * 10_000_000)
    started = time.process_time()
    assert "line" in refusal(path).why
    assert time.process_time() - started < 2


def test_line_limit_counts_characters(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("中" * (limits.LONGEST_LINE + 1), encoding="utf-8")
    assert "line" in refusal(path).why


def test_text_above_the_limit_is_refused(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_TEXT", 100)
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE * 2)
    assert "100 characters" in refusal(path).why


BOMBS = {
    "nested": "<div>" * 100_000 + "text" + "</div>" * 100_000,
    "unclosed": "<b><i><span>" * 40_000 + "text",
    "attribute": '<p title="' + "x" * 5_000_000 + '">text</p>',
    "entities": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>&b;</p></body></html>',
    "brackets": "<" * 200_000,
    "comments": "<!-- " * 50_000,
    "half tags": "<a " * 100_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_markup_bombs_end_within_seconds(tmp_path: pathlib.Path, bomb: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(BOMBS[bomb], encoding="utf-8")
    started = time.process_time()
    assert len(list(read([str(path)]))) == 1
    assert time.process_time() - started < 5


def test_bad_rows_are_refused_one_by_one(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [
        json.dumps({"id": "one", "text": SENTENCE, "published": "2025-09-14", "outlet": "Example Post"}),
        "{broken",
        json.dumps({"title": "no text"}),
        json.dumps(["not", "an", "object"]),
        json.dumps({"text": SENTENCE, "published": 20250914}),
        json.dumps({"text": SENTENCE, "published": "soon"}),
        '{"text": "half \\ud800 a pair"}',
        "",
        json.dumps({"text": "  "}),
        json.dumps({"id": 7, "text": SENTENCE}),
        json.dumps({"text": SENTENCE}),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    items = list(read([str(path)]))
    good = [item for item in items if isinstance(item, Document)]
    assert [item.path for item in good] == [f"{path}#one", f"{path}#7", f"{path}#11"]
    assert good[0].published == "2025-09-14"
    assert good[0].outlet == "Example Post"
    assert len(items) == 10


def test_deep_json_is_one_refusal(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("[" * 100_000 + "\n" + json.dumps({"text": SENTENCE}), encoding="utf-8")
    assert [type(item).__name__ for item in read([str(path)])] == ["InputError", "Document"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400))
def test_any_bytes_give_one_answer(raw: bytes) -> None:
    items = list(read(["-"], stdin=io.BytesIO(raw)))
    for item in items:
        assert isinstance(item, InputError | Document)
    assert items


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200), suffix=st.sampled_from([".txt", ".html", ".pdf", ".jsonl"]))
def test_any_bytes_in_any_file(tmp_path: pathlib.Path, raw: bytes, suffix: str) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(raw)
    assert all(isinstance(item, InputError | Document) for item in read([str(path)]))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_kept_spans_are_sorted_disjoint_and_inside(text: str) -> None:
    row = json.dumps({"text": text}).encode()
    for item in read(["-"], stdin=io.BytesIO(row)):
        if isinstance(item, Document):
            assert item.text == text
            last = 0
            for start, end in item.kept:
                assert last <= start < end <= len(text)
                last = end
            assert item.kept
