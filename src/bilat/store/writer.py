"""Writing to a workspace: every method is one transaction, on disk when it returns, and nothing of it before."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, select

from bilat.errors import InputError
from bilat.model import Document, Record
from bilat.store import anchors, counters, judging, proposals, record_rows, sayings, searches
from bilat.store.engine import open_engine, patiently, writing
from bilat.store.filters import Filters
from bilat.store.rows import document_row, dumps, record_body, text_hash
from bilat.store.schema import docs, feeds, originals, records, refusals, runs, sightings, texts

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of a document that was given. `same_text`: another name for a text that is there already."""

    id: str
    outcome: Literal["added", "known", "same_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """What extracting anew changed in a document: ids of records that are gone, came, or read differently now.

    `lost`: judgements, by number, whose record is not found any more; they are kept, and wait for it.
    """

    id: str
    gone: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lost: tuple[int, ...] = ()


def now() -> str:
    """This moment, UTC, to the millisecond."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _patient(method: Callable[P, T]) -> Callable[P, T]:
    """A method of one transaction, done again where the server went away meanwhile."""

    @functools.wraps(method)
    def again(*given: P.args, **named: P.kwargs) -> T:
        writer = given[0]
        assert isinstance(writer, Writer)
        return patiently(writer.engine, lambda: method(*given, **named))

    return again


class Writer:
    """The one way to change a workspace (a file, or a `postgresql://` URL), which is made where there is none.

    Writers of several processes take turns. Raises UsageError where the workspace cannot be opened.
    """

    def __init__(self, workspace: str, *, create: bool = True) -> None:
        self.engine = open_engine(workspace, create=create)

    def close(self) -> None:
        """Give the database's connections back."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @_patient
    def sight(self, document: Document, *, place: str, original: bytes | None = None) -> Added | None:
        """The document as it is there already, by its id or its text, and that it was found at a place; else None."""
        with writing(self.engine) as connection:
            return _sight(connection, document, place, _hash(original))

    @_patient
    def add(
        self,
        document: Document,
        found: Sequence[Record],
        *,
        pack: str,
        extractor: str,
        place: str | None = None,
        original: bytes | None = None,
    ) -> Added:
        """A document with the records read from it, unless it is there already.

        `place`: the path or URL it was found at (None: its own); `original`: the bytes that it was read from.
        Raises InputError for a text that the database cannot hold, ValueError for records that are not the document's.
        """
        with writing(self.engine) as connection:
            where = place or document.url or document.path or document.id
            known = _sight(connection, document, where, _hash(original))
            if known is not None:
                return known
            _storable(document, connection.dialect.name)
            n = counters.take(connection, "docs")
            digest = _keep(connection, original)
            row = document_row(document)
            row |= {"n": n, "sha256": digest, "pack": pack, "extractor": extractor}
            row |= {"source": document.id, "copy_of": document.id}
            connection.execute(docs.insert().values(**row, added=now(), related=False))
            connection.execute(texts.insert().values(doc=n, text=document.text))
            _found_at(connection, n, where, digest)
            own = record_rows.Home(
                n, document.id, document.text, document.outlet_kind, document.language, document.published
            )
            record_rows.insert(connection, own, found)
            record_rows.index(connection, own)
            counters.count(connection, counters.of_document(row))
            return Added(id=document.id, outcome="added")

    @_patient
    def renew(
        self,
        document: Document,
        found: Sequence[Record],
        *,
        pack: str,
        extractor: str,
        proposed: Mapping[str, proposals.Proposals | None] | None = None,
    ) -> Renewed:
        """A document's records as a newer version reads them, in place of those it had; judgements stay.

        `proposed`: by language model what it proposes of the document from now on, None where nothing any more; `found`
        has been made of that too. The text has to be the same. Raises LookupError for a document that is not there.
        """
        with writing(self.engine) as connection:
            row = connection.execute(select(docs).where(docs.c.id == document.id)).one_or_none()
            if row is None or row.text_sha256 != text_hash(document.text):
                raise LookupError(f"no document {document.id} with this text")
            new = document_row(document)
            counters.count(connection, counters.of_document(dict(row._mapping), -1))
            connection.execute(
                docs.update().where(docs.c.n == row.n).values(**new, pack=pack, extractor=extractor, related=False)
            )
            counters.count(connection, counters.of_document(new))
            own = record_rows.home(connection, row.n)
            renewed = _renew_records(connection, own, found)
            proposals.put(connection, row.n, now(), proposed or {})
            lost = anchors.reattach(connection, row.n)
            judging.apply(connection, anchors.judged_of(connection, row.n))
            record_rows.index(connection, record_rows.home(connection, row.n))
            return Renewed(id=document.id, lost=lost, **renewed)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction of its own, for what comparing documents reads and writes: all of it or nothing."""
        with writing(self.engine) as connection:
            yield connection

    def judge(self, judgement: judging.Judgement) -> int:
        """A person's decision, and what follows from it; its number.

        Raises UsageError for a target that is not there, or a value that the field cannot have.
        """
        with writing(self.engine) as connection:
            return judging.judge(connection, judgement, now())

    def undo(self, number: int, *, by: str) -> None:
        """Take a judgement back; it stays on record as undone. Raises UsageError for one that is not in force."""
        with writing(self.engine) as connection:
            judging.undo(connection, number, by, now())

    def note_judged(self) -> None:
        """Note that all that follows from a person's decision is there now."""
        with writing(self.engine) as connection:
            sayings.note_judged(connection)

    @_patient
    def note_feed(
        self,
        url: str,
        *,
        kind: str | None,
        title: str | None,
        at: str,
        etag: str | None = None,
        last_modified: str | None = None,
        error: str | None = None,
    ) -> None:
        """Note a feed, or how the last request for it went; what is not given of a known one stays as it was."""
        with writing(self.engine) as connection:
            known = connection.execute(select(feeds).where(feeds.c.url == url)).one_or_none()
            told = {"kind": kind, "title": title, "last_fetched": at, "error": error}
            if error is None:
                told |= {name: value for name, value in (("etag", etag), ("last_modified", last_modified)) if value}
            if known is None:
                connection.execute(feeds.insert().values(url=url, added=at, failures=int(error is not None), **told))
                return
            failures = 0 if error is None else known.failures + 1
            connection.execute(feeds.update().where(feeds.c.url == url).values(failures=failures, **told))

    def save_search(
        self, name: str, filters: Filters, *, query: str | None = None, by: str | None = None, since: str | None = None
    ) -> searches.Saved:
        """Save a search: from now on (or from a moment) it tells what is new. Raises UsageError for a bad name."""
        with writing(self.engine) as connection:
            at = now()
            return searches.save(connection, name, filters, query=query, by=by, at=at, seen=since or at)

    def remove_search(self, name: str) -> None:
        """Forget a saved search. Raises UsageError where there is none of that name."""
        with writing(self.engine) as connection:
            searches.remove(connection, name)

    @_patient
    def mark_seen(self, name: str, at: str | None = None) -> None:
        """Note that what a search found up to a moment (now) was seen. Raises UsageError for an unknown name."""
        with writing(self.engine) as connection:
            searches.seen(connection, name, at or now())

    @_patient
    def begin_run(self, command: str, extractor: str) -> int:
        """Note that a command begins to read things in; the run's number."""
        with writing(self.engine) as connection:
            n = counters.take(connection, "runs")
            connection.execute(runs.insert().values(n=n, command=command, started=now(), extractor=extractor))
            return n

    @_patient
    def end_run(self, run: int, *, added: int, known: int, refused: Iterable[InputError]) -> None:
        """Note how a run ended."""
        with writing(self.engine) as connection:
            told = [{"run": run, "place": e.where, "why": e.why, "remedy": e.remedy, "at": now()} for e in refused]
            if told:
                first = counters.take(connection, "refusals", len(told))
                connection.execute(refusals.insert(), [{"n": first + at} | one for at, one in enumerate(told)])
            values: dict[str, Any] = {"ended": now(), "added": added, "known": known, "refused": len(told)}
            connection.execute(runs.update().where(runs.c.n == run).values(**values))


def _sight(connection: Connection, document: Document, place: str, digest: str | None) -> Added | None:
    same = connection.execute(select(docs.c.n, docs.c.id).where(docs.c.id == document.id)).one_or_none()
    outcome: Literal["known", "same_text"] = "known"
    if same is None:
        query = select(docs.c.n, docs.c.id).where(docs.c.text_sha256 == text_hash(document.text)).order_by(docs.c.n)
        same = connection.execute(query.limit(1)).one_or_none()
        outcome = "same_text"
    if same is None:
        return None
    _found_at(connection, same.n, place, digest)
    return Added(id=same.id, outcome=outcome)


def _found_at(connection: Connection, doc: int, place: str, digest: str | None) -> None:
    at = now()
    here = (sightings.c.place == place) & (sightings.c.doc == doc)
    seen = connection.execute(sightings.update().where(here).values(last_seen=at, sha256=digest))
    if not seen.rowcount:
        connection.execute(
            sightings.insert().values(place=place, doc=doc, sha256=digest, first_seen=at, last_seen=at)
        )


def _hash(original: bytes | None) -> str | None:
    return hashlib.sha256(original).hexdigest() if original is not None else None


def _keep(connection: Connection, original: bytes | None) -> str | None:
    digest = _hash(original)
    if original is None or digest is None:
        return None
    if connection.execute(select(originals.c.size).where(originals.c.sha256 == digest)).first() is None:
        kept = {"sha256": digest, "size": len(original), "content": zlib.compress(original, 6)}
        connection.execute(originals.insert().values(**kept))
    return digest


def _storable(document: Document, dialect: str) -> None:
    where = document.path or document.url or document.id
    if dialect == "postgresql" and "\x00" in document.text:
        raise InputError(where, "its text has a NUL character, which PostgreSQL cannot hold", "take it out")
    try:
        dumps([document.text, document.title, document.path, document.url]).encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(where, "its text has half a surrogate pair", "write the file as UTF-8 again") from None


def _renew_records(
    connection: Connection, own: record_rows.Home, found: Sequence[Record]
) -> Mapping[str, tuple[str, ...]]:
    """What was read before gives way to what is read now; records that are the same keep their numbers."""
    new = {body["id"]: (record, body) for record in found if (body := record_body(record))}
    query = select(records.c.n, records.c.id, records.c.body).where(
        records.c.doc == own.n, records.c.observed.is_(False)
    )
    old = {row.id: row for row in connection.execute(query)}
    gone = [key for key in old if key not in new]
    came = [key for key in new if key not in old]
    changed = [key for key in new if key in old and json.loads(old[key].body) != json.loads(dumps(new[key][1]))]
    record_rows.remove(connection, [old[key].n for key in gone])
    record_rows.insert(connection, own, [new[key][0] for key in came], after=len(old))
    # Every record, not only the changed ones: the columns repeat what the document says of itself.
    record_rows.change(connection, {old[key].n: {"body": new[key][1]} for key in new if key in old})
    return {"gone": tuple(gone), "came": tuple(came), "changed": tuple(changed)}
