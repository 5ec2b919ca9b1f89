"""What is done with a mutated document, by kind; each raises Finding where something is not as it has to be.

A document may be refused, in one printable line; nothing may be raised but bilat's own errors, no other document of the
batch may be lost, all evidence lies within its text and says what stands there.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import fsspec

from bilat import packs
from bilat.errors import BilatError, InputError, PackError
from bilat.export.brief import render_brief
from bilat.export.pack_labels import labels_of
from bilat.fetching.links import listed
from bilat.fetching.robots import parse
from bilat.fetching.unpacking import BadPacking, unpacked
from bilat.model import Document, Record, document_json, to_json
from bilat.pipeline import Run, run
from bilat.proposing import Kept, Proposer
from bilat.reading.reader import Original, read_page
from bilat.scale.batch import _rows
from bilat.scale.inputs import inputs
from bilat.scale.items import Read, items

PACK = "us-cn"
GOOD = "Secretary Rubio said the United States would act. Foreign Minister Wang Yi said China agreed to buy soybeans.\n"
_SMALL = Path(__file__).parents[2] / "tests" / "packs" / "small" / "aa-bb"
_BRIEF_EVERY = 6


class Finding(Exception):
    """Something that is not as it has to be."""


def held(what: object, said: str) -> None:
    if not what:
        raise Finding(said)


def sound(documents: Iterable[Document], records: Iterable[Record]) -> None:
    """Evidence and spans lie within the text, and everything can be written as JSON."""
    by_id = {document.id: document for document in documents}
    for document in by_id.values():
        last = 0
        for start, end in document.kept:
            held(last <= start < end <= len(document.text), "a kept span outside of the text, or out of order")
            last = end
        json.dumps(document_json(document, with_text=True), ensure_ascii=False, allow_nan=False).encode("utf-8")
    for record in records:
        text = by_id[record.doc].text
        held(record.evidence, "a record without evidence")
        for one in record.evidence:
            held(0 <= one.start < one.end <= len(text), "evidence outside of the text")
            held(text[one.start : one.end] == one.quote, "evidence that does not say what stands there")
        body = json.dumps(to_json(record), ensure_ascii=False, allow_nan=False)
        body.encode("utf-8")


def refusals(found: Iterable[InputError]) -> None:
    for one in found:
        held(str(one).isprintable(), f"a refusal that is no printable line: {str(one)[:80]!r}")
        if one.why.startswith("bilat failed on it"):
            raise one.__cause__ or Finding(str(one))


def files(batch: Sequence[tuple[str, bytes]], folder: Path, chance: random.Random) -> None:
    """Given as files among others: read, extracted, guarded, related, and now and then made a page of."""
    good, paths = folder / "good.txt", []
    for number, (suffix, raw) in enumerate(batch):
        paths.append(str(folder / f"{number}{suffix if suffix.startswith('.') else '.txt'}"))
        Path(paths[-1]).write_bytes(raw)
    good.write_text(GOOD)
    found = run([*paths, str(good)], pack_id=PACK, also=frozenset({"dates"}))
    refusals(found.refused)
    held(any(document.path == str(good) for document in found.documents), "the next document was lost")
    for path in paths:
        # The pages of an archive go by their own addresses.
        there = ".warc" in path or any(str(one.path).startswith(path) for one in found.documents)
        held(there or any(one.where.startswith(path) for one in found.refused), "a document neither there nor refused")
    sound(found.documents, found.records)
    if chance.randrange(_BRIEF_EVERY) == 0:
        _brief(found)


def _brief(found: Run) -> None:
    pack = packs.load(PACK)
    for lang in ("en", "zh-Hant"):
        told = render_brief(found.documents, found.records, lang=lang, labels=labels_of(pack), pack=pack)  # type: ignore[arg-type]
        told.encode("utf-8")
        held("<script>alert(1)" not in told, "markup of a document stands in the brief as markup")


def stdin(raw: bytes, _kind: str, _folder: Path, _: random.Random) -> None:
    """Given on standard input, of whatever kind it looks."""
    found = run(["-"], pack_id=PACK, stdin=io.BytesIO(raw))
    refusals(found.refused)
    held(found.refused or found.documents, "neither a document nor a refusal")
    sound(found.documents, found.records)


def answers(raw: bytes, kind: str, _folder: Path, chance: random.Random) -> None:
    """An answer of the web: a feed, a sitemap, a page, something packed, a robots.txt."""
    media = chance.choice(
        ("application/rss+xml", "application/xml", "text/html", "application/pdf", "text/plain", kind, "")
    )
    found = listed(raw, media)
    for url in (*found.urls, *found.lists) if found else ():
        held(
            url.startswith(("http://", "https://")) or url[:8].lower().startswith("http"),
            "a link that is no web address",
        )
    read = read_page("https://a.example/", raw, media)
    if isinstance(read, Original):
        sound([read.document], [])
    else:
        refusals([read])
    parse(raw, "bilat").allow("/a?b=c")
    with contextlib.suppress(BadPacking):
        size = 0
        for piece in unpacked([raw], chance.choice(("gzip", "deflate", "br", "identity"))):
            held(len(piece) <= max(1 << 18, len(raw)), "too much was unpacked at once")
            size += len(piece)
            if size > 20_000_000:
                break


def bulk(raw: bytes, suffix: str, folder: Path, _: random.Random) -> None:
    """An input of `bilat run`."""
    path = folder / f"bad{suffix}"
    path.write_bytes(raw)
    pack = packs.load(PACK)
    for one in inputs([str(path)]):
        for item in [one] if isinstance(one, InputError) else items(one, Read()):
            found = _rows(item, pack, frozenset())
            if isinstance(found, InputError):
                refusals([found])


def packfiles(raw: bytes, name: str, folder: Path, _: random.Random) -> None:
    """A pack one of whose files is not as it should be."""
    own = folder / "pack"
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(_SMALL, own)
    own.joinpath(name).write_bytes(raw)
    from bilat.packs.checks import check

    problems = check(str(own))
    held(all(isinstance(one, str) for one in problems), "a problem that is no text")
    packs.load.cache_clear()
    try:
        packs.load(str(own))
    except PackError:
        held(problems, "a pack that the checks passed cannot be loaded")
    finally:
        packs.load.cache_clear()


class _Answers:
    """A language model's service that answers as told."""

    base = "http://127.0.0.1/v1"

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def post(self, _path: str, _body: object) -> Any:
        return self._answer


def model(raw: bytes, _kind: str, _folder: Path, chance: random.Random) -> None:
    """What a language model replies."""
    text = (
        raw.decode("utf-8", "surrogatepass" if chance.random() < 0.5 else "replace")
        if _utf8(raw)
        else raw.decode("latin-1")
    )
    whole: Any = {
        "choices": [{"message": {"content": text}}],
        "usage": {"prompt_tokens": text[:3], "completion_tokens": 1},
    }
    if chance.random() < 0.2:
        with contextlib.suppress(ValueError, RecursionError):
            whole = json.loads(text)
    document = Document(id="doc/a", text=GOOD, language="en", kept=((0, len(GOOD)),), published="2025-06-10")
    try:
        found = Proposer(_Answers(whole), "a", Kept(None)).read(document, packs.load(PACK))  # type: ignore[arg-type]
    except BilatError as wrong:
        held(str(wrong).isprintable(), "a message that is no printable line")
        return
    sound([document], found.kept)


def _utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@functools.cache
def _site(folder: Path) -> Any:
    """Pages over a workspace with two documents in it."""
    from fastapi.testclient import TestClient

    from bilat.store import View, Writer
    from bilat.web import create_app
    from bilat.workspace import ingest, read_arrivals, relate

    workspace = str(folder / "bilat.db")
    path = folder / "good.txt"
    path.write_text(GOOD)
    with Writer(workspace) as writer:
        list(ingest(writer, read_arrivals([str(path)])))
        relate(writer)
        records = [row["id"] for row in View(writer.engine).search("soybeans").rows]
    client = TestClient(
        create_app(workspace, today=lambda: "2026-06-01"),
        base_url="http://localhost",
        follow_redirects=False,
        raise_server_exceptions=True,
    )
    paths = list(client.get("/api/openapi.json").json()["paths"])
    token = client.get("/").text.split('name="form_token" value="', 1)[1].split('"', 1)[0]
    return client, paths, records, token


_NAMES = (
    "since",
    "until",
    "side",
    "after",
    "q",
    "limit",
    "on",
    "known_by",
    "lang",
    "kind",
    "instrument",
    "speaker",
    "order",
)


def api(raw: bytes, _kind: str, folder: Path, chance: random.Random) -> None:
    """Asked of the pages and their API: in paths, queries, headers and forms."""
    client, paths, records, token = _site(folder)
    text = raw.decode("utf-8", "replace")[:2000]
    words = [text[at : at + chance.choice((1, 5, 60))] for at in (0, len(text) // 3, len(text) // 2)]
    path = chance.choice(
        [*paths, "/", "/timeline", "/state", "/search", "/ledger", "/documents", "/review", "/people/{key}"]
    )
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + _quoted(chance.choice(words)) + rest.partition("}")[2]
    query = {chance.choice(_NAMES): chance.choice([*words, "2025", "en", "5"]) for _ in range(3)}
    answer = client.get(path, params=query)
    held(answer.status_code < 500, f"GET {path} answers {answer.status_code}")
    form = {
        "form_token": chance.choice([token, token, words[0]]),
        "kind": chance.choice(["correct", "confirm", "reject", words[0]]),
        "field": chance.choice(["act", "speaker", "issues", "date", "due", words[1]]),
        "value": chance.choice([*words, text, "null"]),
        "reason": words[2],
        "back": words[0],
    }
    target = _quoted(chance.choice([*records, words[0]]) if records else words[0])
    answer = client.post(f"/records/{target}", data=form)
    held(answer.status_code < 500, f"POST /records answers {answer.status_code}")
    if chance.random() < 0.3:
        body = {"form_token": token, "text": text, "url": words[0], "title": words[1], "published": words[2]}
        answer = client.post("/documents", data=body)
        held(answer.status_code < 500, f"POST /documents answers {answer.status_code}")


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="") or "a"


Target = Callable[[bytes, str, Path, random.Random], None]


def warmed() -> None:
    """All that is built once."""
    run([], pack_id=PACK)
    fsspec.filesystem("file")


def pack_names() -> Iterator[str]:
    """The files of the small pack."""
    for path in sorted(_SMALL.rglob("*")):
        if path.is_file():
            yield path.relative_to(_SMALL).as_posix()


def pack_file(name: str) -> bytes:
    """One of them, as it is."""
    return (_SMALL / name).read_bytes()
