"""One document cannot take the others with it, whatever it does: time, memory, the process, or a fault of bilat's."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from bilat import pipeline
from bilat.bounds import UNBOUNDED, Bounded, Bounds
from bilat.cli import main
from bilat.errors import InputError, PackError, UsageError, one_line
from bilat.pipeline import run
from tests.web.served import form_token, pages

GOOD = "Rubio said the United States would act. Wang Yi said China agreed to buy soybeans.\n"


@pytest.fixture
def bounds() -> Iterator[Bounded]:
    with Bounded(seconds=2, memory=300 << 20) as found:
        yield found


def double(number: int) -> int:
    return 2 * number


def sleep(_: Any = None) -> None:
    time.sleep(30)


def uninterruptible(_: Any = None) -> None:
    """A loop in C that hears nothing of Python."""
    ctypes.PyDLL(None).usleep(25_000_000)


def hog(_: Any = None) -> int:
    return len(bytearray(4 << 30))


def die(_: Any = None) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stop(_: Any = None) -> None:
    os._exit(3)


def fault(*_: Any) -> NoReturn:
    raise KeyError("a fault\nof bilat's")


def refuse(_: Any = None) -> NoReturn:
    raise InputError("a.txt", "is empty", "give another")


def unusable(kind: type[Exception]) -> NoReturn:
    raise kind("no such pack")


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (sleep, "takes longer than 2 seconds"), (uninterruptible, "takes longer than 2 seconds"),
        (hog, "needs more memory"), (die, "ended the process that read it (SIGKILL)"), (stop, "(exit status 3)"),
        (fault, "bilat failed on it (KeyError in test_bounds.py:fault)"), (refuse, "is empty"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_refusal_and_the_next_is_done(bounds: Bounded, work: Any, why: str) -> None:
    assert bounds.call("first", double, 21) == 42
    started = time.monotonic()
    with pytest.raises(InputError) as refused:
        bounds.call("a.txt", work, None)
    assert refused.value.where == "a.txt"
    assert why in refused.value.why
    assert time.monotonic() - started < 20
    assert bounds.call("next", double, 4) == 8


@pytest.mark.parametrize("how", [UNBOUNDED, Bounded()])
@pytest.mark.parametrize("kind", [PackError, UsageError])
def test_what_is_no_documents_fault_is_raised_as_it_is(how: Bounds, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="no such pack"):
        how.call("a.txt", unusable, kind)
    if isinstance(how, Bounded):
        how.close()


def test_threads_take_turns(bounds: Bounded) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(bounds.call("a", double, n) - 2 * n))  # type: ignore[misc]
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0] * 20


def test_a_reader_that_is_interrupted_does_not_answer_for_the_next(bounds: Bounded) -> None:
    assert bounds.call("first", double, 2) == 4
    before = signal.signal(signal.SIGALRM, lambda *_: refuse())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(InputError, match="is empty"):
            bounds.call("a.txt", sleep, None)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert bounds.call("next", double, 4) == 8


def hostile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three good documents, and between them one that stops, one that kills and one that breaks its reader."""
    real = pipeline.screened

    def screened(document: Any, pack: Any, **more: Any) -> Any:
        for word, work in (("STOP", sleep), ("KILL", die), ("BREAK", fault)):
            if word in document.text:
                work()
        return real(document, pack, **more)

    monkeypatch.setattr(pipeline, "screened", screened)
    names = []
    for number, word in enumerate(("", "STOP", "", "KILL", "BREAK", "")):
        path = folder / f"{number}.txt"
        path.write_text(f"{GOOD}{word} {number}\n")
        names.append(str(path))
    return names


def test_a_batch_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = hostile(tmp_path, monkeypatch)
    with Bounded(seconds=6) as bounds:
        found = run(paths, bounds=bounds)
    assert [document.path for document in found.documents] == [paths[0], paths[2], paths[5]]
    assert [refusal.where for refusal in found.refused] == [paths[1], paths[3], paths[4]]
    assert {record.doc for record in found.records} == {document.id for document in found.documents}


@pytest.mark.parametrize("command", ["extract", "add"])
def test_the_commands_say_it_in_one_line_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    paths = hostile(tmp_path, monkeypatch)
    more = ["--workspace", str(tmp_path / "w.db")] if command == "add" else []
    told = CliRunner().invoke(main, [command, *paths, "--seconds", "6", *more])
    assert told.exit_code == 1
    refusals = [line for line in told.stderr.splitlines() if line.startswith("bilat: ")]
    assert len(refusals) == 3
    assert "longer than 6 seconds" in refusals[0]
    assert "Traceback" not in told.output


def test_what_is_pasted_is_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile(tmp_path, monkeypatch)
    with pages(tmp_path / "w.db") as client:
        token = form_token(client)
        client.app.state.site.bounds._seconds = 6  # type: ignore[attr-defined]
        for word, status in (("STOP", 400), ("KILL", 400), ("fine", 303)):
            answer = client.post("/documents", data={"form_token": token, "text": f"{GOOD}{word}"})
            assert answer.status_code == status, answer.text


def test_a_message_is_one_line_and_steers_no_terminal() -> None:
    told = str(InputError("a\nbilat: b\x1b[2J\u202e" + "x" * 1000, "why\r\n", "remedy"))
    assert told.isprintable()
    assert len(told) < 700
    assert one_line("毛宁 told “reporters”") == "毛宁 told “reporters”"


def test_a_container_that_breaks_its_reader_is_one_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.csv"
    good.write_text(GOOD)
    bad.write_text("text\na\n")
    monkeypatch.setattr("bilat.reading.reader.read_csv", fault)
    found = run([str(bad), str(good)])
    assert [refusal.where for refusal in found.refused] == [str(bad)]
    assert "KeyError in test_bounds.py:fault" in found.refused[0].why
    assert len(found.documents) == 1
