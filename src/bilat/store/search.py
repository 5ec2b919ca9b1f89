"""Search: documents and statements that have all the words of a query, in any of the scripts, with filters.

One interface over two indexes: FTS5 on SQLite, a text vector on PostgreSQL; both of the same words (words.py), so that
they find the same. The latest come first; by relevance where there are not more than a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from bilat.errors import UsageError
from bilat.model import Span
from bilat.store import lists
from bilat.store.filters import Cursor, Filters, bounded
from bilat.store.rows import first_day, last_day
from bilat.store.schema import docs, records, texts
from bilat.store.search_index import FACET, KINDS, facet, number
from bilat.store.words import Term, spans, terms

_MOST = 1000  # hits that are counted, and ordered by relevance
_AROUND = 80  # characters of a document shown on either side of a hit
_PASSAGES = 3
_FEW = 500  # documents of which the rows are looked up before the words
_NEXT_DAY = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What was found. Each row is a statement as the View has it, or a document in short, with `marks`: the spans
    [start, end) of the words in the document's text, and `passages`: [start, end) around them, `words`: the text of
    each passage. `total` is exact up to a thousand; `more`: there are more than it says."""

    rows: tuple[dict[str, Any], ...]
    next: str | None
    total: int
    more: bool
    terms: tuple[str, ...]


def find(
    db: Connection, query: str, filters: Filters, *, kind: str = "statement", limit: int = 20,
    after: str | None = None, order: str = "latest",
) -> Hits:  # fmt: skip
    """Documents or statements with all words of a query. Quotation marks keep words together; a word of three letters
    or more also finds those that begin with it. Filters: since, until, sides, voices, issues, outlet_kinds, languages,
    acts, speaker; of documents, those that some statement of theirs fulfils each of.

    Raises UsageError for a query without a word, an unknown kind or order, or a cursor that is none.
    """
    if kind not in KINDS:
        raise UsageError(f"{kind!r} cannot be searched; choose {' or '.join(KINDS)}")
    if order not in ("latest", "relevance"):
        raise UsageError(f"no order {order!r}; choose latest or relevance")
    sought, index, asked = _asking(db, query, filters, kind, 0)
    total = index.count(asked, _MOST + 1)
    size, place = bounded(limit), Cursor.read(after)
    ranked = order == "relevance" and total <= _MOST
    if ranked:
        skip = place.number if place else 0
        numbers = index.ranked(asked)[skip : skip + size + 1]
        following = f"~{skip + size}"
    else:
        numbers = index.latest(asked, size + 1, below=place.number if place else None)
        following = f"~{numbers[size - 1][0]}" if len(numbers) > size else ""
    rows = _rows(db, kind, [row[1:] for row in numbers[:size]], sought)
    return Hits(
        rows=tuple(rows), next=following if len(numbers) > size else None, total=min(total, _MOST),
        more=total > _MOST, terms=tuple(" ".join(term.words) for term in sought),
    )  # fmt: skip


def latest_statements(db: Connection, query: str, filters: Filters, *, limit: int, above: int) -> list[int]:
    """The numbers of the latest statements that `find` finds, of documents numbered above that. Raises as it does."""
    _, index, asked = _asking(db, query, filters, "statement", above)
    return [n for _, _, n in index.latest(asked, limit, below=None) if n is not None]


def _asking(
    db: Connection, query: str, filters: Filters, kind: str, above: int
) -> tuple[Sequence[Term], _Fts5 | _Vectors, _Asked]:
    sought = terms(query)
    if not sought:
        raise UsageError("nothing to look for: the query has no word")
    index: _Fts5 | _Vectors = _Vectors(db, kind) if db.dialect.name == "postgresql" else _Fts5(db, kind)
    return sought, index, _Asked(index.expression(sought, _facets(filters)), *_numbers(filters), above)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query in the index's own words, the numbers of rows between which to look, and of documents above which."""

    expression: str
    least: int
    most: int
    above: int


def _facets(filters: Filters) -> list[list[str]]:
    """Of each list one has to be there."""
    given: tuple[tuple[str, Sequence[str]], ...] = (
        ("side", filters.sides), ("voice", filters.voices), ("issue", filters.issues), ("act", filters.acts),
        ("outlet", filters.outlet_kinds), ("language", filters.languages),
        ("speaker", (filters.speaker,) if filters.speaker else ()),
    )  # fmt: skip
    return [[facet(name, value) for value in values] for name, values in given if values]


def _numbers(filters: Filters) -> tuple[int, int]:
    least = number(first_day(filters.since)) if filters.since else 0
    most = number(last_day(filters.until)) + _NEXT_DAY - 1 if filters.until else (1 << 62)
    return (max(least, _NEXT_DAY) if filters.until else least), most


class _Fts5:
    """The index of SQLite."""

    def __init__(self, db: Connection, kind: str) -> None:
        self._db, self._kind, self._table = db, kind, f"words_{kind}"

    def expression(self, sought: Sequence[Term], facets: Iterable[Sequence[str]]) -> str:
        parts = [f'{{words}} : "{" ".join(term.words)}"{" *" if term.open else ""}' for term in sought]
        parts += ["{facets} : (" + " OR ".join(f'"{one}"' for one in group) + ")" for group in facets]
        return " AND ".join(f"({part})" for part in parts)

    def count(self, asked: _Asked, most: int) -> int:
        found = text(
            f"SELECT count(*) FROM (SELECT 1 FROM {self._table} f JOIN indexed i ON i.n = f.rowid "
            f"WHERE {self._table} MATCH :q AND {self._where(asked)} LIMIT :most)"
        )
        return int(self._db.execute(found, self._values(asked) | {"most": most}).scalar_one())

    def latest(self, asked: _Asked, limit: int, *, below: int | None) -> list[tuple[int, int, int | None]]:
        values = self._values(asked) | {"limit": limit}
        values["z"] = min(asked.most, below - 1) if below is not None else asked.most
        return self._rows(asked, "ORDER BY f.rowid DESC LIMIT :limit", values)

    def ranked(self, asked: _Asked) -> list[tuple[int, int, int | None]]:
        order = f"ORDER BY bm25({self._table}, 1.0, 0.0), f.rowid DESC LIMIT {_MOST}"
        return self._rows(asked, order, self._values(asked))

    def _where(self, asked: _Asked) -> str:
        """What has the words is read once, and of a few documents their rows are known beforehand. The `+` keeps SQLite
        from asking the index for each of those rows, which reads a frequent word's whole list for every one."""
        rows = "f.rowid BETWEEN :a AND :z"
        if not asked.above:
            return rows
        if self._newest() - asked.above > _FEW:
            return f"{rows} AND i.doc > :doc"
        return f"{rows} AND +f.rowid IN (SELECT n FROM indexed WHERE doc > :doc AND kind = :kind)"

    def _newest(self) -> int:
        return int(self._db.execute(text("SELECT coalesce(max(doc), 0) FROM indexed")).scalar_one())

    def _rows(self, asked: _Asked, order: str, values: dict[str, Any]) -> list[tuple[int, int, int | None]]:
        found = text(
            f"SELECT i.n, i.doc, i.record FROM {self._table} f JOIN indexed i ON i.n = f.rowid "
            f"WHERE {self._table} MATCH :q AND {self._where(asked)} {order}"
        )
        return [(row[0], row[1], row[2]) for row in self._db.execute(found, values)]

    def _values(self, asked: _Asked) -> dict[str, Any]:
        told = {"q": asked.expression, "a": asked.least, "z": asked.most}
        return told | ({"doc": asked.above, "kind": self._kind} if asked.above else {})


class _Vectors:
    """The index of PostgreSQL."""

    def __init__(self, db: Connection, kind: str) -> None:
        self._db, self._kind = db, kind

    def expression(self, sought: Sequence[Term], facets: Iterable[Sequence[str]]) -> str:
        parts = []
        for term in sought:
            told = [f"'{word}'" for word in term.words]
            told[-1] += ":*" if term.open else ""
            parts.append(" <-> ".join(told))
        parts += [" | ".join(f"'{FACET}{one}'" for one in group) for group in facets]
        return " & ".join(f"({part})" for part in parts)

    def count(self, asked: _Asked, most: int) -> int:
        found = text(f"SELECT count(*) FROM (SELECT 1 FROM indexed WHERE {self._where()} LIMIT :most) found")
        return int(self._db.execute(found, self._values(asked) | {"most": most}).scalar_one())

    def latest(self, asked: _Asked, limit: int, *, below: int | None) -> list[tuple[int, int, int | None]]:
        values = self._values(asked) | {"limit": limit}
        values["z"] = min(asked.most, below - 1) if below is not None else asked.most
        return self._rows("ORDER BY n DESC LIMIT :limit", values)

    def ranked(self, asked: _Asked) -> list[tuple[int, int, int | None]]:
        order = f"ORDER BY ts_rank_cd(words, CAST(:q AS tsquery), 1) DESC, n DESC LIMIT {_MOST}"
        return self._rows(order, self._values(asked))

    def _rows(self, order: str, values: dict[str, Any]) -> list[tuple[int, int, int | None]]:
        found = text(f"SELECT n, doc, record FROM indexed WHERE {self._where()} {order}")
        return [(row[0], row[1], row[2]) for row in self._db.execute(found, values)]

    def _where(self) -> str:
        return "words @@ CAST(:q AS tsquery) AND kind = :kind AND n BETWEEN :a AND :z AND doc > :doc"

    def _values(self, asked: _Asked) -> dict[str, Any]:
        return {"q": asked.expression, "a": asked.least, "z": asked.most, "kind": self._kind, "doc": asked.above}


def _rows(db: Connection, kind: str, found: Sequence[Any], sought: Sequence[Term]) -> list[dict[str, Any]]:
    numbers = list(dict.fromkeys(doc for doc, _ in found))
    if kind == "document":
        rows = {row.n: row for row in db.execute(select(docs, texts.c.text).join(texts).where(docs.c.n.in_(numbers)))}
        return [lists.document(rows[n]) | _marked(rows[n].text, sought) for n in numbers]
    keys = [record for _, record in found]
    told = db.execute(select(records).where(records.c.n.in_(keys))).all()
    shown = {row.n: one for row, one in zip(told, lists.as_shown(db, told), strict=True)}
    return [one | _marked_statement(one, sought) for key in keys if (one := shown.get(key)) is not None]


def _marked(content: str, sought: Sequence[Term]) -> dict[str, Any]:
    """Where the words stand in a whole text, and the first passages around them."""
    marks = spans(content, sought)
    passages: list[Span] = []
    for start, end in marks:
        if passages and start <= passages[-1][1]:
            passages[-1] = (passages[-1][0], min(len(content), end + _AROUND))
        elif len(passages) < _PASSAGES:
            passages.append((max(0, start - _AROUND), min(len(content), end + _AROUND)))
    told = [content[start:end] for start, end in passages]
    return {"marks": [list(m) for m in marks], "passages": [list(p) for p in passages], "words": told}


def _marked_statement(one: dict[str, Any], sought: Sequence[Term]) -> dict[str, Any]:
    """Where the words stand in a statement's evidence, which is what is shown of it."""
    marks, passages, told = [], [], []
    for item in one["evidence"]:
        begins = item["start"]
        marks += [[begins + start, begins + end] for start, end in spans(item["quote"], sought)]
        passages.append([begins, item["end"]])
        told.append(item["quote"])
    return {"marks": marks, "passages": passages, "words": told}
