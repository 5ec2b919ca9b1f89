"""Texts cut into stretches that an encoder can take at once, every word in one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bilat.extract.readers.wordpiece import WordPieces
from bilat.extract.readers.words import Ints, Words

MOST_PIECES = 256  # with the start and the end


@dataclass(frozen=True)
class Stretch:
    """Whole sentences: `pieces` (m,), the `signs` (m,) of the pieces' words, and at which piece each word begins."""

    pieces: Ints
    signs: Ints
    heads: Ints


def stretches(words: Words, vocabulary: WordPieces) -> Iterator[Stretch]:
    """As few as the sentences allow, in order; a sentence that does not fit alone is cut between words."""
    cut = [vocabulary.pieces(form) for form in words.forms]
    sizes = np.array([len(p) for p in cut])
    for a, b in _bounds(words.sentences, sizes):
        pieces = [vocabulary.start, *(piece for one in cut[a:b] for piece in one), vocabulary.end]
        signs = np.zeros(len(pieces), np.int64)
        signs[1:-1] = np.repeat(words.signs[a:b], sizes[a:b])
        yield Stretch(np.array(pieces), signs, 1 + np.cumsum(sizes[a:b]) - sizes[a:b])


def _bounds(sentences: Ints, sizes: Ints) -> Iterator[tuple[int, int]]:
    """The words first..end of each stretch."""
    total = np.concatenate([[0], np.cumsum(sizes)])
    begin, n = 0, len(sizes)
    while begin < n:
        end = int(np.searchsorted(total, total[begin] + MOST_PIECES - 2, "right")) - 1
        if end < n:
            whole = int(np.searchsorted(sentences, sentences[end]))
            end = whole if whole > begin else end
        yield begin, end
        begin = end
