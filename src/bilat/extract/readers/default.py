"""The default reader: NumPy alone, fast enough to run on everything."""

import numpy as np

from bilat.extract.readers import stored
from bilat.extract.readers.decoding import Floats
from bilat.extract.readers.trained import TrainedReader
from bilat.extract.readers.words import Words

MODEL = "default.safetensors"


class DefaultReader(TrainedReader):
    """A word's vector is the mean of its pieces' vectors, worked out once and remembered."""

    def __init__(self, data: bytes | None = None) -> None:
        """`data`: a model file's bytes, the package's own by default. Raises PackError where that fails its hash."""
        super().__init__(stored.checked(stored.MODELS / MODEL) if data is None else data)
        self._vectors = np.zeros((1024, self.tagger.w["words"].shape[1]), np.float32)
        self._known = 0

    def vectors(self, words: Words) -> Floats:
        """The same for a form wherever it stands."""
        table = self.tagger.w["words"]
        for form in self.lexicon.forms[self._known :]:
            if self._known >= len(self._vectors):
                self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
            self._vectors[self._known] = table[list(self.pieces.pieces(form))].mean(0)
            self._known += 1
        return np.asarray(self._vectors[words.numbers])
