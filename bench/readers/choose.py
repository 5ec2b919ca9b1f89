"""Choose a reader's thresholds on the articles that were kept aside from training, by FULL F1.

python -m readers.choose default CORPUS.jsonl MODEL.safetensors [--features CORPUS.npy]     (from bench/)

Prints the best combinations; give the first to readers.store.
"""

import argparse
import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bilat.evaluate.attribution import AttributionReport, score
from bilat.evaluate.attribution_files import as_json
from bilat.extract.readers import stored
from bilat.extract.readers.decoding import Cue, Thresholds, attributions, cues
from bilat.extract.readers.default import DefaultReader
from bilat.extract.readers.tagger import Tagger
from bilat.extract.readers.wordpiece import WordPieces
from readers.train import Example, examples

LOWEST = 0.12
GRID = {"cue": (0.15, 0.2, 0.3, 0.4, 0.5), "word": (0.35, 0.42, 0.5), "whole": (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)}


@dataclass
class Seen:
    example: Example
    found: list[Cue]
    index: Any
    kinds: Any


def look(tagger: Tagger, example: Example, vectors: Any) -> Seen:
    words = example.art.words
    tags, encoded = tagger.encode(vectors, words)
    found = cues(tags, LOWEST)
    index, kinds = tagger.link(words, encoded, found) if found else (np.zeros((0, 1), int), np.zeros((0, 1, 3)))
    return Seen(example, found, index, kinds)


def result(seen: list[Seen], least: Thresholds) -> AttributionReport:
    rows = []
    for s in seen:
        keep = [i for i, c in enumerate(s.found) if c.probability >= least.cue]
        found = attributions(s.example.art.words, [s.found[i] for i in keep], s.index[keep], s.kinds[keep], least)
        rows.append((s.example.art.record, [as_json(f) for f in found]))
    return score(rows, 0)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("kind")
    p.add_argument("corpus", type=Path)
    p.add_argument("model", type=Path)
    p.add_argument("--features", type=Path)
    p.add_argument("--keep-aside", type=int, default=40)
    a = p.parse_args()
    data = a.model.read_bytes()
    told = stored.metadata(data)
    aside = examples(a.corpus, WordPieces(told["vocabulary"].split("\n")), a.features)[: a.keep_aside]
    tagger = Tagger(stored.arrays(data), told)
    reader = DefaultReader(data) if a.kind == "default" else None
    seen = []
    for e in aside:
        if reader:
            numbers = reader.lexicon.numbers(e.art.words.forms)
            e.art.words = replace(e.art.words, numbers=numbers, lexicon=reader.lexicon)
            vectors = reader._of_forms(numbers)
        else:
            vectors = np.asarray(e.features, np.float32)
        seen.append(look(tagger, e, vectors))
    tried = []
    for cue, word, whole in itertools.product(*GRID.values()):
        if whole <= cue:
            report = result(seen, Thresholds(cue, word, whole))
            tried.append((report.scores["FULL"].f1, cue, word, whole, report))
    tried.sort(key=lambda t: t[:4], reverse=True)
    for f1, cue, word, whole, _ in tried[:8]:
        print(f"{100 * f1:.1f}  cue {cue} word {word} whole {whole}")
    print(tried[0][-1].table())


if __name__ == "__main__":
    main()
