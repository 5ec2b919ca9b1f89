"""From probabilities for words to attributions: the last step of every reader."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilat.extract.readers.words import Ints, Words
from bilat.extract.spans import AttributionSpans

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Thresholds:
    """From which probability on something counts; learnt on articles that no weight was fitted to."""

    cue: float
    word: float
    whole: float


@dataclass(frozen=True)
class Cue:
    """Words first..end of a text that look like a cue, with the highest probability among them."""

    first: int
    end: int
    probability: float


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    e = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True))


def cues(tags: Floats, least: float) -> list[Cue]:
    """Runs of words whose probability of lying in a cue exceeds `least`; `tags` (n, 3): outside, first, further."""
    hot = 1 - tags[:, 0]
    found: list[Cue] = []
    for i in np.flatnonzero(hot > least).tolist():
        p = float(hot[i])
        if found and found[-1].end == i and tags[i, 2] >= tags[i, 1]:
            last = found.pop()
            found.append(Cue(last.first, i + 1, max(last.probability, p)))
        else:
            found.append(Cue(i, i + 1, p))
    return found


def attributions(
    words: Words, found: list[Cue], index: Ints, kinds: Floats, least: Thresholds
) -> Iterator[AttributionSpans]:
    """`kinds` (c, k, 3): for each cue the words at `index` (c, k; ascending, -1 none) as neither, source, content."""
    is_source, is_content = kinds[..., 1] > least.word, kinds[..., 2] > least.word
    for cue, where, kind, sources, contents in zip(found, index, kinds, is_source, is_content, strict=True):
        if not contents.any() or cue.probability * float(kind[contents, 2].mean()) < least.whole:
            continue
        content, source = where[contents & (where >= 0)].tolist(), where[sources & (where >= 0)].tolist()
        if content:
            yield AttributionSpans(
                source=tuple(runs(words, source)) or None,
                cue=((words.starts[cue.first], words.ends[cue.end - 1]),),
                content=tuple(runs(words, content)),
            )


def runs(words: Words, indices: list[int]) -> Iterator[tuple[int, int]]:
    """Spans of neighbouring words among ascending `indices`."""
    begin = last = -1
    for i in indices:
        if i != last + 1 or begin < 0:
            if begin >= 0:
                yield words.starts[begin], words.ends[last]
            begin = i
        last = i
    if begin >= 0:
        yield words.starts[begin], words.ends[last]
