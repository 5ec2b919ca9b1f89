"""English text as words with offsets, and the marks beside a word that a reader of attributions looks at.

A word is a run of letters and digits, a single other sign, or a line break with the white space after it. Both readers
and the scripts that train them cut text here, so that a trained weight always meets the words it was trained on.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+|\n\s*|[^\w\s]|_")
LINE_BREAK = "\n"
OPENING, CLOSING, EITHER, SINGLE = frozenset("“„«"), frozenset("”»"), frozenset('"'), frozenset("'`’‘")
OPENS, CLOSES, TURNS, HALF = 1, 2, 3, 4
SENTENCE_ENDS, FULL_STOP = frozenset("!?"), "."
SHORT = 4
LOWER, TITLE, CAPITALS, DIGITS, SIGN, BREAK = range(6)
OUTSIDE, INSIDE, MARK = range(3)
SIGNS = 18  # shape * 3 + state of quotation
FAR_SENTENCES, FAR_QUOTATIONS = 3, 2
STRUCTURES = (2 * FAR_SENTENCES + 1) * (2 * FAR_QUOTATIONS + 1)
Ints = NDArray[np.int64]


def shape(form: str) -> int:
    """One of LOWER, TITLE, CAPITALS, DIGITS (holds one), SIGN, BREAK."""
    if form == LINE_BREAK:
        return BREAK
    if not form[0].isalnum():
        return SIGN
    if any(c.isdigit() for c in form):
        return DIGITS
    if form[0].isupper():
        return CAPITALS if len(form) > 1 and form.isupper() else TITLE
    return LOWER


def quotation_mark(form: str) -> int:
    """What the sign does to a quotation: OPENS, CLOSES, TURNS (either), HALF (two of it are a mark), or 0."""
    for kind, marks in ((OPENS, OPENING), (CLOSES, CLOSING), (TURNS, EITHER), (HALF, SINGLE)):
        if form in marks:
            return kind
    return 0


@dataclass(frozen=True)
class Traits:
    """What is known of a form wherever it stands."""

    shape: int
    mark: int
    ends: bool
    stop: bool
    short: bool


def traits(form: str) -> Traits:
    """`ends`: always ends a sentence; `stop`: does where no title or initial (`short`) stands before it."""
    return Traits(
        shape=shape(form),
        mark=quotation_mark(form),
        ends=form == LINE_BREAK or form in SENTENCE_ENDS,
        stop=form == FULL_STOP,
        short=len(form) <= SHORT and form[:1].isupper(),
    )


class Lexicon:
    """Numbers for the forms met so far, with their traits as columns; it grows by what it reads."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._number: dict[str, int] = {}
        self._columns = np.zeros((1024, 5), np.int8)

    def numbers(self, forms: list[str]) -> Ints:
        """The number of each form; unknown forms get the next ones."""
        known = self._number
        try:
            found = [known[form] for form in forms]
        except KeyError:
            found = [known[form] if form in known else self._add(form) for form in forms]
        return np.array(found, np.int64)

    def columns(self, numbers: Ints) -> NDArray[np.int8]:
        """(n, 5): shape, mark, ends, stop, short."""
        return np.asarray(self._columns[numbers])

    def _add(self, form: str) -> int:
        number = self._number[form] = len(self.forms)
        self.forms.append(form)
        if number >= len(self._columns):
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)])
        t = traits(form)
        self._columns[number] = (t.shape, t.mark, t.ends, t.stop, t.short)
        return number


@dataclass(frozen=True)
class Words:
    """The words of one text: word i has the form `numbers[i]` and stands at `starts[i]..ends[i]` (code points)."""

    lexicon: Lexicon
    numbers: Ints
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def forms(self) -> list[str]:
        """The forms themselves."""
        return [self.lexicon.forms[n] for n in self.numbers]

    @cached_property
    def columns(self) -> NDArray[np.int8]:
        """The traits of each word (see Lexicon.columns)."""
        return self.lexicon.columns(self.numbers)

    @cached_property
    def states(self) -> Ints:
        """OUTSIDE or INSIDE double quotation marks, or MARK for a mark itself.

        Two single marks that touch are one double mark, as typewriters write it. A quotation ends at the end of its
        paragraph, since the next paragraph of a longer speech opens with a mark of its own.
        """
        states = np.zeros(len(self), np.int64)
        marks, shapes = self.columns[:, 1], self.columns[:, 0]
        inside, begun, skip = False, 0, -1
        for i in np.flatnonzero((marks > 0) | (shapes == BREAK)).tolist():
            mark = int(marks[i])
            if i == skip or (mark == HALF and not self._twin(i)):
                continue
            if inside:
                states[begun:i] = np.where(states[begun:i] == MARK, MARK, INSIDE)
            if mark:
                twin = mark == HALF
                states[i : i + 1 + twin] = MARK
                skip = i + 1 if twin else -1
                inside, begun = mark == OPENS or (mark != CLOSES and not inside), i + 1 + twin
            else:
                inside = False
        if inside:
            states[begun:] = INSIDE
        return states

    def _twin(self, i: int) -> bool:
        n = self.numbers
        return i + 1 < len(self) and bool(n[i + 1] == n[i]) and self.starts[i + 1] == self.starts[i] + 1

    @cached_property
    def signs(self) -> Ints:
        """Shape and state of quotation in one number below SIGNS."""
        return self.columns[:, 0].astype(np.int64) * 3 + self.states

    @cached_property
    def sentences(self) -> Ints:
        """The number of the sentence each word stands in.

        A full stop behind a short capitalised word counts as a title's or an initial's; a line break always ends one.
        """
        _, _, ends, stops, short = (self.columns[:, k].astype(bool) for k in range(5))
        titles = np.concatenate([[False], short[:-1]])
        closed = ends | (stops & ~titles)
        return np.asarray(np.cumsum(closed) - closed)

    @cached_property
    def quotations(self) -> Ints:
        """For each word how often a quotation has begun or ended up to it."""
        inside = self.states == INSIDE
        return np.asarray(np.cumsum(np.diff(inside.astype(np.int64), prepend=0) != 0))

    def structure(self, cues: Ints, index: Ints) -> Ints:
        """How many sentences and quotation marks lie between each cue (c,) and the words at `index` (c, k)."""
        s = self.sentences[index] - self.sentences[cues][:, None]
        q = self.quotations[index] - self.quotations[cues][:, None]
        s = np.clip(s, -FAR_SENTENCES, FAR_SENTENCES) + FAR_SENTENCES
        q = np.clip(q, -FAR_QUOTATIONS, FAR_QUOTATIONS) + FAR_QUOTATIONS
        return np.asarray(s * (2 * FAR_QUOTATIONS + 1) + q)


def cut(text: str, lexicon: Lexicon) -> Words:
    """All words of `text` in order; every line break has the one form LINE_BREAK."""
    found = [m.span() for m in WORD.finditer(text)]
    forms = [LINE_BREAK if text[a] == LINE_BREAK else text[a:b] for a, b in found]
    return Words(lexicon, lexicon.numbers(forms), [a for a, _ in found], [b for _, b in found])
