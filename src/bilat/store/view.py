"""Reading a workspace: what the pages and commands show, judgements applied, a page at a time.

Every row is a JSON-ready object. A record is as the published format has it (docs/data-model.md), with `document`: its
document in short (`id`, `title`, `outlet`, `outlet_kind`, `published`, `language`, `url`, `path`, `flags`, ...); where
people corrected it, `machine` holds what the machine had found in each corrected field. Rejected records are left out.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, func, select, tuple_

from bilat.model import Document, Record
from bilat.store import lists, loading, sayings, search
from bilat.store import searches as saved
from bilat.store.engine import looking, open_engine
from bilat.store.filters import NO_FILTERS, Cursor, Filters, Page, bounded, cut
from bilat.store.rows import DOUBTFUL, as_record, document_from
from bilat.store.schema import (
    docs,
    event_tags,
    events,
    feeds,
    judgements,
    originals,
    records,
    refusals,
    runs,
    sightings,
    speakers,
    tallies,
    texts,
)
from bilat.store.searches import Saved

_FEW = 10


class View:
    """A workspace (a file, a `postgresql://` URL, or a Writer's engine) as it is now; safe to share between threads.

    Raises UsageError where there is no such workspace.
    """

    def __init__(self, workspace: str | Engine, *, create: bool = False) -> None:
        self.engine = open_engine(workspace, create=create) if isinstance(workspace, str) else workspace
        self._sayings = sayings.Sayings(self.engine)

    def close(self) -> None:
        """Give the database's connections back."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def overview(self) -> dict[str, Any]:
        """How much there is and what came last: `counts` by record type, `issues`, `languages`, `outlet_kinds`,
        `months` (documents by YYYY-MM), `events` (with reports, the latest held first), `documents` (last added),
        `review` (how many wait), `last_added`, `last_run`."""
        with looking(self.engine) as db:
            told = _tallies(db, "type", "issue", "language", "outlet_kind", "month")
            held = select(events.c.body).where(events.c.reports > 0, events.c.status == "held")
            last = select(docs).order_by(docs.c.n.desc()).limit(_FEW)
            run = db.execute(select(runs).order_by(runs.c.n.desc()).limit(1)).one_or_none()
            recent = [lists.document(row) for row in db.execute(last)]
            return {
                "counts": told["type"], "issues": told["issue"], "languages": told["language"],
                "outlet_kinds": told["outlet_kind"], "months": dict(sorted(told["month"].items())),
                "events": [json.loads(b) for b in db.execute(_latest(held).limit(_FEW)).scalars()],
                "documents": recent, "last_added": recent[0]["added"] if recent else None,
                "review": db.execute(select(func.count()).where(records.c.review.is_not(None))).scalar_one()
                + db.execute(select(func.count()).where(events.c.differs)).scalar_one(),
                "last_run": dict(run._mapping) if run else None,
            }  # fmt: skip

    def timeline(
        self, filters: Filters = NO_FILTERS, *, limit: int = 50, after: str | None = None, oldest_first: bool = False
    ) -> Page:
        """Events, those of the register included: rows as `relate.timeline.entry_json` gives them, with `values` and
        `records`. Filters: since, until, levels, kinds, statuses, issues, sides; `speaker`: who took part."""
        with looking(self.engine) as db:
            query = lists.events_where(select(events.c.id, events.c.day, events.c.body), filters)
            rows, following = lists.page(db, query, events.c.day, events.c.id, limit, after, oldest_first=oldest_first)
            return Page(rows=tuple(json.loads(row.body) for row in rows), next=following)

    def event(self, key: str) -> dict[str, Any] | None:
        """One event by its id, its register id, or the id of one of its interactions: the entry, and `interactions`,
        `documents`, `comparisons`, `silences`, `statements` (those about it), `judgements`; or None."""
        with looking(self.engine) as db:
            row = lists.event_row(db, key)
            if row is None:
                return None
            own = lists.records(db, select(records).where(records.c.event == row.id))
            told = [one for one in own if one["type"] == "interaction"]
            about = select(records).where(records.c.interaction.in_([row.id, *(one["id"] for one in told)]))
            rest = lists.records(db, about.order_by(records.c.doc, records.c.place).limit(2000))
            entry: dict[str, Any] = json.loads(row.body)
            return entry | {
                "interactions": told,
                "documents": list({one["doc"]: one["document"] for one in told}.values()),
                "comparisons": [one for one in own if one["type"] == "comparison"],
                "silences": [one for one in rest if one["type"] == "silence"],
                "statements": [one for one in rest if one["type"] == "statement"],
                "judgements": lists.judgements_of(db, [one["id"] for one in told]),
            }  # fmt: skip

    def document(self, key: str) -> dict[str, Any] | None:
        """One document by its id, as published, with `text`, `added`, `extractor`, `places` where it was found, and
        `copies`: documents of the same source. None where there is none."""
        with looking(self.engine) as db:
            row = db.execute(select(docs, texts.c.text).join(texts).where(docs.c.id == key)).one_or_none()
            if row is None:
                return None
            same = select(docs).where(docs.c.copy_of == row.copy_of, docs.c.n != row.n).order_by(docs.c.n).limit(50)
            found = select(sightings.c.place, sightings.c.first_seen, sightings.c.last_seen)
            return loading.document_json(row) | {
                "text": row.text, "added": row.added, "extractor": row.extractor, "pack": row.pack,
                "sha256": row.sha256,
                "places": [dict(one._mapping) for one in db.execute(found.where(sightings.c.doc == row.n))],
                "copies": [lists.document(one) for one in db.execute(same)],
            }  # fmt: skip

    def original(self, key: str) -> bytes | None:
        """The bytes that a document was read from, as kept; None where they were not."""
        with looking(self.engine) as db:
            query = select(originals.c.content).join(docs, docs.c.sha256 == originals.c.sha256)
            kept = db.execute(query.where(docs.c.id == key)).scalar()
            return zlib.decompress(kept) if kept is not None else None

    def documents(self, filters: Filters = NO_FILTERS, *, limit: int = 50, after: str | None = None) -> Page:
        """Documents in short, the latest published first. Filters: since, until, languages, outlet_kinds."""
        with looking(self.engine) as db:
            query = lists.documents_where(select(docs), filters)
            rows, following = lists.page(db, query, docs.c.day, docs.c.n, limit, after)
            return Page(rows=tuple(map(lists.document, rows)), next=following)

    def records_of(self, key: str, *, rejected: bool = False) -> list[dict[str, Any]]:
        """All records of one document in the order they were read; with `rejected` also those that people rejected."""
        with looking(self.engine) as db:
            query = select(records).join(docs).where(docs.c.id == key).order_by(records.c.place, records.c.n)
            return lists.records(db, query, rejected=rejected)

    def record(self, key: str) -> dict[str, Any] | None:
        """One record by its id, with `rejected` and its `judgements`; None where there is none."""
        with looking(self.engine) as db:
            found = lists.records(db, select(records).where(records.c.id == key), rejected=True)
            return found[0] | {"judgements": lists.judgements_of(db, [key])} if found else None

    def near(self, key: str, *, days: int = 45, limit: int = 60) -> tuple[list[dict[str, Any]], frozenset[str]]:
        """Statements of other documents that may belong to one: those about the same event, whose ids are told too, and
        those with an issue in common that came within so many days of it, the nearest so many of each. Each copy of a
        text counts once."""
        with looking(self.engine) as db:
            row = db.execute(select(records).where(records.c.id == key, records.c.type == "statement")).one_or_none()
            if row is None:
                return [], frozenset()
            found, about = lists.statements_near(db, row, lists.around(row.day, days), limit)
            copies = select(docs.c.n, docs.c.copy_of).where(docs.c.n.in_({row.doc, *(one.doc for one in found)}))
            copy_of = {one.n: one.copy_of for one in db.execute(copies)}
            first: dict[str, int] = {}
            for one in sorted(found, key=lambda one: one.n):
                first.setdefault(copy_of[one.doc], one.doc)
            kept = [one for one in found if copy_of[one.doc] != copy_of[row.doc] and first[copy_of[one.doc]] == one.doc]
            return lists.as_shown(db, kept), frozenset(one.id for one in kept if one.n in about)

    def records(self, filters: Filters, *, limit: int = 50, after: str | None = None) -> Page:
        """Records of the types asked for (`filters.types`; all but dates where none is), the latest day first.

        Filters: types, since, until, sides, voices, issues, outlet_kinds, kinds, statuses, acts, levels, speaker,
        event.
        """
        with looking(self.engine) as db:
            query = lists.records_where(select(records), filters)
            rows, following = lists.page(db, query, records.c.day, records.c.n, limit, after)
            return Page(rows=tuple(lists.as_shown(db, rows)), next=following)

    def statements(self, filters: Filters = NO_FILTERS, *, limit: int = 50, after: str | None = None) -> Page:
        """Statements, the latest first; filters as of `records`."""
        return self.records(replace(filters, types=("statement",)), limit=limit, after=after)

    def people(self, *, side: str | None = None, limit: int = 50, after: str | None = None) -> Page:
        """Who speaks, the most often first: `key`, `name`, `entity`, `side`, `statements`, `first`, `last` (days)."""
        with looking(self.engine) as db:
            query = lists.people().where(speakers.c.n > 0)
            if side is not None:
                query = query.where(speakers.c.side == side)
            place = Cursor.read(after)
            if place is not None:
                query = query.where(tuple_(speakers.c.n, speakers.c.key) < (place.count, place.key))
            query = query.order_by(speakers.c.n.desc(), speakers.c.key.desc()).limit(bounded(limit) + 1)
            rows, more = cut(db.execute(query).all(), bounded(limit))
            told = tuple(map(lists.person, rows))
            return Page(rows=told, next=str(Cursor(str(rows[-1].n), rows[-1].key)) if more else None)

    def person(self, key: str, *, limit: int = 50, after: str | None = None) -> dict[str, Any] | None:
        """One speaker by key: as of `people`, with `issues` (statements by issue), `statements` (a `Page`),
        `shifts` (of stance) and `events` (the latest that they took part in). None where there is none."""
        with looking(self.engine) as db:
            row = db.execute(lists.people().where(speakers.c.key == key, speakers.c.n > 0)).one_or_none()
            if row is None:
                return None
            about = lists.person(row) | {"issues": _by_issue(db, key)}
            shifts = select(records).where(records.c.type == "stance_shift", records.c.speaker == key)
            about["shifts"] = lists.records(db, shifts.order_by(records.c.day.desc()).limit(100))
            tagged = (event_tags.c.tag == "person") & (event_tags.c.value == (row.entity or row.name))
            there = select(events.c.body).join(event_tags, event_tags.c.event == events.c.id).where(tagged)
            about["events"] = [json.loads(b) for b in db.execute(_latest(there).limit(50)).scalars()]
        return about | {"statements": self.statements(Filters(speaker=key), limit=limit, after=after)}

    def search(
        self, query: str, filters: Filters = NO_FILTERS, *, kind: str = "statement", limit: int = 20,
        after: str | None = None, order: str = "latest",
    ) -> search.Hits:  # fmt: skip
        """Documents (`kind="document"`) or statements that have all words of a query, see `search.find`."""
        with looking(self.engine) as db:
            return search.find(db, query, filters, kind=kind, limit=limit, after=after, order=order)

    def review(self, *, limit: int = 50, after: str | None = None) -> Page:
        """Records that somebody should look at, the least certain first, each with `review`: why."""
        with looking(self.engine) as db:
            # One reason, by equality: so the index gives the rows in their order.
            query = select(records).where(records.c.review == DOUBTFUL, records.c.rejected.is_(False))
            place = Cursor.read(after)
            if place is not None:
                query = query.where(tuple_(records.c.confidence, records.c.n) > (place.share, place.number))
            query = query.order_by(records.c.confidence, records.c.n).limit(bounded(limit) + 1)
            rows, more = cut(db.execute(query).all(), bounded(limit))
            told = zip(lists.as_shown(db, rows), rows, strict=True)
            found = tuple(one | {"review": row.review} for one, row in told)
            return Page(rows=found, next=str(Cursor(str(rows[-1].confidence), str(rows[-1].n))) if more else None)

    def disputed(self, *, limit: int = 50, after: str | None = None) -> Page:
        """Events on which reports differ, the latest first."""
        with looking(self.engine) as db:
            query = select(events.c.id, events.c.day, events.c.body).where(events.c.differs)
            rows, following = lists.page(db, query, events.c.day, events.c.id, limit, after)
            return Page(rows=tuple(json.loads(row.body) for row in rows), next=following)

    def what_is_new(self, since: str, *, limit: int = 100) -> dict[str, Any]:
        """What came after a moment (ISO, UTC) or after the `mark` of an earlier answer, which misses nothing:
        `documents` (the last added first), `events` that they tell of, each with `new` where no document told of it
        before, `statements` (how many), `more` (there are more documents than these), and the new `mark`."""
        with looking(self.engine) as db:
            mark = lists.mark(db, since)
            query = select(docs).where(docs.c.n > mark).order_by(docs.c.n.desc())
            rows, more = cut(db.execute(query.limit(bounded(limit) + 1)).all(), bounded(limit))
            told = select(records.c.event).where(records.c.doc > mark, records.c.type == "interaction").distinct()
            found = db.execute(_latest(select(events.c.id, events.c.body).where(events.c.id.in_(told)))).all()
            old = lists.told_before(db, [row.id for row in found], mark)
            counted = select(func.count()).where(records.c.doc > mark, records.c.type == "statement")
            return {
                "documents": [lists.document(row) for row in rows],
                "events": [json.loads(row.body) | {"new": row.id not in old} for row in found],
                "statements": db.execute(counted).scalar_one(), "more": more,
                "mark": f"#{max([mark, *(row.n for row in rows)])}",
            }  # fmt: skip

    def distinct(self, kind: str, *, since: str | None = None) -> tuple[list[Record], dict[str, str | None]]:
        """What records of a type (measure, commitment, compliance; with `since` interaction) say, each thing once, by
        the document that said it first; and by document id the dates. For `relate.state`, `relate.phases` and
        `relate.ledger`, which need no report of the same twice. `since`: only what is of that day (ISO, whole) or a
        later one. What was asked for before is held in memory, and read on from there."""
        if since is None:
            return self._sayings.of(kind)
        with looking(self.engine) as db:
            bodies = sayings.since(db, kind, since)
        told = [as_record(body, body["evidence"]) for body in bodies]
        return told, {body["doc"]: body["document"]["published"] for body in bodies}

    def occasions(self, keys: Iterable[str]) -> dict[str, str]:
        """By the id of an interaction record what it is across documents: the register's row where it is known, else
        its event without the prefix. Unknown ids are left out."""
        wanted, found = sorted(set(keys)), {}
        with looking(self.engine) as db:
            for at in range(0, len(wanted), 400):
                query = select(records.c.id, records.c.event, events.c.register_id)
                query = query.join(events, events.c.id == records.c.event, isouter=True)
                for row in db.execute(query.where(records.c.id.in_(wanted[at : at + 400]))):
                    found[row.id] = row.register_id or (row.event or row.id).removeprefix("event/")
        return found

    def mark(self) -> sayings.Mark:
        """How far `distinct` would read, and how often people decided something: what is worked out from it holds for
        as long as this is the same."""
        with looking(self.engine) as db:
            return sayings.mark(db)

    def judgements(self, *, limit: int = 50, after: str | None = None, in_force: bool = False) -> Page:
        """What people decided, the last first: `n`, `kind`, `target`, `applies_to`, `field`, `value`, `found`, `by`,
        `at`, `reason`, `undone_by`, `undone_at`."""
        with looking(self.engine) as db:
            query: Select[Any] = select(judgements)
            if in_force:
                query = query.where(judgements.c.undone_at.is_(None))
            place = Cursor.read(after)
            if place is not None:
                query = query.where(judgements.c.n < place.number)
            query = query.order_by(judgements.c.n.desc()).limit(bounded(limit) + 1)
            rows, more = cut(db.execute(query).all(), bounded(limit))
            return Page(rows=tuple(map(lists.judgement, rows)), next=f"~{rows[-1].n}" if more else None)

    def runs(self, *, limit: int = 20) -> list[dict[str, Any]]:
        """The last times that something was read in, each with its `refusals`."""
        with looking(self.engine) as db:
            told = [dict(row._mapping) for row in db.execute(select(runs).order_by(runs.c.n.desc()).limit(limit))]
            for one in told:
                query = select(refusals.c.place, refusals.c.why, refusals.c.remedy).where(refusals.c.run == one["n"])
                one["refusals"] = [dict(row._mapping) for row in db.execute(query.limit(100))]
            return told

    def feeds(self) -> list[dict[str, Any]]:
        """The feeds that are followed, as stored."""
        with looking(self.engine) as db:
            return [dict(row._mapping) for row in db.execute(select(feeds).order_by(feeds.c.url))]

    def is_known_place(self, place: str) -> bool:
        """Whether a document was found at a path or URL before."""
        with looking(self.engine) as db:
            return db.execute(select(sightings.c.place).where(sightings.c.place == place)).first() is not None

    def searches(self) -> list[Saved]:
        """The saved searches by name."""
        with looking(self.engine) as db:
            return saved.all_saved(db)

    def search_named(self, name: str) -> Saved:
        """A saved search. Raises UsageError where there is none of that name."""
        with looking(self.engine) as db:
            return saved.named(db, name)

    def alert(self, name: str, *, since: str | None = None, everything: bool = False) -> list[dict[str, Any]]:
        """What came since a saved search was last seen (or since a moment, or ever) and fits it: statements, the last
        added first, each with `added`. Raises UsageError where there is no such search."""
        with looking(self.engine) as db:
            one = saved.named(db, name)
            return saved.found(db, one, None if everything else since or one.last_seen)

    def load(
        self, keys: Iterable[str] | None = None, *, only: Iterable[str] | None = None
    ) -> tuple[list[Document], list[Record]]:
        """Documents (all, or those of the ids given) and their records (all, or `only` those stored under these ids) as
        the pipeline gives them, as judged."""
        with looking(self.engine) as db:
            return loading.load(db, keys, only=only)

    def outdated(self, extractor: str | None) -> list[tuple[str, str]]:
        """Ids of the documents, with their packs, that another extractor than this read; all where it is None."""
        with looking(self.engine) as db:
            query = select(docs.c.id, docs.c.pack).order_by(docs.c.n)
            rows = db.execute(query.where(docs.c.extractor != extractor) if extractor else query)
            return [(row.id, row.pack) for row in rows]

    def load_document(self, key: str) -> Document | None:
        """One document with its text; None where there is none."""
        with looking(self.engine) as db:
            row = db.execute(select(docs.c.body, texts.c.text).join(texts).where(docs.c.id == key)).one_or_none()
            return document_from(row.body, row.text) if row else None


def _latest(query: Select[Any]) -> Select[Any]:
    return query.order_by(events.c.day.desc(), events.c.id.desc())


def _tallies(db: Connection, *kinds: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {kind: {} for kind in kinds}
    query = select(tallies).where(tallies.c.kind.in_(kinds), tallies.c.n > 0)
    for row in db.execute(query.order_by(tallies.c.n.desc(), tallies.c.key)):
        found[row.kind][row.key] = row.n
    return found


def _by_issue(db: Connection, key: str) -> dict[str, int]:
    """Statements of a speaker by issue."""
    return _tallies(db, f"issues of {key}")[f"issues of {key}"]


__all__ = ["NO_FILTERS", "Filters", "Page", "View"]

