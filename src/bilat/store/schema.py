"""The tables of a workspace, the same on SQLite and PostgreSQL.

What the machine found (`texts`, `records.body`, `evidence`) is never changed by people or by comparing documents: what
comparing adds stands in `records.derived`, what people decided in `judgements`, and `records.judged` is what follows
from those. A record as it is shown is `body | derived | judged`; the columns beside them repeat what lists are
filtered and ordered by, as shown.

Days in columns are whole ISO days, the first (`day`) and the last (`last`) that a date which may be cut stands for;
an unknown day is the empty string, which orders after all others where the latest comes first. Moments are UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

SCHEMA = MetaData()

# SQLite counts rows up only in a column of exactly the type INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _to(name: str, *, primary_key: bool = False, nullable: bool = False, index: bool = False) -> Column[int]:
    """A column `doc` or `record` that points to a row which takes its dependants along when it goes."""
    points = ForeignKey(f"{name}s.n", ondelete="CASCADE")
    return Column(name, _NUMBER, points, primary_key=primary_key, nullable=nullable, index=index)


meta = Table("meta", SCHEMA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

originals = Table(
    "originals",
    SCHEMA,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),  # bytes, before compression
    Column("content", LargeBinary, nullable=False),  # deflated by zlib
)

docs = Table(
    "docs",
    SCHEMA,
    Column("n", _NUMBER, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False),  # JSON: the document's record, and its `title_span`
    Column("language", Text, nullable=False),
    Column("day", Text, nullable=False, default=""),  # published
    Column("outlet", Text),
    Column("outlet_kind", Text, nullable=False),
    Column("url", Text, index=True),
    Column("sha256", Text, ForeignKey("originals.sha256")),  # of the original bytes, where they were kept
    Column("text_sha256", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),  # what counts as one source: a family of outlets, or an id of its copies
    Column("copy_of", Text, nullable=False, index=True),  # the document that stands for its copies; its own id at first
    Column("pack", Text, nullable=False),
    Column("extractor", Text, nullable=False, index=True),  # version and fingerprint of what read the records
    Column("added", Text, nullable=False, index=True),
    Column("related", Boolean, nullable=False, default=False, index=True),  # compared with the others since it changed
    Index("docs_day", "day", "n"),
    Index("docs_kind", "outlet_kind", "day", "n"),
    sqlite_autoincrement=True,  # a number is never given twice
)

texts = Table("texts", SCHEMA, _to("doc", primary_key=True), Column("text", Text, nullable=False))

sightings = Table(
    "sightings",
    SCHEMA,
    Column("place", Text, primary_key=True),  # a path or URL at which a document was found
    _to("doc", primary_key=True, index=True),
    Column("sha256", Text),
    Column("first_seen", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
)

records = Table(
    "records",
    SCHEMA,
    Column("n", _NUMBER, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _to("doc"),
    Column("place", Integer, nullable=False),  # among the document's records, as they were read
    Column("type", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON as found, without the evidence
    Column("derived", Text),  # JSON: fields that comparing documents fills in
    Column("judged", Text),  # JSON: fields that people corrected
    Column("rejected", Boolean, nullable=False, default=False),
    Column("observed", Boolean, nullable=False, default=False),  # by comparing documents, not read from one
    Column("day", Text, nullable=False, default=""),
    Column("last", Text, nullable=False, default=""),
    Column("told", Text, nullable=False, default=""),  # the day on which its document came out
    Column("side", Text),
    Column("speaker", Text),  # entity, else name, of a statement's speaker
    Column("voice", Text),
    Column("act", Text),
    Column("kind", Text),
    Column("status", Text),
    Column("level", Text),
    Column("outlet_kind", Text, nullable=False),
    Column("event", Text),  # of an interaction or comparison
    Column("interaction", Text),  # the id of the interaction that it is about
    Column("face", Text),  # records of one type that say the same have the same face
    Column("confidence", Float, nullable=False),
    Column("review", Text),  # why somebody should look at it; null where nobody need
    Index("records_doc", "doc", "place"),
    Index("records_day", "type", "day", "n"),
    Index("records_side", "type", "side", "day", "n"),
    Index("records_speaker", "type", "speaker", "day", "n"),
    Index("records_voice", "type", "voice", "day", "n"),
    Index("records_event", "event"),
    Index("records_interaction", "interaction"),
    Index("records_face", "type", "face", "told", "n"),
    Index("records_review", "review", "confidence", "n"),
    sqlite_autoincrement=True,
)

evidence = Table(
    "evidence",
    SCHEMA,
    _to("record", primary_key=True),
    Column("place", Integer, primary_key=True),
    _to("doc", index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    CheckConstraint('0 <= start AND start < "end"', name="evidence_is_a_span"),
)

record_issues = Table(
    "record_issues",
    SCHEMA,
    Column("issue", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    _to("record", primary_key=True, index=True),
    Column("type", Text, nullable=False),
)

events = Table(
    "events",
    SCHEMA,
    Column("id", Text, primary_key=True),
    Column("day", Text, nullable=False, default=""),
    Column("last", Text, nullable=False, default=""),
    Column("kind", Text, nullable=False),
    Column("level", Text),
    Column("status", Text, nullable=False),
    Column("register_id", Text),
    Column("reports", Integer, nullable=False),  # records that tell of it; 0 where only the register does
    Column("differs", Boolean, nullable=False),  # reports do not agree
    Column("body", Text, nullable=False),  # JSON: the timeline's entry, with `values` and `records`
    Column("seal", Text, nullable=False, default=""),  # SHA-256 of all the above: no text proves what the register told
    Index("events_day", "day", "id"),
    Index("events_last", "status", "last"),
    Index("events_differ", "differs", "day", "id"),
)

# What records say, each thing once, by the document that said it first (said.py).
said = Table(
    "said",
    SCHEMA,
    Column("type", Text, primary_key=True),
    Column("face", Text, primary_key=True),
    Column("record", _NUMBER),  # null: nobody says it any more
    Column("stamp", BigInteger, nullable=False),  # raised by every change of what the row holds
    Index("said_stamp", "type", "stamp"),
)

event_tags = Table(
    "event_tags",
    SCHEMA,
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", Text, primary_key=True),  # issue, side, person
    Column("value", Text, primary_key=True),
    Index("event_tags_value", "tag", "value", "event"),
)

# What was compared, as it was then: it finds what a document that comes later may change. A row for each interaction
# and each of those who took part (the empty string where it names nobody).
reports = Table(
    "reports",
    SCHEMA,
    Column("record", _NUMBER, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
    Column("doc", _NUMBER, nullable=False, index=True),
    Column("told", Text, nullable=False),  # its date: day, span or none; or register
    Column("family", Text, nullable=False),
    Column("first", Text, nullable=False),  # the days that it may be; of one without a date those of its publication
    Column("last", Text, nullable=False),
    Column("people", Text, nullable=False),  # JSON
    Column("place", Text),
    Column("status", Text, nullable=False),
    Column("register_id", Text, index=True),
    Column("loose", Boolean, nullable=False, default=True),  # vague, and of no event that is told to the day
    Column("event", Text, index=True),
    Index("reports_person", "person", "told", "family", "first"),
    Index("reports_days", "told", "family", "first"),
)

# Whose account of which event a document is, and what that was decided by.
accounts = Table(
    "accounts",
    SCHEMA,
    _to("doc", primary_key=True),
    Column("profile", Text, nullable=False),  # JSON
    Column("candidates", Text, nullable=False),  # JSON: the events that it may be an account of
    Column("side", Text, nullable=False),
    Column("foremost", Text, index=True),  # the event that it is about, taken by itself
    Column("event", Text, index=True),  # the event that it is an account of
    Column("interaction", Text),  # its own record of that
)

account_events = Table(
    "account_events",
    SCHEMA,
    Column("event", Text, primary_key=True),
    _to("doc", primary_key=True, index=True),
)

# Numbers of which two copies of a text have one in common.
copy_keys = Table(
    "copy_keys",
    SCHEMA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    _to("doc", primary_key=True, index=True),
)

judgements = Table(
    "judgements",
    SCHEMA,
    Column("n", _NUMBER, primary_key=True),
    Column("kind", Text, nullable=False),  # correct, reject, confirm, merge, split
    Column("target", Text, nullable=False, index=True),  # the record's id when it was judged
    Column("applies_to", Text, index=True),  # the same record's id by now; null where it is no longer found
    Column("anchor", Text, nullable=False),  # JSON: the document, type and spans by which a record is found again
    Column("field", Text),
    Column("value", Text),  # JSON: what is right; for merge and split the anchors of the other records
    Column("found", Text),  # JSON: what the machine had found
    Column("reason", Text),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("undone_by", Text),
    Column("undone_at", Text),
)

# What a language model proposed of a document, and its text bore out: records are made of it (proposals.py).
proposals = Table(
    "proposals",
    SCHEMA,
    _to("doc", primary_key=True),
    Column("model", Text, primary_key=True),
    Column("by", Text, nullable=False, index=True),  # the model with the version of the prompt, as records name it
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON: the records with their evidence; empty where nothing was proposed
)

speakers = Table(
    "speakers",
    SCHEMA,
    Column("key", Text, primary_key=True),  # the entity's id, else the name
    Column("name", Text, nullable=False),
    Column("entity", Text),
    Column("side", Text),
    Column("n", Integer, nullable=False),  # statements
    Index("speakers_n", "n"),
    Index("speakers_side", "side", "n"),
)

tallies = Table(
    "tallies",
    SCHEMA,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)

feeds = Table(
    "feeds",
    SCHEMA,
    Column("url", Text, primary_key=True),
    Column("kind", Text),
    Column("title", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_fetched", Text),
    Column("next_fetch", Text),
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("error", Text),
    Column("added", Text, nullable=False),
)

searches = Table(
    "searches",
    SCHEMA,
    Column("name", Text, primary_key=True),
    Column("filters", Text, nullable=False),  # JSON
    Column("created", Text, nullable=False),
    Column("created_by", Text),
    Column("last_seen", Text, nullable=False),
)

runs = Table(
    "runs",
    SCHEMA,
    Column("n", _NUMBER, primary_key=True),
    Column("command", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("ended", Text),  # null while it goes on, and where it was killed
    Column("extractor", Text, nullable=False),
    Column("added", Integer, nullable=False, default=0),
    Column("known", Integer, nullable=False, default=0),
    Column("refused", Integer, nullable=False, default=0),
)

refusals = Table(
    "refusals",
    SCHEMA,
    Column("n", _NUMBER, primary_key=True),
    Column("run", _NUMBER, ForeignKey("runs.n", ondelete="CASCADE"), nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# A row of the index of words. Its number orders by day, see search_index.py; on SQLite the words stand in tables of
# FTS5, on PostgreSQL in a column `words` of this table.
indexed = Table(
    "indexed",
    SCHEMA,
    Column("n", _NUMBER, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),  # document or statement
    _to("doc", index=True),
    _to("record", nullable=True, index=True),
)
