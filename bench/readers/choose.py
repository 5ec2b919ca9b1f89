"""Choose a reader's thresholds on the articles that were kept aside from training, by FULL F1.

python -m readers.choose CORPUS.jsonl MODEL.safetensors     (from bench/; beside it the encoder, where it has one)

Prints the best combinations; give the first to readers.store.
"""

import argparse
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bilat.evaluate.attribution import AttributionReport, score
from bilat.evaluate.attribution_files import as_json
from bilat.extract.readers.accurate import AccurateReader
from bilat.extract.readers.decoding import Cue, Thresholds, attributions, cues
from bilat.extract.readers.default import DefaultReader
from bilat.extract.readers.trained import TrainedReader
from bilat.extract.readers.words import Words, cut
from readers.corpus import in_order

LOWEST = 0.12
GRID = {"cue": (0.15, 0.3, 0.45), "word": (0.35, 0.38, 0.42, 0.5), "whole": (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)}


@dataclass
class Seen:
    record: dict[str, Any]
    words: Words
    found: list[Cue]
    index: Any
    kinds: Any


def look(reader: TrainedReader, record: dict[str, Any]) -> Seen:
    words = cut(record["text"], reader.lexicon)
    tags, encoded = reader.tagger.encode(reader.vectors(words), words)
    found = cues(tags, LOWEST)
    none = np.zeros((0, 1), int), np.zeros((0, 1, 3))
    return Seen(record, words, found, *(reader.tagger.link(words, encoded, found) if found else none))


def result(seen: list[Seen], least: Thresholds) -> AttributionReport:
    rows = []
    for s in seen:
        keep = [i for i, c in enumerate(s.found) if c.probability >= least.cue]
        found = attributions(s.words, [s.found[i] for i in keep], s.index[keep], s.kinds[keep], least)
        rows.append((s.record, [as_json(f) for f in found]))
    return score(rows, 0)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("corpus", type=Path)
    p.add_argument("model", type=Path)
    p.add_argument("--keep-aside", type=int, default=40)
    a = p.parse_args()
    encoder = a.model.with_suffix(".onnx")
    data = a.model.read_bytes()
    reader = AccurateReader(data, encoder.read_bytes()) if encoder.exists() else DefaultReader(data)
    seen = [look(reader, record) for record in in_order(a.corpus)[: a.keep_aside]]
    tried = []
    for cue, word, whole in itertools.product(*GRID.values()):
        report = result(seen, Thresholds(cue, word, whole))
        tried.append((report.scores["FULL"].f1, cue, word, whole, report))
    tried.sort(key=lambda t: t[:4], reverse=True)
    for f1, cue, word, whole, _ in tried[:8]:
        print(f"{100 * f1:.1f}  cue {cue} word {word} whole {whole}")
    print(tried[0][-1].table())


if __name__ == "__main__":
    main()
