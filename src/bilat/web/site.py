"""What the pages share: the workspace, the pack, who is asking, and the frame that every page stands in."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from bilat import packs
from bilat.bounds import Bounded, Bounds
from bilat.export.labels import LANGS, Labels, Lang
from bilat.export.pack_labels import labels_of
from bilat.packs import Pack
from bilat.store import View, Writer
from bilat.web.access import User
from bilat.web.results import Results
from bilat.web.session import Session, Sessions
from bilat.web.words import PageWording, chosen

PAGES = ("", "timeline", "state", "phase", "ledger", "outlook", "people", "phrases", "documents", "review", "alerts")


@dataclass(frozen=True, kw_only=True)
class Site:
    """One workspace as a site. `today`: the day (YYYY-MM-DD) that counts as today; `bounds`: for each document that
    somebody brings."""

    workspace: str
    view: View
    writer: Writer
    pack_id: str
    sessions: Sessions
    results: Results
    bounds: Bounds = field(default_factory=Bounded)
    today: Callable[[], str] = field(default=lambda: datetime.date.today().isoformat())

    @property
    def pack(self) -> Pack:
        """The relationship that the site is about."""
        return packs.load(self.pack_id)

    @property
    def labels(self) -> Labels:
        """The pack's names in the three languages."""
        return labels_of(self.pack)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: the site, the language, who asks."""

    site: Site
    request: Request
    lang: Lang
    session: Session

    @property
    def say(self) -> PageWording:
        """The words of the page."""
        return PageWording(self.lang)

    @property
    def user(self) -> User | None:
        """Who asks."""
        return self.session.user

    def url(self, path: str, **query: Any) -> str:
        """An address of the site; the language goes along where the address asked for one."""
        given = {name: value for name, value in query.items() if value not in (None, "", ())}
        if self.request.query_params.get("lang") == self.lang:
            given.setdefault("lang", self.lang)
        return path + ("?" + urlencode(given, doseq=True) if given else "")

    def url_of_words(self, path: str) -> str:
        """An address with a fragment, the language along where the address asked for one."""
        if self.request.query_params.get("lang") != self.lang:
            return path
        head, _, fragment = path.partition("#")
        return f"{head}{'&' if '?' in head else '?'}lang={self.lang}#{fragment}"

    def with_query(self, **changed: Any) -> str:
        """This page's address with some of its query changed; None takes a name out."""
        kept: dict[str, Any] = {
            name: self.request.query_params.getlist(name) for name in self.request.query_params if name not in changed
        }
        kept |= {name: value for name, value in changed.items() if value not in (None, "")}
        return self.request.url.path + ("?" + urlencode(kept, doseq=True) if kept else "")

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of the site."""
        html = environment().get_template(template).render(
            a=self, say=self.say, t=self.say.t, lang=self.lang, langs=LANGS, labels=self.site.labels,
            sides=self.site.labels.sides, pages=PAGES, user=self.user,
            form_token=self.site.sessions.form_token(self.session), **values,
        )  # fmt: skip
        return HTMLResponse(html, status)


def asked(request: Request) -> Asked:
    """What a page needs to know of its request. Raises HTTPException 401 for somebody unknown."""
    site: Site = request.app.state.site
    session: Session = request.state.session
    lang = chosen(
        request.query_params.get("lang"), request.cookies.get("bilat_lang"), request.headers.get("accept-language", "")
    )
    if session.user is None:
        raise HTTPException(401)
    return Asked(site=site, request=request, lang=lang, session=session)


def document_path(key: str) -> str:
    """The address of a document."""
    return "/documents/" + quote(key.removeprefix("doc/"), safe="")


def record_path(key: str) -> str:
    """The address of a record, where it can be corrected."""
    return "/records/" + quote(key, safe="/")


def event_path(key: str) -> str:
    """The address of an event."""
    return "/events/" + quote(key.removeprefix("event/"), safe="")


def words_path(key: str, start: int, end: int) -> str:
    """The address of a span of a document's text."""
    return f"{document_path(key)}?words={start}-{end}#w-{start}-{end}"


def side_tone(sides: tuple[str, ...], code: str | None) -> str:
    """The CSS class of a side's hue."""
    return ("one", "two")[sides.index(code)] if code in sides[:2] else "other"


@functools.cache
def environment() -> jinja2.Environment:
    """The templates: those of the pages, and the brief's sections; every value escaped, no unknown name let through."""
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader("bilat.web", "templates"), jinja2.PackageLoader("bilat.export", "templates")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {
        "document_path": document_path, "record_path": record_path, "event_path": event_path,
        "words_path": words_path, "side_tone": side_tone,
    }  # fmt: skip
    return env
