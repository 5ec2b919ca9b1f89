"""Attribution corpora as words and labels, for the scripts that train the readers."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bilat.extract.readers.words import Lexicon, Words, cut

NEAR_CUE_PARTS = 3


@dataclass
class Article:
    """One annotated text: `cues` holds a tag a word (0 none, 1 first, 2 further), `links` an entry an attribution."""

    record: dict[str, Any]
    words: Words
    cues: np.ndarray
    links: list[tuple[int, int, np.ndarray, np.ndarray]]


def touched(words: Words, spans: list[list[int]] | None) -> np.ndarray:
    """Indices of the words that share a character with one of `spans`."""
    hit = np.zeros(len(words), bool)
    starts, ends = np.asarray(words.starts), np.asarray(words.ends)
    for a, b in spans or ():
        hit |= (starts < b) & (ends > a)
    return np.flatnonzero(hit)


def article(record: dict[str, Any], lexicon: Lexicon) -> Article:
    words = cut(record["text"], lexicon)
    cues = np.zeros(len(words), np.int64)
    links = []
    for one in record["attributions"]:
        cue = touched(words, one.get("cue"))
        if not len(cue):
            continue
        gaps = np.flatnonzero(np.diff(cue) > NEAR_CUE_PARTS)
        first, last = int(cue[0]), int(cue[gaps[0]] if len(gaps) else cue[-1])
        if cues[first : last + 1].any():
            continue
        cues[first], cues[first + 1 : last + 1] = 1, 2
        links.append((first, last + 1, touched(words, one.get("source")), touched(words, one.get("content"))))
    return Article(record, words, cues, links)


def in_order(path: Path) -> list[dict[str, Any]]:
    """The corpus in the fixed shuffled order whose first articles are kept aside for choosing."""
    with path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines if line.strip()]
    random.Random(7).shuffle(found)
    return found
