"""A passage of a document with the words that a record rests on marked in it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from bilat.model import Document, Record, Span

_AROUND = 120  # code points shown before and after the words


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """A record's words where they stand. Shows itself in a notebook; `str` gives the words in brackets."""

    document: Document
    record: Record

    def __str__(self) -> str:
        return " … ".join(f"{before}[{words}]{after}" for before, words, after in map(self._around, self._spans()))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        where = ", ".join(filter(None, (self.document.outlet, self.document.title, self.document.published)))
        shown = (
            Markup("…{}<mark>{}</mark>{}…").format(*map(escape, self._around(span))) for span in self._spans()
        )
        return str(
            Markup("<blockquote lang='{}'>{}<footer>{}</footer></blockquote>").format(
                self.document.language, Markup("<br>").join(shown), where
            )
        )

    def _spans(self) -> list[Span]:
        return [(one.start, one.end) for one in self.record.evidence]

    def _around(self, span: Span) -> tuple[str, str, str]:
        text, (start, end) = self.document.text, span
        return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
