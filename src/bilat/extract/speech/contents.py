"""What is said: where it begins behind its sign, what stands before it, where a quotation or another word ends it."""

from __future__ import annotations

from bilat.extract.speech.desk import Desk, Speech
from bilat.extract.speech.layout import STOPS
from bilat.extract.speech.signs import OBJECT_KINDS, Sign
from bilat.languages.quotes import Quotation

_REACH = 300  # code points behind a cue within which a word of the writer's may end what is said


class Contents(Desk):
    """Finds the content of a sign's speech."""

    def _inverted(self, speech: Speech, sign: Sign, floor: int, start: int, end: int) -> None:
        """`"...," X said`: the quotation before the subject is what was said."""
        if sign.kind not in ("say", "ask", "think", "accuse", "demand"):
            return
        quote = self.layout.quote_to(floor) or self.layout.quote_to(floor - 1)
        if quote is not None and quote.start >= start and self._opens_sentence(quote, start) and self._unclaimed(quote):
            speech.lead.insert(0, (quote.start, quote.end))
            return
        whole = self.quotation
        if floor <= start + 1 and whole is not None and whole.end <= start and self._unclaimed(whole):
            after = self.view[sign.end : sign.end + 1]
            if sign.end >= end - 1 or after in ("，", ","):
                speech.lead.insert(0, (whole.start, whole.end))
            return
        if sign.end >= end - 1 and floor > start and sign.kind in ("say", "think") and not self.open:
            before = self.layout.trimmed(start, floor)
            if before is not None and before[1] - before[0] >= 5:
                speech.lead.insert(0, before)

    def _opens_sentence(self, quote: Quotation, start: int) -> bool:
        return not any(map(str.isalnum, self.view[start : quote.start]))

    def _unclaimed(self, quote: Quotation) -> bool:
        return not any(s.begin < quote.end and (s.end or 0) > quote.start for s in self.found[-6:])

    def _begin(self, speech: Speech, sign: Sign, quote: Quotation | None, end: int) -> None:
        """Where what is said begins: behind particles, the addressee and the marks; and where a quotation ends it."""
        if sign.kind in ("mute", "stance") and sign.fixed is not None:
            speech.fixed, speech.begin = True, sign.fixed[0]
            self._close(speech, sign.fixed[1])
            if sign.kind == "mute":
                self._topic(speech, sign)
            return
        high = min(end, quote.inner_end) if quote is not None else end
        at = self._addressed(speech.begin, high) if sign.word in self.rules.sets["telling"] else speech.begin
        if sign.kind == "say" and self.layout.quote_from(at + 1) and self.view[at] in self.rules.sets["copula"]:
            at += 1
        colon = False
        while at < high and (self.layout.is_mark(at) or self.view[at].isspace()):
            colon = colon or self.view[at] in "：:"
            at += 1
        speech.begin, speech.paused = at, at > sign.begin
        speech.bound = self._quotation_end(at, end, colon=colon)
        if speech.bound is None:
            self._stop(speech, sign, high, marked=speech.paused)

    def _quotation_end(self, at: int, end: int, *, colon: bool) -> int | None:
        """Where a quotation that begins at once ends what is said; None where the writer's words go on behind it."""
        direct = self.layout.quote_from(at)
        if direct is None or direct.end - direct.start <= 2:
            return None
        after = self.view[direct.end : direct.end + 1]
        stopped = self.view[direct.inner_end - 1] in STOPS + "."
        if colon or stopped or not after or after in STOPS + "；;\n." or direct.end >= end:
            return self._adjacent(direct, colon)
        return None

    def _stop(self, speech: Speech, sign: Sign, high: int, *, marked: bool) -> None:
        """Where what is said ends within its sentence, by a word that is the reporter's again."""
        at = self.layout.clause_end(speech.begin, high)
        high = min(high, speech.begin + _REACH)
        while at < high and self.view[at] in "，,；;":
            if self.view[at] in "；;" and not marked:
                speech.bound = at
                return
            if self._is_own(at, high, sign, marked=marked):
                speech.bound = at
                return
            at = self.layout.clause_end(at + 1, high)

    def _is_own(self, comma: int, high: int, sign: Sign, *, marked: bool) -> bool:
        """True where what stands behind a comma is the writer's: a question back, his own "I", what nobody wants."""
        behind, lists = comma + 1, self.rules.lists
        quoted = self.layout.quote_to(comma) is not None
        if self.rules.asks_back.match(self.view, behind):
            return True
        if quoted and self.view.startswith(lists["first_person"], behind):
            return True
        if sign.kind in OBJECT_KINDS and self.view.startswith(lists["ends_object"], behind):
            return True
        wanting = sign.kind in ("want", "stand", "deny", "name") and not marked
        if wanting and not self.view.startswith(lists["goes_on_wanting"], behind):
            return True
        done = quoted and not marked and sign.kind in ("say", "think", "accuse", "demand", "want")
        if not done:
            return False
        other = self.subjects.first_of(behind, self.layout.clause_end(behind, high))
        return not self._more(behind, high) or (other is not None and other[0] - behind <= 2)

    def _more(self, at: int, high: int) -> bool:
        """True where another quotation follows in the sentence: the words go on."""
        return any(q.start >= at and q.end <= high for q in self.layout.quotes)

    def _adjacent(self, direct: Quotation, colon: bool) -> int:
        at = direct.end
        following = self.layout.quote_from(at)
        while colon and following is not None:
            at = following.end
            following = self.layout.quote_from(at)
        return at

    def _topic(self, speech: Speech, sign: Sign) -> None:
        """`对于X，他没有回应`: what was asked about is what is not answered, where no object follows."""
        if sign.fixed is None or self.layout.trimmed(sign.fixed[1], sign.end) or sign.fixed[0] >= sign.end:
            return
        asked = self.rules.asked.search(self.view, max(0, sign.floor - 40), sign.cue[0][0])
        if asked is not None and "。" not in asked.group():
            speech.cue = [(sign.cue[0][0], sign.end)]
            speech.begin, speech.end = asked.start("thing"), asked.end("thing")

    def _addressed(self, at: int, high: int) -> int:
        known = self.rules.addressee.match(self.view, at, high)
        stop = self.layout.clause_end(at, high)
        if stop < high and self.view[stop] in "，,：:" and stop - at <= 16:
            return stop
        if stop - at <= 16 and stop < high and self.layout.quote_from(stop):
            return stop
        return known.end() if known else at

    def _has_content(self, speech: Speech, sign: Sign, quote: Quotation | None, end: int) -> bool:
        if speech.fixed:
            return True
        high = min(end, quote.inner_end) if quote is not None else end
        rest = self.layout.trimmed(speech.begin, speech.bound or high)
        if speech.lead:
            lacked = sign.kind == "want" and not sign.word
            if rest is None or lacked or (sign.kind in ("say", "ask") and sign.end >= high - 1):
                self._close(speech, speech.begin)
                speech.fixed = True
            return True
        if rest is None:
            return False
        after = self.view[sign.begin : sign.begin + 1]
        marked = sign.begin < len(self.view) and self.layout.is_mark(sign.begin)
        if marked and sign.cue[0][0] < sign.start and self.view[sign.begin] in "，,":
            return False
        if marked and sign.kind in ("want", "stand", "deny") and sign.word not in self.rules.sets["may_pause"]:
            return False
        return not (len(sign.word) == 1 and after in STOPS)
