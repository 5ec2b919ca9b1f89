"""The networks both readers share, in NumPy: words to cue tags, then the words around each cue to source and content.

Dilated convolutions over words (Strubell et al. 2017) with residual sums. The second network sees, for each word around
a cue, its vector gated by the cue's, how far from the cue it stands, and how many sentence ends and quotation marks lie
between.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bilat.extract.readers.convolution import Convolution, stacked
from bilat.extract.readers.decoding import Cue, Floats, Thresholds, softmax
from bilat.extract.readers.words import Ints, Words

AT_ONCE = 8  # cues; what is worked on then stays in a processor's cache


@dataclass(frozen=True)
class Tagger:
    """`w`: the weights by name, as bench/readers/store.py writes them; `told`: the head of their file."""

    w: dict[str, Floats]
    told: dict[str, str]

    @property
    def least(self) -> Thresholds:
        """The thresholds learnt with the weights."""
        return Thresholds(*(float(self.told[k]) for k in ("least_cue", "least_word", "least_whole")))

    @cached_property
    def stacks(self) -> dict[str, list[Convolution]]:
        """The convolutions of both networks, `blocks` for all words and `links` for the words around a cue."""
        found = {}
        for name, told in (("blocks", "steps"), ("links", "link_steps")):
            found[name] = [
                Convolution(self.w[f"{name}.{i}.weight"], self.w[f"{name}.{i}.bias"], int(step))
                for i, step in enumerate(self.told[told].split())
            ]
        return found

    def encode(self, vectors: Floats, words: Words) -> tuple[Floats, Floats]:
        """(n, input) vectors of the words -> (n, 3) probabilities of cue tags, (n, d) vectors in context."""
        w = self.w
        x = vectors @ w["into.weight"]
        x += (w["into.bias"] + w["signs"])[words.signs]
        np.maximum(x, 0, out=x)
        x = stacked(self.stacks["blocks"], x[None], np.array([len(x)]))[0]
        hidden = np.maximum(x @ w["cue.0.weight"] + w["cue.0.bias"], 0)
        return softmax(hidden @ w["cue.2.weight"] + w["cue.2.bias"]), x

    def link(self, words: Words, encoded: Floats, found: list[Cue]) -> tuple[Ints, Floats]:
        """For each cue the words around it (c, k; -1 none) and their probabilities (c, k, 3): none, source, content."""
        shared = encoded @ self.w["share.weight"]
        shared += self.w["share.bias"]
        width = int(self.told["before"]) + int(self.told["after"]) + max(c.end - c.first for c in found)
        groups = [found[i : i + AT_ONCE] for i in range(0, len(found), AT_ONCE)]
        parts = [self._link(words, encoded, shared, group, width) for group in groups]
        return np.concatenate([index for index, _ in parts]), np.concatenate([kinds for _, kinds in parts])

    def _link(self, words: Words, encoded: Floats, shared: Floats, found: list[Cue], width: int) -> tuple[Ints, Floats]:
        w = self.w
        before, after = int(self.told["before"]), int(self.told["after"])
        first, end = np.array([c.first for c in found]), np.array([c.end for c in found])
        low = np.maximum(0, first - before)
        sizes = np.minimum(len(words), end + after) - low
        offset = np.arange(width)
        there = offset < sizes[:, None]
        index = np.where(there, low[:, None] + offset, 0)
        centre = np.stack([encoded[c.first : c.end].mean(0) for c in found])
        x = shared[index]
        x *= (centre @ w["gate.weight"] + w["gate.bias"])[:, None]
        x += (centre @ w["centre.weight"] + w["centre.bias"])[:, None]
        x += w["place"][places(low[:, None] + offset, first[:, None], end[:, None], before, after)]
        x += w["structure"][words.structure(first, index)]
        np.maximum(x, 0, out=x)
        x = stacked(self.stacks["links"], x, sizes)
        return np.where(there, index, -1), softmax(np.asarray(x @ w["last.weight"] + w["last.bias"], np.float32))


def places(index: Ints, first: Ints, end: Ints, before: int, after: int) -> Ints:
    """Where a word stands beside its cue: 0 to `before` - 1 in front of it, `before` in it, larger behind it."""
    left = np.clip(index - first, -before, -1) + before
    right = np.clip(index - end + 1, 1, after) + before
    return np.where(index < first, left, np.where(index < end, before, right))
