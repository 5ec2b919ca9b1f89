"""The accurate reader: an encoder, run by ONNX Runtime (extra `accurate`), under networks like the default reader's."""

import numpy as np

from bilat.errors import UsageError
from bilat.extract.readers import stored
from bilat.extract.readers.decoding import Floats
from bilat.extract.readers.stretches import stretches
from bilat.extract.readers.trained import TrainedReader
from bilat.extract.readers.words import Words

MODEL, ENCODER = "accurate.safetensors", "accurate.onnx"


class AccurateReader(TrainedReader):
    """A word's vector is what the encoder says of its first piece, among the sentences around it."""

    def __init__(self, data: bytes | None = None, encoder: bytes | None = None) -> None:
        """The bytes of the two model files, the package's own by default.

        Raises UsageError where ONNX Runtime is not installed, PackError where a file fails its hash.
        """
        try:
            import onnxruntime
        except ImportError as error:
            raise UsageError("the accurate reader needs ONNX Runtime: pip install 'bilat[accurate]'") from error
        super().__init__(stored.checked(stored.MODELS / MODEL) if data is None else data)
        encoder = stored.checked(stored.MODELS / ENCODER) if encoder is None else encoder
        self.session = onnxruntime.InferenceSession(encoder, providers=["CPUExecutionProvider"])

    def vectors(self, words: Words) -> Floats:
        """One stretch after the other, which is fastest: nothing is padded, and the work stays in the cache."""
        found = []
        for stretch in stretches(words, self.pieces):
            inputs = {"pieces": stretch.pieces[None], "signs": stretch.signs[None]}
            found.append(self.session.run(None, inputs)[0][0, stretch.heads])
        return np.concatenate(found)
