"""The application: its pages put together, its door, its sessions."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from importlib import resources
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from bilat.errors import BilatError, StoreError
from bilat.export.brief import asset
from bilat.export.labels import LANGS
from bilat.store import View, Writer
from bilat.web.access import Access
from bilat.web.door import AGAIN, LOOPBACK, MOST, Door, Handler, from_elsewhere
from bilat.web.limits import Limit
from bilat.web.pages import routers
from bilat.web.results import Results
from bilat.web.session import Session, Sessions
from bilat.web.site import Asked, Site
from bilat.web.standings import prepare
from bilat.web.words import chosen

_LOG = logging.getLogger("bilat.web")
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def create_app(
    workspace: str,
    *,
    pack_id: str = "us-cn",
    access: Access | Callable[[], Access] | None = None,
    hosts: Sequence[str] | None = LOOPBACK,
    secure: bool = False,
    today: Callable[[], str] | None = None,
    limit: Limit | None = None,
    most: int = MOST,
) -> FastAPI:
    """The pages over a workspace (a file, or a `postgresql://` URL), which is made where there is none.

    access: who is let in, or a function that tells it for each request; None: whoever reaches it, for loopback only.
    hosts: the names the server goes by, None for any. secure: cookies go over HTTPS only. today: the day that counts as
    today, this machine's by default. limit: requests of one address; most: requests at once, others get a 503.
    Raises UsageError where the workspace cannot be opened.
    """
    app = FastAPI(
        title="bilat", version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=_kept_up,
        summary="The relationship between two states, from what is published about it",
    )  # fmt: skip
    known = access or Access()
    sessions = Sessions(known if callable(known) else lambda: known)
    writer = Writer(workspace)
    more: dict[str, Any] = {"today": today} if today else {}
    view = View(writer.engine)
    app.state.site = Site(
        workspace=workspace, view=view, writer=writer, pack_id=pack_id, sessions=sessions, results=Results(view), **more
    )  # fmt: skip
    app.state.secure = secure
    app.state.logins = Limit(5, 5 / 60)

    @app.middleware("http")
    async def session(request: Request, call_next: Handler) -> Response:
        request.state.session = found = sessions.read(request)
        if request.method in _UNSAFE and found.id and from_elsewhere(request):
            return JSONResponse({"detail": "this form is not one of ours"}, 403)
        answer = await call_next(request)
        kept: Session = request.state.session
        if kept.fresh and not request.url.path.startswith(("/static/", "/api/")):
            sessions.write(answer, kept, secure=secure)
        asked_for = request.query_params.get("lang")
        if asked_for in LANGS:
            answer.set_cookie("bilat_lang", asked_for, max_age=31_536_000, samesite="lax", secure=secure)
        return answer

    app.middleware("http")(Door(hosts, limit, most))
    for router in routers():
        app.include_router(router)
    _add_assets(app)
    _add_errors(app)
    return app


@contextlib.asynccontextmanager
async def _kept_up(app: FastAPI) -> AsyncIterator[None]:
    """What takes a while is worked out before somebody asks for it, and kept up to date while the server runs."""
    site: Site = app.state.site
    begun = threading.Thread(target=prepare, args=(site,), name="bilat-prepare", daemon=True)
    begun.start()
    yield
    site.results.close()


def _add_assets(app: FastAPI) -> None:
    def file(name: str) -> str:
        return (resources.files("bilat.web") / "static" / name).read_text("utf-8")

    style = asset("brief.css") + file("site.css")
    script = asset("brief.js") + file("site.js")
    for path, text, kind in (("bilat.css", style, "text/css"), ("bilat.js", script, "text/javascript")):

        def serve(text: str = text, kind: str = kind) -> Response:
            return Response(text, media_type=kind, headers={"Cache-Control": "max-age=300"})

        app.get(f"/static/{path}", include_in_schema=False)(_plain(serve))


def _plain(serve: Callable[[], Response]) -> Callable[[], Response]:
    """A handler without the defaults that carry its text: they are no parameters of the request."""

    def handler() -> Response:
        return serve()

    return handler


def _add_errors(app: FastAPI) -> None:
    async def http(request: Request, wrong: Exception) -> Response:
        assert isinstance(wrong, StarletteHTTPException)
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(wrong.detail)}, wrong.status_code, headers=wrong.headers)
        if wrong.status_code == 401:
            return RedirectResponse("/login?next=" + _back(request), 303)
        return _told(request, wrong.status_code, str(wrong.detail))

    async def usage(request: Request, wrong: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(wrong)}, 400)
        return _told(request, 400, str(wrong))

    async def store(request: Request, wrong: Exception) -> Response:
        assert isinstance(wrong, StoreError)
        _LOG.error("%s", wrong)
        headers = {"Retry-After": str(AGAIN)} if wrong.passing else {}
        said = "the workspace cannot be read or written just now"  # where it lies is nothing for readers
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": said}, 503, headers=headers)
        answer = _told(request, 503, said)
        answer.headers.update(headers)
        return answer

    async def shape(request: Request, wrong: Exception) -> Response:
        assert isinstance(wrong, RequestValidationError)
        said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in wrong.errors())
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": said}, 422)
        return _told(request, 422, said)

    app.add_exception_handler(StarletteHTTPException, http)
    app.add_exception_handler(BilatError, usage)
    app.add_exception_handler(StoreError, store)
    app.add_exception_handler(RequestValidationError, shape)


def _back(request: Request) -> str:
    return quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""), safe="")


def _told(request: Request, status: int, detail: str) -> Response:
    """A page that says what went wrong."""
    lang = chosen(
        request.query_params.get("lang"), request.cookies.get("bilat_lang"), request.headers.get("accept-language", "")
    )
    page = Asked(site=request.app.state.site, request=request, lang=lang, session=request.state.session)
    return page.page("wrong.html.j2", status=status, code=status, detail=detail)
