"""A large workspace for measuring: a block of documents that is read and compared as always, then copied in time.

`articles` gives short articles about invented contacts of real officials (accounts of both governments, reports in
three scripts, comments with figures), which bilat reads, stores and compares. `Copies` writes the rows of such a block
again and again, each time with other ids and with all days moved on, so that a workspace of a hundred thousand
documents is there in minutes: its rows, indexes and counts are as if that many had been read; its texts repeat.
"""

from __future__ import annotations

import datetime
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select, text

from bilat import packs
from bilat.model import Document, digest
from bilat.packs import Pack
from bilat.store import sayings, search_index
from bilat.store.rows import NOT_SAID
from bilat.store.schema import (
    account_events,
    accounts,
    copy_keys,
    docs,
    event_tags,
    events,
    evidence,
    indexed,
    meta,
    record_issues,
    records,
    reports,
    sightings,
    speakers,
    tallies,
    texts,
)
from bilat.store.words import words

DAYS = 18  # that a block covers
_FIRST = datetime.date(2016, 1, 4)
_EACH = 10  # documents that tell of one event
_EN = (
    "{one} spoke by phone with {two} on {day}, {year}.", "{one} met {two} in {place} on {day}, {year}.",
    "{one} held talks with {two} in {place} on {day}, {year}.",
)  # fmt: skip
_ZH = (
    "{year}年{month}月{date}日，{two}同{one}通电话。", "{year}年{month}月{date}日，{two}在{place}会见{one}。",
    "{year}年{month}月{date}日，{two}同{one}在{place}举行会谈。",
)  # fmt: skip
_SAID_EN = (
    "{last} said that tariffs on Chinese goods should stay.", "{last} urged China to stop the flow of fentanyl.",
    "{last} raised concern about rare earth export controls.", "{last} called for purchases of American soybeans.",
    "{last} stressed that open lines of communication matter.", "{last} warned against pressure on Taiwan.",
    "The United States imposed a tariff of {n} percent on Chinese goods.",
    "China pledged to buy {n} million tons of soybeans by the end of {year}.", "Both sides agreed to meet again.",
)  # fmt: skip
_SAID_ZH = (
    "{two}表示，台湾问题是中国的内政。", "{two}指出，中方愿就稀土出口同美方沟通。", "{two}强调，关税战没有赢家。",
    "{two}说，双方要保持沟通。", "{two}敦促美方取消对中国企业的制裁。", "{two}表示，中方将扩大采购美国大豆。",
    "美国对中国商品加征{n}%的关税。", "双方同意继续磋商。",
)  # fmt: skip
_PLACES = (
    ("Geneva", "日内瓦"), ("London", "伦敦"), ("Madrid", "马德里"), ("Beijing", "北京"), ("Washington", "华盛顿"),
)  # fmt: skip
_OUTLETS = (
    ("US State Department site", "official", "en"), ("China Foreign Ministry site", "official", "zh-Hans"),
    ("Reuters", "media", "en"), ("Xinhua", "state_media", "zh-Hans"), ("CGTN", "state_media", "en"),
    (None, "unknown", "zh-Hans"), ("Associated Press", "media", "en"), (None, "self_media", "zh-Hant"),
    (None, "think_tank", "en"), (None, "media", "zh-Hans"),
)  # fmt: skip
_ID = re.compile(r"\b([a-z_]+)/([0-9a-f]{16})\b")
_YEAR = re.compile(r"\b20\d\d\b")
_DATE = re.compile(r"\b(20\d\d)-(\d\d)(?:-(\d\d))?\b")


def people(pack: Pack) -> list[list[tuple[str, str]]]:
    """By side the people of the pack that both languages have a name for."""
    found: dict[str, list[tuple[str, str]]] = {side.code: [] for side in pack.sides}
    named = (t for t in pack.terms if t.kind == "person" and re.search("[\u4e00-\u9fff]{2}", t.surface))
    chinese = {term.ids[0]: term.surface for term in named}
    for key, entity in sorted(pack.entities.items()):
        if entity.kind == "person" and entity.side in found and key in chinese:
            found[str(entity.side)].append((entity.name, chinese[key]))
    return list(found.values())


def articles(first: int, count: int, seed: int = 1) -> Iterator[Document]:
    """So many articles; every ten of them tell of one contact. The same numbers give the same."""
    from bilat.languages.script import to_traditional

    known = people(packs.load("us-cn"))
    for number in range(first, first + count):
        event = random.Random(f"{seed} {number // _EACH}")
        one, two = event.choice(known[0]), event.choice(known[1])
        place, kind, day = event.choice(_PLACES), event.randrange(3), event.randrange(DAYS - 2)
        yield _article(number, seed, (one, two), place, kind, _FIRST + datetime.timedelta(days=day), to_traditional)


def _article(
    number: int, seed: int, who: Any, place: Any, kind: int, day: datetime.date, traditional: Callable[[str], str]
) -> Document:
    chance = random.Random(f"{seed} {number}")
    outlet, outlet_kind, language = _OUTLETS[number % _EACH]
    zh = language != "en"
    values = {
        "one": who[0][zh], "two": who[1][zh], "last": who[number % 2][0].split()[-1], "place": place[zh],
        "year": day.year, "month": day.month, "date": day.day, "day": f"{day:%B} {day.day}",
        "n": chance.randint(10, 60),
    }  # fmt: skip
    told, said = (_ZH, _SAID_ZH) if zh else (_EN, _SAID_EN)
    lines = [told[kind], *chance.sample(said, 6), told[kind] if number % _EACH == 8 else said[number % len(said)]]
    body = "\n".join(line.format(**values) for line in lines)
    title = (f"{values['two']}、{values['one']}（{number}）" if zh else f"{values['one']}, {values['two']} ({number})")
    content = f"{title}\n{body}\n({seed}-{number})"
    if language == "zh-Hant":
        content = traditional(content)
    published = (day + datetime.timedelta(days=number % 3)).isoformat()
    return Document(
        id=f"doc/{digest('world', seed, number)}", text=content, path=f"world-{seed}-{number}.txt",
        title=content.split("\n")[0], title_span=(0, content.index("\n")), language=language,
        published=published, outlet=outlet, outlet_kind=outlet_kind, kept=((content.index("\n") + 1, len(content)),),
    )  # fmt: skip


class Copies:
    """The rows of a workspace's block, ready to be written again."""

    def __init__(self, db: Connection) -> None:
        self._rows = {table.name: self._all(db, table) for table in _TABLES}
        self._rows["events"] = [row for row in self._rows["events"] if row["reports"]]
        known = {row["id"] for row in self._rows["events"]}
        self._rows["event_tags"] = [row for row in self._rows["event_tags"] if row["event"] in known]
        self._changing = {
            name: [(row, [key for key, value in row.items() if key not in _SAME and _moves(value)]) for row in rows]
            for name, rows in self._rows.items()
        }
        self._index = [dict(row._mapping) for row in db.execute(select(indexed).order_by(indexed.c.n))]
        self._words = self._indexed_words()
        self.documents = len(self._rows["docs"])
        kept = {row.key: row.value for row in db.execute(select(meta))}
        self._steps = {name: int(kept[name]) for name in _SEQUENCES}

    @staticmethod
    def _all(db: Connection, table: Table) -> list[dict[str, Any]]:
        return [dict(row._mapping) for row in db.execute(select(table))]

    def _indexed_words(self) -> list[tuple[list[str], list[str]]]:
        """The words and facets of every row of the index."""
        bodies = {row["doc"]: row["text"] for row in self._rows["texts"]}
        quotes: dict[int, list[str]] = {}
        for row in self._rows["evidence"]:
            quotes.setdefault(row["record"], []).append(row["quote"])
        by_n = {row["n"]: row for row in self._rows["records"]}
        found = []
        for row in self._index:
            if row["record"] is None:
                content, facets = bodies[row["doc"]], []
            else:
                record = by_n[row["record"]]
                content = "\n".join(quotes[row["record"]])
                facets = [search_index.facet("side", record["side"] or "other")]
                facets.append(search_index.facet("voice", record["voice"]))
            found.append((list(words(content)), facets))
        return found

    def write(self, db: Connection, number: int) -> None:
        """The block once more, `number` blocks later."""
        mask = random.Random(number).getrandbits(64)
        days = datetime.timedelta(days=DAYS * number)
        moved: dict[str, str] = {}

        def day(match: re.Match[str]) -> str:
            told = match.group()
            if told not in moved:
                whole = datetime.date(int(match[1]), int(match[2]), int(match[3] or 1)) + days
                moved[told] = whole.isoformat()[: len(told)]
            return moved[told]

        def again(value: str) -> str:
            return _DATE.sub(day, _ID.sub(lambda m: f"{m[1]}/{int(m[2], 16) ^ mask:016x}", value))

        steps = {"n": 0, "doc": self._step("docs") * number, "record": self._step("records") * number}
        for table in _TABLES:
            rows = []
            for row, changing in self._changing[table.name]:
                new = row | {name: again(row[name]) for name in changing}
                for name in ("doc", "record"):
                    if row.get(name):
                        new[name] = row[name] + steps[name]
                if "n" in row:
                    new["n"] = row["n"] + steps["doc" if table is docs else "record"]
                if table is copy_keys:
                    new["key"] = (row["key"] ^ mask) >> 1
                if table is sightings:
                    new["place"] = f"{number}-{row['place']}"
                if table is records and row["face"] and _says_a_day(row):
                    new["face"] = f"{int(row['face'], 16) ^ mask:016x}"
                rows.append(new)
            if rows:
                db.execute(table.insert(), rows)
        self._write_index(db, number, days, steps)

    def _step(self, name: str) -> int:
        return self._steps[f"sequence_{name}"] - 1

    def _write_index(self, db: Connection, number: int, days: datetime.timedelta, steps: dict[str, int]) -> None:
        entries = []
        low = (1 << 40) - 1
        for row in self._index:
            later = ((row["n"] >> 40) + days.days) if row["n"] >> 40 else 0
            n = later << 40 | ((row["n"] & low) + self._step("index") * number)
            record = row["record"] + steps["record"] if row["record"] else None
            entries.append({"n": n, "kind": row["kind"], "doc": row["doc"] + steps["doc"], "record": record})
        if db.dialect.name == "postgresql":
            for entry, (told, facets) in zip(entries, self._words, strict=True):
                entry["words"] = search_index._vector(told, facets)
            db.execute(
                text("INSERT INTO indexed VALUES (:n, :kind, :doc, :record, CAST(:words AS tsvector))"), entries
            )
            return
        db.execute(indexed.insert(), entries)
        for kind in search_index.KINDS:
            told = [
                {"n": entry["n"], "w": " ".join(own), "f": " ".join(facets)}
                for entry, (own, facets) in zip(entries, self._words, strict=True)
                if entry["kind"] == kind
            ]
            db.execute(text(f"INSERT INTO words_{kind}(rowid, words, facets) VALUES (:n, :w, :f)"), told)

    def settle(self, db: Connection, blocks: int) -> None:
        """The counts and the numbers to go on with, of so many blocks."""
        for name, value in self._steps.items():
            told = str((value - 1) * blocks + 1)
            db.execute(meta.update().where(meta.c.key == name).values(value=told))
        db.execute(tallies.update().where(tallies.c.kind != "month").values(n=tallies.c.n * blocks))
        db.execute(speakers.update().values(n=speakers.c.n * blocks))
        db.execute(tallies.delete().where(tallies.c.kind == "month"))
        db.execute(
            text(
                "INSERT INTO tallies (kind, key, n) SELECT 'month', substr(day, 1, 7), count(*) FROM docs GROUP BY 2"
            )
        )
        sayings.fill(db)
        if db.dialect.name == "sqlite":
            db.execute(text("ANALYZE"))


def _moves(value: object) -> bool:
    """Whether a value holds an id or a day."""
    return isinstance(value, str) and bool(_ID.search(value) or _DATE.search(value))


def _says_a_day(row: Mapping[str, Any]) -> bool:
    """Whether what a record says has a day or a year in it: its copy, at another time, says something else."""
    said = {name: value for name, value in json.loads(row["body"]).items() if name not in NOT_SAID}
    return bool(_YEAR.search(json.dumps(said)))


_SEQUENCES = ("sequence_docs", "sequence_records", "sequence_index")
_SAME = frozenset({"text", "quote", "start", "end", "text_sha256", "sha256", "added", "extractor", "face"})
_TABLES = (
    docs, texts, sightings, records, evidence, record_issues, events, event_tags, reports, accounts, account_events,
    copy_keys,
)  # fmt: skip
