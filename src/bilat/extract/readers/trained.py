"""What all trained readers share: from the vectors of a text's words to its attributions."""

from abc import ABC, abstractmethod

from bilat.extract.readers import stored
from bilat.extract.readers.decoding import Floats, attributions, cues
from bilat.extract.readers.tagger import Tagger
from bilat.extract.readers.wordpiece import WordPieces
from bilat.extract.readers.words import Lexicon, Words, cut
from bilat.extract.spans import AttributionSpans


class TrainedReader(ABC):
    """Reads English text. One reader serves one thread at a time, since it remembers the words it meets."""

    def __init__(self, data: bytes) -> None:
        """`data`: the bytes of a safetensors file of bench/readers/store.py."""
        told = stored.metadata(data)
        self.tagger = Tagger(stored.arrays(data), told)
        self.pieces = WordPieces(told["vocabulary"].split("\n"))
        self.lexicon = Lexicon()

    @abstractmethod
    def vectors(self, words: Words) -> Floats:
        """(n, input): what the tagger is to know of each of the words, which are cut with this reader's lexicon."""

    def read(self, text: str) -> list[AttributionSpans]:
        """All attributions of `text`, in order of their cues."""
        words = cut(text, self.lexicon)
        if not len(words):
            return []
        least = self.tagger.least
        tags, encoded = self.tagger.encode(self.vectors(words), words)
        found = cues(tags, least.cue)
        if not found:
            return []
        return list(attributions(words, found, *self.tagger.link(words, encoded, found), least))
