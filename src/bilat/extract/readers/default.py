"""The default reader: NumPy alone, fast enough to run on everything."""

import numpy as np

from bilat.extract.readers import stored
from bilat.extract.readers.decoding import Floats, attributions, cues
from bilat.extract.readers.tagger import Tagger
from bilat.extract.readers.wordpiece import WordPieces
from bilat.extract.readers.words import Ints, Lexicon, cut
from bilat.extract.spans import AttributionSpans

MODEL = "default.safetensors"


class DefaultReader:
    """Reads English text. A word's vector is the mean of its pieces' vectors, worked out once and remembered.

    One reader serves one thread at a time, since it remembers the words it meets.
    """

    def __init__(self, data: bytes | None = None) -> None:
        """`data`: a model file's bytes, the package's own by default. Raises PackError where that fails its hash."""
        data = stored.checked(stored.MODELS / MODEL) if data is None else data
        told = stored.metadata(data)
        self.tagger = Tagger(stored.arrays(data), told)
        self.pieces = WordPieces(told["vocabulary"].split("\n"))
        self.lexicon = Lexicon()
        self._vectors = np.zeros((1024, self.tagger.w["words"].shape[1]), np.float32)
        self._known = 0

    def read(self, text: str) -> list[AttributionSpans]:
        """All attributions of `text`, in order of their cues."""
        words = cut(text, self.lexicon)
        if not len(words):
            return []
        least = self.tagger.least
        tags, encoded = self.tagger.encode(self._of_forms(words.numbers), words)
        found = cues(tags, least.cue)
        if not found:
            return []
        return list(attributions(words, found, *self.tagger.link(words, encoded, found), least))

    def _of_forms(self, numbers: Ints) -> Floats:
        table = self.tagger.w["words"]
        for form in self.lexicon.forms[self._known :]:
            if self._known >= len(self._vectors):
                self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
            self._vectors[self._known] = table[list(self.pieces.pieces(form))].mean(0)
            self._known += 1
        return np.asarray(self._vectors[numbers])
