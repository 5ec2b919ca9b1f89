"""Words cut into the pieces of a BERT vocabulary: lower case, no accents, the longest piece first (Wu et al. 2016)."""

import unicodedata
from collections.abc import Sequence

from bilat.extract.readers.words import LINE_BREAK

UNKNOWN, START, END, BREAK = "[UNK]", "[CLS]", "[SEP]", "[unused0]"
MOST_PIECES = 6


class WordPieces:
    """Pieces by word for one vocabulary; each different word is cut once and remembered."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.start, self.end = self.ids[START], self.ids[END]
        self._known: dict[str, tuple[int, ...]] = {LINE_BREAK: (self.ids[BREAK],)}

    def pieces(self, word: str) -> tuple[int, ...]:
        """Ids of the pieces of `word`, at least one and at most MOST_PIECES."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._cut(word)
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
        out: list[int] = []
        at = 0
        while at < len(plain):
            for end in range(len(plain), at, -1):
                piece = ("##" if at else "") + plain[at:end]
                if piece in self.ids:
                    out.append(self.ids[piece])
                    at = end
                    break
            else:
                return (self.ids[UNKNOWN],)
        return tuple(out[:MOST_PIECES]) or (self.ids[UNKNOWN],)
